//! The dates of a feed as a strict reader finds them: a date is taken out or replaced only by a value of the same type
//! and clock as DTSTART, as the least forgiving calendar programs have it.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::Start;
use super::clocks::{Clocks, days_later};
use super::lines::{self, Lines};
use super::rule::Recurrence;
use super::tree::{self, Component};
use super::values::{Clock, Span, When, text};

/// A feed, read.
#[derive(Debug)]
pub(super) struct Calendar {
    /// What is wrong about the lines; the lines themselves are in the components.
    pub(super) lines: Lines,
    /// What is wrong about the components.
    pub(super) structure: Vec<(usize, String)>,
    /// The VCALENDAR without its events.
    pub(super) head: Component,
    /// The clocks by TZID.
    pub(super) zones: BTreeMap<String, Clocks>,
    /// What is wrong about the VTIMEZONEs.
    pub(super) zone_faults: Vec<(usize, String)>,
    /// The VEVENTs in the order written.
    pub(super) events: Vec<Event>,
    /// The dates that overrides replace, by UID.
    replaced: HashMap<String, HashSet<When>>,
}

/// One VEVENT.
#[derive(Debug)]
pub(super) struct Event {
    /// As it stands in the feed.
    pub(super) part: Component,
    /// Its UID; empty when it has none.
    pub(super) uid: String,
    /// DTSTART, if it can be read.
    pub(super) start: Option<When>,
    /// RRULE, if it has one that can be read.
    pub(super) rule: Option<Recurrence>,
    /// EXDATE by line; `None` for a value that cannot be read.
    pub(super) excluded: Vec<(usize, Option<When>)>,
    /// RECURRENCE-ID by line: then it is one date of another VEVENT. `None` when it cannot be read.
    pub(super) replaces: Option<(usize, Option<When>)>,
    length: Length,
}

#[derive(Debug, PartialEq, Eq)]
enum Length {
    End(When),
    Span(Span),
}

impl Event {
    fn read(part: Component) -> Self {
        let excluded = part.all("EXDATE").flat_map(|line| match When::all(line) {
            Some(all) => all.into_iter().map(|one| (line.number, Some(one))).collect(),
            None => vec![(line.number, None)],
        });
        let span = || part.first("DURATION").and_then(|line| Span::parse(line.value.trim()));
        let length = part
            .first("DTEND")
            .and_then(When::one)
            .map_or_else(|| Length::Span(span().unwrap_or_default()), Length::End);
        Self {
            uid: part.first("UID").map(|line| line.value.clone()).unwrap_or_default(),
            start: part.first("DTSTART").and_then(When::one),
            rule: part.first("RRULE").and_then(|line| Recurrence::parse(&line.value).ok()),
            excluded: excluded.collect(),
            replaces: part.first("RECURRENCE-ID").map(|line| (line.number, When::one(line))),
            length,
            part,
        }
    }

    fn title(&self) -> String {
        self.part.first("SUMMARY").map(|line| text(&line.value)).unwrap_or_default()
    }

    fn is_cancelled(&self) -> bool {
        self.part.first("STATUS").is_some_and(|line| line.value.trim().eq_ignore_ascii_case("CANCELLED"))
    }
}

