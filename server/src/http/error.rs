//! Error pages in the design, for answers that no page of the product gives.

use crate::outer::bare;
use crate::pages;
use crate::state::AppState;
use ::http::header::{ACCEPT_ENCODING, COOKIE};
use ::http::request::Parts;
use ::http::{StatusCode, Uri};
use app::ui::ErrorNotice;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use futures::FutureExt;
use services::ctx::Viewer;
use std::panic::AssertUnwindSafe;

/// Draws the page for `status`; plain text if even that fails.
pub async fn page(state: &AppState, parts: &Parts, status: StatusCode) -> Response {
    draw(state, parts, ErrorNotice { status, denied: false }).await
}

/// The same for somebody signed in who asked for what is not theirs.
pub async fn denied(state: &AppState, parts: &Parts, status: StatusCode) -> Response {
    draw(state, parts, ErrorNotice { status, denied: true }).await
}

async fn draw(state: &AppState, parts: &Parts, notice: ErrorNotice) -> Response {
    let id = parts.extensions.get::<Viewer>().map(|viewer| viewer.request_id.clone()).unwrap_or_default();
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = Uri::from_static("/error");
    for name in [ACCEPT_ENCODING, COOKIE] {
        if let Some(value) = parts.headers.get(&name) {
            request.headers_mut().insert(name, value.clone());
        }
    }
    if let Some(viewer) = parts.extensions.get::<Viewer>() {
        request.extensions_mut().insert(viewer.clone());
    }
    request.extensions_mut().insert(notice);
    match AssertUnwindSafe(pages::fresh(State(state.clone()), request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => bare(notice.status, &id),
    }
}

/// For a method that a known address does not take.
pub async fn method_not_allowed(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    page(&state, &parts, StatusCode::METHOD_NOT_ALLOWED).await
}
