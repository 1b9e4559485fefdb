//! Queries of the table `jobs`. A claim is a guarded update, so that two workers never hold one job.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, TryInsertResult,
};

use super::NewJob;
use super::entity::{ActiveModel, COLUMN, Column, Entity, Model, State};

/// How long a worker may hold a job before another may take it.
pub(super) const LEASE: TimeDelta = TimeDelta::minutes(5);

pub(super) async fn insert(tx: &impl ConnectionTrait, job: &NewJob, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        kind: ActiveValue::Set(job.kind.to_owned()),
        due_at: ActiveValue::Set(job.due_at),
        payload: ActiveValue::Set(job.payload.to_string()),
        dedupe_key: ActiveValue::Set(job.dedupe_key.clone()),
        leased_until: ActiveValue::Set(None),
        attempts: ActiveValue::Set(0),
        last_error: ActiveValue::Set(None),
        state: ActiveValue::Set(State::Waiting),
        created_at: ActiveValue::Set(now),
    };
    let done = Entity::insert(row).on_conflict_do_nothing_on([Column::DedupeKey]).exec(tx).await?;
    Ok(matches!(done, TryInsertResult::Inserted(_)))
}

/// Jobs that a worker could take now, the longest due first.
pub(super) async fn ready(db: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(COLUMN.state.eq(State::Waiting))
        .filter(COLUMN.due_at.lte(now))
        .filter(free(now))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await
}

/// Takes one job, unless another worker was quicker.
pub(super) async fn claim(
    tx: &impl ConnectionTrait,
    id: i64,
    now: DateTime<Utc>,
    lease: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(lease))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(COLUMN.id.eq(id))
        .filter(COLUMN.state.eq(State::Waiting))
        .filter(COLUMN.due_at.lte(now))
        .filter(free(now))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Removes a finished job. Does nothing if the lease has passed to another worker.
pub(super) async fn finish(tx: &impl ConnectionTrait, job: &Model) -> Result<bool, DbErr> {
    let done = Entity::delete_many().filter(ours(job)).exec(tx).await?;
    Ok(done.rows_affected == 1)
}

/// Puts a job back: due again at `due_at`, or stuck. Does nothing if the lease has passed to another worker.
pub(super) async fn put_back(
    tx: &impl ConnectionTrait,
    job: &Model,
    state: State,
    due_at: DateTime<Utc>,
    attempts: i32,
    error: Option<String>,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::DueAt, Expr::value(due_at))
        .col_expr(Column::Attempts, Expr::value(attempts))
        .col_expr(Column::LastError, Expr::value(error))
        .filter(ours(job))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Jobs whose last attempt did not succeed, stuck or not, the oldest first.
pub(super) async fn troubled(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::LastError.is_not_null()).order_by_asc(Column::Id).limit(limit).all(db).await
}

/// Gives a stuck job a fresh start; answers its kind, `None` if it is not stuck (any more).
pub(super) async fn revive(tx: &impl ConnectionTrait, id: i64, now: DateTime<Utc>) -> Result<Option<String>, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Waiting))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::DueAt, Expr::value(now))
        .filter(COLUMN.id.eq(id))
        .filter(COLUMN.state.eq(State::Stuck))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    Ok(Entity::find_by_id(id).one(tx).await?.map(|job| job.kind))
}

/// Makes a waiting job due now, unless a worker holds it.
pub(super) async fn hasten(tx: &impl ConnectionTrait, dedupe_key: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now))
        .filter(Column::DedupeKey.eq(dedupe_key))
        .filter(COLUMN.state.eq(State::Waiting))
        .filter(COLUMN.due_at.gt(now))
        .filter(free(now))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn delete_by_dedupe(
    tx: &impl ConnectionTrait,
    keys: impl Iterator<Item = &'static str>,
) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::DedupeKey.is_in(keys)).exec(tx).await?;
    Ok(())
}

pub(super) async fn count(db: &impl ConnectionTrait, state: State) -> Result<u64, DbErr> {
    Entity::find().filter(COLUMN.state.eq(state)).count(db).await
}

pub(super) async fn oldest_due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, DbErr> {
    let oldest = Entity::find()
        .filter(COLUMN.state.eq(State::Waiting))
        .filter(COLUMN.due_at.lte(now))
        .order_by_asc(Column::DueAt)
        .one(db)
        .await?;
    Ok(oldest.map(|job| job.due_at))
}

fn free(now: DateTime<Utc>) -> sea_orm::Condition {
    sea_orm::Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now))
}

fn ours(job: &Model) -> sea_orm::Condition {
    sea_orm::Condition::all().add(Column::Id.eq(job.id)).add(Column::LeasedUntil.eq(job.leased_until))
}
