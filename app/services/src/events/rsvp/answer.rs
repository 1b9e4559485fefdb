//! An answer, for one date or for all of a series that are to come.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::access::{Action, Object};
use domain::events::rsvp::{Answer, may_answer};
use domain::events::{Series, Slug};
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, DbErr};

use super::calendars::News;
use super::entity::rsvps::{Model, State};
use super::error::RsvpError;
use super::seats::{self, Date};
use super::store::{self, New};
use super::who::Who;
use super::{guests, mails, parts, personal};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::events::members;
use crate::mail::RsvpNews;

/// The key of the account that asks.
pub(super) fn me(ctx: &Ctx) -> Result<Who, RsvpError> {
    ctx.viewer.member.as_ref().map(|member| Who::Account(member.account)).ok_or(RsvpError::NotFound)
}

/// The viewer's answer for one date, by its name in addresses. Saying the same twice is saying it once.
pub async fn answer(ctx: &Ctx, slug: &str, date: &str, answer: Answer) -> Result<(), RsvpError> {
    allow(ctx, Action::Rsvp, Object::Own)?;
    let (who, slug) = (me(ctx)?, Slug::parse(slug).ok_or(RsvpError::NotFound)?);
    let (ctx, date) = (ctx.clone(), date.to_owned());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, slug, date) = (ctx.clone(), slug.clone(), date.clone());
            Box::pin(async move {
                let (key, series) = store::held_series(tx, &slug).await?.ok_or(RsvpError::NotFound)?;
                let at = series.by_name(&date).ok_or(RsvpError::NotFound)?;
                one(tx, &ctx, (key, &series), at.original_start, who, answer).await
            })
        })
        .await
}

/// The viewer's answer for every date of a series that is to come; a no holds for the parts before it too.
pub async fn answer_series(ctx: &Ctx, slug: &str, answer: Answer) -> Result<(), RsvpError> {
    allow(ctx, Action::Rsvp, Object::Own)?;
    let (who, slug, ctx) = (me(ctx)?, Slug::parse(slug).ok_or(RsvpError::NotFound)?, ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, slug) = (ctx.clone(), slug.clone());
            Box::pin(async move {
                let (key, series) = store::held_series(tx, &slug).await?.ok_or(RsvpError::NotFound)?;
                parts::answer_all(tx, &ctx, (key, &series), who, answer).await
            })
        })
        .await
}

/// One date, with its mails.
pub(super) async fn one(
    tx: &WriteTx,
    ctx: &Ctx,
    (key, series): (i64, &Series),
    start: NaiveDateTime,
    who: Who,
    answer: Answer,
) -> Result<(), RsvpError> {
    let now = ctx.now();
    let at = series.occurrence(start).ok_or(RsvpError::NotFound)?;
    may_answer(series, &at, answer, now)?;
    may_come(tx, series, who, answer).await?;
    // Only who answers is told; pages for everybody say nothing of it.
    tx.housekeeping();
    let put = put(tx, ctx, (key, series), start, who, answer).await?;
    let mut news = promotions(&put.promoted, series);
    if let Some(row) = put.changed {
        // Of an opt-out by somebody who had no seat there is nothing to say.
        if row.state != State::NotGoing || row.uid.is_some() {
            news.push(News::of(&row, of_state(row.state), series));
        }
    }
    mails::tell_all(tx, ctx, (key, series), news).await?;
    Ok(())
}

/// Whoever was stopped, is leaving or cannot be written to has no seat and no place in line, nor has anybody but members
/// where it is for them. Looked at within the transaction: the door was passed before it.
pub(super) async fn may_come(tx: &WriteTx, series: &Series, who: Who, answer: Answer) -> Result<(), RsvpError> {
    if answer == Answer::NotGoing {
        return Ok(());
    }
    if !lets_in(tx, series, who).await? {
        return Err(Refusal::EventForMembers.into());
    }
    if mails::may_be_seated(tx, who).await? {
        return Ok(());
    }
    Err(match who {
        Who::Account(_) => Refusal::AccountNotActive,
        Who::Guest(_) => Refusal::GuestCannotBeTold,
    }
    .into())
}

