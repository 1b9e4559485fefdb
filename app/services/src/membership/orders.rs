//! Orders: stored, settled, taken back. The books and the code go with each step, in the same transaction.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::id::PublicId;
use domain::membership::{
    DUE_DAYS, Deed, Joining, OrderDeed, OrderState, Paid, Priced, bought, ledger as books, order_step, paid,
};
use domain::money::Currency;
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::days::{self, cents, some_day, some_text};
use super::entity::memberships::Model as Person;
use super::entity::order_lines;
use super::entity::orders::{ActiveModel, Column, Entity, Model, State as Stored};
use super::error::MembershipError;
use super::{news, person, plans};
use crate::codes;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::ledger::{self, About};

/// What a stored state means.
pub(crate) const fn state_of(stored: Stored) -> OrderState {
    match stored {
        Stored::Open => OrderState::Open,
        Stored::Paid => OrderState::Paid,
        Stored::Dropped => OrderState::Dropped,
        Stored::Cancelled => OrderState::Cancelled,
        Stored::Refunded => OrderState::Refunded,
    }
}

const fn stored(state: OrderState) -> Stored {
    match state {
        OrderState::Open => Stored::Open,
        OrderState::Paid => Stored::Paid,
        OrderState::Dropped => Stored::Dropped,
        OrderState::Cancelled => Stored::Cancelled,
        OrderState::Refunded => Stored::Refunded,
    }
}

/// An order by its public name.
pub(super) async fn find(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::PublicId.eq(id.as_str())).one(db).await
}

/// What its amounts are of.
pub(super) fn currency(row: &Model) -> Result<Currency, DbErr> {
    Currency::parse(&row.currency).ok_or_else(|| days::broken("a currency"))
}

/// The order of somebody that waits for its payment.
pub(super) async fn open_of(db: &impl ConnectionTrait, account: i64) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::AccountId.eq(account)).filter(Column::State.eq(Stored::Open)).one(db).await
}

/// What somebody ordered before.
pub(super) struct Before {
    /// An order waits for its payment.
    pub(super) waits: bool,
    /// An order was paid, whatever became of it.
    pub(super) paid: bool,
}

/// What somebody ordered before; of one person these are few rows.
pub(super) async fn before(db: &impl ConnectionTrait, account: i64) -> Result<Before, DbErr> {
    let rows = Entity::find().filter(Column::AccountId.eq(account)).all(db).await?;
    let waits = rows.iter().any(|row| row.state == Stored::Open);
    Ok(Before { waits, paid: rows.iter().any(|row| row.paid_at.is_some()) })
}

/// Whether somebody has ever paid for an order.
pub(crate) async fn has_paid(db: &impl ConnectionTrait, account: i64) -> Result<bool, DbErr> {
    let rows = Entity::find().filter(Column::AccountId.eq(account)).filter(Column::PaidAt.is_not_null());
    Ok(rows.one(db).await?.is_some())
}

/// The order by which somebody is on a plan: the newest of it that is paid.
pub(super) async fn of_plan(db: &impl ConnectionTrait, account: i64, plan_id: i64) -> Result<Option<Model>, DbErr> {
    let paid = Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::PlanId.eq(plan_id))
        .filter(Column::State.eq(Stored::Paid));
    paid.order_by_desc(Column::Id).one(db).await
}

/// What an order gave holds through another day from now on.
pub(super) async fn holds_through(tx: &WriteTx, order: &Model, last: Option<NaiveDate>) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::ThroughDay, Expr::value(some_text(last)))
        .filter(Column::Id.eq(order.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes hold of an order, and of its person's row before it, as everything here does.
pub(super) async fn hold(
    tx: &WriteTx,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<(Model, Option<Person>), MembershipError> {
    let seen = find(tx, id).await?.ok_or(MembershipError::NotFound)?;
    let whose = match seen.account_id {
        Some(account) => Some(person::hold(tx, account, now).await?),
        None => None,
    };
    let held = Entity::update_many().col_expr(Column::Terms, Expr::col(Column::Terms));
    held.filter(Column::Id.eq(seen.id)).exec(tx).await?;
    let order = Entity::find_by_id(seen.id).one(tx).await?.ok_or(MembershipError::NotFound)?;
    Ok((order, whose))
}

/// A new order.
pub(super) struct New<'n> {
    pub(super) account: i64,
    pub(super) plan_id: i64,
    pub(super) joining: &'n Joining,
    pub(super) renewal: bool,
    pub(super) priced: &'n Priced,
    pub(super) today: NaiveDate,
}

/// Stores an order with its lines and what the books say of it.
pub(super) async fn place(tx: &WriteTx, ctx: &Ctx, new: &New<'_>) -> Result<Model, DbErr> {
    let (now, priced) = (ctx.now(), new.priced);
    let due = new.today.checked_add_days(Days::new(DUE_DAYS)).unwrap_or(new.today);
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(ctx.dice.public_id().to_string()),
        account_id: ActiveValue::Set(Some(new.account)),
        plan_id: ActiveValue::Set(new.plan_id),
        terms: ActiveValue::Set(i32::from(new.joining.terms)),
        stage: ActiveValue::Set(Some(new.joining.stage.word().to_owned())),
        img: ActiveValue::Set(new.joining.img),
        training_ends: ActiveValue::Set(some_text(new.joining.training_ends)),
        renewal: ActiveValue::Set(new.renewal),
        subtotal: ActiveValue::Set(priced.subtotal.get()),
        off: ActiveValue::Set(priced.off.get()),
        total: ActiveValue::Set(priced.total.get()),
        currency: ActiveValue::Set(priced.currency.word().to_owned()),
        state: ActiveValue::Set(Stored::Open),
        received: ActiveValue::Set(0),
        refunded: ActiveValue::Set(0),
        due_day: ActiveValue::Set(days::text(due)),
        from_day: ActiveValue::Set(None),
        through_day: ActiveValue::Set(None),
        paid_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(now),
        changed_at: ActiveValue::Set(now),
    };
    let order = Entity::insert(row).exec_with_returning(tx).await?;
    let id = order.id;
    let mut lines = Vec::with_capacity(priced.lines.len());
    for (place, line) in (1_i32..).zip(&priced.lines) {
        lines.push(order_lines::ActiveModel {
            id: ActiveValue::NotSet,
            order_id: ActiveValue::Set(id),
            place: ActiveValue::Set(place),
            label: ActiveValue::Set(line.label.clone()),
            cents: ActiveValue::Set(line.cents),
        });
    }
    order_lines::Entity::insert_many(lines).exec_without_returning(tx).await?;
    ledger::post(tx, id, About::Placed, books::placed(priced), now).await?;
    Ok(order)
}

/// Moves a held order by a deed; guarded by the state it is in.
pub(super) async fn moved(
    tx: &WriteTx,
    order: &Model,
    deed: OrderDeed,
    now: DateTime<Utc>,
) -> Result<Model, MembershipError> {
    let state = order_step(state_of(order.state), deed).ok_or(Refusal::OrderSettled)?;
    let paid_at = if deed == OrderDeed::Settle { Some(now) } else { order.paid_at };
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(stored(state)))
        .col_expr(Column::PaidAt, Expr::value(paid_at))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Id.eq(order.id))
        .filter(Column::State.eq(order.state))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(Refusal::OrderSettled.into());
    }
    Ok(Model { state: stored(state), paid_at, changed_at: now, ..order.clone() })
}

