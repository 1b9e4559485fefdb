//! Desks of trust: who has been trusted with what, and who did what.

pub mod actions;
mod audit;
mod desk;
mod people;
mod person;
mod private;

pub use audit::AuditPage;
pub use desk::{DeskNav, DeskPage};
pub use people::PeoplePage;
pub use person::GrantsPage;
pub use private::PrivatePage;
