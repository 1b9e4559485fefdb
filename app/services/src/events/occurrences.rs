//! The dates of series as stored rows, so that a list over all series is one query.
//!
//! They are derived: a series' rule and zone are the truth, and the rows are computed anew whenever it is stored, when
//! the horizon has moved on, and when the program has come with other zone data. Nothing else writes them.

use std::collections::HashMap;

use chrono::{DateTime, Months, TimeDelta, Utc};
use domain::events::{Occurrence, Series, limits};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::occurrences::{ActiveModel, COLUMN, Column, Entity, Model};
use super::store;
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};

/// The release of the zone data in this program.
pub(super) const TZDATA: &str = chrono_tz::IANA_TZDB_VERSION;
/// How far ahead dates are stored.
const HORIZON: Months = Months::new(24);
/// How long a date that has ended stays.
const KEPT: TimeDelta = TimeDelta::days(1);
/// No series has more rows. Two years of days and the longest event are less.
const MOST: usize = 800;
/// Far below what either database takes in one statement, four values a row.
const ROWS: usize = 500;
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
    /// Dates from a day ago to the horizon and the first one beyond it, soonest first. That one is what keeps a list
    /// from missing the next date of a series that comes every four years.
    pub(super) stored: Vec<Occurrence>,
    /// The start of the last of them; `None` when the series has no other to come.
    pub(super) until: Option<DateTime<Utc>>,
}

impl Dates {
    pub(super) fn of(series: &Series, now: DateTime<Utc>) -> Self {
        let horizon = horizon(now);
        let mut stored: Vec<Occurrence> = Vec::new();
        for at in series.ending_after(now - KEPT) {
            let last = stored.last().map(|last| last.start).filter(|last| *last >= horizon || stored.len() == MOST);
            if last.is_some() {
                return Self { stored, until: last };
            }
            stored.push(at);
        }
        Self { stored, until: None }
    }
}

/// Makes the rows of a series what `dates` says. Answers whether a list may look different now.
pub(super) async fn store(
    tx: &impl ConnectionTrait,
    series_id: i64,
    dates: &Dates,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let mut missing: HashMap<_, _> = dates.stored.iter().map(|at| (at.original_start, *at)).collect();
    let mut gone = Vec::new();
    let mut seen = false;
    for row in Entity::find().filter(COLUMN.series_id.eq(series_id)).all(tx).await? {
        if missing.get(&row.original_start).is_some_and(|at| says(&row, at)) {
            missing.remove(&row.original_start);
        } else {
            seen |= row.ends_at > now;
            gone.push(row.id);
        }
    }
    for ids in gone.chunks(ROWS) {
        Entity::delete_many().filter(Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    }
    let new: Vec<_> = dates.stored.iter().filter(|at| missing.contains_key(&at.original_start)).collect();
    for rows in new.chunks(ROWS) {
        let rows = rows.iter().map(|at| to_row(series_id, at));
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(seen || new.iter().any(|at| at.end > now))
}

fn says(row: &Model, at: &Occurrence) -> bool {
    (row.original_start, row.starts_at, row.ends_at) == (at.original_start, at.start, at.end)
}

fn to_row(series_id: i64, at: &Occurrence) -> ActiveModel {
    ActiveModel {
        id: ActiveValue::NotSet,
        series_id: ActiveValue::Set(series_id),
        original_start: ActiveValue::Set(at.original_start),
        starts_at: ActiveValue::Set(at.start),
        ends_at: ActiveValue::Set(at.end),
    }
}

/// Brings the stored dates of all series up to the horizon and to this program's zone data, and forgets those that
/// ended more than a day ago. Running it again changes nothing.
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
            None => break,
        }
    }
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                let ended = Entity::delete_many()
                    // Says nothing new, but has an index.
                    .filter(COLUMN.starts_at.lt(now - KEPT))
                    .filter(COLUMN.ends_at.lt(now - KEPT));
                ended.exec(tx).await?;
                Ok(())
            })
        })
        .await
}

/// The last of the series that were brought up to date; `None` when there was none.
async fn extend_some(tx: &WriteTx, after: i64, now: DateTime<Utc>) -> Result<Option<i64>, DbErr> {
    let behind = store::behind(tx, after, horizon(now), AT_ONCE).await?;
    let mut seen = false;
    for (id, series) in &behind {
        let dates = Dates::of(series, now);
        seen |= store(tx, *id, &dates, now).await?;
        store::set_dates_until(tx, *id, dates.until).await?;
    }
    if !seen {
        tx.housekeeping();
    }
    Ok(behind.last().map(|(id, _)| *id))
}

/// The series whose stored dates to come are not those its rule gives. Dates of other zone data are not compared: the
/// job that computes them anew runs with the next start of the server.
pub(crate) async fn misplaced(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<i64>, DbErr> {
    let mut wrong = Vec::new();
    for (id, series, until) in store::with_dates(db).await? {
        let filter = Entity::find().filter(COLUMN.series_id.eq(id)).filter(COLUMN.ends_at.gt(now));
        let mut stored = filter.all(db).await?;
        stored.sort_unstable_by_key(|row| row.original_start);
        let told = series.ending_after(now).take_while(|at| until.is_none_or(|until| at.start <= until));
        let told: Vec<_> = told.take(MOST + 1).collect();
        if told.len() != stored.len() || !stored.iter().zip(&told).all(|(row, at)| says(row, at)) {
            wrong.push(id);
        }
    }
    Ok(wrong)
}
