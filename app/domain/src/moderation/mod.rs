//! What people tell the association about its pages.
//!
//! For now that is one thing: a report of a problem with a page. Deciding about people does not exist yet.

mod report;
pub mod words;

pub use report::{Details, MAX_DETAILS, MIN_DETAILS, Report, ReportForm, What};
