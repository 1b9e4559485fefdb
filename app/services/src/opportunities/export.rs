//! What is kept of a person, for the archive they can take along.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::entity::{posting_drafts, postings};
use super::sealed::told_of;
use super::{OpportunityError, filed, rows, shelf, store};
use crate::ctx::Ctx;

/// Drafts, postings, saved postings, and applications with what was released. Who of the staff checked a host is not
/// theirs; what was said of it is. Whether the house has gone through a posting that is back is its own bookkeeping.
pub(crate) async fn export_part(ctx: &Ctx, account: i64) -> Result<Value, DbErr> {
    of_account(ctx, account).await.map_err(OpportunityError::into_db)
}

fn fired(row: &postings::Model) -> Vec<Value> {
    rows::flags(row).iter().map(|one| json!({ "rule": one.flag.label(), "because": one.because })).collect()
}

async fn of_account(ctx: &Ctx, account: i64) -> Result<Value, OpportunityError> {
    let db = ctx.db.read();
    let drafts = posting_drafts::Entity::find()
        .filter(posting_drafts::Column::AccountId.eq(account))
        .filter(posting_drafts::Column::Fields.ne("[]"));
    let drafts = drafts.order_by_asc(posting_drafts::Column::Id).all(db).await?;
    let drafts: Result<Vec<Value>, OpportunityError> =
        drafts.iter().map(|row| Ok(json!({ "changed_at": row.changed_at, "fields": rows::fields(row)? }))).collect();
    let postings: Result<Vec<Value>, OpportunityError> = store::of_host(db, account)
        .await?
        .iter()
        .map(|row| {
            Ok(json!({
                "state": row.state,
                "posting": rows::posting(row)?,
                "submitted_at": row.submitted_at,
                "published_at": row.published_at,
                "note": row.note,
                "rules_that_fired": fired(row),
            }))
        })
        .collect();
    let mut applications = Vec::new();
    let rows = filed::applications_of(db, account).await?;
    let mut told = told_of(ctx, db, &rows).await?;
    let to = store::postings(db, rows.iter().map(|row| row.posting_id).collect()).await?;
    for row in rows {
        let told = told.remove(&row.id);
        let to = to.iter().find(|posting| posting.id == row.posting_id);
        applications.push(json!({
            "to": to.map(rows::title),
            "posting": to.map(|posting| posting.public_id.as_str()),
            "stage": row.stage,
            "ended_by_take_down": row.taken_down,
            "applied_at": row.applied_at,
            "changed_at": row.changed_at,
            "hold_until": row.hold_until,
            "hold_days": row.hold_days,
            "answer": told.as_ref().map(|told| told.answer.clone()),
            "released": told.map(|told| told.fields.iter().map(|one| json!({
                "field": one.field().label(),
                "told": one.words(),
            })).collect::<Vec<_>>()),
        }));
    }
    let checks = store::checks(db, account).await?;
    Ok(json!({
        "drafts": drafts?,
        "postings": postings?,
        "saved": shelf::saved(db, account).await?.iter().map(|row| row.title.clone()).collect::<Vec<_>>(),
        "applications": applications,
        "checked_as_host": checks.iter().map(|one| json!({ "at": one.checked_at, "what": one.what })).collect::<Vec<_>>(),
    }))
}
