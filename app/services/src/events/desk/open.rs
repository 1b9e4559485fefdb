//! What the pages of the desk show: a series with its dates, the fields of its forms, and what a form would do.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::events::desk::{
    Effect, Fields, Planned, Reach, blank, fields_of, fields_of_date, read_date, read_series, stamp, watched,
    watched_date,
};
use domain::events::{Occurrence, Sees, Series, Slug, Status};
use domain::form::FieldError;
use sea_orm::{ConnectionTrait, DbErr};

use super::super::import::new_key;
use super::super::rsvp::{self, Answered};
use super::super::touched::key_of;
use super::super::versions;
use super::super::views::{SeriesFound, SeriesView};
use super::OrganizeError;
use super::others::{Again, Held, first_of};
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
    /// What of others its sender has been told, where it is drawn again.
    pub seen: String,
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
    /// What of others its sender has been told, where it is drawn again.
    pub seen: String,
    /// The series.
    pub series: Series,
    /// The date.
    pub occurrence: Occurrence,
    /// Whether it has begun.
    pub begun: bool,
    /// Who is mailed when it is canceled, or that undone.
    pub answered: Answered,
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
    /// How many people have answered for dates to come that are no more; they are mailed when this is stored.
    pub people: usize,
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

/// The page of a series as readers will see it, also of a draft; as members will, with what is for them alone, because its
/// organizer has to look at that as well, a member or not.
pub async fn preview(ctx: &Ctx, slug: &str) -> Result<SeriesView, OrganizeError> {
    let Opened { series, next, past, .. } = open(ctx, slug).await?;
    let (mut earlier, mut later) = (Vec::new(), None);
    if series.status.is_public()
        && let SeriesFound::Found(view) = super::super::series_page(ctx, slug).await?
    {
        SeriesView { earlier, later, .. } = *view;
    }
    Ok(SeriesView { series, sees: Sees::ALL, next, past, earlier, later })
}

/// The empty form of a new series, in the zone of the association.
pub async fn drawn_new(ctx: &Ctx) -> Result<Drawn, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let keep = ["zone", "minutes", "repeats", "every", "ends", "format", "organizer"];
    let mut fields: Fields =
        fields_of(&new_series(ctx)).into_iter().filter(|(name, _)| keep.contains(&name.as_str())).collect();
    let categories = scope.labels(ctx.db.read()).await?;
    if let (Some(_), [only]) = (&scope.0, categories.as_slice()) {
        fields.push(("category".to_owned(), only.clone()));
    }
    let (stamp, seen, title) = (String::new(), String::new(), String::new());
    Ok(Drawn { fields, stamp, seen, status: Status::Draft, title, categories })
}

/// The form of a stored series; `again` when it was refused and is drawn again.
pub async fn drawn_series(ctx: &Ctx, slug: &str, again: Option<&Again>) -> Result<Drawn, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let db = ctx.db.read();
    let series = scope.read(db, slug).await?;
    let seen = again.map(|again| Held::of_series(&again.fields, &series).seen(again)).unwrap_or_default();
    let (fields, stamp, categories) = (fields_of(&series), stamp(&watched(&series)), scope.labels(db).await?);
    Ok(Drawn { fields, stamp, seen, status: series.status, title: series.title, categories })
}

/// The form of one date; `again` when it was refused and is drawn again.
pub async fn drawn_date(ctx: &Ctx, slug: &str, date: &str, again: Option<&Again>) -> Result<DateSheet, OrganizeError> {
    let (db, now) = (ctx.db.read(), ctx.now());
    let series = Scope::of(ctx).await?.read(db, slug).await?;
    let occurrence = series.by_name(date).ok_or(OrganizeError::DateGone)?;
    let start = occurrence.original_start;
    let seen = again.map(|again| Held::of_date(&again.fields, &series, start).seen(again)).unwrap_or_default();
    let (fields, stamp) = (fields_of_date(&series, start), stamp(&watched_date(&series, start)));
    let answered = rsvp::answered_for(db, &series, &occurrence, now).await?;
    Ok(DateSheet { fields, stamp, seen, begun: occurrence.start <= now, answered, series, occurrence })
}

/// What saving the form of a series would make; `None` for a new one. Nothing is stored.
pub async fn look(
    ctx: &Ctx,
    slug: Option<&str>,
    fields: &Fields,
) -> Result<Result<Looked, Vec<FieldError>>, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let (before, planned) = match slug {
        None => {
            let before = new_series(ctx);
            let planned = read_series(fields, &before, ctx.now());
            (before, planned)
        }
        Some(slug) => {
            let before = scope.read(ctx.db.read(), slug).await?;
            let held = Held::of_series(fields, &before);
            let planned = read_series(&held.fields, &before, ctx.now());
            (before, held.with(planned))
        }
    };
    looked(ctx, before, planned).await
}

/// What saving the form of a date would make. Nothing is stored.
pub async fn look_at_date(
    ctx: &Ctx,
    slug: &str,
    date: &str,
    fields: &Fields,
) -> Result<Result<Looked, Vec<FieldError>>, OrganizeError> {
    let series = Scope::of(ctx).await?.read(ctx.db.read(), slug).await?;
    let start = series.by_name(date).ok_or(OrganizeError::DateGone)?.original_start;
    let held = Held::of_date(fields, &series, start);
    let planned = read_date(&held.fields, &series, start, reach_of(fields), ctx.now());
    looked(ctx, series, held.with(planned)).await
}

async fn looked(
    ctx: &Ctx,
    before: Series,
    planned: Result<Planned, Vec<FieldError>>,
) -> Result<Result<Looked, Vec<FieldError>>, OrganizeError> {
    let Planned { after, effect, lost } = match planned {
        Ok(planned) => planned,
        Err(errors) => return Ok(Err(errors)),
    };
    let people = people_of_lost(ctx.db.read(), &before, &after, effect, ctx.now()).await?;
    // What was said of dates is drawn where the split will put it.
    let after = match effect {
        Effect::Split { at, .. } => before.split(at, after, ctx.now()).living,
        Effect::Same | Effect::InPlace | Effect::NewKey => after,
    };
    Ok(Ok(Looked { dates: after.next(ctx.now(), DRAWN), series: after, effect, lost: lost.len(), people }))
}

/// How many people have answered for dates to come that are no more once `after` is stored.
pub(super) async fn people_of_lost(
    db: &impl ConnectionTrait,
    before: &Series,
    after: &Series,
    effect: Effect,
    now: DateTime<Utc>,
) -> Result<usize, DbErr> {
    match effect {
        Effect::Same => Ok(0),
        Effect::InPlace | Effect::NewKey => rsvp::lost_to(db, before, &[after], now).await,
        Effect::Split { at, .. } => {
            let parts = before.clone().split(at, after.clone(), now);
            rsvp::lost_to(db, before, &[&parts.ended, &parts.living], now).await
        }
    }
}

/// How far the change of a date is to reach; this date alone when the form does not say.
pub(super) fn reach_of(fields: &Fields) -> Reach {
    Reach::parse(first_of(fields, "reach")).unwrap_or(Reach::This)
}

/// A draft with a key of its own, in the zone of the association.
pub(super) fn new_series(ctx: &Ctx) -> Series {
    let (public_id, uid) = new_key(ctx);
    let zone: Tz = ctx.config.org.zone;
    // Its address is made of its title when it is stored.
    blank(public_id, uid, Slug::of_draft(), zone, ctx.now())
}
