//! The database of each earlier version, kept under `tests/fixtures`, is brought to this one with every row kept.

use chrono::{DateTime, Utc};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use services::ctx::Ctx;
use services::db::DbKind;
use services::testing::{TestWorld, kinds};
use services::vault::Vault;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn fixtures(ending: &str) -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the fixtures are there")
        .map(|entry| entry.expect("the fixtures are readable").path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    found.sort();
    found
}

/// Rows by table, but for the migrator's own table and the dates, which a migration may work out anew.
async fn rows(ctx: &Ctx) -> BTreeMap<String, i64> {
    let db = ctx.db.read();
    let (backend, tables) = match ctx.db.kind() {
        DbKind::Sqlite => {
            (DbBackend::Sqlite, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        }
        DbKind::Postgres => (
            DbBackend::Postgres,
            "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'",
        ),
    };
    let mut rows = BTreeMap::new();
    for table in db.query_all_raw(Statement::from_string(backend, tables)).await.expect("the tables are listed") {
        let name: String = table.try_get("", "name").expect("a table has a name");
        if ["seaql_migrations", "occurrences"].contains(&name.as_str()) {
            continue;
        }
        let count = format!("SELECT COUNT(*) AS n FROM \"{name}\"");
        let count = db.query_one_raw(Statement::from_string(backend, count)).await.expect("the rows are counted");
        rows.insert(name, count.expect("a count is a row").try_get("", "n").expect("a count is a number"));
    }
    rows
}

/// The instant the fixture was kept at; the dates it holds begin there.
async fn kept_at(ctx: &Ctx) -> DateTime<Utc> {
    let newest =
        Statement::from_string(ctx.db.read().get_database_backend(), "SELECT MAX(changed_at) AS at FROM feed_versions");
    let row = ctx.db.read().query_one_raw(newest).await.expect("the newest change is read");
    row.expect("a maximum is a row").try_get("", "at").expect("the newest change is an instant")
}

/// The key of what is sealed in a fixture; the first versions sealed nothing.
fn key_of(fixture: &Path) -> Option<String> {
    let name = fixture.file_name()?.to_str()?.split('.').next()?;
    std::fs::read_to_string(fixture.with_file_name(format!("{name}.key"))).ok()
}

async fn holds(world: &TestWorld, fixture: &Path) {
    let mut ctx = world.ctx.clone();
    if let Some(key) = key_of(fixture) {
        let folder = &world.db_config.data_dir;
        ctx.vault = Vault::open(folder, Some(&key), &ctx.dice).expect("the fixture's key is one");
    }
    let ctx = &ctx;
    world.clock.set(kept_at(ctx).await);
    let before = rows(ctx).await;
    assert!(before.values().sum::<i64>() > 10, "{} is empty", fixture.display());
    ctx.db.migrate(async |connection| Migrator::up(&connection, None).await).await.expect("it migrates");
    let after = rows(ctx).await;
    for (table, count) in before {
        assert_eq!(after.get(&table), Some(&count), "{}: {table}", fixture.display());
    }
    let findings = services::check::check(ctx).await.expect("the check reads everything");
    assert_eq!(findings, [], "{}", fixture.display());
}

#[tokio::test]
async fn every_kept_sqlite_file_migrates_with_every_row() {
    let fixtures = fixtures(".sqlite");
    assert!(!fixtures.is_empty());
    for fixture in fixtures {
        let mut world = TestWorld::bare(DbKind::Sqlite).await;
        world.ctx.db.close().await.expect("the empty database closes");
        let file = world.db_config.data_dir.join("landfall.sqlite");
        std::fs::copy(&fixture, file).expect("the fixture is copied");
        world.ctx = world.second_process().await;
        holds(&world, &fixture).await;
        world.end().await;
    }
}

#[tokio::test]
async fn every_kept_postgres_file_migrates_with_every_row() {
    let fixtures = fixtures(".postgres.sql");
    assert!(!fixtures.is_empty());
    if !kinds().contains(&DbKind::Postgres) {
        return;
    }
    for fixture in fixtures {
        let world = TestWorld::bare(DbKind::Postgres).await;
        let sql = std::fs::read_to_string(&fixture).expect("the fixture is read");
        world
            .ctx
            .db
            .migrate(async |connection| connection.execute_unprepared(&sql).await.map(drop))
            .await
            .expect("the fixture is restored");
        holds(&world, &fixture).await;
        world.end().await;
    }
}
