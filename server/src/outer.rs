//! Around every request, whatever it is for: request id, the guard, hostile parameters,
//! time limit, panics, security headers, figures and one log line.

use crate::guard;
use crate::http::error::{self, Asked};
use crate::http::uploads;
use crate::routes::is_for_mail_programs;
use crate::session::{self, Found};
use crate::state::AppState;
use ::http::{HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use services::ctx::Viewer;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

/// The other side of the connection, as the accept loop saw it.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// A request head (address and headers) larger than this is answered by 431.
const HEAD_BYTES: usize = 64 * 1024;

fn head_bytes(parts: &::http::request::Parts) -> usize {
    let target = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
    target + parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum::<usize>()
}

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer.
pub async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = state.ctx.dice.public_id().to_string();
    let peer = peer_of(&state, &request);
    request.extensions_mut().insert(Viewer { request_id: id.clone(), peer, ..Viewer::default() });
    strip_leptos_parameters(&mut request);
    let method = request.method().clone();
    // The pattern, never the address itself: that may hold a token one day.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let (mut parts, body) = request.into_parts();
    let mut session_ended = false;
    let mut response = if head_bytes(&parts) > HEAD_BYTES {
        error::page(&state, &parts, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE).await
    } else if guard::allows(&method, &parts.headers, &state.origin) || is_for_mail_programs(&route) {
        match session::find(&state, parts.uri.path(), &parts.headers).await {
            Found::Nobody => {}
            Found::Somebody(member) => {
                let viewer = Viewer { request_id: id.clone(), peer, member: Some(*member) };
                parts.extensions.insert(viewer);
            }
            Found::Stale => session_ended = true,
            Found::Unknown => {
                parts.extensions.insert(session::Unknown);
            }
        }
        let asked = Asked::from(&parts);
        let run = AssertUnwindSafe(next.run(Request::from_parts(parts, body))).catch_unwind();
        match tokio::time::timeout(patience(&state, &method), run).await {
            Ok(Ok(response)) => response,
            Ok(Err(_panic)) => {
                tracing::error!(request_id = %id, "a request panicked");
                error::page(&state, asked, StatusCode::INTERNAL_SERVER_ERROR).await
            }
            Err(_) => error::page(&state, asked, StatusCode::SERVICE_UNAVAILABLE).await,
        }
    } else {
        error::page(&state, &parts, StatusCode::FORBIDDEN).await
    };
    let headers = response.headers_mut();
    if session_ended {
        session::drop_stale(headers, state.config.https());
    }
    state.headers.write(headers);
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID.clone(), value);
    }
    let status = response.status();
    let took = begun.elapsed();
    state.metrics.answered(&method, &route, status, took);
    if status.is_server_error() {
        tracing::warn!(request_id = %id, %method, route, status = status.as_u16(), ?took, "answered");
    } else {
        tracing::debug!(request_id = %id, %method, route, status = status.as_u16(), ?took, "answered");
    }
    response
}

/// How long until an answer must have begun. What arrives with a body has its own limits on top, of which an upload's
/// is the longest: a picture over a slow line takes its time.
fn patience(state: &AppState, method: &Method) -> Duration {
    let limits = &state.config.limits;
    if matches!(*method, Method::GET | Method::HEAD) {
        limits.request_timeout
    } else {
        limits.request_timeout + limits.body_timeout * uploads::PATIENCE
    }
}

/// The client's address: the last hop's, or what trusted proxies say of it, read from the right. An IPv4 address is one
/// also where a listener for both kinds writes it as IPv6 (`::ffff:192.0.2.1`).
fn peer_of(state: &AppState, request: &Request) -> Option<IpAddr> {
    let direct = request.extensions().get::<Peer>()?.0.ip().to_canonical();
    let trusted = &state.config.http.trusted_proxies;
    if !trusted.contains(&direct) {
        return Some(direct);
    }
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join(",");
    let hops: Vec<IpAddr> =
        forwarded.split(',').rev().map_while(|hop| Some(hop.trim().parse::<IpAddr>().ok()?.to_canonical())).collect();
    Some(hops.iter().find(|hop| !trusted.contains(hop)).copied().unwrap_or(direct))
}

/// `__path` and `__err` in an address make Leptos show what they say, so a crafted link could speak in our name.
fn strip_leptos_parameters(request: &mut Request) {
    let Some(query) = request.uri().query() else { return };
    // Nearly every address leaves here: neither an underscore nor an encoded one.
    if !query.contains('_') && !query.contains("%5") {
        return;
    }
    let hostile = |pair: &str| {
        url::form_urlencoded::parse(pair.as_bytes()).next().is_some_and(|(name, _)| name == "__path" || name == "__err")
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !hostile(pair)).collect();
    let path = request.uri().path();
    let target = if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
    if let Ok(uri) = target.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
}

/// The answer when even the error page could not be drawn.
pub fn bare(status: StatusCode, id: &str) -> Response {
    (status, format!("Something went wrong on our side. Request number: {id}\n")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn stripped(uri: &str) -> String {
        let mut request = Request::builder().uri(uri).body(Body::empty()).unwrap();
        strip_leptos_parameters(&mut request);
        request.uri().to_string()
    }

    #[test]
    fn a_crafted_error_in_the_address_is_dropped() {
        assert_eq!(stripped("/report?__path=x&page=%2F&__err=You+won"), "/report?page=%2F");
        assert_eq!(stripped("/report?%5F_err=x"), "/report");
        assert_eq!(stripped("/report?a=__b"), "/report?a=__b");
    }
}
