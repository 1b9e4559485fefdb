//! Queries of the table `suppressions`: addresses that a mail server has said do not exist.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use super::entity::suppressions::{ActiveModel, COLUMN, Column, Entity};

pub(super) async fn has(db: &impl ConnectionTrait, address_sha256: &str) -> Result<bool, DbErr> {
    Ok(Entity::find().filter(COLUMN.address_sha256.eq(address_sha256)).count(db).await? > 0)
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

pub(super) async fn remove(tx: &impl ConnectionTrait, address_sha256: &str) -> Result<(), DbErr> {
    Entity::delete_many().filter(COLUMN.address_sha256.eq(address_sha256)).exec(tx).await?;
    Ok(())
}

pub(super) async fn count(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    Entity::find().count(db).await
}
