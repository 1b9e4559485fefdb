//! Joining and renewing: an order at the price that was shown, with the code held for it.

use chrono::Days;
use domain::access::{Action, Object};
use domain::codes::{self as rules, No};
use domain::id::PublicId;
use domain::membership::{
    DUE_DAYS, Deed, JoinForm, Joining, OrderDeed, Plan, Term, next_start, period, price, step, words,
};
use domain::refusal::Refusal;

use super::error::MembershipError;
use super::sending::{Sending, Sent};
use super::{days, news, orders, person, plans};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::codes::{self, Fit, Found, Guess, Wanted};
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// The key of the account that asks.
pub(super) fn me(ctx: &Ctx) -> Result<i64, MembershipError> {
    ctx.viewer.member.as_ref().map(|member| member.account).ok_or(MembershipError::NotFound)
}

/// The action's name, as it stands beside its idempotency keys.
const JOIN: &str = "membership/join";

/// Orders a plan for the viewer; answers the order's public name. What costs nothing is paid at once. `key` is the form's
/// idempotency key: sent twice, one order is placed.
pub async fn join(ctx: &Ctx, form: &JoinForm, key: &str) -> Result<PublicId, MembershipError> {
    allow(ctx, Action::Join, Object::Own)?;
    let (account, joining) = (me(ctx)?, form.parse()?);
    let sending = Sending::new(key, JOIN, &(account, form))?;
    let (own, wish) = (ctx.clone(), Wish::read(ctx, account, joining).await?);
    let came = ctx
        .db
        .write(move |tx| {
            let (ctx, wish, sending) = (own.clone(), wish.clone(), sending.clone());
            Box::pin(async move {
                let ticket = match sending.begin(tx, ctx.now()).await? {
                    Sent::First(ticket) => ticket,
                    Sent::Before(order) => return Ok(Some(order)),
                };
                match in_one(tx, &ctx, &wish).await? {
                    Came::Ordered(order, fit) => {
                        ticket.finish(tx, &order).await?;
                        // From here on everybody waits who takes this code, and then whoever does anything.
                        if let Some(fit) = fit {
                            codes::count(tx, &ctx, &fit).await?.map_err(codes::told)?;
                        }
                        let entry = Entry::done(&ctx.viewer, Action::Join).saying("ordered").on("order", order);
                        audit::note(tx, &entry, ctx.now()).await?;
                        Ok(Some(order))
                    }
                    // The browser's way back leads to the same form, with the same key: the next code is no second order.
                    Came::WrongCode => {
                        ticket.forget(tx).await?;
                        Ok::<_, MembershipError>(None)
                    }
                }
            })
        })
        .await?;
    came.ok_or_else(|| codes::told(No::Unknown))
}

/// What somebody wants to order, with what is read before the transaction: whoever writes is the one all others wait for.
/// The plan is as it was when the form came in; of the code only where it is.
#[derive(Clone)]
struct Wish {
    account: i64,
    joining: Joining,
    plan: Option<(i64, Plan)>,
    code: Option<Found>,
}

impl Wish {
    async fn read(ctx: &Ctx, account: i64, joining: Joining) -> Result<Self, MembershipError> {
        let db = ctx.db.read();
        let plan = plans::find(db, &joining.plan).await?;
        let code = match joining.code.as_deref() {
            Some(typed) => codes::find(db, typed).await?,
            None => None,
        };
        Ok(Self { account, joining, plan, code })
    }
}

/// What came of an order.
enum Came<'w> {
    /// It is stored. A code is still to be counted, and the log does not know of it yet.
    Ordered(PublicId, Option<Fit<'w>>),
    /// There is no such code; the try that it cost is stored.
    WrongCode,
}

