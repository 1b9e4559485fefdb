//! Mail and notifications: the outbox, addresses that take no mail, what each person wants to hear of, and the list on
//! the site.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, integer_null, string_len, string_len_null,
    string_len_uniq, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
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
        for table in [mails(), suppressions(), mail_settings(), mail_choices(), notifications()] {
            manager.create_table(table).await?;
        }
        for (table, columns) in [
            ("mails", &["state", "due_at"] as &[&'static str]),
            ("mails", &["recipient_sha256", "created_at"]),
            ("mails", &["caused_by", "created_at"]),
            ("mails", &["account_id"]),
            ("mails", &["done_at"]),
            ("mail_settings", &["digest_due_at"]),
            ("notifications", &["account_id", "id"]),
            ("notifications", &["account_id", "read_at"]),
            ("notifications", &["created_at"]),
        ] {
            let mut index = Index::create();
            index.name(format!("{table}_{}", columns.join("_"))).table(table);
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        let mut once = Index::create();
        once.name("mail_choices_account_id_topic").table("mail_choices").col("account_id").col("topic").unique();
        manager.create_index(once).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["notifications", "mail_choices", "mail_settings", "suppressions", "mails"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Mails to be sent. What a mail says and to whom is forgotten once it has left or is dropped; the hash of the
/// recipient stays a while, to count by.
fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer_null("account_id"))
        .col(string_len("topic", 32))
        .col(string_len("kind", 48))
        .col(boolean("by_strangers"))
        .col(string_len_null("caused_by", 64))
        .col(string_len_null("recipient", 254))
        .col(string_len("recipient_sha256", 64))
        .col(text_null("subject"))
        .col(text_null("body_text"))
        .col(text_null("body_html"))
        .col(string_len_null("unsubscribe", 80))
        .col(string_len("state", 16))
        .col(timestamp_with_time_zone("due_at"))
        .col(timestamp_with_time_zone_null("leased_until"))
        .col(integer("attempts"))
        .col(text_null("last_error"))
        .col(timestamp_with_time_zone_null("useless_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("done_at"))
        .check(Expr::col("attempts").gte(0))
        .check(Expr::col("state").is_in(["waiting", "sent", "dropped", "failed"]))
        .check(Expr::cust("(state = 'waiting') = (done_at IS NULL)"))
        .check(Expr::cust("(state IN ('sent', 'dropped')) = (recipient IS NULL)"))
        .foreign_key(&mut of_account("mails"))
        .to_owned()
}

/// Addresses that have turned out not to exist.
fn suppressions() -> TableCreateStatement {
    Table::create()
        .table("suppressions")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("address_sha256", 64))
        .col(text("reason"))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned()
}

/// How a person wants to be written to. The secret stands in the links that stop mails and does nothing else.
fn mail_settings() -> TableCreateStatement {
    Table::create()
        .table("mail_settings")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id").unique_key())
        .col(string_len_uniq("secret", 32))
        .col(string_len("digest", 16))
        .col(timestamp_with_time_zone_null("digest_due_at"))
        .col(integer_null("quiet_from"))
        .col(integer_null("quiet_until"))
        .col(boolean("discreet"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::cust("(digest = 'off') = (digest_due_at IS NULL)"))
        .check(Expr::cust("(quiet_from IS NULL) = (quiet_until IS NULL)"))
        .check(Expr::cust("quiet_from IS NULL OR (quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439)"))
        .check(Expr::cust("quiet_from IS NULL OR quiet_from <> quiet_until"))
        .foreign_key(&mut of_account("mail_settings"))
        .to_owned()
}

/// What a person has chosen for a topic; without a row the topic's own default holds.
fn mail_choices() -> TableCreateStatement {
    Table::create()
        .table("mail_choices")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(string_len("topic", 32))
        .col(string_len("choice", 16))
        .foreign_key(&mut of_account("mail_choices"))
        .to_owned()
}

/// What the site has told a person.
fn notifications() -> TableCreateStatement {
    Table::create()
        .table("notifications")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("account_id"))
        .col(string_len("topic", 32))
        .col(text("title"))
        .col(text("body"))
        .col(text("path"))
        .col(boolean("for_digest"))
        .col(timestamp_with_time_zone_null("read_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut of_account("notifications"))
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
