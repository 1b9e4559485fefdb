//! A code taken for an order that is placed already, and nothing beside it: what of an order is the redemption, measured
//! next to what the database commits.

use domain::codes::No;
use domain::id::PublicId;
use domain::membership::{Plan, Stage};

use super::days::cents;
use super::entity::orders::Model;
use super::error::MembershipError;
use super::join::me;
use super::{orders, plans};
use crate::codes::{self, Wanted};
use crate::ctx::Ctx;

/// An order that takes a code, with its plan: what an order that is being placed has in hand.
#[derive(Clone)]
pub struct Placed {
    order: Model,
    plan: Plan,
}

/// Reads it; [`MembershipError::NotFound`] where there is none.
pub async fn placed(ctx: &Ctx, order: PublicId) -> Result<Placed, MembershipError> {
    let db = ctx.db.read();
    let order = orders::find(db, order).await?.ok_or(MembershipError::NotFound)?;
    let plan = plans::by_id(db, order.plan_id).await?;
    Ok(Placed { order, plan })
}

/// Takes the code that was typed for an open order of the viewer that has none: found, judged, written down and counted as in
/// an order. That it is such an order is the caller's word.
pub async fn take_code(ctx: &Ctx, typed: &str, placed: &Placed) -> Result<(), MembershipError> {
    let account = me(ctx)?;
    let found = codes::find(ctx.db.read(), typed).await?.ok_or_else(|| codes::told(No::Unknown))?;
    let (own, placed) = (ctx.clone(), placed.clone());
    ctx.db
        .write(move |tx| {
            let (ctx, found, Placed { order, plan }) = (own.clone(), found.clone(), placed.clone());
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
                let fit = codes::fits(&ctx, &found, &wanted)?.map_err(codes::told)?;
                codes::record(tx, &ctx, &fit, account, order.id).await?.map_err(codes::told)?;
                codes::count(tx, &ctx, &fit).await?.map_err(codes::told)
            })
        })
        .await
}
