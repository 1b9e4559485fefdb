//! A calendar feed as it is answered: version first, bytes only when they are wanted.
//!
//! Readers come back every hour, mostly for nothing, so "not modified" must cost nothing: the entity tag is kept in
//! the process under the content version, and while that stands no query is made. The tag is made of the feed's own
//! version (which moves with every change, deletes included), of the writer's format and of the configuration the
//! bytes hold; so equal tags mean equal bytes. HTTP headers and status codes belong to the server.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use domain::events::{Series, Slug};
use sha2::{Digest, Sha256};

use super::ical::{self, FeedInput, FeedSeries};
use super::store::{self, Which};
use crate::config::Config;
use crate::ctx::Ctx;
use crate::db::DbError;

/// Which series a feed holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedScope {
    /// Every public series.
    All,
    /// One public series.
    Series(Slug),
}

impl FeedScope {
    /// The key of the feed's version: `all` or `series/<slug>`.
    pub fn key(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Series(slug) => format!("series/{slug}"),
        }
    }
}

/// The answer to a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedAnswer {
    /// The reader has these bytes.
    NotModified {
        /// Strong entity tag, quotation marks included.
        etag: String,
        /// When the feed last changed; never goes back.
        last_modified: DateTime<Utc>,
    },
    /// The feed.
    Feed {
        /// The bytes: `text/calendar; charset=utf-8`.
        bytes: Arc<str>,
        /// Strong entity tag, quotation marks included.
        etag: String,
        /// When the feed last changed; never goes back.
        last_modified: DateTime<Utc>,
    },
    /// There is no such feed, or not any more.
    NotFound,
}

/// What is known of a feed at a content version.
#[derive(Clone)]
struct Known {
    content_version: u64,
    tag: Tag,
    bytes: Option<Arc<str>>,
}

#[derive(Clone, PartialEq)]
struct Tag {
    etag: String,
    last_modified: DateTime<Utc>,
}

/// Feeds of this process, by database and scope. Outside `Ctx` because every clone of it must see the same; emptied
/// when it grows beyond what an association has.
static KNOWN: LazyLock<Mutex<HashMap<(String, FeedScope), Known>>> = LazyLock::new(Mutex::default);
const MOST_KNOWN: usize = 4096;
/// Bytes of single feeds are small; a hostile number of them is bounded by the number of series.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Answers a reader that may send `If-None-Match` (RFC 9110 section 13.1.2).
pub async fn feed(ctx: &Ctx, scope: &FeedScope, if_none_match: Option<&str>) -> Result<FeedAnswer, DbError> {
    // Before any query: what is read after this is at least as new.
    let content_version = ctx.db.version().get();
    let key = (ctx.db.process_id().to_owned(), scope.clone());
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some(known) = known.as_ref().filter(|known| known.content_version == content_version) {
        if matches(if_none_match, &known.tag.etag) {
            return Ok(not_modified(known.tag.clone()));
        }
        if let Some(bytes) = &known.bytes {
            return Ok(whole(known.tag.clone(), bytes.clone()));
        }
    }
    let Some(tag) = tag(ctx, scope).await? else { return Ok(FeedAnswer::NotFound) };
    let kept = known.filter(|known| known.tag == tag).and_then(|known| known.bytes);
    let (answer, bytes) = if matches(if_none_match, &tag.etag) {
        (not_modified(tag.clone()), kept)
    } else {
        let bytes = match kept {
            Some(bytes) => bytes,
            None => match bytes(ctx, scope).await? {
                Some(bytes) => bytes,
                None => return Ok(FeedAnswer::NotFound),
            },
        };
        (whole(tag.clone(), bytes.clone()), Some(bytes))
    };
    remember(key, Known { content_version, tag, bytes });
    Ok(answer)
}

