//! Who comes to a date, as a file for a spreadsheet, for organizers.

use crate::state::AppState;
use ::http::StatusCode;
use ::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use services::ctx::Viewer;
use services::events::rsvp::{RsvpError, attendees_csv};

/// The file, kept by nobody on the way.
pub async fn csv(
    State(state): State<AppState>,
    Path((slug, date)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    let id = viewer.request_id.clone();
    match attendees_csv(&state.ctx.with_viewer(viewer), &slug, &date).await {
        Ok((name, bytes)) => {
            let headers = [
                (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(RsvpError::NotFound | RsvpError::Denied(_)) => {
            super::error::page(&state, &parts, StatusCode::NOT_FOUND).await
        }
        Err(error) => {
            tracing::error!(request_id = %id, %error, "a list of attendees could not be read");
            super::error::page(&state, &parts, StatusCode::INTERNAL_SERVER_ERROR).await
        }
    }
}
