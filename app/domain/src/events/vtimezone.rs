//! VTIMEZONE (RFC 5545 section 3.6.5) computed from the zone data.
//!
//! One STANDARD and one DAYLIGHT for each regime in force since the first start, each with a yearly RRULE that ends
//! with the regime; never RDATE, which Outlook misreads, and no history before the first start, which some readers
//! take for the present. A zone without changes has one STANDARD. The onsets of a regime begin where the regime began
//! (since 1970), so that a feed's bytes stay when an older series joins it.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::yearly::Run;

/// How far after the first start the changes of clocks are looked up, in years. A regime that still holds then and
/// has held for ten years is written without an end.
const YEARS_AHEAD: i32 = 20;
/// The changes are looked up at least to this year, so that old series are served as long as new ones.
const LEAST_HORIZON: i32 = 2050;

/// One STANDARD or DAYLIGHT part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observance {
    /// DAYLIGHT when true, STANDARD when false.
    pub daylight: bool,
    /// First onset, in the wall clock before the change.
    pub start: NaiveDateTime,
    /// Seconds east of UTC before the change.
    pub offset_from: i32,
    /// Seconds east of UTC after the change.
    pub offset_to: i32,
    /// Short name after the change.
    pub name: String,
    /// RRULE value; `None` for a zone without changes.
    pub rule: Option<String>,
}

/// The VTIMEZONE of a zone for series that start at or after some instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VTimezone {
    /// The zone.
    pub zone: Tz,
    /// Its parts, by first onset.
    pub observances: Vec<Observance>,
}

/// One change of clocks.
#[derive(Clone)]
struct Change {
    at: DateTime<Utc>,
    from: State,
    to: State,
}

/// What the clocks of a zone are set to.
#[derive(Clone, PartialEq)]
struct State {
    offset: i32,
    saving: Duration,
    name: String,
}

impl Change {
    fn local(&self) -> NaiveDateTime {
        self.at.naive_utc() + Duration::seconds(i64::from(self.from.offset))
    }

    /// True when it begins summer time; some zone data says "minus one hour in winter" instead.
    fn is_daylight(&self) -> bool {
        self.to.saving > Duration::zero() || (self.from.saving < Duration::zero() && self.to.saving.is_zero())
    }
}

/// Computes the VTIMEZONE of `zone` that serves every instant from `first_start` on.
pub fn vtimezone(zone: Tz, first_start: DateTime<Utc>) -> VTimezone {
    let horizon = LEAST_HORIZON.max(first_start.year() + YEARS_AHEAD);
    let changes = changes(zone, horizon);
    // A start that the clocks skip is counted with the offset before the gap, so that one must be there too.
    let earliest = first_start - Duration::days(1);
    let before = changes.iter().rposition(|change| change.at <= earliest);
    let nothing_follows = before.map_or(changes.is_empty(), |at| at + 1 == changes.len());
    if nothing_follows {
        return VTimezone { zone, observances: vec![fixed(zone, first_start)] };
    }
    let first_needed = before.map_or(DateTime::<Utc>::MIN_UTC, |at| changes[at].at);
    let mut observances: Vec<_> = regimes(&changes)
        .into_iter()
        .filter(|(last, _)| last.at >= first_needed)
        .map(|(last, run)| observance(&last, &run, horizon))
        .collect();
    if before.is_none() {
        observances.push(fixed(zone, first_start));
    }
    observances.sort_by_key(|part| part.start);
    VTimezone { zone, observances }
}

/// Groups the changes into regimes: the last change of each, and its run of local onsets.
fn regimes(changes: &[Change]) -> Vec<(Change, Run)> {
    let mut regimes: Vec<(Change, Run)> = Vec::new();
    for change in changes {
        let onset = change.local();
        let same = regimes.iter_mut().rev().find(|(last, run)| {
            last.from == change.from
                && last.to == change.to
                && run.last().year() + 1 == onset.year()
                && run.clone().extend(onset)
        });
        match same {
            Some((last, run)) => {
                run.extend(onset);
                *last = change.clone();
            }
            None => regimes.push((change.clone(), Run::new(onset))),
        }
    }
    regimes
}

fn observance(last: &Change, run: &Run, horizon: i32) -> Observance {
    let goes_on = run.last().year() >= horizon - 1 && run.years() >= 10;
    // A day later than the last onset, because dateutil holds the instant against the local time of the onset and
    // would lose it east of Greenwich.
    let until = last.at + Duration::days(1);
    let end = if goes_on { String::new() } else { format!(";UNTIL={}", until.format("%Y%m%dT%H%M%SZ")) };
    Observance {
        daylight: last.is_daylight(),
        start: run.first(),
        offset_from: last.from.offset,
        offset_to: last.to.offset,
        name: last.to.name.clone(),
        rule: Some(run.rule() + &end),
    }
}

/// The one STANDARD of a zone whose clocks do not change any more.
fn fixed(zone: Tz, at: DateTime<Utc>) -> Observance {
    let state = state(zone, at);
    let start = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN);
    Observance {
        daylight: false,
        start,
        offset_from: state.offset,
        offset_to: state.offset,
        name: state.name,
        rule: None,
    }
}

fn state(zone: Tz, at: DateTime<Utc>) -> State {
    let offset = zone.offset_from_utc_datetime(&at.naive_utc());
    let seconds = offset.fix().local_minus_utc();
    State {
        offset: seconds,
        saving: offset.dst_offset(),
        name: offset.abbreviation().map_or_else(|| digits(seconds), str::to_owned),
    }
}

/// The zone data's way to name a time without letters: "-03", "+0530".
fn digits(seconds: i32) -> String {
    let text = offset(seconds);
    text.strip_suffix("00").unwrap_or(&text).to_owned()
}

/// Every change of the offset from 1970 to the end of `last_year`, found by steps of a week and halving.
fn changes(zone: Tz, last_year: i32) -> Vec<Change> {
    let offset = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
    let mut found = Vec::new();
    let mut at = DateTime::UNIX_EPOCH;
    while at.year() <= last_year {
        let next = at + Duration::weeks(1);
        if offset(at) != offset(next) {
            let (mut low, mut high) = (at.timestamp(), next.timestamp());
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                let same = DateTime::from_timestamp(middle, 0).is_some_and(|middle| offset(middle) == offset(at));
                if same { low = middle } else { high = middle }
            }
            let instant = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
            found.push(Change { at: instant(high), from: state(zone, instant(low)), to: state(zone, instant(high)) });
        }
        at = next;
    }
    found
}

impl VTimezone {
    /// The content lines, unfolded and without line ends.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{}", self.zone.name())];
        for part in &self.observances {
            let kind = if part.daylight { "DAYLIGHT" } else { "STANDARD" };
            lines.push(format!("BEGIN:{kind}"));
            lines.push(format!("DTSTART:{}", part.start.format("%Y%m%dT%H%M%S")));
            lines.push(format!("TZOFFSETFROM:{}", offset(part.offset_from)));
            lines.push(format!("TZOFFSETTO:{}", offset(part.offset_to)));
            lines.push(format!("TZNAME:{}", part.name));
            lines.extend(part.rule.as_ref().map(|rule| format!("RRULE:{rule}")));
            lines.push(format!("END:{kind}"));
        }
        lines.push("END:VTIMEZONE".to_owned());
        lines
    }
}

/// RFC 5545 section 3.3.14: sign, hours and minutes, and seconds only if there are any.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let size = seconds.abs();
    let (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}

#[cfg(test)]
#[path = "vtimezone_tests.rs"]
mod tests;
