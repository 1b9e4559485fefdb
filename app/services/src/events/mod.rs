//! Events: the programme comes in, pages and calendars come out.
//!
//! The rules (what a series is, when it takes place) are in `domain::events`. This is the feature's door: other
//! features and the server use what is named here, never the tables behind it.

mod dates;
#[cfg(test)]
mod dates_tests;
pub mod entity;
mod feed;
pub mod ical;
mod import;
mod list;
mod occurrences;
pub mod programme;
#[cfg(test)]
mod readers_tests;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub use dates::{Filter, Listed, Listing, PAGE, next_date, upcoming};
pub use feed::{FeedAnswer, FeedScope, feed, feed_uncached};
pub use import::{ImportError, ImportReport, add_sample, export_programme, import_programme, remove_sample};
pub(crate) use occurrences::{extend_dates, misplaced};
pub(crate) use store::category_key;
pub use views::{SeriesCard, SeriesView, series_page};
