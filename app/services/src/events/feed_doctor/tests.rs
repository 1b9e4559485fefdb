//! The dates that the doctor finds, and that no bytes hurt it.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;

const GOLDEN: [&str; 2] =
    [include_str!("../../../tests/golden/coffee_chat.ics"), include_str!("../../../tests/golden/several.ics")];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn instants(diagnosis: &Diagnosis) -> Vec<DateTime<Utc>> {
    diagnosis.starts.iter().map(|start| start.start).collect()
}

/// Events in New York (UTC-5 in these winter dates).
fn calendar(events: &str) -> String {
    let zone = "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{zone}{}END:VCALENDAR\r\n",
        events.replace('\n', "\r\n").replace("@:", ";TZID=America/New_York:")
    )
}

/// Odd months, 4th Wednesday, 8 pm in New York; not computed with this code.
#[test]
fn the_next_coffee_chats_are_found_in_the_bytes() {
    let found = diagnose(GOLDEN[0], at("2026-11-03T15:00:00Z"), 4);
    let next = ["2026-11-26T01:00:00Z", "2027-01-28T01:00:00Z", "2027-03-25T00:00:00Z", "2027-05-27T00:00:00Z"].map(at);
    assert_eq!(instants(&found), next);
    let first = &found.starts[0];
    assert_eq!(
        (first.title.as_str(), first.zone.as_str(), first.cancelled),
        ("IMG Coffee Chat", "America/New_York", false)
    );
    assert_eq!(
        (first.local.to_string().as_str(), (first.end - first.start).num_minutes()),
        ("2026-11-25 20:00:00", 60)
    );
    // One that has begun and not ended is among the next ones.
    assert_eq!(instants(&diagnose(GOLDEN[0], at("2026-11-26T01:59:59Z"), 1)), [next[0]]);
    assert_eq!(instants(&diagnose(GOLDEN[0], at("2026-11-26T02:00:00Z"), 1)), [next[1]]);
}

#[test]
fn what_the_writer_writes_is_healthy() {
    for feed in GOLDEN {
        let found = diagnose(feed, at("2023-01-01T00:00:00Z"), 10);
        assert!(found.is_healthy(), "{:#?}", found.checks);
        assert_eq!(found.starts.len(), 10);
    }
}

#[test]
fn titles_are_unescaped_and_canceled_dates_flagged() {
    let found = diagnose(GOLDEN[1], at("2023-01-01T00:00:00Z"), 10);
    let cancelled: Vec<_> = found.starts.iter().filter(|start| start.cancelled).collect();
    assert_eq!(cancelled.len(), 1);
    assert_eq!(cancelled[0].title, "Cancelled: Leadership evening, part 1; with café");
    assert_eq!((cancelled[0].start, cancelled[0].zone.as_str()), (at("2023-01-25T14:30:00Z"), "Asia/Kolkata"));
}

#[test]
fn a_date_that_differs_stands_in_for_its_own() {
    let events = "BEGIN:VEVENT\nUID:a@b\nDTSTART@:20261201T200000\nDTEND@:20261201T210000\nRRULE:FREQ=DAILY;COUNT=4\n\
        EXDATE@:20261202T200000\nSUMMARY:Talk\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:a@b\nRECURRENCE-ID@:20261203T200000\nDTSTART@:20261210T090000\nDTEND@:20261210T093000\nSUMMARY:Moved\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:a@b\nRECURRENCE-ID@:20261204T200000\nDTSTART@:20261204T200000\nDTEND@:20261204T210000\nSTATUS:CANCELLED\nSUMMARY:Off\nEND:VEVENT\n";
    let found = diagnose(calendar(events), at("2026-11-03T15:00:00Z"), 10);
    let told: Vec<_> = found
        .starts
        .iter()
        .map(|start| {
            (start.local.to_string(), start.title.as_str(), start.cancelled, (start.end - start.start).num_minutes())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("2026-12-01 20:00:00".to_owned(), "Talk", false, 60),
            ("2026-12-04 20:00:00".to_owned(), "Off", true, 60),
            ("2026-12-10 09:00:00".to_owned(), "Moved", false, 30),
        ]
    );
    assert_eq!((found.events, found.overrides), (1, 2));
    assert_eq!(found.starts[0].start, at("2026-12-02T01:00:00Z"));
}

