//! The dates of series as stored rows, so that a list over all series is one query.
//!
//! They are derived: a series' rule and zone are the truth, and the rows are computed anew whenever it is stored, when
//! the horizon has moved on, and when the program has come with other zone data. Nothing else writes them.

use std::collections::HashMap;

use chrono::{DateTime, Months, NaiveDateTime, TimeDelta, Utc};
use domain::events::{Occurrence, Series, limits};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::occurrences::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{belongings, store};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};

/// The release of the zone data in this program.
pub(super) const TZDATA: &str = chrono_tz::IANA_TZDB_VERSION;
/// How far ahead dates are stored.
const HORIZON: Months = Months::new(24);
/// Ended dates of one series that are stored, the latest.
const PAST: usize = 1_000;
/// No series has more rows of dates to come. Two years of days and the longest event are less.
const MOST: usize = 800;
/// Far below what either database takes in one statement, nine values a row.
const ROWS: usize = 500;
/// A date that lasts longer is long: a list looks for those that are on by themselves.
pub(super) const LONG: TimeDelta = TimeDelta::hours(4);
/// Series of one transaction; other writers get their turn between two.
const AT_ONCE: u64 = 50;

/// No event is longer.
pub(super) fn longest() -> TimeDelta {
    TimeDelta::minutes(i64::from(*limits::MINUTES.end()))
}

fn horizon(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_add_months(HORIZON).unwrap_or(now)
}

/// What is to be stored of a series' dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dates {
    /// Dates that are over, a thousand at most, those up to the horizon, and the first one beyond it, with their names in
    /// addresses. That last one is what keeps a list from missing the next date of a series that comes every four years.
    pub(super) stored: Vec<(Occurrence, String)>,
    /// The start of the last of them; `None` when the series has no other to come.
    pub(super) until: Option<DateTime<Utc>>,
}

impl Dates {
    pub(super) fn of(series: &Series, now: DateTime<Utc>) -> Self {
        let horizon = horizon(now);
        let (mut coming, mut until) = (Vec::<Occurrence>::new(), None);
        for at in series.ending_after(now) {
            let last = coming.last().map(|last| last.start).filter(|last| *last >= horizon || coming.len() == MOST);
            if last.is_some() {
                until = last;
                break;
            }
            coming.push(at);
        }
        let all = series.past(now, PAST).into_iter().chain(coming);
        Self { stored: all.map(|at| (at, series.date_name(at.original_start))).collect(), until }
    }
}

/// Makes the rows of a series what `dates` says; `overrides` are the keys of what single dates say otherwise. Answers
/// whether a list may look different now.
pub(super) async fn store(
    tx: &impl ConnectionTrait,
    series_id: i64,
    dates: &Dates,
    overrides: &HashMap<NaiveDateTime, i64>,
) -> Result<bool, DbErr> {
    let row =
        |(at, name): &(Occurrence, String)| to_row(series_id, at, name, overrides.get(&at.original_start).copied());
    let mut missing: HashMap<_, _> = dates.stored.iter().map(|date| (date.0.original_start, row(date))).collect();
    let mut gone = Vec::new();
    for stored in Entity::find().filter(COLUMN.series_id.eq(series_id)).all(tx).await? {
        if missing.get(&stored.original_start).is_some_and(|wanted| Model { id: stored.id, ..wanted.clone() } == stored)
        {
            missing.remove(&stored.original_start);
        } else {
            gone.push(stored.id);
        }
    }
    for ids in gone.chunks(ROWS) {
        Entity::delete_many().filter(Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    }
    // In the order of time, so that rows that are read together lie together.
    let new: Vec<_> = dates.stored.iter().filter_map(|(at, _)| missing.remove(&at.original_start)).collect();
    for rows in new.chunks(ROWS) {
        let rows = rows.iter().map(|row| ActiveModel { id: ActiveValue::NotSet, ..row.clone().into() });
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(!gone.is_empty() || !new.is_empty())
}

/// A row that has no key yet.
fn to_row(series_id: i64, at: &Occurrence, name: &str, override_id: Option<i64>) -> Model {
    Model {
        id: 0,
        series_id,
        original_start: at.original_start,
        starts_at: at.start,
        ends_at: at.end,
        name: name.to_owned(),
        cancelled: at.cancelled,
        moved: at.moved,
        override_id,
        long_since: (at.end - at.start > LONG).then_some(at.start),
    }
}

/// Brings the stored dates of all series up to the horizon and to this program's zone data. Running it again changes
/// nothing.
pub(crate) async fn extend_dates(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let mut after = 0;
    loop {
        let last = ctx
            .db
            .write(move |tx| Box::pin(async move { Ok::<_, DbError>(extend_some(tx, after, now).await?) }))
            .await?;
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

/// The last of the series that were brought up to date; `None` when there was none.
async fn extend_some(tx: &WriteTx, after: i64, now: DateTime<Utc>) -> Result<Option<i64>, DbErr> {
    let behind = store::behind(tx, after, horizon(now), AT_ONCE).await?;
    let mut seen = false;
    for (id, series) in &behind {
        let dates = Dates::of(series, now);
        let overrides = belongings::keys_of_overrides(tx, *id).await?;
        seen |= self::store(tx, *id, &dates, &overrides).await?;
        store::set_dates_until(tx, *id, dates.until).await?;
    }
    if !seen {
        tx.housekeeping();
    }
    Ok(behind.last().map(|(id, _)| *id))
}

/// The series whose stored dates are not those the series says: of the ones to come all, of the ones that are over as many
/// as are kept. Dates of other zone data are not compared: the job that computes them anew runs with the next start of
/// the server.
pub(crate) async fn misplaced(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<i64>, DbErr> {
    let mut wrong = Vec::new();
    for (id, series, until) in store::with_dates(db).await? {
        let mut stored = Entity::find().filter(COLUMN.series_id.eq(id)).all(db).await?;
        stored.sort_unstable_by_key(|row| (row.starts_at, row.original_start));
        let (over, coming): (Vec<_>, Vec<_>) = stored.into_iter().partition(|row| row.ends_at <= now);
        let overrides = belongings::keys_of_overrides(db, id).await?;
        let says = |row: &Model, at: &Occurrence| {
            let name = series.date_name(at.original_start);
            let told = to_row(id, at, &name, overrides.get(&at.original_start).copied());
            *row == Model { id: row.id, ..told }
        };
        let told = series.ending_after(now).take_while(|at| until.is_none_or(|until| at.start <= until));
        let told: Vec<_> = told.take(MOST + 1).collect();
        let kept = series.past(now, PAST);
        // Until the series is stored anew, more and more of its dates are over.
        let enough = over.len() >= kept.len();
        let same = told.len() == coming.len() && coming.iter().zip(&told).all(|(row, at)| says(row, at));
        if !same || !enough || !over.iter().rev().zip(&kept).all(|(row, at)| says(row, at)) {
            wrong.push(id);
        }
    }
    Ok(wrong)
}
