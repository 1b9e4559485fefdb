//! Where pages of cohorts are, for mails and notices.

use domain::local_path::LocalPath;

/// All cohorts.
pub const COHORTS: &str = "/cohorts";
/// One's own cohorts.
pub const MINE: &str = "/me/cohorts";
/// The desk of the organizers.
pub const DESK: &str = "/desk/cohorts";
/// Where a new cohort is planned.
pub const NEW: &str = "/desk/new-cohort";

/// One cohort.
pub fn cohort(id: &str) -> LocalPath {
    path(&format!("{COHORTS}/{id}"))
}

/// Where somebody ranks.
pub fn rank(id: &str) -> LocalPath {
    path(&format!("{COHORTS}/{id}/rank"))
}

/// What came of one's own part.
pub fn mine(id: &str) -> LocalPath {
    path(&format!("{MINE}/{id}"))
}

/// One cohort on the desk.
pub fn desk(id: &str) -> LocalPath {
    path(&format!("{DESK}/{id}"))
}

pub(super) fn path(text: &str) -> LocalPath {
    LocalPath::parse(text).unwrap_or_else(LocalPath::home)
}
