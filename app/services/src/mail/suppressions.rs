//! Queries of the table `suppressions`: addresses that a mail server has said do not exist.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::identity::Email;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::address_sha256;
use super::entity::suppressions::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::db::WriteTx;

pub(super) async fn has(db: &impl ConnectionTrait, address_sha256: &str) -> Result<bool, DbErr> {
    Ok(Entity::find().filter(COLUMN.address_sha256.eq(address_sha256)).count(db).await? > 0)
}

/// Whether mail to an address comes back.
pub(crate) async fn takes_no_mail(db: &impl ConnectionTrait, email: &Email) -> Result<bool, DbErr> {
    has(db, &address_sha256(email)).await
}

/// Whose mail comes back, of people and their addresses.
pub(crate) async fn who_takes_no_mail<K: Copy>(
    db: &impl ConnectionTrait,
    people: &[(K, Email)],
) -> Result<Vec<K>, DbErr> {
    let hashed: Vec<_> = people.iter().map(|(who, email)| (*who, address_sha256(email))).collect();
    let found = Entity::find().filter(Column::AddressSha256.is_in(hashed.iter().map(|(_, hash)| hash.as_str())));
    let found: HashSet<String> = found.all(db).await?.into_iter().map(|row| row.address_sha256).collect();
    Ok(hashed.into_iter().filter(|(_, hash)| found.contains(hash)).map(|(who, _)| who).collect())
}

pub(super) async fn add(
    tx: &impl ConnectionTrait,
    address_sha256: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        address_sha256: ActiveValue::Set(address_sha256.to_owned()),
        reason: ActiveValue::Set(reason.to_owned()),
        created_at: ActiveValue::Set(now),
    };
    Entity::insert(row).on_conflict_do_nothing_on([Column::AddressSha256]).exec(tx).await?;
    Ok(())
}

/// `false` when the address takes mail anyway.
pub(super) async fn remove(tx: &impl ConnectionTrait, address_sha256: &str) -> Result<bool, DbErr> {
    let done = Entity::delete_many().filter(COLUMN.address_sha256.eq(address_sha256)).exec(tx).await?;
    Ok(done.rows_affected > 0)
}

/// Writes to an address again whose owner has just shown that mail arrives there, in the transaction of the deed.
pub async fn lift_confirmed(tx: &WriteTx, email: &Email) -> Result<(), DbErr> {
    remove(tx, &address_sha256(email)).await.map(|_| ())
}

pub(super) async fn of_address(db: &impl ConnectionTrait, address_sha256: &str) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(COLUMN.address_sha256.eq(address_sha256)).one(db).await
}

/// The newest first.
pub(super) async fn list(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find().order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit).all(db).await
}

pub(super) async fn count(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    Entity::find().count(db).await
}
