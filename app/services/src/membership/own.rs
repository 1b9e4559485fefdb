//! What somebody does with their own membership beside ordering, and what they see of it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::membership::{
    ConfirmForm, Deed, Line, OrderState, Paid, Plan, Section, State, Term, Thing, confirm, kept, paid, sees, words,
};
use domain::money::{Cents, Currency};
use domain::refusal::Refusal;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::days::{broken, cents, some_day, some_text};
use super::entity::{order_lines, orders as rows, payments};
use super::error::MembershipError;
use super::join::me;
use super::{days, orders, person, plans};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::identity::profile;

/// The viewer's membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// How they stand.
    pub state: State,
    /// What was paid for last.
    pub plan: Option<Plan>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day on which it holds by itself.
    pub last_day: Option<NaiveDate>,
    /// The last day of grace.
    pub grace_until: Option<NaiveDate>,
    /// When they expect training to end, on a plan that holds until then.
    pub training_ends: Option<NaiveDate>,
    /// Whether the yearly word brings it on: on a plan until training ends.
    pub can_confirm: bool,
    /// The sections they are in.
    pub sections: Vec<Section>,
    /// Their orders, the newest first.
    pub orders: Vec<Ordered>,
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// Public name.
    pub id: PublicId,
    /// What it is for.
    pub plan: String,
    /// Where it stands.
    pub state: OrderState,
    /// What is asked for.
    pub total: Cents,
    /// Of what.
    pub currency: Currency,
    /// What has come in and was not given back as too much, beside it.
    pub paid: Paid,
    /// The last day on which it waits.
    pub due: NaiveDate,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
}

/// Money that came in or went back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// On which day.
    pub day: NaiveDate,
    /// Cents; below zero for what went back.
    pub cents: i64,
    /// How it came, or why it went back.
    pub about: String,
}

/// An order with everything that stands on its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The order.
    pub order: Ordered,
    /// Whom it is for, as far as whoever reads it may know; `None` without a name.
    pub name: Option<String>,
    /// Its lines; their sum is the total.
    pub lines: Vec<Line>,
    /// Payments, the oldest first.
    pub payments: Vec<Moved>,
    /// What has gone back in all.
    pub refunded: Cents,
    /// The first and the last day it gives; only of what is paid and was not paid back.
    pub holds: Option<(NaiveDate, Option<NaiveDate>)>,
    /// When it was paid in full.
    pub paid_at: Option<DateTime<Utc>>,
    /// Whether the person was erased: of what moves from now on, amounts and days are kept and no words.
    pub erased: bool,
}

pub(super) fn ordered(row: &rows::Model, plan: &Plan) -> Result<Ordered, DbErr> {
    let (total, received, refunded) = (cents(row.total)?, cents(row.received)?, cents(row.refunded)?);
    Ok(Ordered {
        id: PublicId::parse(&row.public_id).ok_or_else(|| broken("a public name"))?,
        plan: plan.name.clone(),
        state: orders::state_of(row.state),
        total,
        currency: orders::currency(row)?,
        paid: paid(total, kept(total, received, refunded)),
        due: days::day(&row.due_day)?,
        placed_at: row.created_at,
    })
}

/// The viewer's order that waits for its payment: as long as there is one, no other is placed.
pub async fn waiting(ctx: &Ctx) -> Result<Option<Ordered>, MembershipError> {
    allow(ctx, Action::ReadMembership, Object::Own)?;
    let db = ctx.db.read();
    let Some(order) = orders::open_of(db, me(ctx)?).await? else { return Ok(None) };
    Ok(Some(ordered(&order, &plans::by_id(db, order.plan_id).await?)?))
}

/// How the viewer stands, and what they have ordered.
pub async fn mine(ctx: &Ctx) -> Result<Mine, MembershipError> {
    allow(ctx, Action::ReadMembership, Object::Own)?;
    let (db, account) = (ctx.db.read(), me(ctx)?);
    let row = person::find(db, account).await?;
    let mut list = Vec::new();
    let found = rows::Entity::find().filter(rows::Column::AccountId.eq(account)).order_by_desc(rows::Column::Id);
    for order in found.all(db).await? {
        list.push(ordered(&order, &plans::by_id(db, order.plan_id).await?)?);
    }
    let Some(row) = row else {
        return Ok(Mine {
            state: State::None,
            plan: None,
            from: None,
            last_day: None,
            grace_until: None,
            training_ends: None,
            can_confirm: false,
            sections: Vec::new(),
            orders: list,
        });
    };
    let plan = match row.plan_id {
        Some(id) => Some(plans::by_id(db, id).await?),
        None => None,
    };
    let state = person::state_of(row.state);
    let training = plan.as_ref().is_some_and(|plan| plan.term == Term::UntilTrainingEnds);
    Ok(Mine {
        state,
        from: some_day(row.from_day.as_deref())?,
        last_day: some_day(row.last_day.as_deref())?,
        grace_until: some_day(row.grace_until.as_deref())?,
        training_ends: some_day(row.through_day.as_deref())?.filter(|_| training),
        can_confirm: training && domain::membership::step(state, Deed::Confirm).is_some(),
        sections: Section::of(&person::facts_of(&row)).collect(),
        plan,
        orders: list,
    })
}

