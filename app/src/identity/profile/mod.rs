//! Pages and forms about profiles: one's own, other people's, and what is kept of both.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

pub mod actions;
mod controls;
mod img;
mod overview;
mod parts;
mod person;
mod photo;
mod privacy;
mod step;

pub(crate) use controls::zones;
pub use img::ImgPage;
pub use overview::{PreviewPage, ProfilePage};
pub(crate) use parts::Lines;
pub use person::PersonPage;
pub use privacy::PrivacyPage;
pub use step::ProfileStepPage;
