//! What a page or an action knows of the request it serves. Taken from Leptos' context
//! before the first await; nothing here reads the database.

use crate::cookies::Cookie;
use crate::error::AppError;
use crate::reply::{Done, FormMeta, FormState, Posted};
use crate::zone::ViewerZone;
use chrono_tz::Tz;
use http::request::Parts;
use leptos::prelude::use_context;
use services::ctx::Ctx;
use services::identity::Browser;

/// The services' context of this request (clock, database, viewer).
///
/// # Panics
/// When called outside a request: the server always provides it.
pub fn ctx() -> Ctx {
    try_ctx().expect("the server provides a Ctx to every page and action")
}

/// As [`ctx`], or `None` while the route list is generated, where there is no request.
pub fn try_ctx() -> Option<Ctx> {
    use_context::<Ctx>()
}

/// The hidden fields of the form that called this action.
pub fn form_meta() -> FormMeta {
    extension::<FormMeta>().unwrap_or_default()
}

/// Every field of the form that called this action.
pub fn posted() -> Posted {
    extension::<Posted>().unwrap_or_default()
}

/// Keeps the page that is drawn out of search engines.
pub fn not_for_search_engines() {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(
            http::HeaderName::from_static("x-robots-tag"),
            http::HeaderValue::from_static("noindex, noarchive"),
        );
    }
}

/// The refused form this page is being redrawn for, if any.
pub fn form_state() -> Option<FormState> {
    extension::<FormState>()
}

/// What the page was told has been done (`?done=`).
pub fn done() -> Option<Done> {
    query("done").and_then(|word| Done::parse(&word))
}

/// The first value of a query parameter.
pub fn query(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    services::query::first(parts.uri.query()?, name)
}

/// Every query parameter, in order.
pub fn query_pairs() -> Vec<(String, String)> {
    let parts = use_context::<Parts>();
    services::query::pairs(parts.as_ref().and_then(|parts| parts.uri.query()).unwrap_or_default())
}

/// What the reader's zone is and what the address says of it.
pub fn viewer() -> ViewerZone {
    use_context().unwrap_or_default()
}

/// The zone this reader has chosen, by `?tz=` or before (a cookie); `None` leaves it to the script.
pub fn viewer_zone() -> Option<Tz> {
    viewer().zone
}

/// The status whose page the server wants drawn, if it does.
pub fn error_notice() -> Option<crate::ui::ErrorNotice> {
    extension::<crate::ui::ErrorNotice>()
}

/// The local path and query of this page.
pub fn page() -> String {
    use_context::<Parts>()
        .and_then(|parts| parts.uri.path_and_query().map(|path| path.as_str().to_owned()))
        .unwrap_or_else(|| "/".to_owned())
}

/// The id under which this request is logged.
pub fn request_id() -> String {
    try_ctx().map(|ctx| ctx.viewer.request_id.clone()).unwrap_or_default()
}

/// The head of the document being made.
pub fn head() -> crate::head::Head {
    use_context().unwrap_or_default()
}

/// Sets the HTTP status of the page being drawn.
pub fn set_status(status: http::StatusCode) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(status);
    }
}

/// Sends whoever asks for this page to another address of it. The page is drawn all the same, for readers that stay.
pub fn see_other(to: &crate::routes::Path) {
    if let (Some(response), Ok(location)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(to.as_str()))
    {
        response.insert_header(http::header::LOCATION, location);
        response.set_status(http::StatusCode::SEE_OTHER);
    }
}

/// What the browser brings along for signing in.
pub fn browser() -> Browser {
    let agent = use_context::<Parts>()
        .and_then(|parts| parts.headers.get(http::header::USER_AGENT)?.to_str().ok().map(ToOwned::to_owned));
    Browser { user_agent: agent.unwrap_or_default(), device: cookie(Cookie::Device) }
}

/// A cookie of ours that came with the request.
pub fn cookie(cookie: Cookie) -> Option<String> {
    let parts = use_context::<Parts>()?;
    cookie.read(&parts.headers, https()).map(ToOwned::to_owned)
}

/// Sets a cookie with the answer.
pub fn set_cookie(cookie: Cookie, value: &str) {
    append_cookie(cookie.set(value, https()));
}

/// Takes a cookie away with the answer.
pub fn clear_cookie(cookie: Cookie) {
    append_cookie(cookie.clear(https()));
}

fn append_cookie(value: Option<http::HeaderValue>) {
    if let (Some(response), Some(value)) = (use_context::<leptos_axum::ResponseOptions>(), value) {
        response.append_header(http::header::SET_COOKIE, value);
    }
}

fn https() -> bool {
    try_ctx().is_some_and(|ctx| ctx.config.public_url.scheme() == "https")
}

/// Logs a page's failure and sets status 500, or 503 while the database is away; the page then shows the apology.
pub fn failed(request_id: &str, detail: &(dyn std::error::Error + 'static)) -> AppError {
    let error = AppError::internal(request_id, detail);
    set_status(error.status());
    error
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<T>().cloned())
}
