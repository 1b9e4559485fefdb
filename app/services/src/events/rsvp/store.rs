//! Queries of answers.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::events::{Series, Slug};
use domain::id::PublicId;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::entity::rsvps::{ActiveModel, Column, Entity, Model, State};
use super::entity::standing_rsvps as standing;
use super::seats::Date;
use super::who::Who;
use crate::db::WriteTx;
use crate::events::entity::series;
use crate::events::ical::itip::CalendarName;
use crate::events::store as events;

/// How often a series is looked for that was split meanwhile.
const LOOKS: usize = 5;

/// The key of a public series, held against changes of it until the end of the transaction, and the series.
pub(super) async fn held_series(tx: &WriteTx, slug: &Slug) -> Result<Option<(i64, Series)>, DbErr> {
    for _ in 0..LOOKS {
        let found = series::Entity::find().filter(series::COLUMN.slug.eq(slug.as_str())).lock_shared().one(tx).await?;
        if let Some(row) = found {
            return Ok(events::public_by_slug(tx, slug).await?.map(|series| (row.id, series)));
        }
        // Whoever waited for a split waited for the part that gave its address away, and got nothing.
        if key_of_slug(tx, slug).await?.is_none() {
            return Ok(None);
        }
    }
    Ok(None)
}

/// The same by key.
pub(super) async fn held_series_by_key(tx: &WriteTx, key: i64) -> Result<Option<Series>, DbErr> {
    let found = series::Entity::find_by_id(key).lock_shared().one(tx).await?;
    let Some(slug) = found.and_then(|row| Slug::parse(&row.slug)) else { return Ok(None) };
    events::public_by_slug(tx, &slug).await
}

/// The key of a series.
pub(super) async fn key_of(db: &impl ConnectionTrait, public_id: PublicId) -> Result<Option<i64>, DbErr> {
    let found = series::Entity::find().filter(series::COLUMN.public_id.eq(public_id.as_str())).one(db).await?;
    Ok(found.map(|row| row.id))
}

/// The key and slug of a series by its slug, drafts too.
pub(super) async fn key_of_slug(db: &impl ConnectionTrait, slug: &Slug) -> Result<Option<i64>, DbErr> {
    let found = series::Entity::find().filter(series::COLUMN.slug.eq(slug.as_str())).one(db).await?;
    Ok(found.map(|row| row.id))
}

/// Somebody's answer for a date.
pub(super) async fn find(db: &impl ConnectionTrait, date: Date, who: Who) -> Result<Option<Model>, DbErr> {
    Ok(row(db, date, who).await?.filter(is_answer))
}

/// The same, or what is left of an answer for a date that was gone once.
pub(super) async fn row(db: &impl ConnectionTrait, date: Date, who: Who) -> Result<Option<Model>, DbErr> {
    of_date(date).filter(who.rsvps()).one(db).await
}

/// Of an answer whose date went away only the name and the number are kept that the calendar was told, for the case that
/// the date comes back (see [`fade`]). It has no place in line.
pub(super) fn is_answer(row: &Model) -> bool {
    row.ticket > 0
}

pub(super) fn of_date((series_id, start): Date) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::SeriesId.eq(series_id)).filter(Column::OriginalStart.eq(start))
}

/// Everything somebody has said about the dates of a series.
pub(super) async fn of_series(db: &impl ConnectionTrait, series_id: i64, who: Who) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::SeriesId.eq(series_id)).filter(who.rsvps()).filter(Column::Ticket.gt(0));
    rows.order_by_asc(Column::OriginalStart).all(db).await
}

/// Places that somebody gave up at a moment or since, of series with a key above `after`, in the order in which dates are
/// taken hold of.
pub(super) async fn given_up(
    db: &impl ConnectionTrait,
    who: Who,
    since: DateTime<Utc>,
    after: i64,
) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(who.rsvps()).filter(Column::Ticket.gt(0)).filter(Column::SeriesId.gt(after));
    let rows = rows.filter(Column::State.eq(State::NotGoing)).filter(Column::ChangedAt.gte(since));
    rows.order_by_asc(Column::SeriesId).order_by_asc(Column::OriginalStart).all(db).await
}

