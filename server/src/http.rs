//! Handlers that are not pages: feeds, health, uploads, error pages.

pub mod error;
pub mod feeds;
pub mod health;
pub mod uploads;
