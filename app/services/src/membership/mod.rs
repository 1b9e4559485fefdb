//! Belonging to the association: plans, orders and what they cost, how people stand, payments, and what time does to it.
//!
//! Whoever changes how somebody stands holds their row first, then the order, then the code: so everything about one
//! person happens one after the other. The rules are in `domain::membership`, the books in [`crate::ledger`].

mod again;
#[cfg(feature = "testing")]
mod alone;
mod days;
pub mod entity;
mod error;
mod export;
mod join;
mod leaves;
mod lists;
mod news;
mod orders;
mod own;
mod person;
mod plans;
mod sample;
mod sections;
mod sending;
#[cfg(test)]
pub(crate) mod tests;
mod time;
mod treasurer;

pub use again::Counts;
#[cfg(feature = "testing")]
pub use alone::{Placed, placed, take_code};
pub use error::MembershipError;
pub use join::{cancel_order, join};
pub use lists::{Listed, OnDesk, OrderList, PAGE, Payment, order_list, payment_list};
pub use own::{Mine, Moved, Ordered, Receipt, confirm_training, leave, may_see, mine, receipt, waiting};
pub use plans::{add_plan, change_plan, plan, plans};
pub use sample::{add_sample, remove_sample};
pub use sections::{InSection, Roster, section, section_on_desk, sections};
pub use treasurer::{cancel_for, give_back, order, record_payment};

pub(crate) use export::export_part;
pub(crate) use leaves::leaves;
pub(crate) use orders::{has_paid, state_of as order_state};
pub(crate) use own::stands;
pub(crate) use person::{facts_of, life_of};
pub(crate) use plans::all as all_plans;
pub(crate) use sending::{Sending, Sent};
pub(crate) use time::steps;

use sea_orm::{ConnectionTrait, DbErr};

/// Whether somebody belongs now, so that what they order is a renewal.
pub(crate) async fn belongs(db: &impl ConnectionTrait, account: i64) -> Result<bool, DbErr> {
    let row = person::find(db, account).await?;
    Ok(row.is_some_and(|row| person::state_of(row.state).keeps()))
}

/// Whether a row is a plan.
pub(crate) fn plan_reads(row: &entity::plans::Model) -> bool {
    plans::plan_of(row).is_ok()
}