/// The same without memory, for measuring and for a server whose caches are off.
pub async fn feed_uncached(ctx: &Ctx, scope: &FeedScope, if_none_match: Option<&str>) -> Result<FeedAnswer, DbError> {
    let Some(tag) = tag(ctx, scope).await? else { return Ok(FeedAnswer::NotFound) };
    if matches(if_none_match, &tag.etag) {
        return Ok(not_modified(tag));
    }
    Ok(bytes(ctx, scope).await?.map_or(FeedAnswer::NotFound, |bytes| whole(tag, bytes)))
}

fn not_modified(tag: Tag) -> FeedAnswer {
    FeedAnswer::NotModified { etag: tag.etag, last_modified: tag.last_modified }
}

fn whole(tag: Tag, bytes: Arc<str>) -> FeedAnswer {
    FeedAnswer::Feed { bytes, etag: tag.etag, last_modified: tag.last_modified }
}

fn remember(key: (String, FeedScope), mut known: Known) {
    let mut all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= MOST_KNOWN {
        all.clear();
    }
    if known.bytes.as_ref().is_some_and(|bytes| bytes.len() > MOST_BYTES) {
        known.bytes = None;
    }
    all.insert(key, known);
}

/// The tag of a feed. A feed nobody has put anything into yet is there all the same, and empty.
async fn tag(ctx: &Ctx, scope: &FeedScope) -> Result<Option<Tag>, DbError> {
    let row = store::feed_version(ctx.db.read(), &scope.key()).await?;
    let (version, last_modified) = match (row, scope) {
        (Some(row), _) => (row.version, row.changed_at),
        (None, FeedScope::All) => (0, DateTime::UNIX_EPOCH),
        (None, FeedScope::Series(_)) => return Ok(None),
    };
    // The time keeps a restored backup from giving an old version's tag to new bytes.
    let stamp = last_modified.timestamp_micros();
    let etag = format!("\"{version}-{stamp:x}-{}\"", fingerprint(&ctx.config));
    Ok(Some(Tag { etag, last_modified }))
}

/// Eight hexadecimal digits of everything besides the rows that the bytes are made of.
fn fingerprint(config: &Config) -> String {
    let (org, zone) = (&config.org, config.org.zone.name());
    let parts =
        [ical::FORMAT_VERSION.to_string().as_str(), config.public_url.as_str(), &org.name, &org.short_name, zone]
            .join("\n");
    let digest = Sha256::digest(parts);
    format!("{:08x}", u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]))
}

async fn bytes(ctx: &Ctx, scope: &FeedScope) -> Result<Option<Arc<str>>, DbError> {
    let org = &ctx.config.org;
    let (name, zone, series) = match scope {
        FeedScope::All => {
            let all = store::whole(ctx.db.read(), Which::Public).await?;
            (format!("{} events", org.short_name), org.zone, all.into_iter().map(|(_, series)| series).collect())
        }
        FeedScope::Series(slug) => match store::public_by_slug(ctx.db.read(), slug).await? {
            Some(series) => (series.title.clone(), series.zone, vec![series]),
            None => return Ok(None),
        },
    };
    let series = series.into_iter().filter_map(|series| with_page(&ctx.config, series)).collect();
    Ok(Some(ical::render(&FeedInput { name, organization: org.name.clone(), zone, series }).into()))
}

fn with_page(config: &Config, series: Series) -> Option<FeedSeries> {
    let url = config.public_url.join(&format!("/events/{}", series.slug)).ok()?;
    Some(FeedSeries { series, url })
}

/// Weak comparison over a list of tags, or `*` (RFC 9110 section 13.1.2).
fn matches(if_none_match: Option<&str>, etag: &str) -> bool {
    if_none_match.is_some_and(|header| {
        header.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == etag)
    })
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn one_of_several_tags_may_match() {
        let etag = "\"3-a-b\"";
        assert!(matches(Some(etag), etag));
        assert!(matches(Some("\"1\", W/\"3-a-b\""), etag));
        assert!(matches(Some("*"), etag));
        assert!(!matches(Some("\"3\""), etag));
        assert!(!matches(Some(""), etag));
        assert!(!matches(None, etag));
    }
}
