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
use tokio::sync::Semaphore;

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

/// What a reader says it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held<'h> {
    /// The bytes of one of these entity tags: `If-None-Match` (RFC 9110 section 13.1.2).
    Tags(&'h str),
    /// What there was at this second: `If-Modified-Since` (section 13.1.3), which counts only without the other.
    Since(DateTime<Utc>),
}

impl Held<'_> {
    /// True when what the reader has is what there is.
    pub(super) fn is_still(self, tag: &Tag) -> bool {
        match self {
            Self::Tags(list) => matches(list, &tag.etag),
            Self::Since(at) => tag.last_modified.timestamp() <= at.timestamp(),
        }
    }

    /// True when having it means that it is there, so that nobody need look. A series that has gone keeps its version, and
    /// a date has that of its series.
    fn proves(self, scope: &FeedScope) -> bool {
        match (scope.without_wishes(), self) {
            (FeedScope::Occurrence(..), _) | (FeedScope::Series(_), Self::Since(_)) => false,
            (FeedScope::Series(_), Self::Tags(list)) => list.trim() != "*",
            _ => true,
        }
    }
}

/// What is known of a feed at a content version.
#[derive(Clone)]
struct Known {
    content_version: u64,
    tag: Tag,
    bytes: Option<Arc<str>>,
}

#[derive(Clone, PartialEq)]
pub(super) struct Tag {
    pub(super) etag: String,
    pub(super) last_modified: DateTime<Utc>,
}

/// Feeds of this process, by database and scope. Outside `Ctx` because every clone of it must see the same.
static KNOWN: LazyLock<Mutex<Memory>> = LazyLock::new(Mutex::default);

/// So many feeds are written at the same time: each takes megabytes, and whoever waits finds it in memory.
static WRITING: Semaphore = Semaphore::const_new(AT_ONCE);
const AT_ONCE: usize = 2;

/// Forgets everything when it grows beyond what an association has: anyone may ask for a filter that nobody had before.
#[derive(Default)]
struct Memory {
    feeds: HashMap<(String, FeedScope), Known>,
    octets: usize,
}

const MOST_KNOWN: usize = 4096;
/// Of one feed.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// Of all feeds together.
const MOST_OCTETS: usize = 64 * 1024 * 1024;

/// Answers a reader that may have it already.
pub async fn feed(ctx: &Ctx, scope: &FeedScope, held: Option<Held<'_>>) -> Result<FeedAnswer, DbError> {
    // Before any query: what is read after this is at least as new.
    let content_version = ctx.db.version().get();
    let key = (ctx.db.process_id().to_owned(), scope.clone());
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).feeds.get(&key).cloned();
    if let Some(known) = known.as_ref().filter(|known| known.content_version == content_version) {
        if held.is_some_and(|held| held.is_still(&known.tag)) {
            return Ok(not_modified(known.tag.clone()));
        }
        if let Some(bytes) = &known.bytes {
            return Ok(whole(known.tag.clone(), bytes.clone()));
        }
    }
    let Some(tag) = tag(ctx, scope).await? else { return Ok(FeedAnswer::NotFound) };
    let kept = known.filter(|known| known.tag == tag).and_then(|known| known.bytes);
    let is_held = held.is_some_and(|held| held.is_still(&tag));
    let mut turn = None;
    let bytes = match kept {
        None if is_held && held.is_some_and(|held| held.proves(scope)) => None,
        None => {
            turn = WRITING.acquire().await.ok();
            let found = match written_meanwhile(&key, &tag) {
                None => bytes(ctx, scope, tag.last_modified).await?,
                found => found,
            };
            match found {
                Some(bytes) => Some(bytes),
                None => return Ok(FeedAnswer::NotFound),
            }
        }
        kept => kept,
    };
    let answer = match &bytes {
        Some(bytes) if !is_held => whole(tag.clone(), bytes.clone()),
        _ => not_modified(tag.clone()),
    };
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).remember(key, Known { content_version, tag, bytes });
    drop(turn);
    Ok(answer)
}

/// What somebody else has put into memory while this request waited for its turn.
fn written_meanwhile(key: &(String, FeedScope), tag: &Tag) -> Option<Arc<str>> {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.feeds.get(key).filter(|known| known.tag == *tag).and_then(|known| known.bytes.clone())
}

