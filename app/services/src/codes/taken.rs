//! How many of a code are taken: counted by one guarded statement, by whoever takes one.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, Select, UpdateMany};

use super::entity::codes as rows;
use super::entity::{singles, uses};
use super::find::Found;
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// Takes the one of a batch; `false` when somebody has it. Of a shared code there is nothing to take.
pub(super) async fn take_single(tx: &WriteTx, found: &Found) -> Result<bool, DbErr> {
    let Some(single) = &found.single else { return Ok(true) };
    let done = singles::Entity::update_many()
        .col_expr(singles::Column::Taken, Expr::value(1))
        .filter(singles::Column::Id.eq(single.id))
        .filter(singles::Column::Taken.eq(0))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives it back.
pub(super) async fn give_single_back(tx: &WriteTx, single: i64) -> Result<(), DbErr> {
    singles::Entity::update_many()
        .col_expr(singles::Column::Taken, Expr::value(0))
        .filter(singles::Column::Id.eq(single))
        .exec(tx)
        .await?;
    Ok(())
}

/// Counts one as taken: the guarded statement that decides. `false` when none is left, or it was stopped.
pub(super) async fn count_taken(tx: &WriteTx, ctx: &Ctx, found: &Found) -> Result<bool, DbErr> {
    let done = guarded(ctx, one_more(found.row.id)).exec(tx).await?;
    Ok(done.rows_affected == 1)
}

fn one_more(code_id: i64) -> UpdateMany<rows::Entity> {
    rows::Entity::update_many()
        .col_expr(rows::Column::Taken, Expr::col(rows::Column::Taken).add(1))
        .filter(rows::Column::Id.eq(code_id))
}

fn while_left(one: UpdateMany<rows::Entity>) -> UpdateMany<rows::Entity> {
    let left =
        Expr::col(rows::Column::Cap).is_null().or(Expr::col(rows::Column::Taken).lt(Expr::col(rows::Column::Cap)));
    one.filter(rows::Column::StoppedAt.is_null()).filter(left)
}

#[cfg(not(feature = "chaos"))]
fn guarded(_: &Ctx, one: UpdateMany<rows::Entity>) -> UpdateMany<rows::Entity> {
    while_left(one)
}

/// The negative control: whoever comes gets one, however many there are.
#[cfg(feature = "chaos")]
fn guarded(ctx: &Ctx, one: UpdateMany<rows::Entity>) -> UpdateMany<rows::Entity> {
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoCap) { one } else { while_left(one) }
}

/// How many of a code somebody holds and has redeemed. The state is said as the index says it and not bound: SQLite chooses
/// an index with a condition before it sees what is bound, and would read every use there is.
pub(super) fn count_by(code_id: i64, account: i64) -> Select<uses::Entity> {
    uses::Entity::find()
        .select_only()
        .expr(uses::Column::Id.count())
        .filter(uses::Column::CodeId.eq(code_id))
        .filter(uses::Column::AccountId.eq(account))
        .filter(Expr::cust("state <> 'released'"))
}

pub(super) async fn taken_by(db: &impl ConnectionTrait, code_id: i64, account: i64) -> Result<u16, DbErr> {
    let count: Option<i64> = count_by(code_id, account).into_tuple().one(db).await?;
    Ok(count.map_or(0, |count| u16::try_from(count).unwrap_or(u16::MAX)))
}

/// Counts one back.
pub(super) async fn count_back(tx: &WriteTx, code_id: i64) -> Result<(), DbErr> {
    rows::Entity::update_many()
        .col_expr(rows::Column::Taken, Expr::col(rows::Column::Taken).sub(1))
        .filter(rows::Column::Id.eq(code_id))
        .exec(tx)
        .await?;
    Ok(())
}
