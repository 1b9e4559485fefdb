//! What time does: phases end with their last day, and those who have not ranked are reminded.

use chrono::{DateTime, Utc};
use domain::cohort::{REMIND_BEFORE, State, end_of};
use domain::matching::Side;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{cohorts, people};
use super::{CohortError, flow, news, store};
use crate::ctx::Ctx;
use crate::db::DbError;

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
            outcome = Err(match error {
                CohortError::Db(error) => error,
                other => DbError::Db(DbErr::Custom(other.to_string())),
            });
        }
    }
    outcome
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
                let (side, day) = match store::state(&row) {
                    State::Mentees => (Side::Mentee, store::dates(&row).mentees),
                    State::Mentors => (Side::Mentor, store::dates(&row).mentors),
                    _ => return Ok(()),
                };
                if now < end_of(ctx.config.org.zone, day) - REMIND_BEFORE {
                    return Ok(());
                }
                for person in store::people(tx, row.id).await? {
                    let silent = person.ranked_at.is_none() && person.reminded_at.is_none();
                    // A mentor whom nobody has listed has nothing to rank.
                    let idle = side == Side::Mentor && store::about(tx, person.id).await?.is_empty();
                    if store::side(&person) != side || !silent || idle {
                        continue;
                    }
                    people::Entity::update_many()
                        .col_expr(people::Column::RemindedAt, Expr::value(Some(now)))
                        .filter(people::Column::Id.eq(person.id))
                        .exec(tx)
                        .await?;
                    news::remind(tx, &ctx, &row, &person).await?;
                }
                Ok(())
            })
        })
        .await
}
