//! What the forms of reports, of the desk of the moderators, of appeals and of blocks call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::form::FieldError;
use domain::moderation::{PersonReportForm, ReportForm};
use leptos::prelude::server;
use services::moderation::{self, CaseError, DecideForm, ReportError};

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
    moderation::report_problem(&ctx, form).await.map_err(|error| refused(&ctx.viewer.request_id, error))?;
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

/// Stores a report of a person or of what they wrote.
#[server(prefix = "/do", endpoint = "moderation/report-person")]
pub async fn report_person(
    #[server(default)] kind: String,
    #[server(default)] person: String,
    #[server(default)] ground: String,
    #[server(default)] details: String,
) -> Result<Reply, AppError> {
    let form = PersonReportForm { kind, person, ground, details, key: request::form_meta().key };
    moderation::report_person(&request::ctx(), form).await.map_err(not_done)?;
    Ok(reply(&routes::me(), Done::Reported))
}

/// Decides a case.
#[server(prefix = "/do", endpoint = "moderation/decide")]
pub async fn decide_case(
    #[server(default)] case: String,
    #[server(default)] decision: String,
    #[server(default)] ground: String,
    #[server(default)] note: String,
) -> Result<Reply, AppError> {
    let form = DecideForm { case, decision, ground, note };
    moderation::decide(&request::ctx(), &form).await.map_err(not_done)?;
    Ok(reply(&routes::desk_case(&form.case), Done::Decided))
}

/// Takes a posting down from its desk, by a decision that its host may appeal.
#[server(prefix = "/do", endpoint = "moderation/take-down")]
pub async fn take_posting_down(
    #[server(default)] posting: String,
    #[server(default)] ground: String,
    #[server(default)] details: String,
) -> Result<Reply, AppError> {
    moderation::take_posting_down(&request::ctx(), &posting, &ground, &details).await.map_err(not_done)?;
    Ok(reply(&routes::desk_opportunity(&posting), Done::PostingDecided))
}

/// Answers an appeal.
#[server(prefix = "/do", endpoint = "moderation/answer")]
pub async fn answer_appeal(
    #[server(default)] case: String,
    #[server(default)] answer: String,
) -> Result<Reply, AppError> {
    moderation::answer(&request::ctx(), &case, answer != "take-back").await.map_err(not_done)?;
    Ok(reply(&routes::desk_case(&case), Done::Answered))
}

/// Takes a decision back.
#[server(prefix = "/do", endpoint = "moderation/undo")]
pub async fn undo_decision(#[server(default)] case: String) -> Result<Reply, AppError> {
    moderation::undo(&request::ctx(), &case).await.map_err(not_done)?;
    Ok(reply(&routes::desk_case(&case), Done::Answered))
}

/// Asks for another look at a decision about oneself.
#[server(prefix = "/do", endpoint = "moderation/appeal")]
pub async fn appeal_decision(
    #[server(default)] case: String,
    #[server(default)] why: String,
) -> Result<Reply, AppError> {
    moderation::appeal(&request::ctx(), &case, &why).await.map_err(not_done)?;
    Ok(reply(&routes::appeal(), Done::Appealed))
}

/// Keeps a person away.
#[server(prefix = "/do", endpoint = "moderation/block")]
pub async fn block_person(#[server(default)] person: String) -> Result<Reply, AppError> {
    moderation::block(&request::ctx(), &person).await.map_err(not_done)?;
    Ok(reply(&routes::blocks(), Done::Blocked))
}

/// Lets a person near again.
#[server(prefix = "/do", endpoint = "moderation/unblock")]
pub async fn unblock_person(#[server(default)] person: String) -> Result<Reply, AppError> {
    moderation::unblock(&request::ctx(), &person).await.map_err(not_done)?;
    Ok(reply(&routes::blocks(), Done::Unblocked))
}

fn not_done(error: CaseError) -> AppError {
    match error {
        CaseError::Denied(denied) => denied.into(),
        CaseError::NotFound => AppError::NotFound,
        CaseError::Invalid(errors) => AppError::Invalid(errors),
        CaseError::Refused(refusal) => AppError::Refused(refusal),
        CaseError::KeyConflict => AppError::AlreadySent,
        CaseError::Db(error) => AppError::internal(&request::request_id(), &error),
    }
}