/// Whether the viewer may see something that is not for everybody: the one question that everything for members asks.
pub async fn may_see(ctx: &Ctx, thing: Thing) -> Result<bool, DbErr> {
    let Some(member) = &ctx.viewer.member else { return Ok(false) };
    Ok(sees(stands(ctx.db.read(), member.account).await?, thing))
}

/// How an account stands.
pub(crate) async fn stands(db: &impl ConnectionTrait, account: i64) -> Result<State, DbErr> {
    let row = person::find(db, account).await?;
    Ok(row.map_or(State::None, |row| person::state_of(row.state)))
}

/// An order of the viewer with its receipt. Another's order is not there.
pub async fn receipt(ctx: &Ctx, order: &str) -> Result<Receipt, MembershipError> {
    allow(ctx, Action::ReadMembership, Object::Own)?;
    let account = me(ctx)?;
    let id = PublicId::parse(order).ok_or(MembershipError::NotFound)?;
    let db = ctx.db.read();
    let row = orders::find(db, id).await?.filter(|row| row.account_id == Some(account));
    let name = profile::own_name(db, account).await?;
    receipt_of(db, &row.ok_or(MembershipError::NotFound)?, name).await
}

pub(super) async fn receipt_of(
    db: &impl ConnectionTrait,
    row: &rows::Model,
    name: Option<String>,
) -> Result<Receipt, MembershipError> {
    let plan = plans::by_id(db, row.plan_id).await?;
    let lines = order_lines::Entity::find()
        .filter(order_lines::Column::OrderId.eq(row.id))
        .order_by_asc(order_lines::Column::Place)
        .all(db)
        .await?;
    let came = payments::Entity::find()
        .filter(payments::Column::OrderId.eq(row.id))
        .order_by_asc(payments::Column::Id)
        .all(db)
        .await?;
    let mut moved = Vec::with_capacity(came.len());
    for one in came {
        let method = one.method.as_deref().and_then(domain::membership::Method::parse);
        moved.push(Moved {
            day: days::day(&one.day)?,
            cents: one.cents,
            about: method.map_or(one.reason.0, |method| method.label().to_owned()),
        });
    }
    let from = some_day(row.from_day.as_deref())?;
    let through = some_day(row.through_day.as_deref())?;
    Ok(Receipt {
        order: ordered(row, &plan)?,
        name,
        lines: lines.into_iter().map(|line| Line { label: line.label, cents: line.cents }).collect(),
        payments: moved,
        refunded: cents(row.refunded)?,
        holds: from.filter(|_| row.state == rows::State::Paid).map(|from| (from, through)),
        paid_at: row.paid_at,
        erased: row.account_id.is_none(),
    })
}

/// The viewer says when training ends, or has ended: once a year, and whenever it changes.
pub async fn confirm_training(ctx: &Ctx, form: &ConfirmForm) -> Result<(), MembershipError> {
    allow(ctx, Action::ManageMembership, Object::Own)?;
    let (account, confirmed, own) = (me(ctx)?, form.parse()?, ctx.clone());
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                tx.housekeeping();
                let (now, today) = (ctx.now(), ctx.today());
                let row = person::hold(tx, account, now).await?;
                let period = person::period_of(&row)?.ok_or(Refusal::NoMembership)?;
                let plan_id = row.plan_id.ok_or(Refusal::NoMembership)?;
                let plan = plans::by_id(tx, plan_id).await?;
                if plan.term != Term::UntilTrainingEnds {
                    return Err(Refusal::NoMembership.into());
                }
                let order = orders::of_plan(tx, account, plan_id).await?;
                let since = some_day(order.as_ref().and_then(|order| order.from_day.as_deref()))?;
                let period = confirm(period, since.unwrap_or(period.from), today, confirmed.training_ends)
                    .map_err(|error| MembershipError::field("training_ends", words::term_error(error)))?;
                person::moved(tx, &row, Deed::Confirm, now, |row| {
                    row.through_day = some_text(period.through);
                    row.confirm_by = some_text(period.confirm_by);
                    row.reminded_days = None;
                })
                .await?
                .ok_or(Refusal::NoMembership)?;
                // Whoever gives a later order back goes back to what this one gives by then.
                if let Some(order) = &order {
                    orders::holds_through(tx, order, period.through).await?;
                }
                // A word that training has ended may end it today.
                super::time::step_on(tx, &ctx, account).await?;
                let entry = Entry::done(&ctx.viewer, Action::ManageMembership).saying("confirmed");
                Ok(audit::note(tx, &entry, now).await?)
            })
        })
        .await
}

/// The viewer leaves the association: it ends today. Whoever wants it to run out does nothing, since nothing renews by
/// itself.
pub async fn leave(ctx: &Ctx) -> Result<(), MembershipError> {
    allow(ctx, Action::ManageMembership, Object::Own)?;
    let (account, own) = (me(ctx)?, ctx.clone());
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                tx.housekeeping();
                let row = person::hold(tx, account, ctx.now()).await?;
                person::moved(tx, &row, Deed::Leave, ctx.now(), |_| {})
                    .await?
                    .filter(|after| person::state_of(after.state) == State::Cancelled)
                    .ok_or(Refusal::NoMembership)?;
                let entry = Entry::done(&ctx.viewer, Action::ManageMembership).saying("left");
                Ok(audit::note(tx, &entry, ctx.now()).await?)
            })
        })
        .await
}
