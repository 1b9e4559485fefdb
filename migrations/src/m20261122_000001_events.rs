//! Series, their speakers, and the version of each calendar feed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, boolean, date_time, integer, string_len, string_len_uniq, text, text_null,
    timestamp_with_time_zone,
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
        manager
            .create_index(
                Index::create()
                    .name("speakers_series_id_position")
                    .table("speakers")
                    .col("series_id")
                    .col("position")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager.create_table(feed_versions()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["feed_versions", "speakers", "series"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// A series, or a one-off (`rule` is null). `local_start` is in the clocks of `zone`; `rule` is an RFC 5545 value.
fn series() -> TableCreateStatement {
    Table::create()
        .table("series")
        .col(big_pk_auto("id"))
        .col(string_len_uniq("public_id", 20))
        .col(string_len_uniq("slug", 80))
        .col(string_len_uniq("uid", 255))
        .col(text("title"))
        .col(text("summary"))
        .col(text("description"))
        .col(text("category"))
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
