//! The front page.

mod pages;

pub use pages::HomePage;
