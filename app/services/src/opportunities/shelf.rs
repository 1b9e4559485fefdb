//! Queries of postings that people want to find again.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{postings, saved_postings};
use super::pipeline;
use crate::db::WriteTx;
use crate::moderation;

pub(super) async fn save(tx: &WriteTx, account: i64, posting: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = saved_postings::ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(account),
        posting_id: ActiveValue::Set(posting),
        created_at: ActiveValue::Set(now),
    };
    let once = [saved_postings::Column::AccountId, saved_postings::Column::PostingId];
    saved_postings::Entity::insert(row).on_conflict_do_nothing_on(once).exec(tx).await?;
    Ok(())
}

/// `false`: it was not there.
pub(super) async fn unsave(tx: &WriteTx, account: i64, posting: i64) -> Result<bool, DbErr> {
    let done = saved_postings::Entity::delete_many()
        .filter(saved_postings::Column::AccountId.eq(account))
        .filter(saved_postings::Column::PostingId.eq(posting))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Saved postings of a person, those that end first on top.
pub(super) async fn saved(db: &impl ConnectionTrait, account: i64) -> Result<Vec<postings::Model>, DbErr> {
    let keys: Vec<i64> = saved_postings::Entity::find()
        .select_only()
        .column(saved_postings::Column::PostingId)
        .filter(saved_postings::Column::AccountId.eq(account))
        .into_tuple()
        .all(db)
        .await?;
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let of = postings::Entity::find().filter(postings::Column::Id.is_in(keys));
    of.order_by_asc(postings::Column::ExpiresAt).order_by_asc(postings::Column::Id).all(db).await
}

/// The same without those the person does not read any more: of somebody one of the two keeps away, of a host who is not
/// there, or not checked anew.
pub(super) async fn readable(db: &impl ConnectionTrait, account: i64) -> Result<Vec<postings::Model>, DbErr> {
    let (mut all, away) = (saved(db, account).await?, moderation::hidden_from(db, account).await?);
    let hosts: Vec<i64> = all.iter().map(|row| row.host_account).collect();
    let there = pipeline::there(db, &hosts).await?;
    all.retain(|row| row.checked && !away.contains(&row.host_account) && there.contains(&row.host_account));
    Ok(all)
}

pub(super) async fn is_saved(db: &impl ConnectionTrait, account: i64, posting: i64) -> Result<bool, DbErr> {
    let of = saved_postings::Entity::find().filter(saved_postings::Column::AccountId.eq(account));
    Ok(of.filter(saved_postings::Column::PostingId.eq(posting)).one(db).await?.is_some())
}
