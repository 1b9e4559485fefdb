//! The end of a reported problem with a page.

use chrono::TimeDelta;
use domain::access::Action;
use domain::id::PublicId;
use domain::moderation::{Decision, Ground};

use super::{case_store, store};
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::files;

const KEPT_CLOSED: TimeDelta = TimeDelta::days(180);

/// Closes an open report; `false` if there is no such open report.
pub async fn close(ctx: &Ctx, id: PublicId) -> Result<bool, DbError> {
    let (viewer, now) = (ctx.viewer.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let viewer = viewer.clone();
            Box::pin(async move {
                case_store::close_of_report(tx, id, now).await?;
                if !store::close(tx, id, now).await? {
                    return Ok(false);
                }
                let entry = Entry::done(&viewer, Action::DecideCase).on("case", id);
                audit::note(tx, &entry.saying(Decision::NoAction.word()).saying(Ground::Mended.word()), now).await?;
                Ok(true)
            })
        })
        .await
}

/// Deletes reports that were closed more than 180 days ago, with their screenshots.
pub(crate) async fn purge_closed(ctx: &Ctx) -> Result<(), DbError> {
    let before = ctx.now() - KEPT_CLOSED;
    let orphans = ctx
        .db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                let old = store::closed_before(tx, before).await?;
                store::delete(tx, &old).await?;
                let files: Vec<i64> = old.iter().filter_map(|report| report.file_id).collect();
                Ok::<_, DbError>(files::forget(tx, files).await?)
            })
        })
        .await?;
    files::remove_forgotten(ctx, &orphans).await;
    Ok(())
}
