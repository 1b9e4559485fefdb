//! The form path: a plain HTML form posts to a server function and the person ends on a page,
//! the next one after success, the same one with what was typed after a refusal.
//!
//! Leptos' own answer to a form (a redirect to the Referer with the error in the address) is
//! not used: the layer asks the server function for JSON and decides by itself.

use crate::pages;
use crate::state::AppState;
use ::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, IF_NONE_MATCH, LOCATION, REFERER};
use ::http::{Method, StatusCode, Uri};
use app::error::AppError;
use app::reply::{FormMeta, FormState, Reply};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use domain::local_path::LocalPath;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use leptos::prelude::provide_context;
use services::ctx::Viewer;

/// The largest form (security figure F29).
pub const FORM_BYTES: usize = 64 * 1024;
/// More fields than any form of ours has.
const MAX_FIELDS: usize = 500;
/// Fields that Leptos' own error redirect would put into an address; nobody may bring them along.
const LEPTOS_FIELDS: [&str; 2] = ["__path", "__err"];

/// `POST /do/<feature>/<verb>`.
pub async fn post(State(state): State<AppState>, request: Request) -> Response {
    handle(&state, request, false).await
}

/// As [`post`], for writes of people who are not signed in: a flood is refused before the database hears of it.
pub async fn post_gated(State(state): State<AppState>, request: Request) -> Response {
    handle(&state, request, true).await
}

async fn handle(state: &AppState, request: Request, gated: bool) -> Response {
    let (mut parts, body) = request.into_parts();
    if !is_form(&parts.headers) {
        return crate::http::error::page(state, &parts, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    }
    let body =
        match tokio::time::timeout(state.config.limits.body_timeout, Limited::new(body, FORM_BYTES).collect()).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(error)) if error.downcast_ref::<LengthLimitError>().is_some() => {
                return crate::http::error::page(state, &parts, StatusCode::PAYLOAD_TOO_LARGE).await;
            }
            Ok(Err(_)) => return crate::http::error::page(state, &parts, StatusCode::BAD_REQUEST).await,
            Err(_) => return crate::http::error::page(state, &parts, StatusCode::REQUEST_TIMEOUT).await,
        };
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&body)
        .filter(|(name, _)| !LEPTOS_FIELDS.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .take(MAX_FIELDS + 1)
        .collect();
    if fields.len() > MAX_FIELDS {
        return crate::http::error::page(state, &parts, StatusCode::PAYLOAD_TOO_LARGE).await;
    }
    let meta = meta_of(&fields);
    let wants_json = parts.headers.get(ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"));
    parts.extensions.insert(meta.clone());
    let peer = parts.extensions.get::<Viewer>().and_then(|viewer| viewer.peer);
    let outcome =
        if gated && !state.may_post(peer) { Err(AppError::RateLimited) } else { call(state, &parts, &fields).await };
    match outcome {
        Ok(reply) if wants_json => axum::Json(reply).into_response(),
        Err(error) if wants_json => (error.status(), axum::Json(error)).into_response(),
        Ok(reply) => see_other(&reply.to),
        Err(error) => redraw(state, &parts, FormState::new(meta, fields, error)).await,
    }
}

/// `GET /do/*`: an address somebody kept or reloaded; nothing happens by reading.
pub async fn get() -> Response {
    see_other("/")
}

/// 303 to a local path; anything else becomes the front page.
pub fn see_other(to: &str) -> Response {
    let to = LocalPath::parse(to).unwrap_or_else(LocalPath::home);
    let location = HeaderValue::from_str(to.as_str()).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

fn is_form(headers: &::http::HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
        value
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
    })
}

fn meta_of(fields: &[(String, String)]) -> FormMeta {
    let first = |wanted: &str| {
        fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    FormMeta {
        page: LocalPath::parse(first("_page")).unwrap_or_else(LocalPath::home).as_str().to_owned(),
        form: first("_form").chars().take(200).collect(),
        key: first("_key").chars().take(64).collect(),
    }
}

/// Runs the server function with JSON as the only accepted answer.
async fn call(
    state: &AppState,
    parts: &::http::request::Parts,
    fields: &[(String, String)],
) -> Result<Reply, AppError> {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = parts.uri.path().parse().unwrap_or_default();
    *request.headers_mut() = parts.headers.clone();
    request.headers_mut().remove(REFERER);
    request.headers_mut().remove(CONTENT_LENGTH);
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    *request.extensions_mut() = parts.extensions.clone();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    let id = viewer.request_id.clone();
    let ctx = state.ctx.with_viewer(viewer);
    let response = leptos_axum::handle_server_fns_with_context(move || provide_context(ctx.clone()), request)
        .await
        .into_response();
    let ok = response.status().is_success();
    let body = response.into_body().collect().await.map_err(|error| AppError::internal(&id, &error))?.to_bytes();
    if ok {
        serde_json::from_slice(&body).map_err(|error| AppError::internal(&id, &error))
    } else {
        Err(serde_json::from_slice(&body).unwrap_or_else(|error| AppError::internal(&id, &error)))
    }
}

/// Draws the form's page again, with the refusal; past the page cache and kept by nobody.
pub async fn redraw(state: &AppState, parts: &::http::request::Parts, form: FormState) -> Response {
    let status = form.error().status();
    let target = form.meta().page.parse::<Uri>().unwrap_or_else(|_| Uri::from_static("/"));
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = target;
    *request.headers_mut() = parts.headers.clone();
    for name in [CONTENT_TYPE, CONTENT_LENGTH, IF_NONE_MATCH] {
        request.headers_mut().remove(name);
    }
    *request.extensions_mut() = parts.extensions.clone();
    request.extensions_mut().insert(form);
    let mut response = pages::fresh(State(state.clone()), request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}
