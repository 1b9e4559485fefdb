//! Queries of the tables of profiles.

use chrono::{DateTime, Utc};
use domain::access::Audience;
use domain::id::PublicId;
use domain::identity::profile::Field;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{private_views, profile_fields};
use crate::identity::entity::accounts;
use crate::secret::Secret;

/// The account a profile belongs to.
pub(super) async fn owner(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<accounts::Model>, DbErr> {
    accounts::Entity::find().filter(accounts::COLUMN.public_id.eq(id.as_str())).one(db).await
}

/// Everything a person has told, in no order.
pub(super) async fn fields(db: &impl ConnectionTrait, account: i64) -> Result<Vec<profile_fields::Model>, DbErr> {
    profile_fields::Entity::find().filter(profile_fields::COLUMN.account_id.eq(account)).all(db).await
}

/// One answer of each of these people.
pub(super) async fn one_field_of(
    db: &impl ConnectionTrait,
    accounts: Vec<i64>,
    field: Field,
) -> Result<Vec<profile_fields::Model>, DbErr> {
    profile_fields::Entity::find()
        .filter(profile_fields::Column::AccountId.is_in(accounts))
        .filter(profile_fields::COLUMN.field.eq(field.word()))
        .all(db)
        .await
}

/// One answer.
pub(super) async fn field(
    db: &impl ConnectionTrait,
    account: i64,
    field: Field,
) -> Result<Option<profile_fields::Model>, DbErr> {
    Ok(one_field_of(db, vec![account], field).await?.into_iter().next())
}

/// An answer as it is stored.
#[derive(Clone)]
pub(super) struct Told {
    pub(super) field: Field,
    pub(super) audience: Audience,
    pub(super) value: String,
}

/// Stores an answer in place of the one before.
pub(super) async fn put(tx: &impl ConnectionTrait, account: i64, told: Told, now: DateTime<Utc>) -> Result<(), DbErr> {
    use profile_fields::Column;
    let row = profile_fields::ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(account),
        field: ActiveValue::Set(told.field.word().to_owned()),
        audience: ActiveValue::Set(told.audience.into()),
        value: ActiveValue::Set(Secret(told.value)),
        sealed: ActiveValue::Set(told.field.is_sealed()),
        changed_at: ActiveValue::Set(now),
    };
    let replace = OnConflict::columns([Column::AccountId, Column::Field])
        .update_columns([Column::Audience, Column::Value, Column::Sealed, Column::ChangedAt])
        .to_owned();
    profile_fields::Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets an answer.
pub(super) async fn remove(tx: &impl ConnectionTrait, account: i64, field: Field) -> Result<(), DbErr> {
    profile_fields::Entity::delete_many()
        .filter(profile_fields::COLUMN.account_id.eq(account))
        .filter(profile_fields::COLUMN.field.eq(field.word()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Shows an answer to others without touching it; nothing happens where there is none.
pub(super) async fn set_audience(
    tx: &impl ConnectionTrait,
    account: i64,
    field: Field,
    audience: Audience,
) -> Result<(), DbErr> {
    profile_fields::Entity::update_many()
        .col_expr(profile_fields::Column::Audience, Expr::value(profile_fields::Audience::from(audience)))
        .filter(profile_fields::COLUMN.account_id.eq(account))
        .filter(profile_fields::COLUMN.field.eq(field.word()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The zone that mails and pages keep to.
pub(super) async fn set_zone(tx: &impl ConnectionTrait, account: i64, zone: Option<String>) -> Result<(), DbErr> {
    accounts::Entity::update_many()
        .col_expr(accounts::Column::Zone, Expr::value(zone))
        .filter(accounts::COLUMN.id.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}

/// Somebody of the staff looked.
pub(super) async fn insert_view(
    tx: &impl ConnectionTrait,
    account: i64,
    viewer: PublicId,
    field: Field,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = private_views::ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(account),
        viewer_pseudonym: ActiveValue::Set(viewer.to_string()),
        field: ActiveValue::Set(field.word().to_owned()),
        reason: ActiveValue::Set(reason.to_owned()),
        seen_at: ActiveValue::Set(now),
    };
    private_views::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// What one viewer looked at since a moment, the newest first.
pub(super) async fn views_by(
    db: &impl ConnectionTrait,
    account: i64,
    viewer: PublicId,
    since: DateTime<Utc>,
) -> Result<Vec<private_views::Model>, DbErr> {
    private_views::Entity::find()
        .filter(private_views::COLUMN.account_id.eq(account))
        .filter(private_views::COLUMN.viewer_pseudonym.eq(viewer.as_str()))
        .filter(private_views::COLUMN.seen_at.gt(since))
        .order_by_desc(private_views::Column::SeenAt)
        .order_by_desc(private_views::Column::Id)
        .all(db)
        .await
}

/// Who looked at a person's fields, the newest first.
pub(super) async fn views(
    db: &impl ConnectionTrait,
    account: i64,
    most: u64,
) -> Result<Vec<private_views::Model>, DbErr> {
    private_views::Entity::find()
        .filter(private_views::COLUMN.account_id.eq(account))
        .order_by_desc(private_views::Column::SeenAt)
        .order_by_desc(private_views::Column::Id)
        .limit(most)
        .all(db)
        .await
}
