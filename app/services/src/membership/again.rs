//! A payment for an order that ended unpaid. What arrived is there, so it is written down: the order is taken up again where
//! it can be, and elsewhere the money is held for the person, to be given back.

use chrono::Days;
use domain::membership::{DUE_DAYS, Deed, OrderDeed, Plan, Stage, Term, ledger as books, next_start, period, step};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::days::{self, cents, some_day};
use super::entity::memberships::Model as Person;
use super::entity::order_lines;
use super::entity::orders::{Column, Entity, Model};
use super::error::MembershipError;
use super::{orders, person, plans};
use crate::codes::{self, Wanted};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::ledger::{self, About};

/// What a payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counts {
    /// An order that waited for it, or was paid before.
    AsExpected,
    /// An order that had ended and waits again as it was; the code it had is on it.
    TakenUp,
    /// The same at the price without its code, which does not work for it any more.
    WithoutCode,
    /// No order: it is held for the person, to be given back.
    Held,
}

/// An order for which a payment has come.
pub(super) struct Up {
    pub(super) order: Model,
    /// The held row of its person; `None` once they are erased.
    pub(super) whose: Option<Person>,
    pub(super) counts: Counts,
}

/// Takes a held order up again that ended unpaid; any other stays as it is.
pub(super) async fn take_up(
    tx: &WriteTx,
    ctx: &Ctx,
    order: Model,
    whose: Option<Person>,
) -> Result<Up, MembershipError> {
    if orders::state_of(order.state).stands() {
        return Ok(Up { order, whose, counts: Counts::AsExpected });
    }
    let Some(before) = whose else { return Ok(Up { order, whose: None, counts: Counts::Held }) };
    let today = ctx.today();
    let (plan, state) = (plans::by_id(tx, order.plan_id).await?, person::state_of(before.state));
    let renewal = state.keeps();
    let kept = person::period_of(&before)?.filter(|_| renewal);
    let on_it = plan.term == Term::UntilTrainingEnds && before.plan_id == Some(order.plan_id);
    let goes_on = on_it && step(state, Deed::Confirm).is_some();
    let (terms, ends) = (u16::try_from(order.terms).unwrap_or(1), some_day(order.training_ends.as_deref())?);
    let gives = next_start(kept.as_ref(), today).is_some_and(|start| period(plan.term, start, terms, ends).is_ok());
    // What went back is not asked for again, and what could not be ordered today is not taken up: a flat rate that holds
    // anyway, one for training that is over, and whatever would begin after a membership without an end.
    if order.refunded > 0 || goes_on || !gives {
        return Ok(Up { order, whose: Some(before), counts: Counts::Held });
    }
    if orders::open_of(tx, before.account_id).await?.is_some() {
        return Err(Refusal::OtherOrderWaits.into());
    }
    let order = orders::moved(tx, &order, OrderDeed::TakeUp, ctx.now()).await?;
    let keeps_code = code_again(tx, ctx, &order, &before, (&plan, renewal)).await?;
    let off = if keeps_code { order.off } else { 0 };
    let due = today.checked_add_days(Days::new(DUE_DAYS)).unwrap_or(today);
    let order = Model { off, total: order.subtotal - off, due_day: days::text(due), ..order };
    store(tx, &order).await?;
    let posting = books::taken_up(cents(order.subtotal)?, cents(order.off)?, cents(order.received)?);
    ledger::post(tx, order.id, About::Placed, posting, ctx.now()).await?;
    let asked = person::moved(tx, &before, Deed::Ask, ctx.now(), |_| {}).await?.ok_or(Refusal::NoMembership)?;
    let counts = if keeps_code { Counts::TakenUp } else { Counts::WithoutCode };
    Ok(Up { order, whose: Some(asked), counts })
}

/// Takes the code that the order had; `false` when it does not work for it any more and the order goes on without it.
async fn code_again(
    tx: &WriteTx,
    ctx: &Ctx,
    order: &Model,
    whose: &Person,
    (plan, renewal): (&Plan, bool),
) -> Result<bool, MembershipError> {
    let wanted = Wanted {
        account: whose.account_id,
        plan,
        subtotal: cents(order.subtotal)?,
        renewal,
        paid_before: orders::has_paid(tx, whose.account_id).await?,
        stage: order.stage.as_deref().and_then(Stage::parse),
    };
    match codes::take_again(tx, ctx, order.id, &wanted).await? {
        None | Some(Ok(())) => Ok(true),
        Some(Err(_)) => {
            codes::forget(tx, order.id).await?;
            // The first line is the plan, the second the code.
            order_lines::Entity::delete_many()
                .filter(order_lines::Column::OrderId.eq(order.id))
                .filter(order_lines::Column::Place.gt(1))
                .exec(tx)
                .await?;
            Ok(false)
        }
    }
}

async fn store(tx: &WriteTx, order: &Model) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Off, Expr::value(order.off))
        .col_expr(Column::Total, Expr::value(order.total))
        .col_expr(Column::DueDay, Expr::value(order.due_day.clone()))
        .filter(Column::Id.eq(order.id))
        .exec(tx)
        .await?;
    Ok(())
}