/// The same without memory, for measuring and for a server whose caches are off.
pub async fn feed_uncached(ctx: &Ctx, scope: &FeedScope, held: Option<Held<'_>>) -> Result<FeedAnswer, DbError> {
    let Some(tag) = tag(ctx, scope).await? else { return Ok(FeedAnswer::NotFound) };
    let is_held = held.is_some_and(|held| held.is_still(&tag));
    if is_held && held.is_some_and(|held| held.proves(scope)) {
        return Ok(not_modified(tag));
    }
    let bytes = bytes(ctx, scope, tag.last_modified).await?;
    Ok(bytes.map_or(FeedAnswer::NotFound, |bytes| if is_held { not_modified(tag) } else { whole(tag, bytes) }))
}

fn not_modified(tag: Tag) -> FeedAnswer {
    FeedAnswer::NotModified { etag: tag.etag, last_modified: tag.last_modified }
}

fn whole(tag: Tag, bytes: Arc<str>) -> FeedAnswer {
    FeedAnswer::Feed { bytes, etag: tag.etag, last_modified: tag.last_modified }
}

impl Memory {
    fn remember(&mut self, key: (String, FeedScope), mut known: Known) {
        known.bytes = known.bytes.filter(|bytes| bytes.len() <= MOST_BYTES);
        if self.feeds.len() >= MOST_KNOWN || self.octets + known.octets() > MOST_OCTETS {
            *self = Self::default();
        }
        self.octets += known.octets();
        let before = self.feeds.insert(key, known);
        self.octets -= before.map_or(0, |before| before.octets());
    }
}

impl Known {
    fn octets(&self) -> usize {
        self.bytes.as_ref().map_or(0, |bytes| bytes.len())
    }
}

/// The tag of a feed. A feed nobody has put anything into yet is there all the same, and empty.
async fn tag(ctx: &Ctx, scope: &FeedScope) -> Result<Option<Tag>, DbError> {
    let db = ctx.db.read();
    let mut row = versions::feed_version(db, &scope.key()).await?;
    if let (None, FeedScope::Category(slug)) = (&row, scope.without_wishes()) {
        if feed_content::names_of_category(ctx, slug).await?.is_empty() {
            return Ok(None);
        }
        // A category that was there before its feed was.
        row = versions::feed_version(db, &FeedScope::All.key()).await?;
    }
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
pub(super) fn fingerprint(config: &Config) -> String {
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

/// Weak comparison over a list of tags, or `*`.
fn matches(if_none_match: &str, etag: &str) -> bool {
    let mut all = if_none_match.split(',').map(str::trim);
    all.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_that_nobody_had_before_do_not_fill_the_memory() {
        let mut memory = Memory::default();
        let known = |size: usize| Known {
            content_version: 1,
            tag: Tag { etag: String::new(), last_modified: DateTime::UNIX_EPOCH },
            bytes: Some("x".repeat(size).into()),
        };
        let key = |nth: usize| (nth.to_string(), FeedScope::All);
        for nth in 0..200 {
            memory.remember(key(nth), known(MOST_BYTES / 2));
            let kept: usize = memory.feeds.values().map(Known::octets).sum();
            assert!(memory.octets == kept && kept <= MOST_OCTETS && kept > 0, "{nth}: {kept}");
        }
        // The same feed again takes no more room, and one that is too long none at all.
        let mut memory = Memory::default();
        for size in [10, 10, 30, MOST_BYTES + 1, 20] {
            memory.remember(key(0), known(size));
            assert_eq!(memory.octets, if size > MOST_BYTES { 0 } else { size });
        }
        for nth in 0..2 * MOST_KNOWN {
            memory.remember(key(nth), known(0));
        }
        assert!(memory.feeds.len() <= MOST_KNOWN);
    }

    #[test]
    fn one_of_several_tags_may_match() {
        let etag = "\"3-a-b\"";
        for (list, found) in
            [(etag, true), ("\"1\", W/\"3-a-b\"", true), ("*", true), ("\"3\"", false), ("3-a-b", false), ("", false)]
        {
            assert_eq!(matches(list, etag), found, "{list}");
        }
    }
}
