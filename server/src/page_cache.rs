//! Rendered pages of signed-out readers, kept by path, query and content version.
//! Bounded in bytes; one request renders, the others wait for it.

use ::http::HeaderValue;
use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::future::Future;
use std::sync::{Arc, OnceLock};

/// A page as it is sent, with its packed forms made on first demand.
#[derive(Debug)]
pub struct Rendered {
    /// The finished HTML.
    pub html: Bytes,
    /// Strong validator of the HTML.
    pub etag: HeaderValue,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Rendered {
    /// A page with its validator.
    pub fn new(html: Bytes, etag: HeaderValue) -> Self {
        Self { html, etag, brotli: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// The page in brotli.
    pub fn brotli(&self) -> Bytes {
        self.brotli.get_or_init(|| crate::pages::brotli(&self.html, 5)).clone()
    }

    /// The page in gzip.
    pub fn gzip(&self) -> Bytes {
        self.gzip.get_or_init(|| crate::pages::gzip(&self.html)).clone()
    }
}

/// Path and query, content version, and the minute: pages say what is next, so none lives longer than a minute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Path and query as asked for.
    pub target: String,
    /// The content version the page was rendered at.
    pub version: u64,
    /// Minutes since the epoch.
    pub minute: i64,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Key, Arc<Rendered>> for Bytewise {
    fn weight(&self, key: &Key, page: &Arc<Rendered>) -> u64 {
        // The packed forms together are at most about two thirds of the page.
        (key.target.len() + page.html.len() * 5 / 3) as u64 + 256
    }
}

/// The cache; absent when configured to 0 MiB.
pub struct PageCache(Option<Cache<Key, Arc<Rendered>, Bytewise>>);

impl PageCache {
    /// A cache of so many MiB; 0 is none.
    pub fn new(mib: u64) -> Self {
        Self((mib > 0).then(|| Cache::with_weighter(1024, mib * 1024 * 1024, Bytewise)))
    }

    /// Whether there is a cache at all.
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// The page, from memory or by `render`, whose error is passed on and not kept.
    pub async fn get_or<E>(
        &self,
        key: Key,
        render: impl Future<Output = Result<Arc<Rendered>, E>>,
    ) -> Result<Arc<Rendered>, E> {
        match &self.0 {
            Some(cache) => {
                if let Some(page) = cache.get(&key) {
                    return Ok(page);
                }
                cache.get_or_insert_async(&key, render).await
            }
            None => render.await,
        }
    }
}
