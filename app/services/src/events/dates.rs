//! Dates of all public series as one list in time: what `/events` and the front page show.
//!
//! A list reaches as far as dates are stored: two years ahead and the first date of each series after them, and a
//! thousand dates of each back. A series' page and its calendar have no such end.

use chrono::{DateTime, Datelike, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use domain::events::{ForWhom, Format, Month, Occurrence, Slug, Speaker, Status, zone};
use sea_orm::ConnectionTrait;

use super::list::{self, Wanted};
use super::options::Options;
use crate::ctx::Ctx;
use crate::db::DbError;

/// Dates on one page of the list.
pub const PAGE: usize = 25;
/// Dates in the grid of a month.
pub const MONTH: usize = 400;

/// What a reader asks of the list. Everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Only this category, compared without regard to case.
    pub category: Option<String>,
    /// Only where people meet so.
    pub format: Option<Format>,
    /// Only series with this tag, compared without regard to case.
    pub tag: Option<String>,
    /// Only dates that touch this month in the association's zone. A month that is over is shown whole, also without
    /// `past`: whoever asks for it does not want an empty page.
    pub month: Option<Month>,
    /// Only dates whose title, speakers or tags hold each of these words, in any case.
    pub q: Option<String>,
    /// What has ended, newest first, instead of what has not, soonest first.
    pub past: bool,
    /// Only what comes after this point, as [`Listing::next`] gave it; anything else is ignored.
    pub after: Option<String>,
}

impl Filter {
    /// True when nothing is left out: the plain list of what is to come. A point to go on from leaves nothing out.
    pub fn is_empty(&self) -> bool {
        *self == Self { after: self.after.clone(), ..Self::default() }
    }
}

/// One date with what a list says of it: the words of its series with its own put over them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four marks of a row, each shown by itself")]
pub struct Listed {
    /// Address of the series.
    pub slug: Slug,
    /// What the date is called in its address, such as `2026-11-25`.
    pub date_name: String,
    /// Title of the date.
    pub title: String,
    /// True when the title is the date's own.
    pub own_title: bool,
    /// Category; may be empty.
    pub category: String,
    /// Tags in the order written.
    pub tags: Vec<String>,
    /// The zone it is announced in.
    pub zone: Tz,
    /// Where people meet.
    pub format: Format,
    /// The place in words; may be empty.
    pub place: String,
    /// Of the series: published or canceled; drafts are never listed.
    pub status: Status,
    /// Whom it is for.
    pub for_whom: ForWhom,
    /// Whether this date is canceled, by itself or with its series.
    pub cancelled: bool,
    /// Whether it begins at another time than the series gives.
    pub moved: bool,
    /// Whether it is invented content.
    pub sample: bool,
    /// Who speaks at this date, without their biographies.
    pub speakers: Vec<Speaker>,
    /// The date.
    pub occurrence: Occurrence,
}

/// The page `/events`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// At most [`PAGE`] dates, in the order of the filter.
    pub dates: Vec<Listed>,
    /// All categories in use by public series, by name, whatever the filter.
    pub categories: Vec<String>,
    /// All tags in use by public series, by name, whatever the filter.
    pub tags: Vec<String>,
    /// Where the next page begins, when there is one.
    pub next: Option<String>,
    /// Now, on the context's clock.
    pub now: DateTime<Utc>,
}

/// One page of dates.
pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<Listing, DbError> {
    let (db, now) = (ctx.db.read(), ctx.now());
    let after = filter.after.as_deref().and_then(Point::parse);
    let wanted = Wanted { after: after.as_ref(), ..wanted(filter, now, ctx.config.org.zone) };
    let (mut dates, words) = list::dates(db, &wanted, Some(Options::value(db.get_database_backend()))).await?;
    let options = if words.is_some() { Options::read(words)? } else { Options::all(db).await? };
    let more = dates.len() > PAGE;
    dates.truncate(PAGE);
    let next = dates.last().filter(|_| more).map(|last| Point::of(last).to_string());
    Ok(Listing { dates, categories: options.categories, tags: options.tags, next, now })
}

/// What a filter asks of the dates at an instant, one more than a page of them.
fn wanted(filter: &Filter, now: DateTime<Utc>, zone: Tz) -> Wanted<'_> {
    let within = filter.month.map(|month| span(month, zone));
    let over = within.is_some_and(|(_, end)| end <= now);
    Wanted {
        newest_first: filter.past,
        not_ended_at: (!filter.past && !over).then_some(now),
        ended_at: filter.past.then_some(now),
        within,
        after: None,
        filter,
        only_published: false,
        limit: PAGE + 1,
    }
}

/// All dates that touch a month in the association's zone, soonest first, ended ones too; at most [`MONTH`]. Of the
/// filter category, format, tag and search hold.
pub async fn month(ctx: &Ctx, month: Month, filter: &Filter) -> Result<Vec<Listed>, DbError> {
    let db = ctx.db.read();
    let zone = ctx.config.org.zone;
    let wanted = Wanted {
        newest_first: false,
        not_ended_at: None,
        ended_at: None,
        within: Some(span(month, zone)),
        limit: MONTH,
        ..wanted(filter, ctx.now(), zone)
    };
    Ok(list::dates(db, &wanted, None).await?.0)
}

/// The first instant of a month in a zone, and that of the month after.
pub(super) fn span(month: Month, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
    let midnight = |day: chrono::NaiveDate| zone::resolve(zone, day.and_time(NaiveTime::MIN)).0;
    (midnight(month.first()), midnight(month.last() + chrono::Days::new(1)))
}

/// The next date of any published series that is not canceled.
pub async fn next_date(ctx: &Ctx) -> Result<Option<Listed>, DbError> {
    Ok(soon(ctx, 1, true).await?.pop())
}

/// The next few dates of all public series, for whoever went astray.
pub(super) async fn soonest(ctx: &Ctx, limit: usize) -> Result<Vec<Listed>, DbError> {
    soon(ctx, limit, false).await
}

async fn soon(ctx: &Ctx, limit: usize, only_published: bool) -> Result<Vec<Listed>, DbError> {
    let db = ctx.db.read();
    let filter = Filter::default();
    let all = wanted(&filter, ctx.now(), ctx.config.org.zone);
    Ok(list::dates(db, &Wanted { only_published, limit, ..all }, None).await?.0)
}

/// A place in the list: a start, the date's name for ever, and the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) start: DateTime<Utc>,
    pub(super) original_start: NaiveDateTime,
    pub(super) slug: String,
}

const ORIGINAL: &str = "%Y%m%dT%H%M%S";

impl Point {
    fn of(listed: &Listed) -> Self {
        let Occurrence { start, original_start, .. } = listed.occurrence;
        Self { start, original_start, slug: listed.slug.to_string() }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let start = DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?;
        let original_start = NaiveDateTime::parse_from_str(parts.next()?, ORIGINAL).ok()?;
        let slug = Slug::parse(parts.next()?)?.to_string();
        // Only years of four digits, so that times compare as texts too, as SQLite has them.
        let in_years = |year: i32| (1970..=9999).contains(&year);
        (in_years(start.year()) && in_years(original_start.year())).then_some(Self { start, original_start, slug })
    }
}

impl std::fmt::Display for Point {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}-{}-{}", self.start.timestamp(), self.original_start.format(ORIGINAL), self.slug)
    }
}
