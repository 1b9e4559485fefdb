//! Dates of all public series as one list in time: what `/events` and the front page show.
//!
//! A list reaches as far as dates are stored: two years, and the first date of each series after them. A series' page
//! and its calendar have no such end.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use domain::events::{Format, Occurrence, Slug, Speaker, Status};

use super::list::{self, Wanted};
use super::store;
use crate::ctx::Ctx;
use crate::db::DbError;

/// Dates on one page of the list.
pub const PAGE: usize = 25;

/// What a reader asks of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this category, compared without regard to case.
    pub category: Option<String>,
    /// Only what comes after this point, as [`Listing::next`] gave it; anything else is ignored.
    pub after: Option<String>,
}

/// One date with what a list says of its series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Address of the series.
    pub slug: Slug,
    /// Title of the series.
    pub title: String,
    /// Category; may be empty.
    pub category: String,
    /// The zone it is announced in.
    pub zone: Tz,
    /// Where people meet.
    pub format: Format,
    /// The place in words; may be empty.
    pub place: String,
    /// Published or canceled; drafts are never listed.
    pub status: Status,
    /// Whether it is invented content.
    pub sample: bool,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// The date.
    pub occurrence: Occurrence,
}

/// The page `/events`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Dates that have not ended, soonest first, at most [`PAGE`].
    pub dates: Vec<Listed>,
    /// All categories in use by public series, by name, whatever the filter.
    pub categories: Vec<String>,
    /// Where the next page begins, when there is one.
    pub next: Option<String>,
    /// Now, on the context's clock.
    pub now: DateTime<Utc>,
}

/// One page of dates to come.
pub async fn upcoming(ctx: &Ctx, filter: &Filter) -> Result<Listing, DbError> {
    let (db, now) = (ctx.db.read(), ctx.now());
    let categories = in_order(list::categories(db).await?);
    let category = filter.category.as_deref().map(store::category_key);
    let mut dates = Vec::new();
    // A category nobody uses would be looked for through all dates.
    if category.as_ref().is_none_or(|wanted| categories.iter().any(|known| store::category_key(known) == *wanted)) {
        let after = filter.after.as_deref().and_then(Point::parse);
        let wanted = Wanted {
            now,
            after: after.as_ref(),
            category: category.as_deref(),
            only_published: false,
            limit: PAGE + 1,
        };
        dates = list::dates(db, wanted).await?;
    }
    let more = dates.len() > PAGE;
    dates.truncate(PAGE);
    let dates = with_speakers(ctx, dates).await?;
    let next = dates.last().filter(|_| more).map(|last| Point::of(last).to_string());
    Ok(Listing { dates, categories, next, now })
}

/// The next date of any published series.
pub async fn next_date(ctx: &Ctx) -> Result<Option<Listed>, DbError> {
    let wanted = Wanted { now: ctx.now(), after: None, category: None, only_published: true, limit: 1 };
    let dates = list::dates(ctx.db.read(), wanted).await?;
    Ok(with_speakers(ctx, dates).await?.pop())
}

async fn with_speakers(ctx: &Ctx, dates: Vec<(i64, Listed)>) -> Result<Vec<Listed>, DbError> {
    let series: BTreeSet<i64> = dates.iter().map(|(series, _)| *series).collect();
    if series.is_empty() {
        return Ok(Vec::new());
    }
    let speakers_of = store::speakers_of(ctx.db.read(), series).await?;
    let with = |(series, listed)| Listed { speakers: speakers_of.get(&series).cloned().unwrap_or_default(), ..listed };
    Ok(dates.into_iter().map(with).collect())
}

/// A place in the list: a start and the series.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Point(pub(super) DateTime<Utc>, pub(super) String);

impl Point {
    fn of(listed: &Listed) -> Self {
        Self(listed.occurrence.start, listed.slug.to_string())
    }

    fn parse(text: &str) -> Option<Self> {
        let (seconds, slug) = text.split_once('-')?;
        Some(Self(in_years(DateTime::from_timestamp(seconds.parse().ok()?, 0)?)?, Slug::parse(slug)?.to_string()))
    }
}

/// Only years of four digits, so that times compare as texts too, as SQLite has them.
fn in_years(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (1970..=9999).contains(&at.year()).then_some(at)
}

impl std::fmt::Display for Point {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}-{}", self.0.timestamp(), self.1)
    }
}

/// By name, each once however it is written.
fn in_order(categories: Vec<String>) -> Vec<String> {
    let mut keyed: Vec<_> = categories
        .into_iter()
        .filter(|category| !category.is_empty())
        .map(|category| (store::category_key(&category), category))
        .collect();
    keyed.sort_unstable();
    keyed.dedup_by(|(later, _), (kept, _)| later == kept);
    keyed.into_iter().map(|(_, category)| category).collect()
}
