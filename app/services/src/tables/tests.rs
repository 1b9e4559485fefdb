//! Migrations and entities must say the same, on both databases.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, Statement};

use super::{Family, Table, all};
use crate::db::{Db, DbKind};
use crate::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn every_table_has_the_columns_of_its_entity_and_no_table_is_forgotten() {
    on_both(async |world| {
        let db = &world.ctx.db;
        let found: BTreeSet<String> = table_names(db).await;
        let listed: BTreeSet<String> = all().into_iter().map(|table| table.name).collect();
        assert_eq!(found, listed, "tables of the database, tables of the list");
        for table in all() {
            let migrated = columns(db, &table.name).await;
            let described: BTreeMap<String, (Family, bool)> = table
                .columns
                .iter()
                .map(|column| (column.name.clone(), (as_stored(db.kind(), column.family), column.nullable)))
                .collect();
            assert_eq!(migrated, described, "{} on {}", table.name, db.kind().name());
        }
    })
    .await;
}

#[test]
fn parents_come_before_their_children() {
    let names: Vec<String> = all().into_iter().map(|table: Table| table.name).collect();
    let place = |name: &str| names.iter().position(|other| other == name);
    for (parent, child) in [
        ("files", "reports"),
        ("series", "series_tags"),
        ("series", "overrides"),
        ("overrides", "speakers"),
        ("overrides", "materials"),
        ("overrides", "occurrences"),
    ] {
        assert!(place(parent) <= place(child), "{parent} before {child}");
    }
}

async fn rows(db: &Db, sql: String) -> Vec<sea_orm::QueryResult> {
    let statement = Statement::from_string(db.read().get_database_backend(), sql);
    db.read().query_all_raw(statement).await.unwrap()
}

async fn table_names(db: &Db) -> BTreeSet<String> {
    let sql = match db.kind() {
        DbKind::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        DbKind::Postgres => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()"
        }
    };
    let names = rows(db, sql.to_owned()).await;
    let names = names.iter().map(|row| row.try_get_by_index::<String>(0).unwrap());
    names.filter(|name| name != "seaql_migrations").collect()
}

async fn columns(db: &Db, table: &str) -> BTreeMap<String, (Family, bool)> {
    let sql = match db.kind() {
        DbKind::Sqlite => {
            format!(
                "SELECT name, lower(type), CAST(\"notnull\" = 0 AND pk = 0 AS INTEGER) FROM pragma_table_info('{table}')"
            )
        }
        DbKind::Postgres => format!(
            "SELECT column_name::text, data_type::text, (is_nullable = 'YES')::int::bigint \
             FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}'"
        ),
    };
    let described = rows(db, sql).await;
    let described = described.iter().map(|row| {
        let (name, kind): (String, String) = (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
        let nullable = row.try_get_by_index::<i64>(2).unwrap() == 1;
        (name, (family(db.kind(), &kind), nullable))
    });
    described.collect()
}

/// SQLite has one kind of integer.
fn as_stored(kind: DbKind, family: Family) -> Family {
    if kind == DbKind::Sqlite && family == Family::Int32 { Family::Int64 } else { family }
}

/// SQLite's names are those sea-query writes, Postgres' those of its own catalog.
fn family(kind: DbKind, name: &str) -> Family {
    match (kind, name.split('(').next().unwrap_or(name)) {
        (_, "bigint") | (DbKind::Sqlite, "integer") => Family::Int64,
        (DbKind::Postgres, "integer") => Family::Int32,
        (_, "varchar" | "character varying" | "text") => Family::Text,
        (_, "boolean") => Family::Bool,
        (_, "timestamp_with_timezone_text" | "timestamp with time zone") => Family::Instant,
        (_, "datetime_text" | "timestamp without time zone") => Family::Local,
        (_, other) => panic!("unknown type {other}"),
    }
}
