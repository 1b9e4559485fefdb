//! The form path: a plain HTML form posts to a server function and the person ends on a page,
//! the next one after success, the same one with what was typed after a refusal.
//!
//! Leptos' own answer to a form (a redirect to the Referer with the error in the address) is
//! not used: the layer asks the server function for JSON and decides by itself.

use crate::routes::{FORM_BYTES, FORM_FIELDS};
use crate::state::AppState;
use crate::{pages, session};
use ::http::header::{
    ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, IF_NONE_MATCH, LOCATION, REFERER, RETRY_AFTER, SET_COOKIE,
};
use ::http::{Method, StatusCode, Uri};
use app::cookies::Cookie;
use app::error::AppError;
use app::reply::{FormMeta, FormState, KEPT, KEPT_FORM, Posted, Reply};
use app::routes;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::access::Action;
use domain::local_path::LocalPath;
use http_body_util::BodyExt;
use leptos::prelude::provide_context;
use server_fn::ServerFn;
use services::ctx::Viewer;
use std::collections::HashSet;

/// What a waiting form may take of the form that asks for something else first; the rest is for its own fields.
const CARRIED_BYTES: usize = FORM_BYTES - 8 * 1024;
/// A body longer than this is not read to its end.
const DRAINED_BYTES: usize = 4 * 1024 * 1024;
/// Fields that Leptos' own error redirect would put into an address; nobody may bring them along.
const LEPTOS_FIELDS: [&str; 2] = ["__path", "__err"];

/// Which flood is refused before the database hears of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// None: the table of permissions asks for a session.
    Open,
    /// Writes of people who are not signed in.
    Writes,
    /// Steps of drafts.
    Drafts,
    /// Signing in and what belongs to it.
    SignIns,
}

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unread {
    TooLong,
    Broken,
}

/// The whole body of at most so many bytes. What is too long is read on for a while and dropped: a browser listens to an
/// answer only once it has sent everything.
async fn read(mut body: Body, most: usize) -> Result<Bytes, Unread> {
    let (mut whole, mut length) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length <= most {
            whole.extend_from_slice(&data);
        } else {
            whole = Vec::new();
            if length > DRAINED_BYTES {
                break;
            }
        }
    }
    if length <= most { Ok(Bytes::from(whole)) } else { Err(Unread::TooLong) }
}

/// `POST /do/<feature>/<verb>`; the largest form in bytes, and its most fields.
pub async fn post(
    state: AppState,
    request: Request,
    action: Action,
    gate: Gate,
    (most, most_fields): (usize, usize),
) -> Response {
    let state = &state;
    let (mut parts, body) = request.into_parts();
    if !is_form(&parts.headers) {
        return crate::http::error::page(state, &parts, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    }
    let allowed = session::allows(state, &parts, action);
    // Only whom the table of permissions lets in may send what takes much memory.
    let (most, most_fields) =
        if allowed.is_ok() { (most, most_fields) } else { (FORM_BYTES.min(most), FORM_FIELDS.min(most_fields)) };
    let body = match tokio::time::timeout(state.config.limits.body_timeout, read(body, most)).await {
        Ok(Ok(body)) => body,
        Ok(Err(Unread::TooLong)) if matches!(allowed, Err(AppError::SignInRequired)) => {
            return too_long_to_carry(state, &parts).await;
        }
        Ok(Err(Unread::TooLong)) => {
            return crate::http::error::page(state, &parts, StatusCode::PAYLOAD_TOO_LARGE).await;
        }
        Ok(Err(Unread::Broken)) => return crate::http::error::page(state, &parts, StatusCode::BAD_REQUEST).await,
        Err(_) => return crate::http::error::page(state, &parts, StatusCode::REQUEST_TIMEOUT).await,
    };
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&body)
        .filter(|(name, _)| !LEPTOS_FIELDS.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .take(most_fields + 1)
        .collect();
    if fields.len() > most_fields {
        return crate::http::error::page(state, &parts, StatusCode::PAYLOAD_TOO_LARGE).await;
    }
    let meta = meta_of(&fields);
    let wants_json = parts.headers.get(ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"));
    parts.extensions.insert(meta.clone());
    parts.extensions.insert(Posted::new(fields.clone()));
    let peer = parts.extensions.get::<Viewer>().and_then(|viewer| viewer.peer);
    let flooded = match gate {
        Gate::Open => false,
        Gate::Writes => !state.may_post(peer),
        Gate::Drafts => !state.may_draft(peer),
        Gate::SignIns => !state.may_sign_in(peer),
    };
    let outcome = match allowed {
        // The page such a form stands on is as little for this person as the form is.
        Err(AppError::Forbidden) if !wants_json => {
            return crate::http::error::denied(state, &parts, StatusCode::FORBIDDEN).await;
        }
        Err(AppError::NotFound) if !wants_json => {
            return crate::http::error::denied(state, &parts, StatusCode::NOT_FOUND).await;
        }
        Err(AppError::ConfirmFirst) if !wants_json => return see_other(routes::me().as_str()),
        Err(AppError::SecondFactorFirst) if !wants_json => {
            return see_other(routes::two_factor().with("needed", "1").as_str());
        }
        Err(error) => Err(error),
        Ok(()) if flooded => Err(AppError::RateLimited),
        Ok(()) => call(state, &parts, &fields).await,
    };
    match outcome {
        Ok((reply, cookies)) if wants_json => with_cookies(axum::Json(reply).into_response(), cookies),
        Err(error) if wants_json => (error.status(), axum::Json(error)).into_response(),
        Ok((reply, cookies)) => match waiting(parts.uri.path(), &fields) {
            Some(kept) => with_cookies(go_on(state, parts, &reply, &cookies, kept, &fields).await, cookies),
            None => with_cookies(see_other(&reply.to), cookies),
        },
        Err(AppError::SignInRequired) => {
            let there = routes::sign_in_to(&meta.page);
            carried_to(state, &parts, &there, FormState::new(meta, fields, AppError::SignInRequired)).await
        }
        // Nobody knows whose page it would be; the browser's way back leads to what was typed.
        Err(AppError::Unavailable) if parts.extensions.get::<session::Unknown>().is_some() => {
            let mut answer = crate::http::error::page(state, &parts, StatusCode::SERVICE_UNAVAILABLE).await;
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("10"));
            answer
        }
        Err(AppError::ProveFirst) => {
            let there = routes::prove_to(&meta.page);
            carried_to(state, &parts, &there, FormState::new(meta, fields, AppError::ProveFirst)).await
        }
        Err(error) => {
            let retry = matches!(error, AppError::Busy | AppError::RateLimited | AppError::Unavailable);
            let mut answer = redraw(state, &parts, FormState::new(meta, fields, error)).await;
            if retry {
                answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("10"));
            }
            answer
        }
    }
}

