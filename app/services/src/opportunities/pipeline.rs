//! Moving applications: by the host, by the applicant, and by the house when a posting or an offer ends.
//!
//! The posting is held first, so that its places are counted by one transaction at a time.

#[cfg(feature = "chaos")]
mod split;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::access::{Action, Object, Standing};
use domain::id::PublicId;
use domain::opportunities::pipeline::{Hand, Move, Stage, USUAL_HOLD_DAYS, hold_after_check, hold_until, may_accept};
use domain::opportunities::{By, State, Step};
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::entity::{applications, postings};
use super::{OpportunityError, filed, hosting, me, news, rows, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::people;
use crate::moderation;

/// The host's move with an application. `days` is how long an offer holds.
pub async fn move_as_host(ctx: &Ctx, application: &str, step: Move, days: u32) -> Result<(), OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    change(ctx, application, (step, Hand::Host), days).await
}

/// The applicant's move with their application.
pub async fn move_as_applicant(ctx: &Ctx, application: &str, step: Move) -> Result<(), OpportunityError> {
    allow(ctx, Action::ApplyToPosting, Object::Own)?;
    change(ctx, application, (step, Hand::Applicant), USUAL_HOLD_DAYS).await
}

async fn change(ctx: &Ctx, id: &str, by: (Move, Hand), days: u32) -> Result<(), OpportunityError> {
    let (id, account) = (PublicId::parse(id).ok_or(OpportunityError::NotFound)?, me(ctx)?.account);
    let (now, ctx) = (ctx.now(), ctx.clone());
    #[cfg(feature = "chaos")]
    if ctx.db.chaos() == Some(crate::chaos::Chaos::SplitWrite) {
        return split::change(&ctx, id, by, days, now).await;
    }
    ctx.db
        .clone()
        .write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move {
                let (posting, row) = held(tx, id).await?;
                let mine = match by.1 {
                    Hand::Host => posting.host_account == account,
                    Hand::Applicant => row.applicant_account == account,
                    Hand::House => false,
                };
                if !mine {
                    return Err(OpportunityError::NotFound);
                }
                go(tx, &ctx, (&posting, &row), by, days, now).await
            })
        })
        .await
}

/// An application with its posting, which is held. The application is read after that.
pub(super) async fn held(
    tx: &WriteTx,
    id: PublicId,
) -> Result<(postings::Model, applications::Model), OpportunityError> {
    let before = filed::application(tx, id).await?.ok_or(OpportunityError::NotFound)?;
    let posting = store::hold(tx, before.posting_id).await?.ok_or(OpportunityError::NotFound)?;
    let row = filed::application(tx, id).await?.ok_or(OpportunityError::NotFound)?;
    Ok((posting, row))
}

/// Moves an application of a held posting, counts its places, tells whom it concerns, and gives a place that becomes
/// free to whoever is next.
pub(super) async fn go(
    tx: &WriteTx,
    ctx: &Ctx,
    (posting, row): (&postings::Model, &applications::Model),
    (step, by): (Move, Hand),
    days: u32,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let from = rows::stage(row)?;
    if step == Move::Accept {
        may_accept(from, rows::state(posting)?, row.hold_until, now)?;
        if !is_there(tx, posting.host_account).await? {
            return Err(Refusal::HostAway.into());
        }
    }
    let to = from.after(step, by)?;
    let promises = matches!(step, Move::Invite | Move::Offer);
    let may = if promises { rows::is_public(posting)? } else { rows::state(posting)?.keeps_applications() };
    if by == Hand::Host && !may {
        return Err(Refusal::PostingMoved.into());
    }
    // An offer that lapsed before one of them kept the other away stays the last one.
    if by == Hand::Host
        && promises
        && moderation::is_blocked_between(tx, posting.host_account, row.applicant_account).await?
    {
        return Err(Refusal::ApplicationMoved.into());
    }
    let holds = |stage: Stage| i32::from(stage.holds_offer());
    let sits = |stage: Stage| i32::from(stage.has_seat());
    let (offered, taken) = (holds(to) - holds(from), sits(to) - sits(from));
    if (offered != 0 || taken != 0) && !counted(tx, ctx, posting.id, offered, taken).await? {
        return Err(Refusal::NoPlaceLeft.into());
    }
    let hold = to.holds_offer().then(|| (days, hold_until(now, days)));
    if !filed::go(tx, row, filed::Goes { to, hold }, now).await? {
        return Err(Refusal::ApplicationMoved.into());
    }
    // What somebody did themselves they know.
    if by != Hand::Applicant {
        news::tell_applicant(tx, ctx, posting, row, to, hold.map(|(_, until)| until)).await?;
    }
    if by != Hand::Host && matches!(step, Move::Accept | Move::Withdraw | Move::Lapse) {
        news::tell_host(tx, ctx, posting, to.label()).await?;
    }
    if offered + taken < 0 && goes_on(ctx) {
        next(tx, ctx, posting.id, row.hold_days, now).await?;
    }
    settle(tx, ctx, posting, now).await
}