/// Whoever is next in line.
pub(super) async fn first_waiting(tx: &WriteTx, date: Date) -> Result<Option<Model>, DbErr> {
    of_date(date).filter(Column::State.eq(State::Waiting)).order_by_asc(Column::Ticket).one(tx).await
}

pub(super) async fn count(db: &impl ConnectionTrait, date: Date, state: State) -> Result<u64, DbErr> {
    of_date(date).filter(Column::State.eq(state)).count(db).await
}

/// Place in line, from 1.
pub(super) async fn place(db: &impl ConnectionTrait, date: Date, ticket: i64) -> Result<u64, DbErr> {
    of_date(date).filter(Column::State.eq(State::Waiting)).filter(Column::Ticket.lte(ticket)).count(db).await
}

/// A new answer.
pub(super) struct New {
    pub(super) public_id: PublicId,
    pub(super) date: Date,
    pub(super) who: Who,
    pub(super) state: State,
    pub(super) ticket: i64,
}

pub(super) async fn insert(tx: &WriteTx, new: &New, now: DateTime<Utc>) -> Result<Model, DbErr> {
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(new.public_id.to_string()),
        series_id: ActiveValue::Set(new.date.0),
        original_start: ActiveValue::Set(new.date.1),
        account_id: ActiveValue::Set(new.who.account()),
        guest_id: ActiveValue::Set(new.who.guest()),
        state: ActiveValue::Set(new.state),
        ticket: ActiveValue::Set(new.ticket),
        uid: ActiveValue::Set(None),
        recurrence: ActiveValue::Set(None),
        sequence: ActiveValue::Set(None),
        reminded_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(now),
        changed_at: ActiveValue::Set(now),
    };
    let id = Entity::insert(row).exec(tx).await?.last_insert_id;
    Entity::find_by_id(id).one(tx).await?.ok_or(DbErr::RecordNotInserted)
}

/// Moves an answer on. A new ticket is a new place in line.
pub(super) async fn set_state(
    tx: &WriteTx,
    row: &Model,
    state: State,
    ticket: Option<i64>,
    now: DateTime<Utc>,
) -> Result<Model, DbErr> {
    let after =
        Model { state, ticket: ticket.unwrap_or(row.ticket), changed_at: now, reminded_at: None, ..row.clone() };
    Entity::update_many()
        .col_expr(Column::State, Expr::value(after.state))
        .col_expr(Column::Ticket, Expr::value(after.ticket))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .col_expr(Column::RemindedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(after)
}

/// A date begins at another time: whoever was reminded of the old one is reminded again.
pub(super) async fn remind_again(tx: &WriteTx, date: Date) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RemindedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(Column::SeriesId.eq(date.0))
        .filter(Column::OriginalStart.eq(date.1))
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes who was reminded, or told the same by another mail.
pub(super) async fn note_reminded(tx: &WriteTx, ids: &[i64], now: DateTime<Utc>) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RemindedAt, Expr::value(Some(now)))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes what the calendar of somebody was told.
pub(super) async fn set_told(tx: &WriteTx, id: i64, name: &CalendarName, sequence: u32) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Uid, Expr::value(Some(name.uid.clone())))
        .col_expr(Column::Recurrence, Expr::value(name.recurrence))
        .col_expr(Column::Sequence, Expr::value(Some(i32::try_from(sequence).unwrap_or(i32::MAX))))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Calendars call a date by another name from now on. The numbers go on.
