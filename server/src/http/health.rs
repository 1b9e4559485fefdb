//! `/healthz`: the process answers. `/readyz`: the database answers too.

use crate::state::AppState;
use ::http::StatusCode;
use ::http::header::CACHE_CONTROL;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

/// Alive.
pub async fn alive() -> Response {
    ([(CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

/// Ready to serve: a query went through. 503 while the database does not answer.
pub async fn ready(State(state): State<AppState>) -> Response {
    match services::doctor::ping(&state.ctx).await {
        Ok(()) => ([(CACHE_CONTROL, "no-store")], "ready\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, [(CACHE_CONTROL, "no-store")], "the database does not answer\n")
                .into_response()
        }
    }
}

/// Prometheus' text, on its own address only.
pub async fn metrics(State(state): State<AppState>) -> Response {
    ([(::http::header::CONTENT_TYPE, "text/plain; version=0.0.4")], state.metrics.text()).into_response()
}
