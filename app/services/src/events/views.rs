//! What the page of a series shows, ready to draw: no rows, no queries left to make. Lists of dates are in `dates`.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::events::{Format, Occurrence, Series, Slug, Speaker, Status};

use super::store;
use crate::ctx::Ctx;
use crate::db::DbError;

/// Dates shown on a series' page, to come and gone.
const DATES: usize = 12;
/// What every view of a series says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesCard {
    /// Its part of the address.
    pub slug: Slug,
    /// Title.
    pub title: String,
    /// One or two sentences, or empty.
    pub summary: String,
    /// Category, or empty.
    pub category: String,
    /// Where people meet.
    pub format: Format,
    /// The place in words, or empty.
    pub place: String,
    /// Published or cancelled.
    pub status: Status,
    /// The zone of its local times.
    pub zone: Tz,
    /// How it repeats, in words; `None` for a one-off.
    pub repeats: Option<String>,
    /// Loaded to try the site.
    pub sample: bool,
    /// The next occurrence, or the one that is on now; `None` when all are over.
    pub next: Option<Occurrence>,
}

/// The page of one series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesView {
    /// The head of the page.
    pub card: SeriesCard,
    /// Markdown, not yet HTML.
    pub description: String,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// How long it lasts.
    pub duration_minutes: u32,
    /// First start in the clocks of the zone.
    pub first_start: NaiveDateTime,
    /// Dates to come, soonest first. At most 12.
    pub next: Vec<Occurrence>,
    /// Dates gone, newest first. At most 12.
    pub past: Vec<Occurrence>,
    /// When anything of it last changed.
    pub changed_at: DateTime<Utc>,
}

/// The page of a public series; `None` when there is none at this address.
pub async fn series_page(ctx: &Ctx, slug: &str) -> Result<Option<SeriesView>, DbError> {
    let Some(slug) = Slug::parse(slug) else { return Ok(None) };
    let now = ctx.now();
    let found = store::public_by_slug(ctx.db.read(), &slug).await?;
    Ok(found.map(|series| SeriesView {
        card: card(&series, now),
        duration_minutes: series.duration_minutes,
        first_start: series.local_start,
        next: series.next(now, DATES),
        past: series.past(now, DATES),
        changed_at: series.changed_at,
        description: series.description,
        speakers: series.speakers,
    }))
}

fn card(series: &Series, now: DateTime<Utc>) -> SeriesCard {
    SeriesCard {
        slug: series.slug.clone(),
        title: series.title.clone(),
        summary: series.summary.clone(),
        category: series.category.clone(),
        format: series.format,
        place: series.place.clone(),
        status: series.status,
        zone: series.zone,
        repeats: series.rule.map(|rule| rule.words(series.local_start)),
        sample: series.sample,
        next: series.next(now, 1).first().copied(),
    }
}
