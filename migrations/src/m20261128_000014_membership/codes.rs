//! Codes that take something off, those of batches, and the orders they are on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, date_time_null, integer, integer_null, string_len,
    string_len_null, string_len_uniq, text, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use super::key;

/// A shared code with its letters, or a batch of codes that work once. `taken` counts those held and redeemed.
pub(super) fn codes() -> TableCreateStatement {
    Table::create()
        .table("codes")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(string_len("kind", 8))
        .col(string_len("label", 40))
        .col(string_len_null("letters", 24))
        .col(string_len("off_kind", 8))
        .col(big_integer("off_number"))
        .col(string_len_null("currency", 3))
        .col(text("plans"))
        .col(string_len("purpose", 8))
        .col(string_len("zone", 64))
        .col(date_time_null("from_local"))
        .col(date_time_null("until_local"))
        .col(integer_null("cap"))
        .col(integer("per_person"))
        .col(integer("taken"))
        .col(big_integer_null("minimum"))
        .col(boolean("first_purchase"))
        .col(string_len("audience", 200))
        .col(string_len_null("partner", 120))
        .col(boolean("sample"))
        .col(timestamp_with_time_zone_null("handed_out_at"))
        .col(timestamp_with_time_zone_null("stopped_at"))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::col("kind").is_in(["shared", "single"]))
        .check(Expr::cust("(kind = 'shared') = (letters IS NOT NULL)"))
        .check(Expr::col("off_kind").is_in(["percent", "fixed"]))
        .check(Expr::cust("off_number > 0 AND (off_kind <> 'percent' OR off_number <= 10000)"))
        .check(Expr::col("purpose").is_in(["new", "renewal", "both"]))
        .check(Expr::cust("taken >= 0 AND (cap IS NULL OR taken <= cap)"))
        .check(Expr::col("per_person").between(1, 20))
        .to_owned()
}

/// One code of a batch, as its hash: whoever reads this table can redeem nothing.
pub(super) fn singles() -> TableCreateStatement {
    Table::create()
        .table("code_singles")
        .col(big_pk_auto("id"))
        .col(big_integer("code_id"))
        .col(string_len_uniq("code_sha256", 64))
        .col(integer("taken"))
        .check(Expr::col("taken").between(0, 1))
        .foreign_key(&mut key("code_singles", "code_id", "codes", ForeignKeyAction::Cascade))
        .to_owned()
}

/// A code on an order: held until it is paid or dropped. `nth` counts a person's uses of the code from 1.
pub(super) fn uses() -> TableCreateStatement {
    Table::create()
        .table("code_uses")
        .col(big_pk_auto("id"))
        .col(big_integer("code_id"))
        .col(big_integer_null("single_id"))
        .col(big_integer_null("account_id"))
        .col(big_integer("order_id").unique_key())
        .col(integer("nth"))
        .col(string_len("state", 10))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::col("state").is_in(["held", "redeemed", "released"]))
        .check(Expr::col("nth").gte(1))
        .foreign_key(&mut key("code_uses", "code_id", "codes", ForeignKeyAction::Restrict))
        .foreign_key(&mut key("code_uses", "single_id", "code_singles", ForeignKeyAction::Restrict))
        .foreign_key(&mut key("code_uses", "account_id", "accounts", ForeignKeyAction::SetNull))
        .foreign_key(&mut key("code_uses", "order_id", "orders", ForeignKeyAction::Restrict))
        .to_owned()
}
