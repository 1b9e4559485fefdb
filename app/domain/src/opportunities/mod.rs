//! Observerships, research and other places that physicians offer: what a posting says, how it comes to be public, who
//! fits it, and how an application goes.
//!
//! A [`Posting`] is made by reading a draft and cannot be wrong. How far it is ([`State`]) and how far an application is
//! ([`pipeline::Stage`]) are tables; everything else is refused. Nothing here knows who asks or where it is stored.

mod answers;
pub mod apply;
mod bill;
pub mod board;
mod document;
pub mod draft;
pub mod eligibility;
pub mod filters;
pub mod flags;
mod kind;
mod money;
mod month;
mod named;
pub mod pipeline;
mod posting;
mod requirement;
pub mod rules;
mod sheet;
mod state;
mod when;
pub mod words;

#[cfg(test)]
mod eligibility_tests;
#[cfg(test)]
mod tests;

pub use document::Document;
pub use filters::{Counts, Filters, Sort};
pub use kind::{Contact, Group, Kind, Mode, Outcome, Visa};
pub use money::{Cents, Fee, FeeLine, Payee, Per, Refund, dollars};
pub use month::{MONTHS, Month, months_from};
pub use posting::{Posting, limits, plain_title};
pub use requirement::{Predicate, Requirement, Strength};
pub use state::{By, Row, State, Step, TABLE};
pub use when::{Start, Weeks, Window};

/// Names and values of a form, in its order. A name may come several times.
pub type Fields = Vec<(String, String)>;
