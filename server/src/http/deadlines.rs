//! Last days of opportunities, as files for a calendar.

use super::feeds::CALENDAR;
use crate::state::AppState;
use ::http::StatusCode;
use ::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue};
use ::http::request::Parts;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use services::ctx::Viewer;
use services::opportunities::{OpportunityError, deadline, my_deadlines};

/// `GET /opportunities/<id>/deadline.ics`, for whoever may read the posting.
pub async fn posting(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    let file = deadline(&state.ctx.with_viewer(viewer), &id).await;
    answer(&state, &parts, file).await
}

/// `GET /me/saved/deadlines.ics`, kept by nobody on the way.
pub async fn mine(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    let file = my_deadlines(&state.ctx.with_viewer(viewer)).await;
    answer(&state, &parts, file).await
}

async fn answer(state: &AppState, parts: &Parts, file: Result<String, OpportunityError>) -> Response {
    match file {
        Ok(text) => {
            let headers = [
                (CONTENT_TYPE, CALENDAR),
                (CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"deadlines.ics\"")),
                (CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, noarchive")),
            ];
            (headers, text).into_response()
        }
        Err(OpportunityError::NotFound | OpportunityError::Denied(_)) => {
            super::error::page(state, parts, StatusCode::NOT_FOUND).await
        }
        Err(error) => {
            let id = parts.extensions.get::<Viewer>().map(|viewer| viewer.request_id.clone()).unwrap_or_default();
            tracing::error!(request_id = %id, %error, "deadlines could not be read");
            super::error::page(state, parts, StatusCode::INTERNAL_SERVER_ERROR).await
        }
    }
}
