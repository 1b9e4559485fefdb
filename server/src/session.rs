//! Who is asking: reads the session's cookie, and keeps addresses from those the table of permissions has a no for.
//!
//! The use cases ask the table once more, with the thing itself in hand; this is the first of two doors.

use crate::form_path::see_other;
use crate::state::AppState;
use ::http::header::{HeaderValue, RETRY_AFTER, SET_COOKIE};
use ::http::request::Parts;
use ::http::{HeaderMap, StatusCode};
use app::cookies::Cookie;
use app::error::AppError;
use app::routes;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::access::{Action, Object, Verdict};
use services::access::allow;
use services::ctx::{Member, Viewer};

/// Addresses that are the same for everybody, where no session is looked up.
const FOR_EVERYBODY: [&str; 5] = ["/pkg/", "/fonts/", "/made/", "/favicon", "/apple-touch-icon"];

/// What the session's cookie says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// There is none, or nobody needs to know here.
    Nobody,
    /// A person.
    Somebody(Box<Member>),
    /// A cookie whose session has ended.
    Stale,
    /// A cookie, and a database that does not answer.
    Unknown,
}

/// Marks a request whose cookie could not be looked up: pages for everybody are served to it, nothing else, and nobody is
/// told that they were signed out.
#[derive(Debug, Clone, Copy)]
pub struct Unknown;

/// Looks up who is asking.
pub async fn find(state: &AppState, path: &str, headers: &HeaderMap) -> Found {
    if FOR_EVERYBODY.iter().any(|prefix| path.starts_with(prefix)) {
        return Found::Nobody;
    }
    let Some(cookie) = Cookie::Session.read(headers, state.config.https()) else { return Found::Nobody };
    match services::identity::resume(&state.ctx, cookie).await {
        Ok(Some(member)) => Found::Somebody(Box::new(member)),
        Ok(None) => Found::Stale,
        Err(error) => {
            tracing::error!(%error, "a session could not be looked up");
            Found::Unknown
        }
    }
}

/// Takes a cookie away whose session has ended, unless the answer sets another.
pub fn drop_stale(headers: &mut HeaderMap, https: bool) {
    let name = format!("{}=", Cookie::Session.name(https));
    let sets = headers.get_all(SET_COOKIE).iter().any(|value| value.as_bytes().starts_with(name.as_bytes()));
    if let (false, Some(value)) = (sets, Cookie::Session.clear(https)) {
        headers.append(SET_COOKIE, value);
    }
}

/// In front of a page that is not for everybody.
pub async fn gate(State((state, action)): State<(AppState, Action)>, request: Request, next: Next) -> Response {
    let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
    let here = request.uri().path_and_query().map_or("/", |here| here.as_str());
    let Err(denied) = allow(&state.ctx.with_viewer(viewer), action, Object::None) else {
        return next.run(request).await;
    };
    if request.extensions().get::<Unknown>().is_some() {
        let (parts, _) = request.into_parts();
        let mut answer = crate::http::error::page(&state, &parts, StatusCode::SERVICE_UNAVAILABLE).await;
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("10"));
        return answer;
    }
    match denied.verdict {
        Verdict::SignIn => see_other(routes::sign_in_to(here).as_str()),
        Verdict::Confirm => see_other(routes::me().as_str()),
        Verdict::SecondFactor => see_other(routes::two_factor().with("needed", "1").as_str()),
        Verdict::Prove => see_other(routes::prove_to(here).as_str()),
        Verdict::Forbidden | Verdict::NotFound | Verdict::Yes => {
            let forbidden = denied.verdict == Verdict::Forbidden;
            let status = if forbidden { StatusCode::FORBIDDEN } else { StatusCode::NOT_FOUND };
            let (parts, _) = request.into_parts();
            crate::http::error::denied(&state, &parts, status).await
        }
    }
}

/// The table's word on a form before its server function is called.
pub fn allows(state: &AppState, parts: &Parts, action: Action) -> Result<(), AppError> {
    if parts.extensions.get::<Unknown>().is_some() {
        return Err(AppError::Unavailable);
    }
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    allow(&state.ctx.with_viewer(viewer), action, Object::None).map_err(AppError::from)
}
