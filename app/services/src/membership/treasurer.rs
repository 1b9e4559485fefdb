//! The treasurer's desk: one order, payments as they come in, what goes back. The lists are in `lists`.

use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::membership::{
    Deed, OrderDeed, Paid, PaymentForm, RefundForm, State, Term, ledger as books, paid, refund_split, takes_payment,
    words,
};
use domain::refusal::Refusal;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::again::{self, Counts};
use super::days::{self, cents};
use super::entity::memberships::Model as Person;
use super::entity::{orders as rows, payments};
use super::error::MembershipError;
use super::own::{Receipt, receipt_of};
use super::sending::{Sending, Sent};
use super::{news, orders, person, plans};
use crate::access::allow;
use crate::audit::{self, Entry, actor};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::profile;
use crate::ledger::{self, About};
use crate::secret::Secret;

/// The actions' names, as they stand beside their idempotency keys.
const PAYMENT: &str = "membership/record-payment";
const GIVE_BACK: &str = "membership/give-back";

/// One order with its payments.
pub async fn order(ctx: &Ctx, order: &str) -> Result<Receipt, MembershipError> {
    allow(ctx, Action::ReadBooks, Object::None)?;
    let id = PublicId::parse(order).ok_or(MembershipError::NotFound)?;
    let db = ctx.db.read();
    let row = orders::find(db, id).await?.ok_or(MembershipError::NotFound)?;
    let mut names = profile::names(db, row.account_id.into_iter().collect()).await?;
    let name = row.account_id.and_then(|account| names.remove(&account));
    receipt_of(db, &row, name).await
}

/// Writes down a payment for an order: a part, the whole, or too much. An order that ended unpaid is taken up again where it
/// can be; answers what the payment is for. [`Refusal::OtherOrderWaits`] when the person has ordered again meanwhile. `key`
/// is the form's idempotency key.
pub async fn record_payment(ctx: &Ctx, order: &str, form: &PaymentForm, key: &str) -> Result<Counts, MembershipError> {
    allow(ctx, Action::KeepBooks, Object::None)?;
    let id = PublicId::parse(order).ok_or(MembershipError::NotFound)?;
    let (received, own) = (form.parse(ctx.today())?, ctx.clone());
    let sending = Sending::new(key, PAYMENT, &(actor(&ctx.viewer), id, form))?;
    ctx.db
        .write(move |tx| {
            let (ctx, received, sending) = (own.clone(), received.clone(), sending.clone());
            Box::pin(async move {
                tx.housekeeping();
                let now = ctx.now();
                let ticket = match sending.begin::<Counts>(tx, now).await? {
                    Sent::First(ticket) => ticket,
                    Sent::Before(counts) => return Ok(counts),
                };
                let (order, whose) = orders::hold(tx, id, now).await?;
                if !takes_payment(orders::state_of(order.state), cents(order.refunded)?) {
                    return Err(Refusal::OrderSettled.into());
                }
                let again::Up { order, whose, counts } = again::take_up(tx, &ctx, order, whose).await?;
                let (total, before) = (cents(order.total)?, cents(order.received)?);
                before.plus(received.amount).ok_or_else(|| MembershipError::field("amount", words::AMOUNT))?;
                let posting = if counts == Counts::Held {
                    books::held(received.amount)
                } else {
                    books::received(total, before, received.amount)
                };
                ledger::post(tx, order.id, About::Received, posting, now).await?;
                let row = payment(&ctx, order.id, received.amount.get(), days::text(received.received_on));
                let row = payments::ActiveModel {
                    method: ActiveValue::Set(Some(received.method.word().to_owned())),
                    reference: said(&order, &received.reference),
                    ..row
                };
                payments::Entity::insert(row).exec(tx).await?;
                let order = orders::count(tx, &order, received.amount.get(), 0).await?;
                match (counts, paid(total, cents(order.received)?), &whose) {
                    (Counts::Held, _, Some(whose)) => {
                        news::held(tx, &ctx, whose.account_id, &order, received.amount.get()).await?;
                    }
                    (_, Paid::Partly { .. }, Some(whose)) => {
                        news::partly(tx, &ctx, whose.account_id, &order, counts).await?;
                    }
                    _ => orders::settle(tx, &ctx, &order, whose.as_ref()).await?,
                }
                let entry = Entry::done(&ctx.viewer, Action::KeepBooks).saying("payment").on("order", id);
                audit::note(tx, &entry, now).await?;
                ticket.finish(tx, &counts).await?;
                Ok(counts)
            })
        })
        .await
}

fn payment(ctx: &Ctx, order_id: i64, cents: i64, day: String) -> payments::ActiveModel {
    payments::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(ctx.dice.public_id().to_string()),
        order_id: ActiveValue::Set(order_id),
        cents: ActiveValue::Set(cents),
        method: ActiveValue::Set(None),
        day: ActiveValue::Set(day),
        reference: ActiveValue::Set(Secret(String::new())),
        reason: ActiveValue::Set(Secret(String::new())),
        created_at: ActiveValue::Set(ctx.now()),
    }
}

/// What was typed of a payment. Of somebody who was erased nothing but amounts and days is kept.
fn said(order: &rows::Model, typed: &str) -> ActiveValue<Secret> {
    ActiveValue::Set(Secret(if order.account_id.is_some() { typed.to_owned() } else { String::new() }))
}

