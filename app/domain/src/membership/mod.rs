//! Belonging to the association: plans, how long they hold, how somebody stands, what they may see for it, orders and
//! the books.
//!
//! Days are those of the association's legal zone. What a membership costs and for whom it is, is data; how somebody
//! stands moves by one table ([`step`]), and what may be seen by another ([`sees`]). Nothing renews by itself.

mod forms;
pub mod ledger;
mod life;
mod order;
mod plan;
mod price;
mod section;
mod sight;
mod stage;
mod state;
mod term;
pub mod words;

pub use forms::{ConfirmForm, Confirmed, JoinForm, Joining, PaymentForm, PlanForm, Received, RefundForm, Returned};
pub use life::{Life, REMINDED_DAYS_BEFORE};
pub use order::{
    DUE_DAYS, Method, OrderDeed, OrderState, Paid, RefundSplit, kept, order_step, paid, refund_split, split,
    takes_payment,
};
pub use plan::{Plan, PlanKey};
pub use price::{Line, Priced, price};
pub use section::{Facts, SECTIONS, Section};
pub use sight::{Thing, sees};
pub use stage::{Stage, Stages};
pub use state::{Deed, State, step};
pub use term::{CONFIRMED_EVERY, LONGEST_TRAINING, Period, Term, TermError, bought, confirm, next_start, period};

#[cfg(test)]
mod tests;
