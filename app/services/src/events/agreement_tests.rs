//! Hundreds of series, read back by other people's software: our dates are the dates that calendar programs find in
//! our bytes, and those that follow from the fields of a series alone.
//!
//! Five opinions beside our own: `recurring-ical-events` over Python's `icalendar`, once with its own zone data and once
//! with nothing but our VTIMEZONEs; npm `ical.js`, which reads VTIMEZONEs too; `dateutil` from the fields, which never
//! sees our output; and the feed doctor. Where one of them is known to read a date otherwise, that reading of that one
//! date is allowed and said below; nothing is left out.

mod series;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use domain::color::Color;
use domain::events::{Ends, Nth, Repeats, Rule, Status, zone};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::feed_doctor;
use super::ical::{self, FeedInput, FeedKind, FeedSeries, Part};
use super::readers_tests::{end2end, python};
use series::{Drawn, as_of, draw};

/// How many series are drawn.
const MANY: usize = 405;

/// One date as everybody tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Told {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    title: String,
    cancelled: bool,
}

/// Laws of 2026 that the zone data we ship (2025b, the newest that `chrono-tz` has) does not know and that of
/// Python does: from then on readers that go by their own zone data are right in another way. The bytes carry our law, so
/// readers of the VTIMEZONE are compared for all time.
const NEWER_LAWS: [(Tz, &str); 1] = [(Tz::Africa__Casablanca, "2026-09-20T00:00:00Z")];

/// What a reader of the bytes makes of times that a change of clocks touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// As RFC 5545 section 3.3.5 says.
    Standard,
    /// As [`on_the_wall`] says.
    OnTheWall,
}

/// Where a reader takes the clocks of a zone from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Law {
    /// From zone data of its own.
    Own,
    /// From the VTIMEZONE in the bytes.
    Bytes,
}

fn bytes(drawn: &Drawn) -> String {
    let url = Url::parse(&format!("https://example.org/events/{}", drawn.series.slug)).unwrap();
    let series = vec![FeedSeries { series: drawn.series.clone(), url, part: Part::AllBut(Vec::new()) }];
    ical::render(&FeedInput {
        name: "Events".to_owned(),
        organization: "Harborlight".to_owned(),
        zone: drawn.series.zone,
        color: Color::BLACK,
        as_of: as_of(),
        hides_cancelled: false,
        kind: FeedKind::Subscription,
        series,
    })
}

/// Our own dates of the window, without what feeds have dropped, each with its local start as it is written.
fn ours(Drawn { series, from, to }: &Drawn) -> Vec<(Told, NaiveDateTime)> {
    if series.gone_from_feeds(as_of()) {
        return Vec::new();
    }
    let dates = series.between(*from, *to, 1000);
    assert!(dates.len() < 900, "the window of {} is too long", series.slug);
    let left = |original| series.override_of(original).is_some_and(|date| series.left_feed(date, as_of()));
    let told = dates.into_iter().filter(|at| at.start >= *from && !left(at.original_start)).map(|at| {
        let moved = series.override_of(at.original_start).and_then(|date| date.moved_to);
        let told = Told {
            start: at.start,
            end: at.end,
            title: series.told(at.original_start).title.to_owned(),
            cancelled: at.cancelled || series.status == Status::Cancelled,
        };
        (told, moved.unwrap_or(at.original_start))
    });
    told.collect()
}