/// Gives money back: first what was too much, then the price. Once nothing of the price is left, the membership that this
/// order gave ends. `key` is the form's idempotency key.
pub async fn give_back(ctx: &Ctx, order: &str, form: &RefundForm, key: &str) -> Result<(), MembershipError> {
    allow(ctx, Action::GiveBack, Object::None)?;
    let id = PublicId::parse(order).ok_or(MembershipError::NotFound)?;
    let (returned, own) = (form.parse()?, ctx.clone());
    let sending = Sending::new(key, GIVE_BACK, &(actor(&ctx.viewer), id, form))?;
    ctx.db
        .write(move |tx| {
            let (ctx, returned, sending) = (own.clone(), returned.clone(), sending.clone());
            Box::pin(async move {
                tx.housekeeping();
                let now = ctx.now();
                let ticket = match sending.begin::<bool>(tx, now).await? {
                    Sent::First(ticket) => ticket,
                    Sent::Before(_) => return Ok(()),
                };
                let (order, whose) = orders::hold(tx, id, now).await?;
                let split = refund_split(
                    orders::state_of(order.state),
                    cents(order.total)?,
                    cents(order.received)?,
                    cents(order.refunded)?,
                    returned.amount,
                )
                .ok_or_else(|| MembershipError::field("amount", words::TOO_MUCH))?;
                ledger::post(tx, order.id, About::GivenBack, books::given_back(split), now).await?;
                let row = payments::ActiveModel {
                    reason: said(&order, &returned.reason),
                    ..payment(&ctx, order.id, -returned.amount.get(), days::text(ctx.today()))
                };
                payments::Entity::insert(row).exec(tx).await?;
                let order = orders::count(tx, &order, 0, returned.amount.get()).await?;
                if let Some(whose) = &whose {
                    news::given_back(tx, &ctx, whose.account_id, &order, returned.amount.get()).await?;
                }
                if split.ends {
                    orders::moved(tx, &order, OrderDeed::Refund, now).await?;
                    end_with(tx, &ctx, &order, whose.as_ref()).await?;
                }
                let entry = Entry::done(&ctx.viewer, Action::GiveBack).saying("given-back").on("order", id);
                audit::note(tx, &entry, now).await?;
                Ok(ticket.finish(tx, &true).await?)
            })
        })
        .await
}

/// The price of an order is back, and with it goes what that order gave. Whoever paid for a later one keeps what that gives,
/// but one that begins only when this one ends goes back first: [`Refusal::LaterOrderFirst`]. Whoever has an earlier one that
/// still holds goes back to it; else the membership ends.
async fn end_with(tx: &WriteTx, ctx: &Ctx, order: &rows::Model, whose: Option<&Person>) -> Result<(), MembershipError> {
    let Some(whose) = whose else { return Ok(()) };
    let (now, today, state) = (ctx.now(), days::text(ctx.today()), person::state_of(whose.state));
    let paid = rows::Entity::find()
        .filter(rows::Column::AccountId.eq(whose.account_id))
        .filter(rows::Column::State.eq(rows::State::Paid))
        .order_by_desc(rows::Column::PaidAt)
        .order_by_desc(rows::Column::Id)
        .all(tx)
        .await?;
    // One order waits at a time. One that ended and was taken up again was paid after those that were ordered later.
    if let Some(next) = paid.iter().rfind(|other| (other.paid_at, other.id) > (order.paid_at, order.id)) {
        // Its days would stay where they are, and those before it would be had for nothing. Without an end none are.
        let ahead = next.from_day.as_ref().is_some_and(|from| *from > today);
        let free = ahead && state.keeps() && whose.last_day.is_some();
        return if free { Err(Refusal::LaterOrderFirst.into()) } else { Ok(()) };
    }
    let holds = |other: &&rows::Model| other.through_day.as_ref().is_none_or(|last| *last >= today);
    let before = match paid.iter().find(holds) {
        Some(before) => Some((before, plans::by_id(tx, before.plan_id).await?)),
        None => None,
    };
    let training = |term: Term| term == Term::UntilTrainingEnds;
    // The flat rate is for all the years: also whoever let the later plan run out goes back to it, and a word brings it on.
    let by_word = domain::membership::step(state, Deed::Confirm).is_some();
    let goes_on = |term: Term| state == State::Active || (training(term) && by_word);
    let Some((before, plan)) = before.filter(|(_, plan)| goes_on(plan.term)) else {
        person::moved(tx, whose, Deed::Refund, now, |_| {}).await?;
        return Ok(());
    };
    // By itself the earlier one held until the day before the later one began.
    let last = days::some_day(order.from_day.as_deref())?.and_then(|from| from.pred_opt());
    let confirm_by = days::some_text(last.filter(|_| training(plan.term)));
    person::moved(tx, whose, Deed::Drop, now, |row| {
        row.plan_id = Some(before.plan_id);
        row.stage.clone_from(&before.stage);
        row.img = before.img;
        row.through_day.clone_from(&before.through_day);
        row.confirm_by = confirm_by;
        row.grace_days = i32::from(plan.grace_days);
        row.reminded_days = None;
    })
    .await?;
    Ok(super::time::step_on(tx, ctx, whose.account_id).await?)
}

/// Takes back an order that waits, for its person. What came in is then to be given back.
pub async fn cancel_for(ctx: &Ctx, order: &str) -> Result<(), MembershipError> {
    allow(ctx, Action::KeepBooks, Object::None)?;
    let id = PublicId::parse(order).ok_or(MembershipError::NotFound)?;
    let own = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                tx.housekeeping();
                let (order, whose) = orders::hold(tx, id, ctx.now()).await?;
                orders::take_back(tx, &ctx, &order, whose.as_ref(), OrderDeed::Cancel).await?;
                if let Some(whose) = &whose {
                    news::canceled(tx, &ctx, whose.account_id, &order).await?;
                }
                let entry = Entry::done(&ctx.viewer, Action::KeepBooks).saying("canceled").on("order", id);
                Ok(audit::note(tx, &entry, ctx.now()).await?)
            })
        })
        .await
}
