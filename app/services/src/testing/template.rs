//! Migrated databases to copy: a test of its own spends longer on migrating than on what it asks.
//!
//! Each test program keeps its own, made by the first test that comes and again after each build.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use sha2::{Digest, Sha256};
use url::Url;

use crate::db::{Db, DbConfig};
use crate::idempotency::hex;

fn program() -> (PathBuf, SystemTime) {
    let path = std::env::current_exe().expect("a test program is a file");
    let built = modified(&path).expect("a file has a time");
    (path, built)
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|file| file.modified()).ok()
}

async fn migrate(url: String, folder: &Path) {
    let db = Db::connect(&DbConfig::new(url, folder)).await.expect("the database to copy opens");
    let migrated = db.migrate(|connection| async move { Migrator::up(&connection, None).await }).await;
    migrated.expect("the migrations apply");
    db.close().await.expect("the database to copy closes");
}

/// Puts a migrated SQLite file at `to`.
pub(super) async fn sqlite(to: &Path) {
    let (program, built) = program();
    let template = program.with_extension("template.sqlite");
    if modified(&template).is_none_or(|made| made < built) {
        let folder = tempfile::tempdir_in(program.parent().expect("a file lies in a folder")).expect("a folder");
        let making = folder.path().join("landfall.sqlite");
        migrate(format!("sqlite://{}", making.display()), folder.path()).await;
        assert!(!folder.path().join("landfall.sqlite-wal").exists(), "everything is in the one file");
        std::fs::rename(making, &template).expect("the file to copy is put in its place");
    }
    std::fs::copy(template, to).expect("the file is copied");
}

/// The name of a migrated database on `server` to copy.
pub(super) async fn postgres(server: &DatabaseConnection, url: &Url) -> String {
    let (program, built) = program();
    let made = built.duration_since(SystemTime::UNIX_EPOCH).expect("files are younger than 1970").as_nanos();
    let mark = hex(&Sha256::digest(format!("{} {made}", program.display())));
    let stem = program.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let crate_name = stem.rsplit_once('-').map_or(stem.as_str(), |(name, _)| name).to_owned();
    let ours = format!("landfall_template_{crate_name}_");
    let name = format!("{ours}{}", &mark[..16]);
    if !there(server, &name).await {
        let run = async |sql: String| server.execute_unprepared(&sql).await.expect("the server makes a database");
        run(format!("SELECT pg_advisory_lock(hashtext('{ours}'))")).await;
        if !there(server, &name).await {
            let making = format!("{ours}new");
            run(format!("DROP DATABASE IF EXISTS \"{making}\" WITH (FORCE)")).await;
            run(format!("CREATE DATABASE \"{making}\"")).await;
            let mut there = url.clone();
            there.set_path(&making);
            let folder = tempfile::tempdir().expect("a temporary folder");
            migrate(there.to_string(), folder.path()).await;
            run(format!("ALTER DATABASE \"{making}\" RENAME TO \"{name}\"")).await;
        }
        run(format!("SELECT pg_advisory_unlock(hashtext('{ours}'))")).await;
    }
    name
}

async fn there(server: &DatabaseConnection, name: &str) -> bool {
    let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let found = server.query_one_raw(Statement::from_string(server.get_database_backend(), sql)).await;
    found.expect("the server lists its databases").is_some()
}
