//! Error pages in the design, for answers that no page of the product gives.

use crate::outer::bare;
use crate::pages;
use crate::state::AppState;
use ::http::header::{ACCEPT_ENCODING, COOKIE};
use ::http::request::Parts;
use ::http::{HeaderValue, StatusCode, Uri};
use app::ui::ErrorNotice;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use domain::refusal::Refusal;
use futures::FutureExt;
use services::ctx::Viewer;
use std::panic::AssertUnwindSafe;

/// What an error page needs of the request it answers. Little, because it is kept aside for every request.
pub struct Asked {
    viewer: Option<Viewer>,
    accept_encoding: Option<HeaderValue>,
    cookie: Option<HeaderValue>,
}

impl From<&Parts> for Asked {
    fn from(parts: &Parts) -> Self {
        let header = |name| parts.headers.get(name).cloned();
        Self {
            viewer: parts.extensions.get::<Viewer>().cloned(),
            accept_encoding: header(ACCEPT_ENCODING),
            cookie: header(COOKIE),
        }
    }
}

/// Draws the page for `status`; plain text if even that fails.
pub async fn page(state: &AppState, asked: impl Into<Asked>, status: StatusCode) -> Response {
    draw(state, asked.into(), ErrorNotice { status, denied: false, refusal: None }).await
}

/// The same for somebody signed in who asked for what is not theirs.
pub async fn denied(state: &AppState, asked: impl Into<Asked>, status: StatusCode) -> Response {
    draw(state, asked.into(), ErrorNotice { status, denied: true, refusal: None }).await
}

/// The page for a rule's no, in its own words, where no form is drawn again.
pub async fn refused(state: &AppState, asked: impl Into<Asked>, refusal: Refusal) -> Response {
    let notice = ErrorNotice { status: StatusCode::CONFLICT, denied: false, refusal: Some(refusal) };
    draw(state, asked.into(), notice).await
}

async fn draw(state: &AppState, asked: Asked, notice: ErrorNotice) -> Response {
    let id = asked.viewer.as_ref().map(|viewer| viewer.request_id.clone()).unwrap_or_default();
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = Uri::from_static("/error");
    for (name, value) in [(ACCEPT_ENCODING, asked.accept_encoding), (COOKIE, asked.cookie)] {
        if let Some(value) = value {
            request.headers_mut().insert(name, value);
        }
    }
    if let Some(viewer) = asked.viewer {
        request.extensions_mut().insert(viewer);
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
