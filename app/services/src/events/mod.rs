//! Events: the programme comes in, pages and calendars come out.
//!
//! The rules (what a series is, when it takes place) are in `domain::events`. This is the feature's door: other
//! features and the server use what is named here, never the tables behind it.

#[cfg(test)]
mod agreement_tests;
mod belongings;
mod dates;
#[cfg(test)]
mod dates_tests;
pub mod desk;
pub mod entity;
mod feed;
mod feed_content;
pub mod feed_doctor;
mod feed_scope;
#[cfg(test)]
mod feed_tests;
#[cfg(test)]
mod full_tests;
pub mod ical;
mod import;
mod lineage;
mod list;
mod members;
mod news;
#[cfg(test)]
mod news_tests;
mod occurrences;
mod options;
pub mod programme;
#[cfg(test)]
pub(crate) mod readers_tests;
mod rows;
pub mod rsvp;
mod steps;
mod store;
#[cfg(test)]
mod tests;
mod touched;
mod versions;
mod views;

pub use dates::{Filter, Listed, Listing, MONTH, PAGE, list, month, next_date};
pub use feed::{FeedAnswer, Held, feed, feed_uncached};
pub use feed_scope::FeedScope;
pub use import::{ImportError, ImportReport, SplitOff, add_sample, export_programme, import_programme, remove_sample};
pub use news::{Address, News, addresses, count_addresses, news};
pub(crate) use occurrences::{extend_dates, misplaced};
pub(crate) use rows::{category_key, search_of, search_of_date};
pub(crate) use steps::step_feeds;
pub(crate) use store::all_series;
pub use views::{OccurrenceFound, OccurrenceView, SeriesFound, SeriesView, occurrence_page, series_page};
