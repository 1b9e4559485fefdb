//! A calendar feed as it is answered: version first, bytes only when they are wanted.
//!
//! Readers come back every hour, mostly for nothing, so "not modified" must cost nothing: the entity tag is kept in
//! the process under the content version, and while that stands no query is made. The tag is made of the feed's own
//! version (which moves with every change, deletes included), of the writer's format and of the configuration the
//! bytes hold; so equal tags mean equal bytes. HTTP headers and status codes belong to the server.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use domain::color::Color;
use sha2::{Digest, Sha256};

use super::feed_content;
use super::feed_scope::FeedScope;
use super::ical;
use super::versions;
use crate::config::Config;
use crate::ctx::Ctx;
use crate::db::DbError;

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
            None => match bytes(ctx, scope, tag.last_modified).await? {
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
    Ok(bytes(ctx, scope, tag.last_modified).await?.map_or(FeedAnswer::NotFound, |bytes| whole(tag, bytes)))
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
    let db = ctx.db.read();
    let row = match (versions::feed_version(db, &scope.key()).await?, scope.without_wishes()) {
        // A category that was there before its feed was.
        (None, FeedScope::Category(_)) => versions::feed_version(db, &FeedScope::All.key()).await?,
        (row, _) => row,
    };
    let (version, last_modified) = match (row, scope.without_wishes()) {
        (Some(row), _) => (row.version, row.changed_at),
        (None, FeedScope::Series(_) | FeedScope::Occurrence(..)) => return Ok(None),
        (None, _) => (0, DateTime::UNIX_EPOCH),
    };
    // The time keeps a restored backup from giving an old version's tag to new bytes.
    let stamp = last_modified.timestamp_micros();
    let etag = format!("\"{version}-{stamp:x}-{}\"", fingerprint(&ctx.config));
    Ok(Some(Tag { etag, last_modified }))
}

/// Eight hexadecimal digits of everything besides the rows that the bytes are made of.
fn fingerprint(config: &Config) -> String {
    let (org, zone) = (&config.org, config.org.zone.name());
    let color = color_of(config).to_string();
    let format = ical::FORMAT_VERSION.to_string();
    let parts = [&format, config.public_url.as_str(), &org.name, &org.short_name, zone, &color].join("\n");
    let digest = Sha256::digest(parts);
    format!("{:08x}", u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]))
}

/// The design's own `--action`, when the association has none.
const ACTION: Color = Color { red: 0x0b, green: 0x5c, blue: 0x6b };

/// The color of the calendars: that of the association's links and buttons.
pub(super) fn color_of(config: &Config) -> Color {
    config.org.colors.action.as_deref().and_then(|color| Color::parse(color).ok()).unwrap_or(ACTION)
}

/// The bytes as of the change that the tag names; never of now, so that equal tags mean equal bytes.
async fn bytes(ctx: &Ctx, scope: &FeedScope, as_of: DateTime<Utc>) -> Result<Option<Arc<str>>, DbError> {
    let input = feed_content::gather(ctx, scope, as_of).await?;
    Ok(input.map(|input| ical::render(&input).into()))
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
