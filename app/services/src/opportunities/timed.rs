//! What happens by itself: postings expire, offers lapse and go to the next.

use chrono::TimeDelta;
use domain::id::PublicId;
use domain::opportunities::pipeline::{Hand, Move, USUAL_HOLD_DAYS};
use domain::opportunities::{By, Step};

use super::{OpportunityError, drafts, filed, hosting, pipeline, rows, store};
use crate::ctx::Ctx;
use crate::db::DbError;

const BATCH: u64 = 200;
/// How long what an applicant released is kept once an application is over; the same as that of closed reports.
const KEPT_TOLD: TimeDelta = TimeDelta::days(180);
/// And after the last move of an application that nobody answers: the longest a posting is open at once, and the time above.
const KEPT_UNANSWERED: TimeDelta = TimeDelta::days(366 + 180);
/// And after somebody took a place that no host has marked as completed. No edit of the posting makes it longer.
const KEPT_SEATED: TimeDelta = TimeDelta::days(730);

fn failed(error: OpportunityError) -> DbError {
    match error {
        OpportunityError::Db(error) => error,
        other => DbError::Db(other.into_db()),
    }
}

/// Does everything whose time has come. What fails does not hold up the rest; the first error is answered at the end.
pub(crate) async fn tick(ctx: &Ctx) -> Result<(), DbError> {
    let done = [lapse_due(ctx).await, expire_due(ctx).await, forget_told(ctx).await, drafts::purge_drafts(ctx).await];
    done.into_iter().collect()
}

/// Lets every posting expire whose last day is over, one at a time.
pub(super) async fn expire_due(ctx: &Ctx) -> Result<(), DbError> {
    let (now, mut outcome) = (ctx.now(), Ok(()));
    for due in store::run_out(ctx.db.read(), now, BATCH).await? {
        let (inner, key) = (ctx.clone(), due.id);
        let done = ctx.db.write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let Some(row) = store::hold(tx, key).await? else { return Ok(()) };
                let state = rows::state(&row)?;
                let promised = state.waits() && row.offered > 0;
                if !state.runs_out() || promised || row.expires_at > now {
                    return Ok(());
                }
                hosting::take(tx, &ctx, &row, (Step::Expire, By::House), None, now).await?;
                if state.is_public() {
                    return Ok(());
                }
                // What became free while it was held: people read it again.
                pipeline::fill_from_line(tx, &ctx, key, now).await
            })
        });
        if let Err(error) = done.await {
            tracing::error!(%error, posting = due.id, "a posting could not expire in time");
            outcome = Err(failed(error));
        }
    }
    outcome
}

/// Lets every offer lapse whose time is over, unless a moderator looks at its posting; its place goes to whoever is next, in
/// the same transaction.
pub(super) async fn lapse_due(ctx: &Ctx) -> Result<(), DbError> {
    let (now, mut outcome) = (ctx.now(), Ok(()));
    for due in filed::lapsed(ctx.db.read(), now, BATCH).await? {
        let Some(id) = PublicId::parse(&due.public_id) else { continue };
        let inner = ctx.clone();
        let done = ctx.db.write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let (posting, row) = pipeline::held(tx, id).await?;
                // Accepted, given back, or held for a moderator in the meantime.
                if row.hold_until.is_none_or(|until| until > now) || rows::state(&posting)?.waits() {
                    return Ok(());
                }
                pipeline::go(tx, &ctx, (&posting, &row), (Move::Lapse, Hand::House), USUAL_HOLD_DAYS, now).await
            })
        });
        match done.await {
            Ok(()) | Err(OpportunityError::NotFound) => {}
            Err(error) => {
                tracing::error!(%error, application = due.id, "an offer could not lapse in time");
                outcome = Err(failed(error));
            }
        }
    }
    outcome
}

/// Forgets what was released with applications that have long been over, or were never answered.
pub(super) async fn forget_told(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let before = filed::Before { ended: now - KEPT_TOLD, unanswered: now - KEPT_UNANSWERED, seated: now - KEPT_SEATED };
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                filed::forget_told(tx, before).await?;
                Ok::<_, DbError>(())
            })
        })
        .await
}
