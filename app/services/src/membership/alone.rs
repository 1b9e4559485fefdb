//! A code taken for an order that is placed already, and nothing beside it: what of an order is the redemption, measured
//! next to what the database commits.

use domain::codes::No;
use domain::id::PublicId;
use domain::membership::Stage;

use super::days::cents;
use super::error::MembershipError;
use super::join::me;
use super::{orders, plans};
use crate::codes::{self, Wanted};
use crate::ctx::Ctx;

/// Takes the code that was typed for an open order of the viewer that has none: found, counted, judged and written down as in
/// an order. That it is such an order is the caller's word.
pub async fn take_code(ctx: &Ctx, typed: &str, order: PublicId) -> Result<(), MembershipError> {
    let (db, account) = (ctx.db.read(), me(ctx)?);
    let found = codes::find(db, typed).await?.ok_or_else(|| codes::told(No::Unknown))?;
    let order = orders::find(db, order).await?.ok_or(MembershipError::NotFound)?;
    let plan = plans::by_id(db, order.plan_id).await?;
    let own = ctx.clone();
    ctx.db
        .write(move |tx| {
            let (ctx, found, order, plan) = (own.clone(), found.clone(), order.clone(), plan.clone());
            Box::pin(async move {
                tx.housekeeping();
                let wanted = Wanted {
                    account,
                    plan: &plan,
                    subtotal: cents(order.subtotal)?,
                    renewal: order.renewal,
                    paid_before: false,
                    stage: order.stage.as_deref().and_then(Stage::parse),
                };
                let held = codes::hold(tx, &ctx, &found, &wanted).await?.map_err(codes::told)?;
                Ok(codes::record(tx, &ctx, &held, account, order.id).await?)
            })
        })
        .await
}
