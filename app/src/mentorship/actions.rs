//! What the forms of mentorship call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::mentorship::{AgreementForm, MeetingForm, MentorStep, NextStepForm, ProofForm, RoomForm};
use leptos::prelude::server;
use services::mentorship::{self, CheckForm, MentorshipError};

/// Stores what somebody looks for.
#[server(prefix = "/do", endpoint = "mentorship/save-ask")]
pub async fn save_ask() -> Result<Reply, AppError> {
    mentorship::save_ask(&request::ctx(), request::posted().fields()).await.map_err(not_done)?;
    Ok(reply(&routes::mentors(), Done::AskSaved))
}

/// Stops looking.
#[server(prefix = "/do", endpoint = "mentorship/end-ask")]
pub async fn end_ask() -> Result<Reply, AppError> {
    mentorship::end_ask(&request::ctx()).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring(), Done::AskEnded))
}

/// Puts a mentor on one's list.
#[server(prefix = "/do", endpoint = "mentorship/add")]
pub async fn add_mentor(#[server(default)] mentor: String) -> Result<Reply, AppError> {
    mentorship::add_to_list(&request::ctx(), &mentor).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring(), Done::MentorAdded))
}

/// Takes a mentor off one's list.
#[server(prefix = "/do", endpoint = "mentorship/take-off")]
pub async fn take_off_mentor(#[server(default)] request: String) -> Result<Reply, AppError> {
    mentorship::take_off_list(&request::ctx(), &request).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring(), Done::ListChanged))
}

/// Moves a mentor up on one's list.
#[server(prefix = "/do", endpoint = "mentorship/raise")]
pub async fn raise_mentor(#[server(default)] request: String) -> Result<Reply, AppError> {
    mentorship::raise_on_list(&request::ctx(), &request).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring(), Done::ListChanged))
}

/// Shows fields to a mentor, or hides them again.
#[server(prefix = "/do", endpoint = "mentorship/reveal")]
pub async fn reveal_fields(#[server(default)] request: String) -> Result<Reply, AppError> {
    let posted = request::posted();
    let reveals: Vec<&str> =
        posted.fields().iter().filter(|(name, _)| name == "reveals").map(|(_, value)| value.as_str()).collect();
    mentorship::set_revealed(&request::ctx(), &request, &reveals).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_request(&request), Done::RevealSaved))
}

/// Answers what a mentor asked.
#[server(prefix = "/do", endpoint = "mentorship/tell-more")]
pub async fn tell_mentor(
    #[server(default)] request: String,
    #[server(default)] answer: String,
) -> Result<Reply, AppError> {
    mentorship::tell_more(&request::ctx(), &request, &answer).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_request(&request), Done::RequestAnswered))
}

/// Takes a request back.
#[server(prefix = "/do", endpoint = "mentorship/withdraw")]
pub async fn withdraw_request(#[server(default)] request: String) -> Result<Reply, AppError> {
    mentorship::withdraw(&request::ctx(), &request).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring(), Done::RequestWithdrawn))
}

/// Confirms a mentor.
#[server(prefix = "/do", endpoint = "mentorship/confirm")]
pub async fn confirm_mentor(#[server(default)] request: String) -> Result<Reply, AppError> {
    let id = mentorship::confirm(&request::ctx(), &request).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(id.as_str()), Done::MentorConfirmed))
}

/// Says yes to a request.
#[server(prefix = "/do", endpoint = "mentorship/accept")]
pub async fn accept_request(#[server(default)] request: String) -> Result<Reply, AppError> {
    mentorship::accept(&request::ctx(), &request).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_request(&request), Done::RequestAnswered))
}

/// Says no to a request.
#[server(prefix = "/do", endpoint = "mentorship/decline")]
pub async fn decline_request(
    #[server(default)] request: String,
    #[server(default)] reason: String,
) -> Result<Reply, AppError> {
    mentorship::decline(&request::ctx(), &request, &reason).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring(), Done::RequestAnswered))
}

/// Asks a mentee for more.
#[server(prefix = "/do", endpoint = "mentorship/ask-more")]
pub async fn ask_mentee(
    #[server(default)] request: String,
    #[server(default)] question: String,
) -> Result<Reply, AppError> {
    mentorship::ask_more(&request::ctx(), &request, &question).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_request(&request), Done::RequestAnswered))
}

/// Stores a step of a mentor's set-up.
#[server(prefix = "/do", endpoint = "mentorship/save-step")]
pub async fn save_mentor_step(#[server(default)] step: String) -> Result<Reply, AppError> {
    let step = MentorStep::parse(&step).ok_or(AppError::NotFound)?;
    mentorship::save_step(&request::ctx(), step, request::posted().fields()).await.map_err(not_done)?;
    Ok(reply(&step.next().map_or_else(routes::mentoring, routes::mentor_setup), Done::ProfileSaved))
}

/// Stores room and pause of a mentor.
#[server(prefix = "/do", endpoint = "mentorship/save-room")]
pub async fn save_mentor_room(
    #[server(default)] capacity: String,
    #[server(default)] paused_until: String,
) -> Result<Reply, AppError> {
    let ctx = request::ctx();
    mentorship::save_room(&ctx, &RoomForm { capacity, paused_until }).await.map_err(not_done)?;
    let listed = mentorship::my_setup(&ctx).await.map_err(not_done)?.listed().is_some();
    let next = if listed { routes::mentoring() } else { routes::mentor_setup(MentorStep::Check) };
    Ok(reply(&next, Done::ProfileSaved))
}

/// A mentor comes back from a pause.
#[server(prefix = "/do", endpoint = "mentorship/come-back")]
pub async fn mentor_comes_back() -> Result<Reply, AppError> {
    mentorship::come_back(&request::ctx()).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring(), Done::MentorBack))
}

