//! What ends: a posting with its applications, and what somebody has here who leaves, is stopped or is no host any more.

use chrono::{DateTime, Utc};
use domain::id::PublicId;
use domain::opportunities::pipeline::{Hand, Move, Stage, USUAL_HOLD_DAYS};
use domain::opportunities::{By, State, Step, words};
use sea_orm::DbErr;

use super::entity::{applications, postings};
use super::{OpportunityError, filed, hosting, news, pipeline, rows, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::dialect;

/// Nobody sees the person any more: their applications are taken back and their postings paused, and whoever waits for them
/// as a host is told. Whoever comes back opens them again.
pub(crate) async fn away(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    let work = async {
        withdraw_all(tx, ctx, account, now).await?;
        each(tx, ctx, account, Step::Pause, now).await?;
        for row in store::of_host(tx, account).await? {
            let state = rows::state(&row)?;
            if state.keeps_applications() {
                news::tell_host_away(tx, ctx, &row, state).await?;
            }
        }
        Ok::<_, OpportunityError>(())
    };
    work.await.map_err(OpportunityError::into_db)
}

/// Somebody is back: places that became free meanwhile in what has expired go to whoever is next. Everything else is paused,
/// and its host opens it.
pub(crate) async fn back(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    let work = async {
        for row in store::of_host(tx, account).await? {
            let Some(row) = store::hold(tx, row.id).await? else { continue };
            if rows::state(&row)? == State::Expired {
                pipeline::fill_from_line(tx, ctx, row.id, now).await?;
            }
        }
        Ok::<_, OpportunityError>(())
    };
    work.await.map_err(OpportunityError::into_db)
}

/// Ends what hangs between two of whom `blocker` now keeps the other away. Neither is told of that: their own applications
/// are taken back, the other's are declined. Nothing that was released between them is kept.
pub(crate) async fn part(
    tx: &WriteTx,
    ctx: &Ctx,
    (blocker, other): (i64, i64),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let work = async {
        between(tx, blocker, other).await?;
        end_between(tx, ctx, (blocker, other), (Move::Withdraw, Hand::Applicant), now).await?;
        end_between(tx, ctx, (other, blocker), (Move::Close, Hand::House), now).await
    };
    work.await.map_err(OpportunityError::into_db)
}

/// Lets one transaction at a time begin or end something between two people: neither an application nor a block passes the
/// other unseen.
pub(super) async fn between(tx: &WriteTx, one: i64, other: i64) -> Result<(), DbErr> {
    dialect::one_at_a_time(tx, &format!("opportunities of {} and {}", one.min(other), one.max(other))).await
}

async fn end_between(
    tx: &WriteTx,
    ctx: &Ctx,
    (applicant, host): (i64, i64),
    by: (Move, Hand),
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    for row in filed::applications_between(tx, applicant, host).await? {
        let Some(id) = PublicId::parse(&row.public_id) else { continue };
        let (posting, row) = pipeline::held(tx, id).await?;
        if rows::stage(&row)?.after(by.0, by.1).is_ok() {
            pipeline::go(tx, ctx, (&posting, &row), by, USUAL_HOLD_DAYS, now).await?;
        }
    }
    Ok(filed::forget_between(tx, applicant, host).await?)
}

/// An admin has ended the capability: what is published waits for a check again. Whoever is trusted once more is looked at
/// once more; the audit log keeps who looked before.
pub(crate) async fn capability_ended(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    store::forget_checks(tx, account).await?;
    each(tx, ctx, account, Step::Hold, now).await.map_err(OpportunityError::into_db)
}

async fn each(tx: &WriteTx, ctx: &Ctx, account: i64, step: Step, now: DateTime<Utc>) -> Result<(), OpportunityError> {
    for row in store::of_host(tx, account).await? {
        let Some(row) = store::hold(tx, row.id).await? else { continue };
        if rows::state(&row)?.after(step, By::House).is_err() {
            continue;
        }
        hosting::take(tx, ctx, &row, (step, By::House), None, now).await?;
        if rows::state(&row)? != State::Submitted && step == Step::Hold {
            news::tell_moderators(tx, ctx, &row, "A posting waits for a check").await?;
        }
    }
    Ok(())
}

/// The posting goes to `gone`: every application that is not over ends, and whoever made it is told why. A takedown is also
/// told to whoever has been there or was too late: they may have paid.
pub(super) async fn close_all(
    tx: &WriteTx,
    ctx: &Ctx,
    (posting, gone): (&postings::Model, State),
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    for row in filed::applications_to(tx, posting.id).await? {
        let stage = rows::stage(&row)?;
        if !stage.is_over() {
            close(tx, ctx, (posting, gone), &row, now).await?;
        } else if gone == State::TakenDown && matches!(stage, Stage::Completed | Stage::Lapsed) {
            let told = ("A posting was taken down", words::TAKEN_DOWN);
            news::tell_gone(tx, ctx, posting, &row, told).await?;
        }
    }
    Ok(())
}

async fn close(
    tx: &WriteTx,
    ctx: &Ctx,
    (posting, gone): (&postings::Model, State),
    row: &applications::Model,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let from = rows::stage(row)?;
    let to = from.after(Move::Close, Hand::House)?;
    // Only what is moved here frees a place: who was faster has counted theirs.
    if filed::go(tx, row, filed::Goes { to, hold: None }, now).await? {
        store::count_places(tx, posting.id, -i32::from(from.holds_offer()), -i32::from(from.has_seat())).await?;
        if gone == State::TakenDown {
            filed::note_taken_down(tx, row.id).await?;
        }
        let told = ("Your application has ended", words::why_ended(gone, false));
        news::tell_gone(tx, ctx, posting, row, told).await?;
    }
    Ok(())
}

/// An account is about to be erased: its places go to whoever is next, and whoever had applied to its postings is told.
pub(crate) async fn leaves(tx: &WriteTx, ctx: &Ctx, account: i64) -> Result<(), DbErr> {
    give_all_back(tx, ctx, account).await.map_err(OpportunityError::into_db)
}

async fn give_all_back(tx: &WriteTx, ctx: &Ctx, account: i64) -> Result<(), OpportunityError> {
    let now = ctx.now();
    withdraw_all(tx, ctx, account, now).await?;
    keep_stays(tx, account).await?;
    let postings = store::of_host(tx, account).await?;
    for posting in &postings {
        // Held: whoever accepts or applies at this moment comes before it, or finds nothing.
        let Some(posting) = store::hold(tx, posting.id).await? else { continue };
        close_all(tx, ctx, (&posting, State::Withdrawn), now).await?;
    }
    if !postings.is_empty() {
        store::mark(tx, true).await?;
    }
    Ok(())
}

/// The places of stays that are over stay taken, though their applications go with the person.
async fn keep_stays(tx: &WriteTx, account: i64) -> Result<(), OpportunityError> {
    for row in filed::applications_of(tx, account).await? {
        // Held, as for everything that changes places.
        if rows::stage(&row)? == Stage::Completed && store::hold(tx, row.posting_id).await?.is_some() {
            store::count_past_stay(tx, row.posting_id).await?;
        }
    }
    Ok(())
}

/// Takes back every application of somebody; their places go to whoever is next.
async fn withdraw_all(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), OpportunityError> {
    for row in filed::applications_of(tx, account).await? {
        let Some(id) = PublicId::parse(&row.public_id) else { continue };
        let (posting, row) = pipeline::held(tx, id).await?;
        if rows::stage(&row)?.after(Move::Withdraw, Hand::Applicant).is_ok() {
            pipeline::go(tx, ctx, (&posting, &row), (Move::Withdraw, Hand::Applicant), USUAL_HOLD_DAYS, now).await?;
        }
    }
    Ok(())
}
