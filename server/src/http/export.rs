//! A person's data as one archive.

use crate::state::AppState;
use ::http::StatusCode;
use ::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use services::ctx::Viewer;
use services::identity::{FILE_NAME, export};

/// The viewer's archive, kept by nobody on the way.
pub async fn archive(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    let id = viewer.request_id.clone();
    match export(&state.ctx.with_viewer(viewer)).await {
        Ok(bytes) => {
            let name = format!("attachment; filename=\"{FILE_NAME}\"");
            let headers = [
                (CONTENT_TYPE, "application/zip".to_owned()),
                (CONTENT_DISPOSITION, name),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => {
            tracing::error!(request_id = %id, %error, "an export failed");
            super::error::page(&state, &parts, StatusCode::INTERNAL_SERVER_ERROR).await
        }
    }
}