/// Asks to be checked as a mentor.
#[server(prefix = "/do", endpoint = "mentorship/ask-check")]
pub async fn ask_mentor_check(
    #[server(default)] way: String,
    #[server(default)] what: String,
) -> Result<Reply, AppError> {
    mentorship::ask_to_be_checked(&request::ctx(), &ProofForm { way, what }).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring(), Done::CheckAsked))
}

/// A moderator has checked a mentor.
#[server(prefix = "/do", endpoint = "mentorship/check")]
pub async fn check_mentor(
    #[server(default)] mentor: String,
    #[server(default)] checked: String,
    #[server(default)] stamp: String,
) -> Result<Reply, AppError> {
    mentorship::decide_check(&request::ctx(), &CheckForm { mentor, checked, stamp }).await.map_err(not_done)?;
    Ok(reply(&routes::desk_mentors(), Done::MentorChecked))
}

/// A moderator takes the check of a mentor back.
#[server(prefix = "/do", endpoint = "mentorship/take-back")]
pub async fn take_check_back(#[server(default)] mentor: String) -> Result<Reply, AppError> {
    mentorship::take_check_back(&request::ctx(), &mentor).await.map_err(not_done)?;
    Ok(reply(&routes::desk_mentors(), Done::MentorChecked))
}

/// Writes the agreement of two.
#[server(prefix = "/do", endpoint = "mentorship/agree")]
pub async fn write_agreement(
    #[server(default)] together: String,
    #[server(default)] version: String,
    #[server(default)] scope: String,
    #[server(default)] ends_on: String,
) -> Result<Reply, AppError> {
    let form = AgreementForm { scope, ends_on };
    mentorship::write_agreement(&request::ctx(), &together, &version, &form).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(&together), Done::TogetherSaved))
}

/// Signs the agreement of two.
#[server(prefix = "/do", endpoint = "mentorship/sign")]
pub async fn sign_agreement(
    #[server(default)] together: String,
    #[server(default)] version: String,
    #[server(default)] agreed: String,
) -> Result<Reply, AppError> {
    mentorship::sign(&request::ctx(), &together, &version, agreed == "yes").await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(&together), Done::AgreementSigned))
}

/// Proposes another last day to the other of two.
#[server(prefix = "/do", endpoint = "mentorship/propose-end")]
pub async fn propose_end(
    #[server(default)] together: String,
    #[server(default)] ends_on: String,
) -> Result<Reply, AppError> {
    mentorship::propose_end(&request::ctx(), &together, &ends_on).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(&together), Done::TogetherSaved))
}

/// Takes back the last day that one of two has proposed.
#[server(prefix = "/do", endpoint = "mentorship/take-end-back")]
pub async fn take_end_back(
    #[server(default)] together: String,
    #[server(default)] version: String,
) -> Result<Reply, AppError> {
    mentorship::take_end_back(&request::ctx(), &together, &version).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(&together), Done::EndTakenBack))
}

/// Notes a goal or a next step.
#[server(prefix = "/do", endpoint = "mentorship/plan")]
pub async fn plan_step(
    #[server(default)] together: String,
    #[server(default)] what: String,
    #[server(default)] due_on: String,
) -> Result<Reply, AppError> {
    let (form, key) = (NextStepForm { what, due_on }, request::form_meta().key);
    mentorship::plan_step(&request::ctx(), &together, &form, &key).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(&together), Done::TogetherSaved))
}

/// Marks a step as done, or not.
#[server(prefix = "/do", endpoint = "mentorship/mark")]
pub async fn mark_step(#[server(default)] step: String, #[server(default)] done: String) -> Result<Reply, AppError> {
    let id = mentorship::mark_step(&request::ctx(), &step, done == "yes").await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(id.as_str()), Done::TogetherSaved))
}

/// Logs a meeting.
#[server(prefix = "/do", endpoint = "mentorship/meet")]
pub async fn log_meeting(
    #[server(default)] together: String,
    #[server(default)] met_at: String,
    #[server(default)] minutes: String,
    #[server(default)] note: String,
) -> Result<Reply, AppError> {
    let (form, key) = (MeetingForm { met_at, minutes, note }, request::form_meta().key);
    mentorship::log_meeting(&request::ctx(), &together, &form, &key).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(&together), Done::TogetherSaved))
}

/// Says whether it fits.
#[server(prefix = "/do", endpoint = "mentorship/fit")]
pub async fn answer_fit(
    #[server(default)] together: String,
    #[server(default)] answer: String,
) -> Result<Reply, AppError> {
    mentorship::answer_fit(&request::ctx(), &together, &answer).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(&together), Done::TogetherSaved))
}

/// Ends the work of two, or adds words at the end.
#[server(prefix = "/do", endpoint = "mentorship/close")]
pub async fn close_together(
    #[server(default)] together: String,
    #[server(default)] feedback: String,
) -> Result<Reply, AppError> {
    mentorship::close_engagement(&request::ctx(), &together, &feedback).await.map_err(not_done)?;
    Ok(reply(&routes::mentoring_together(&together), Done::TogetherClosed))
}

fn not_done(error: MentorshipError) -> AppError {
    match error {
        MentorshipError::Denied(denied) => denied.into(),
        MentorshipError::NotFound => AppError::NotFound,
        MentorshipError::Invalid(errors) => AppError::Invalid(errors),
        MentorshipError::Refused(refusal) => AppError::Refused(refusal),
        MentorshipError::KeyConflict => AppError::AlreadySent,
        MentorshipError::Profile(error) => AppError::internal(&request::request_id(), &error),
        MentorshipError::Vault(error) => AppError::internal(&request::request_id(), &error),
        MentorshipError::Db(error) => AppError::internal(&request::request_id(), &error),
    }
}
