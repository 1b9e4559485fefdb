//! Queries of the table `reports`.

use chrono::{DateTime, Utc};
use domain::id::PublicId;
use domain::moderation::Report;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::entity::{ActiveModel, COLUMN, Column, Entity, Model, State};

const BATCH: u64 = 500;

pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    report: &Report,
    id: PublicId,
    file_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<i64, DbErr> {
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(id.to_string()),
        page: ActiveValue::Set(report.page.as_str().to_owned()),
        what: ActiveValue::Set(report.what.into()),
        details: ActiveValue::Set(report.details.as_str().to_owned()),
        file_id: ActiveValue::Set(file_id),
        state: ActiveValue::Set(State::Open),
        sample: ActiveValue::Set(false),
        created_at: ActiveValue::Set(now),
        closed_at: ActiveValue::Set(None),
    };
    Ok(Entity::insert(row).exec(tx).await?.last_insert_id)
}

pub(super) async fn by_key(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Closes the report of a case that is being decided, if it has one.
pub(super) async fn close_by_key(tx: &impl ConnectionTrait, id: Option<i64>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let Some(id) = id else { return Ok(()) };
    Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Closed))
        .col_expr(Column::ClosedAt, Expr::value(now))
        .filter(COLUMN.id.eq(id))
        .filter(COLUMN.state.eq(State::Open))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn list(db: &impl ConnectionTrait, open_only: bool, limit: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .apply_if(open_only.then_some(State::Open), |query, open| query.filter(COLUMN.state.eq(open)))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(db)
        .await
}

pub(super) async fn close(tx: &impl ConnectionTrait, id: PublicId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Closed))
        .col_expr(Column::ClosedAt, Expr::value(now))
        .filter(COLUMN.public_id.eq(id.as_str()))
        .filter(COLUMN.state.eq(State::Open))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

pub(super) async fn closed_before(tx: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(COLUMN.state.eq(State::Closed)).filter(Column::ClosedAt.lt(before)).limit(BATCH).all(tx).await
}

pub(super) async fn delete(tx: &impl ConnectionTrait, reports: &[Model]) -> Result<(), DbErr> {
    let ids = reports.iter().map(|report| report.id);
    Entity::delete_many().filter(Column::Id.is_in(ids)).exec(tx).await?;
    Ok(())
}