/// A date named in UTC replaces nothing for a strict reader: it is shown twice, and that is what the doctor shows.
#[test]
fn a_date_named_in_another_type_is_shown_twice() {
    let events = "BEGIN:VEVENT\nUID:a@b\nDTSTART@:20261201T200000\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:a@b\nRECURRENCE-ID:20261203T010000Z\nDTSTART@:20261202T210000\nEND:VEVENT\n";
    assert_eq!(diagnose(calendar(events), at("2026-11-03T15:00:00Z"), 10).starts.len(), 3);
}

#[test]
fn days_of_a_duration_are_days_on_the_calendar() {
    let feed = GOLDEN[0].replace("DTSTART;TZID=America/New_York:20230125", "DTSTART;TZID=America/New_York:20260307");
    let feed = feed.replace("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE\r\n", "");
    for (length, hours) in [("P1D", 23), ("PT24H", 24)] {
        let feed = feed.replace("DTEND;TZID=America/New_York:20230125T210000", &format!("DURATION:{length}"));
        let found = diagnose(feed, at("2026-01-01T00:00:00Z"), 1);
        assert_eq!((found.starts[0].end - found.starts[0].start).num_hours(), hours, "{length}");
    }
}

#[test]
fn nothing_and_nonsense_are_answered() {
    for nonsense in ["", "\r\n", "hello", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "BEGIN:VCALENDAR", "\u{0}:\u{0}"] {
        let found = diagnose(nonsense, at("2026-11-03T15:00:00Z"), 10);
        assert!(found.starts.is_empty() && !found.is_healthy(), "{nonsense}");
    }
    let deep = format!("{}{}", "BEGIN:VCALENDAR\r\n".repeat(50_000), "END:VCALENDAR\r\n".repeat(50_000));
    assert!(!diagnose(deep, at("2026-11-03T15:00:00Z"), 10).is_healthy());
}

/// The far ends of what can be written: instants and days must not overflow.
#[test]
fn extreme_values_are_answered() {
    for start in ["00000101T000000", "99991231T235959", "19700101T000000"] {
        for rule in ["FREQ=DAILY", "FREQ=YEARLY;INTERVAL=1000", "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=100000"] {
            for length in ["P142857W", "PT9999999H", "-P1D"] {
                let event =
                    format!("BEGIN:VEVENT\nUID:a@b\nDTSTART@:{start}\nDURATION:{length}\nRRULE:{rule}\nEND:VEVENT\n");
                let found = diagnose(calendar(&event), at("2026-11-03T15:00:00Z"), 10);
                assert_eq!(found.events, 1);
            }
        }
    }
}

#[test]
fn a_thousand_events_are_examined_within_a_page_view() {
    let mut events = String::new();
    for index in 0..1_000 {
        let _ = write!(
            events,
            "BEGIN:VEVENT\nUID:{index}@b\nDTSTAMP:20261103T150000Z\nDTSTART@:19950101T200000\nDTEND@:19950101T210000\n\
             RRULE:FREQ=DAILY\nSUMMARY:Talk\nCATEGORIES:Talk\nEND:VEVENT\n"
        );
    }
    let feed = calendar(&events);
    let began = std::time::Instant::now();
    let found = diagnose(&feed, at("2026-11-03T15:00:00Z"), 10);
    let took = began.elapsed();
    assert_eq!((found.starts.len(), found.events), (10, 1_000));
    // Unoptimized it takes about a tenth of this; walking each rule from 1995 would take many times as long.
    assert!(took < std::time::Duration::from_secs(3), "{took:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn no_bytes_stop_the_doctor(cuts in prop::collection::vec((any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 0..6)), 1..12)) {
        let mut bytes = GOLDEN[1].as_bytes().to_vec();
        for (at, put) in cuts {
            let at = at.index(bytes.len());
            let end = (at + put.len() / 2).min(bytes.len());
            bytes.splice(at..end, put);
        }
        let found = diagnose(&bytes, at("2026-11-03T15:00:00Z"), 10);
        prop_assert_eq!((found.checks.len(), found.octets), (Point::ALL.len(), bytes.len()));
        prop_assert!(found.starts.windows(2).all(|pair| pair[0].start <= pair[1].start));
    }
}
