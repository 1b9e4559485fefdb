//! Codes: looked at before anybody signs up, held for an order, redeemed with its payment.
//!
//! How many are left is decided by one guarded statement ([`take`]); behind it stand a CHECK of the counter and UNIQUEs
//! of the uses. A stranger gets one answer to every code that does not work, and few tries.

mod desk;
pub mod entity;
mod export;
mod find;
mod guess;
mod preview;
#[cfg(test)]
mod tests;

use domain::codes::{Asked, No, Off, Rules, judge};
use domain::membership::{Plan, Stage};
use domain::money::Cents;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

pub use desk::{OnDesk, add_code, batch, hand_out, list, stop};
pub use preview::{Answer, Offer, Prices, prices};

pub(crate) use desk::{add_sample, remove_sample};
pub(crate) use export::uses_by_order;
pub(crate) use find::rules_of;
pub(crate) use guess::Guess;

use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::membership::MembershipError;
use entity::codes as rows;
use entity::{singles, uses};

/// The order a code is wanted for.
pub(crate) struct Wanted<'w> {
    pub(crate) account: i64,
    pub(crate) plan: &'w Plan,
    pub(crate) subtotal: Cents,
    pub(crate) renewal: bool,
    pub(crate) paid_before: bool,
    pub(crate) stage: Option<Stage>,
}

/// A code that works for an order; its row is held until the transaction ends.
pub(crate) struct Held {
    code_id: i64,
    single_id: Option<i64>,
    nth: i32,
    /// What stands on the receipt.
    pub(crate) label: String,
    /// What it takes off.
    pub(crate) off: Off,
}

/// What somebody who orders is told: only confirmed accounts do, so they are told what helps.
pub(crate) fn told(no: No) -> MembershipError {
    MembershipError::field("code", no.words(true))
}

/// Whether a no is all that a guesser learns: there is no such code in use.
pub(crate) const fn is_guess(no: No) -> bool {
    matches!(no, No::Unknown | No::Stopped)
}

/// Finds the code that was typed, takes hold of it and judges it. Nothing is taken yet.
pub(crate) async fn hold(tx: &WriteTx, ctx: &Ctx, typed: &str, wanted: &Wanted<'_>) -> Result<Result<Held, No>, DbErr> {
    match find::find(tx, typed).await? {
        Some(found) => hold_found(tx, ctx, &found, wanted).await,
        None => Ok(Err(No::Unknown)),
    }
}

/// The same for the code that an order had before it ended; `None` for an order without one.
pub(crate) async fn hold_again(
    tx: &WriteTx,
    ctx: &Ctx,
    order_id: i64,
    wanted: &Wanted<'_>,
) -> Result<Option<Result<Held, No>>, DbErr> {
    let Some(found) = find::of_order(tx, order_id).await? else { return Ok(None) };
    hold_found(tx, ctx, &found, wanted).await.map(Some)
}

async fn hold_found(
    tx: &WriteTx,
    ctx: &Ctx,
    found: &find::Found,
    wanted: &Wanted<'_>,
) -> Result<Result<Held, No>, DbErr> {
    let code_id = found.row.id;
    let held = rows::Entity::update_many().col_expr(rows::Column::Taken, Expr::col(rows::Column::Taken));
    held.filter(rows::Column::Id.eq(code_id)).exec(tx).await?;
    // As it is now that nobody else changes it.
    let Some(found) = find::again(tx, found).await? else { return Ok(Err(No::Unknown)) };
    let mine = uses::Entity::find()
        .filter(uses::Column::CodeId.eq(code_id))
        .filter(uses::Column::AccountId.eq(wanted.account))
        .filter(uses::Column::State.ne(uses::State::Released))
        .count(tx)
        .await?;
    let taken_by_person = u16::try_from(mine).unwrap_or(u16::MAX);
    let rules = rules_of(&found.row)?;
    let asked = Asked {
        plan: &wanted.plan.key,
        subtotal: wanted.subtotal,
        currency: wanted.plan.currency,
        renewal: wanted.renewal,
        paid_before: wanted.paid_before,
        stage: wanted.stage,
        taken: found.taken(),
        taken_by_person,
        now: ctx.now(),
    };
    let judged = judge(&found.judged_by(capped(ctx, rules.clone())), &asked);
    Ok(judged.map(|_| Held {
        code_id,
        single_id: found.single.map(|single| single.id),
        nth: i32::from(taken_by_person) + 1,
        label: found.row.label,
        off: rules.off,
    }))
}

/// Takes a held code for an order: the guarded statement that decides, and the row of the use.
pub(crate) async fn take(
    tx: &WriteTx,
    ctx: &Ctx,
    held: &Held,
    account: i64,
    order_id: i64,
) -> Result<(), MembershipError> {
    count_taken(tx, ctx, held).await?;
    let row = uses::ActiveModel {
        id: ActiveValue::NotSet,
        code_id: ActiveValue::Set(held.code_id),
        single_id: ActiveValue::Set(held.single_id),
        account_id: ActiveValue::Set(Some(account)),
        order_id: ActiveValue::Set(order_id),
        nth: ActiveValue::Set(held.nth),
        state: ActiveValue::Set(uses::State::Held),
        created_at: ActiveValue::Set(ctx.now()),
        changed_at: ActiveValue::Set(ctx.now()),
    };
    uses::Entity::insert(row).exec(tx).await?;
    Ok(())
}