pub(super) async fn rename(tx: &WriteTx, (series_id, start): Date, name: &CalendarName) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Uid, Expr::value(Some(name.uid.clone())))
        .col_expr(Column::Recurrence, Expr::value(name.recurrence))
        .filter(Column::SeriesId.eq(series_id))
        .filter(Column::OriginalStart.eq(start))
        .filter(Column::Uid.is_not_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// A date is gone, and with it every answer. What calendars were told is kept: should the date come back under its name,
/// a number that is not above the last would be overlooked (RFC 5546 section 2.1.4). `true` when anything is kept.
pub(super) async fn fade(tx: &WriteTx, (series_id, start): Date) -> Result<bool, DbErr> {
    let untold = Entity::delete_many().filter(Column::SeriesId.eq(series_id)).filter(Column::OriginalStart.eq(start));
    untold.filter(Column::Uid.is_null()).exec(tx).await?;
    Entity::update_many()
        .col_expr(Column::State, Expr::value(State::NotGoing))
        // Below every place in line, and nobody else's.
        .col_expr(Column::Ticket, Expr::col(Column::Id).mul(-1))
        .col_expr(Column::RemindedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(Column::SeriesId.eq(series_id))
        .filter(Column::OriginalStart.eq(start))
        .filter(Column::Ticket.gt(0))
        .exec(tx)
        .await?;
    Ok(of_date((series_id, start)).count(tx).await? > 0)
}

/// What is left of answers at `to` makes room for those at `from`; the higher numbers go on with each person.
pub(super) async fn make_room(tx: &WriteTx, from: Date, to: Date) -> Result<(), DbErr> {
    for left in of_date(to).all(tx).await? {
        let Some(who) = Who::of(left.account_id, left.guest_id) else { continue };
        let Some(row) = row(tx, from, who).await?.filter(|row| row.sequence < left.sequence) else { continue };
        let number = Entity::update_many().col_expr(Column::Sequence, Expr::value(left.sequence));
        // What a calendar keeps is taken out under the name it knows; of what is left it was taken out already.
        let named = if row.uid.is_some() {
            number
        } else {
            let name = number.col_expr(Column::Uid, Expr::value(left.uid.clone()));
            name.col_expr(Column::Recurrence, Expr::value(left.recurrence))
        };
        named.filter(Column::Id.eq(row.id)).exec(tx).await?;
    }
    let rows = Entity::delete_many().filter(Column::SeriesId.eq(to.0)).filter(Column::OriginalStart.eq(to.1));
    rows.exec(tx).await?;
    Ok(())
}

/// The dates of a series for which anybody has an answer.
pub(super) async fn answered(tx: &WriteTx, series_id: i64) -> Result<Vec<NaiveDateTime>, DbErr> {
    let rows = Entity::find().filter(Column::SeriesId.eq(series_id)).filter(Column::Ticket.gt(0));
    let mut starts: Vec<_> = rows.all(tx).await?.into_iter().map(|row| row.original_start).collect();
    starts.sort_unstable();
    starts.dedup();
    Ok(starts)
}

pub(super) async fn stands(db: &impl ConnectionTrait, series_id: i64, who: Who) -> Result<bool, DbErr> {
    let rows = standing::Entity::find().filter(standing::Column::SeriesId.eq(series_id)).filter(who.standing());
    Ok(rows.count(db).await? > 0)
}

pub(super) async fn end_standing(tx: &WriteTx, who: Who) -> Result<(), DbErr> {
    standing::Entity::delete_many().filter(who.standing()).exec(tx).await?;
    Ok(())
}

pub(super) async fn set_standing(
    tx: &WriteTx,
    series_id: i64,
    who: Who,
    on: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    if on {
        if !stands(tx, series_id, who).await? {
            let row = standing::ActiveModel {
                id: ActiveValue::NotSet,
                series_id: ActiveValue::Set(series_id),
                account_id: ActiveValue::Set(who.account()),
                guest_id: ActiveValue::Set(who.guest()),
                created_at: ActiveValue::Set(now),
            };
            standing::Entity::insert(row).exec(tx).await?;
        }
    } else {
        let rows = standing::Entity::delete_many().filter(standing::Column::SeriesId.eq(series_id));
        rows.filter(who.standing()).exec(tx).await?;
    }
    Ok(())
}
