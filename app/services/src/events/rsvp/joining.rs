//! The private way into dates. Those who come see it from its time on; feeds, public pages and mails never hold it.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::access::{Action, Object};
use domain::events::rsvp::{JoiningForm, opens_at};
use domain::events::{Link, Occurrence, Series, Slug};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use super::answer::lets_in;
use super::entity::joining_links::{ActiveModel, Column, Entity, Model};
use super::error::RsvpError;
use super::store;
use super::who::Who;
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::events::desk::Scope;
use crate::events::store as events;
use crate::secret::Secret;

/// A way in, as organizers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// Where.
    pub link: Link,
    /// Minutes before the start from which it is shown.
    pub minutes: u32,
    /// It holds for every date of the series that has none of its own.
    pub whole_series: bool,
}

/// The way into a date: its own, or that of its series.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    series_id: i64,
    start: NaiveDateTime,
) -> Result<Option<Joining>, DbErr> {
    let of_both = Column::OriginalStart.eq(start).or(Column::OriginalStart.is_null());
    let rows = Entity::find().filter(Column::SeriesId.eq(series_id)).filter(of_both);
    let rows = rows.order_by_asc(Column::Id).all(db).await?;
    let own = rows.iter().find(|row| row.original_start.is_some()).or(rows.first());
    Ok(own.and_then(read))
}

fn read(row: &Model) -> Option<Joining> {
    let link = Link::parse(&row.link.0).ok()?;
    Some(Joining { link, minutes: row.opens_minutes.unsigned_abs(), whole_series: row.original_start.is_none() })
}

/// The address, for somebody who comes, while it is shown: from its time on until the end. What is for members is shown to
/// members only, whoever has kept a seat from before.
pub(super) async fn open(
    db: &impl ConnectionTrait,
    (series_id, series): (i64, &Series),
    at: &Occurrence,
    who: Who,
    now: DateTime<Utc>,
) -> Result<Option<Link>, DbErr> {
    if !lets_in(db, series, who).await? {
        return Ok(None);
    }
    let found = find(db, series_id, at.original_start).await?;
    let held = series.takes_place(at);
    let shown = |joining: &Joining| held && opens_at(at.start, joining.minutes) <= now && now < at.end;
    Ok(found.filter(shown).map(|joining| joining.link))
}

/// When the way into a date is shown, if there is one and the date takes place.
pub(super) async fn shown_from(
    db: &impl ConnectionTrait,
    (series_id, series): (i64, &Series),
    at: &Occurrence,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    if !series.takes_place(at) {
        return Ok(None);
    }
    Ok(find(db, series_id, at.original_start).await?.map(|joining| opens_at(at.start, joining.minutes)))
}

/// Sets the way into a date or into every date of its series, or takes it away.
pub async fn set_joining(ctx: &Ctx, slug: &str, date: &str, form: &JoiningForm) -> Result<(), RsvpError> {
    allow(ctx, Action::ReadAttendees, Object::None)?;
    let new = form.parse().map_err(RsvpError::Invalid)?;
    let slug = Slug::parse(slug).ok_or(RsvpError::NotFound)?;
    let (entry, now) = (Entry::done(&ctx.viewer, Action::ReadAttendees).saying("joining-link"), ctx.now());
    let (date, scope) = (date.to_owned(), Scope::of_viewer(ctx).await?);
    ctx.db
        .write(move |tx| {
            let (slug, date, new, entry) = (slug.clone(), date.clone(), new.clone(), entry.clone());
            let scope = scope.clone();
            Box::pin(async move {
                tx.housekeeping();
                // Two organizers who both found no way in would both bring one.
                events::hold(tx, &slug).await?;
                let (key, series) = store::held_series(tx, &slug).await?.ok_or(RsvpError::NotFound)?;
                if !scope.holds(&series.category) {
                    return Err(RsvpError::NotFound);
                }
                let start = series.by_name(&date).ok_or(RsvpError::NotFound)?.original_start;
                let start = (!new.whole_series).then_some(start);
                let link = new.link.map(|link| (String::from(link), new.minutes));
                put(tx, key, start, link).await?;
                Ok::<_, RsvpError>(audit::note(tx, &entry.on("series", series.public_id), now).await?)
            })
        })
        .await
}

async fn put(
    tx: &WriteTx,
    series_id: i64,
    start: Option<NaiveDateTime>,
    link: Option<(String, u32)>,
) -> Result<(), DbErr> {
    let of = match start {
        Some(start) => Column::OriginalStart.eq(start),
        None => Column::OriginalStart.is_null(),
    };
    Entity::delete_many().filter(Column::SeriesId.eq(series_id)).filter(of).exec(tx).await?;
    if let Some((link, minutes)) = link {
        let row = ActiveModel {
            id: ActiveValue::NotSet,
            series_id: ActiveValue::Set(series_id),
            original_start: ActiveValue::Set(start),
            link: ActiveValue::Set(Secret(link)),
            opens_minutes: ActiveValue::Set(i32::try_from(minutes).unwrap_or(i32::MAX)),
        };
        Entity::insert(row).exec(tx).await?;
    }
    Ok(())
}

/// What a series had for all its dates holds for the part that goes on from it, too.
pub(super) async fn take_along(tx: &WriteTx, from: i64, to: i64) -> Result<(), DbErr> {
    let whole = Entity::find().filter(Column::SeriesId.eq(from)).filter(Column::OriginalStart.is_null());
    if let Some(row) = whole.one(tx).await? {
        put(tx, to, None, Some((row.link.0, row.opens_minutes.unsigned_abs()))).await?;
    }
    Ok(())
}

/// The dates of a series that have a way in of their own.
pub(super) async fn starts(tx: &WriteTx, series_id: i64) -> Result<Vec<NaiveDateTime>, DbErr> {
    let rows = Entity::find().filter(Column::SeriesId.eq(series_id)).all(tx).await?;
    Ok(rows.into_iter().filter_map(|row| row.original_start).collect())
}

/// What one date had goes where the date goes.
pub(super) async fn move_date(tx: &WriteTx, from: (i64, NaiveDateTime), to: (i64, NaiveDateTime)) -> Result<(), DbErr> {
    use sea_orm::sea_query::Expr;
    Entity::delete_many().filter(Column::SeriesId.eq(to.0)).filter(Column::OriginalStart.eq(to.1)).exec(tx).await?;
    Entity::update_many()
        .col_expr(Column::SeriesId, Expr::value(to.0))
        .col_expr(Column::OriginalStart, Expr::value(Some(to.1)))
        .filter(Column::SeriesId.eq(from.0))
        .filter(Column::OriginalStart.eq(from.1))
        .exec(tx)
        .await?;
    Ok(())
}
