//! What goes when a person is erased, and what stays so that the proofs of the others still hold.

use chrono::{DateTime, Utc};
use domain::cohort::State;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::people::{self, Column};
use super::{CohortError, flow, join, store};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::secret::Secret;

/// Before a person is erased. Where no result is out, their part goes with every entry about them, and whoever looked at
/// the objectives must run them again. Where one is out, a number, a ticket and an order of numbers stay, and nothing
/// connects them with anybody.
pub(crate) async fn forget_person(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    forget(tx, ctx, account, now).await.map_err(|error| match error {
        CohortError::Db(DbError::Db(error)) => error,
        other => DbErr::Custom(other.to_string()),
    })
}

async fn forget(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), CohortError> {
    flow::lock(tx).await?;
    for person in store::parts_of(tx, account).await? {
        let Some(row) = store::by_key(tx, person.cohort_id).await? else { continue };
        let row = flow::catch_up(tx, ctx, row, now).await?;
        if store::state(&row) != State::Published {
            join::take_out(tx, ctx, &row, &person).await?;
            continue;
        }
        people::Entity::update_many()
            .col_expr(Column::AccountId, Expr::value(Option::<i64>::None))
            .col_expr(Column::Told, Expr::value(Option::<Secret>::None))
            .filter(Column::Id.eq(person.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}
