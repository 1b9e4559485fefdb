//! Where pages of mentorship are, for mails and notices.

use domain::local_path::LocalPath;

/// Mentors, and what mentorship is.
pub const MENTORS: &str = "/mentors";
/// One's own requests, and those one gets.
pub const MENTORING: &str = "/me/mentoring";
/// The desk where mentors are checked.
pub const DESK: &str = "/desk/mentors";

/// One request.
pub fn request(id: &str) -> LocalPath {
    path(&format!("{MENTORING}/requests/{id}"))
}

/// Two who work together.
pub fn engagement(id: &str) -> LocalPath {
    path(&format!("{MENTORING}/together/{id}"))
}

pub(super) fn path(text: &str) -> LocalPath {
    LocalPath::parse(text).unwrap_or_else(LocalPath::home)
}
