//! How a cohort moves: by the table of the domain, one at a time, the steps of the clock first.

use chrono::{DateTime, Utc};
use domain::cohort::{Deed, State, after, due};
use domain::id::PublicId;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::engine::hash_of;
use super::entity::cohorts::{self, Column};
use super::{CohortError, freeze, news, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::dialect;

/// Lets one transaction at a time move cohorts and what hangs on them.
pub(super) async fn lock(tx: &WriteTx) -> Result<(), sea_orm::DbErr> {
    dialect::one_at_a_time(tx, "cohort").await
}

/// Takes hold of a cohort, with the steps that the clock had still to take. Drafts too: callers ask for the state.
pub(super) async fn take(
    tx: &WriteTx,
    ctx: &Ctx,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<cohorts::Model, CohortError> {
    lock(tx).await?;
    let row = store::by_public(tx, id).await?.ok_or(CohortError::NotFound)?;
    catch_up(tx, ctx, row, now).await
}

/// The same, for people who take part: a draft is not there for them.
pub(super) async fn take_public(
    tx: &WriteTx,
    ctx: &Ctx,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<cohorts::Model, CohortError> {
    let row = take(tx, ctx, id, now).await?;
    if store::state(&row).is_public() && row.opened_at.is_some() { Ok(row) } else { Err(CohortError::NotFound) }
}

/// Takes the steps that the clock has still to take, with everything that belongs to them. Where it takes several at once,
/// nobody is told of a phase that is over already.
pub(super) async fn catch_up(
    tx: &WriteTx,
    ctx: &Ctx,
    mut row: cohorts::Model,
    now: DateTime<Utc>,
) -> Result<cohorts::Model, CohortError> {
    let mut moved = false;
    while let Some(deed) = due(store::state(&row), &store::dates(&row), ctx.config.org.zone, now) {
        match deed {
            Deed::EndMentors => close(tx, ctx, &mut row, now).await?,
            _ => step(tx, &mut row, deed, Vec::new(), now).await?,
        }
        moved = true;
    }
    if moved {
        news::begun(tx, ctx, &row, now).await?;
    }
    Ok(row)
}

/// Closes the lists, and binds them: their hash is public from here on, long before a result is.
pub(super) async fn close(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &mut cohorts::Model,
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    freeze::leave_out(tx, ctx, row, now).await?;
    freeze::lists(tx, row).await?;
    let bound = match store::roll(ctx, tx, row).await {
        Ok(roll) => Some(hash_of(&roll.input).await?.to_string()),
        Err(CohortError::Db(error)) => return Err(error.into()),
        // Lists that cannot be run must not keep the cohort from being called off.
        Err(error) => {
            tracing::error!(%error, "the closed lists of a cohort are no input");
            None
        }
    };
    let sets = vec![(Column::ClosedAt, Expr::value(Some(now))), (Column::ClosedInput, Expr::value(bound.clone()))];
    step(tx, row, Deed::EndMentors, sets, now).await?;
    row.closed_at = Some(now);
    row.closed_input = bound;
    Ok(())
}

/// Moves a cohort on, with further columns that belong to the step. Nothing changes when it refuses; two who do the same
/// step at once do it once.
pub(super) async fn step(
    tx: &WriteTx,
    row: &mut cohorts::Model,
    deed: Deed,
    sets: Vec<(Column, SimpleExpr)>,
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    let from = store::state(row);
    let to = after(from, deed).ok_or(Refusal::CohortClosed)?;
    let mut update = cohorts::Entity::update_many()
        .col_expr(Column::State, Expr::value(to.word()))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Id.eq(row.id))
        .filter(Column::State.eq(from.word()));
    for (column, value) in sets {
        update = update.col_expr(column, value);
    }
    if update.exec(tx).await?.rows_affected != 1 {
        return Err(Refusal::CohortClosed.into());
    }
    to.word().clone_into(&mut row.state);
    row.changed_at = now;
    Ok(())
}

/// How far a cohort is by the clock, for pages: what the next write, or the job, will find.
pub(super) fn seen_state(ctx: &Ctx, row: &cohorts::Model) -> State {
    let (mut state, dates) = (store::state(row), store::dates(row));
    while let Some(next) = due(state, &dates, ctx.config.org.zone, ctx.now()).and_then(|deed| after(state, deed)) {
        state = next;
    }
    state
}