/// Whether somebody is among those a series is for. Guests are no members.
pub(super) async fn lets_in(db: &impl ConnectionTrait, series: &Series, who: Who) -> Result<bool, DbErr> {
    match who {
        Who::Account(account) => members::may_come(db, series, account).await,
        Who::Guest(_) => Ok(!series.for_whom.is_for_members()),
    }
}

pub(super) fn of_state(state: State) -> RsvpNews {
    match state {
        State::Going => RsvpNews::Going,
        State::Waiting => RsvpNews::Waiting,
        State::NotGoing => RsvpNews::NotGoing,
    }
}

/// What those are told who have left the line for a seat, or for nothing because only members come now.
pub(super) fn promotions<'s>(promoted: &[Model], series: &'s Series) -> Vec<News<'s>> {
    let what = |row: &Model| if row.state == State::Going { RsvpNews::Promoted } else { RsvpNews::OffWaitlist };
    promoted.iter().map(|row| News::of(row, what(row), series)).collect()
}

/// What came of an answer. Nobody is mailed yet.
#[derive(Debug, Default)]
pub(super) struct Put {
    /// The answer, when it is another than before; with a name only where the calendar keeps the date, or is to.
    pub(super) changed: Option<Model>,
    /// Who has stood in line and has a seat now, or is out of it (see [`promote`]).
    pub(super) promoted: Vec<Model>,
}

/// Writes an answer down and gives a seat that becomes free to whoever is next. Of somebody who is gone nothing is written.
pub(super) async fn put(
    tx: &WriteTx,
    ctx: &Ctx,
    (key, series): (i64, &Series),
    start: NaiveDateTime,
    who: Who,
    answer: Answer,
) -> Result<Put, DbErr> {
    let (now, date) = (ctx.now(), (key, start));
    if answer == Answer::Going && !who.stays(tx).await? {
        return Ok(Put::default());
    }
    let held = seats::hold(tx, date, series.told(start).capacity).await?;
    let before = store::row(tx, date, who).await?;
    let was = before.as_ref().filter(|row| store::is_answer(row)).map(|row| row.state);
    let after = match (was, answer) {
        (Some(State::Going | State::Waiting), Answer::Going) | (Some(State::NotGoing), Answer::NotGoing) => {
            return Ok(Put::default());
        }
        (_, Answer::Going) => {
            let gives = held.gives(store::count(tx, date, State::Waiting).await?);
            let state = if granted(tx, ctx, date, gives).await? { State::Going } else { State::Waiting };
            write(tx, ctx, date, who, before.as_ref(), state, now).await?
        }
        (_, Answer::NotGoing) => write(tx, ctx, date, who, before.as_ref(), State::NotGoing, now).await?,
    };
    let mut promoted = Vec::new();
    if was == Some(State::Going) {
        seats::release(tx, date).await?;
        promoted = promote(tx, ctx, series, date).await?;
    }
    personal::changed(tx, who, now).await?;
    // Whoever had no seat has nothing in their calendar to take out.
    let keeps = after.state != State::NotGoing || was == Some(State::Going);
    let changed = if keeps { after } else { Model { uid: None, ..after } };
    Ok(Put { changed: Some(changed), promoted })
}

/// The rule says whether there is a seat to give; the statement that takes it says it once more.
#[cfg(not(feature = "chaos"))]
async fn granted(tx: &WriteTx, _: &Ctx, date: Date, gives: bool) -> Result<bool, DbErr> {
    Ok(gives && seats::grant(tx, date).await?)
}

#[cfg(feature = "chaos")]
async fn granted(tx: &WriteTx, ctx: &Ctx, date: Date, gives: bool) -> Result<bool, DbErr> {
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoSeats) {
        seats::grant_unguarded(tx, date).await?;
        return Ok(true);
    }
    Ok(gives && seats::grant(tx, date).await?)
}

async fn write(
    tx: &WriteTx,
    ctx: &Ctx,
    date: Date,
    who: Who,
    before: Option<&Model>,
    state: State,
    now: DateTime<Utc>,
) -> Result<Model, DbErr> {
    match before {
        // Whoever comes back stands at the end; so does whoever answers for a date that has come back.
        Some(row) if state != State::NotGoing || !store::is_answer(row) => {
            let ticket = seats::ticket(tx, date).await?;
            store::set_state(tx, row, state, Some(ticket), now).await
        }
        Some(row) => store::set_state(tx, row, state, None, now).await,
        None => {
            let new = New { public_id: ctx.dice.public_id(), date, who, state, ticket: seats::ticket(tx, date).await? };
            store::insert(tx, &new, now).await
        }
    }
}

