//! The calendar of what a person attends, at an address that holds the right to read it. It is kept by nobody on the way,
//! and logs name the pattern of the address alone.

use super::feeds::{CALENDAR, Shared, held, http_date, tags};
use crate::state::AppState;
use ::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED,
};
use ::http::{Method, StatusCode};
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use services::ctx::Viewer;
use services::events::{FeedAnswer, rsvp};

/// `GET /calendar/me/<secret>.ics`. Every address that is none, or none any more, is a page that is not there.
pub async fn feed(State(state): State<AppState>, Path(file): Path<String>, request: Request) -> Response {
    let secret = file.strip_suffix(".ics").unwrap_or_default();
    let none_match = tags(request.headers());
    match rsvp::personal_feed(&state.ctx, secret, held(request.headers(), &none_match)).await {
        Ok(FeedAnswer::NotModified { etag, last_modified }) => {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            stamp(response.headers_mut(), &etag, last_modified);
            response
        }
        Ok(FeedAnswer::Feed { bytes, etag, last_modified }) => {
            let length = HeaderValue::from(bytes.len());
            let body = match *request.method() {
                Method::HEAD => Body::empty(),
                _ => Body::from(Bytes::from_owner(Shared(bytes))),
            };
            let mut response = Response::new(body);
            stamp(response.headers_mut(), &etag, last_modified);
            response.headers_mut().insert(CONTENT_TYPE, CALENDAR);
            response.headers_mut().insert(CONTENT_LENGTH, length);
            response
        }
        Ok(FeedAnswer::NotFound) => {
            let (parts, _) = request.into_parts();
            super::error::page(&state, &parts, StatusCode::NOT_FOUND).await
        }
        Err(error) => {
            let id = request.extensions().get::<Viewer>().map(|viewer| viewer.request_id.clone()).unwrap_or_default();
            tracing::error!(request_id = %id, %error, "a personal calendar could not be read");
            let (parts, _) = request.into_parts();
            super::error::page(&state, &parts, StatusCode::INTERNAL_SERVER_ERROR).await
        }
    }
}

fn stamp(headers: &mut HeaderMap, etag: &str, last_modified: DateTime<Utc>) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, noarchive"));
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(ETAG, etag);
    }
    if let Ok(date) = HeaderValue::from_str(&http_date(last_modified)) {
        headers.insert(LAST_MODIFIED, date);
    }
}
