//! The desk of jobs and mails.

pub mod actions;
mod pages;

pub use pages::JobsPage;
