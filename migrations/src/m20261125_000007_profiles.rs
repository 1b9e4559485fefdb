//! Profiles: what people tell of themselves, field by field, and who of the staff looked at a private one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_pk_auto, boolean, string_len, text, timestamp_with_time_zone};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(profile_fields()).await?;
        manager.create_table(private_views()).await?;
        let fields = Index::create()
            .name("profile_fields_account_id_field")
            .table("profile_fields")
            .col("account_id")
            .col("field")
            .unique()
            .to_owned();
        manager.create_index(fields).await?;
        let views =
            Index::create().name("private_views_account_id").table("private_views").col("account_id").to_owned();
        manager.create_index(views).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("private_views").to_owned()).await?;
        manager.drop_table(Table::drop().table("profile_fields").to_owned()).await
    }
}

/// One answer of a person. A sealed value is under the person's own key and is shown to everyone never.
fn profile_fields() -> TableCreateStatement {
    Table::create()
        .table("profile_fields")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(string_len("field", 32))
        .col(string_len("audience", 16))
        .col(text("value"))
        .col(boolean("sealed"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::col("audience").is_in(["only-me", "matched", "members", "everyone"]))
        .check(Expr::cust("NOT sealed OR audience <> 'everyone'"))
        .foreign_key(&mut of_account("profile_fields"))
        .to_owned()
}

/// Somebody of the staff looked at a private field. `viewer_pseudonym` is who, as in the audit log.
fn private_views() -> TableCreateStatement {
    Table::create()
        .table("private_views")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(string_len("viewer_pseudonym", 20))
        .col(string_len("field", 32))
        .col(text("reason"))
        .col(timestamp_with_time_zone("seen_at"))
        .foreign_key(&mut of_account("private_views"))
        .to_owned()
}

fn of_account(table: &str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_account_id"))
        .from(table.to_owned(), "account_id")
        .to("accounts", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
