//! Documents for machines, made from stored content and kept by its version: the news feed and the site map.

use crate::http::not_found_or_failed;
use crate::pages::{Encoding, brotli, gzip, matches_etag};
use crate::state::AppState;
use ::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderValue, VARY};
use ::http::{Method, StatusCode};
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use services::db::DbError;
use std::future::Future;
use std::sync::Arc;

const REVALIDATE: HeaderValue = HeaderValue::from_static("public, no-cache");
const MOST_BYTES: u64 = 3 * 1024 * 1024;

/// Path and query, content version, and the day: what lies within a year moves on at midnight UTC.
type Key = (String, u64, i64);

/// One document as it is sent.
#[derive(Debug)]
pub struct Document {
    text: Bytes,
    etag: HeaderValue,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Key, Arc<Document>> for Bytewise {
    fn weight(&self, key: &Key, document: &Arc<Document>) -> u64 {
        (key.0.len() + document.text.len()) as u64 + 256
    }
}

/// The documents asked for last; none when caches are off.
pub struct Documents(Option<Cache<Key, Arc<Document>, Bytewise>>);

impl Documents {
    /// `keep`: whether documents stay in memory at all.
    pub fn new(keep: bool) -> Self {
        Self(keep.then(|| Cache::with_weighter(16, MOST_BYTES, Bytewise)))
    }

    async fn get_or(
        &self,
        key: Key,
        make: impl Future<Output = Result<Arc<Document>, Option<DbError>>>,
    ) -> Result<Arc<Document>, Option<DbError>> {
        match &self.0 {
            Some(cache) => cache.get_or_insert_async(&key, make).await,
            None => make.await,
        }
    }
}

/// Answers with the document that `make` gives, or with the page for what is not there (`None`).
///
/// `name`: what tells it from the others, with as much of the query as it depends on.
pub async fn answer(
    state: &AppState,
    request: Request,
    name: String,
    media_type: HeaderValue,
    make: impl Future<Output = Result<Option<String>, DbError>>,
) -> Response {
    let key = (name, state.ctx.db.version().get(), state.ctx.now().timestamp().div_euclid(86_400));
    let rendering = async {
        match make.await {
            Ok(Some(text)) => {
                let etag = format!("W/\"{}\"", crate::assets::short_hash(&text));
                let etag = HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("W/\"\""));
                Ok(Arc::new(Document { text: text.into(), etag }))
            }
            Ok(None) => Err(None),
            Err(error) => Err(Some(error)),
        }
    };
    let document = match state.documents.get_or(key, rendering).await {
        Ok(document) => document,
        Err(error) => return not_found_or_failed(state.clone(), request, error).await,
    };
    let mut response = if matches_etag(request.headers(), &document.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let encoding = Encoding::best(request.headers());
        let body = match encoding {
            Encoding::Brotli => brotli(&document.text, 4),
            Encoding::Gzip => gzip(&document.text),
            Encoding::Plain => document.text.clone(),
        };
        let length = HeaderValue::from(body.len());
        let mut response =
            Response::new(if request.method() == Method::HEAD { Body::empty() } else { Body::from(body) });
        response.headers_mut().insert(CONTENT_TYPE, media_type);
        response.headers_mut().insert(CONTENT_LENGTH, length);
        encoding.write(response.headers_mut());
        response
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, document.etag.clone());
    headers.insert(CACHE_CONTROL, REVALIDATE);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    response
}
