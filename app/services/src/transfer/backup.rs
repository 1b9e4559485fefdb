//! A backup while the server runs.

use std::collections::BTreeMap;
use std::path::Path;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::dump::{dump_tables, write_manifest};
use super::work::{WorkFolder, is_staged};
use super::{DATABASE, FORMAT, Manifest, Moved, TransferError, What, archive};
use crate::ctx::Ctx;
use crate::db::DbKind;
use crate::schema;
use crate::tables;

/// Writes a backup into `to`, replacing an older one of that name only when the new one is complete.
///
/// SQLite: unpacked into an empty data folder it is the instance again. Postgres: a dump, for [`super::load()`].
/// Keys and secrets are not inside.
pub async fn backup(ctx: &Ctx, to: &Path) -> Result<Moved, TransferError> {
    if ctx.db.kind() == DbKind::Postgres {
        // The tables as they are: before a migration they are not yet those of this version.
        let tables = tables::of_postgres(ctx.db.read()).await?;
        return dump_tables(ctx, to, tables).await;
    }
    let work = WorkFolder::new(&ctx.db).await?;
    let copy = work.path().join(DATABASE);
    ctx.db.copy_sqlite_file(&copy).await?;
    let (files, missing_files) = bring_files(ctx, &work, &copy).await?;
    let manifest = Manifest {
        what: What::SqliteBackup,
        format: FORMAT,
        kind: DbKind::Sqlite,
        schema: schema::applied(&ctx.db).await?,
        rows: BTreeMap::new(),
        missing_files: missing_files.clone(),
    };
    write_manifest(&work, &manifest).await?;
    let count = files.len();
    archive::pack(work.path().to_owned(), archive::order(&[], files), to.to_owned()).await?;
    Ok(Moved { rows: BTreeMap::new(), files: count, missing_files })
}

/// Asks the copy, not the running database, which files belong to it.
async fn bring_files(ctx: &Ctx, work: &WorkFolder, copy: &Path) -> Result<(Vec<String>, Vec<String>), TransferError> {
    let copy = ctx.db.open_sqlite_copy(copy).await?;
    let rows = listed_files(&copy).await;
    copy.close().await?;
    let (mut files, mut missing) = (Vec::new(), Vec::new());
    for (path, state) in rows? {
        if work.bring(ctx.db.data_dir(), &path).await? {
            files.push(path);
        } else if !is_staged(&state) {
            missing.push(path);
        }
    }
    Ok((files, missing))
}

/// Path and state of each file. Without entities, so that a database of any earlier step can be backed up too.
async fn listed_files(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, DbErr> {
    let query = |sql: &str| Statement::from_string(DbBackend::Sqlite, sql);
    let table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'files'";
    if db.query_one_raw(query(table)).await?.is_none() {
        return Ok(Vec::new());
    }
    let rows = db.query_all_raw(query("SELECT path, state FROM files ORDER BY id")).await?;
    rows.iter().map(|row| Ok((row.try_get("", "path")?, row.try_get("", "state")?))).collect()
}
