//! The style guide: every part pages are made of, once, and a practice form that stores nothing.

pub mod actions;
mod examples;
mod pages;

pub use pages::StyleguidePage;