/// Takes a held code for the order that had it before.
pub(crate) async fn take_again(tx: &WriteTx, ctx: &Ctx, held: &Held, order_id: i64) -> Result<(), MembershipError> {
    count_taken(tx, ctx, held).await?;
    uses::Entity::update_many()
        .col_expr(uses::Column::State, Expr::value(uses::State::Held))
        .col_expr(uses::Column::Nth, Expr::value(held.nth))
        .col_expr(uses::Column::ChangedAt, Expr::value(ctx.now()))
        .filter(uses::Column::OrderId.eq(order_id))
        .filter(uses::Column::State.eq(uses::State::Released))
        .exec(tx)
        .await?;
    Ok(())
}

/// The order goes on without the code it had: nothing of it is on the order any more.
pub(crate) async fn forget(tx: &WriteTx, order_id: i64) -> Result<(), DbErr> {
    uses::Entity::delete_many()
        .filter(uses::Column::OrderId.eq(order_id))
        .filter(uses::Column::State.eq(uses::State::Released))
        .exec(tx)
        .await?;
    Ok(())
}

async fn count_taken(tx: &WriteTx, ctx: &Ctx, held: &Held) -> Result<(), MembershipError> {
    if !granted(tx, ctx, held.code_id).await? {
        return Err(told(No::UsedUp));
    }
    let Some(single) = held.single_id else { return Ok(()) };
    let done = singles::Entity::update_many()
        .col_expr(singles::Column::Taken, Expr::value(1))
        .filter(singles::Column::Id.eq(single))
        .filter(singles::Column::Taken.eq(0))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(told(No::UsedUp));
    }
    Ok(())
}

async fn grant(tx: &WriteTx, code_id: i64) -> Result<bool, DbErr> {
    let left =
        Expr::col(rows::Column::Cap).is_null().or(Expr::col(rows::Column::Taken).lt(Expr::col(rows::Column::Cap)));
    let done = rows::Entity::update_many()
        .col_expr(rows::Column::Taken, Expr::col(rows::Column::Taken).add(1))
        .filter(rows::Column::Id.eq(code_id))
        .filter(rows::Column::StoppedAt.is_null())
        .filter(left)
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

#[cfg(not(feature = "chaos"))]
fn capped(_: &Ctx, rules: Rules) -> Rules {
    rules
}

#[cfg(feature = "chaos")]
fn capped(ctx: &Ctx, rules: Rules) -> Rules {
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoCap) { Rules { cap: None, ..rules } } else { rules }
}

#[cfg(not(feature = "chaos"))]
async fn granted(tx: &WriteTx, _: &Ctx, code_id: i64) -> Result<bool, DbErr> {
    grant(tx, code_id).await
}

/// The negative control: whoever comes gets one, however many there are.
#[cfg(feature = "chaos")]
async fn granted(tx: &WriteTx, ctx: &Ctx, code_id: i64) -> Result<bool, DbErr> {
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoCap) {
        let more = Expr::col(rows::Column::Taken).add(1);
        let all = rows::Entity::update_many().col_expr(rows::Column::Taken, more);
        all.filter(rows::Column::Id.eq(code_id)).exec(tx).await?;
        return Ok(true);
    }
    grant(tx, code_id).await
}

/// The order was paid: what was held for it is used.
pub(crate) async fn redeemed(tx: &WriteTx, order_id: i64, now: chrono::DateTime<chrono::Utc>) -> Result<(), DbErr> {
    moved(tx, order_id, uses::State::Redeemed, now).await?;
    Ok(())
}

/// The order ended unpaid: what was held for it is free again.
pub(crate) async fn released(tx: &WriteTx, order_id: i64, now: chrono::DateTime<chrono::Utc>) -> Result<(), DbErr> {
    if !moved(tx, order_id, uses::State::Released, now).await? {
        return Ok(());
    }
    let Some(row) = uses::Entity::find().filter(uses::Column::OrderId.eq(order_id)).one(tx).await? else {
        return Ok(());
    };
    rows::Entity::update_many()
        .col_expr(rows::Column::Taken, Expr::col(rows::Column::Taken).sub(1))
        .filter(rows::Column::Id.eq(row.code_id))
        .exec(tx)
        .await?;
    if let Some(single) = row.single_id {
        singles::Entity::update_many()
            .col_expr(singles::Column::Taken, Expr::value(0))
            .filter(singles::Column::Id.eq(single))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Moves a use that is held; `false` when none is.
async fn moved(
    tx: &WriteTx,
    order_id: i64,
    to: uses::State,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<bool, DbErr> {
    let done = uses::Entity::update_many()
        .col_expr(uses::Column::State, Expr::value(to))
        .col_expr(uses::Column::ChangedAt, Expr::value(now))
        .filter(uses::Column::OrderId.eq(order_id))
        .filter(uses::Column::State.eq(uses::State::Held))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
