//! Calendar feeds as bytes (RFC 5545, RFC 7986): pure, and the same bytes for the same input.
//!
//! The writer is our own, not the crate `icalendar`'s, because a feed must be safe and still to the byte: that crate
//! leaves a bare carriage return in text, writes URLs, rules and categories as they come, folds long lines in
//! quadratic time, fills a missing DTSTAMP from the clock, and writes no VTIMEZONE. Here every value passes through
//! one function that knows what kind of value it is ([`lines`]), so nothing can begin a line of its own.
//!
//! What the feeds promise their readers: times with TZID and a VTIMEZONE, never COUNT=1, UNTIL in UTC, one UID for
//! ever, DTSTAMP and LAST-MODIFIED from the real change, SEQUENCE, categories never empty. Which series are in a
//! feed, versions and caching belong to `feed`.

mod lines;
mod plain;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::events::{Series, Status, vtimezone, zone};
use url::Url;

use lines::Lines;
pub use plain::plain_text;

/// Raised when the same series would be written as other bytes, so that entity tags move with the software.
pub const FORMAT_VERSION: u32 = 1;

/// How often a reader should come back, as an RFC 5545 duration. Advice only: some read twice a day whatever it says.
const REFRESH: &str = "PT1H";

/// Everything a feed is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedInput {
    /// Name of the calendar as readers show it.
    pub name: String,
    /// The association, for PRODID.
    pub organization: String,
    /// The calendar's own zone.
    pub zone: Tz,
    /// The series, in the order they are written.
    pub series: Vec<FeedSeries>,
}

/// One series of a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedSeries {
    /// The series.
    pub series: Series,
    /// Its page.
    pub url: Url,
}

/// Writes a feed.
pub fn render(feed: &FeedInput) -> String {
    let mut out = Lines::default();
    out.constant("BEGIN:VCALENDAR");
    out.constant("VERSION:2.0");
    let product = feed.organization.replace("//", "/");
    out.text("PRODID", &format!("-//{product}//Landfall//EN"));
    out.constant("CALSCALE:GREGORIAN");
    out.text("NAME", &feed.name);
    out.text("X-WR-CALNAME", &feed.name);
    out.text("X-WR-TIMEZONE", feed.zone.name());
    out.constant(&format!("REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"));
    out.constant(&format!("X-PUBLISHED-TTL:{REFRESH}"));
    for (zone, first_start) in zones(feed) {
        for line in vtimezone(zone, first_start).lines() {
            out.constant(&line);
        }
    }
    for entry in &feed.series {
        event(&mut out, entry);
    }
    out.constant("END:VCALENDAR");
    out.finish()
}

/// The zones in use by name, each with the earliest start in it.
fn zones(feed: &FeedInput) -> impl Iterator<Item = (Tz, DateTime<Utc>)> {
    let mut zones: BTreeMap<&str, (Tz, DateTime<Utc>)> = BTreeMap::new();
    for FeedSeries { series, .. } in &feed.series {
        let start = series.first().start;
        let entry = zones.entry(series.zone.name()).or_insert((series.zone, start));
        entry.1 = entry.1.min(start);
    }
    zones.into_values()
}

fn event(out: &mut Lines, FeedSeries { series, url }: &FeedSeries) {
    let cancelled = series.status == Status::Cancelled;
    let summary = if cancelled { format!("Cancelled: {}", series.title) } else { series.title.clone() };
    let changed = utc(series.changed_at);
    out.constant("BEGIN:VEVENT");
    out.text("UID", &series.uid);
    out.constant(&format!("DTSTAMP:{changed}"));
    out.constant(&format!("LAST-MODIFIED:{changed}"));
    out.constant(&format!("SEQUENCE:{}", series.sequence));
    out.constant(&format!("DTSTART;TZID={}:{}", series.zone.name(), local(series.local_start)));
    out.constant(&end(series));
    if let Some(rule) = series.feed_rule() {
        out.constant(&format!("RRULE:{rule}"));
    }
    out.constant(if cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    out.text("SUMMARY", &summary);
    out.text("DESCRIPTION", &description(series, url));
    if !series.place.is_empty() {
        out.text("LOCATION", &series.place);
    }
    out.uri("URL", url);
    out.text("CATEGORIES", if series.category.is_empty() { "Event" } else { &series.category });
    out.constant("END:VEVENT");
}

/// DTEND in the zone of DTSTART, which Outlook wants. Where the clocks change during the event that local time may
/// name another instant; then the duration is written instead.
fn end(series: &Series) -> String {
    let end = series.first().end;
    let shown = zone::local_time(series.zone, end);
    if zone::resolve(series.zone, shown).0 == end && shown > series.local_start {
        format!("DTEND;TZID={}:{}", series.zone.name(), local(shown))
    } else {
        format!("DURATION:PT{}M", series.duration_minutes)
    }
}

/// What the page says, without markup, with the speakers and the page's address at the end, because some readers show
/// nothing else.
fn description(series: &Series, url: &Url) -> String {
    let mut parts = vec![series.summary.clone(), plain_text(&series.description)];
    let speakers: Vec<_> = series
        .speakers
        .iter()
        .map(|speaker| match speaker.position() {
            position if position.is_empty() => speaker.full_name(),
            position => format!("{} ({position})", speaker.full_name()),
        })
        .collect();
    if !speakers.is_empty() {
        parts.push(format!("With {}", speakers.join("; ")));
    }
    parts.push(url.to_string());
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn local(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
#[path = "ical/tests.rs"]
mod tests;
