//! The codes of a batch as a file, handed out once. A POST, because it changes something: nothing that fetches links ahead
//! may take them.

use crate::state::AppState;
use ::http::StatusCode;
use ::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use services::codes::hand_out;
use services::ctx::Viewer;
use services::membership::MembershipError;

/// The file, kept by nobody on the way. Who presses twice sees only the second answer: it says that the codes are out, and
/// what to do when the file did not come.
pub async fn file(State(state): State<AppState>, Path(batch): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    let id = viewer.request_id.clone();
    match hand_out(&state.ctx.with_viewer(viewer), &batch).await {
        Ok((name, bytes)) => {
            let headers = [
                (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(MembershipError::Db(error)) => {
            tracing::error!(request_id = %id, %error, "codes could not be handed out");
            super::error::page(&state, &parts, StatusCode::INTERNAL_SERVER_ERROR).await
        }
        Err(MembershipError::Refused(refusal)) => super::error::refused(&state, &parts, refusal).await,
        Err(_) => super::error::page(&state, &parts, StatusCode::NOT_FOUND).await,
    }
}
