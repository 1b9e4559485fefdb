//! Uploaded files: staged first, attached by the form they belong to, cleared away if that form never comes.
//!
//! How bytes arrive over HTTP is the server's business; what a feature does with a file is the feature's.

mod content;
pub(crate) mod disk;
pub mod entity;
mod owned;
mod picture;
mod purge;
#[cfg(test)]
mod tests;

use std::io;

use domain::id::PublicId;
use futures::Stream;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

pub(crate) use owned::{Kept, attached, insert_attached, keep_sealed, key_of, take_staged};
#[cfg(test)]
pub(crate) use picture::tests::camera as camera_photo;
pub(crate) use purge::purge_orphans;

use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use disk::NotArrived;
use entity::{ActiveModel, COLUMN, Column, Entity, Model, State};
pub use entity::{Kind, MediaType};

/// A file that waits for its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// What the form carries.
    pub id: PublicId,
    /// What it turned out to be.
    pub media_type: MediaType,
    /// Its length in bytes.
    pub bytes: u64,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// Longer than its kind allows.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The largest welcome file, in bytes.
        limit: u64,
    },
    /// No byte arrived: no file was chosen.
    #[error("the file is empty")]
    Empty,
    /// Its content is of a type that is not welcome here.
    #[error("the file is not {welcome}")]
    WrongType {
        /// The welcome types, in words.
        welcome: &'static str,
    },
    /// It is about the sender, and nobody is signed in.
    #[error("nobody is signed in")]
    SignInRequired,
    /// The sender stopped half way.
    #[error("the upload broke off: {0}")]
    Broken(String),
    /// The disk failed or is full.
    #[error("the file cannot be kept: {0}")]
    Disk(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Takes a file in: type by content, size within the limit of its kind, on the disk before this returns.
pub async fn stage<S, B, E>(ctx: &Ctx, kind: Kind, stream: S) -> Result<Staged, StageError>
where
    S: Stream<Item = Result<B, E>> + Send,
    B: AsRef<[u8]> + Send,
    E: std::fmt::Display,
{
    if kind == Kind::Photo && ctx.viewer.member.is_none() {
        return Err(StageError::SignInRequired);
    }
    let (data_dir, name) = (ctx.db.data_dir(), disk::fresh_name(&ctx.dice));
    let limit = kind.limit(&ctx.config.limits);
    disk::prepare(data_dir).await?;
    let temporary = disk::unfinished(data_dir).join(&name);
    let arrived = disk::receive(stream, temporary, limit).await.map_err(|error| match error {
        NotArrived::TooLarge => StageError::TooLarge { limit },
        NotArrived::Broken(why) => StageError::Broken(why),
        NotArrived::Disk(error) => StageError::Disk(error),
    })?;
    let media_type = match accept(kind, &arrived) {
        Ok(media_type) => media_type,
        Err(error) => {
            disk::remove(&arrived.temporary).await;
            return Err(error);
        }
    };
    let (arrived, media_type) =
        if kind == Kind::Photo { drawn_anew(ctx, kind, arrived).await? } else { (arrived, media_type) };
    disk::keep(&arrived.temporary, data_dir, &name).await?;
    let staged = Staged { id: ctx.dice.public_id(), media_type, bytes: arrived.bytes };
    if let Err(error) = record(ctx, kind, &staged, arrived.sha256, name.clone()).await {
        disk::remove(&disk::folder(data_dir).join(name)).await;
        return Err(error.into());
    }
    Ok(staged)
}

fn accept(kind: Kind, arrived: &disk::Arrived) -> Result<MediaType, StageError> {
    if arrived.bytes == 0 {
        return Err(StageError::Empty);
    }
    content::sniff(&arrived.head)
        .filter(|found| kind.welcomes(*found))
        .ok_or(StageError::WrongType { welcome: kind.types_in_words() })
}

/// A photo as it is kept: what a camera wrote into it is gone, and so is the file as it came.
async fn drawn_anew(ctx: &Ctx, kind: Kind, came: disk::Arrived) -> Result<(disk::Arrived, MediaType), StageError> {
    let drawn = picture::draw(&came.temporary).await;
    disk::remove(&came.temporary).await;
    let bytes = drawn?.ok_or(StageError::WrongType { welcome: kind.types_in_words() })?;
    let temporary = disk::unfinished(ctx.db.data_dir()).join(disk::fresh_name(&ctx.dice));
    let whole = futures::stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
    match disk::receive(whole, temporary, u64::MAX).await {
        Ok(arrived) => Ok((arrived, MediaType::Jpeg)),
        Err(NotArrived::Disk(error)) => Err(StageError::Disk(error)),
        Err(NotArrived::TooLarge | NotArrived::Broken(_)) => Err(StageError::Broken("memory".to_owned())),
    }
}

async fn record(ctx: &Ctx, kind: Kind, staged: &Staged, sha256: String, path: String) -> Result<(), DbError> {
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(staged.id.to_string()),
        kind: ActiveValue::Set(kind),
        media_type: ActiveValue::Set(staged.media_type),
        bytes: ActiveValue::Set(i64::try_from(staged.bytes).unwrap_or(i64::MAX)),
        sha256: ActiveValue::Set(sha256),
        path: ActiveValue::Set(path),
        state: ActiveValue::Set(State::Staged),
        created_at: ActiveValue::Set(ctx.now()),
    };
    ctx.db
        .write(move |tx| {
            let row = row.clone();
            Box::pin(async move {
                tx.housekeeping();
                Entity::insert(row).exec(tx).await?;
                Ok(())
            })
        })
        .await
}

/// Takes a staged file for good, in the transaction of the row that will refer to it; answers its key for that row.
///
/// `None`: there is no such staged file (any more), or it was uploaded for something else.
pub(crate) async fn attach(tx: &WriteTx, id: PublicId, kind: Kind) -> Result<Option<i64>, DbErr> {
    let taken = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Attached))
        .filter(COLUMN.public_id.eq(id.as_str()))
        .filter(COLUMN.kind.eq(kind))
        .filter(COLUMN.state.eq(State::Staged))
        .exec(tx)
        .await?;
    if taken.rows_affected == 0 {
        return Ok(None);
    }
    Ok(find(tx, id).await?.map(|file| file.id))
}

/// Deletes the rows of attached files whose owner goes; answers their names on the disk, to be removed after the commit.
pub(crate) async fn forget(tx: &WriteTx, ids: Vec<i64>) -> Result<Vec<String>, DbErr> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.clone())).all(tx).await?;
    Entity::delete_many().filter(Column::Id.is_in(ids)).exec(tx).await?;
    Ok(rows.into_iter().map(|file| file.path).collect())
}

/// Removes what [`forget`] answered.
pub(crate) async fn remove_forgotten(ctx: &Ctx, names: &[String]) {
    for name in names {
        disk::remove(&disk::folder(ctx.db.data_dir()).join(name)).await;
    }
}

/// The staged file that a form carries, to show it again with the form; `None` if it is gone.
pub async fn staged(ctx: &Ctx, id: PublicId) -> Result<Option<Staged>, DbError> {
    let file = find(ctx.db.read(), id).await?.filter(|file| file.state == State::Staged);
    Ok(file.map(|file| Staged { id, media_type: file.media_type, bytes: file.bytes.unsigned_abs() }))
}

async fn find(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(COLUMN.public_id.eq(id.as_str())).one(db).await
}
