//! Addresses of profiles: one's own with its steps, and those of others.

use domain::id::PublicId;
use domain::identity::profile::Step;
use services::identity::letters;

use super::{Path, path};

/// Everything one has told of oneself.
pub fn profile() -> Path {
    path("/me/profile")
}

/// A few questions of the profile.
pub fn profile_step(step: Step) -> Path {
    path(format!("/me/profile/{}", step.word()))
}

/// One's own profile as others see it.
pub fn preview() -> Path {
    path("/me/profile/preview")
}

/// One's own profile through the eyes of one kind of reader.
pub fn preview_as(eyes: &str) -> Path {
    preview().with("as", eyes)
}

/// Who of the staff saw a private field, and what is kept where.
pub fn privacy() -> Path {
    path(letters::PRIVACY)
}

/// A person, as far as they let one see.
pub fn person(id: PublicId) -> Path {
    path(format!("/people/{id}"))
}

/// The photo of a person.
pub fn photo_of(id: PublicId) -> Path {
    path(format!("/people/{id}/photo"))
}