#[cfg(not(feature = "chaos"))]
async fn counted(tx: &WriteTx, _: &Ctx, posting: i64, offered: i32, taken: i32) -> Result<bool, DbErr> {
    store::count_places(tx, posting, offered, taken).await
}

#[cfg(feature = "chaos")]
async fn counted(tx: &WriteTx, ctx: &Ctx, posting: i64, offered: i32, taken: i32) -> Result<bool, DbErr> {
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoSeats) {
        store::count_places_unguarded(tx, posting, offered, taken).await?;
        return Ok(true);
    }
    store::count_places(tx, posting, offered, taken).await
}

/// Whether a place that becomes free goes to whoever is next.
#[cfg(not(feature = "chaos"))]
fn goes_on(_: &Ctx) -> bool {
    true
}

#[cfg(feature = "chaos")]
fn goes_on(ctx: &Ctx) -> bool {
    ctx.db.chaos() != Some(crate::chaos::Chaos::NoNext)
}

/// A place is free: whoever is next in the host's line is offered it, for as long as the offer before, else the usual days.
/// `false`: there is no place, or nobody waits, or the posting or its host may promise nothing now.
async fn next(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: i64,
    days: Option<i32>,
    now: DateTime<Utc>,
) -> Result<bool, OpportunityError> {
    let Some(row) = postings::Entity::find_by_id(posting).one(tx).await? else { return Ok(false) };
    if !rows::is_public(&row)? || !is_there(tx, row.host_account).await? {
        return Ok(false);
    }
    let Some(waiting) = filed::next_in_line(tx, posting).await? else { return Ok(false) };
    let days = days.or(waiting.hold_days).map_or(USUAL_HOLD_DAYS, i32::unsigned_abs);
    let to = rows::stage(&waiting)?.after(Move::Offer, Hand::House)?;
    if !store::count_places(tx, posting, 1, 0).await? {
        return Ok(false);
    }
    let until = hold_until(now, days);
    if !filed::go(tx, &waiting, filed::Goes { to, hold: Some((days, until)) }, now).await? {
        return Err(Refusal::ApplicationMoved.into());
    }
    news::tell_applicant(tx, ctx, &row, &waiting, to, Some(until)).await?;
    Ok(true)
}

/// Places have become free while nobody was offered any: each goes to whoever is next.
pub(super) async fn fill_from_line(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: i64,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    while next(tx, ctx, posting, None, now).await? {}
    Ok(())
}

/// A moderator has looked at a posting again: whoever was offered a place has time to answer from now on, and is told.
pub(super) async fn keep_offers(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: i64,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let Some(row) = postings::Entity::find_by_id(posting).one(tx).await? else { return Ok(()) };
    for one in filed::applications_to(tx, posting).await? {
        let Some(until) = one.hold_until else { continue };
        let until = hold_after_check(until, now);
        filed::set_hold(tx, one.id, until).await?;
        news::tell_kept(tx, ctx, &row, &one, until).await?;
    }
    Ok(())
}

/// Whether a host can act: not stopped, and not about to leave.
pub(super) async fn is_there(db: &impl ConnectionTrait, host: i64) -> Result<bool, DbErr> {
    Ok(!there(db, &[host]).await?.is_empty())
}

/// Those of these hosts who can act.
pub(super) async fn there(db: &impl ConnectionTrait, hosts: &[i64]) -> Result<HashSet<i64>, DbErr> {
    let all = people::by_accounts(db, hosts).await?;
    Ok(all.into_iter().filter(|one| one.standing == Standing::Active).map(|one| one.account).collect())
}

/// A published posting whose last place is taken is filled; one that was full and has a place again is open again. What its
/// host has marked as filled stays so. `before` is the posting as it was before its places changed.
pub(super) async fn settle(
    tx: &WriteTx,
    ctx: &Ctx,
    before: &postings::Model,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let Some(row) = postings::Entity::find_by_id(before.id).one(tx).await? else { return Ok(()) };
    let (was_full, is_full) = (rows::places(before).is_filled(), rows::places(&row).is_filled());
    let step = match rows::state(&row)? {
        State::Published if is_full => Step::Fill,
        State::Filled if was_full && !is_full && now < row.expires_at => Step::Reopen,
        _ => return Ok(()),
    };
    hosting::take(tx, ctx, &row, (step, By::House), None, now).await
}

/// Puts an application into the host's line, or takes it out with no place. The lowest place is next. Nobody waits for a
/// place that is free: the next look at the line would offer it, and no host takes an offer back.
pub async fn line_up(ctx: &Ctx, application: &str, place: Option<u16>) -> Result<(), OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    let (id, account) = (PublicId::parse(application).ok_or(OpportunityError::NotFound)?, me(ctx)?.account);
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                let (posting, row) = held(tx, id).await?;
                if posting.host_account != account {
                    return Err(OpportunityError::NotFound);
                }
                if place.is_some() && !rows::stage(&row)?.may_wait() {
                    return Err(Refusal::ApplicationMoved.into());
                }
                if place.is_some() && rows::places(&posting).free() > 0 {
                    return Err(Refusal::PlaceIsFree.into());
                }
                filed::set_line(tx, row.id, place.map(i32::from)).await?;
                Ok(())
            })
        })
        .await
}
