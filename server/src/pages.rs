//! From a request to a finished page: render by Leptos, finish, cache, compress, revalidate.

use crate::finish::finish_page;
use crate::page_cache::{Key, Rendered};
use crate::state::AppState;
use ::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, ETAG, HeaderMap,
    HeaderValue, IF_NONE_MATCH, SET_COOKIE, VARY,
};
use ::http::{Method, StatusCode};
use app::head::Head;
use app::shell::shell;
use app::zone::ViewerZone;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use leptos::prelude::provide_context;
use services::ctx::Viewer;
use std::io::Write as _;
use std::sync::Arc;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// Kept, but asked for again each time: a 304 costs a phone one round trip and no bytes.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const VARY_ON: HeaderValue = HeaderValue::from_static("accept-encoding, cookie");

/// A page whose content depends only on path, query and stored content.
pub async fn public(State(state): State<AppState>, request: Request) -> Response {
    let zone = ViewerZone::of(request.uri().query(), request.headers());
    if has_session(request.headers()) || zone.is_personal() || !state.pages.is_on() {
        return fresh(State(state), request).await;
    }
    let key = Key {
        target: request.uri().path_and_query().map_or_else(String::new, |target| target.as_str().to_owned()),
        version: state.ctx.db.version().get(),
        minute: state.ctx.now().timestamp() / 60,
    };
    let asked = request.headers().clone();
    let method = request.method().clone();
    let rendering = async {
        let (status, headers, html) = render(&state, request).await;
        if status == StatusCode::OK {
            Ok(Arc::new(Rendered::new(html.clone(), etag(&html))))
        } else {
            Err((status, headers, html))
        }
    };
    match state.pages.get_or(key, rendering).await {
        Ok(page) => kept(&state, &page, &asked, &method),
        Err((status, headers, html)) => answer(&state, status, headers, html, &asked),
    }
}

/// A page that is drawn anew for each request and kept by nobody: forms, signed-in pages, pages in the reader's zone.
pub async fn fresh(State(state): State<AppState>, request: Request) -> Response {
    let asked = request.headers().clone();
    let (status, headers, html) = render(&state, request).await;
    answer(&state, status, headers, html, &asked)
}

/// As [`fresh`], for looking codes up: whoever guesses is refused before the database hears of it.
pub async fn looked_up(State(state): State<AppState>, request: Request) -> Response {
    let peer = request.extensions().get::<Viewer>().and_then(|viewer| viewer.peer);
    // The bare form looks nothing up.
    let asks = request.uri().query().is_some() || request.uri().path().matches('/').count() > 1;
    if asks && !state.may_look_up(peer) {
        let (parts, _) = request.into_parts();
        return crate::http::error::page(&state, &parts, StatusCode::TOO_MANY_REQUESTS).await;
    }
    fresh(State(state), request).await
}

/// Renders and finishes; returns status, the page's own headers and the HTML.
pub async fn render(state: &AppState, request: Request) -> (StatusCode, HeaderMap, Bytes) {
    let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
    let ctx = state.ctx.with_viewer(viewer);
    let assets = state.files.assets.clone();
    let head = Head::default();
    let said = head.clone();
    let zone = ViewerZone::of(request.uri().query(), request.headers());
    let provide = move || {
        provide_context(ctx.clone());
        provide_context(said.clone());
        provide_context(zone);
    };
    let handler = leptos_axum::render_app_async_with_context(provide, move || shell(&assets));
    let (mut parts, body) = handler(request).await.into_parts();
    if let Some(cookie) = zone.set_cookie(state.config.https()) {
        parts.headers.append(SET_COOKIE, cookie);
    }
    // The body is in memory already: Async pages are whole before the first byte.
    let html = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let html = finish_page(str::from_utf8(&html).unwrap_or_default(), &head.html(), &state.files.scripts);
    (parts.status, parts.headers, Bytes::from(html))
}

fn kept(state: &AppState, page: &Rendered, asked: &HeaderMap, method: &Method) -> Response {
    let mut response = if matches_etag(asked, &page.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let encoding = Encoding::best(asked);
        let body = match encoding {
            Encoding::Brotli => page.brotli(),
            Encoding::Gzip => page.gzip(),
            Encoding::Plain => page.html.clone(),
        };
        let length = HeaderValue::from(body.len());
        let mut response = Response::new(if method == Method::HEAD { Body::empty() } else { Body::from(body) });
        response.headers_mut().insert(CONTENT_TYPE, HTML);
        response.headers_mut().insert(CONTENT_LENGTH, length);
        encoding.write(response.headers_mut());
        response
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, page.etag.clone());
    headers.insert(CACHE_CONTROL, REVALIDATE);
    headers.insert(VARY, VARY_ON);
    headers.insert("speculation-rules", state.files.speculation.clone());
    response
}