fn with_cookies(mut answer: Response, cookies: Vec<HeaderValue>) -> Response {
    for cookie in cookies {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    answer
}

/// The session has ended while somebody typed, or the password must be given once more: the page that asks for it, which
/// carries what was typed.
async fn carried_to(
    state: &AppState,
    parts: &::http::request::Parts,
    there: &routes::Path,
    form: FormState,
) -> Response {
    let (kept, name) = (form.packed(), form.meta().form.clone());
    let meta = form.meta().clone().on(there);
    if url::form_urlencoded::byte_serialize(kept.as_bytes()).map(str::len).sum::<usize>() > CARRIED_BYTES {
        return redraw(state, parts, FormState::new(meta, Vec::new(), AppError::TooLongToCarry)).await;
    }
    let fields = vec![(KEPT.to_owned(), kept), (KEPT_FORM.to_owned(), name)];
    redraw(state, parts, FormState::new(meta, fields, form.error().clone())).await
}

/// The session has ended while somebody typed more than is read of people who are not signed in: the page to sign in,
/// which says how what was typed is not lost.
async fn too_long_to_carry(state: &AppState, parts: &::http::request::Parts) -> Response {
    let from = parts.headers.get(REFERER).and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    let from = from.and_then(|from| LocalPath::parse(from.path_and_query()?.as_str()));
    let there = routes::sign_in_to(from.unwrap_or_else(LocalPath::home).as_str());
    let meta = FormMeta::default().on(&there);
    redraw(state, parts, FormState::new(meta, Vec::new(), AppError::TooLongToCarry)).await
}

/// The form that waited while its sender signed in or gave the password again, if there is one.
fn waiting(path: &str, fields: &[(String, String)]) -> Option<FormState> {
    let first = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let kept = first(KEPT).filter(|kept| !kept.is_empty())?;
    let page = LocalPath::parse(first("next")?)?;
    let meta = FormMeta { page: page.to_string(), form: first(KEPT_FORM)?.to_owned(), key: String::new() };
    let fields = url::form_urlencoded::parse(kept.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .take(FORM_FIELDS)
        .collect();
    let proved = path == app::identity::actions::Prove::PATH;
    Some(FormState::new(meta, fields, if proved { AppError::ProvedAgain } else { AppError::SignedInAgain }))
}

/// After a sign-in with a form waiting: the code of the second factor if that is next, else the form's own page with
/// what was typed.
async fn go_on(
    state: &AppState,
    mut parts: ::http::request::Parts,
    reply: &Reply,
    cookies: &[HeaderValue],
    kept: FormState,
    fields: &[(String, String)],
) -> Response {
    let code = routes::sign_in_code();
    if reply.to.starts_with(code.as_str()) {
        let carried: Vec<_> = fields.iter().filter(|(name, _)| name == KEPT || name == KEPT_FORM).cloned().collect();
        let to = LocalPath::parse(&reply.to).unwrap_or_else(LocalPath::home);
        let meta = FormMeta { page: to.to_string(), ..FormMeta::default() };
        return redraw(state, &parts, FormState::new(meta, carried, AppError::SignedInAgain)).await;
    }
    let name = format!("{}=", Cookie::Session.name(state.config.https()));
    let token = cookies
        .iter()
        .filter_map(|cookie| cookie.to_str().ok())
        .find_map(|cookie| cookie.strip_prefix(name.as_str())?.split(';').next())
        .or_else(|| Cookie::Session.read(&parts.headers, state.config.https()));
    if let Some(token) = token.map(ToOwned::to_owned)
        && let Ok(Some(member)) = services::identity::resume(&state.ctx, &token).await
        && let Some(viewer) = parts.extensions.get_mut::<Viewer>()
    {
        viewer.member = Some(member);
    }
    redraw(state, &parts, kept).await
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
) -> Result<(Reply, Vec<HeaderValue>), AppError> {
    // A function's argument is one value, and a second of the same name would be refused; lists are read from `Posted`.
    let mut named = HashSet::new();
    let firsts = fields.iter().filter(|(name, _)| named.insert(name.as_str()));
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(firsts).finish();
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
    let cookies: Vec<_> = response.headers().get_all(SET_COOKIE).iter().cloned().collect();
    let body = response.into_body().collect().await.map_err(|error| AppError::internal(&id, &error))?.to_bytes();
    if ok {
        let reply = serde_json::from_slice(&body).map_err(|error| AppError::internal(&id, &error))?;
        Ok((reply, cookies))
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
