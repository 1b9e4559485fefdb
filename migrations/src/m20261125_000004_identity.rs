//! People: accounts, sessions, link tokens, known devices, recovery codes, buckets of tries, keys of persons, erasures.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, string_len, string_len_null, string_len_uniq, text,
    text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
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
        for table in [
            accounts(),
            person_keys(),
            sessions(),
            link_tokens(),
            known_devices(),
            recovery_codes(),
            buckets(),
            erasures(),
        ] {
            manager.create_table(table).await?;
        }
        for (table, columns) in [
            ("accounts", &["state", "erase_at"] as &[&'static str]),
            ("sessions", &["account_id"]),
            ("sessions", &["ends_at"]),
            ("link_tokens", &["account_id", "purpose"]),
            ("link_tokens", &["expires_at"]),
            ("known_devices", &["account_id"]),
            ("recovery_codes", &["account_id"]),
            ("buckets", &["full_at"]),
        ] {
            let mut index = Index::create();
            index.name(format!("{table}_{}", columns.join("_"))).table(table);
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "erasures",
            "buckets",
            "recovery_codes",
            "known_devices",
            "link_tokens",
            "sessions",
            "person_keys",
            "accounts",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// A person who can sign in. `email_key` is how addresses are compared; `pseudonym` stands for the person in the audit
/// log and outlives the row there.
fn accounts() -> TableCreateStatement {
    Table::create()
        .table("accounts")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(string_len_uniq("pseudonym", 20))
        .col(string_len("email", 254))
        .col(string_len_uniq("email_key", 254))
        .col(text("password_hash"))
        .col(string_len("state", 16))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(timestamp_with_time_zone_null("entered_at"))
        .col(timestamp_with_time_zone_null("suspended_at"))
        .col(timestamp_with_time_zone_null("erase_at"))
        .col(text_null("totp_secret"))
        .col(timestamp_with_time_zone_null("totp_since"))
        .col(big_integer_null("totp_step"))
        .col(string_len_null("zone", 64))
        .col(boolean("sample"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone("password_at"))
        .check(Expr::col("state").is_in(["unconfirmed", "active", "suspended", "leaving"]))
        .check(Expr::cust("(state = 'leaving') = (erase_at IS NOT NULL)"))
        .to_owned()
}

/// The key of a person's sealed fields and files, itself sealed under the key of the house. Deleting it is the erasure.
fn person_keys() -> TableCreateStatement {
    Table::create()
        .table("person_keys")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id").unique_key())
        .col(text("wrapped"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut of_account("person_keys"))
        .to_owned()
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("account_id"))
        .col(string_len_uniq("token_sha256", 64))
        .col(string_len("browser_sha256", 64))
        .col(string_len("device", 80))
        .col(boolean("two_factor"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("seen_at"))
        .col(timestamp_with_time_zone("ends_at"))
        .col(timestamp_with_time_zone("proved_at"))
        .foreign_key(&mut of_account("sessions"))
        .to_owned()
}

/// What a mailed link may do once. A newer one of the same purpose replaces the older.
fn link_tokens() -> TableCreateStatement {
    Table::create()
        .table("link_tokens")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(string_len("purpose", 32))
        .col(string_len_uniq("token_sha256", 64))
        .col(string_len_null("email", 254))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut of_account("link_tokens"))
        .to_owned()
}

/// A browser that has signed in before: it gets in while others are slowed down.
fn known_devices() -> TableCreateStatement {
    Table::create()
        .table("known_devices")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(string_len_uniq("token_sha256", 64))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("used_at"))
        .foreign_key(&mut of_account("known_devices"))
        .to_owned()
}

fn recovery_codes() -> TableCreateStatement {
    Table::create()
        .table("recovery_codes")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(string_len("code_sha256", 64))
        .col(timestamp_with_time_zone_null("used_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut of_account("recovery_codes"))
        .to_owned()
}

/// How many tries are left for a key (an account or an address, hashed) until it is full again.
fn buckets() -> TableCreateStatement {
    Table::create()
        .table("buckets")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("name", 96))
        .col(integer("used"))
        .col(timestamp_with_time_zone("full_at"))
        .check(Expr::col("used").gte(0))
        .to_owned()
}

/// Who was erased, by a hash of the public id only: a restored backup replays these before it serves.
fn erasures() -> TableCreateStatement {
    Table::create()
        .table("erasures")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("account_sha256", 64))
        .col(timestamp_with_time_zone("erased_at"))
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
