//! What the room keeps of a person, for the archive they can take along: what they were told, and what they chose.

use domain::notifications::{Choice, Digest};
use sea_orm::{DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::choices::quiet_of;
use super::entity::notifications;
use super::store;
use crate::ctx::Ctx;

/// Everything of one account, the newest first.
pub(crate) async fn export_part(ctx: &Ctx, account: i64) -> Result<Value, DbErr> {
    let db = ctx.db.read();
    let told = notifications::Entity::find()
        .filter(notifications::COLUMN.account_id.eq(account))
        .order_by_desc(notifications::Column::Id)
        .all(db)
        .await?;
    let choices = store::choices(db, account).await?;
    let settings = store::settings(db, account).await?;
    let quiet = settings.as_ref().and_then(quiet_of).map(domain::notifications::QuietHours::fields);
    Ok(json!({
        "told": told.iter().map(|row| json!({
            "topic": row.topic,
            "title": row.title,
            "text": row.body,
            "at": row.created_at,
            "read_at": row.read_at,
        })).collect::<Vec<_>>(),
        "choices": choices.iter().map(|row| json!({ "topic": row.topic, "choice": Choice::from(row.choice).word() })).collect::<Vec<_>>(),
        "mails": settings.map(|row| json!({ "digest": Digest::from(row.digest).word(), "discreet": row.discreet })),
        "quiet_hours": quiet.map(|(from, until)| json!({ "from": from, "until": until })),
    }))
}
