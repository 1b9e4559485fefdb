//! The treasurer's lists, page by page: orders that wait, that are paid, of which something is owed, and money that moved.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::membership::Method;
use domain::money::Money;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::days::{self, broken};
use super::entity::{orders as rows, payments};
use super::error::MembershipError;
use super::own::{Ordered, ordered};
use super::{orders, plans};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::identity::profile;

/// Rows on a page.
pub const PAGE: usize = 50;

/// A list of orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderList {
    /// Wait for their payment; the oldest first.
    Waiting,
    /// Something is to be given back, because it was too much or they ended unpaid; the oldest first.
    Owed,
    /// Are paid; the newest first.
    Paid,
}

impl OrderList {
    /// All of them, in the order the treasurer sees.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Owed, Self::Paid];

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Owed => "owed",
            Self::Paid => "paid",
        }
    }

    /// The list behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.word() == word)
    }

    fn holds(self) -> SimpleExpr {
        match self {
            Self::Waiting => rows::Column::State.eq(rows::State::Open),
            Self::Paid => rows::Column::State.eq(rows::State::Paid),
            Self::Owed => {
                let ended = rows::Column::State.is_in([rows::State::Dropped, rows::State::Cancelled]);
                let ended = ended.and(Expr::col(rows::Column::Received).gt(Expr::col(rows::Column::Refunded)));
                let kept = Expr::col(rows::Column::Received).sub(Expr::col(rows::Column::Refunded));
                let over = rows::Column::State.eq(rows::State::Paid).and(kept.gt(Expr::col(rows::Column::Total)));
                ended.or(over)
            }
        }
    }
}

/// An order on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDesk {
    /// The order.
    pub order: Ordered,
    /// Who ordered, as members see them; `None` without a name or once they are erased.
    pub name: Option<String>,
}

/// Money that came in or went back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Public name.
    pub id: PublicId,
    /// The order it was for.
    pub order: PublicId,
    /// On which day.
    pub day: NaiveDate,
    /// How much; below zero for what went back.
    pub amount: Money,
    /// How it came; `None` for what went back.
    pub method: Option<Method>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// At most [`PAGE`].
    pub rows: Vec<T>,
    /// The last of this page, if there are more.
    pub next: Option<PublicId>,
}

/// A page of a list of orders; behind `after`, if that is one.
pub async fn order_list(
    ctx: &Ctx,
    list: OrderList,
    after: Option<PublicId>,
) -> Result<Listed<OnDesk>, MembershipError> {
    allow(ctx, Action::ReadBooks, Object::None)?;
    let db = ctx.db.read();
    let behind = match after {
        Some(after) => orders::find(db, after).await?.map(|row| row.id),
        None => None,
    };
    let all = rows::Entity::find().filter(list.holds()).limit(PAGE as u64 + 1);
    let all = if list == OrderList::Paid {
        all.apply_if(behind, |all, key| all.filter(rows::Column::Id.lt(key))).order_by_desc(rows::Column::Id)
    } else {
        all.apply_if(behind, |all, key| all.filter(rows::Column::Id.gt(key))).order_by_asc(rows::Column::Id)
    };
    let mut found = all.all(db).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let names = profile::names(db, found.iter().filter_map(|row| row.account_id).collect()).await?;
    let plans = plans::by_keys(db).await?;
    let mut listed = Vec::with_capacity(found.len());
    for row in found {
        let plan = plans.get(&row.plan_id).ok_or_else(|| broken("a plan"))?;
        let name = row.account_id.and_then(|account| names.get(&account).cloned());
        listed.push(OnDesk { order: ordered(&row, plan)?, name });
    }
    let next = listed.last().filter(|_| more).map(|last| last.order.id);
    Ok(Listed { rows: listed, next })
}

/// A page of the money that moved, what was written down last first; behind `after`, if that is a payment.
pub async fn payment_list(ctx: &Ctx, after: Option<PublicId>) -> Result<Listed<Payment>, MembershipError> {
    allow(ctx, Action::ReadBooks, Object::None)?;
    let db = ctx.db.read();
    let behind = match after {
        Some(after) => {
            let named = payments::Entity::find().filter(payments::Column::PublicId.eq(after.as_str()));
            named.one(db).await?.map(|row| row.id)
        }
        None => None,
    };
    let mut found = payments::Entity::find()
        .apply_if(behind, |all, key| all.filter(payments::Column::Id.lt(key)))
        .order_by_desc(payments::Column::Id)
        .limit(PAGE as u64 + 1)
        .all(db)
        .await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let keys = found.iter().map(|row| row.order_id);
    let of = rows::Entity::find().filter(rows::Column::Id.is_in(keys)).all(db).await?;
    let of: HashMap<i64, rows::Model> = of.into_iter().map(|row| (row.id, row)).collect();
    let mut listed = Vec::with_capacity(found.len());
    for row in found {
        let order = of.get(&row.order_id).ok_or_else(|| broken("an order"))?;
        listed.push(Payment {
            id: PublicId::parse(&row.public_id).ok_or_else(|| broken("a public name"))?,
            order: PublicId::parse(&order.public_id).ok_or_else(|| broken("a public name"))?,
            day: days::day(&row.day)?,
            amount: Money::new(row.cents, orders::currency(order)?),
            method: row.method.as_deref().and_then(Method::parse),
        });
    }
    let next = listed.last().filter(|_| more).map(|last| last.id);
    Ok(Listed { rows: listed, next })
}
