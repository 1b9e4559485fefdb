//! Files that belong to one person and are sealed under that person's key: read once as staged, kept anew as text.
//!
//! Who the person is and how it is sealed is the business of the feature; here is only how bytes come and go.

use domain::id::PublicId;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

use super::entity::{ActiveModel, COLUMN, Entity, Kind, MediaType, State};
use super::{StageError, disk, find};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::idempotency::hex;

/// A file on the disk that no row knows yet. The sweep removes it if none ever does.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: PublicId,
    path: String,
    bytes: i64,
    sha256: String,
}

/// The content of a staged file; `None` if it is gone or was uploaded for something else.
pub(crate) async fn take_staged(ctx: &Ctx, id: PublicId, kind: Kind) -> Result<Option<Vec<u8>>, StageError> {
    let file = find(ctx.db.read(), id).await.map_err(DbError::from)?;
    let Some(file) = file.filter(|file| file.state == State::Staged && file.kind == kind) else { return Ok(None) };
    match tokio::fs::read(disk::folder(ctx.db.data_dir()).join(&file.path)).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Writes sealed content to the disk.
pub(crate) async fn keep_sealed(ctx: &Ctx, sealed: &str) -> std::io::Result<Kept> {
    let (data_dir, path) = (ctx.db.data_dir(), disk::fresh_name(&ctx.dice));
    disk::prepare(data_dir).await?;
    disk::write_whole(data_dir, &path, sealed.as_bytes()).await?;
    let bytes = i64::try_from(sealed.len()).unwrap_or(i64::MAX);
    Ok(Kept { id: ctx.dice.public_id(), path, bytes, sha256: hex(&Sha256::digest(sealed.as_bytes())) })
}

/// Gives a kept file its row, in place of the staged one it was made of; answers the name of that on the disk, to be
/// removed after the commit. `None`: somebody else was faster with it.
pub(crate) async fn insert_attached(
    tx: &WriteTx,
    staged: PublicId,
    kept: &Kept,
    kind: Kind,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<String>, DbErr> {
    let Some(old) = find(tx, staged).await? else { return Ok(None) };
    let taken = Entity::delete_many()
        .filter(COLUMN.id.eq(old.id))
        .filter(COLUMN.kind.eq(kind))
        .filter(COLUMN.state.eq(State::Staged))
        .exec(tx)
        .await?;
    if taken.rows_affected == 0 {
        return Ok(None);
    }
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(kept.id.to_string()),
        kind: ActiveValue::Set(kind),
        media_type: ActiveValue::Set(MediaType::Jpeg),
        bytes: ActiveValue::Set(kept.bytes),
        sha256: ActiveValue::Set(kept.sha256.clone()),
        path: ActiveValue::Set(kept.path.clone()),
        state: ActiveValue::Set(State::Attached),
        created_at: ActiveValue::Set(now),
    };
    Entity::insert(row).exec(tx).await?;
    Ok(Some(old.path))
}

/// The content of an attached file as it lies on the disk; `None` if there is no such file.
pub(crate) async fn attached(ctx: &Ctx, id: PublicId, kind: Kind) -> Result<Option<String>, StageError> {
    let file = find(ctx.db.read(), id).await.map_err(DbError::from)?;
    let Some(file) = file.filter(|file| file.state == State::Attached && file.kind == kind) else { return Ok(None) };
    Ok(Some(tokio::fs::read_to_string(disk::folder(ctx.db.data_dir()).join(&file.path)).await?))
}

/// The key of the row of a file.
pub(crate) async fn key_of(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<i64>, DbErr> {
    Ok(find(db, id).await?.map(|file| file.id))
}
