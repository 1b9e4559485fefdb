//! Queries of the tables `audit_log` and `audit_head`. There is none that changes or removes a row of the log.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::chain::START;
use super::entity::{head, log};

/// The row number of the head.
const ONLY: i64 = 1;

/// Takes the next place of the chain; until the transaction ends nobody else gets one. Answers the place and the hash
/// of the row before it.
pub(super) async fn take_place(tx: &impl ConnectionTrait) -> Result<(i64, String), DbErr> {
    if let Some(place) = advance(tx).await? {
        return Ok(place);
    }
    let first = head::ActiveModel {
        id: ActiveValue::Set(ONLY),
        seq: ActiveValue::Set(0),
        hash: ActiveValue::Set(START.to_owned()),
    };
    head::Entity::insert(first).on_conflict_do_nothing_on([head::Column::Id]).exec_without_returning(tx).await?;
    advance(tx).await?.ok_or_else(|| DbErr::RecordNotFound("the head of the audit log".to_owned()))
}

/// The next place, as it is after every transaction that was here before; `None` as long as there is no head.
async fn advance(tx: &impl ConnectionTrait) -> Result<Option<(i64, String)>, DbErr> {
    let heads = head::Entity::update_many()
        .col_expr(head::Column::Seq, Expr::col(head::Column::Seq).add(1))
        .filter(head::Column::Id.eq(ONLY))
        .exec_with_returning(tx)
        .await?;
    Ok(heads.into_iter().next().map(|head| (head.seq, head.hash)))
}

/// Adds the row and records it as the end of the chain.
pub(super) async fn append(tx: &impl ConnectionTrait, row: log::Model) -> Result<(), DbErr> {
    let (seq, hash) = (row.seq, row.hash.clone());
    let row = log::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    log::Entity::insert(row).exec_without_returning(tx).await?;
    let done = head::Entity::update_many()
        .col_expr(head::Column::Hash, Expr::value(hash))
        .filter(head::Column::Id.eq(ONLY))
        .filter(head::Column::Seq.eq(seq))
        .exec(tx)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(DbErr::RecordNotUpdated) }
}

pub(super) async fn head(db: &impl ConnectionTrait) -> Result<Option<head::Model>, DbErr> {
    head::Entity::find_by_id(ONLY).one(db).await
}

/// Rows behind a place, in the order of the chain.
pub(super) async fn behind(db: &impl ConnectionTrait, seq: i64, limit: u64) -> Result<Vec<log::Model>, DbErr> {
    log::Entity::find().filter(log::Column::Seq.gt(seq)).order_by_asc(log::Column::Seq).limit(limit).all(db).await
}

/// What somebody wants to see of the log.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted<'w> {
    pub(super) actor: Option<&'w str>,
    pub(super) action: Option<&'w str>,
    pub(super) before: Option<i64>,
}

/// The newest rows first.
pub(super) async fn list(db: &impl ConnectionTrait, wanted: &Wanted<'_>, limit: u64) -> Result<Vec<log::Model>, DbErr> {
    log::Entity::find()
        .apply_if(wanted.actor, |query, actor| query.filter(log::Column::Actor.eq(actor)))
        .apply_if(wanted.action, |query, action| query.filter(log::Column::Action.eq(action)))
        .apply_if(wanted.before, |query, seq| query.filter(log::Column::Seq.lt(seq)))
        .order_by_desc(log::Column::Seq)
        .limit(limit)
        .all(db)
        .await
}
