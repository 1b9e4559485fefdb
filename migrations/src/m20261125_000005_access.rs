//! Who has been trusted with what, and the log of who did what.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, string_len, string_len_null, string_len_uniq, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [grants(), audit_log(), audit_head()] {
            manager.create_table(table).await?;
        }
        for (table, columns) in [
            ("grants", &["account_id", "state"] as &[&'static str]),
            ("grants", &["capability", "state"]),
            ("audit_log", &["actor", "seq"]),
            ("audit_log", &["action", "seq"]),
        ] {
            let mut index = Index::create();
            index.name(format!("{table}_{}", columns.join("_"))).table(table);
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index.clone()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit_head", "audit_log", "grants"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// One capability of one person, from the asking to the end. `open_key` is account and capability while the grant is
/// not over, so that nobody has one twice. Whoever asked, confirmed or ended it stands here as pseudonym or `house`.
fn grants() -> TableCreateStatement {
    Table::create()
        .table("grants")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("account_id"))
        .col(string_len("capability", 16))
        .col(text_null("categories"))
        .col(string_len("state", 16))
        .col(string_len_null("open_key", 40).unique_key())
        .col(string_len("asked_by", 20))
        .col(timestamp_with_time_zone("asked_at"))
        .col(text("reason"))
        .col(timestamp_with_time_zone_null("effective_at"))
        .col(string_len_null("confirmed_by", 20))
        .col(string_len_null("ended_by", 20))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(text_null("end_reason"))
        .col(string_len_null("end_asked_by", 20))
        .col(timestamp_with_time_zone_null("ends_at"))
        .check(Expr::col("state").is_in(["waiting", "active", "ending", "ended"]))
        .check(Expr::cust("(state = 'ended') = (open_key IS NULL)"))
        .check(Expr::cust("(state = 'ended') = (ended_at IS NOT NULL)"))
        .check(Expr::cust("state NOT IN ('active', 'ending') OR effective_at IS NOT NULL"))
        .check(Expr::cust("(state = 'ending') = (end_asked_by IS NOT NULL)"))
        .check(Expr::cust("state = 'ending' OR ends_at IS NULL"))
        .foreign_key(
            ForeignKey::create()
                .name("grants_account_id")
                .from("grants", "account_id")
                .to("accounts", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// Only ever added to. Each row holds the hash of the one before it.
fn audit_log() -> TableCreateStatement {
    Table::create()
        .table("audit_log")
        .col(big_pk_auto("id"))
        .col(big_integer("seq").unique_key())
        .col(timestamp_with_time_zone("at"))
        .col(string_len("actor", 20))
        .col(string_len("action", 40))
        .col(string_len("object", 60))
        .col(string_len("outcome", 8))
        .col(big_integer("count"))
        .col(string_len("request_id", 64))
        .col(text("note"))
        .col(string_len("prev_hash", 64))
        .col(string_len_uniq("hash", 64))
        .check(Expr::col("seq").gt(0))
        .check(Expr::col("count").gt(0))
        .check(Expr::col("outcome").is_in(["done", "denied"]))
        .to_owned()
}

/// The end of the chain, in one row: whoever adds to the log changes it first, and everybody else waits.
fn audit_head() -> TableCreateStatement {
    Table::create()
        .table("audit_head")
        .col(big_pk_auto("id"))
        .col(big_integer("seq"))
        .col(string_len("hash", 64))
        .check(Expr::col("id").eq(1))
        .check(Expr::col("seq").gte(0))
        .to_owned()
}