/// Settles a held order when its price has come in: the person belongs, the code is redeemed, they are told. `whose` is
/// their held row; of somebody who was erased only the books are left.
pub(super) async fn settle(
    tx: &WriteTx,
    ctx: &Ctx,
    order: &Model,
    whose: Option<&Person>,
) -> Result<(), MembershipError> {
    let (now, total, received) = (ctx.now(), cents(order.total)?, cents(order.received)?);
    if state_of(order.state) != OrderState::Open || !matches!(paid(total, received), Paid::Whole | Paid::Over { .. }) {
        return Ok(());
    }
    let order = moved(tx, order, OrderDeed::Settle, now).await?;
    codes::redeemed(tx, order.id, now).await?;
    let Some(whose) = whose else { return Ok(()) };
    let plan = plans::by_id(tx, order.plan_id).await?;
    let today = ctx.today();
    let kept = person::period_of(whose)?.filter(|_| person::state_of(whose.state).keeps());
    let (terms, ends) = (u16::try_from(order.terms).unwrap_or(1), some_day(order.training_ends.as_deref())?);
    let gives = bought(plan.term, kept.as_ref(), today, terms, ends);
    let gives = gives.map_err(|error| DbErr::Custom(error.to_string()))?;
    let first = kept.map_or(gives.from, |kept| kept.from);
    let after = person::moved(tx, whose, Deed::Pay, now, |row| {
        row.plan_id = Some(order.plan_id);
        row.stage.clone_from(&order.stage);
        row.img = order.img;
        row.from_day = Some(days::text(first));
        row.through_day = some_text(gives.through);
        row.confirm_by = some_text(gives.confirm_by);
        row.grace_days = i32::from(plan.grace_days);
        row.reminded_days = None;
    })
    .await?;
    Entity::update_many()
        .col_expr(Column::FromDay, Expr::value(Some(days::text(gives.from))))
        .col_expr(Column::ThroughDay, Expr::value(some_text(gives.through)))
        .filter(Column::Id.eq(order.id))
        .exec(tx)
        .await?;
    if after.is_some() {
        news::paid(tx, ctx, whose.account_id, &order, &plan).await?;
    }
    Ok(())
}

/// Takes a held order back that was not paid in full: the books, the code, and how the person stands.
pub(super) async fn take_back(
    tx: &WriteTx,
    ctx: &Ctx,
    order: &Model,
    whose: Option<&Person>,
    deed: OrderDeed,
) -> Result<(), MembershipError> {
    let now = ctx.now();
    let order = moved(tx, order, deed, now).await?;
    let posting = books::taken_back(cents(order.subtotal)?, cents(order.off)?, cents(order.received)?);
    ledger::post(tx, order.id, About::TakenBack, posting, now).await?;
    codes::released(tx, order.id, now).await?;
    if let Some(whose) = whose {
        person::moved(tx, whose, Deed::Drop, now, |_| {}).await?;
    }
    Ok(())
}

/// More has come in (or gone back); guarded, so that sums never pass each other.
pub(super) async fn count(tx: &WriteTx, order: &Model, received: i64, refunded: i64) -> Result<Model, MembershipError> {
    let done = Entity::update_many()
        .col_expr(Column::Received, Expr::col(Column::Received).add(received))
        .col_expr(Column::Refunded, Expr::col(Column::Refunded).add(refunded))
        .filter(Column::Id.eq(order.id))
        .filter(Column::State.eq(order.state))
        .filter(Column::Received.eq(order.received))
        .filter(Column::Refunded.eq(order.refunded))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(Refusal::OrderSettled.into());
    }
    Ok(Model { received: order.received + received, refunded: order.refunded + refunded, ..order.clone() })
}
