//! The one room of moderation, blocks between people, and codes by which others check what the association has issued.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, string_len, string_len_null, string_len_uniq, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
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
        for table in [cases(), case_reports(), evidence(), hidden_content(), blocks(), verifications()] {
            manager.create_table(table).await?;
        }
        for (table, columns, unique) in [
            ("cases", &["state", "waiting_since"] as &[&'static str], false),
            ("cases", &["subject_account"], false),
            ("cases", &["held_address"], false),
            ("case_reports", &["case_id"], false),
            ("case_reports", &["reporter_account", "created_at"], false),
            ("evidence", &["case_id", "version"], true),
            ("hidden_content", &["content"], false),
            ("blocks", &["blocker", "blocked"], true),
            ("blocks", &["blocked"], false),
            ("verifications", &["account_id"], false),
        ] {
            let mut index = Index::create();
            index.name(format!("{table}_{}", columns.join("_"))).table(table);
            for column in columns {
                index.col(*column);
            }
            if unique {
                index.unique();
            }
            manager.create_index(index.clone()).await?;
        }
        manager.get_connection().execute_unprepared(CASES_OF_REPORTS).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["verifications", "blocks", "hidden_content", "evidence", "case_reports", "cases"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Problems with pages that were reported before there was a room come into it under their own number.
const CASES_OF_REPORTS: &str = "INSERT INTO cases (public_id, kind, content, state, reports, opened_at, waiting_since, \
     decision, ground, decided_by, decided_at, report_id) \
     SELECT public_id, 'page', '', CASE WHEN state = 'open' THEN 'open' ELSE 'decided' END, 1, created_at, created_at, \
     CASE WHEN state = 'open' THEN NULL ELSE 'no-action' END, CASE WHEN state = 'open' THEN NULL ELSE 'mended' END, \
     CASE WHEN state = 'open' THEN NULL ELSE 'house' END, closed_at, id FROM reports";

/// `open_key` is what the case is about while nobody has decided, so that reports of one thing come together. A case
/// outlives the person it is about, without their words; `held_address` is then the keyed hash of the address of somebody
/// whose account was stopped.
fn cases() -> TableCreateStatement {
    Table::create()
        .table("cases")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(string_len("kind", 16))
        .col(big_integer_null("subject_account"))
        .col(string_len("content", 60))
        .col(string_len_null("open_key", 60).unique_key())
        .col(string_len("state", 16))
        .col(integer("reports"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(timestamp_with_time_zone("waiting_since"))
        .col(string_len_null("decision", 16))
        .col(string_len_null("ground", 20))
        .col(text_null("note"))
        .col(string_len_null("decided_by", 20))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(text_null("appeal"))
        .col(string_len_null("answered_by", 20))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(big_integer_null("report_id").unique_key())
        .col(string_len_null("held_address", 64))
        .col(timestamp_with_time_zone_null("held_until"))
        .check(Expr::col("state").is_in(["open", "decided", "appealed", "upheld", "overturned"]))
        .check(Expr::cust("(state = 'open') = (decided_at IS NULL)"))
        .check(Expr::cust("(decided_at IS NULL) = (decision IS NULL)"))
        .check(Expr::cust("state = 'open' OR open_key IS NULL"))
        .check(Expr::col("reports").gt(0))
        .check(Expr::cust("(held_address IS NULL) = (held_until IS NULL)"))
        .check(Expr::cust("held_address IS NULL OR subject_account IS NULL"))
        .foreign_key(&mut key("cases", "subject_account", "accounts", ForeignKeyAction::SetNull))
        .foreign_key(&mut key("cases", "report_id", "reports", ForeignKeyAction::Cascade))
        .to_owned()
}

fn case_reports() -> TableCreateStatement {
    Table::create()
        .table("case_reports")
        .col(big_pk_auto("id"))
        .col(big_integer("case_id"))
        .col(big_integer_null("reporter_account"))
        .col(string_len("ground", 20))
        .col(text("details"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut key("case_reports", "case_id", "cases", ForeignKeyAction::Cascade))
        .foreign_key(&mut key("case_reports", "reporter_account", "accounts", ForeignKeyAction::SetNull))
        .to_owned()
}

/// What was reported, as it was at that time. A newer version is added when a later report finds it changed. `picture`
/// is sealed under the key of the person.
fn evidence() -> TableCreateStatement {
    Table::create()
        .table("evidence")
        .col(big_pk_auto("id"))
        .col(big_integer("case_id"))
        .col(integer("version"))
        .col(text("content"))
        .col(string_len("sha256", 64))
        .col(text_null("picture"))
        .col(timestamp_with_time_zone("taken_at"))
        .foreign_key(&mut key("evidence", "case_id", "cases", ForeignKeyAction::Cascade))
        .to_owned()
}

fn hidden_content() -> TableCreateStatement {
    Table::create()
        .table("hidden_content")
        .col(big_pk_auto("id"))
        .col(big_integer("case_id").unique_key())
        .col(string_len("content", 60))
        .col(timestamp_with_time_zone("hidden_at"))
        .foreign_key(&mut key("hidden_content", "case_id", "cases", ForeignKeyAction::Cascade))
        .to_owned()
}

fn blocks() -> TableCreateStatement {
    Table::create()
        .table("blocks")
        .col(big_pk_auto("id"))
        .col(big_integer("blocker"))
        .col(big_integer("blocked"))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::cust("blocker <> blocked"))
        .foreign_key(&mut key("blocks", "blocker", "accounts", ForeignKeyAction::Cascade))
        .foreign_key(&mut key("blocks", "blocked", "accounts", ForeignKeyAction::Cascade))
        .to_owned()
}

/// What the association has put its name to. The code is on paper: who has it may read the row.
fn verifications() -> TableCreateStatement {
    Table::create()
        .table("verifications")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("code", 12))
        .col(string_len("kind", 16))
        .col(big_integer_null("account_id"))
        .col(string_len("subject", 120))
        .col(text("facts"))
        .col(string_len("signer", 120))
        .col(timestamp_with_time_zone("issued_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .foreign_key(&mut key("verifications", "account_id", "accounts", ForeignKeyAction::Cascade))
        .to_owned()
}

fn key(table: &str, column: &str, parent: &str, on_delete: ForeignKeyAction) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table.to_owned(), column.to_owned())
        .to(parent.to_owned(), "id")
        .on_delete(on_delete)
        .to_owned()
}
