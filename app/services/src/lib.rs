//! Use cases and storage. What the product does is here; what is allowed is in `domain`, how it looks in `app`.
//!
//! Never leptos, never axum.

#[cfg(feature = "chaos")]
pub mod chaos;
#[cfg(all(test, feature = "chaos"))]
mod chaos_tests;
pub mod check;
pub mod clock;
pub mod config;
pub mod ctx;
pub mod db;
mod dialect;
pub mod dice;
pub mod doctor;
pub mod events;
pub mod files;
mod gathered;
pub mod idempotency;
pub mod jobs;
pub mod moderation;
mod open;
pub mod schema;
mod snapshot;
mod tables;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod transfer;
pub mod version;
mod write;
#[cfg(test)]
mod write_tests;
