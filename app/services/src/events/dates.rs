//! Dates of all public series as one list in time: what `/events` and the front page show.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::events::{Format, Occurrence, Series, Slug, Speaker, Status};

use super::store::{self, Which};
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
    let now = ctx.now();
    let all: Vec<Series> =
        store::whole(ctx.db.read(), Which::Public).await?.into_iter().map(|(_, series)| series).collect();
    let wanted = filter.category.as_deref().map(str::to_lowercase);
    let chosen =
        all.iter().filter(|series| wanted.as_ref().is_none_or(|wanted| series.category.to_lowercase() == *wanted));
    let after = filter.after.as_deref().and_then(Point::parse);
    let mut found = merge(chosen, now, after.as_ref());
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|(at, series)| Point::of(at, series).to_string());
    Ok(Listing {
        dates: found.into_iter().map(|(at, series)| listed(series, at)).collect(),
        categories: categories(&all),
        next,
        now,
    })
}

/// The next date of any published series.
pub async fn next_date(ctx: &Ctx) -> Result<Option<Listed>, DbError> {
    let now = ctx.now();
    let all = store::whole(ctx.db.read(), Which::Public).await?;
    let published = all.iter().map(|(_, series)| series).filter(|series| series.status == Status::Published);
    Ok(published
        .filter_map(|series| series.next(now, 1).first().map(|at| (*at, series)))
        .min_by(|one, other| order(one).cmp(&order(other)))
        .map(|(at, series)| listed(series, at)))
}

/// A place in the list: the start in seconds since the epoch and the series.
#[derive(Debug, PartialEq, Eq)]
struct Point(i64, String);

impl Point {
    fn of(at: &Occurrence, series: &Series) -> Self {
        Self(at.start.timestamp(), series.slug.to_string())
    }

    fn parse(text: &str) -> Option<Self> {
        let (seconds, slug) = text.split_once('-')?;
        Some(Self(seconds.parse().ok()?, Slug::parse(slug)?.to_string()))
    }
}

impl std::fmt::Display for Point {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}-{}", self.0, self.1)
    }
}

fn order<'s>((at, series): &(Occurrence, &'s Series)) -> (i64, &'s str) {
    (at.start.timestamp(), series.slug.as_str())
}

/// At least one more than a page, if there are so many.
///
/// A page of dates comes from no more series than it has dates: those whose first date is the soonest. So only they are
/// computed further than one date, which is what makes a list of a thousand series cheap.
fn merge<'s>(
    series: impl Iterator<Item = &'s Series>,
    now: DateTime<Utc>,
    after: Option<&Point>,
) -> Vec<(Occurrence, &'s Series)> {
    let from = after.and_then(|point| DateTime::from_timestamp(point.0, 0)).map_or(now, |at| at.max(now));
    let wanted =
        |entry: &(Occurrence, &'s Series)| after.is_none_or(|point| order(entry) > (point.0, point.1.as_str()));
    let dates = |series: &'s Series| series.ending_after(from).map(move |at| (at, series)).filter(wanted);
    let mut firsts: Vec<_> = series.filter_map(|series| dates(series).next()).collect();
    firsts.sort_unstable_by(|one, other| order(one).cmp(&order(other)));
    firsts.truncate(PAGE + 1);
    let mut found: Vec<_> = firsts.into_iter().flat_map(|(_, series)| dates(series).take(PAGE + 1)).collect();
    found.sort_unstable_by(|one, other| order(one).cmp(&order(other)));
    found
}

fn categories(all: &[Series]) -> Vec<String> {
    let mut categories: Vec<_> =
        all.iter().map(|series| series.category.clone()).filter(|category| !category.is_empty()).collect();
    categories.sort_unstable_by_key(|category| category.to_lowercase());
    categories.dedup();
    categories
}

fn listed(series: &Series, occurrence: Occurrence) -> Listed {
    Listed {
        slug: series.slug.clone(),
        title: series.title.clone(),
        category: series.category.clone(),
        zone: series.zone,
        format: series.format,
        place: series.place.clone(),
        status: series.status,
        sample: series.sample,
        speakers: series.speakers.clone(),
        occurrence,
    }
}
