//! Points between an event and its dates that differ.

use std::collections::{HashMap, HashSet};

use super::super::events::{Calendar, Event};
use super::super::points::Point;
use super::super::values::When;
use super::Notes;

pub(super) fn all(calendar: &Calendar, notes: &mut Notes) {
    let mut masters: HashMap<&str, &Event> = HashMap::new();
    for event in calendar.events.iter().filter(|event| event.replaces.is_none()) {
        let first = masters.entry(&event.uid).or_insert(event);
        if !std::ptr::eq(*first, event) {
            let reason = format!("the event of line {} has the same UID", first.part.line);
            notes.add(Point::Uid, event.part.line, reason);
        }
        excluded(calendar, event, notes);
    }
    let repeats = calendar.events.iter().any(|event| event.part.first("RRULE").is_some());
    let mut seen = HashSet::new();
    for event in &calendar.events {
        let Some((line, named)) = &event.replaces else { continue };
        if !seen.insert((&event.uid, named)) {
            notes.add(Point::RecurrenceId, *line, "the same date is changed twice");
        }
        let Some(master) = masters.get(event.uid.as_str()) else {
            if let Some(why) = alone(event, named.as_ref(), repeats) {
                notes.add(Point::RecurrenceId, *line, why);
            }
            continue;
        };
        sequence(master, event, notes);
        if let Some(why) = mistaken(calendar, master, named.as_ref()) {
            notes.add(Point::RecurrenceId, *line, why);
        }
        if named.is_some() && master.excluded.iter().any(|(_, one)| one == named) {
            notes.add(Point::RecurrenceId, *line, "the date is left out by EXDATE as well");
        }
    }
}

/// Why a date may not stand without its event. Where nothing repeats it may: a calendar of what somebody attends holds some
/// dates of an event (RFC 4791 section 4.1), and no program can show them twice.
fn alone(event: &Event, named: Option<&When>, repeats: bool) -> Option<&'static str> {
    let Some(named) = named else { return Some("it cannot be read") };
    if repeats {
        return Some("it changes a date of an event that is not in the feed");
    }
    let start = event.start.as_ref().filter(|start| start.clock != named.clock);
    start.map(|_| "it is not of the type and zone of DTSTART")
}

fn excluded(calendar: &Calendar, event: &Event, notes: &mut Notes) {
    let mut seen = HashSet::new();
    for (line, named) in &event.excluded {
        if let Some(why) = mistaken(calendar, event, named.as_ref()) {
            notes.add(Point::Exdate, *line, why);
        } else if !seen.insert(named) {
            notes.add(Point::Exdate, *line, "the same date is left out twice");
        }
    }
}

/// Why a value names no date of `master`; RFC 5545 errata 6316 asks for the type of DTSTART.
fn mistaken(calendar: &Calendar, master: &Event, named: Option<&When>) -> Option<&'static str> {
    let Some(named) = named else { return Some("it cannot be read") };
    match &master.start {
        Some(start) if start.clock != named.clock => Some("it is not of the type and zone of DTSTART"),
        _ if !calendar.is_start(master, named) => Some("the event has no such date"),
        _ => None,
    }
}

/// An override counts at least as far as its master; a missing SEQUENCE is 0 (RFC 5545 section 3.8.7.4).
fn sequence(master: &Event, event: &Event, notes: &mut Notes) {
    let of = |event: &Event| event.part.first("SEQUENCE").map_or(Some(0), |line| line.value.trim().parse::<u32>().ok());
    let line = event.part.first("SEQUENCE").map_or(event.part.line, |line| line.number);
    if let Some((own, masters)) = of(event).zip(of(master))
        && own < masters
    {
        notes.add(Point::Sequence, line, format!("SEQUENCE is {own}, the event's is {masters}"));
    }
}
