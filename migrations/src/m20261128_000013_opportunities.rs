//! Observerships and research: drafts, postings with what lists are narrowed by, who has checked which host, saved
//! postings, and applications with the places they hold.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, integer_null, string_len, string_len_null,
    string_len_uniq, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

const STATES: [&str; 8] =
    ["submitted", "in-review", "published", "paused", "filled", "expired", "withdrawn", "taken-down"];
const STAGES: [&str; 9] =
    ["received", "in-review", "interview", "offered", "accepted", "declined", "withdrawn", "completed", "lapsed"];

/// Every index beside the ones columns make themselves. Lists are narrowed in memory; what they ask for is what has changed.
const INDEXES: [(&str, &str); 12] = [
    ("posting_drafts_account_id", "INDEX {} ON posting_drafts (account_id) WHERE account_id IS NOT NULL"),
    ("posting_drafts_posting_id", "UNIQUE INDEX {} ON posting_drafts (posting_id) WHERE posting_id IS NOT NULL"),
    ("postings_host_account", "INDEX {} ON postings (host_account)"),
    ("postings_state", "INDEX {} ON postings (state, expires_at)"),
    ("postings_published", "INDEX {} ON postings (id, expires_at) WHERE state = 'published'"),
    ("postings_revision", "INDEX {} ON postings (revision)"),
    ("saved_postings_once", "UNIQUE INDEX {} ON saved_postings (account_id, posting_id)"),
    ("saved_postings_posting", "INDEX {} ON saved_postings (posting_id)"),
    ("host_checks_once", "UNIQUE INDEX {} ON host_checks (account_id, moderator)"),
    ("applications_once", "UNIQUE INDEX {} ON applications (posting_id, applicant_account)"),
    ("applications_applicant", "INDEX {} ON applications (applicant_account)"),
    ("applications_hold", "INDEX {} ON applications (hold_until) WHERE hold_until IS NOT NULL"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [postings(), posting_marks(), posting_drafts(), host_checks(), saved_postings(), applications()];
        for table in tables {
            manager.create_table(table).await?;
        }
        for (name, made) in INDEXES {
            manager.get_connection().execute_unprepared(&format!("CREATE {}", made.replace("{}", name))).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["applications", "saved_postings", "host_checks", "posting_drafts", "posting_marks", "postings"];
        for table in tables {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// A posting that was sent in. `body` is the posting as JSON; the columns beside it repeat what lists are narrowed by, and
/// `visa_bits` and `group_bits` are sets of bits. `revision` is the mark of the last change of these columns and the state.
/// `offered` and `taken` count applications; together they never pass `seats`. `checked`: what it says now was checked, or
/// needed no check; nothing else is ever published.
fn postings() -> TableCreateStatement {
    Table::create()
        .table("postings")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("host_account"))
        .col(string_len("state", 12))
        .col(text("body"))
        .col(string_len("title", 120))
        .col(text("search"))
        .col(string_len("kind", 24))
        .col(string_len("contact", 24))
        .col(string_len("specialty", 40))
        .col(string_len("region", 8))
        .col(string_len("mode", 8))
        .col(big_integer("fee_week"))
        .col(integer("weeks_least"))
        .col(integer("weeks_most"))
        .col(integer("visa_bits"))
        .col(integer("group_bits"))
        .col(big_integer("revision"))
        .col(integer("seats"))
        .col(integer("offered"))
        .col(integer("taken"))
        .col(text("flags"))
        .col(boolean("checked"))
        .col(string_len_null("reviewer", 20))
        .col(text_null("note"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone("submitted_at"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(boolean("sample"))
        .check(Expr::col("state").is_in(STATES))
        .check(Expr::cust("seats > 0 AND offered >= 0 AND taken >= 0 AND offered + taken <= seats"))
        .check(Expr::cust("weeks_least > 0 AND weeks_least <= weeks_most"))
        .check(Expr::cust("state <> 'published' OR (published_at IS NOT NULL AND checked)"))
        .foreign_key(&mut cascade("postings", "host_account", "accounts"))
        .to_owned()
}

/// One row: the number of the last change of what lists show, and how often postings were deleted. It begins empty.
fn posting_marks() -> TableCreateStatement {
    Table::create()
        .table("posting_marks")
        .col(big_pk_auto("id"))
        .col(big_integer("changed"))
        .col(big_integer("removed"))
        .check(Expr::cust("id = 1 AND changed > 0 AND removed >= 0"))
        .to_owned()
}

/// What somebody has typed so far, as JSON. Without an account it is found by a token, of which there is the hash.
fn posting_drafts() -> TableCreateStatement {
    Table::create()
        .table("posting_drafts")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer_null("account_id"))
        .col(string_len_null("token_sha256", 64).unique_key())
        .col(big_integer_null("posting_id"))
        .col(text("fields"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::cust("(account_id IS NULL) <> (token_sha256 IS NULL)"))
        .check(Expr::cust("posting_id IS NULL OR account_id IS NOT NULL"))
        .foreign_key(&mut cascade("posting_drafts", "account_id", "accounts"))
        .foreign_key(&mut cascade("posting_drafts", "posting_id", "postings"))
        .to_owned()
}

/// A moderator has looked at a host. `moderator` is who, as in the audit log.
fn host_checks() -> TableCreateStatement {
    Table::create()
        .table("host_checks")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(string_len("moderator", 20))
        .col(text("what"))
        .col(timestamp_with_time_zone("checked_at"))
        .foreign_key(&mut cascade("host_checks", "account_id", "accounts"))
        .to_owned()
}

/// Postings that somebody wants to find again.
fn saved_postings() -> TableCreateStatement {
    Table::create()
        .table("saved_postings")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(big_integer("posting_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut cascade("saved_postings", "account_id", "accounts"))
        .foreign_key(&mut cascade("saved_postings", "posting_id", "postings"))
        .to_owned()
}

/// Somebody has applied. `sealed` holds the answer and the released fields under the applicant's own key and goes when
/// they withdraw; `line` is the place in the host's line for the next free place.
fn applications() -> TableCreateStatement {
    Table::create()
        .table("applications")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("posting_id"))
        .col(big_integer("applicant_account"))
        .col(string_len("stage", 12))
        .col(text_null("sealed"))
        .col(integer_null("line"))
        .col(integer_null("hold_days"))
        .col(timestamp_with_time_zone_null("hold_until"))
        .col(timestamp_with_time_zone("applied_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::col("stage").is_in(STAGES))
        .check(Expr::cust("(stage = 'offered') = (hold_until IS NOT NULL)"))
        .check(Expr::cust("line IS NULL OR stage IN ('received', 'in-review', 'interview')"))
        .foreign_key(&mut cascade("applications", "posting_id", "postings"))
        .foreign_key(&mut cascade("applications", "applicant_account", "accounts"))
        .to_owned()
}

fn cascade(table: &str, column: &str, parent: &str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table.to_owned(), column.to_owned())
        .to(parent.to_owned(), "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