fn answer(state: &AppState, status: StatusCode, own: HeaderMap, html: Bytes, asked: &HeaderMap) -> Response {
    let encoding = Encoding::best(asked);
    let body = match encoding {
        Encoding::Brotli => brotli(&html, 4),
        Encoding::Gzip => gzip(&html),
        Encoding::Plain => html,
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = own;
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HTML);
    headers.insert(CACHE_CONTROL, NO_STORE);
    headers.insert(VARY, VARY_ON);
    headers.insert("speculation-rules", state.files.speculation.clone());
    encoding.write(headers);
    response
}

/// Whether a session cookie came along; then nothing is served from the shared cache.
pub fn has_session(headers: &HeaderMap) -> bool {
    headers.get_all(COOKIE).iter().any(|cookies| {
        cookies.as_bytes().split(|byte| *byte == b';').any(|cookie| {
            let cookie = cookie.trim_ascii_start();
            cookie.starts_with(b"landfall=") || cookie.starts_with(b"__Host-landfall=")
        })
    })
}

fn etag(html: &[u8]) -> HeaderValue {
    let hex = crate::assets::short_hash(html);
    // Weak, since the same page is sent in three encodings.
    HeaderValue::from_str(&format!("W/\"{hex}\"")).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// RFC 9110, 13.1.2: weak comparison; `*` matches anything.
pub fn matches_etag(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(ours) = etag.to_str() else { return false };
    asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.trim() == "*" || value.split(',').any(|tag| bare(tag) == bare(ours)))
}

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `br`.
    Brotli,
    /// `gzip`.
    Gzip,
    /// As it is.
    Plain,
}

impl Encoding {
    /// The smallest one the client takes (RFC 9110, 12.5.3; `q=0` means no).
    pub fn best(headers: &HeaderMap) -> Self {
        let takes = |name: &str| {
            headers
                .get_all(ACCEPT_ENCODING)
                .iter()
                .filter_map(|value| value.to_str().ok())
                .flat_map(|value| value.split(','))
                .any(|item| {
                    let mut parts = item.split(';');
                    parts.next().is_some_and(|coding| coding.trim().eq_ignore_ascii_case(name))
                        && !parts.any(|part| matches!(part.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
                })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Plain
        }
    }

    /// Says so in the head of the answer.
    pub fn write(self, headers: &mut HeaderMap) {
        match self {
            Self::Brotli => headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br")),
            Self::Gzip => headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip")),
            Self::Plain => None,
        };
    }
}

/// Packs by brotli; `quality` 0 to 11.
pub fn brotli(bytes: &[u8], quality: u32) -> Bytes {
    let mut out = Vec::with_capacity(bytes.len() / 3);
    let mut writer = ::brotli::CompressorWriter::new(&mut out, 4096, quality, 20);
    // Writing to memory does not fail.
    let _ = writer.write_all(bytes);
    drop(writer);
    out.into()
}

/// Packs by gzip.
pub fn gzip(bytes: &[u8]) -> Bytes {
    let mut writer = flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 3), flate2::Compression::new(6));
    let _ = writer.write_all(bytes);
    writer.finish().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(::http::HeaderName::from_static(name), HeaderValue::from_static(value))])
    }

    #[test]
    fn the_client_chooses_the_encoding() {
        assert_eq!(Encoding::best(&asking("accept-encoding", "gzip, deflate, br")), Encoding::Brotli);
        assert_eq!(Encoding::best(&asking("accept-encoding", "gzip;q=1.0, br;q=0")), Encoding::Gzip);
        assert_eq!(Encoding::best(&HeaderMap::new()), Encoding::Plain);
        assert_eq!(Encoding::best(&asking("accept-encoding", "brr")), Encoding::Plain);
    }

    #[test]
    fn a_session_cookie_is_seen_among_others() {
        assert!(has_session(&asking("cookie", "a=b; landfall=x")));
        assert!(has_session(&asking("cookie", "__Host-landfall=x")));
        assert!(!has_session(&asking("cookie", "not_landfall=x; tz=UTC")));
    }

    #[test]
    fn a_validator_matches_in_a_list_and_weakly() {
        let ours = HeaderValue::from_static("W/\"a\"");
        assert!(matches_etag(&asking("if-none-match", "\"b\", \"a\""), &ours));
        assert!(matches_etag(&asking("if-none-match", "*"), &ours));
        assert!(!matches_etag(&asking("if-none-match", "\"ab\""), &ours));
    }
}
