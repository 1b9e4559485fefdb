//! What the pages of a series and of one of its dates show: no rows, no queries left to make. Lists of dates are in
//! `dates`.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::events::{Occurrence, Sees, Series, Slug};
use sea_orm::{ConnectionTrait, DbErr};

use super::dates::{self, Listed};
use super::lineage::{self, Lineage};
use super::{members, store};
use crate::ctx::Ctx;
use crate::db::DbError;

/// Dates shown on a series' page, to come and gone.
const DATES: usize = 24;
/// Dates offered to whoever went astray.
const NEAR: usize = 3;
const SOON: usize = 5;

/// What is at the address of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeriesFound {
    /// A public series.
    Found(Box<SeriesView>),
    /// Nothing.
    Missing {
        /// The next dates of all public series, at most 5.
        soon: Vec<Listed>,
    },
}

/// The page of one series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesView {
    /// The series with everything it says of its dates, as far as the viewer sees it.
    pub series: Series,
    /// What the viewer sees of what members have for themselves.
    pub sees: Sees,
    /// Dates to come, soonest first. At most 24.
    pub next: Vec<Occurrence>,
    /// Dates gone, newest first. At most 24.
    pub past: Vec<Occurrence>,
    /// Slugs and titles of the parts it goes on from, the nearest first.
    pub earlier: Vec<(Slug, String)>,
    /// The part that is alive, when this one ended because its rhythm changed.
    pub later: Option<Slug>,
}

/// What is at the address of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OccurrenceFound {
    /// A date of a public series.
    Found(Box<OccurrenceView>),
    /// It has another address: it belongs to another part of the series, or is called otherwise.
    Elsewhere {
        /// The series.
        slug: Slug,
        /// The date's name there.
        date_name: String,
    },
    /// Nothing.
    Missing {
        /// The series of that address and its title, if there is one.
        series: Option<(Slug, String)>,
        /// Its dates nearest to the day that was asked for, with their names and their zone; at most 3.
        nearest: Vec<(String, Occurrence, Tz)>,
        /// The next dates of all public series, at most 5.
        soon: Vec<Listed>,
    },
}

/// The page of one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OccurrenceView {
    /// The series with everything it says of its dates, as far as the viewer sees it; `series.told(occurrence.original_start)`
    /// has the date's words.
    pub series: Series,
    /// What the viewer sees of what members have for themselves.
    pub sees: Sees,
    /// The date.
    pub occurrence: Occurrence,
    /// What it is called in its address.
    pub date_name: String,
    /// The name of the date before it in the series.
    pub previous: Option<String>,
    /// The name of the date after it in the series.
    pub next: Option<String>,
    /// Slugs and titles of the parts its series goes on from, the nearest first.
    pub earlier: Vec<(Slug, String)>,
    /// The part that is alive, when this one ended because its rhythm changed.
    pub later: Option<Slug>,
}

/// The other parts of a series. Most have none, and need no statement.
async fn parts(db: &impl ConnectionTrait, series: &Series, goes_on: bool) -> Result<Lineage, DbErr> {
    if goes_on || series.continues.is_some() {
        return lineage::of(db, &series.slug, series.continues.as_ref()).await;
    }
    Ok(Lineage::default())
}

/// The page of a public series.
pub async fn series_page(ctx: &Ctx, slug: &str) -> Result<SeriesFound, DbError> {
    let (db, now) = (ctx.db.read(), ctx.now());
    let found = match Slug::parse(slug) {
        Some(slug) => store::public_part(db, &slug).await?,
        None => None,
    };
    let Some((series, goes_on)) = found else {
        return Ok(SeriesFound::Missing { soon: dates::soonest(ctx, SOON).await? });
    };
    let sees = members::sees(ctx, series.for_whom).await?;
    let series = series.seen_by(sees);
    let Lineage { earlier, later } = parts(db, &series, goes_on).await?;
    let (next, past) = (series.next(now, DATES), series.past(now, DATES));
    Ok(SeriesFound::Found(Box::new(SeriesView {
        series,
        sees,
        next,
        past,
        earlier,
        later: later.into_iter().next_back(),
    })))
}

/// The page of one date of a public series, by the date's name or its original start.
pub async fn occurrence_page(ctx: &Ctx, slug: &str, date: &str) -> Result<OccurrenceFound, DbError> {
    let db = ctx.db.read();
    let found = match Slug::parse(slug) {
        Some(slug) => store::public_part(db, &slug).await?,
        None => None,
    };
    let Some((series, goes_on)) = found else {
        return Ok(OccurrenceFound::Missing {
            series: None,
            nearest: Vec::new(),
            soon: dates::soonest(ctx, SOON).await?,
        });
    };
    let sees = members::sees(ctx, series.for_whom).await?;
    let series = series.seen_by(sees);
    let Lineage { earlier, later } = parts(db, &series, goes_on).await?;
    if let Some(occurrence) = series.by_name(date) {
        let date_name = series.date_name(occurrence.original_start);
        if date_name != date {
            return Ok(OccurrenceFound::Elsewhere { slug: series.slug, date_name });
        }
        let (previous, next) = series.around(occurrence.original_start);
        let name = |at: Option<Occurrence>| at.map(|at| series.date_name(at.original_start));
        let (previous, next) = (name(previous), name(next));
        let later = later.into_iter().next_back();
        let view = OccurrenceView { series, sees, occurrence, date_name, previous, next, earlier, later };
        return Ok(OccurrenceFound::Found(Box::new(view)));
    }
    for part in earlier.into_iter().map(|(part, _)| part).chain(later) {
        let Some(part) = store::public_by_slug(db, &part).await? else { continue };
        if let Some(occurrence) = part.by_name(date) {
            let date_name = part.date_name(occurrence.original_start);
            return Ok(OccurrenceFound::Elsewhere { slug: part.slug, date_name });
        }
    }
    let day: Option<NaiveDate> = date.get(..10).and_then(|day| day.parse().ok());
    let nearest = day.map(|day| series.nearest(day, NEAR)).unwrap_or_default();
    let named = |at: Occurrence| (series.date_name(at.original_start), at, series.zone);
    Ok(OccurrenceFound::Missing {
        nearest: nearest.into_iter().map(named).collect(),
        series: Some((series.slug.clone(), series.title.clone())),
        soon: dates::soonest(ctx, SOON).await?,
    })
}
