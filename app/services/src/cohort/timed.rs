//! What time does: phases end with their last day, those who have not ranked are reminded, what waits to be told is told,
//! and what mentees told at sign-up goes some months after the result.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::cohort::{REMIND_AFTER, REMIND_BEFORE, State, TOLD_KEPT, end_of};
use domain::matching::Side;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::entity::{cohorts, people};
use super::news::{self, News};
use super::{CohortError, flow, store, telling};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::secret::Secret;

/// Rows of one statement.
const ROWS: usize = 500;

/// Does everything whose time has come. One that fails does not hold up the rest; its error is answered at the end.
pub(crate) async fn tick(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let running = [State::SignUp, State::Mentees, State::Mentors].map(State::word);
    let rows = cohorts::Entity::find()
        .filter(cohorts::Column::State.is_in(running))
        .order_by_asc(cohorts::Column::Id)
        .all(ctx.db.read())
        .await?;
    let mut outcome = Ok(());
    for row in rows {
        if let Err(error) = one(ctx, row.id, now).await {
            tracing::error!(%error, "a cohort could not be moved on in time");
            outcome = Err(failed(error));
        }
    }
    // The job that was asked for with the deed has done it, unless it was given up.
    for cohort in telling::waiting(ctx.db.read()).await? {
        if let Err(error) = telling::tell_all(ctx, cohort).await {
            tracing::error!(%error, "people of a cohort could not be told");
            outcome = Err(failed(error));
        }
    }
    forget_told(ctx, now).await?;
    outcome
}

fn failed(error: CohortError) -> DbError {
    match error {
        CohortError::Db(error) => error,
        other => DbError::Db(DbErr::Custom(other.to_string())),
    }
}

async fn one(ctx: &Ctx, cohort: i64, now: DateTime<Utc>) -> Result<(), CohortError> {
    let inner = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let Some(row) = store::by_key(tx, cohort).await? else { return Ok(()) };
                let row = flow::catch_up(tx, &ctx, row, now).await?;
                Ok(remind(tx, &ctx, &row, now).await?)
            })
        })
        .await
}

/// Those whose turn it is and who have said nothing are reminded once, some time before the end and not right after the
/// beginning.
async fn remind(tx: &WriteTx, ctx: &Ctx, row: &cohorts::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    let (side, day) = match store::state(row) {
        State::Mentees => (Side::Mentee, store::dates(row).mentees),
        State::Mentors => (Side::Mentor, store::dates(row).mentors),
        _ => return Ok(()),
    };
    if now < end_of(ctx.config.org.zone, day) - REMIND_BEFORE || now < row.changed_at + REMIND_AFTER {
        return Ok(());
    }
    let all = store::people(tx, row.id).await?;
    // A mentor whom nobody has listed has nothing to rank.
    let listed = if side == Side::Mentor { store::listed(tx, row.id, &all).await? } else { HashSet::new() };
    let silent: Vec<i64> = all
        .iter()
        .filter(|one| store::side(one) == side && one.ranked_at.is_none() && one.reminded_at.is_none())
        .map(|one| one.id)
        .filter(|one| side == Side::Mentee || listed.contains(one))
        .collect();
    for some in silent.chunks(ROWS) {
        people::Entity::update_many()
            .col_expr(people::Column::RemindedAt, Expr::value(Some(now)))
            .filter(people::Column::Id.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    news::queue(tx, row, &silent, News::Reminder, now).await
}

/// What mentees told at sign-up was for the match; some months later it goes.
async fn forget_told(ctx: &Ctx, now: DateTime<Utc>) -> Result<(), DbError> {
    let old: Vec<i64> = cohorts::Entity::find()
        .filter(cohorts::Column::PublishedAt.lt(now - TOLD_KEPT))
        .all(ctx.db.read())
        .await?
        .into_iter()
        .map(|row| row.id)
        .collect();
    let kept = people::Entity::find()
        .filter(people::Column::CohortId.is_in(old.iter().copied()))
        .filter(people::Column::Told.is_not_null());
    if old.is_empty() || kept.count(ctx.db.read()).await? == 0 {
        return Ok(());
    }
    ctx.db
        .write(move |tx| {
            let old = old.clone();
            Box::pin(async move {
                people::Entity::update_many()
                    .col_expr(people::Column::Told, Expr::value(Option::<Secret>::None))
                    .filter(people::Column::CohortId.is_in(old))
                    .filter(people::Column::Told.is_not_null())
                    .exec(tx)
                    .await?;
                Ok(())
            })
        })
        .await
}
