//! Queries of what cases are about: kept as it was, and hidden.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use sha2::{Digest, Sha256};

use super::case_entity::{evidence, hidden_content};
use super::evidence::Evidence;
use crate::idempotency::hex;

/// Keeps what was there, unless it is what the last version says.
pub(super) async fn keep(
    tx: &impl ConnectionTrait,
    case: i64,
    found: &Evidence,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let last = evidence::Entity::find()
        .filter(evidence::Column::CaseId.eq(case))
        .order_by_desc(evidence::Column::Version)
        .one(tx)
        .await?;
    let sha256 = hex(&Sha256::digest(&found.content));
    if last.as_ref().is_some_and(|last| last.sha256 == sha256) {
        return Ok(());
    }
    let row = evidence::ActiveModel {
        id: ActiveValue::NotSet,
        case_id: ActiveValue::Set(case),
        version: ActiveValue::Set(last.map_or(1, |last| last.version + 1)),
        content: ActiveValue::Set(found.content.clone()),
        sha256: ActiveValue::Set(sha256),
        picture: ActiveValue::Set(found.picture.clone()),
        told: ActiveValue::Set(found.told.clone()),
        taken_at: ActiveValue::Set(now),
    };
    evidence::Entity::insert(row).exec(tx).await?;
    Ok(())
}

pub(super) async fn evidence(db: &impl ConnectionTrait, case: i64) -> Result<Vec<evidence::Model>, DbErr> {
    let of_case = evidence::Entity::find().filter(evidence::Column::CaseId.eq(case));
    of_case.order_by_asc(evidence::Column::Version).all(db).await
}

pub(super) async fn hide(tx: &impl ConnectionTrait, case: i64, content: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = hidden_content::ActiveModel {
        id: ActiveValue::NotSet,
        case_id: ActiveValue::Set(case),
        content: ActiveValue::Set(content.to_owned()),
        hidden_at: ActiveValue::Set(now),
    };
    hidden_content::Entity::insert(row).exec(tx).await?;
    Ok(())
}

pub(super) async fn show(tx: &impl ConnectionTrait, case: i64) -> Result<(), DbErr> {
    hidden_content::Entity::delete_many().filter(hidden_content::Column::CaseId.eq(case)).exec(tx).await?;
    Ok(())
}

pub(super) async fn is_hidden(db: &impl ConnectionTrait, content: &str) -> Result<bool, DbErr> {
    Ok(hidden_content::Entity::find().filter(hidden_content::Column::Content.eq(content)).count(db).await? > 0)
}

/// The key of a case that hides this.
pub(super) async fn hidden_by(db: &impl ConnectionTrait, content: &str) -> Result<Option<i64>, DbErr> {
    let of = hidden_content::Entity::find().filter(hidden_content::Column::Content.eq(content));
    Ok(of.order_by_asc(hidden_content::Column::Id).one(db).await?.map(|row| row.case_id))
}

/// Everything hidden whose name begins so.
pub(super) async fn hidden(db: &impl ConnectionTrait, begins: &str) -> Result<Vec<String>, DbErr> {
    let rows =
        hidden_content::Entity::find().filter(hidden_content::Column::Content.starts_with(begins)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.content).collect())
}
