//! The photo of a person, for those to whom that person shows it; kept by nobody.

use super::not_found_or_failed;
use crate::state::AppState;
use ::http::StatusCode;
use ::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use domain::id::PublicId;
use services::ctx::Viewer;
use services::identity::profile::{self, ProfileError};

const HEAD: [(HeaderName, HeaderValue); 3] = [
    (CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, noimageindex")),
];

/// `GET /people/{id}/photo`. Whoever may not see it gets the page of an unknown address.
pub async fn photo(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
    let ctx = state.ctx.with_viewer(viewer);
    let photo = match PublicId::parse(&id) {
        Some(whose) => profile::photo(&ctx, whose).await,
        None => Err(ProfileError::NotFound),
    };
    match photo {
        Ok(jpeg) => (StatusCode::OK, HEAD, jpeg).into_response(),
        Err(ProfileError::NotFound | ProfileError::Denied(_)) => not_found_or_failed(state, request, None).await,
        Err(ProfileError::Db(error)) => not_found_or_failed(state, request, Some(error)).await,
        Err(error) => {
            tracing::error!(request_id = %ctx.viewer.request_id, %error, "a photo could not be read");
            let (parts, _) = request.into_parts();
            super::error::page(&state, &parts, StatusCode::INTERNAL_SERVER_ERROR).await
        }
    }
}
