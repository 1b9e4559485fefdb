//! Events: the list, the page of one series, the page of one date, and how to keep them in a calendar.
//! Feeds are plain HTTP and live in the server.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

mod add_card;
mod calendar_links;
mod dates;
pub mod desk;
mod doctor;
mod doctor_parts;
mod feed_address;
mod filter_form;
mod filters;
mod grid;
mod list;
mod members;
mod missing;
mod occurrence;
mod parts;
mod rows;
pub mod rsvp;
mod schema;
mod series;
mod subscribe;
mod subscribe_clients;

pub use doctor::DoctorPage;
pub use list::EventsPage;
pub use occurrence::OccurrencePage;
pub(crate) use parts::{Speakers, Where, to};
use series::SeriesBody;
pub use series::SeriesPage;
pub use subscribe::SubscribePage;
