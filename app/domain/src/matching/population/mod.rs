//! An invented population to try a match with: people who do not exist, shaped by published figures ([`facts`]) and by
//! assumptions that are written into the file beside them.
//!
//! The same number and seed give the same people. What is drawn here is no lottery: that has its own seed.

pub mod dice;
pub mod facts;
mod names;
mod person;

pub use person::{Population, Profile, Wish};
