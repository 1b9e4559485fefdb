//! Cohorts: what they are, ranking, the certificate, one's own proof, and the desk of the organizers.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

pub mod actions;
mod certificate;
mod desk;
mod desk_cohort;
mod list;
mod mine;
mod page;
mod parts;
mod rank;

pub use certificate::CertificatePage;
pub use desk::{CohortsDeskPage, NewCohortPage};
pub use desk_cohort::CohortDeskPage;
pub use list::CohortsPage;
pub use mine::{MyCohortPage, MyCohortsPage};
pub use page::CohortPage;
pub use rank::RankPage;