/// The fields of a series for `batch_dates.py`, which describes them.
fn fields(Drawn { series, from, to }: &Drawn) -> Value {
    let overrides: Vec<_> = series
        .overrides
        .iter()
        .map(|date| {
            json!({
                "original_start": date.original_start, "title": date.title, "moved_to": date.moved_to,
                "minutes": date.minutes, "cancelled_at": date.cancelled_at,
            })
        })
        .collect();
    json!({
        "name": series.slug.as_str(), "from": instant(*from), "to": instant(*to), "title": series.title,
        "zone": series.zone.name(), "start": series.local_start, "minutes": series.duration_minutes,
        "rule": series.rule.map(rule_fields), "extra": series.extra, "excluded": series.excluded,
        "overrides": overrides, "cancelled_at": series.cancelled_at,
    })
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn rule_fields(rule: Rule) -> Value {
    let code = |day: chrono::Weekday| day.to_string()[..2].to_ascii_uppercase();
    let (freq, weekdays, nth, month_day) = match rule.repeats() {
        Repeats::Daily => ("DAILY", Vec::new(), None, None),
        Repeats::Weekly(days) => ("WEEKLY", days.iter().map(code).collect(), None, None),
        Repeats::MonthlyByDate(day) => ("MONTHLY", Vec::new(), None, Some(day)),
        Repeats::MonthlyByWeekday(Nth::From(nth), day) => ("MONTHLY", vec![code(day)], Some(i32::from(nth)), None),
        Repeats::MonthlyByWeekday(Nth::Last, day) => ("MONTHLY", vec![code(day)], Some(-1), None),
        Repeats::Yearly => ("YEARLY", Vec::new(), None, None),
    };
    let (until, count) = match rule.ends() {
        Ends::Never => (None, None),
        Ends::Until(last) => (Some(last), None),
        Ends::After(count) => (None, Some(count)),
    };
    json!({
        "freq": freq, "interval": rule.interval(), "weekdays": weekdays, "nth": nth, "month_day": month_day,
        "until": until, "count": count,
    })
}

/// Runs one reader over the whole batch.
fn run(program: &Path, arguments: &[&str]) -> BTreeMap<String, Vec<Told>> {
    let readers = end2end().join("readers");
    let output = Command::new(program).current_dir(readers).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} (run scripts/setup.sh test first): {said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The dates that the feed doctor finds in the window.
fn examined(text: &str, Drawn { from, to, .. }: &Drawn) -> Vec<Told> {
    let checks = feed_doctor::diagnose(text, as_of(), 10).checks;
    let broken: Vec<_> = checks.iter().filter(|check| !check.passed()).collect();
    assert!(broken.is_empty(), "{broken:#?}\n{text}");
    let found = feed_doctor::diagnose(text, *from, 1000);
    let inside = found.starts.into_iter().filter(|start| start.start >= *from && start.start < *to);
    inside
        .map(|start| Told { start: start.start, end: start.end, title: start.title, cancelled: start.cancelled })
        .collect()
}

/// Until when a reader with its own zone data knows the same law as we do.
fn same_law(zone: Tz) -> DateTime<Utc> {
    assert_eq!(chrono_tz::IANA_TZDB_VERSION, "2025b", "the zone data has changed: see whether NEWER_LAWS still holds");
    let newer = NEWER_LAWS.into_iter().find(|(other, _)| *other == zone);
    newer.map_or(DateTime::<Utc>::MAX_UTC, |(_, at)| at.parse().unwrap())
}

/// Feeds say in the title what some programs do not show (rule 8).
fn plain_titles(told: &mut [Told]) {
    for date in told {
        if let Some(title) = date.title.strip_prefix("Cancelled: ").filter(|_| date.cancelled) {
            date.title = title.to_owned();
        }
    }
}

/// Holds what a reader found against our own dates, and shows the first series that differs in full.
fn compare(reader: &str, drawn: &Drawn, text: &str, mut found: Vec<Told>, reading: Reading, law: Law) {
    let mut ours = ours(drawn);
    if law == Law::Own {
        let until = same_law(drawn.series.zone);
        ours.retain(|(told, _)| told.start < until);
        found.retain(|told| told.start < until);
    }
    plain_titles(&mut found);
    // Each of our dates is found once: first those that are read as written, then those read by the clocks on the wall.
    let mut left: Vec<_> = ours.iter().map(|(told, _)| told.clone()).collect();
    let mut otherwise = Vec::new();
    for date in &mut found {
        match left.iter().position(|told| told == date) {
            Some(at) => drop(left.swap_remove(at)),
            None => otherwise.push(date),
        }
    }
    for date in otherwise.into_iter().filter(|_| reading == Reading::OnTheWall) {
        let meant = left.iter().position(|told| {
            let alike = told.title == date.title && told.cancelled == date.cancelled;
            // Where a day is skipped, two of ours are at the same instant; either may be the one that was read so.
            let locals = ours.iter().filter(|(other, _)| other == told).map(|(_, local)| *local);
            let mut walls = locals.flat_map(|local| on_the_wall(drawn.series.zone, local, told.end - told.start));
            alike && walls.any(|wall| wall == (date.start, date.end))
        });
        if let Some(at) = meant {
            *date = left.swap_remove(at);
        }
    }
    found.sort_unstable();
    let mut expected: Vec<_> = ours.iter().map(|(told, _)| told.clone()).collect();
    expected.sort_unstable();
    if found != expected {
        let missing: Vec<_> = expected.iter().filter(|date| !found.contains(date)).collect();
        let more: Vec<_> = found.iter().filter(|date| !expected.contains(date)).collect();
        panic!(
            "{reader} reads {} otherwise.\nNot found: {missing:#?}\nFound: {more:#?}\nFields: {:#}\n{text}",
            drawn.series.slug,
            fields(drawn)
        );
    }
}

/// What a date may be for a reader that goes by the clocks on the wall, beside what the standard says: a skipped time
/// counted with the offset after the gap, the second of two equal times, a length as the clocks show it. All the same
/// unless the clocks change during the date.
fn on_the_wall(zone: Tz, local: NaiveDateTime, length: Duration) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let starts = readings(zone, local);
    starts
        .into_iter()
        .flat_map(|start| {
            let shown = zone::local_time(zone, start);
            let ends = [readings(zone, local + length), readings(zone, shown + length), vec![start + length]];
            ends.into_iter().flatten().map(move |end| (start, end))
        })
        .collect()
}

/// The instants that readers take a local time for.
fn readings(zone: Tz, local: NaiveDateTime) -> Vec<DateTime<Utc>> {
    let (standard, _) = zone::resolve(zone, local);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => vec![at.to_utc()],
        LocalResult::Ambiguous(first, second) => vec![first.to_utc(), second.to_utc()],
        LocalResult::None => vec![standard, standard - (zone::local_time(zone, standard) - local)],
    }
}

