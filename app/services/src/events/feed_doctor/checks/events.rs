//! Points that one event holds or breaks by itself.

use chrono::Datelike;
use url::Url;

use super::super::events::{Calendar, Event};
use super::super::lines::Line;
use super::super::points::Point;
use super::super::rule::Recurrence;
use super::super::values::{Clock, Span, When};
use super::Notes;

/// Longest UID that every program keeps whole (RFC 7986 section 5.3).
const UID_OCTETS: usize = 255;

pub(super) fn all(calendar: &Calendar, notes: &mut Notes) {
    for event in &calendar.events {
        uid(event, notes);
        stamps(event, notes);
        times(calendar, event, notes);
        zones(calendar, event, notes);
        rule(calendar, event, notes);
        words(event, notes);
        for alarm in event.part.parts("VALARM") {
            notes.add(Point::Alarms, alarm.line, "a VALARM");
        }
    }
}

/// `<name>@<host>`, in characters that nothing escapes.
fn uid(event: &Event, notes: &mut Notes) {
    let line = event.part.first("UID").map_or(event.part.line, |line| line.number);
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !",;\\\"".contains(c));
    let stable = event.uid.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host));
    if event.part.all("UID").count() != 1 {
        notes.add(Point::Uid, event.part.line, "UID must be there once");
    } else if !stable || event.uid.len() > UID_OCTETS {
        notes.add(Point::Uid, line, "UID is not of the form name@host");
    }
}

fn stamps(event: &Event, notes: &mut Notes) {
    if event.part.all("DTSTAMP").count() != 1 {
        notes.add(Point::Stamp, event.part.line, "DTSTAMP must be there once");
    }
    for name in ["DTSTAMP", "LAST-MODIFIED", "CREATED"] {
        for line in event.part.all(name) {
            if When::one(line).is_none_or(|when| when.clock != Clock::Utc) {
                notes.add(Point::Stamp, line.number, format!("{name} is no time in UTC"));
            }
        }
    }
    for line in event.part.all("SEQUENCE") {
        if line.value.trim().parse::<u32>().is_err() {
            notes.add(Point::Sequence, line.number, "SEQUENCE is no number");
        }
    }
}

fn times(calendar: &Calendar, event: &Event, notes: &mut Notes) {
    let Some(start) = &event.start else {
        let line = event.part.first("DTSTART").map_or(event.part.line, |line| line.number);
        notes.add(Point::Times, line, "DTSTART is missing or cannot be read");
        return;
    };
    match (event.part.first("DTEND"), event.part.first("DURATION")) {
        (Some(end), Some(_)) => notes.add(Point::Times, end.number, "DTEND and DURATION exclude each other"),
        (Some(line), None) => match When::one(line) {
            None => notes.add(Point::Times, line.number, "DTEND cannot be read"),
            Some(end) if (end.clock == Clock::Day) != (start.clock == Clock::Day) => {
                notes.add(Point::Times, line.number, "one of DTSTART and DTEND is a day, the other a time");
            }
            Some(end) if calendar.instant(&end) < calendar.instant(start) => {
                notes.add(Point::Times, line.number, "DTEND is before DTSTART");
            }
            Some(end)
                if event.rule.is_some()
                    && calendar.instant(&end) - calendar.instant(start) != end.local - start.local =>
            {
                // Most programs take the length that the clocks show, and give it to every date.
                notes.add(
                    Point::Times,
                    line.number,
                    "the clocks change during the first date; only DURATION says its length",
                );
            }
            Some(_) => {}
        },
        (None, Some(line)) => match Span::parse(line.value.trim()) {
            Some(span) if span.days >= 0 && span.seconds >= 0 => {}
            _ => notes.add(Point::Times, line.number, "DURATION cannot be read or goes back"),
        },
        (None, None) => notes.add(Point::Times, event.part.line, "it has neither DTEND nor DURATION"),
    }
}

fn zones(calendar: &Calendar, event: &Event, notes: &mut Notes) {
    for line in &event.part.properties {
        if let Some(name) = line.param("TZID").filter(|name| !calendar.zones.contains_key(*name)) {
            notes.add(Point::Zones, line.number, format!("there is no VTIMEZONE {name}"));
        }
        if line.param("TZID").is_some() && line.value.trim_end().ends_with('Z') {
            notes.add(Point::Zones, line.number, format!("{} is in UTC and names a zone as well", line.name));
        }
    }
    let Some((line, start)) = event.part.first("DTSTART").zip(event.start.as_ref()) else { return };
    match start.clock {
        Clock::Floating => notes.add(Point::Zones, line.number, "DTSTART has no zone"),
        // MS-OXCICAL asks for local time with TZID where something repeats, or dates move with the clocks.
        Clock::Utc if event.part.first("RRULE").is_some() => {
            notes.add(Point::Zones, line.number, "it repeats, and DTSTART has no zone but UTC");
        }
        _ => {}
    }
}

fn rule(calendar: &Calendar, event: &Event, notes: &mut Notes) {
    if let Some(line) = event.part.first("RDATE") {
        notes.add(Point::ExtraDates, line.number, "RDATE");
    }
    if let Some(second) = event.part.all("RRULE").nth(1) {
        notes.add(Point::Rule, second.number, "a second RRULE");
    }
    let Some(line) = event.part.first("RRULE") else { return };
    match Recurrence::parse(&line.value) {
        Ok(rule) => ends(calendar, event, line, &rule, notes),
        Err(why) => notes.add(Point::Rule, line.number, why),
    }
}

fn ends(calendar: &Calendar, event: &Event, line: &Line, rule: &Recurrence, notes: &mut Notes) {
    if rule.count == Some(1) {
        notes.add(Point::Count, line.number, "COUNT=1");
    }
    if rule.count.is_some() && rule.until.is_some() {
        notes.add(Point::Rule, line.number, "COUNT and UNTIL exclude each other");
    }
    let Some(start) = &event.start else { return };
    if !rule.chooses(start.local) {
        notes.add(Point::Rule, line.number, "the first start is not a date of the rule");
    }
    if rule.is_bare_yearly() && (start.local.month(), start.local.day()) == (2, 29) {
        // So does ical.js, which Thunderbird and Nextcloud read with.
        notes.add(
            Point::Rule,
            line.number,
            "some programs take February 29 for March 1 where the rule does not name it",
        );
    }
    if let Some(until) = &rule.until {
        let wanted = if matches!(start.clock, Clock::Zone(_)) { &Clock::Utc } else { &start.clock };
        if until.clock != *wanted {
            notes.add(Point::Until, line.number, "UNTIL is not in UTC, and DTSTART has a zone");
        } else if calendar.instant(until) < calendar.instant(start) {
            notes.add(Point::Until, line.number, "UNTIL is before the first start");
        }
    }
}

fn words(event: &Event, notes: &mut Notes) {
    let mut lines = event.part.all("CATEGORIES").peekable();
    if lines.peek().is_none() {
        notes.add(Point::Categories, event.part.line, "CATEGORIES is missing");
    }
    for line in lines.filter(|line| line.value.split(',').any(|one| one.trim().is_empty())) {
        notes.add(Point::Categories, line.number, "a category without a name");
    }
    for name in ["URL", "CONFERENCE", "IMAGE", "ATTACH"] {
        for line in event.part.all(name).filter(|line| line.param("ENCODING").is_none()) {
            if Url::parse(&line.value).is_err() {
                notes.add(Point::Addresses, line.number, format!("{name} is no address"));
            }
        }
    }
}
