//! Checking what the association has issued.

mod pages;

pub use pages::{VerifyCodePage, VerifyPage};
