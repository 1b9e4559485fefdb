//! How many people a posting takes.

use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::opportunities::{Posting, limits};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::postings;
use super::{OpportunityError, me, pipeline, rows, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// Changes how many people are taken. What is promised stays promised.
pub async fn set_seats(ctx: &Ctx, posting: &str, seats: u16) -> Result<(), OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    let (account, id) = (me(ctx)?.account, PublicId::parse(posting).ok_or(OpportunityError::NotFound)?);
    let (now, ctx) = (ctx.now(), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move {
                let row = store::hold_of(tx, id, account).await?;
                resize(tx, &row, seats).await?;
                pipeline::fill_from_line(tx, &ctx, row.id, now).await?;
                pipeline::settle(tx, &ctx, &row, now).await
            })
        })
        .await
}

async fn resize(tx: &WriteTx, row: &postings::Model, seats: u16) -> Result<(), OpportunityError> {
    // Also after its last day somebody may be taken; only what is gone takes nobody.
    if !rows::state(row)?.keeps_applications() {
        return Err(Refusal::PostingMoved.into());
    }
    if u32::from(seats) < rows::places(row).least().max(1) {
        return Err(Refusal::SeatsPromised.into());
    }
    let range = limits::SEATS;
    if !range.contains(&u32::from(seats)) {
        let message = format!("Write a whole number from {} to {}.", range.start(), range.end());
        return Err(OpportunityError::Invalid(vec![FieldError::new("seats", message)]));
    }
    let posting = Posting { seats, ..rows::posting(row)? };
    let body = serde_json::to_string(&posting).map_err(|error| OpportunityError::Broken(error.to_string()))?;
    postings::Entity::update_many()
        .col_expr(postings::Column::Seats, Expr::value(i32::from(seats)))
        .col_expr(postings::Column::Body, Expr::value(body))
        .filter(postings::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(())
}
