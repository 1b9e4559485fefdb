//! Belonging to the association: plans, memberships, sections, orders with their lines and payments, the books, and codes
//! that take something off.
//!
//! Days are texts like 2026-11-28, so that they sort and mean the same in both databases; money is whole cents.

mod codes;

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, integer_null, string_len, string_len_null,
    string_len_uniq, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// Every index beside the ones columns make themselves; partial ones and all.
const INDEXES: [(&str, &str); 15] = [
    ("memberships_last_day", "INDEX {} ON memberships (state, last_day)"),
    ("section_members_person", "UNIQUE INDEX {} ON section_members (section, account_id)"),
    ("section_members_account_id", "INDEX {} ON section_members (account_id)"),
    // Nobody has two orders that wait for their payment.
    ("orders_open", "UNIQUE INDEX {} ON orders (account_id) WHERE state = 'open' AND account_id IS NOT NULL"),
    ("orders_account_id", "INDEX {} ON orders (account_id) WHERE account_id IS NOT NULL"),
    ("orders_due", "INDEX {} ON orders (state, due_day)"),
    ("orders_listed", "INDEX {} ON orders (state, id)"),
    ("order_lines_place", "UNIQUE INDEX {} ON order_lines (order_id, place)"),
    ("payments_order_id", "INDEX {} ON payments (order_id)"),
    ("ledger_postings_order_id", "INDEX {} ON ledger_postings (order_id)"),
    ("ledger_entries_posting_id", "INDEX {} ON ledger_entries (posting_id)"),
    // Among codes in use no two have the same letters.
    ("codes_key", "UNIQUE INDEX {} ON codes (letters) WHERE letters IS NOT NULL AND stopped_at IS NULL"),
    ("code_singles_code_id", "INDEX {} ON code_singles (code_id)"),
    // One hold for a person, and each of their uses of a code once.
    ("code_uses_held", "UNIQUE INDEX {} ON code_uses (account_id) WHERE state = 'held' AND account_id IS NOT NULL"),
    (
        "code_uses_person",
        "UNIQUE INDEX {} ON code_uses (code_id, account_id, nth) WHERE state <> 'released' AND account_id IS NOT NULL",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            plans(),
            memberships(),
            section_members(),
            orders(),
            order_lines(),
            payments(),
            postings(),
            entries(),
            codes::codes(),
            codes::singles(),
            codes::uses(),
        ] {
            manager.create_table(table).await?;
        }
        for (name, made) in INDEXES {
            manager.get_connection().execute_unprepared(&format!("CREATE {}", made.replace("{}", name))).await?;
        }
        let single = "CREATE UNIQUE INDEX code_uses_single ON code_uses (single_id) \
                      WHERE single_id IS NOT NULL AND state <> 'released'";
        manager.get_connection().execute_unprepared(single).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "code_uses",
            "code_singles",
            "codes",
            "ledger_entries",
            "ledger_postings",
            "payments",
            "order_lines",
            "orders",
            "section_members",
            "memberships",
            "plans",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// What can be ordered. `audience` holds words of stages between commas; empty is for everybody.
fn plans() -> TableCreateStatement {
    Table::create()
        .table("plans")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("slug", 40))
        .col(string_len("name", 80))
        .col(string_len("summary", 400))
        .col(big_integer("price_cents"))
        .col(string_len("currency", 3))
        .col(string_len("term", 16))
        .col(integer_null("months"))
        .col(string_len("audience", 200))
        .col(integer("grace_days"))
        .col(integer("most_terms"))
        .col(boolean("open"))
        .col(boolean("sample"))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::col("price_cents").between(0_i64, 1_000_000_000_i64))
        .check(Expr::col("term").is_in(["months", "calendar-year", "lifetime", "training"]))
        .check(Expr::cust("(term = 'months') = (months IS NOT NULL)"))
        .check(Expr::col("grace_days").between(0, 366))
        .check(Expr::col("most_terms").between(1, 10))
        .to_owned()
}

