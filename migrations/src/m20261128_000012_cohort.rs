//! Cohorts: who takes part, their lists, every run of the engine, and the published pairs.

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
        for table in [cohorts(), people(), ranks(), runs(), pairs()] {
            manager.create_table(table).await?;
        }
        for (table, columns, unique) in [
            ("cohorts", &["state"] as &[&'static str], false),
            ("cohort_people", &["cohort_id", "account_id"], true),
            ("cohort_people", &["account_id"], false),
            ("cohort_ranks", &["person_id", "other_id"], true),
            ("cohort_ranks", &["other_id"], false),
            ("cohort_ranks", &["cohort_id"], false),
            ("cohort_runs", &["cohort_id", "number"], true),
            ("cohort_pairs", &["cohort_id"], false),
            ("cohort_pairs", &["mentor_id"], false),
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
        for table in ["cohort_pairs", "cohort_runs", "cohort_ranks", "cohort_people", "cohorts"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Days are days in the legal zone, as `2026-11-30`. `seed` is sealed under `seed_key`, which is wrapped by the key of the
/// house; `open_seed` is there once the result is out or the cohort is called off, and the seed's hash from the opening on.
/// `closed_input` is the hash of the lists as they were closed. `runs` counts the rows of `cohort_runs`, so that none can be
/// missing unseen.
fn cohorts() -> TableCreateStatement {
    Table::create()
        .table("cohorts")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(string_len("state", 16))
        .col(text("title"))
        .col(text("about"))
        .col(string_len("promise", 16))
        .col(boolean("members_only"))
        .col(text("stages"))
        .col(integer("most"))
        .col(string_len("sign_up_until", 10))
        .col(string_len("mentees_until", 10))
        .col(string_len("mentors_until", 10))
        .col(text_null("seed_key"))
        .col(text_null("seed"))
        .col(string_len_null("open_seed", 64))
        .col(string_len_null("commitment", 64))
        .col(integer("runs"))
        .col(integer_null("published_run"))
        .col(string_len("created_by", 20))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("opened_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(string_len_null("closed_input", 64))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone_null("canceled_at"))
        .check(Expr::col("state").is_in([
            "draft",
            "sign-up",
            "mentees",
            "mentors",
            "closed",
            "previewed",
            "published",
            "canceled",
        ]))
        .check(Expr::col("promise").is_in(["stable", "fit", "placed", "open"]))
        .check(Expr::cust("most BETWEEN 1 AND 20"))
        .check(Expr::cust("sign_up_until < mentees_until AND mentees_until < mentors_until"))
        .check(Expr::cust("(opened_at IS NULL) = (commitment IS NULL) AND (seed IS NULL) = (commitment IS NULL)"))
        .check(Expr::cust("(seed IS NULL) = (seed_key IS NULL)"))
        .check(Expr::cust("state = 'canceled' OR (state = 'published') = (open_seed IS NOT NULL)"))
        .check(Expr::cust("closed_input IS NULL OR closed_at IS NOT NULL"))
        .check(Expr::cust("state IN ('draft', 'canceled') OR opened_at IS NOT NULL"))
        .check(Expr::cust("(state = 'published') = (published_run IS NOT NULL)"))
        .check(Expr::cust("(state = 'published') = (published_at IS NOT NULL)"))
        .check(Expr::cust("(state = 'canceled') = (canceled_at IS NOT NULL)"))
        .check(Expr::cust("runs >= 0"))
        .to_owned()
}

/// `public_id` stands for the person in the input; `counted` are the seats that go in: those that were given, or as many as
/// were still free. `told` is sealed under the person's key. `news` says what is still to be told to the person; a job empties it.
/// A person who is erased after the result is out leaves this row without an account and without a word of theirs, so that
/// the proofs of the others still hold.
fn people() -> TableCreateStatement {
    Table::create()
        .table("cohort_people")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("cohort_id"))
        .col(big_integer_null("account_id"))
        .col(string_len("side", 8))
        .col(string_len_uniq("draw", 64))
        .col(integer("seats"))
        .col(integer("counted"))
        .col(text_null("told"))
        .col(timestamp_with_time_zone_null("ranked_at"))
        .col(timestamp_with_time_zone_null("reminded_at"))
        .col(string_len_null("news", 16))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::col("side").is_in(["mentee", "mentor"]))
        .check(Expr::col("news").is_in(["turn", "unlisted", "reminder", "left", "result", "off"]))
        .check(Expr::cust("seats BETWEEN 0 AND 10"))
        .check(Expr::cust("(side = 'mentee') = (seats = 0)"))
        .check(Expr::cust("counted BETWEEN 0 AND seats"))
        .foreign_key(&mut key("cohort_people", "cohort_id", "cohorts", ForeignKeyAction::Cascade))
        .foreign_key(&mut key("cohort_people", "account_id", "accounts", ForeignKeyAction::SetNull))
        .to_owned()
}

/// A rank of 0 is a never. Ranks of one person may have gaps where somebody has left.
fn ranks() -> TableCreateStatement {
    Table::create()
        .table("cohort_ranks")
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(big_integer("person_id"))
        .col(big_integer("other_id"))
        .col(integer("rank"))
        .col(integer("fit"))
        .check(Expr::cust("rank >= 0"))
        .check(Expr::cust("fit BETWEEN 0 AND 10000"))
        .check(Expr::cust("person_id <> other_id"))
        .foreign_key(&mut key("cohort_ranks", "cohort_id", "cohorts", ForeignKeyAction::Cascade))
        .foreign_key(&mut key("cohort_ranks", "person_id", "cohort_people", ForeignKeyAction::Cascade))
        .foreign_key(&mut key("cohort_ranks", "other_id", "cohort_people", ForeignKeyAction::Cascade))
        .to_owned()
}

/// Every run ever made of a cohort; rows are added and never changed.
fn runs() -> TableCreateStatement {
    Table::create()
        .table("cohort_runs")
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(integer("number"))
        .col(string_len("objective", 16))
        .col(boolean("published"))
        .col(string_len("algorithm", 32))
        .col(string_len("input_hash", 64))
        .col(string_len("result_hash", 64))
        .col(integer("mentees"))
        .col(integer("mentors"))
        .col(integer("seats"))
        .col(integer("placed"))
        .col(big_integer("rank_sum"))
        .col(big_integer("total_fit"))
        .col(big_integer("blocking_pairs"))
        .col(string_len("ran_by", 20))
        .col(timestamp_with_time_zone("ran_at"))
        .check(Expr::col("objective").is_in(["stable", "fit", "placed"]))
        .check(Expr::cust("number >= 1"))
        .foreign_key(&mut key("cohort_runs", "cohort_id", "cohorts", ForeignKeyAction::Cascade))
        .to_owned()
}

/// Who is with whom, and the engagement that was opened for the two, until one of them is erased. A mentee has one mentor
/// at most.
fn pairs() -> TableCreateStatement {
    Table::create()
        .table("cohort_pairs")
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(big_integer("mentee_id").unique_key())
        .col(big_integer("mentor_id"))
        .col(string_len_null("engagement", 20).unique_key())
        .foreign_key(&mut key("cohort_pairs", "cohort_id", "cohorts", ForeignKeyAction::Cascade))
        .foreign_key(&mut key("cohort_pairs", "mentee_id", "cohort_people", ForeignKeyAction::Cascade))
        .foreign_key(&mut key("cohort_pairs", "mentor_id", "cohort_people", ForeignKeyAction::Cascade))
        .to_owned()
}

fn key(table: &str, column: &str, parent: &str, erased: ForeignKeyAction) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table.to_owned(), column.to_owned())
        .to(parent.to_owned(), "id")
        .on_delete(erased)
        .to_owned()
}
