//! What the pages of the desk show: a series with its dates, the fields of its forms, and what a form would do.

use chrono::TimeDelta;
use chrono_tz::Tz;
use domain::events::desk::{
    Effect, Fields, Planned, Reach, blank, fields_of, fields_of_date, read_date, read_series, stamp,
};
use domain::events::{Occurrence, Series, Slug, Status};
use domain::form::FieldError;
use sea_orm::ConnectionTrait;

use super::super::import::new_key;
use super::super::options::Options;
use super::super::touched::key_of;
use super::super::versions;
use super::super::views::{SeriesFound, SeriesView};
use super::OrganizeError;
use super::save::{changes, with_others};
use super::scope::Scope;
use crate::ctx::Ctx;

/// Dates drawn before a form is saved.
const DRAWN: usize = 12;
/// Dates to come and gone that the page of a series lists.
const LISTED: usize = 24;
/// How long a series that was published by mistake may become a draft again.
pub(super) const SECOND_THOUGHTS: TimeDelta = TimeDelta::minutes(10);

/// A series on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The series.
    pub series: Series,
    /// Dates to come, soonest first; at most 24.
    pub next: Vec<Occurrence>,
    /// Dates gone, newest first; at most 24.
    pub past: Vec<Occurrence>,
    /// Whether it may become a draft again.
    pub may_take_back: bool,
}

/// A form as it is drawn first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Names and values.
    pub fields: Fields,
    /// What the form is drawn from; empty for what is not stored yet.
    pub stamp: String,
    /// How far the series has come.
    pub status: Status,
    /// Its title; empty for what is not stored yet.
    pub title: String,
    /// Categories in use, to choose from.
    pub categories: Vec<String>,
}

/// The form of one date as it is drawn first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateSheet {
    /// Names and values.
    pub fields: Fields,
    /// What the form is drawn from.
    pub stamp: String,
    /// The series.
    pub series: Series,
    /// The date.
    pub occurrence: Occurrence,
    /// Whether it has begun.
    pub begun: bool,
}

/// What a form would make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The next dates, at most 12.
    pub dates: Vec<Occurrence>,
    /// The series as it is wanted; its zone is that of the dates.
    pub series: Series,
    /// What saving does.
    pub effect: Effect,
    /// How many dates of which something was said are no more.
    pub lost: usize,
}

/// A series of the viewer's with its dates.
pub async fn open(ctx: &Ctx, slug: &str) -> Result<Opened, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let (db, now) = (ctx.db.read(), ctx.now());
    let series = scope.read(db, slug).await?;
    let may_take_back = may_take_back(ctx, db, &series).await?;
    Ok(Opened { next: series.next(now, LISTED), past: series.past(now, LISTED), series, may_take_back })
}

/// A series becomes a draft again only a moment after it was published for the first time and before anything else
/// of it has changed: later, calendars hold it, and a cancel tells them.
pub(super) async fn may_take_back(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    series: &Series,
) -> Result<bool, OrganizeError> {
    if series.status != Status::Published || series.past(ctx.now(), 1).len() == 1 {
        return Ok(false);
    }
    let held = versions::feed_version(db, &key_of(&series.slug)).await?;
    Ok(held.is_some_and(|held| held.version == 1 && ctx.now() - held.changed_at <= SECOND_THOUGHTS))
}

/// The page of a series as readers will see it, also of a draft.
pub async fn preview(ctx: &Ctx, slug: &str) -> Result<SeriesView, OrganizeError> {
    let Opened { series, next, past, .. } = open(ctx, slug).await?;
    if series.status.is_public()
        && let SeriesFound::Found(view) = super::super::series_page(ctx, slug).await?
    {
        return Ok(*view);
    }
    Ok(SeriesView { series, next, past, earlier: Vec::new(), later: None })
}

/// The empty form of a new series, in the zone of the association.
pub async fn drawn_new(ctx: &Ctx) -> Result<Drawn, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let keep = ["zone", "minutes", "repeats", "every", "ends", "format", "organizer"];
    let mut fields: Fields =
        fields_of(&new_series(ctx)).into_iter().filter(|(name, _)| keep.contains(&name.as_str())).collect();
    let categories = categories(ctx, &scope).await?;
    if let (Some(_), [only]) = (&scope.0, categories.as_slice()) {
        fields.push(("category".to_owned(), only.clone()));
    }
    Ok(Drawn { fields, stamp: String::new(), status: Status::Draft, title: String::new(), categories })
}

