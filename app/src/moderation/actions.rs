//! What the report form calls.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::form::FieldError;
use domain::moderation::ReportForm;
use leptos::prelude::server;
use services::moderation::ReportError;

/// Stores a report of a problem with a page.
#[server(prefix = "/do", endpoint = "moderation/report")]
pub async fn report_problem(
    #[server(default)] page: String,
    #[server(default)] what: String,
    #[server(default)] details: String,
    #[server(default)] file_id: String,
) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    let form = ReportForm { page, what, details, file: file_id, key: request::form_meta().key };
    services::moderation::report_problem(&ctx, form).await.map_err(|error| refused(&ctx.viewer.request_id, error))?;
    Ok(reply(&routes::report(), Done::Reported))
}

fn refused(request_id: &str, error: ReportError) -> AppError {
    match error {
        ReportError::Invalid(errors) => AppError::Invalid(errors.into_iter().map(as_the_form_calls_it).collect()),
        ReportError::Refused(refusal) => AppError::Refused(refusal),
        ReportError::KeyConflict => AppError::AlreadySent,
        ReportError::Db(error) => AppError::internal(request_id, &error),
    }
}

/// The form carries the staged file as `file_id`, since a field named `file` is never echoed.
fn as_the_form_calls_it(mut error: FieldError) -> FieldError {
    if error.field == "file" {
        "file_id".clone_into(&mut error.field);
    }
    error
}
