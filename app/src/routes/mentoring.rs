//! Addresses of mentors and of those who ask them.

use domain::id::PublicId;
use domain::mentorship::MentorStep;
use services::mentorship::addresses as mentorship;

use super::{Path, encode, path};

/// Mentors, and what mentorship is.
pub fn mentors() -> Path {
    path(mentorship::MENTORS)
}

/// One mentor.
pub fn mentor(id: PublicId) -> Path {
    path(format!("{}/{id}", mentorship::MENTORS))
}

/// One's own requests, whom one works with, and what one is asked as a mentor.
pub fn mentoring() -> Path {
    path(mentorship::MENTORING)
}

/// What one looks for.
pub fn mentoring_ask() -> Path {
    path(format!("{}/ask", mentorship::MENTORING))
}

/// A step of becoming a mentor.
pub fn mentor_setup(step: MentorStep) -> Path {
    path(format!("{}/mentor/{}", mentorship::MENTORING, step.word()))
}

/// One request.
pub fn mentoring_request(id: &str) -> Path {
    path(format!("{}/requests/{}", mentorship::MENTORING, encode(id)))
}

/// Two who work together.
pub fn mentoring_together(id: &str) -> Path {
    path(format!("{}/together/{}", mentorship::MENTORING, encode(id)))
}
