//! What a member attends.

use chrono_tz::Tz;
use domain::access::{Action, Object};
use domain::events::rsvp::Stand;
use domain::events::{Link, Occurrence, Slug};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::answer::me;
use super::entity::{rsvps, standing_rsvps};
use super::error::RsvpError;
use super::{joining, view};
use crate::access::allow;
use crate::ctx::Ctx;

/// A date the viewer comes to or waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyDate {
    /// The series.
    pub slug: Slug,
    /// What the date is called in its address.
    pub date_name: String,
    /// Title.
    pub title: String,
    /// The date.
    pub at: Occurrence,
    /// The zone it is announced in.
    pub zone: Tz,
    /// It does not take place.
    pub cancelled: bool,
    /// Going or waiting.
    pub stand: Stand,
    /// The way in, while it is shown.
    pub way_in: Option<Link>,
}

/// A series all of whose dates the viewer comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MySeries {
    /// The series.
    pub slug: Slug,
    /// Title.
    pub title: String,
    /// The name of its next date, where the answer is changed.
    pub next: Option<String>,
}

/// Everything to come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mine {
    /// Dates, soonest first.
    pub dates: Vec<MyDate>,
    /// Whole series, by title.
    pub series: Vec<MySeries>,
}

/// What the viewer attends.
pub async fn mine(ctx: &Ctx) -> Result<Mine, RsvpError> {
    allow(ctx, Action::Rsvp, Object::Own)?;
    let (db, now, who) = (ctx.db.read(), ctx.now(), me(ctx)?);
    let rows = rsvps::Entity::find().filter(who.rsvps());
    let rows = rows.filter(rsvps::Column::State.ne(rsvps::State::NotGoing)).all(db).await?;
    let standing = standing_rsvps::Entity::find().filter(who.standing()).all(db).await?;
    let keys = rows.iter().map(|row| row.series_id).chain(standing.iter().map(|row| row.series_id));
    let all = view::public_series_of(db, keys).await?;
    let mut mine = Mine::default();
    for row in &rows {
        let Some((_, series)) = all.iter().find(|(key, _)| *key == row.series_id) else { continue };
        let Some(at) = series.occurrence(row.original_start).filter(|at| at.end > now) else { continue };
        let (told, stand) = (series.told(row.original_start), view::stand_of(db, row).await?);
        let way_in =
            if stand == Stand::Going { joining::open(db, (row.series_id, series), &at, who, now).await? } else { None };
        mine.dates.push(MyDate {
            slug: series.slug.clone(),
            date_name: series.date_name(row.original_start),
            title: told.title.to_owned(),
            at,
            zone: series.zone,
            cancelled: told.cancelled_at.is_some(),
            stand,
            way_in,
        });
    }
    mine.dates.sort_by(|one, other| (one.at.start, &one.slug).cmp(&(other.at.start, &other.slug)));
    let whole: Vec<_> = standing.iter().filter_map(|row| all.iter().find(|(key, _)| *key == row.series_id)).collect();
    for (_, series) in &whole {
        // The part that goes on speaks for those before it.
        if whole.iter().any(|(_, later)| later.continues.as_ref() == Some(&series.slug)) {
            continue;
        }
        let next = series.next(now, 1).first().map(|at| series.date_name(at.original_start));
        mine.series.push(MySeries { slug: series.slug.clone(), title: series.title.clone(), next });
    }
    mine.series.sort_by(|one, other| one.title.cmp(&other.title));
    Ok(mine)
}

/// The next date the viewer comes to that takes place.
pub async fn next_of_mine(ctx: &Ctx) -> Result<Option<MyDate>, RsvpError> {
    let dates = mine(ctx).await?.dates.into_iter();
    Ok(dates.into_iter().find(|date| date.stand == Stand::Going && !date.cancelled))
}
