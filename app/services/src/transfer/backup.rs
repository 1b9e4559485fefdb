//! A backup while the server runs.

use std::collections::BTreeMap;
use std::path::Path;

use sea_orm::{EntityTrait, QueryOrder};

use super::dump::{dump, write_manifest};
use super::work::WorkFolder;
use super::{DATABASE, FORMAT, Manifest, Moved, TransferError, What, archive};
use crate::ctx::Ctx;
use crate::db::DbKind;
use crate::files::entity::{Column, Entity, State};
use crate::schema;

/// Writes a backup into `to`, replacing an older one of that name only when the new one is complete.
///
/// SQLite: unpacked into an empty data folder it is the instance again. Postgres: a dump, for [`super::load()`].
/// Keys and secrets are not inside.
pub async fn backup(ctx: &Ctx, to: &Path) -> Result<Moved, TransferError> {
    if ctx.db.kind() == DbKind::Postgres {
        return dump(ctx, to).await;
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
    let rows = Entity::find().order_by_asc(Column::Id).all(&copy).await;
    copy.close().await?;
    let (mut files, mut missing) = (Vec::new(), Vec::new());
    for file in rows? {
        if work.bring(ctx.db.data_dir(), &file.path).await? {
            files.push(file.path);
        } else if file.state == State::Attached {
            missing.push(file.path);
        }
    }
    Ok((files, missing))
}
