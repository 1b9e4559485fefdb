//! The buttons of the desk: publish, take back, cancel, undo; of a series and of one date.

use domain::events::{Becoming, Series, Slug, Status};
use domain::refusal::Refusal;

use super::super::import::Work;
use super::super::store;
use super::OrganizeError;
use super::open::may_take_back;
use super::save::{note, settled};
use super::scope::Scope;
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// What a button does to a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesDeed {
    /// A draft is shown to everybody.
    Publish,
    /// What was published by mistake a moment ago is a draft again.
    TakeBack,
    /// It will not take place; it stays visible so that nobody waits in vain.
    Cancel,
    /// It takes place after all.
    Undo,
}

impl SeriesDeed {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Publish, Self::TakeBack, Self::Cancel, Self::Undo];

    /// The word that forms carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::TakeBack => "take-back",
            Self::Cancel => "cancel",
            Self::Undo => "undo",
        }
    }

    /// The deed behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.word() == word)
    }

    /// From which status to which.
    const fn step(self) -> (Status, Status) {
        match self {
            Self::Publish => (Status::Draft, Status::Published),
            Self::TakeBack => (Status::Published, Status::Draft),
            Self::Cancel => (Status::Published, Status::Cancelled),
            Self::Undo => (Status::Cancelled, Status::Published),
        }
    }

    const fn noted(self) -> &'static str {
        match self {
            Self::Publish => "published",
            Self::TakeBack => "taken-back",
            Self::Cancel => "canceled",
            Self::Undo => "cancel-undone",
        }
    }
}

/// What a button does to one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateDeed {
    /// It does not take place.
    Cancel,
    /// It takes place after all, as it was before.
    Undo,
}

impl DateDeed {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Cancel, Self::Undo];

    /// The word that forms carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Undo => "undo",
        }
    }

    /// The deed behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.word() == word)
    }
}

/// Publishes, cancels or brings back a series. Pressing twice does it once.
pub async fn set_series(ctx: &Ctx, slug: &str, deed: SeriesDeed) -> Result<(), OrganizeError> {
    run(ctx, slug, Deed::Series(deed)).await
}

/// Cancels one date to come, or undoes that. Pressing twice does it once.
pub async fn set_date(ctx: &Ctx, slug: &str, date: &str, deed: DateDeed) -> Result<(), OrganizeError> {
    run(ctx, slug, Deed::Date(date.to_owned(), deed)).await
}

#[derive(Clone)]
enum Deed {
    Series(SeriesDeed),
    Date(String, DateDeed),
}

async fn run(ctx: &Ctx, slug: &str, deed: Deed) -> Result<(), OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let slug = Slug::parse(slug).ok_or(OrganizeError::NotFound)?;
    let of_write = ctx.clone();
    ctx.db
        .write(move |tx| {
            let (ctx, scope, slug, deed) = (of_write.clone(), scope.clone(), slug.clone(), deed.clone());
            Box::pin(async move { Box::pin(done(tx, &ctx, &scope, &slug, &deed)).await })
        })
        .await
}

async fn done(tx: &WriteTx, ctx: &Ctx, scope: &Scope, slug: &Slug, deed: &Deed) -> Result<(), OrganizeError> {
    store::hold(tx, slug).await?;
    let mut work = Work::of_one(tx, ctx);
    let Some((id, before)) = work.fetch(slug).await? else { return Err(OrganizeError::NotFound) };
    let before = scope.mine(Some(before))?;
    let (after, deed_word) = match deed {
        Deed::Series(deed) => (status_changed(tx, ctx, &before, *deed).await?, deed.noted()),
        Deed::Date(name, deed) => (date_changed(ctx, &before, name, *deed)?, date_noted(*deed)),
    };
    let Some(after) = after else { return Ok(()) };
    Box::pin(work.put(id, &before, after, Becoming::InPlace)).await?;
    work.close().await?;
    Ok(note(tx, ctx, &before, deed_word).await?)
}

const fn date_noted(deed: DateDeed) -> &'static str {
    match deed {
        DateDeed::Cancel => "canceled date",
        DateDeed::Undo => "cancel-undone date",
    }
}

/// `None` when it is so already.
async fn status_changed(
    tx: &WriteTx,
    ctx: &Ctx,
    before: &Series,
    deed: SeriesDeed,
) -> Result<Option<Series>, OrganizeError> {
    let (from, to) = deed.step();
    if before.status == to {
        return Ok(None);
    }
    if before.status != from {
        return Err(settled());
    }
    if deed == SeriesDeed::TakeBack && !may_take_back(ctx, tx, before).await? {
        return Err(Refusal::EventSeen.into());
    }
    Ok(Some(Series { status: to, ..before.clone() }))
}

/// `None` when it is so already.
fn date_changed(ctx: &Ctx, before: &Series, name: &str, deed: DateDeed) -> Result<Option<Series>, OrganizeError> {
    let now = ctx.now();
    let date = before.by_name(name).ok_or(OrganizeError::DateGone)?;
    if date.cancelled == (deed == DateDeed::Cancel) {
        return Ok(None);
    }
    if before.status.is_public() && date.start <= now {
        return Err(Refusal::DateBegun.into());
    }
    let after = match deed {
        DateDeed::Cancel => before.cancel(date.original_start, now),
        DateDeed::Undo => before.undo_cancel(date.original_start, now),
    };
    after.map(Some).ok_or(OrganizeError::DateGone)
}
