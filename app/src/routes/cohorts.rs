//! Addresses of cohorts, their certificates and their desk.

use services::cohort::addresses as cohorts_at;

use super::{Path, encode, path};

/// All cohorts.
pub fn cohorts() -> Path {
    path(cohorts_at::COHORTS)
}

/// One cohort.
pub fn cohort(id: &str) -> Path {
    path(format!("{}/{}", cohorts_at::COHORTS, encode(id)))
}

/// Where somebody ranks in a cohort.
pub fn cohort_rank(id: &str) -> Path {
    path(format!("{}/{}/rank", cohorts_at::COHORTS, encode(id)))
}

/// The certificate of a cohort's result.
pub fn cohort_certificate(id: &str) -> Path {
    path(format!("{}/{}/certificate", cohorts_at::COHORTS, encode(id)))
}

/// One's own cohorts.
pub fn my_cohorts() -> Path {
    path(cohorts_at::MINE)
}

/// What came of one's own part.
pub fn my_cohort(id: &str) -> Path {
    path(format!("{}/{}", cohorts_at::MINE, encode(id)))
}

/// Cohorts that organizers run.
pub fn desk_cohorts() -> Path {
    path(cohorts_at::DESK)
}

/// Where a cohort is planned.
pub fn desk_new_cohort() -> Path {
    path(cohorts_at::NEW)
}

/// One cohort on the desk.
pub fn desk_cohort(id: &str) -> Path {
    path(format!("{}/{}", cohorts_at::DESK, encode(id)))
}
