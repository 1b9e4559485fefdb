//! The practice form: shows what people see when a form is taken, refused, or sent after the session ended.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]
#![expect(clippy::unused_async, reason = "a server function is async, this one has nothing to wait for")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::routes;
use domain::form::FieldError;
use leptos::prelude::server;

/// Checks the practice form and stores nothing.
#[server(prefix = "/do", endpoint = "styleguide/try")]
pub async fn try_form(
    #[server(default)] name: String,
    #[server(default)] about: String,
    #[server(default)] outcome: String,
) -> Result<Reply, AppError> {
    let mut errors = Vec::new();
    if domain::text::single_line(&name).is_empty() {
        errors.push(FieldError::new("name", "Enter your name as you write it."));
    }
    if domain::text::length(&about) > 500 {
        errors.push(FieldError::new("about", "Please shorten this to 500 characters."));
    }
    match (errors.is_empty(), outcome.as_str()) {
        (false, _) => Err(AppError::Invalid(errors)),
        (true, "signed-out") => Err(AppError::SignInRequired),
        (true, "busy") => Err(AppError::RateLimited),
        (true, _) => Ok(reply(&routes::styleguide(), Done::Tried)),
    }
}