/// How a person stands: one row for each that ever asked. `last_day` and `grace_until` follow from the days before them.
fn memberships() -> TableCreateStatement {
    Table::create()
        .table("memberships")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id").unique_key())
        .col(string_len("state", 12))
        .col(big_integer_null("plan_id"))
        .col(string_len_null("stage", 32))
        .col(boolean("img"))
        .col(string_len_null("from_day", 10))
        .col(string_len_null("through_day", 10))
        .col(string_len_null("confirm_by", 10))
        .col(integer("grace_days"))
        .col(string_len_null("last_day", 10))
        .col(string_len_null("grace_until", 10))
        .col(integer_null("reminded_days"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::col("state").is_in(["none", "pending", "active", "grace", "lapsed", "cancelled", "refunded"]))
        // Nobody belongs without a plan and a first day.
        .check(Expr::cust("state NOT IN ('active', 'grace') OR (plan_id IS NOT NULL AND from_day IS NOT NULL)"))
        .check(Expr::cust("(last_day IS NULL) = (grace_until IS NULL)"))
        .foreign_key(&mut key("memberships", "account_id", "accounts", ForeignKeyAction::Cascade))
        .foreign_key(&mut key("memberships", "plan_id", "plans", ForeignKeyAction::Restrict))
        .to_owned()
}

/// Who is in which section; it follows from the memberships.
fn section_members() -> TableCreateStatement {
    Table::create()
        .table("section_members")
        .col(big_pk_auto("id"))
        .col(string_len("section", 24))
        .col(big_integer("account_id"))
        .col(timestamp_with_time_zone("since"))
        .foreign_key(&mut key("section_members", "account_id", "accounts", ForeignKeyAction::Cascade))
        .to_owned()
}

/// An order. It outlives the person, because the books do; what it said of them does not.
fn orders() -> TableCreateStatement {
    Table::create()
        .table("orders")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer_null("account_id"))
        .col(big_integer("plan_id"))
        .col(integer("terms"))
        .col(string_len_null("stage", 32))
        .col(boolean("img"))
        .col(string_len_null("training_ends", 10))
        .col(boolean("renewal"))
        .col(big_integer("subtotal"))
        .col(big_integer("off"))
        .col(big_integer("total"))
        .col(string_len("currency", 3))
        .col(string_len("state", 12))
        .col(big_integer("received"))
        .col(big_integer("refunded"))
        .col(string_len("due_day", 10))
        .col(string_len_null("from_day", 10))
        .col(string_len_null("through_day", 10))
        .col(timestamp_with_time_zone_null("paid_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::col("state").is_in(["open", "paid", "dropped", "cancelled", "refunded"]))
        .check(Expr::cust("off >= 0 AND off <= subtotal AND total = subtotal - off"))
        .check(Expr::cust("received >= 0 AND refunded >= 0 AND refunded <= received"))
        .check(Expr::cust("state NOT IN ('paid', 'refunded') OR received >= total"))
        .check(Expr::cust("(state IN ('paid', 'refunded')) = (paid_at IS NOT NULL)"))
        .check(Expr::col("terms").between(1, 10))
        .foreign_key(&mut key("orders", "account_id", "accounts", ForeignKeyAction::SetNull))
        .foreign_key(&mut key("orders", "plan_id", "plans", ForeignKeyAction::Restrict))
        .to_owned()
}

/// What stands on the receipt; the sum is the order's total.
fn order_lines() -> TableCreateStatement {
    Table::create()
        .table("order_lines")
        .col(big_pk_auto("id"))
        .col(big_integer("order_id"))
        .col(integer("place"))
        .col(string_len("label", 160))
        .col(big_integer("cents"))
        .foreign_key(&mut key("order_lines", "order_id", "orders", ForeignKeyAction::Cascade))
        .to_owned()
}

/// Money that came in (above zero) or went back (below).
fn payments() -> TableCreateStatement {
    Table::create()
        .table("payments")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("order_id"))
        .col(big_integer("cents"))
        .col(string_len_null("method", 12))
        .col(string_len("day", 10))
        .col(string_len("reference", 120))
        .col(string_len("reason", 500))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::col("cents").ne(0))
        .check(Expr::cust("(cents > 0) = (method IS NOT NULL)"))
        .foreign_key(&mut key("payments", "order_id", "orders", ForeignKeyAction::Restrict))
        .to_owned()
}

/// A posting in the books; the sum of its entries is zero.
fn postings() -> TableCreateStatement {
    Table::create()
        .table("ledger_postings")
        .col(big_pk_auto("id"))
        .col(big_integer("order_id"))
        .col(string_len("kind", 12))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::col("kind").is_in(["placed", "received", "taken-back", "given-back"]))
        .foreign_key(&mut key("ledger_postings", "order_id", "orders", ForeignKeyAction::Restrict))
        .to_owned()
}

/// One side of a posting: debits above zero, credits below.
fn entries() -> TableCreateStatement {
    Table::create()
        .table("ledger_entries")
        .col(big_pk_auto("id"))
        .col(big_integer("posting_id"))
        .col(string_len("book", 12))
        .col(big_integer("cents"))
        .check(Expr::col("cents").ne(0))
        .check(Expr::col("book").is_in(["bank", "receivable", "owed", "dues", "discounts", "refunds"]))
        .foreign_key(&mut key("ledger_entries", "posting_id", "ledger_postings", ForeignKeyAction::Cascade))
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
