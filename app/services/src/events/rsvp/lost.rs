//! Whom a change of a series, or of a date, would mail that it does not take place. Nothing is stored: it is for whoever
//! is about to change it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::events::{Occurrence, Series, Status};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::calendars::Place;
use super::entity::rsvps::{Column, Entity, State};
use super::seats::Date;
use super::series_changed::{goes_to, takes_place};
use super::store;
use super::who::Who;

/// The key of a part that is not stored yet; no series has it.
const NEW: i64 = 0;

/// How many come to a date and how many wait for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answered {
    /// People with a place.
    pub going: u64,
    /// People on the waitlist.
    pub waiting: u64,
}

/// Whom canceling a date mails, or undoing that: nobody where the series does not take place or the date is over.
pub(in crate::events) async fn answered_for(
    db: &impl ConnectionTrait,
    series: &Series,
    at: &Occurrence,
    now: DateTime<Utc>,
) -> Result<Answered, DbErr> {
    if series.status != Status::Published || at.end <= now {
        return Ok(Answered::default());
    }
    let Some(key) = store::key_of(db, series.public_id).await? else { return Ok(Answered::default()) };
    let date = (key, at.original_start);
    let (going, waiting) = (store::count(db, date, State::Going).await?, store::count(db, date, State::Waiting).await?);
    Ok(Answered { going, waiting })
}

/// How many people come to, or wait for, dates to come that are no more once `before` has become `after`: one series, or an
/// ended and a living part, in this order. What [`super::series_changed()`] would tell them cannot be taken back.
pub(in crate::events) async fn lost_to(
    db: &impl ConnectionTrait,
    before: &Series,
    after: &[&Series],
    now: DateTime<Utc>,
) -> Result<usize, DbErr> {
    let Some(old) = store::key_of(db, before.public_id).await? else { return Ok(0) };
    let answers = Entity::find().filter(Column::SeriesId.eq(old)).filter(Column::Ticket.gt(0)).all(db).await?;
    let starts: BTreeSet<_> = answers.iter().map(|row| row.original_start).collect();
    let parts: Vec<_> = after.iter().enumerate().map(|(nth, part)| (if nth == 0 { old } else { NEW }, *part)).collect();
    // In the order in which they are moved, so that as many find a place.
    let mut starts: Vec<_> = starts.into_iter().collect();
    starts.sort_by_key(|start| (!after.iter().any(|part| part.has(*start)), *start));
    let (mut taken, mut lost): (Vec<Date>, Vec<_>) = (Vec::new(), Vec::new());
    for start in starts {
        match goes_to(before, &parts, start).filter(|(to, _)| !taken.contains(to)) {
            Some((to, _)) => taken.push(to),
            None => lost.push(start),
        }
    }
    lost.retain(|start| {
        let was = Place { series: before, start: *start };
        takes_place(was) && before.occurrence(*start).is_some_and(|at| at.end > now)
    });
    let told = answers.iter().filter(|row| row.state != State::NotGoing && lost.contains(&row.original_start));
    let people: BTreeSet<_> = told.filter_map(|row| Who::of(row.account_id, row.guest_id)).collect();
    Ok(people.len())
}
