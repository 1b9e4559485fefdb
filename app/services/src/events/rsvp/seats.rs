//! The counter of seats of one date. Whoever holds its row is alone with the date until the end of the transaction.

use chrono::NaiveDateTime;
use domain::events::rsvp::Seats;
use sea_orm::sea_query::{CaseStatement, Expr, SimpleExpr};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter};

use super::entity::rsvp_seats::{ActiveModel, Column, Entity, Model};
use crate::db::WriteTx;

/// A date: the key of its series and its original start.
pub(super) type Date = (i64, NaiveDateTime);

pub(super) fn of((series_id, start): Date) -> SimpleExpr {
    Column::SeriesId.eq(series_id).and(Column::OriginalStart.eq(start))
}

/// The seats of a date, if anybody ever answered for it.
pub(super) async fn find(db: &impl ConnectionTrait, date: Date) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(of(date)).one(db).await
}

/// Takes hold of a date; `capacity` is what the series says and counts only when nobody has answered before.
pub(super) async fn hold(tx: &WriteTx, date: Date, capacity: Option<u32>) -> Result<Seats, DbErr> {
    let capacity = capacity.and_then(|capacity| i32::try_from(capacity).ok());
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        series_id: ActiveValue::Set(date.0),
        original_start: ActiveValue::Set(date.1),
        taken: ActiveValue::Set(0),
        capacity: ActiveValue::Set(capacity),
        room: ActiveValue::Set(capacity),
        next_ticket: ActiveValue::Set(1),
    };
    Entity::insert(row).on_conflict_do_nothing_on([Column::SeriesId, Column::OriginalStart]).exec(tx).await?;
    let held = Entity::update_many().col_expr(Column::Taken, Expr::col(Column::Taken)).filter(of(date));
    held.exec(tx).await?;
    let row = find(tx, date).await?.ok_or(DbErr::RecordNotUpdated)?;
    Ok(seats(&row))
}

pub(super) fn seats(row: &Model) -> Seats {
    Seats { taken: row.taken.unsigned_abs(), capacity: row.capacity.map(i32::unsigned_abs) }
}

/// The next place in line.
pub(super) async fn ticket(tx: &WriteTx, date: Date) -> Result<i64, DbErr> {
    let next = Expr::col(Column::NextTicket).add(1);
    Entity::update_many().col_expr(Column::NextTicket, next).filter(of(date)).exec(tx).await?;
    Ok(find(tx, date).await?.ok_or(DbErr::RecordNotUpdated)?.next_ticket - 1)
}

/// Gives one seat; `false` when there is none to give.
pub(super) async fn grant(tx: &WriteTx, date: Date) -> Result<bool, DbErr> {
    let free = Expr::col(Column::Capacity).is_null().or(Expr::col(Column::Taken).lt(Expr::col(Column::Capacity)));
    let done = Entity::update_many()
        .col_expr(Column::Taken, Expr::col(Column::Taken).add(1))
        .filter(of(date))
        .filter(free)
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The negative control: whoever comes gets one, however many there are.
#[cfg(feature = "chaos")]
pub(super) async fn grant_unguarded(tx: &WriteTx, date: Date) -> Result<(), DbErr> {
    let more = Expr::col(Column::Taken).add(1);
    Entity::update_many().col_expr(Column::Taken, more).filter(of(date)).exec(tx).await?;
    Ok(())
}

/// Nobody has a seat any more. Places in line count on.
pub(super) async fn empty(tx: &WriteTx, date: Date) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Taken, Expr::value(0))
        .col_expr(Column::Room, Expr::col(Column::Capacity))
        .filter(of(date))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes one seat back.
pub(super) async fn release(tx: &WriteTx, date: Date) -> Result<(), DbErr> {
    let left = || Expr::col(Column::Taken).sub(1);
    Entity::update_many()
        .col_expr(Column::Taken, left())
        .col_expr(Column::Room, room(left()))
        .filter(of(date))
        .exec(tx)
        .await?;
    Ok(())
}

/// Says how many there are to give. Nobody loses a seat by it.
pub(super) async fn resize(tx: &WriteTx, date: Date, capacity: Option<u32>) -> Result<(), DbErr> {
    let capacity = capacity.and_then(|capacity| i32::try_from(capacity).ok());
    let room = match capacity {
        Some(capacity) => {
            let more = Expr::col(Column::Taken).gt(capacity);
            CaseStatement::new().case(more, Expr::col(Column::Taken)).finally(Expr::value(capacity)).into()
        }
        None => Expr::value(Option::<i32>::None),
    };
    Entity::update_many()
        .col_expr(Column::Capacity, Expr::value(capacity))
        .col_expr(Column::Room, room)
        .filter(of(date))
        .exec(tx)
        .await?;
    Ok(())
}

/// The larger of capacity and `taken`; null without a capacity.
fn room(taken: SimpleExpr) -> SimpleExpr {
    CaseStatement::new()
        .case(taken.clone().gt(Expr::col(Column::Capacity)), taken)
        .finally(Expr::col(Column::Capacity))
        .into()
}