/// Everything in one transaction, also the try that a wrong code costs. Where the code is none, that is all that is stored
/// beside the row by which the person is held.
async fn in_one<'w>(tx: &WriteTx, ctx: &Ctx, wish: &'w Wish) -> Result<Came<'w>, MembershipError> {
    let (now, today) = (ctx.now(), ctx.today());
    let (account, joining) = (wish.account, &wish.joining);
    // Only the person and the treasurer see anything of it.
    tx.housekeeping();
    let whose = person::hold(tx, account, now).await?;
    let (plan_id, plan) = wish.plan.as_ref().ok_or(Refusal::PlanNotForYou)?;
    if !plan.takes(Some(joining.stage)) {
        return Err(Refusal::PlanNotForYou.into());
    }
    if !plan.terms().contains(&joining.terms) {
        return Err(MembershipError::field("terms", words::TERMS_OF_PLAN));
    }
    let state = person::state_of(whose.state);
    let on_it = plan.term == Term::UntilTrainingEnds && whose.plan_id == Some(*plan_id);
    if on_it && step(state, Deed::Confirm).is_some() {
        return Err(Refusal::TrainingGoesOn.into());
    }
    let renewal = state.keeps();
    let kept = person::period_of(&whose)?.filter(|_| renewal);
    let start = next_start(kept.as_ref(), today).ok_or(Refusal::NothingToRenew)?;
    period(plan.term, start, joining.terms, joining.training_ends)
        .map_err(|error| MembershipError::field("training_ends", words::term_error(error)))?;
    let before = orders::before(tx, account).await?;
    if before.waits {
        return Err(Refusal::OrderOpen.into());
    }
    let full = price(plan, joining.terms, None).ok_or_else(|| MembershipError::field("terms", words::TERMS_OF_PLAN))?;
    let wanted = Wanted {
        account,
        plan,
        subtotal: full.subtotal,
        renewal,
        paid_before: before.paid,
        stage: Some(joining.stage),
    };
    let mut fit = None;
    if joining.code.is_some() {
        let wait = || MembershipError::field("code", rules::words::WAIT);
        if !Guess::any_left(tx, ctx).await? {
            return Err(wait());
        }
        let judged = match &wish.code {
            Some(found) => codes::fits(ctx, found, &wanted)?,
            None => Err(No::Unknown),
        };
        fit = match judged {
            Ok(fit) => Some(fit),
            Err(no) if codes::is_guess(no) => {
                return if Guess::spend(tx, ctx).await? { Ok(Came::WrongCode) } else { Err(wait()) };
            }
            Err(no) => return Err(codes::told(no)),
        };
    }
    let code = fit.as_ref().map(|fit| (fit.label(), fit.off()));
    let priced = price(plan, joining.terms, code).unwrap_or(full);
    let new = orders::New { account, plan_id: *plan_id, joining, renewal, priced: &priced, today };
    let order = orders::place(tx, ctx, &new).await?;
    if let Some(fit) = &fit {
        codes::record(tx, ctx, fit, account, order.id).await?.map_err(codes::told)?;
    }
    // What they say of themselves stands on the order, and counts once that is paid.
    let whose = person::moved(tx, &whose, Deed::Ask, now, |_| {}).await?.ok_or(Refusal::NoMembership)?;
    let id = PublicId::parse(&order.public_id).ok_or_else(|| days::broken("a public name"))?;
    if order.total == 0 {
        orders::settle(tx, ctx, &order, Some(&whose)).await?;
    } else {
        let due = today.checked_add_days(Days::new(DUE_DAYS)).unwrap_or(today);
        news::ordered(tx, ctx, account, &order, due).await?;
    }
    Ok(Came::Ordered(id, fit))
}

/// Takes back the viewer's order that waits for its payment.
pub async fn cancel_order(ctx: &Ctx, order: &str) -> Result<(), MembershipError> {
    allow(ctx, Action::Join, Object::Own)?;
    let account = me(ctx)?;
    let id = PublicId::parse(order).ok_or(MembershipError::NotFound)?;
    let own = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                tx.housekeeping();
                let mine = orders::find(tx, id).await?.is_some_and(|order| order.account_id == Some(account));
                if !mine {
                    return Err(MembershipError::NotFound);
                }
                let (order, whose) = orders::hold(tx, id, ctx.now()).await?;
                orders::take_back(tx, &ctx, &order, whose.as_ref(), OrderDeed::Cancel).await?;
                let entry = Entry::done(&ctx.viewer, Action::Join).saying("canceled").on("order", id);
                Ok(audit::note(tx, &entry, ctx.now()).await?)
            })
        })
        .await
}
