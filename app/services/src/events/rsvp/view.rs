//! What the page of an answer shows.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object, Standing};
use domain::events::rsvp::{Seats, Stand};
use domain::events::{Link, Occurrence, Series, Slug};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::rsvps::{Model, State};
use super::error::RsvpError;
use super::seats::{self, Date};
use super::who::Who;
use super::{answer, joining, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::events::belongings::Belongings;
use crate::events::entity::series as rows;
use crate::events::members;
use crate::events::rows::from_row;
use crate::events::store as events;

/// Dates of a series that are listed to opt out of.
pub(super) const SHOWN: usize = 12;

/// A date, its places, and how the viewer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateView {
    /// The series.
    pub series: Series,
    /// The date.
    pub at: Occurrence,
    /// What it is called in its address.
    pub date_name: String,
    /// Places.
    pub seats: Seats,
    /// People in line.
    pub waiting: u64,
    /// It is for members, and the viewer is none now.
    pub for_others: bool,
    /// What the viewer has answered; `None` also for whoever is not signed in.
    pub stand: Option<Stand>,
    /// The viewer's answer for the whole series; `None` where there is but one date.
    pub of_series: Option<SeriesOfMine>,
    /// When those who come see the way in; `None` also for whoever is not let in.
    pub way_in_from: Option<DateTime<Utc>>,
    /// The way in, for whoever comes and while it is shown.
    pub way_in: Option<Link>,
}

/// The viewer and the dates of a series to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesOfMine {
    /// They come to all of them.
    pub standing: bool,
    /// Name, date and stand; at most 12.
    pub dates: Vec<(String, Occurrence, Option<Stand>)>,
}

/// The page of an answer. [`RsvpError::NotFound`] when there is no such public date.
pub async fn date_view(ctx: &Ctx, slug: &str, date: &str) -> Result<DateView, RsvpError> {
    allow(ctx, Action::RsvpAsGuest, Object::None)?;
    let (db, now) = (ctx.db.read(), ctx.now());
    let slug = Slug::parse(slug).ok_or(RsvpError::NotFound)?;
    let series = events::public_by_slug(db, &slug).await?.ok_or(RsvpError::NotFound)?;
    let key = store::key_of(db, series.public_id).await?.ok_or(RsvpError::NotFound)?;
    let at = series.by_name(date).ok_or(RsvpError::NotFound)?;
    let of = (key, at.original_start);
    let (seats, waiting) = places(db, &series, of).await?;
    let active = ctx.viewer.member.as_ref().is_some_and(|member| member.standing == Standing::Active);
    let who = if active { answer::me(ctx).ok() } else { None };
    let for_others = !members::sees(ctx, series.for_whom).await?.lets_come(series.for_whom);
    let (mut own, mut of_series, mut way_in) = (None, None, None);
    if let Some(who) = who {
        own = stand(db, of, who).await?;
        if own == Some(Stand::Going) {
            way_in = joining::open(db, (key, &series), &at, who, now).await?;
        }
        let coming = series.next(now, SHOWN);
        if coming.len() > 1 || store::stands(db, key, who).await? {
            let mut dates = Vec::with_capacity(coming.len());
            for at in coming {
                let stand = stand(db, (key, at.original_start), who).await?;
                dates.push((series.date_name(at.original_start), at, stand));
            }
            of_series = Some(SeriesOfMine { standing: store::stands(db, key, who).await?, dates });
        }
    }
    // Whoever is not let in is promised nothing.
    let way_in_from = if for_others { None } else { joining::shown_from(db, (key, &series), &at).await? };
    let date_name = series.date_name(at.original_start);
    Ok(DateView { series, at, date_name, seats, waiting, for_others, stand: own, of_series, way_in_from, way_in })
}

/// The places of a date, and how many people are in line for one.
pub(super) async fn places(db: &impl ConnectionTrait, series: &Series, of: Date) -> Result<(Seats, u64), DbErr> {
    let capacity = series.told(of.1).capacity;
    let seats = match seats::find(db, of).await? {
        Some(row) => Seats { capacity, ..seats::seats(&row) },
        None => Seats { taken: 0, capacity },
    };
    Ok((seats, store::count(db, of, State::Waiting).await?))
}

/// How somebody stands to a date.
pub(super) async fn stand(db: &impl ConnectionTrait, date: Date, who: Who) -> Result<Option<Stand>, DbErr> {
    match store::find(db, date, who).await? {
        Some(row) => stand_of(db, &row).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn stand_of(db: &impl ConnectionTrait, row: &Model) -> Result<Stand, DbErr> {
    Ok(match row.state {
        State::Going => Stand::Going,
        State::NotGoing => Stand::NotGoing,
        State::Waiting => Stand::Waiting(store::place(db, (row.series_id, row.original_start), row.ticket).await?),
    })
}

/// A public series by its key.
pub(super) async fn public_series(db: &impl ConnectionTrait, key: i64) -> Result<Option<Series>, DbErr> {
    Ok(public_series_of(db, [key]).await?.pop().map(|(_, series)| series))
}

/// Public series by their keys, each once.
pub(super) async fn public_series_of(
    db: &impl ConnectionTrait,
    keys: impl IntoIterator<Item = i64>,
) -> Result<Vec<(i64, Series)>, DbErr> {
    let mut keys: Vec<i64> = keys.into_iter().collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let found = rows::Entity::find().filter(rows::Column::Id.is_in(keys.iter().copied()));
    let found = found.filter(events::public()).all(db).await?;
    let mut belongings = Belongings::of(db, Some(&keys)).await?;
    found.into_iter().map(|row| Ok((row.id, from_row(row, &mut belongings)?))).collect()
}
