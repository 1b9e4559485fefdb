//! What the room keeps of a person, for the archive they can take along: what they were trusted with, when and why. Who of
//! the staff asked, confirmed or ended it is not theirs.

use sea_orm::{ActiveEnum, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::entity::{Column, Entity};
use crate::ctx::Ctx;

/// Everything of one account, the oldest first.
pub(crate) async fn export_part(ctx: &Ctx, account: i64) -> Result<Value, DbErr> {
    of_account(ctx.db.read(), account).await
}

async fn of_account(db: &impl ConnectionTrait, account: i64) -> Result<Value, DbErr> {
    let rows = Entity::find().filter(Column::AccountId.eq(account)).order_by_asc(Column::Id).all(db).await?;
    let told = rows.iter().map(|row| {
        json!({
            "capability": row.capability,
            "categories": row.categories.as_ref().map(|keys| keys.lines().collect::<Vec<_>>()),
            "state": row.state.to_value(),
            "asked_at": row.asked_at,
            "reason": row.reason,
            "effective_at": row.effective_at,
            "ends_at": row.ends_at,
            "ended_at": row.ended_at,
            "end_reason": row.end_reason,
        })
    });
    Ok(Value::Array(told.collect()))
}
