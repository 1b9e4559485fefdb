//! Profiles: one way to read somebody's, by the table of audiences; one way to change one's own.
//!
//! What a field is and how an answer is read is in `domain::identity::profile`, who sees what in `domain::access`.
//! Sealed fields are under the person's own key and appear in no search, mail, log or feed.

pub mod entity;
mod error;
mod export;
mod glass;
mod photo;
mod read;
mod sample;
mod seal;
mod store;
#[cfg(test)]
mod tests;
mod write;

pub use error::ProfileError;
pub use glass::{Opened, PrivateView, break_glass, opened_by_viewer, who_saw};
pub use photo::{photo, remove_photo, set_photo, staged_photo};
pub use read::{Profile, SeenAs, Shown, mine, read};
pub use write::{next_step, save};

pub(crate) use export::export_part;
pub(crate) use glass::{name_for_matched, names, own_name, parse_reason, showing_names};
pub(crate) use photo::files_of;
pub(crate) use read::answers_of;
pub(crate) use sample::tell_for_sample;
pub(crate) use seal::opened;

/// What answers are bound to when they are sealed.
pub(crate) const TABLE: &str = "profile_fields";
