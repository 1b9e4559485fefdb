//! Events in full: what single dates say otherwise, extra and excluded dates, tags, organizer, link and capacity, the
//! parts of a series whose rhythm changed, and a list that knows all of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, boolean, date_time, date_time_null, integer, integer_null, string_len, string_len_null,
    text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};
use sea_orm_migration::sea_orm::Statement;
use std::collections::BTreeMap;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// Both databases read these words alike. A column that refers to a row needs them: the builder knows no such column
/// for SQLite.
const REFERENCES: [&str; 2] = [
    "ALTER TABLE speakers ADD COLUMN override_id bigint REFERENCES overrides (id) ON DELETE CASCADE",
    "ALTER TABLE occurrences ADD COLUMN override_id bigint REFERENCES overrides (id) ON DELETE SET NULL",
];

/// Values that follow from what is there. With no release of the zone data named, the server works all dates out anew
/// when it starts: those that are over are missing.
const VALUES: [&str; 4] = [
    "UPDATE series SET cancelled_at = changed_at WHERE status = 'cancelled'",
    "UPDATE occurrences SET name = substr(CAST(original_start AS text), 1, 10)",
    "UPDATE occurrences SET long_since = starts_at",
    "UPDATE series SET tzdata = ''",
];

/// The description stays the last column: SQLite reads a row from its front, and lists do not want it.
const DESCRIPTION_LAST: [&str; 4] = [
    "ALTER TABLE series RENAME COLUMN description TO description_before",
    "ALTER TABLE series ADD COLUMN description text NOT NULL DEFAULT ''",
    "UPDATE series SET description = description_before",
    "ALTER TABLE series DROP COLUMN description_before",
];

/// Every index this step makes, by name; partial ones and all.
const INDEXES: [(&str, &str); 9] = [
    // Speakers of a series with all its dates, and each place once.
    ("speakers_series_id", "INDEX {} ON speakers (series_id, position)"),
    ("speakers_series_id_place", "UNIQUE INDEX {} ON speakers (series_id, position) WHERE override_id IS NULL"),
    ("speakers_override_id_place", "UNIQUE INDEX {} ON speakers (override_id, position) WHERE override_id IS NOT NULL"),
    // The categories and tags in use, one after the other.
    ("series_category_key", "INDEX {} ON series (category_key, category, status)"),
    ("series_tags_tag_key", "INDEX {} ON series_tags (tag_key, tag, series_id)"),
    // The few long dates, which may be on though they began long ago.
    ("occurrences_long_since", "INDEX {} ON occurrences (long_since, ends_at) WHERE long_since IS NOT NULL"),
    // The part that goes on from a series.
    ("series_continues", "INDEX {} ON series (continues)"),
    // In the order of the list; what has ended is passed over without reading the rows.
    ("occurrences_in_time", "INDEX {} ON occurrences (starts_at, series_id, original_start, ends_at)"),
    // For the database itself, when an override goes.
    ("occurrences_override_id", "INDEX {} ON occurrences (override_id) WHERE override_id IS NOT NULL"),
];

/// What the steps before this one made and this one replaces.
const FORMER_INDEXES: [(&str, &str); 3] = [
    ("speakers_series_id_position", "UNIQUE INDEX {} ON speakers (series_id, position)"),
    ("series_category_status", "INDEX {} ON series (category, status)"),
    ("occurrences_starts_at", "INDEX {} ON occurrences (starts_at, ends_at, series_id)"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in new_columns() {
            for column in columns {
                manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
            }
        }
        for table in [overrides(), series_tags(), materials()] {
            manager.create_table(table).await?;
        }
        run(manager, &REFERENCES).await?;
        run(manager, &DESCRIPTION_LAST).await?;
        run(manager, &VALUES).await?;
        words_to_search(manager).await?;
        replace_indexes(manager, &FORMER_INDEXES, &INDEXES).await
    }

    /// What only this step can hold is lost: all that single dates say, tags, and the words beside them.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DELETE FROM speakers WHERE override_id IS NOT NULL", "UPDATE series SET tzdata = ''"]).await?;
        replace_indexes(manager, &INDEXES, &FORMER_INDEXES).await?;
        for table in ["speakers", "occurrences"] {
            run(manager, &[&format!("ALTER TABLE {table} DROP COLUMN override_id")]).await?;
        }
        for table in ["materials", "series_tags", "overrides"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for (table, columns) in new_columns() {
            for column in columns {
                let name = column.get_column_name();
                run(manager, &[&format!("ALTER TABLE {table} DROP COLUMN {name}")]).await?;
            }
        }
        Ok(())
    }
}

async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for sql in statements {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}

