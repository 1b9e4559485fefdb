//! How requests move: by the table of the domain, with seats and room taken and given back in the same transaction.
//!
//! Every transaction that moves one begins with [`lock`], so that two never count the same seats.

mod ending;

use chrono::{DateTime, Utc};
use domain::access::Standing;
use domain::mentorship::{
    ANSWER_WITHIN, CONFIRM_WITHIN, Deed, MOST_ASKED, MOST_OPEN, MentorStatus, Phase, Slot, State, after, forward,
    is_paused,
};
use domain::moderation::Kind;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::{asks, mentors, requests};
use super::news::{self, ToMentee, ToMentor};
use super::{MentorshipError, engagement, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::dialect;
use crate::identity::people;
use crate::moderation::{is_blocked_between, is_hidden};
pub(super) use ending::{close_asked, close_list, lapse};

/// Lets one transaction at a time move requests.
pub(super) async fn lock(tx: &WriteTx) -> Result<(), DbErr> {
    dialect::one_at_a_time(tx, "mentorship").await
}

/// How far a request is.
pub(super) fn state(row: &requests::Model) -> State {
    State::parse(&row.state).unwrap_or(State::Closed)
}

/// Whoever has said yes keeps a seat for it, until the two part.
const fn holds_seat(state: State) -> bool {
    matches!(state, State::Accepted | State::Confirmed)
}

/// Everything a request hangs on.
pub(super) struct Found {
    pub(super) row: requests::Model,
    pub(super) ask: asks::Model,
    pub(super) mentor: mentors::Model,
}

/// Reads a request within the transaction.
pub(super) async fn find(tx: &impl ConnectionTrait, row: requests::Model) -> Result<Found, MentorshipError> {
    let ask = store::ask(tx, row.ask_id).await?.ok_or(MentorshipError::NotFound)?;
    let mentor = store::mentor(tx, row.mentor_id).await?.ok_or(MentorshipError::NotFound)?;
    Ok(Found { row, ask, mentor })
}

/// Whether the mentor reads what was revealed: until it is decided, and while the two work together.
pub(super) async fn is_shown(db: &impl ConnectionTrait, found: &Found) -> Result<bool, DbErr> {
    match state(&found.row) {
        State::Confirmed => {
            let all = store::engagements_of(db, found.ask.account_id).await?;
            Ok(all.iter().any(|one| one.request_id == found.row.id && engagement::phase(one) != Phase::Ended))
        }
        state => Ok(!state.is_over()),
    }
}

/// Moves a request on. Nothing changes when it refuses.
pub(super) async fn step(
    tx: &WriteTx,
    row: &mut requests::Model,
    deed: Deed,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    let from = state(row);
    let to = after(from, deed).ok_or(Refusal::RequestSettled)?;
    if !from.is_open() && to.is_open() && !store::open_one(tx, row.mentor_id, MOST_OPEN).await? {
        return Err(Refusal::RequestSettled.into());
    }
    if !holds_seat(from) && holds_seat(to) && !store::take_seat(tx, row.mentor_id).await? {
        return Err(Refusal::NoSeat.into());
    }
    if from.is_open() && !to.is_open() {
        store::close_one(tx, row.mentor_id).await?;
    }
    if holds_seat(from) && !holds_seat(to) {
        store::free_seat(tx, row.mentor_id).await?;
    }
    let mut next = row.clone();
    to.word().clone_into(&mut next.state);
    match to {
        State::Waiting => next.queued_at = Some(now),
        State::Open => {
            next.asked_at = next.asked_at.or(Some(now));
            (next.due_at, next.reminded_at) = (Some(now + ANSWER_WITHIN), None);
        }
        State::MoreAsked => next.due_at = Some(now + ANSWER_WITHIN),
        State::Accepted => next.due_at = Some(now + CONFIRM_WITHIN),
        State::Listed | State::Confirmed | State::Declined | State::Lapsed | State::Withdrawn | State::Closed => {}
    }
    if from.is_open() && matches!(deed, Deed::AskMore | Deed::Accept | Deed::Decline) {
        next.replied_at = next.replied_at.or(Some(now));
    }
    if to.is_over() {
        next.ended_at = Some(now);
    }
    let done = requests::Entity::update_many()
        .col_expr(requests::Column::State, Expr::value(next.state.clone()))
        .col_expr(requests::Column::QueuedAt, Expr::value(next.queued_at))
        .col_expr(requests::Column::AskedAt, Expr::value(next.asked_at))
        .col_expr(requests::Column::DueAt, Expr::value(next.due_at))
        .col_expr(requests::Column::RemindedAt, Expr::value(next.reminded_at))
        .col_expr(requests::Column::RepliedAt, Expr::value(next.replied_at))
        .col_expr(requests::Column::EndedAt, Expr::value(next.ended_at))
        .col_expr(requests::Column::Reason, Expr::value(next.reason.clone()))
        .filter(requests::Column::Id.eq(row.id))
        .filter(requests::Column::State.eq(from.word()))
        .exec(tx)
        .await?;
    if done.rows_affected != 1 {
        return Err(Refusal::RequestSettled.into());
    }
    *row = next;
    Ok(())
}

/// What stands between a mentor and one more request of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    Open,
    Full,
    /// They must not meet, or one of them is not here.
    Shut,
}

