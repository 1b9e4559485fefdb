//! Where pages of opportunities are, for mails and notices.

use domain::local_path::LocalPath;

/// Postings that everybody may read.
pub const OPPORTUNITIES: &str = "/opportunities";
/// Offering one.
pub const OFFER: &str = "/offer";
/// Where applicants see how far it is.
pub const MY_APPLICATIONS: &str = "/me/applications";
/// Where hosts see their postings.
pub const MY_POSTINGS: &str = "/me/postings";
/// Where moderators check.
pub const DESK: &str = "/desk/opportunities";

/// One posting.
pub(super) fn posting(id: &str) -> LocalPath {
    path(&format!("{OPPORTUNITIES}/{id}"))
}

/// One posting as its host sees it.
pub(super) fn my_posting(id: &str) -> LocalPath {
    path(&format!("{MY_POSTINGS}/{id}"))
}

/// One posting as a moderator sees it.
pub(super) fn check(id: &str) -> LocalPath {
    path(&format!("{DESK}/{id}"))
}

pub(super) fn path(text: &str) -> LocalPath {
    LocalPath::parse(text).unwrap_or_else(LocalPath::home)
}
