//! What the room keeps of a person, for the archive they can take along: what they told, whom they block, what was
//! decided about them, and what the association has issued to them. Who reported them is not theirs.

use domain::moderation::Case;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::case_entity::{blocks, case_reports};
use super::case_store;
use crate::ctx::Ctx;
use crate::identity::people;
use crate::verification;

/// Everything of one account.
pub(crate) async fn export_part(ctx: &Ctx, account: i64) -> Result<Value, DbErr> {
    let db = ctx.db.read();
    let told = case_reports::Entity::find().filter(case_reports::Column::ReporterAccount.eq(account));
    let told = told.order_by_asc(case_reports::Column::Id).all(db).await?;
    let blocked = blocks::Entity::find().filter(blocks::Column::Blocker.eq(account)).all(db).await?;
    let keys: Vec<i64> = blocked.iter().filter(|row| row.named.is_none()).map(|row| row.blocked).collect();
    let requests = blocked.iter().filter_map(|row| row.named.clone());
    let people = people::by_accounts(db, &keys).await?;
    let blocked: Vec<String> = people.iter().map(|person| person.id.to_string()).chain(requests).collect();
    let decided = case_store::felt(db, account).await?;
    Ok(json!({
        "reports": told.iter().map(|row| json!({ "ground": row.ground, "details": row.details, "at": row.created_at })).collect::<Vec<_>>(),
        "blocked": blocked,
        "decisions": decided.iter().map(|row| json!({
            "decision": row.decision,
            "ground": row.ground,
            "at": row.decided_at,
            "appeal": row.appeal,
            "taken_back": matches!(case_store::case(row), Some(Case::Overturned(_))),
        })).collect::<Vec<_>>(),
        "issued": verification::export_part(db, account).await?,
    }))
}