/// Is this mentor listed, here, and not hidden by moderators?
pub(super) async fn is_found(db: &impl ConnectionTrait, mentor: &mentors::Model) -> Result<bool, DbErr> {
    let here = people::by_accounts(db, &[mentor.account_id]).await?.pop();
    let Some(person) = here.filter(|person| person.standing == Standing::Active) else { return Ok(false) };
    Ok(store::status(mentor)? == MentorStatus::Listed && !is_hidden(db, Kind::Profile, person.id).await?)
}

/// May somebody be sent to this mentor: found, and neither keeps the other away?
pub(super) async fn may_meet(db: &impl ConnectionTrait, mentor: &mentors::Model, mentee: i64) -> Result<bool, DbErr> {
    Ok(is_found(db, mentor).await? && !is_blocked_between(db, mentor.account_id, mentee).await?)
}

async fn door(tx: &WriteTx, mentor: &mentors::Model, mentee: i64, now: DateTime<Utc>) -> Result<Door, DbErr> {
    if !may_meet(tx, mentor, mentee).await? {
        return Ok(Door::Shut);
    }
    let paused = is_paused(mentor.paused_until, mentor.auto_paused, now);
    let full = paused || mentor.open_requests >= MOST_OPEN || mentor.taken >= mentor.capacity;
    Ok(if full { Door::Full } else { Door::Open })
}

/// Asks whoever is next on a list, as many as may be asked.
pub(super) async fn advance(
    tx: &WriteTx,
    ctx: &Ctx,
    ask: &asks::Model,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    if ask.state != "looking" || !is_here(tx, ask.account_id).await? {
        return Ok(());
    }
    let mut list = Vec::new();
    for mut row in store::list(tx, ask.id).await? {
        let state = state(&row);
        let Some(mentor) = store::mentor(tx, row.mentor_id).await? else { continue };
        let mut has_room = false;
        if matches!(state, State::Listed | State::Waiting) {
            match door(tx, &mentor, ask.account_id, now).await? {
                Door::Shut => shut(tx, ctx, ask, (&mut row, &mentor), now).await?,
                door => has_room = door == Door::Open,
            }
        }
        list.push((row, mentor, has_room));
    }
    let slots: Vec<Slot> =
        list.iter().map(|(row, _, has_room)| Slot { state: state(row), has_room: *has_room }).collect();
    for (at, deed) in forward(&slots) {
        let Some((row, mentor, _)) = list.get_mut(at) else { continue };
        let waited = state(row) == State::Waiting;
        step(tx, row, deed, now).await?;
        if deed == Deed::Open {
            opened(tx, ctx, ask, (row, mentor), waited).await?;
        } else {
            let place = store::place_in_line(tx, row).await?;
            news::mentee(tx, ctx, ask.account_id, (row, mentor), ToMentee::Queued(place)).await?;
        }
    }
    Ok(())
}

/// Closes a request that cannot reach its mentor any more. Whoever waited was promised to hear of it.
async fn shut(
    tx: &WriteTx,
    ctx: &Ctx,
    ask: &asks::Model,
    (row, mentor): (&mut requests::Model, &mentors::Model),
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    let waited = state(row) == State::Waiting;
    step(tx, row, Deed::Close, now).await?;
    if waited && ask.state == "looking" {
        news::mentee(tx, ctx, ask.account_id, (row, mentor), ToMentee::MentorGone).await?;
    }
    Ok(())
}

async fn opened(
    tx: &WriteTx,
    ctx: &Ctx,
    ask: &asks::Model,
    (row, mentor): (&requests::Model, &mentors::Model),
    waited: bool,
) -> Result<(), DbErr> {
    news::mentor(tx, ctx, (row, mentor), ToMentor::Asked).await?;
    if waited {
        news::mentee(tx, ctx, ask.account_id, (row, mentor), ToMentee::Opened).await?;
    }
    Ok(())
}

pub(super) async fn is_here(db: &impl ConnectionTrait, account: i64) -> Result<bool, DbErr> {
    let person = people::by_accounts(db, &[account]).await?.pop();
    Ok(person.is_some_and(|person| person.standing == Standing::Active))
}

/// Lets in whoever waits before a mentor, as far as there is room now. Whoever asks as many as they may already keeps
/// their place.
pub(super) async fn promote(tx: &WriteTx, ctx: &Ctx, mentor: i64, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    for mut row in store::of_mentor(tx, mentor, &[State::Waiting]).await? {
        let Some(ask) = store::ask(tx, row.ask_id).await? else { continue };
        let Some(mentor) = store::mentor(tx, mentor).await? else { return Ok(()) };
        match door(tx, &mentor, ask.account_id, now).await? {
            Door::Full => return Ok(()),
            Door::Shut => shut(tx, ctx, &ask, (&mut row, &mentor), now).await?,
            Door::Open => {
                let list = store::list(tx, ask.id).await?;
                let asked = list.iter().filter(|one| state(one).is_asked()).count();
                if ask.state == "looking" && asked < MOST_ASKED && is_here(tx, ask.account_id).await? {
                    step(tx, &mut row, Deed::Open, now).await?;
                    opened(tx, ctx, &ask, (&row, &mentor), true).await?;
                }
            }
        }
    }
    Ok(())
}

/// After a request has ended: the next on the list is asked, and the next in the line.
pub(super) async fn go_on(tx: &WriteTx, ctx: &Ctx, found: &Found, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    promote(tx, ctx, found.mentor.id, now).await?;
    advance(tx, ctx, &found.ask, now).await
}
