//! What people are told, by mail and on the site: topics, what a person may choose, when it is night for them.
//!
//! How a mail looks and how it is sent is in the services; the words of each mail are beside its template there.

mod limits;
mod topic;
mod unsubscribe;
pub mod words;

#[cfg(feature = "zones")]
mod choices;
#[cfg(feature = "zones")]
mod digest;
#[cfg(feature = "zones")]
mod quiet;
#[cfg(feature = "zones")]
mod when;

pub use limits::{
    BY_STRANGERS_IN_ALL, BY_STRANGERS_PER_ADDRESS, BY_STRANGERS_PER_RECIPIENT, NOTICES_PER_RECIPIENT, WINDOW_MINUTES,
};
pub use topic::{Choice, Topic};
pub use unsubscribe::{SECRET_CHARS, Stop, Unsubscribe};

#[cfg(feature = "zones")]
pub use choices::{Choices, ChoicesForm};
#[cfg(feature = "zones")]
pub use digest::Digest;
#[cfg(feature = "zones")]
pub use quiet::{IN_TIME, QuietHours};
#[cfg(feature = "zones")]
pub use when::when;
