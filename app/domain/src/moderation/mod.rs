//! What people tell the association about its pages and about each other, and what is decided about it.
//!
//! One room for all features: a feature that brings something new to report adds a [`Kind`].

mod case;
mod ground;
mod kind;
mod person_report;
mod report;
pub mod words;

pub use case::{Case, Decided, Decision, Hands};
pub use ground::Ground;
pub use kind::Kind;
pub use person_report::{PersonReport, PersonReportForm};
pub use report::{Details, MAX_DETAILS, MIN_DETAILS, Report, ReportForm, What};
