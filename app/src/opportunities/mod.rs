//! Opportunities: observerships and research to find and to offer, applying, and the desk where hosts are checked.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

pub mod actions;
mod applicants;
mod apply;
mod desk;
mod draft;
mod draft_parts;
mod draft_rows;
mod eligible;
mod filters;
mod list;
mod mine;
mod offer;
mod parts;
mod posting;
mod review;
mod status;

pub use apply::ApplyPage;
pub use desk::CheckPostingsPage;
pub use draft::DraftPage;
pub use draft_parts::DraftPartPage;
pub use eligible::EligiblePage;
pub use list::OpportunitiesPage;
pub use mine::{MyApplicationsPage, SavedPage};
pub use offer::{MyPostingsPage, OfferPage};
pub use posting::PostingPage;
pub use review::CheckPostingPage;
pub use status::MyPostingPage;
