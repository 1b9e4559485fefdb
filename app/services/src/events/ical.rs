//! Calendar feeds as bytes (RFC 5545, RFC 7986): pure, and the same bytes for the same input.
//!
//! The writer is our own, not the crate `icalendar`'s, because a feed must be safe and still to the byte: that crate
//! leaves a bare carriage return in text, writes URLs, rules and categories as they come, folds long lines in
//! quadratic time, fills a missing DTSTAMP from the clock, and writes no VTIMEZONE. Here every value passes through
//! one function that knows what kind of value it is ([`lines`]), so nothing can begin a line of its own.
//!
//! What a date is called, everywhere ([`itip::CalendarName`]): a date by the rule of a series has the UID of the series and
//! its original start as RECURRENCE-ID, a single event the UID alone, an extra date a UID of its own. Feeds of filters and
//! the file of one date take dates out of their series and give them names of their own.
//!
//! What the feeds promise their readers: times with TZID and a VTIMEZONE, never COUNT=1, never RDATE, UNTIL in UTC, one
//! UID for ever, DTSTAMP and LAST-MODIFIED from the real change, a SEQUENCE that rises with them, categories never
//! empty. Which series are in a feed, versions and caching belong to `feed`.

pub mod deadline;
mod event;
pub mod itip;
mod lines;
mod plain;
mod shade;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::color::Color;
use domain::events::{Series, vtimezone, zone};
use url::Url;

use lines::Lines;
pub use plain::plain_text;

/// Raised when the same series would be written as other bytes, so that entity tags move with the software.
pub const FORMAT_VERSION: u32 = 4;

/// How often a reader should come back, as an RFC 5545 duration. Advice only: some read twice a day whatever it says.
const REFRESH: &str = "PT1H";

/// About the bytes of one event, to make room for them.
const EVENT_BYTES: usize = 900;

/// Everything a feed is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedInput {
    /// Name of the calendar as readers show it.
    pub name: String,
    /// The association, for PRODID.
    pub organization: String,
    /// The calendar's own zone.
    pub zone: Tz,
    /// The association's color.
    pub color: Color,
    /// The change that these bytes tell of: canceled dates that had left by then are not in them.
    pub as_of: DateTime<Utc>,
    /// Whether canceled dates are left out at once, for readers who asked for that.
    pub hides_cancelled: bool,
    /// What it is: a calendar to follow, or one date to be taken over.
    pub kind: FeedKind,
    /// The series, in the order they are written.
    pub series: Vec<FeedSeries>,
}

/// What a reader does with the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedKind {
    /// Comes back for changes.
    Subscription,
    /// Takes it once; METHOD:PUBLISH (RFC 5546 section 3.2.1).
    Single,
}

/// One series of a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedSeries {
    /// The series.
    pub series: Series,
    /// Its page.
    pub url: Url,
    /// What of it.
    pub part: Part,
}

/// What a feed holds of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The rule, and all dates but these (a filter does not find them).
    AllBut(Vec<NaiveDateTime>),
    /// These dates alone, by original start, each as an event of its own.
    Only(Vec<NaiveDateTime>),
    /// These dates alone, each called as the feed of the whole series and the mails call it.
    Named(Vec<Named>),
}

/// A date under the name that everybody's feed gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Which date of the series.
    pub original_start: NaiveDateTime,
    /// SEQUENCE is at least this: a mail may have carried more than the series has.
    pub sequence: u32,
    /// Not changed before this instant.
    pub changed_at: DateTime<Utc>,
}

/// Writes a feed.
pub fn render(feed: &FeedInput) -> String {
    let mut out = Lines::with_capacity(1_000 + feed.series.len() * EVENT_BYTES);
    out.constant("BEGIN:VCALENDAR");
    out.constant("VERSION:2.0");
    let product = feed.organization.replace("//", "/");
    out.text("PRODID", &format!("-//{product}//Landfall//EN"));
    out.constant("CALSCALE:GREGORIAN");
    match feed.kind {
        FeedKind::Single => out.constant("METHOD:PUBLISH"),
        FeedKind::Subscription => about(&mut out, feed),
    }
    for (zone, first_start) in zones(feed) {
        for line in zone_lines(zone, first_start).iter() {
            out.constant(line);
        }
    }
    for entry in &feed.series {
        event::write(&mut out, feed, entry);
    }
    out.constant("END:VCALENDAR");
    out.finish()
}

/// What a reader is told of the calendar as a whole (RFC 7986 section 5 and what readers knew before it).
fn about(out: &mut Lines, feed: &FeedInput) {
    out.text("NAME", &feed.name);
    out.text("X-WR-CALNAME", &feed.name);
    out.text("X-WR-TIMEZONE", feed.zone.name());
    out.constant(&format!("REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"));
    out.constant(&format!("X-PUBLISHED-TTL:{REFRESH}"));
    out.constant(&format!("COLOR:{}", shade::name(feed.color)));
    out.constant(&format!("X-APPLE-CALENDAR-COLOR:{}", feed.color));
}

/// VTIMEZONEs that were written before, by zone and first start. Each takes a look at every change of clocks since 1970,
/// and nearly every feed wants the same few.
static ZONES: LazyLock<Mutex<Zones>> = LazyLock::new(Mutex::default);
type Zones = HashMap<(Tz, DateTime<Utc>), Arc<[String]>>;
/// Anyone may ask for a filter whose first start nobody had before.
const MOST_ZONES: usize = 512;

fn zone_lines(zone: Tz, first_start: DateTime<Utc>) -> Arc<[String]> {
    let mut zones = ZONES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(lines) = zones.get(&(zone, first_start)) {
        return lines.clone();
    }
    if zones.len() >= MOST_ZONES {
        zones.clear();
    }
    let lines: Arc<[String]> = vtimezone(zone, first_start).lines().into();
    zones.insert((zone, first_start), lines.clone());
    lines
}

/// The zones in use by name, each with the earliest start in it, moved and extra dates included.
fn zones(feed: &FeedInput) -> impl Iterator<Item = (Tz, DateTime<Utc>)> {
    let mut zones: BTreeMap<&str, (Tz, DateTime<Utc>)> = BTreeMap::new();
    for FeedSeries { series, .. } in &feed.series {
        let moved = series.overrides.iter().filter_map(|date| date.moved_to);
        let local = moved.chain(series.extra.iter().copied()).chain([series.local_start]).min();
        let start = zone::resolve(series.zone, local.unwrap_or(series.local_start)).0.min(series.first().start);
        let entry = zones.entry(series.zone.name()).or_insert((series.zone, start));
        entry.1 = entry.1.min(start);
    }
    zones.into_values()
}

#[cfg(test)]
pub(super) mod tests;
