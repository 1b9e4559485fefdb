//! The drafts of one person: which of them are being written, and how many there may be.

use domain::opportunities::limits;
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use super::OpportunityError;
use super::drafts::SENT;
use super::entity::posting_drafts::{Column, Entity, Model};
use crate::db::WriteTx;
use crate::dialect;

/// A draft of a new posting that says exactly this. Whoever asks is alone with the person's drafts from here on.
pub(super) async fn same(tx: &WriteTx, account: i64, fields: &str) -> Result<Option<Model>, DbErr> {
    dialect::one_at_a_time(tx, &format!("drafts of {account}")).await?;
    let new = Entity::find().filter(Column::AccountId.eq(account)).filter(Column::PostingId.is_null());
    new.filter(Column::Fields.eq(fields)).one(tx).await
}

/// Everything but what only remembers the posting it has become.
pub(super) fn being_written() -> Condition {
    Condition::any().add(Column::PostingId.is_null()).add(Column::Fields.ne(SENT))
}

/// Refuses one more draft where a person has as many as may be.
pub(super) async fn has_room(tx: &WriteTx, account: i64) -> Result<(), OpportunityError> {
    let all = Entity::find().filter(Column::AccountId.eq(account)).filter(being_written());
    if all.count(tx).await? >= limits::DRAFTS {
        return Err(Refusal::TooManyDrafts.into());
    }
    Ok(())
}