/// The form of a stored series.
pub async fn drawn_series(ctx: &Ctx, slug: &str) -> Result<Drawn, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let series = scope.read(ctx.db.read(), slug).await?;
    let fields = fields_of(&series);
    let categories = categories(ctx, &scope).await?;
    Ok(Drawn { stamp: stamp(&fields), fields, status: series.status, title: series.title, categories })
}

async fn categories(ctx: &Ctx, scope: &Scope) -> Result<Vec<String>, OrganizeError> {
    let known = Options::all(ctx.db.read()).await?.categories;
    Ok(match &scope.0 {
        None => known,
        Some(keys) => {
            let written = |key: &String| {
                known.iter().find(|word| super::super::category_key(word) == *key).unwrap_or(key).clone()
            };
            keys.iter().map(written).collect()
        }
    })
}

/// The form of one date.
pub async fn drawn_date(ctx: &Ctx, slug: &str, date: &str) -> Result<DateSheet, OrganizeError> {
    let series = Scope::of(ctx).await?.read(ctx.db.read(), slug).await?;
    let occurrence = series.by_name(date).ok_or(OrganizeError::NotFound)?;
    let fields = fields_of_date(&series, occurrence.original_start);
    Ok(DateSheet { stamp: stamp(&fields), fields, begun: occurrence.start <= ctx.now(), series, occurrence })
}

/// What saving the form of a series would make; `None` for a new one. Nothing is stored.
pub async fn look(
    ctx: &Ctx,
    slug: Option<&str>,
    fields: &Fields,
) -> Result<Result<Looked, Vec<FieldError>>, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let before = match slug {
        Some(slug) => scope.read(ctx.db.read(), slug).await?,
        None => new_series(ctx),
    };
    let stored = slug.map(|_| fields_of(&before));
    let read = stored.as_ref().map_or_else(|| fields.clone(), |stored| with_others(fields, stored));
    let planned = read_series(&read, &before, ctx.now());
    Ok(told(stored, fields, planned).map(|planned| looked(ctx, before, planned)))
}

/// What saving the form of a date would make. Nothing is stored.
pub async fn look_at_date(
    ctx: &Ctx,
    slug: &str,
    date: &str,
    fields: &Fields,
) -> Result<Result<Looked, Vec<FieldError>>, OrganizeError> {
    let series = Scope::of(ctx).await?.read(ctx.db.read(), slug).await?;
    let start = series.by_name(date).ok_or(OrganizeError::NotFound)?.original_start;
    let stored = fields_of_date(&series, start);
    let planned = read_date(&with_others(fields, &stored), &series, start, reach_of(fields), ctx.now());
    Ok(told(Some(stored), fields, planned).map(|planned| looked(ctx, series, planned)))
}

/// What others have stored since the form was drawn comes before what the form would do.
fn told(
    stored: Option<Fields>,
    posted: &Fields,
    planned: Result<Planned, Vec<FieldError>>,
) -> Result<Planned, Vec<FieldError>> {
    let mut conflicts = stored.map(|stored| changes(posted, &stored)).unwrap_or_default();
    match planned {
        Ok(planned) if conflicts.is_empty() => Ok(planned),
        Ok(_) => Err(conflicts),
        Err(errors) => {
            conflicts.extend(errors);
            Err(conflicts)
        }
    }
}

fn looked(ctx: &Ctx, before: Series, planned: Planned) -> Looked {
    let Planned { after, effect, lost } = planned;
    // What was said of dates is drawn where the split will put it.
    let after = match effect {
        Effect::Split { at, .. } => before.split(at, after, ctx.now()).living,
        Effect::Same | Effect::InPlace | Effect::NewKey => after,
    };
    Looked { dates: after.next(ctx.now(), DRAWN), series: after, effect, lost: lost.len() }
}

/// How far the change of a date is to reach; this date alone when the form does not say.
pub(super) fn reach_of(fields: &Fields) -> Reach {
    let typed = fields.iter().find(|(name, _)| name == "reach").map_or("", |(_, value)| value.as_str());
    Reach::parse(typed).unwrap_or(Reach::This)
}

/// A draft with a key of its own, in the zone of the association.
pub(super) fn new_series(ctx: &Ctx) -> Series {
    let (public_id, uid) = new_key(ctx);
    let zone: Tz = ctx.config.org.zone;
    // Its address is made of its title when it is stored.
    blank(public_id, uid, Slug::of_draft(), zone, ctx.now())
}
