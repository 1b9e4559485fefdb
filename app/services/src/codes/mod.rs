//! Codes: looked at before anybody signs up, held for an order, redeemed with its payment.
//!
//! How many are left is decided by one guarded statement ([`taken`]); behind it stand a CHECK of the counter and UNIQUEs
//! of the uses. A stranger gets one answer to every code that does not work, and few tries.

mod desk;
pub mod entity;
mod export;
mod find;
mod guess;
mod partners;
mod preview;
mod taken;
#[cfg(test)]
mod tests;

use domain::codes::{Asked, No, Off, Rules, judge};
use domain::membership::{Plan, Stage};
use domain::money::Cents;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryTrait};

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
use entity::uses;
use taken::{count_back, count_by, count_taken, give_single_back, take_single, taken_by};

/// The order a code is wanted for.
pub(crate) struct Wanted<'w> {
    pub(crate) account: i64,
    pub(crate) plan: &'w Plan,
    pub(crate) subtotal: Cents,
    pub(crate) renewal: bool,
    pub(crate) paid_before: bool,
    pub(crate) stage: Option<Stage>,
}

/// A code that works for an order, if one is left for the person ([`record`]) and of the code ([`count`]).
pub(crate) struct Fit<'f> {
    found: &'f Found,
    rules: Rules,
}

impl Fit<'_> {
    /// What stands on the receipt.
    pub(crate) fn label(&self) -> &str {
        &self.found.row.label
    }

    /// What it takes off.
    pub(crate) const fn off(&self) -> Off {
        self.rules.off
    }
}

/// What somebody who orders is told: only confirmed accounts do, so they are told what helps.
pub(crate) fn told(no: No) -> MembershipError {
    MembershipError::field("code", no.words(true))
}

/// Whether a no is all that a guesser learns: there is no such code in use.
pub(crate) const fn is_guess(no: No) -> bool {
    matches!(no, No::Unknown | No::Stopped)
}

/// Judges a code that was found before ([`find()`]). A code's rules never change; whether one is left, and the code is in use
/// still, is decided when it is counted.
pub(crate) fn fits<'f>(ctx: &Ctx, found: &'f Found, wanted: &Wanted<'_>) -> Result<Result<Fit<'f>, No>, DbErr> {
    judged(ctx, found, wanted, (found.taken(), 0))
}

fn judged<'f>(
    ctx: &Ctx,
    found: &'f Found,
    wanted: &Wanted<'_>,
    (taken, taken_by_person): (u32, u16),
) -> Result<Result<Fit<'f>, No>, DbErr> {
    let rules = rules_of(&found.row)?;
    let asked = Asked {
        plan: &wanted.plan.key,
        subtotal: wanted.subtotal,
        currency: wanted.plan.currency,
        renewal: wanted.renewal,
        paid_before: wanted.paid_before,
        stage: wanted.stage,
        taken,
        taken_by_person,
        now: ctx.now(),
    };
    let judged = judge(&found.judged_by(capped(ctx, rules.clone())), &asked);
    Ok(judged.map(|_| Fit { found, rules }))
}

/// Writes down that an order holds a code, unless the person has had theirs or somebody has the one of a batch. The transaction
/// goes on with [`count`] or comes to nothing.
pub(crate) async fn record(
    tx: &WriteTx,
    ctx: &Ctx,
    fit: &Fit<'_>,
    account: i64,
    order_id: i64,
) -> Result<Result<(), No>, DbErr> {
    use uses::Column;
    if !take_single(tx, fit.found).await? {
        return Ok(Err(No::UsedUp));
    }
    let (code_id, single_id, now) = (fit.found.row.id, fit.found.single_id(), ctx.now());
    let mine = || Expr::from(count_by(code_id, account).into_query());
    let columns: [(Column, Expr); 8] = [
        (Column::CodeId, Expr::val(code_id)),
        (Column::SingleId, Expr::val(single_id)),
        (Column::AccountId, Expr::val(account)),
        (Column::OrderId, Expr::val(order_id)),
        (Column::Nth, mine().add(1)),
        (Column::State, Expr::val(uses::State::Held)),
        (Column::CreatedAt, Expr::val(now)),
        (Column::ChangedAt, Expr::val(now)),
    ];
    let mut row = Query::select();
    row.exprs(columns.iter().map(|(_, value)| value.clone())).and_where(mine().lt(fit.rules.per_person));
    let mut insert = Query::insert();
    insert.into_table(uses::Entity).columns(columns.map(|(column, _)| column));
    insert.select_from(row).map_err(|error| DbErr::Custom(error.to_string()))?;
    let done = tx.execute(&insert).await?;
    Ok(if done.rows_affected() == 1 { Ok(()) } else { Err(No::UsedByPerson) })
}

/// Counts it as taken. Everybody who takes this code waits here for whoever took it before, so it is the last that an order
/// does before the log.
pub(crate) async fn count(tx: &WriteTx, ctx: &Ctx, fit: &Fit<'_>) -> Result<Result<(), No>, DbErr> {
    if count_taken(tx, ctx, fit.found).await? {
        return Ok(Ok(()));
    }
    let again = find::again(tx, fit.found).await?;
    Ok(Err(match again {
        None => No::Unknown,
        Some(now) if now.row.stopped_at.is_some() => No::Stopped,
        Some(_) => No::UsedUp,
    }))
}

/// Takes the code again that an order had before it ended, and writes it down; `None` for an order without one.
pub(crate) async fn take_again(
    tx: &WriteTx,
    ctx: &Ctx,
    order_id: i64,
    wanted: &Wanted<'_>,
) -> Result<Option<Result<(), No>>, DbErr> {
    let Some(found) = find::of_order(tx, order_id).await? else { return Ok(None) };
    let taken_by_person = taken_by(tx, found.row.id, wanted.account).await?;
    // How many are taken is not looked at here: whoever gives one back at this moment is waited for.
    let taken = match judged(ctx, &found, wanted, (0, taken_by_person))? {
        Ok(fit) if take_single(tx, &found).await? => {
            let counted = count(tx, ctx, &fit).await?;
            if let (Err(_), Some(single)) = (&counted, found.single_id()) {
                give_single_back(tx, single).await?;
            }
            counted
        }
        Ok(_) => Err(No::UsedUp),
        Err(no) => Err(no),
    };
    if taken.is_ok() {
        uses::Entity::update_many()
            .col_expr(uses::Column::State, Expr::value(uses::State::Held))
            .col_expr(uses::Column::Nth, Expr::value(i32::from(taken_by_person) + 1))
            .col_expr(uses::Column::ChangedAt, Expr::value(ctx.now()))
            .filter(uses::Column::OrderId.eq(order_id))
            .filter(uses::Column::State.eq(uses::State::Released))
            .exec(tx)
            .await?;
    }
    Ok(Some(taken))
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

#[cfg(not(feature = "chaos"))]
fn capped(_: &Ctx, rules: Rules) -> Rules {
    rules
}

#[cfg(feature = "chaos")]
fn capped(ctx: &Ctx, rules: Rules) -> Rules {
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoCap) { Rules { cap: None, ..rules } } else { rules }
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
    if let Some(single) = row.single_id {
        give_single_back(tx, single).await?;
    }
    count_back(tx, row.code_id).await
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
