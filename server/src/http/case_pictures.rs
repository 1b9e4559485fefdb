//! What belongs to a case as a picture: the screenshot of a reported page, the photo of a reported profile. For moderators
//! only; kept by nobody on the way.

use super::not_found_or_failed;
use crate::state::AppState;
use ::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use services::ctx::Viewer;
use services::files::MediaType;
use services::moderation::{CaseError, case_picture};

const HEAD: [(HeaderName, HeaderValue); 2] = [
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, noimageindex")),
];

/// `GET /desk/moderation/{case}/picture/{which}`.
pub async fn picture(
    State(state): State<AppState>,
    Path((case, which)): Path<(String, String)>,
    request: Request,
) -> Response {
    let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
    let ctx = state.ctx.with_viewer(viewer);
    match case_picture(&ctx, &case, &which).await {
        Ok((media_type, bytes)) => {
            let kind = match media_type {
                MediaType::Png => "image/png",
                MediaType::Jpeg => "image/jpeg",
                MediaType::WebP => "image/webp",
                MediaType::Pdf => "application/pdf",
            };
            (HEAD, [(CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response()
        }
        Err(CaseError::Db(error)) => not_found_or_failed(state, request, Some(error)).await,
        Err(_) => not_found_or_failed(state, request, None).await,
    }
}
