//! Use cases and storage. What the product does is here; what is allowed is in `domain`, how it looks in `app`.
//!
//! Never leptos, never axum.

pub mod access;
pub mod audit;
#[cfg(feature = "chaos")]
pub mod chaos;
#[cfg(all(test, feature = "chaos"))]
mod chaos_tests;
pub mod check;
pub mod clock;
pub mod codes;
pub mod cohort;
pub mod config;
pub mod ctx;
pub mod db;
mod dialect;
pub mod dice;
pub mod doctor;
pub mod events;
pub mod files;
mod gathered;
pub mod grants;
pub mod idempotency;
pub mod identity;
pub mod jobs;
mod kept;
pub mod ledger;
pub mod mail;
pub mod matching;
pub mod membership;
pub mod mentorship;
pub mod moderation;
pub mod notifications;
mod open;
pub mod opportunities;
pub mod query;
#[cfg(test)]
mod sample_tests;
pub mod schema;
pub mod secret;
mod snapshot;
mod tables;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod transfer;
pub mod vault;
pub mod verification;
pub mod version;
mod write;
#[cfg(test)]
mod write_tests;
