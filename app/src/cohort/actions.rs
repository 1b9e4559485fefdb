//! What the forms of cohorts call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use leptos::prelude::server;
use services::cohort::{self, CohortError};

/// Stores the plan of a cohort.
#[server(prefix = "/do", endpoint = "cohort/save")]
pub async fn save_cohort(#[server(default)] cohort: String) -> Result<Reply, AppError> {
    let (posted, key) = (request::posted(), request::form_meta().key);
    let id = cohort::save(&request::ctx(), &cohort, posted.fields(), &key).await.map_err(not_done)?;
    Ok(reply(&routes::desk_cohort(id.as_str()), Done::CohortSaved))
}

/// Opens a cohort for sign-up.
#[server(prefix = "/do", endpoint = "cohort/open")]
pub async fn open_cohort(#[server(default)] cohort: String) -> Result<Reply, AppError> {
    cohort::open(&request::ctx(), &cohort).await.map_err(not_done)?;
    Ok(reply(&routes::desk_cohort(&cohort), Done::CohortOpened))
}

/// Calls a cohort off.
#[server(prefix = "/do", endpoint = "cohort/cancel")]
pub async fn cancel_cohort(
    #[server(default)] cohort: String,
    #[server(default)] understood: String,
) -> Result<Reply, AppError> {
    cohort::cancel(&request::ctx(), &cohort, understood == "yes").await.map_err(not_done)?;
    Ok(reply(&routes::desk_cohort(&cohort), Done::CohortCanceled))
}

/// Runs the objectives side by side.
#[server(prefix = "/do", endpoint = "cohort/preview")]
pub async fn preview_cohort(#[server(default)] cohort: String) -> Result<Reply, AppError> {
    cohort::preview(&request::ctx(), &cohort, &request::form_meta().key).await.map_err(not_done)?;
    Ok(reply(&routes::desk_cohort(&cohort), Done::CohortRun))
}

/// Publishes a result.
#[server(prefix = "/do", endpoint = "cohort/publish")]
pub async fn publish_cohort(
    #[server(default)] cohort: String,
    #[server(default)] objective: String,
    #[server(default)] understood: String,
) -> Result<Reply, AppError> {
    cohort::publish(&request::ctx(), &cohort, &objective, understood == "yes").await.map_err(not_done)?;
    Ok(reply(&routes::desk_cohort(&cohort), Done::CohortPublished))
}

/// Signs up as a mentee.
#[server(prefix = "/do", endpoint = "cohort/join")]
pub async fn join_cohort(#[server(default)] cohort: String) -> Result<Reply, AppError> {
    cohort::sign_up_mentee(&request::ctx(), &cohort, request::posted().fields()).await.map_err(not_done)?;
    Ok(reply(&routes::cohort(&cohort), Done::CohortJoined))
}

/// Signs up as a mentor.
#[server(prefix = "/do", endpoint = "cohort/join-mentor")]
pub async fn join_cohort_as_mentor(
    #[server(default)] cohort: String,
    #[server(default)] seats: String,
) -> Result<Reply, AppError> {
    cohort::sign_up_mentor(&request::ctx(), &cohort, &seats).await.map_err(not_done)?;
    Ok(reply(&routes::cohort(&cohort), Done::CohortJoined))
}

/// Leaves a cohort.
#[server(prefix = "/do", endpoint = "cohort/leave")]
pub async fn leave_cohort(#[server(default)] cohort: String) -> Result<Reply, AppError> {
    cohort::leave(&request::ctx(), &cohort).await.map_err(not_done)?;
    Ok(reply(&routes::cohort(&cohort), Done::CohortLeft))
}

/// Saves a mentee's list.
#[server(prefix = "/do", endpoint = "cohort/rank")]
pub async fn rank_mentors(#[server(default)] cohort: String) -> Result<Reply, AppError> {
    cohort::save_choices(&request::ctx(), &cohort, request::posted().fields()).await.map_err(not_done)?;
    Ok(reply(&routes::cohort_rank(&cohort), Done::CohortRanked))
}

/// Saves a mentor's order of those who listed them.
#[server(prefix = "/do", endpoint = "cohort/rank-mentees")]
pub async fn rank_mentees(#[server(default)] cohort: String) -> Result<Reply, AppError> {
    cohort::save_places(&request::ctx(), &cohort, request::posted().fields()).await.map_err(not_done)?;
    Ok(reply(&routes::cohort_rank(&cohort), Done::CohortRanked))
}

fn not_done(error: CohortError) -> AppError {
    match error {
        CohortError::Denied(denied) => denied.into(),
        CohortError::NotFound => AppError::NotFound,
        CohortError::Invalid(errors) => AppError::Invalid(errors),
        CohortError::Refused(refusal) => AppError::Refused(refusal),
        CohortError::KeyConflict => AppError::AlreadySent,
        error => AppError::internal(&request::request_id(), &error),
    }
}
