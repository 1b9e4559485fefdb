//! Codes: looked at before anybody signs up, held for an order, redeemed with its payment.
//!
//! How many are left is decided by one guarded statement ([`hold`]); behind it stand a CHECK of the counter and UNIQUEs
//! of the uses. A stranger gets one answer to every code that does not work, and few tries.

mod desk;
pub mod entity;
mod export;
mod find;
mod guess;
mod partners;
mod preview;
#[cfg(test)]
mod tests;

use domain::codes::{Asked, No, Off, Rules, judge};
use domain::membership::{Plan, Stage};
use domain::money::Cents;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

pub use desk::{OnDesk, add_code, batch, hand_out, list, stop};
pub use partners::{Brought, by_partner};
pub use preview::{Answer, Offer, Prices, prices};

pub(crate) use desk::{add_sample, remove_sample};
pub(crate) use export::uses_by_order;
pub(crate) use find::{Found, find, rules_of};
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

/// One of a code that works for an order, counted as taken; its row is held until the transaction ends.
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

/// Takes one of a code that was found before ([`find()`]), or none where the code does not work. What is taken belongs to an
/// order: the transaction goes on with [`record`] or comes to nothing.
pub(crate) async fn hold(
    tx: &WriteTx,
    ctx: &Ctx,
    seen: &Found,
    wanted: &Wanted<'_>,
) -> Result<Result<Held, No>, DbErr> {
    let (code_id, counted) = (seen.row.id, count_taken(tx, ctx, seen).await?);
    let is_counted = counted.is_some();
    // Judged as it is now, not as it was when it was found.
    let now = match counted {
        Some(found) => Some(found),
        None => find::again(tx, seen).await?,
    };
    let Some(found) = now else { return Ok(Err(No::Unknown)) };
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
    let single_id = found.single.map(|single| single.id);
    match judged {
        Ok(_) if is_counted => {
            let nth = i32::from(taken_by_person) + 1;
            Ok(Ok(Held { code_id, single_id, nth, label: found.row.label, off: rules.off }))
        }
        // One came back after it was said that none was left.
        Ok(_) => Ok(Err(No::UsedUp)),
        Err(no) => {
            if is_counted {
                count_back(tx, code_id, single_id).await?;
            }
            Ok(Err(no))
        }
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
    hold(tx, ctx, &found, wanted).await.map(Some)
}

/// Writes down that an order holds a code.
pub(crate) async fn record(tx: &WriteTx, ctx: &Ctx, held: &Held, account: i64, order_id: i64) -> Result<(), DbErr> {
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

/// Writes down that the order holds it again that had it before.
pub(crate) async fn record_again(tx: &WriteTx, ctx: &Ctx, held: &Held, order_id: i64) -> Result<(), DbErr> {
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

/// Counts one as taken: the guarded statement that decides, and for one of a batch its own. Answers what was found as it was
/// before that; `None` when none is left.
async fn count_taken(tx: &WriteTx, ctx: &Ctx, seen: &Found) -> Result<Option<Found>, DbErr> {
    let Some(row) = granted(tx, ctx, seen.row.id).await? else { return Ok(None) };
    let row = rows::Model { taken: row.taken - 1, ..row };
    let Some(single) = seen.single.clone() else { return Ok(Some(Found { row, single: None })) };
    let done = singles::Entity::update_many()
        .col_expr(singles::Column::Taken, Expr::value(1))
        .filter(singles::Column::Id.eq(single.id))
        .filter(singles::Column::Taken.eq(0))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        count_back(tx, row.id, None).await?;
        return Ok(None);
    }
    Ok(Some(Found { row, single: Some(singles::Model { taken: 0, ..single }) }))
}

/// Counts one back.
async fn count_back(tx: &WriteTx, code_id: i64, single_id: Option<i64>) -> Result<(), DbErr> {
    rows::Entity::update_many()
        .col_expr(rows::Column::Taken, Expr::col(rows::Column::Taken).sub(1))
        .filter(rows::Column::Id.eq(code_id))
        .exec(tx)
        .await?;
    let Some(single) = single_id else { return Ok(()) };
    singles::Entity::update_many()
        .col_expr(singles::Column::Taken, Expr::value(0))
        .filter(singles::Column::Id.eq(single))
        .exec(tx)
        .await?;
    Ok(())
}

async fn grant(tx: &WriteTx, code_id: i64) -> Result<Option<rows::Model>, DbErr> {
    let left =
        Expr::col(rows::Column::Cap).is_null().or(Expr::col(rows::Column::Taken).lt(Expr::col(rows::Column::Cap)));
    let granted = rows::Entity::update_many()
        .col_expr(rows::Column::Taken, Expr::col(rows::Column::Taken).add(1))
        .filter(rows::Column::Id.eq(code_id))
        .filter(rows::Column::StoppedAt.is_null())
        .filter(left)
        .exec_with_returning(tx)
        .await?;
    Ok(granted.into_iter().next())
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
async fn granted(tx: &WriteTx, _: &Ctx, code_id: i64) -> Result<Option<rows::Model>, DbErr> {
    grant(tx, code_id).await
}

/// The negative control: whoever comes gets one, however many there are.
#[cfg(feature = "chaos")]
async fn granted(tx: &WriteTx, ctx: &Ctx, code_id: i64) -> Result<Option<rows::Model>, DbErr> {
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoCap) {
        let more = Expr::col(rows::Column::Taken).add(1);
        let all = rows::Entity::update_many().col_expr(rows::Column::Taken, more);
        let granted = all.filter(rows::Column::Id.eq(code_id)).exec_with_returning(tx).await?;
        return Ok(granted.into_iter().next());
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
    count_back(tx, row.code_id, row.single_id).await
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
