//! Reporting a problem with a page: one form, one action.

pub mod actions;
mod pages;

pub use pages::{ReportPage, UploadNote};