#[test]
fn every_drawn_series_is_one_that_may_be_stored() {
    for drawn in (0..MANY).map(draw) {
        assert_eq!(drawn.series.check(), Ok(()), "{:#}", fields(&drawn));
        assert_eq!(drawn.series.check_dates(), [], "{:#}", fields(&drawn));
    }
}

#[test]
fn readers_rules_and_dates_agree_on_hundreds_of_series() {
    let Some(python) = python() else { return };
    let all: Vec<_> = (0..MANY).map(draw).collect();
    let folder = tempfile::tempdir().unwrap();
    let texts: Vec<_> = all.iter().map(bytes).collect();
    for (drawn, text) in all.iter().zip(&texts) {
        std::fs::write(folder.path().join(format!("{}.ics", drawn.series.slug)), text).unwrap();
    }
    let batch = folder.path().join("batch.json");
    let described = json!({ "as_of": as_of(), "series": all.iter().map(fields).collect::<Vec<_>>() });
    std::fs::write(&batch, described.to_string()).unwrap();
    let batch = batch.to_str().unwrap();

    let by_fields = run(&python, &["batch_dates.py", batch]);
    let by_python = run(&python, &["batch_read.py", batch]);
    let by_vtimezone = run(&python, &["batch_read.py", batch, "own-clocks"]);
    let by_node = run(Path::new("node"), &["read_ical.mjs", batch]);
    for (drawn, text) in all.iter().zip(&texts) {
        let of = |found: &BTreeMap<String, Vec<Told>>| found[drawn.series.slug.as_str()].clone();
        compare("the feed doctor", drawn, text, examined(text, drawn), Reading::Standard, Law::Bytes);
        compare("dateutil", drawn, text, of(&by_fields), Reading::Standard, Law::Own);
        compare("recurring-ical-events", drawn, text, of(&by_python), Reading::OnTheWall, Law::Own);
        compare(
            "recurring-ical-events with our clocks",
            drawn,
            text,
            of(&by_vtimezone),
            Reading::OnTheWall,
            Law::Bytes,
        );
        compare("ical.js", drawn, text, of(&by_node), Reading::OnTheWall, Law::Bytes);
    }
}
