//! Clears away what no form ever used: staged files after a day, and what a crash left on the disk.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::disk;
use super::entity::{COLUMN, Column, Entity, Model, State};
use crate::ctx::Ctx;
use crate::db::DbError;

const KEPT: TimeDelta = TimeDelta::hours(24);
const BATCH: u64 = 500;

/// Removes staged files older than a day, and files on the disk of that age that the database does not know.
pub(crate) async fn purge_orphans(ctx: &Ctx) -> Result<(), DbError> {
    let before = ctx.now() - KEPT;
    let folder = disk::folder(ctx.db.data_dir());
    for file in delete_rows(ctx, before).await? {
        // The row went first: a crash here leaves a file without a row, which the sweep below finds tomorrow.
        disk::remove(&folder.join(file.path)).await;
    }
    if let Err(error) = sweep(ctx, &folder, before).await? {
        tracing::warn!(%error, "the folder of uploaded files cannot be read");
    }
    Ok(())
}

async fn delete_rows(ctx: &Ctx, before: DateTime<Utc>) -> Result<Vec<Model>, DbError> {
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                let old = Entity::find()
                    .filter(COLUMN.state.eq(State::Staged))
                    .filter(COLUMN.created_at.lt(before))
                    .limit(BATCH)
                    .all(tx)
                    .await?;
                let mut gone = Vec::new();
                for file in old {
                    // A form may take the file between the two statements.
                    let delete =
                        Entity::delete_many().filter(COLUMN.id.eq(file.id)).filter(COLUMN.state.eq(State::Staged));
                    if delete.exec(tx).await?.rows_affected == 1 {
                        gone.push(file);
                    }
                }
                Ok(gone)
            })
        })
        .await
}

async fn sweep(ctx: &Ctx, folder: &Path, before: DateTime<Utc>) -> Result<std::io::Result<()>, DbError> {
    let unfinished = disk::unfinished(ctx.db.data_dir());
    let (old_unfinished, old) =
        match (disk::older_than(&unfinished, before.into()).await, disk::older_than(folder, before.into()).await) {
            (Ok(unfinished), Ok(old)) => (unfinished, old),
            (Err(error), _) | (_, Err(error)) => return Ok(Err(error)),
        };
    for name in old_unfinished {
        disk::remove(&unfinished.join(name)).await;
    }
    if unfinished.is_dir()
        && let Err(error) = disk::remove_old_folders(&unfinished, before.into()).await
    {
        return Ok(Err(error));
    }
    for names in old.chunks(500) {
        let ours = names.iter().filter(|name| disk::is_our_name(name));
        let known: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Path)
            .filter(Column::Path.is_in(names))
            .into_tuple()
            .all(ctx.db.read())
            .await?;
        for name in ours.filter(|name| !known.contains(name)) {
            disk::remove(&folder.join(name)).await;
        }
    }
    Ok(Ok(()))
}
