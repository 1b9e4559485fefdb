//! Events: the list and the page of one series. Feeds are plain HTTP and live in the server.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

mod list;
mod parts;
mod series;

pub use list::EventsPage;
pub(crate) use parts::{Speakers, Where};
pub use series::SeriesPage;
