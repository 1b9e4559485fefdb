//! Looks at every point and notes each line that breaks it.

mod events;
mod series;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Start;
use super::events::Calendar;
use super::points::Point;
use super::values::Span;

/// So many findings of a point are told; all are counted.
const MOST_TOLD: usize = 5;

/// Nobody knows what clocks will show later than so many days from now, about twenty years.
const LAW_DAYS: i64 = 20 * 365;

/// What was found about one point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The point.
    pub point: Point,
    /// The first few lines that break it, in the order of the file; none when it holds.
    pub findings: Vec<Finding>,
    /// How many break it in all.
    pub found: usize,
}

/// A place that breaks a point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Line of the file, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl Check {
    /// True when it holds everywhere.
    pub const fn passed(&self) -> bool {
        self.found == 0
    }
}

/// Findings by point.
#[derive(Debug, Default)]
struct Notes(BTreeMap<Point, Vec<Finding>>);

impl Notes {
    fn add(&mut self, point: Point, line: usize, reason: impl Into<String>) {
        self.0.entry(point).or_default().push(Finding { line, reason: reason.into() });
    }

    fn all(&mut self, point: Point, faults: &[(usize, String)]) {
        for (line, reason) in faults {
            self.add(point, *line, reason.as_str());
        }
    }
}

/// Every point of [`Point::ALL`] in that order. `next` are dates to hold against the zone data.
pub(super) fn all(calendar: &Calendar, next: &[Start], now: DateTime<Utc>) -> Vec<Check> {
    let mut notes = Notes::default();
    lines(calendar, &mut notes);
    head(calendar, &mut notes);
    let known = next.iter().filter(|start| (start.start - now).num_days() < LAW_DAYS).collect::<Vec<_>>();
    zone_data(calendar, &known, &mut notes);
    events::all(calendar, &mut notes);
    series::all(calendar, &mut notes);
    let check = |point| {
        let mut findings = notes.0.remove(&point).unwrap_or_default();
        findings.sort_unstable();
        let found = findings.len();
        findings.truncate(MOST_TOLD);
        Check { point, findings, found }
    };
    Point::ALL.map(check).into()
}

fn lines(calendar: &Calendar, notes: &mut Notes) {
    let lines = &calendar.lines;
    for line in &lines.ends {
        notes.add(Point::LineEnds, *line, "does not end with CR LF");
    }
    for (line, octets) in &lines.long {
        notes.add(Point::LineLength, *line, format!("has {octets} octets, 75 are allowed"));
    }
    notes.all(Point::Characters, &lines.characters);
    for line in &lines.unreadable {
        notes.add(Point::Structure, *line, "is not NAME:value");
    }
    notes.all(Point::Structure, &calendar.structure);
}

fn head(calendar: &Calendar, notes: &mut Notes) {
    let head = &calendar.head;
    let start = head.line.max(1);
    match head.all("VERSION").map(|line| line.value.trim()).collect::<Vec<_>>()[..] {
        ["2.0"] => {}
        _ => notes.add(Point::Header, start, "VERSION:2.0 must be there once"),
    }
    match head.all("PRODID").map(|line| line.value.trim()).collect::<Vec<_>>()[..] {
        [product] if !product.is_empty() => {}
        _ => notes.add(Point::Header, start, "PRODID must be there once"),
    }
    if let Some(method) = head.first("METHOD") {
        notes.add(Point::Method, method.number, format!("METHOD:{} stands in a subscription", method.value));
    }
    let interval = |name: &str| head.first(name).map(|line| (line.number, Span::parse(line.value.trim())));
    match (interval("REFRESH-INTERVAL"), interval("X-PUBLISHED-TTL")) {
        (Some((_, Some(one))), Some((_, Some(other)))) if one == other => {}
        (Some((_, Some(_))), Some((line, Some(_)))) => {
            notes.add(Point::Refresh, line, "X-PUBLISHED-TTL says something else than REFRESH-INTERVAL");
        }
        (Some((line, None)), _) => notes.add(Point::Refresh, line, "REFRESH-INTERVAL is no duration"),
        (_, Some((line, None))) => notes.add(Point::Refresh, line, "X-PUBLISHED-TTL is no duration"),
        (None, _) => notes.add(Point::Refresh, start, "REFRESH-INTERVAL is missing"),
        (_, None) => notes.add(Point::Refresh, start, "X-PUBLISHED-TTL is missing"),
    }
    notes.all(Point::ZoneRules, &calendar.zone_faults);
}

/// Each of the dates must be the same instant by the VTIMEZONE of the feed and by the zone data we ship. One finding
/// for each zone, or a wrong one would fill the page.
fn zone_data(calendar: &Calendar, next: &[&Start], notes: &mut Notes) {
    for (name, clocks) in &calendar.zones {
        let Ok(zone) = name.parse() else {
            notes.add(Point::ZoneData, clocks.line, format!("{name} is no zone of the zone data"));
            continue;
        };
        let differs = next.iter().filter(|start| start.zone == *name).find_map(|start| {
            let (shipped, _) = domain::events::zone::resolve(zone, start.local);
            (shipped != start.start).then_some((start, shipped))
        });
        if let Some((start, shipped)) = differs {
            let reason = format!(
                "by {name} of the feed {} is {} UTC, by the zone data {} UTC",
                start.local.format("%Y-%m-%d %H:%M"),
                start.start.format("%Y-%m-%d %H:%M"),
                shipped.format("%Y-%m-%d %H:%M"),
            );
            notes.add(Point::ZoneData, clocks.line, reason);
        }
    }
}

#[cfg(test)]
#[path = "checks/event_tests.rs"]
mod event_tests;
#[cfg(test)]
#[path = "checks/tests.rs"]
mod tests;
