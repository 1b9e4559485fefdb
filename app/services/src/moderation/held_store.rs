//! Queries of what stays of cases.

use chrono::{DateTime, Utc};
use domain::moderation::{Case, Decision, Kind};
use sea_orm::sea_query::{Expr, ExprTrait, Func, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::case_entity::cases::{Column, Entity, Model, State};
use super::case_entity::{case_reports, evidence, hidden_content};
use super::case_store as store;

/// Cases about an account.
pub(super) async fn about(tx: &impl ConnectionTrait, account: i64) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::SubjectAccount.eq(account)).all(tx).await
}

/// The person is gone: no case names them, and nothing they showed is kept.
pub(super) async fn leave(
    tx: &impl ConnectionTrait,
    row: &Model,
    left: &Case,
    held: Option<(String, DateTime<Utc>)>,
) -> Result<(), DbErr> {
    evidence::Entity::delete_many().filter(evidence::Column::CaseId.eq(row.id)).exec(tx).await?;
    hidden_content::Entity::delete_many().filter(hidden_content::Column::CaseId.eq(row.id)).exec(tx).await?;
    let (address, until) = held.unzip();
    Entity::update_many()
        .col_expr(Column::SubjectAccount, Expr::value(Option::<i64>::None))
        .col_expr(Column::Content, Expr::value(""))
        .col_expr(Column::OpenKey, Expr::value(Option::<String>::None))
        .col_expr(Column::State, Expr::value(store::state(left)))
        .col_expr(Column::HeldAddress, Expr::value(address))
        .col_expr(Column::HeldUntil, Expr::value(until))
        .filter(Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets what was said and shown in cases; that there were reports stays.
pub(super) async fn forget_words(tx: &impl ConnectionTrait, cases: &[i64]) -> Result<(), DbErr> {
    if cases.is_empty() {
        return Ok(());
    }
    let ids = || cases.iter().copied();
    evidence::Entity::delete_many().filter(evidence::Column::CaseId.is_in(ids())).exec(tx).await?;
    case_reports::Entity::update_many()
        .col_expr(case_reports::Column::Details, Expr::value(""))
        .filter(case_reports::Column::CaseId.is_in(ids()))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::Note, Expr::value(Option::<String>::None))
        .col_expr(Column::Appeal, Expr::value(Option::<String>::None))
        .filter(Column::Id.is_in(ids()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Makes the cases that hold an address about an account; `false` when there is none.
pub(super) async fn take_up(
    tx: &impl ConnectionTrait,
    address: &str,
    account: i64,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = held_no_more(Column::HeldAddress.eq(address).and(Column::HeldUntil.gt(now)))
        .col_expr(Column::SubjectAccount, Expr::value(account))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// A decision was taken back: its address is free.
pub(super) async fn release(tx: &impl ConnectionTrait, case: i64) -> Result<(), DbErr> {
    held_no_more(Column::Id.eq(case)).exec(tx).await?;
    Ok(())
}

/// Forgets addresses that were held long enough.
pub(super) async fn release_old(tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    held_no_more(Column::HeldUntil.lte(now)).exec(tx).await?;
    Ok(())
}

fn held_no_more(which: SimpleExpr) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::HeldAddress, Expr::value(Option::<String>::None))
        .col_expr(Column::HeldUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(which)
}

/// Cases about people that were settled before an instant.
fn settled(before: DateTime<Utc>) -> Condition {
    let end = Func::coalesce([Expr::col(Column::AnsweredAt), Expr::col(Column::DecidedAt)]);
    Condition::all()
        .add(Column::Kind.ne(Kind::Page.word()))
        .add(Column::State.is_in([State::Decided, State::Upheld, State::Overturned]))
        .add(Expr::expr(end).lt(before))
}

pub(super) async fn delete_without_step(tx: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<(), DbErr> {
    let without = Column::Decision.eq(Decision::NoAction.word()).or(Column::State.eq(State::Overturned));
    Entity::delete_many().filter(settled(before).add(without)).exec(tx).await?;
    Ok(())
}

/// Something is still hidden, or an account still stopped, by it.
fn felt() -> Condition {
    Condition::all()
        .add(Column::SubjectAccount.is_not_null())
        .add(Column::Decision.is_in([Decision::Hide, Decision::Suspend].map(Decision::word)))
        .add(Column::State.ne(State::Overturned))
}

pub(super) async fn delete_decided(tx: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<(), DbErr> {
    Entity::delete_many().filter(settled(before).add(felt().not())).exec(tx).await?;
    Ok(())
}

pub(super) async fn still_felt(tx: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<Vec<i64>, DbErr> {
    Entity::find().select_only().column(Column::Id).filter(settled(before).add(felt())).into_tuple().all(tx).await
}
