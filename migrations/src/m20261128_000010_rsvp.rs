//! Who comes to which date: answers with their place in line, a counter of seats for each date, guests and the links in
//! their mails, private joining links, and the calendar of what a person attends. Mails may carry a calendar part.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, date_time, date_time_null, integer, integer_null, string_len,
    string_len_null, string_len_uniq, text, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// Every index beside the ones columns make themselves; partial ones and all.
const INDEXES: [(&str, &str); 11] = [
    ("rsvps_account", "UNIQUE INDEX {} ON rsvps (series_id, original_start, account_id) WHERE account_id IS NOT NULL"),
    ("rsvps_guest", "UNIQUE INDEX {} ON rsvps (series_id, original_start, guest_id) WHERE guest_id IS NOT NULL"),
    // No two people of a date stand at the same place.
    ("rsvps_ticket", "UNIQUE INDEX {} ON rsvps (series_id, original_start, ticket)"),
    ("rsvps_account_id", "INDEX {} ON rsvps (account_id) WHERE account_id IS NOT NULL"),
    ("rsvps_guest_id", "INDEX {} ON rsvps (guest_id) WHERE guest_id IS NOT NULL"),
    (
        "standing_rsvps_account",
        "UNIQUE INDEX {} ON standing_rsvps (series_id, account_id) WHERE account_id IS NOT NULL",
    ),
    ("standing_rsvps_guest", "UNIQUE INDEX {} ON standing_rsvps (series_id, guest_id) WHERE guest_id IS NOT NULL"),
    ("guest_links_guest_id", "INDEX {} ON guest_links (guest_id)"),
    ("guest_links_series_id", "INDEX {} ON guest_links (series_id, original_start)"),
    ("joining_links_series", "UNIQUE INDEX {} ON joining_links (series_id) WHERE original_start IS NULL"),
    (
        "joining_links_date",
        "UNIQUE INDEX {} ON joining_links (series_id, original_start) WHERE original_start IS NOT NULL",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            [guests(), guest_links(), rsvps(), standing_rsvps(), rsvp_seats(), joining_links(), personal_feeds()]
        {
            manager.create_table(table).await?;
        }
        for (name, made) in INDEXES {
            manager.get_connection().execute_unprepared(&format!("CREATE {}", made.replace("{}", name))).await?;
        }
        for sql in
            ["ALTER TABLE mails ADD COLUMN calendar text", "ALTER TABLE mails ADD COLUMN calendar_method varchar(8)"]
        {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["calendar_method", "calendar"] {
            let sql = format!("ALTER TABLE mails DROP COLUMN {column}");
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        for table in
            ["personal_feeds", "joining_links", "rsvp_seats", "standing_rsvps", "rsvps", "guest_links", "guests"]
        {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Somebody without an account. Until `confirmed_at` nobody sees them.
fn guests() -> TableCreateStatement {
    Table::create()
        .table("guests")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(string_len("name", 120))
        .col(string_len("email", 254))
        .col(string_len_uniq("email_key", 254))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned()
}

/// The link in one mail to a guest. `wish` is what its buttons are about: one `date`, or the `series`.
fn guest_links() -> TableCreateStatement {
    Table::create()
        .table("guest_links")
        .col(big_pk_auto("id"))
        .col(big_integer("guest_id"))
        .col(big_integer("series_id"))
        .col(string_len_uniq("token_sha256", 64))
        .col(string_len("wish", 8))
        .col(date_time_null("original_start"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::col("wish").is_in(["date", "series"]))
        .check(Expr::cust("(wish = 'date') = (original_start IS NOT NULL)"))
        .foreign_key(&mut cascade("guest_links", "guest_id", "guests"))
        .foreign_key(&mut cascade("guest_links", "series_id", "series"))
        .to_owned()
}

/// An answer for one date. `ticket` is the place in line. `uid` and `recurrence` name the date in the calendar of whoever
/// was mailed an invitation, `sequence` is what the last one carried.
fn rsvps() -> TableCreateStatement {
    Table::create()
        .table("rsvps")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(big_integer("series_id"))
        .col(date_time("original_start"))
        .col(big_integer_null("account_id"))
        .col(big_integer_null("guest_id"))
        .col(string_len("state", 12))
        .col(big_integer("ticket"))
        .col(string_len_null("uid", 255))
        .col(date_time_null("recurrence"))
        .col(integer_null("sequence"))
        .col(timestamp_with_time_zone_null("reminded_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::cust("(account_id IS NULL) <> (guest_id IS NULL)"))
        .check(Expr::col("state").is_in(["going", "waiting", "not_going"]))
        .check(Expr::cust("(uid IS NULL) = (sequence IS NULL)"))
        .foreign_key(&mut cascade("rsvps", "series_id", "series"))
        .foreign_key(&mut cascade("rsvps", "account_id", "accounts"))
        .foreign_key(&mut cascade("rsvps", "guest_id", "guests"))
        .to_owned()
}

/// An answer for every date of a series that is still to come.
fn standing_rsvps() -> TableCreateStatement {
    Table::create()
        .table("standing_rsvps")
        .col(big_pk_auto("id"))
        .col(big_integer("series_id"))
        .col(big_integer_null("account_id"))
        .col(big_integer_null("guest_id"))
        .col(timestamp_with_time_zone("created_at"))
        .check(Expr::cust("(account_id IS NULL) <> (guest_id IS NULL)"))
        .foreign_key(&mut cascade("standing_rsvps", "series_id", "series"))
        .foreign_key(&mut cascade("standing_rsvps", "account_id", "accounts"))
        .foreign_key(&mut cascade("standing_rsvps", "guest_id", "guests"))
        .to_owned()
}

/// The seats of one date. `room` is the capacity, or what is taken where that is more: a capacity that went down takes
/// nobody's seat, and no seat is given beyond either.
fn rsvp_seats() -> TableCreateStatement {
    Table::create()
        .table("rsvp_seats")
        .col(big_pk_auto("id"))
        .col(big_integer("series_id"))
        .col(date_time("original_start"))
        .col(integer("taken"))
        .col(integer_null("capacity"))
        .col(integer_null("room"))
        .col(big_integer("next_ticket"))
        .check(Expr::col("taken").gte(0))
        .check(Expr::cust("(capacity IS NULL) = (room IS NULL)"))
        .check(Expr::cust("room IS NULL OR taken <= room"))
        .check(Expr::cust("room IS NULL OR room = capacity OR room = taken"))
        .foreign_key(&mut cascade("rsvp_seats", "series_id", "series"))
        .index(Index::create().name("rsvp_seats_date").unique().col("series_id").col("original_start"))
        .to_owned()
}

/// Where those who come join. Without `original_start` it holds for every date of the series that has none of its own.
fn joining_links() -> TableCreateStatement {
    Table::create()
        .table("joining_links")
        .col(big_pk_auto("id"))
        .col(big_integer("series_id"))
        .col(date_time_null("original_start"))
        .col(text("link"))
        .col(integer("opens_minutes"))
        .check(Expr::col("opens_minutes").between(0, 10_080))
        .foreign_key(&mut cascade("joining_links", "series_id", "series"))
        .to_owned()
}

/// The calendar of what a person attends, and the hash of its address. `version` rises with each of their answers.
fn personal_feeds() -> TableCreateStatement {
    Table::create()
        .table("personal_feeds")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id").unique_key())
        .col(string_len_uniq("token_sha256", 64))
        .col(big_integer("version"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("fetched_at"))
        .col(big_integer("fetches"))
        .check(Expr::col("fetches").gte(0))
        .foreign_key(&mut cascade("personal_feeds", "account_id", "accounts"))
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
