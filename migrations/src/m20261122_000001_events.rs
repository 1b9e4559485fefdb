//! Series, their speakers, their dates for lists, and the version of each calendar feed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, boolean, date_time, integer, string_len, string_len_uniq, text, text_null,
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
        manager.create_table(series()).await?;
        manager.create_table(speakers()).await?;
        manager.create_table(occurrences()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        manager.create_table(feed_versions()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["feed_versions", "occurrences", "speakers", "series"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// A series, or a one-off (`rule` is null). `local_start` is in the clocks of `zone`; `rule` is an RFC 5545 value.
/// `category_key` is `category` in lower case. `dates_until` is the start of the last date that `occurrences` holds,
/// null when the series has no other to come; `tzdata` is the release of the zone data they were resolved with.
///
/// The description is last: SQLite reads a row from its front, and lists do not want it.
fn series() -> TableCreateStatement {
    Table::create()
        .table("series")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(string_len_uniq("slug", 80))
        .col(string_len_uniq("uid", 255))
        .col(text("title"))
        .col(text("summary"))
        .col(text("category"))
        .col(text("category_key"))
        .col(string_len("zone", 64))
        .col(date_time("local_start"))
        .col(integer("duration_minutes"))
        .col(text_null("rule"))
        .col(string_len("format", 16))
        .col(text("place"))
        .col(string_len("status", 16))
        .col(integer("sequence"))
        .col(boolean("sample"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("dates_until"))
        .col(string_len("tzdata", 16))
        .col(text("description"))
        .check(Expr::col("duration_minutes").between(1, 20_160))
        .check(Expr::col("sequence").gte(0))
        .check(Expr::col("format").is_in(["online", "in person", "hybrid"]))
        .check(Expr::col("status").is_in(["draft", "published", "cancelled"]))
        .to_owned()
}

/// Speakers of a series in the order shown.
fn speakers() -> TableCreateStatement {
    Table::create()
        .table("speakers")
        .col(big_pk_auto("id"))
        .col(big_integer("series_id"))
        .col(integer("position"))
        .col(text("name"))
        .col(text("credentials"))
        .col(text("role"))
        .col(text("affiliation"))
        .check(Expr::col("position").gte(0))
        .foreign_key(
            ForeignKey::create()
                .name("speakers_series_id")
                .from("speakers", "series_id")
                .to("series", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// The dates of all series that have not ended, some years ahead, so that a list of them is one query. Derived: the
/// truth is the series.
fn occurrences() -> TableCreateStatement {
    Table::create()
        .table("occurrences")
        .col(big_pk_auto("id"))
        .col(big_integer("series_id"))
        .col(date_time("original_start"))
        .col(timestamp_with_time_zone("starts_at"))
        .col(timestamp_with_time_zone("ends_at"))
        .check(Expr::col("ends_at").gt(Expr::col("starts_at")))
        .foreign_key(
            ForeignKey::create()
                .name("occurrences_series_id")
                .from("occurrences", "series_id")
                .to("series", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn indexes() -> [IndexCreateStatement; 4] {
    let index = |name: &str, table: &'static str, columns: &[&'static str]| {
        let mut index = Index::create();
        index.name(name).table(table);
        for column in columns {
            index.col(*column);
        }
        index
    };
    [
        index("speakers_series_id_position", "speakers", &["series_id", "position"]).unique().to_owned(),
        // The categories in use without reading the series.
        index("series_category_status", "series", &["category", "status"]),
        index("occurrences_series_id_original_start", "occurrences", &["series_id", "original_start"])
            .unique()
            .to_owned(),
        // In the order of the list; what has ended is passed over without reading the rows.
        index("occurrences_starts_at", "occurrences", &["starts_at", "ends_at", "series_id"]),
    ]
}

/// One row for each feed that ever was. A row stays when its series goes, so that a version never comes twice.
fn feed_versions() -> TableCreateStatement {
    Table::create()
        .table("feed_versions")
        .col(string_len("scope", 120).primary_key())
        .col(big_integer("version"))
        .col(timestamp_with_time_zone("changed_at"))
        .check(Expr::col("version").gte(1))
        .to_owned()
}
