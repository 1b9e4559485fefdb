//! What the forms of a profile call.

#![expect(missing_docs, reason = "the fields of a server function are named by its form")]

use crate::error::AppError;
use crate::reply::{Done, Reply, reply};
use crate::{request, routes};
use domain::id::PublicId;
use domain::identity::profile::Step;
use domain::refusal::Refusal;
use leptos::prelude::server;
use services::files::StageError;
use services::identity::profile::{self, ProfileError};

/// Stores what one step asks; goes on to the next one where that is wanted.
#[server(prefix = "/do", endpoint = "identity/save-profile")]
pub async fn save_profile(#[server(default)] step: String, #[server(default)] then: String) -> Result<Reply, AppError> {
    let (ctx, step) = (request::ctx(), Step::parse(&step).ok_or(AppError::NotFound)?);
    profile::save(&ctx, step, request::posted().fields())
        .await
        .map_err(|error| refused(&ctx.viewer.request_id, error))?;
    let next = step.next().filter(|_| then == "next").map_or_else(routes::profile, routes::profile_step);
    Ok(reply(&next, Done::ProfileSaved))
}

/// Takes a staged photo as one's own.
#[server(prefix = "/do", endpoint = "identity/save-photo")]
pub async fn save_photo(
    #[server(default)] file_id: String,
    #[server(default)] photo_audience: String,
) -> Result<Reply, AppError> {
    let (ctx, file) = (request::ctx(), PublicId::parse(&file_id).ok_or(AppError::Refused(Refusal::UploadGone))?);
    profile::set_photo(&ctx, file, &photo_audience).await.map_err(|error| refused(&ctx.viewer.request_id, error))?;
    Ok(reply(&routes::profile(), Done::ProfileSaved))
}

/// Takes one's own photo away.
#[server(prefix = "/do", endpoint = "identity/remove-photo")]
pub async fn remove_photo() -> Result<Reply, AppError> {
    let ctx = request::ctx();
    profile::remove_photo(&ctx).await.map_err(|error| refused(&ctx.viewer.request_id, error))?;
    Ok(reply(&routes::profile(), Done::PhotoRemoved))
}

fn refused(request_id: &str, error: ProfileError) -> AppError {
    match error {
        ProfileError::Denied(denied) => denied.into(),
        ProfileError::NotFound => AppError::NotFound,
        ProfileError::Invalid(errors) => AppError::Invalid(errors),
        ProfileError::Refused(refusal) => AppError::Refused(refusal),
        ProfileError::File(StageError::SignInRequired) => AppError::SignInRequired,
        ProfileError::File(error) => AppError::internal(request_id, &error),
        ProfileError::Vault(error) => AppError::internal(request_id, &error),
        ProfileError::Db(error) => AppError::internal(request_id, &error),
    }
}
