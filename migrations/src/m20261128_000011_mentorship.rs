//! Mentorship: who offers help, who asks for it, and the two at work together.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, boolean, integer, integer_null, string_len, string_len_null, string_len_uniq, text,
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
        for table in [mentors(), asks(), requests(), engagements(), steps(), meetings()] {
            manager.create_table(table).await?;
        }
        // A request stands for a person whom the blocker was never told.
        let named = Table::alter().table("blocks").add_column(string_len_null("named", 20)).to_owned();
        manager.alter_table(named).await?;
        for (table, columns, unique) in [
            ("mentors", &["status", "asked_check_at"] as &[&'static str], false),
            ("mentor_asks", &["account_id"], false),
            ("mentor_requests", &["ask_id", "mentor_id"], true),
            ("mentor_requests", &["ask_id", "place"], true),
            ("mentor_requests", &["mentor_id", "state"], false),
            ("mentor_requests", &["state", "due_at"], false),
            ("engagements", &["mentor_account"], false),
            ("engagements", &["mentee_account"], false),
            ("engagements", &["phase", "started_at"], false),
            ("engagements", &["phase", "ends_on"], false),
            ("engagement_steps", &["engagement_id"], false),
            ("engagement_meetings", &["engagement_id"], false),
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
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            ["engagement_meetings", "engagement_steps", "engagements", "mentor_requests", "mentor_asks", "mentors"]
        {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        manager.alter_table(Table::alter().table("blocks").drop_column("named").to_owned()).await?;
        Ok(())
    }
}

/// Lists of words are kept as `,one,two,`, so that a search finds a word by its commas. `taken` counts seats, `open_requests`
/// what waits for an answer; both move by guarded updates only. `proof` is forgotten once somebody has decided.
fn mentors() -> TableCreateStatement {
    Table::create()
        .table("mentors")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("account_id").unique_key())
        .col(string_len("status", 16))
        .col(text("name"))
        .col(string_len_null("role", 32))
        .col(text("topics"))
        .col(text("specialties"))
        .col(text("languages"))
        .col(string_len_null("state", 8))
        .col(string_len_null("zone", 64))
        .col(string_len_null("school_country", 8))
        .col(text_null("school"))
        .col(text_null("school_key"))
        .col(string_len_null("gender", 16))
        .col(text("statement"))
        .col(integer("capacity"))
        .col(integer("taken"))
        .col(integer("open_requests"))
        .col(timestamp_with_time_zone_null("paused_until"))
        .col(boolean("auto_paused"))
        .col(integer("lapses"))
        .col(integer_null("reply_minutes"))
        .col(string_len_null("proof_way", 24))
        .col(text_null("proof"))
        .col(timestamp_with_time_zone_null("asked_check_at"))
        .col(string_len_null("checked", 24))
        .col(timestamp_with_time_zone_null("checked_at"))
        .col(string_len_null("checked_by", 20))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::col("status").is_in(["draft", "waiting", "listed", "refused"]))
        .check(Expr::cust("capacity BETWEEN 0 AND 10"))
        .check(Expr::cust("taken BETWEEN 0 AND capacity"))
        .check(Expr::cust("open_requests BETWEEN 0 AND 5"))
        .check(Expr::cust("(checked IS NULL) = (checked_at IS NULL)"))
        .check(Expr::cust("status <> 'listed' OR checked IS NOT NULL"))
        .foreign_key(&mut key("mentors", "account_id", "accounts"))
        .to_owned()
}

