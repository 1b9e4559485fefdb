//! What the buttons of the desk call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::form::FieldError;
use domain::id::PublicId;
use leptos::prelude::server;
use services::jobs::DeskError;

/// Gives a stuck job a fresh start.
#[server(prefix = "/do", endpoint = "jobs/retry")]
pub async fn retry_job(#[server(default)] job: String) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    let tried = services::jobs::retry(&ctx, job.parse().unwrap_or(0)).await;
    answer(&ctx.viewer.request_id, tried)
}

/// Sends a failed mail again, and writes to its address again.
#[server(prefix = "/do", endpoint = "jobs/retry-mail")]
pub async fn retry_mail(#[server(default)] mail: String) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    let tried = services::mail::retry(&ctx, PublicId::parse(&mail)).await;
    answer(&ctx.viewer.request_id, tried)
}

/// Writes to an address again that a mail server had refused.
#[server(prefix = "/do", endpoint = "jobs/lift")]
pub async fn lift_suppression(#[server(default)] email: String) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    match services::mail::lift(&ctx, &email).await {
        Ok(true) => Ok(reply(&routes::desk_jobs(), Done::SuppressionLifted)),
        Ok(false) => Err(AppError::Invalid(vec![FieldError::new("email", NOT_STOPPED)])),
        Err(DeskError::Denied(denied)) => Err(denied.into()),
        Err(DeskError::Db(error)) => Err(AppError::internal(&ctx.viewer.request_id, &error)),
    }
}

const NOT_STOPPED: &str = "Mails to this address are not stopped. Look at the spelling.";

/// What is no longer stuck needs no second start; the desk shows how it stands.
fn answer(request_id: &str, tried: Result<bool, DeskError>) -> Result<Reply, AppError> {
    match tried {
        Ok(_) => Ok(reply(&routes::desk_jobs(), Done::TriedAgain)),
        Err(DeskError::Denied(denied)) => Err(denied.into()),
        Err(DeskError::Db(error)) => Err(AppError::internal(request_id, &error)),
    }
}
