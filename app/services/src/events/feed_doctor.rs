//! Reads a calendar feed as its bytes and tells what people will see: the next starts, and every point that calendar
//! programs stumble over.
//!
//! It is another opinion, so it shares nothing with what makes the feeds: not the writer (`ical`), not the expanding
//! of rules in the domain, and local times become instants by the VTIMEZONE that stands in the bytes. Only the check
//! of the clocks looks at the zone data, to hold the VTIMEZONE against it. All of it is pure but `visit`, which fetches.
//!
//! Why no library: the parser of the crate `icalendar` 0.17 is fast enough (1,000 events in 11 ms), but it keeps no
//! line numbers, takes a line without a colon for a property, gives up at the first END that does not fit, and nested
//! BEGINs overflow the stack, which ends the process. The crate `rrule` walks every rule from its first start (a
//! thousand daily rules since 1995 take five seconds) and knows zones by name only, not by VTIMEZONE.

mod checks;
mod clocks;
mod events;
mod lines;
mod points;
mod rule;
mod tree;
mod values;
mod visit;

use chrono::{DateTime, NaiveDateTime, Utc};

pub use checks::{Check, Finding};
pub use points::Point;
pub use visit::{Visit, offered, visit};

use events::Calendar;

/// No answer holds more starts than this.
const MOST: usize = 1_000;

/// What a feed says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The next starts, soonest first.
    pub starts: Vec<Start>,
    /// One for each of [`Point::ALL`], in that order.
    pub checks: Vec<Check>,
    /// VEVENTs without RECURRENCE-ID.
    pub events: usize,
    /// VEVENTs with one.
    pub overrides: usize,
    /// TZIDs of the VTIMEZONEs, by name.
    pub zones: Vec<String>,
    /// Size of the feed.
    pub octets: usize,
}

impl Diagnosis {
    /// True when every point holds.
    pub fn is_healthy(&self) -> bool {
        self.checks.iter().all(Check::passed)
    }
}

/// One date as a calendar program would show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The instant it begins.
    pub start: DateTime<Utc>,
    /// The instant it ends.
    pub end: DateTime<Utc>,
    /// The start as the clocks of `zone` have it in the feed; a time they skip stands as written.
    pub local: NaiveDateTime,
    /// TZID, `UTC`, or empty where the feed names no zone.
    pub zone: String,
    /// UID of its event.
    pub uid: String,
    /// SUMMARY.
    pub title: String,
    /// STATUS is CANCELLED.
    pub cancelled: bool,
}

/// Reads `feed` and looks at every point of it. `n` is how many dates that have not ended at `now` are wanted, at most
/// 1000. Never fails, whatever the bytes are.
pub fn diagnose(feed: impl AsRef<[u8]>, now: DateTime<Utc>, n: usize) -> Diagnosis {
    let bytes = feed.as_ref();
    let calendar = Calendar::read(bytes);
    let n = n.min(MOST);
    let mut starts: Vec<_> = calendar.events.iter().flat_map(|event| calendar.starts_of(event, now).take(n)).collect();
    in_order(&mut starts);
    let checks = checks::all(&calendar, &starts, now);
    starts.truncate(n);
    let overrides = calendar.events.iter().filter(|event| event.replaces.is_some()).count();
    Diagnosis {
        starts,
        checks,
        events: calendar.events.len() - overrides,
        overrides,
        zones: calendar.zones.into_keys().collect(),
        octets: bytes.len(),
    }
}

fn in_order(starts: &mut [Start]) {
    starts.sort_by(|one, other| (one.start, &one.uid).cmp(&(other.start, &other.uid)));
}

#[cfg(test)]
#[path = "feed_doctor/tests.rs"]
mod tests;
