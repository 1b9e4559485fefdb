//! What goes when a person is erased or a cohort is called off, and what stays so that the proofs of the others still hold.

use chrono::{DateTime, Utc};
use domain::cohort::State;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter};

use super::entity::people::{self, Column};
use super::entity::{pairs, ranks};
use super::{flow, join, store};
use crate::db::WriteTx;
use crate::secret::Secret;

/// Before a person is erased. Where no result is out, their part goes with every entry about them, and whoever looked at
/// the objectives must run them again. Where one is out, a number, a ticket and an order of numbers stay, and nothing
/// connects them with anybody: no time of a deed of theirs, and not the name under which they worked with somebody.
///
/// The steps that the clock has still to take are not taken here. None of them publishes a result, so what is stored decides
/// as well; and whatever is wrong with a cohort, an erasure must not fail with it.
pub(crate) async fn forget_person(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    flow::lock(tx).await?;
    for person in store::parts_of(tx, account).await? {
        let Some(row) = store::by_key(tx, person.cohort_id).await? else { continue };
        if store::state(&row) != State::Published {
            join::take_out(tx, &row, &person, now).await?;
            continue;
        }
        people::Entity::update_many()
            .col_expr(Column::AccountId, Expr::value(Option::<i64>::None))
            .col_expr(Column::Told, Expr::value(Option::<Secret>::None))
            .col_expr(Column::RankedAt, Expr::value(Option::<DateTime<Utc>>::None))
            .col_expr(Column::RemindedAt, Expr::value(Option::<DateTime<Utc>>::None))
            .col_expr(Column::News, Expr::value(Option::<String>::None))
            .col_expr(Column::CreatedAt, Expr::value(row.opened_at.unwrap_or(row.created_at)))
            .filter(Column::Id.eq(person.id))
            .exec(tx)
            .await?;
        let own =
            Condition::any().add(pairs::Column::MenteeId.eq(person.id)).add(pairs::Column::MentorId.eq(person.id));
        pairs::Entity::update_many()
            .col_expr(pairs::Column::Engagement, Expr::value(Option::<String>::None))
            .filter(own)
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// What people of a cohort that is called off have ranked and told goes: nothing will be made of it.
pub(super) async fn lists(tx: &WriteTx, cohort: i64) -> Result<(), DbErr> {
    ranks::Entity::delete_many().filter(ranks::Column::CohortId.eq(cohort)).exec(tx).await?;
    people::Entity::update_many()
        .col_expr(Column::Told, Expr::value(Option::<Secret>::None))
        .filter(Column::CohortId.eq(cohort))
        .exec(tx)
        .await?;
    Ok(())
}
