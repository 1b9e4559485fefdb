//! An answer, for one date or for all of a series that are to come.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::access::{Action, Object};
use domain::events::rsvp::{Answer, may_answer};
use domain::events::{Series, Slug};
use sea_orm::DbErr;

use super::entity::rsvps::{Model, State};
use super::error::RsvpError;
use super::mails::{self, Mailed};
use super::seats::{self, Date};
use super::standing;
use super::store::{self, New};
use super::who::Who;
use super::{guests, personal};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
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

/// The viewer's answer for every date of a series that is to come.
pub async fn answer_series(ctx: &Ctx, slug: &str, answer: Answer) -> Result<(), RsvpError> {
    allow(ctx, Action::Rsvp, Object::Own)?;
    let (who, slug, ctx) = (me(ctx)?, Slug::parse(slug).ok_or(RsvpError::NotFound)?, ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, slug) = (ctx.clone(), slug.clone());
            Box::pin(async move {
                let (key, series) = store::held_series(tx, &slug).await?.ok_or(RsvpError::NotFound)?;
                standing::set(tx, &ctx, (key, &series), who, answer).await
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
    // Only who answers is told; pages for everybody say nothing of it.
    tx.housekeeping();
    if let Some(row) = put(tx, ctx, (key, series), start, who, answer).await? {
        let news = match row.state {
            State::Going => RsvpNews::Going,
            State::Waiting => RsvpNews::Waiting,
            State::NotGoing => RsvpNews::NotGoing,
        };
        // Of an opt-out from a date that nobody was invited to there is nothing to say.
        if row.state != State::NotGoing || row.uid.is_some() {
            mails::tell(tx, ctx, series, &row, news).await?;
        }
    }
    Ok(())
}

/// Writes an answer down and gives a seat that becomes free to whoever is next; answers the row when it is another than
/// before. The one who answers is not mailed here.
pub(super) async fn put(
    tx: &WriteTx,
    ctx: &Ctx,
    (key, series): (i64, &Series),
    start: NaiveDateTime,
    who: Who,
    answer: Answer,
) -> Result<Option<Model>, DbErr> {
    let (now, date) = (ctx.now(), (key, start));
    seats::hold(tx, date, series.told(start).capacity).await?;
    let before = store::find(tx, date, who).await?;
    let was = before.as_ref().map(|row| row.state);
    let after = match (was, answer) {
        (Some(State::Going | State::Waiting), Answer::Going) | (Some(State::NotGoing), Answer::NotGoing) => {
            return Ok(None);
        }
        (_, Answer::Going) => {
            let free = store::first_waiting(tx, date).await?.is_none() && granted(tx, ctx, date).await?;
            let state = if free { State::Going } else { State::Waiting };
            write(tx, ctx, date, who, before.as_ref(), state, now).await?
        }
        (_, Answer::NotGoing) => write(tx, ctx, date, who, before.as_ref(), State::NotGoing, now).await?,
    };
    if was == Some(State::Going) {
        seats::release(tx, date).await?;
        promote(tx, ctx, series, date).await?;
    }
    personal::changed(tx, who, now).await?;
    Ok(Some(after))
}

#[cfg(not(feature = "chaos"))]
async fn granted(tx: &WriteTx, _: &Ctx, date: Date) -> Result<bool, DbErr> {
    seats::grant(tx, date).await
}

#[cfg(feature = "chaos")]
async fn granted(tx: &WriteTx, ctx: &Ctx, date: Date) -> Result<bool, DbErr> {
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoSeats) {
        seats::grant_unguarded(tx, date).await?;
        return Ok(true);
    }
    seats::grant(tx, date).await
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
        // Whoever comes back stands at the end.
        Some(row) if state != State::NotGoing => {
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

/// Gives free seats to those in line, the longest waiting first, each with one mail. The date is held.
pub(super) async fn promote(tx: &WriteTx, ctx: &Ctx, series: &Series, date: Date) -> Result<(), DbErr> {
    let now = ctx.now();
    let open = series.occurrence(date.1).is_some_and(|at| may_answer(series, &at, Answer::Going, now).is_ok());
    if !open || !series.status.is_public() {
        return Ok(());
    }
    while let Some(next) = store::first_waiting(tx, date).await? {
        if !seats::grant(tx, date).await? {
            break;
        }
        let row = store::set_state(tx, &next, State::Going, None, now).await?;
        match mails::tell(tx, ctx, series, &row, RsvpNews::Promoted).await? {
            Mailed::Yes => {}
            // Nobody can be told, so nobody would come: the seat goes on down the line.
            Mailed::Nobody => {
                store::set_state(tx, &row, State::NotGoing, None, now).await?;
                seats::release(tx, date).await?;
            }
        }
        if let Some(who) = Who::of(row.account_id, row.guest_id) {
            personal::changed(tx, who, now).await?;
        }
    }
    Ok(())
}

/// An account is leaving or about to be erased: its seats go to whoever is next, its calendar ends.
pub(crate) async fn leaves(tx: &WriteTx, ctx: &Ctx, account: i64) -> Result<(), DbErr> {
    let who = Who::Account(account);
    give_all_back(tx, ctx, who).await?;
    personal::end_feed(tx, account).await
}

/// Gives back every seat of somebody and tells whoever is next.
pub(super) async fn give_all_back(tx: &WriteTx, ctx: &Ctx, who: Who) -> Result<(), DbErr> {
    store::end_standing(tx, who).await?;
    for row in guests::held_rows(tx, who).await? {
        let date = (row.series_id, row.original_start);
        if let Some(series) = store::held_series_by_key(tx, row.series_id).await? {
            put(tx, ctx, (row.series_id, &series), row.original_start, who, Answer::NotGoing).await?;
            continue;
        }
        // A draft again: nobody is told of the seat.
        if row.state == State::Going {
            seats::release(tx, date).await?;
        }
        store::set_state(tx, &row, State::NotGoing, None, ctx.now()).await?;
    }
    Ok(())
}