/// `open_key` is the account while it looks: one list at a time. `told` is sealed under the person's key.
fn asks() -> TableCreateStatement {
    Table::create()
        .table("mentor_asks")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("account_id"))
        .col(string_len("state", 16))
        .col(string_len_null("open_key", 20).unique_key())
        .col(text("told"))
        .col(text("reveals"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .check(Expr::col("state").is_in(["looking", "matched", "ended"]))
        .check(Expr::cust("(state = 'looking') = (open_key IS NOT NULL)"))
        .check(Expr::cust("(state = 'looking') = (ended_at IS NULL)"))
        .foreign_key(&mut key("mentor_asks", "account_id", "accounts"))
        .to_owned()
}

/// `place` is the order of a list, from 1; 0 only while two change places. `asked_at` is null until the mentor knows of it.
fn requests() -> TableCreateStatement {
    Table::create()
        .table("mentor_requests")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("ask_id"))
        .col(big_integer("mentor_id"))
        .col(integer("place"))
        .col(string_len("state", 16))
        .col(text("revealed"))
        .col(timestamp_with_time_zone("listed_at"))
        .col(timestamp_with_time_zone_null("queued_at"))
        .col(timestamp_with_time_zone_null("asked_at"))
        .col(timestamp_with_time_zone_null("due_at"))
        .col(timestamp_with_time_zone_null("reminded_at"))
        .col(timestamp_with_time_zone_null("replied_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(string_len_null("reason", 16))
        .col(text_null("question"))
        .col(text_null("answer"))
        .check(Expr::col("state").is_in([
            "listed",
            "waiting",
            "open",
            "more-asked",
            "accepted",
            "confirmed",
            "declined",
            "lapsed",
            "withdrawn",
            "closed",
        ]))
        .check(Expr::cust("place >= 0"))
        .check(Expr::cust(
            "state NOT IN ('open', 'more-asked', 'accepted') OR (asked_at IS NOT NULL AND due_at IS NOT NULL)",
        ))
        .check(Expr::cust("(state = 'declined') = (reason IS NOT NULL)"))
        .foreign_key(&mut key("mentor_requests", "ask_id", "mentor_asks"))
        .foreign_key(&mut key("mentor_requests", "mentor_id", "mentors"))
        .to_owned()
}

/// One list leads to one engagement at most. `version` counts texts of the agreement, so that one signs what one has read;
/// `scope` is sealed under the key of `scope_by`, feedback under the key of whose it is.
fn engagements() -> TableCreateStatement {
    Table::create()
        .table("engagements")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("ask_id").unique_key())
        .col(big_integer("request_id").unique_key())
        .col(big_integer("mentor_id"))
        .col(big_integer("mentor_account"))
        .col(big_integer("mentee_account"))
        .col(string_len("phase", 16))
        .col(text_null("scope"))
        .col(string_len_null("scope_by", 16))
        .col(string_len_null("ends_on", 10))
        .col(integer("version"))
        .col(timestamp_with_time_zone_null("mentor_signed_at"))
        .col(timestamp_with_time_zone_null("mentee_signed_at"))
        .col(timestamp_with_time_zone_null("started_at"))
        .col(timestamp_with_time_zone_null("fit_asked_at"))
        .col(timestamp_with_time_zone_null("end_told_at"))
        .col(string_len_null("mentor_fit", 16))
        .col(string_len_null("mentee_fit", 16))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(string_len_null("ended_by", 16))
        .col(text_null("mentor_feedback"))
        .col(text_null("mentee_feedback"))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::col("phase").is_in(["agreeing", "active", "ended"]))
        .check(Expr::cust("(phase = 'ended') = (ended_at IS NOT NULL)"))
        .check(Expr::cust("phase <> 'active' OR (mentor_signed_at IS NOT NULL AND mentee_signed_at IS NOT NULL)"))
        .check(Expr::cust("mentor_account <> mentee_account"))
        .check(Expr::cust("(version = 0) = (scope IS NULL)"))
        .check(Expr::cust("(scope IS NULL) = (scope_by IS NULL)"))
        .foreign_key(&mut key("engagements", "ask_id", "mentor_asks"))
        .foreign_key(&mut key("engagements", "request_id", "mentor_requests"))
        .foreign_key(&mut key("engagements", "mentor_id", "mentors"))
        .foreign_key(&mut key("engagements", "mentor_account", "accounts"))
        .foreign_key(&mut key("engagements", "mentee_account", "accounts"))
        .to_owned()
}

/// Goals and next steps; `what` is sealed under the key of `written_by`.
fn steps() -> TableCreateStatement {
    Table::create()
        .table("engagement_steps")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("engagement_id"))
        .col(string_len("written_by", 16))
        .col(text("what"))
        .col(string_len_null("due_on", 10))
        .col(timestamp_with_time_zone_null("done_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut key("engagement_steps", "engagement_id", "engagements"))
        .to_owned()
}

/// The log of meetings; `note` is sealed under the key of `written_by`.
fn meetings() -> TableCreateStatement {
    Table::create()
        .table("engagement_meetings")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("engagement_id"))
        .col(string_len("written_by", 16))
        .col(timestamp_with_time_zone("met_at"))
        .col(integer("minutes"))
        .col(text("note"))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::cust("minutes BETWEEN 1 AND 600"))
        .foreign_key(&mut key("engagement_meetings", "engagement_id", "engagements"))
        .to_owned()
}

fn key(table: &str, column: &str, parent: &str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table.to_owned(), column.to_owned())
        .to(parent.to_owned(), "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