/// Whether a date is to come and takes place.
pub(super) fn is_open(series: &Series, start: NaiveDateTime, now: DateTime<Utc>) -> bool {
    series.occurrence(start).is_some_and(|at| may_answer(series, &at, Answer::Going, now).is_ok())
}

/// Gives free seats to those in line, the longest waiting first. Answers who has one now, and, not going, who would not be
/// let in any more and has to hear of it. The date is held.
pub(super) async fn promote(tx: &WriteTx, ctx: &Ctx, series: &Series, date: Date) -> Result<Vec<Model>, DbErr> {
    let (now, mut promoted) = (ctx.now(), Vec::new());
    let open = is_open(series, date.1, now);
    let row = seats::find(tx, date).await?.filter(|_| open && series.status.is_public());
    let Some(mut held) = row.as_ref().map(seats::seats) else { return Ok(promoted) };
    let mut waiting = store::count(tx, date, State::Waiting).await?;
    while held.promotes(waiting) > 0 {
        let Some(next) = store::first_waiting(tx, date).await? else { break };
        let Some(who) = Who::of(next.account_id, next.guest_id) else { break };
        waiting -= 1;
        personal::changed(tx, who, now).await?;
        let (reachable, member) = (mails::may_be_seated(tx, who).await?, lets_in(tx, series, who).await?);
        if !reachable || !member {
            // Nobody can be told, or nobody would be let in: the seat goes on down the line.
            let dropped = store::set_state(tx, &next, State::NotGoing, None, now).await?;
            promoted.extend(reachable.then_some(dropped));
            continue;
        }
        if !seats::grant(tx, date).await? {
            break;
        }
        held.taken += 1;
        promoted.push(store::set_state(tx, &next, State::Going, None, now).await?);
    }
    Ok(promoted)
}

/// An account is leaving, was stopped or is about to be erased: its seats go to whoever is next, its calendar ends.
pub(crate) async fn leaves(tx: &WriteTx, ctx: &Ctx, account: i64) -> Result<(), DbErr> {
    let who = Who::Account(account);
    give_all_back(tx, ctx, who).await?;
    personal::end_feed(tx, account).await
}

/// Gives back every seat of somebody and tells whoever is next, each in one mail for each series. Whoever was stopped is
/// told too, because calendars keep what nobody takes out; and what they said of whole series waits for the account to go
/// on (see [`super::back()`]): until then it takes no seat.
pub(super) async fn give_all_back(tx: &WriteTx, ctx: &Ctx, who: Who) -> Result<(), DbErr> {
    let stopped = mails::is_stopped(tx, who).await?;
    if !stopped {
        store::end_standing(tx, who).await?;
    }
    // While a series was waited for, a split may have taken answers to its new part: they are looked for anew.
    while let Some(key) = guests::held_rows(tx, who).await?.first().map(|row| row.series_id) {
        let series = store::held_series_by_key(tx, key).await?;
        let mut rows = guests::held_rows(tx, who).await?;
        rows.retain(|row| row.series_id == key);
        let Some(series) = series else {
            give_back_of_draft(tx, ctx, &rows).await?;
            continue;
        };
        let mut news = Vec::new();
        for row in &rows {
            let put = put(tx, ctx, (key, &series), row.original_start, who, Answer::NotGoing).await?;
            news.extend(promotions(&put.promoted, &series));
            let open = is_open(&series, row.original_start, ctx.now());
            let kept = put.changed.filter(|row| stopped && open && row.uid.is_some());
            news.extend(kept.map(|row| News::of(&row, RsvpNews::Stopped, &series)));
        }
        mails::tell_all(tx, ctx, (key, &series), news).await?;
    }
    Ok(())
}

/// A draft again: nobody is told of the seat.
async fn give_back_of_draft(tx: &WriteTx, ctx: &Ctx, rows: &[Model]) -> Result<(), DbErr> {
    for row in rows {
        if row.state == State::Going {
            seats::release(tx, (row.series_id, row.original_start)).await?;
        }
        store::set_state(tx, row, State::NotGoing, None, ctx.now()).await?;
    }
    Ok(())
}
