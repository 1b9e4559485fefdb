//! Telling what is wrong, and deciding about it: forms for everybody, the desk of the moderators, and what people read
//! of decisions about themselves.

pub mod actions;
mod appeal;
mod blocks;
mod case;
mod desk;
mod pages;
mod person;

pub use appeal::AppealPage;
pub use blocks::BlocksPage;
pub use case::CasePage;
pub use desk::ModerationPage;
pub use pages::{ReportPage, UploadNote};
pub use person::ReportPersonPage;