async fn replace_indexes(manager: &SchemaManager<'_>, old: &[(&str, &str)], new: &[(&str, &str)]) -> Result<(), DbErr> {
    for (name, _) in old {
        run(manager, &[&format!("DROP INDEX {name}")]).await?;
    }
    for (name, made) in new {
        run(manager, &[&format!("CREATE {}", made.replace("{}", name))]).await?;
    }
    Ok(())
}

/// `tags` and the local starts in `extra` and `excluded` are one to a line. `search` is what one finds a series by: title,
/// speakers and tags in lower case, one to a line; the databases do not agree on lower case beyond ASCII. `continues` is
/// the slug of the part this one goes on from. `name` is what a date is called in an address, `long_since`
/// the start of a date that lasts long.
fn new_columns() -> [(&'static str, Vec<ColumnDef>); 3] {
    let words = |name: &'static str| text(name).default("").to_owned();
    let no = |name: &'static str| boolean(name).default(false).to_owned();
    let series = vec![
        words("tags"),
        words("organizer"),
        text_null("link"),
        integer_null("capacity").check(Expr::col("capacity").between(1, 100_000)).to_owned(),
        timestamp_with_time_zone_null("cancelled_at"),
        string_len_null("continues", 80),
        words("extra"),
        words("excluded"),
        words("search"),
    ];
    let occurrences = vec![
        string_len("name", 20).default("").to_owned(),
        no("cancelled"),
        no("moved"),
        timestamp_with_time_zone_null("long_since"),
    ];
    [("series", series), ("occurrences", occurrences), ("speakers", vec![words("bio")])]
}

/// What one date says otherwise; null is "as the series says". With `own_speakers` its speakers are its own, even if
/// there are none. `search` is as in `series`, for this date.
fn overrides() -> TableCreateStatement {
    Table::create()
        .table("overrides")
        .col(big_pk_auto("id"))
        .col(big_integer("series_id"))
        .col(date_time("original_start"))
        .col(text_null("title"))
        .col(text_null("place"))
        .col(text_null("link"))
        .col(integer_null("capacity"))
        .col(boolean("own_speakers"))
        .col(date_time_null("moved_to"))
        .col(integer_null("minutes"))
        .col(timestamp_with_time_zone_null("cancelled_at"))
        .col(text_null("recording"))
        .col(integer("sequence"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(text("search"))
        .col(text_null("description"))
        .check(Expr::col("capacity").between(1, 100_000))
        .check(Expr::col("minutes").between(1, 20_160))
        .check(Expr::col("sequence").gte(0))
        .foreign_key(&mut cascade("overrides", "series_id", "series"))
        .index(
            Index::create().name("overrides_series_id_original_start").unique().col("series_id").col("original_start"),
        )
        .to_owned()
}

/// The tags of a series, to filter by. Derived from `series.tags`.
fn series_tags() -> TableCreateStatement {
    Table::create()
        .table("series_tags")
        .col(big_pk_auto("id"))
        .col(big_integer("series_id"))
        .col(text("tag"))
        .col(text("tag_key"))
        .foreign_key(&mut cascade("series_tags", "series_id", "series"))
        .index(Index::create().name("series_tags_series_id_tag_key").unique().col("series_id").col("tag_key"))
        .to_owned()
}

/// Slides and texts of a date in the order shown.
fn materials() -> TableCreateStatement {
    Table::create()
        .table("materials")
        .col(big_pk_auto("id"))
        .col(big_integer("override_id"))
        .col(integer("position"))
        .col(text("title"))
        .col(text("link"))
        .check(Expr::col("position").gte(0))
        .foreign_key(&mut cascade("materials", "override_id", "overrides"))
        .index(Index::create().name("materials_override_id_position").unique().col("override_id").col("position"))
        .to_owned()
}

fn cascade(table: &'static str, column: &'static str, parent: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}"))
        .from(table, column)
        .to(parent, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// Fills `series.search` of what is there.
async fn words_to_search(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let (db, backend) = (manager.get_connection(), manager.get_database_backend());
    let mut words: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for sql in [
        "SELECT id AS series_id, title AS word FROM series",
        "SELECT series_id, name AS word FROM speakers ORDER BY series_id, position",
    ] {
        for row in db.query_all_raw(Statement::from_string(backend, sql)).await? {
            let (series, word): (i64, String) = (row.try_get("", "series_id")?, row.try_get("", "word")?);
            words.entry(series).or_default().push(word);
        }
    }
    for (series, words) in words {
        let mut update = Query::update();
        update.table("series").value("search", words.join("\n").to_lowercase()).and_where(Expr::col("id").eq(series));
        db.execute(&update).await?;
    }
    Ok(())
}
