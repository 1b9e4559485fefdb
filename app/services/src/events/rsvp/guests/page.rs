//! The page behind a guest's link.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::access::{Action, Object};
use domain::events::rsvp::Stand;
use domain::events::{Link, Occurrence, Series};
use sea_orm::{ConnectionTrait, DbErr};

use super::WISH_SERIES;
use super::links::link;
use crate::access::allow;
use crate::ctx::Ctx;
use crate::events::rsvp::error::RsvpError;
use crate::events::rsvp::who::Who;
use crate::events::rsvp::{joining, parts, store, view};

/// A date on a guest's page: its name, the date, how they stand to it, and the way in once it is shown.
pub type GuestDate = (String, Occurrence, Option<Stand>, Option<Link>);

/// The page behind a guest's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestPage {
    /// The series.
    pub series: Series,
    /// Dates to come of the parts that the series goes on from, each with its part; only where the link is about all dates.
    pub earlier: Vec<(Series, GuestDate)>,
    /// The one date the link is about, or all to come. None where the link is about a date that the series has no more,
    /// and where every date is over.
    pub dates: Vec<GuestDate>,
    /// Original starts of those whose places are all taken: whoever answers now stands in line.
    pub full: Vec<NaiveDateTime>,
    /// The link is about every date to come.
    pub whole_series: bool,
    /// They answered for every date to come.
    pub standing: bool,
    /// They have confirmed before.
    pub confirmed: bool,
}

/// What a link shows; `None` when it is spent, too old or never was, and when its series is gone. One about all dates goes
/// on after the last of them: its guest can still be forgotten there.
pub async fn guest_page(ctx: &Ctx, token: &str) -> Result<Option<GuestPage>, RsvpError> {
    allow(ctx, Action::UseGuestLink, Object::None)?;
    let (db, now) = (ctx.db.read(), ctx.now());
    let Some((link, guest)) = link(db, token, now).await? else { return Ok(None) };
    let Some(series) = view::public_series(db, link.series_id).await? else { return Ok(None) };
    let who = Who::Guest(guest.id);
    let shown: Vec<Occurrence> = match link.original_start {
        Some(start) => series.occurrence(start).into_iter().collect(),
        None => series.next(now, view::SHOWN),
    };
    let (mut earlier, mut full) = (Vec::new(), Vec::new());
    if link.original_start.is_none() {
        for (key, part) in parts::earlier(db, &series, now).await? {
            let dates = dates_of(db, (key, &part), part.next(now, view::SHOWN), who, now, &mut full).await?;
            earlier.extend(dates.into_iter().map(|date| (part.clone(), date)));
        }
    }
    let dates = dates_of(db, (link.series_id, &series), shown, who, now, &mut full).await?;
    Ok(Some(GuestPage {
        earlier,
        dates,
        full,
        whole_series: link.wish == WISH_SERIES,
        standing: store::stands(db, link.series_id, who).await?,
        confirmed: guest.confirmed_at.is_some(),
        series,
    }))
}

/// Dates as a guest's page shows them; those whose places are all taken are added to `full`.
async fn dates_of(
    db: &impl ConnectionTrait,
    (key, series): (i64, &Series),
    shown: Vec<Occurrence>,
    who: Who,
    now: DateTime<Utc>,
    full: &mut Vec<NaiveDateTime>,
) -> Result<Vec<GuestDate>, DbErr> {
    let mut dates = Vec::with_capacity(shown.len());
    for at in shown {
        let (seats, waiting) = view::places(db, series, (key, at.original_start)).await?;
        full.extend((!seats.gives(waiting)).then_some(at.original_start));
        let stand = view::stand(db, (key, at.original_start), who).await?;
        let way_in = match stand {
            Some(Stand::Going) => joining::open(db, (key, series), &at, who, now).await?,
            _ => None,
        };
        dates.push((series.date_name(at.original_start), at, stand, way_in));
    }
    Ok(dates)
}
