//! What is found to have ended is deleted on the spot: a clock that is put back must not bring it to life again.

use sea_orm::EntityTrait;

use super::entity::{link_tokens, sessions};
use crate::ctx::Ctx;
use crate::db::DbError;

/// What has ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ended {
    /// A session.
    Session(i64),
    /// A mailed link.
    Link(i64),
}

/// Deletes it behind the back of whoever reads: they neither wait for it nor fail with it. What stays is deleted by the
/// hourly purge.
pub(super) fn forget(ctx: &Ctx, what: Ended) {
    let db = ctx.db.clone();
    tokio::spawn(async move {
        let deleted: Result<(), DbError> = db
            .write(move |tx| {
                Box::pin(async move {
                    tx.housekeeping();
                    match what {
                        Ended::Session(id) => sessions::Entity::delete_by_id(id).exec(tx).await?,
                        Ended::Link(id) => link_tokens::Entity::delete_by_id(id).exec(tx).await?,
                    };
                    Ok(())
                })
            })
            .await;
        if let Err(error) = deleted {
            tracing::warn!(%error, "what has ended could not be deleted yet");
        }
    });
}
