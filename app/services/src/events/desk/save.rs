//! Storing what the forms of the desk say.

use domain::access::Action;
use domain::events::desk::{Effect, Fields, Planned, Reach, read_date, read_series};
use domain::events::{Becoming, Series, Slug, Status};
use domain::refusal::Refusal;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

use super::super::import::Work;
use super::super::store;
use super::open::{new_series, people_of_lost, reach_of};
use super::others::Held;
use super::scope::Scope;
use super::{AGREE, OrganizeError, invalid, people_told};
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::idempotency::{self, Key, Once};

/// The action under which the keys of new series are remembered.
const NEW: &str = "events.new";

/// What the button under a form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Store it as it is: a draft stays one.
    Save,
    /// Store it and show it to everybody.
    Publish,
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The address of the series.
    pub slug: String,
    /// Where the dates before a new rhythm are kept.
    pub kept: Option<String>,
    /// Whether everybody sees it.
    pub public: bool,
}

/// Stores the form of a series: a new one without `slug`. `key` is that of the form.
pub async fn save(
    ctx: &Ctx,
    slug: Option<&str>,
    fields: &Fields,
    press: Press,
    key: &str,
) -> Result<Saved, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    match slug {
        None => insert(ctx, scope, fields, press, key).await,
        Some(slug) => change(ctx, scope, slug, fields, Change::Series(press)).await,
    }
}

/// Stores the form of one date, as far as it is to reach.
pub async fn save_date(ctx: &Ctx, slug: &str, date: &str, fields: &Fields) -> Result<Saved, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    change(ctx, scope, slug, fields, Change::Date(date.to_owned())).await
}

async fn insert(ctx: &Ctx, scope: Scope, fields: &Fields, press: Press, key: &str) -> Result<Saved, OrganizeError> {
    let now = ctx.now();
    let key = Key::parse(key).ok_or_else(|| invalid("title", "Please open this form again and send it once more."))?;
    let Planned { mut after, .. } = read_series(fields, &new_series(ctx), now).map_err(OrganizeError::Invalid)?;
    scope.keeps(ctx.db.read(), &after).await?;
    let title = after.title.as_str();
    after.slug =
        Slug::from_title(title).ok_or_else(|| invalid("title", "Use at least one letter from A to Z or a digit."))?;
    after.status = status(Status::Draft, press);
    let body = serde_json::to_vec(&(fields_to_compare(fields), press == Press::Publish));
    let body = body.map_err(|error| DbErr::Custom(error.to_string()))?;
    let of_write = ctx.clone();
    ctx.db
        .write(move |tx| {
            let (ctx, mut after, key, body) = (of_write.clone(), after.clone(), key.clone(), body.clone());
            Box::pin(async move {
                let ticket = match idempotency::once(tx, &key, NEW, &body, now).await? {
                    Once::Replay(saved) => return Ok(saved),
                    Once::Conflict => return Err(OrganizeError::KeyConflict),
                    Once::Fresh(ticket) => ticket,
                };
                // An address that is free stays so until it is taken.
                store::one_at_a_time(tx).await?;
                let mut work = Work::of_one(tx, &ctx);
                after.slug = work.free(&after.slug).await?;
                Box::pin(work.insert(&after)).await?;
                work.close().await?;
                let public = after.status.is_public();
                let saved = Saved { slug: after.slug.to_string(), kept: None, public };
                ticket.finish(tx, &saved).await?;
                note(tx, &ctx, &after, if public { "created published" } else { "created" }).await?;
                Ok(saved)
            })
        })
        .await
}

