//! Which codes a person has used, for the archive they can take along.

use std::collections::HashMap;

use sea_orm::{ActiveEnum, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::entity::{codes as rows, uses};

/// The codes that one account has put on orders, by the keys of these orders.
pub(crate) async fn uses_by_order(db: &impl ConnectionTrait, account: i64) -> Result<HashMap<i64, Value>, DbErr> {
    let used = uses::Entity::find().filter(uses::Column::AccountId.eq(account)).all(db).await?;
    let keys = used.iter().map(|row| row.code_id);
    let codes = rows::Entity::find().filter(rows::Column::Id.is_in(keys)).all(db).await?;
    let labels: HashMap<i64, String> = codes.into_iter().map(|row| (row.id, row.label)).collect();
    let told = used.into_iter().map(|row| {
        let use_of_it = json!({
            "name": labels.get(&row.code_id),
            "state": row.state.to_value(),
            "since": row.created_at,
            "changed_at": row.changed_at,
        });
        (row.order_id, use_of_it)
    });
    Ok(told.collect())
}
