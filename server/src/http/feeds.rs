//! Calendar feeds: plain HTTP without cookies, for calendar clients. Never compressed (Outlook on
//! the web refuses that); an attachment only when it is one date to be taken over (a subscription would ask to save a
//! file).

use crate::state::AppState;
use ::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use ::http::{Method, StatusCode};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use services::ctx::Viewer;
use services::events::{FeedAnswer, FeedScope, Held};
use std::sync::Arc;

pub(super) const CALENDAR: HeaderValue = HeaderValue::from_static("text/calendar; charset=utf-8");
/// Asked for again each time; the answer is mostly 304.
const REVALIDATE: HeaderValue = HeaderValue::from_static("public, no-cache");

/// `GET /calendar/...ics`: every feed, and one date to be taken over.
pub async fn feed(State(state): State<AppState>, request: Request) -> Response {
    let asked = request.uri().path_and_query().map_or_else(String::new, |target| target.as_str().to_owned());
    match FeedScope::parse_path(&asked) {
        Some(scope) => answer(state, request, scope).await,
        None => crate::pages::fresh(State(state), request).await,
    }
}

async fn answer(state: AppState, request: Request, scope: FeedScope) -> Response {
    let none_match = tags(request.headers());
    let held = held(request.headers(), &none_match);
    let found = if state.pages.is_on() {
        services::events::feed(&state.ctx, &scope, held).await
    } else {
        services::events::feed_uncached(&state.ctx, &scope, held).await
    };
    match found {
        Ok(FeedAnswer::NotModified { etag, last_modified }) => not_modified(&etag, last_modified),
        Ok(FeedAnswer::Feed { bytes, etag, last_modified }) => {
            let length = HeaderValue::from(bytes.len());
            let body = if request.method() == Method::HEAD {
                Body::empty()
            } else {
                Body::from(Bytes::from_owner(Shared(bytes)))
            };
            let mut response = Response::new(body);
            stamp(response.headers_mut(), &etag, last_modified);
            response.headers_mut().insert(CONTENT_TYPE, CALENDAR);
            response.headers_mut().insert(CONTENT_LENGTH, length);
            if let FeedScope::Occurrence(slug, date) = &scope
                && let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{slug}-{date}.ics\""))
            {
                response.headers_mut().insert(CONTENT_DISPOSITION, name);
            }
            response
        }
        Ok(FeedAnswer::NotFound) => crate::pages::fresh(State(state), request).await,
        Err(error) => {
            let id = request.extensions().get::<Viewer>().map(|viewer| viewer.request_id.clone()).unwrap_or_default();
            tracing::error!(request_id = %id, %error, "a feed could not be read");
            let (parts, _) = request.into_parts();
            crate::http::error::page(&state, &parts, StatusCode::INTERNAL_SERVER_ERROR).await
        }
    }
}

/// Every tag a reader brings along, in one list.
pub(super) fn tags(asked: &HeaderMap) -> String {
    asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",")
}

/// What a reader says it has; `tags` are those of [`tags`].
pub(super) fn held<'t>(asked: &HeaderMap, tags: &'t str) -> Option<Held<'t>> {
    if asked.contains_key(IF_NONE_MATCH) { Some(Held::Tags(tags)) } else { since(asked).map(Held::Since) }
}

/// Feed bytes that stay where they are kept.
pub(super) struct Shared(pub(super) Arc<str>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn not_modified(etag: &str, last_modified: DateTime<Utc>) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    stamp(response.headers_mut(), etag, last_modified);
    response
}

fn stamp(headers: &mut HeaderMap, etag: &str, last_modified: DateTime<Utc>) {
    headers.insert(CACHE_CONTROL, REVALIDATE);
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(ETAG, etag);
    }
    if let Ok(date) = HeaderValue::from_str(&http_date(last_modified)) {
        headers.insert(LAST_MODIFIED, date);
    }
    // Web calendars fetch from their own pages.
    headers.insert(HeaderName::from_static("access-control-allow-origin"), HeaderValue::from_static("*"));
}

/// IMF-fixdate (RFC 9110, 5.6.7).
pub(super) fn http_date(at: DateTime<Utc>) -> String {
    httpdate::fmt_http_date(at.into())
}

/// `If-Modified-Since`, in any of the three forms of a date (RFC 9110, 5.6.7). What is no date says nothing.
fn since(asked: &HeaderMap) -> Option<DateTime<Utc>> {
    let text = asked.get(IF_MODIFIED_SINCE)?.to_str().ok()?;
    httpdate::parse_http_date(text).ok().map(DateTime::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_date_reads_as_http_wants_it_and_is_read_back_in_every_form() {
        let at = Utc.with_ymd_and_hms(2026, 11, 2, 9, 5, 7).unwrap();
        assert_eq!(http_date(at), "Mon, 02 Nov 2026 09:05:07 GMT");
        let read =
            |text: &str| since(&HeaderMap::from_iter([(IF_MODIFIED_SINCE, HeaderValue::from_str(text).unwrap())]));
        for text in [&http_date(at), "Monday, 02-Nov-26 09:05:07 GMT", "Mon Nov  2 09:05:07 2026"] {
            assert_eq!(read(text), Some(at), "{text}");
        }
        for text in ["", "0", "2026-11-02T09:05:07Z", "Tue, 02 Nov 2026 09:05:07 GMT", "Mon, 02 Nov 2026 25:05:07 GMT"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(since(&HeaderMap::new()), None);
    }
}