/// The fields that say something about the event: not those of the form path.
fn fields_to_compare(fields: &Fields) -> Vec<(&str, &str)> {
    fields
        .iter()
        .filter(|(name, _)| !name.starts_with('_'))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

const fn status(before: Status, press: Press) -> Status {
    match (before, press) {
        (Status::Draft, Press::Publish) => Status::Published,
        (before, _) => before,
    }
}

/// Which form it is.
#[derive(Clone)]
enum Change {
    Series(Press),
    Date(String),
}

async fn change(ctx: &Ctx, scope: Scope, slug: &str, fields: &Fields, change: Change) -> Result<Saved, OrganizeError> {
    let slug = Slug::parse(slug).ok_or(OrganizeError::NotFound)?;
    let (of_write, fields) = (ctx.clone(), fields.clone());
    ctx.db
        .write(move |tx| {
            let (ctx, scope, slug, fields, change) =
                (of_write.clone(), scope.clone(), slug.clone(), fields.clone(), change.clone());
            Box::pin(async move { Box::pin(changed(tx, &ctx, &scope, &slug, &fields, &change)).await })
        })
        .await
}

async fn changed(
    tx: &WriteTx,
    ctx: &Ctx,
    scope: &Scope,
    slug: &Slug,
    fields: &Fields,
    change: &Change,
) -> Result<Saved, OrganizeError> {
    let now = ctx.now();
    store::hold(tx, slug).await?;
    let mut work = Work::of_one(tx, ctx);
    let Some((id, before)) = work.fetch(slug).await? else { return Err(OrganizeError::NotFound) };
    let before = scope.mine(Some(before))?;
    let (planned, deed) = match change {
        Change::Series(press) => {
            let held = Held::of_series(fields, &before);
            let planned = read_series(&held.fields, &before, now);
            let mut planned = held.with(planned).map_err(OrganizeError::Invalid)?;
            planned.after.status = status(before.status, *press);
            let published = planned.after.status != before.status;
            if published && planned.effect == Effect::Same {
                planned.effect = Effect::InPlace;
            }
            (planned, if published { "changed published" } else { "changed" })
        }
        Change::Date(name) => {
            let start = before.by_name(name).ok_or(OrganizeError::DateGone)?.original_start;
            let (held, reach) = (Held::of_date(fields, &before, start), reach_of(fields));
            let planned = read_date(&held.fields, &before, start, reach, now);
            (held.with(planned).map_err(OrganizeError::Invalid)?, reach_word(reach))
        }
    };
    scope.keeps(tx, &planned.after).await?;
    let Planned { after, effect, .. } = planned;
    agreed(fields, effect, people_of_lost(tx, &before, &after, effect, now).await?)?;
    let how = match effect {
        Effect::Same => Becoming::Same,
        Effect::InPlace => Becoming::InPlace,
        Effect::NewKey => Becoming::NewKey,
        Effect::Split { at, .. } => Becoming::Split { at },
    };
    let public = after.status.is_public();
    let unchanged = how == Becoming::Same;
    Box::pin(work.put(id, &before, after, how)).await?;
    let report = work.close().await?;
    let kept = report.split.into_iter().next().map(|split| split.kept.to_string());
    if !unchanged {
        note(tx, ctx, &before, deed).await?;
    }
    Ok(Saved { slug: slug.to_string(), kept, public })
}

const fn reach_word(reach: Reach) -> &'static str {
    match reach {
        Reach::This => "changed date",
        Reach::Following => "changed following",
        Reach::All => "changed all",
    }
}

/// A new rhythm is stored only by somebody who has read from when on it holds, and dates that people have answered for go
/// only for somebody who has read how many of them are mailed.
fn agreed(fields: &Fields, effect: Effect, people: usize) -> Result<(), OrganizeError> {
    let day = match effect {
        Effect::Split { at, .. } => Some(at.date().to_string()),
        Effect::Same | Effect::InPlace | Effect::NewKey => None,
    };
    let told = (people > 0).then(|| people_told(people));
    let is_marked = |wanted: &String| fields.iter().any(|(name, value)| name == AGREE && value == wanted);
    if day.iter().chain(&told).all(is_marked) {
        return Ok(());
    }
    Err(invalid(AGREE, "Read what happens to the dates, and mark that you agree."))
}

/// Remembers the deed. Call it last.
pub(super) async fn note(tx: &WriteTx, ctx: &Ctx, series: &Series, word: &'static str) -> Result<(), DbErr> {
    let entry = Entry::done(&ctx.viewer, Action::OrganizeEvents).on("series", series.public_id).saying(word);
    audit::note(tx, &entry, ctx.now()).await
}

/// Somebody else was quicker.
pub(super) const fn settled() -> OrganizeError {
    OrganizeError::Refused(Refusal::EventChanged)
}
