//! What is kept of a person's membership, for the archive they can take along.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::entity::{order_lines, orders as rows, payments, section_members};
use super::{orders, person, plans};
use crate::codes;
use crate::ctx::Ctx;

/// How they stand, their orders with codes, lines and payments, their sections.
pub(crate) async fn export_part(ctx: &Ctx, account: i64) -> Result<Value, DbErr> {
    let db = ctx.db.read();
    let row = person::find(db, account).await?;
    let sections = section_members::Entity::find()
        .filter(section_members::Column::AccountId.eq(account))
        .order_by_asc(section_members::Column::Id)
        .all(db)
        .await?;
    let (plans, codes) = (plans::by_keys(db).await?, codes::uses_by_order(db, account).await?);
    let name = |plan: i64| plans.get(&plan).map(|plan| plan.name.as_str());
    let found = rows::Entity::find().filter(rows::Column::AccountId.eq(account)).order_by_asc(rows::Column::Id);
    let mut all = Vec::new();
    for order in found.all(db).await? {
        let lines = order_lines::Entity::find()
            .filter(order_lines::Column::OrderId.eq(order.id))
            .order_by_asc(order_lines::Column::Place)
            .all(db)
            .await?;
        let paid = payments::Entity::find()
            .filter(payments::Column::OrderId.eq(order.id))
            .order_by_asc(payments::Column::Id)
            .all(db)
            .await?;
        all.push(json!({
            "id": order.public_id,
            "plan": name(order.plan_id),
            "terms": order.terms,
            "renewal": order.renewal,
            "state": orders::state_of(order.state).word(),
            "placed_at": order.created_at,
            "due": order.due_day,
            "paid_at": order.paid_at,
            "from": order.from_day,
            "through": order.through_day,
            "stage": order.stage,
            "img": order.img,
            "training_ends": order.training_ends,
            "currency": order.currency,
            "subtotal_cents": order.subtotal,
            "off_cents": order.off,
            "total_cents": order.total,
            "received_cents": order.received,
            "refunded_cents": order.refunded,
            "code": codes.get(&order.id),
            "lines": lines.iter().map(|line| json!({ "for": line.label, "cents": line.cents })).collect::<Vec<_>>(),
            "payments": paid.iter().map(|one| json!({
                "day": one.day,
                "cents": one.cents,
                "by": one.method,
                "reference": one.reference.0,
                "reason": one.reason.0,
            })).collect::<Vec<_>>(),
        }));
    }
    Ok(json!({
        "state": row.as_ref().map_or("none", |row| person::state_of(row.state).word()),
        "plan": row.as_ref().and_then(|row| row.plan_id).and_then(name),
        "stage": row.as_ref().and_then(|row| row.stage.clone()),
        "img": row.as_ref().map(|row| row.img),
        "from": row.as_ref().and_then(|row| row.from_day.clone()),
        "through": row.as_ref().and_then(|row| row.through_day.clone()),
        "confirm_by": row.as_ref().and_then(|row| row.confirm_by.clone()),
        "last_day": row.as_ref().and_then(|row| row.last_day.clone()),
        "grace_until": row.as_ref().and_then(|row| row.grace_until.clone()),
        "sections": sections.iter().map(|one| json!({ "section": one.section, "since": one.since })).collect::<Vec<_>>(),
        "orders": all,
    }))
}