impl Calendar {
    /// Reads all of it. Never fails: what cannot be read is noted.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut lines = lines::read(bytes);
        let (mut file, structure) = tree::build(std::mem::take(&mut lines.content));
        let at = file.inside.iter().position(|part| part.name == "VCALENDAR");
        let mut head = at.map(|at| file.inside.swap_remove(at)).unwrap_or_default();
        let (events, rest) = std::mem::take(&mut head.inside).into_iter().partition(|part| part.name == "VEVENT");
        head.inside = rest;
        let events: Vec<_> = Vec::into_iter(events).map(Event::read).collect();
        let (mut zones, mut zone_faults) = (BTreeMap::new(), Vec::new());
        for zone in head.parts("VTIMEZONE") {
            let (clocks, faults) = Clocks::build(zone);
            zone_faults.extend(faults);
            if let Some(first) = zones.insert(clocks.name.clone(), clocks) {
                zone_faults.push((zone.line, format!("the VTIMEZONE {} is there twice", first.name)));
            }
        }
        let mut replaced: HashMap<String, HashSet<When>> = HashMap::new();
        for event in &events {
            if let Some((_, Some(when))) = &event.replaces {
                replaced.entry(event.uid.clone()).or_default().insert(when.clone());
            }
        }
        Self { lines, structure, head, zones, zone_faults, events, replaced }
    }

    /// The instant of a time. Where the clock is unknown it is read as UTC; a finding says so.
    pub(super) fn instant(&self, when: &When) -> DateTime<Utc> {
        match &when.clock {
            Clock::Zone(name) => self.zones.get(name).map_or(when.local.and_utc(), |clocks| clocks.instant(when.local)),
            Clock::Utc | Clock::Floating | Clock::Day => when.local.and_utc(),
        }
    }

    fn local(&self, clock: &Clock, at: DateTime<Utc>) -> NaiveDateTime {
        match clock {
            Clock::Zone(name) => self.zones.get(name).map_or(at.naive_utc(), |clocks| clocks.local(at)),
            Clock::Utc | Clock::Floating | Clock::Day => at.naive_utc(),
        }
    }

    /// True when `when` is a start that the rule of `master` gives, or its only one.
    pub(super) fn is_start(&self, master: &Event, when: &When) -> bool {
        let Some(first) = master.start.as_ref().filter(|first| first.clock == when.clock) else { return false };
        self.locals(master, first, when.local).next() == Some(when.local)
    }

    /// The starts of one VEVENT that end after `from`, soonest first.
    pub(super) fn starts_of<'c>(&'c self, event: &'c Event, from: DateTime<Utc>) -> impl Iterator<Item = Start> + 'c {
        // Two days cover what a gap of a day moves; the length is counted in full.
        let longest = event.start.as_ref().map_or(TimeDelta::zero(), |first| {
            let start = self.instant(first);
            self.end(event, first, start) - start
        });
        let early = from.checked_sub_signed(longest + TimeDelta::days(2)).unwrap_or(from);
        let replaced = event.replaces.is_none().then(|| self.replaced.get(&event.uid)).flatten();
        let excluded: HashSet<&When> = event.excluded.iter().filter_map(|(_, when)| when.as_ref()).collect();
        let (title, cancelled) = (event.title(), event.is_cancelled());
        event
            .start
            .iter()
            .flat_map(move |first| {
                let early = self.local(&first.clock, early);
                self.locals(event, first, early).map(move |local| When { local, clock: first.clock.clone() })
            })
            .filter(move |when| !excluded.contains(when) && replaced.is_none_or(|replaced| !replaced.contains(when)))
            .map(move |when| {
                let start = self.instant(&when);
                Start {
                    start,
                    end: self.end(event, &when, start),
                    local: when.local,
                    zone: match when.clock {
                        Clock::Zone(name) => name,
                        Clock::Utc => "UTC".to_owned(),
                        Clock::Floating | Clock::Day => String::new(),
                    },
                    uid: event.uid.clone(),
                    title: title.clone(),
                    cancelled,
                }
            })
            .filter(move |start| start.end > from || start.start >= from)
    }

    /// Local starts from `from` on.
    fn locals<'c>(
        &'c self,
        event: &'c Event,
        first: &'c When,
        from: NaiveDateTime,
    ) -> impl Iterator<Item = NaiveDateTime> + 'c {
        let instant = |local| self.instant(&When { local, clock: first.clock.clone() });
        let by_rule = event.rule.iter().flat_map(move |rule| rule.starts(first.local, from, instant));
        let once = (event.rule.is_none() && first.local >= from).then_some(first.local);
        by_rule.chain(once)
    }

    /// RFC 5545 section 3.8.5.3: with DTEND every date lasts as long as the first, to the second; days of a DURATION
    /// are days on the calendar.
    fn end(&self, event: &Event, when: &When, start: DateTime<Utc>) -> DateTime<Utc> {
        match (&event.length, &event.start) {
            (Length::End(end), Some(first)) => start + (self.instant(end) - self.instant(first)).max(TimeDelta::zero()),
            (Length::Span(span), _) => {
                let local = days_later(when.local, span.days);
                self.instant(&When { local, clock: when.clock.clone() }) + TimeDelta::seconds(span.seconds.max(0))
            }
            (Length::End(_), None) => start,
        }
    }
}
