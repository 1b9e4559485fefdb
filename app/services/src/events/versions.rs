//! The version of each feed: rises with every change of what the feed holds, also when a series goes.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter};

use super::entity::feed_versions::{ActiveModel, Column, Entity, Model};

/// Readers compare times of change by the second (RFC 9110 section 5.6.7).
const SECOND: TimeDelta = TimeDelta::seconds(1);

/// The version of a feed.
pub(super) async fn feed_version(db: &impl ConnectionTrait, scope: &str) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(scope.to_owned()).one(db).await
}

/// Moves a feed's version on by one. Its time of change moves on by a second at least, whatever the clock does.
pub(super) async fn raise_feed(tx: &impl ConnectionTrait, scope: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = ActiveModel {
        scope: ActiveValue::Set(scope.to_owned()),
        version: ActiveValue::Set(1),
        changed_at: ActiveValue::Set(now),
    };
    // Whoever comes first holds the row until the end of the transaction; only then may its time be read.
    let conflict = OnConflict::column(Column::Scope)
        .value(Column::Version, Expr::col((Entity, Column::Version)).add(1))
        .to_owned();
    Entity::insert(row).on_conflict(conflict).exec_without_returning(tx).await?;
    let Some(held) = feed_version(tx, scope).await? else { return Ok(()) };
    if held.version > 1 {
        let changed_at = Ord::max(now, held.changed_at + SECOND);
        Entity::update_many()
            .col_expr(Column::ChangedAt, Expr::value(changed_at))
            .filter(Column::Scope.eq(scope))
            .exec(tx)
            .await?;
    }
    Ok(())
}
