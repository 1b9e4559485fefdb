//! Points of events and of their dates: see `tests` for how.

use super::super::Point;
use super::tests::{HEALTHY, breaks, examined};

#[test]
fn every_event_has_one_stable_uid() {
    breaks("UID:chat-20261212T100000@example.org\n", "", &[Point::Uid], "BEGIN:VEVENT", "once");
    breaks("UID:chat-20261212T100000@example.org", "UID:2026 chat", &[Point::Uid], "UID", "name@host");
    breaks("UID:chat-20261212T100000@example.org", "UID:chat@example.org", &[Point::Uid], "BEGIN:VEVENT", "same UID");
}

#[test]
fn every_event_says_when_it_changed() {
    breaks("DTSTAMP:20261103T150000Z\nDTSTART", "DTSTART", &[Point::Stamp], "BEGIN:VEVENT", "DTSTAMP");
    breaks("DTSTAMP:20261103T150000Z", "DTSTAMP:20261103T150000", &[Point::Stamp], "DTSTAMP", "no time in UTC");
    breaks("LAST-MODIFIED:20261103T150000Z", "LAST-MODIFIED:today", &[Point::Stamp], "LAST-MODIFIED", "no time in UTC");
}

#[test]
fn a_date_that_differs_counts_at_least_as_far_as_its_event() {
    assert!(examined(&HEALTHY.replacen("SEQUENCE:3", "SEQUENCE:2", 1)).is_healthy());
    breaks("SEQUENCE:3", "SEQUENCE:1", &[Point::Sequence], "SEQUENCE:1", "the event's is 2");
    breaks("SEQUENCE:3\n", "", &[Point::Sequence], "BEGIN:VEVENT", "SEQUENCE is 0");
    breaks("SEQUENCE:3", "SEQUENCE:-1", &[Point::Sequence], "SEQUENCE:-1", "no number");
}

#[test]
fn events_have_a_start_and_an_end_after_it() {
    breaks("DTSTART;TZID=America/New_York:20261212T100000\n", "", &[Point::Times], "BEGIN:VEVENT", "DTSTART");
    breaks(":20261212T110000", ":20261212T090000", &[Point::Times], "DTEND", "before DTSTART");
    breaks(":20261212T110000", ":2026-12-12", &[Point::Times], "DTEND", "cannot be read");
    breaks(";TZID=America/New_York:20261212T110000", ";VALUE=DATE:20261213", &[Point::Times], "DTEND", "a day");
    breaks("DURATION:PT90M", "DURATION:-PT90M", &[Point::Times], "DURATION", "goes back");
    breaks("DURATION:PT90M\n", "", &[Point::Times], "BEGIN:VEVENT", "neither");
    breaks(
        "DURATION:PT90M",
        "DURATION:PT90M\nDTEND;TZID=America/New_York:20261124T200000",
        &[Point::Times],
        "DTEND",
        "exclude",
    );
}

#[test]
fn rules_can_be_followed_from_their_first_start() {
    breaks(
        "BYDAY=4WE;",
        "BYDAY=4WE;BYSETPOS=1;",
        &[Point::Rule, Point::RecurrenceId, Point::Exdate],
        "RRULE",
        "BYSETPOS",
    );
    breaks(
        "20230125T200000\nDTEND;TZID=America/New_York:20230125",
        "20230126T200000\nDTEND;TZID=America/New_York:20230126",
        &[Point::Rule],
        "RRULE",
        "first start",
    );
    breaks("UNTIL=20300101T045959Z", "UNTIL=20300101T045959Z;COUNT=40", &[Point::Rule], "RRULE", "exclude");
    breaks("EXDATE", "RRULE:FREQ=DAILY\nEXDATE", &[Point::Rule], "RRULE:FREQ=DAILY", "second");
}

#[test]
fn until_is_in_utc() {
    breaks("20300101T045959Z", "20300101T045959", &[Point::Until], "RRULE", "not in UTC");
    breaks("20300101T045959Z", "20300101", &[Point::Until], "RRULE", "not in UTC");
    breaks(
        "20300101T045959Z",
        "20220101T045959Z",
        &[Point::Until, Point::RecurrenceId, Point::Exdate],
        "RRULE",
        "before",
    );
}

#[test]
fn no_rule_has_a_single_date() {
    let once = "20261212T110000\nRRULE:FREQ=DAILY;COUNT=1";
    breaks("20261212T110000", once, &[Point::Count], "RRULE", "COUNT=1");
}

#[test]
fn extra_dates_are_no_rdates() {
    breaks("EXDATE", "RDATE;TZID=America/New_York:20261201T200000\nEXDATE", &[Point::ExtraDates], "RDATE", "RDATE");
}

#[test]
fn a_recurrence_id_names_a_real_start_in_its_zone() {
    let id = "RECURRENCE-ID;TZID=America/New_York:20261125T200000";
    for (other, words) in [
        ("RECURRENCE-ID:20261126T010000Z", "type and zone"),
        ("RECURRENCE-ID;VALUE=DATE:20261125", "type and zone"),
        ("RECURRENCE-ID;TZID=America/New_York:20261125T190000", "no such date"),
        ("RECURRENCE-ID;TZID=America/New_York:20261126T200000", "no such date"),
        ("RECURRENCE-ID;TZID=America/New_York:20300123T200000", "no such date"),
        ("RECURRENCE-ID;TZID=America/New_York:soon", "cannot be read"),
        ("RECURRENCE-ID;TZID=America/New_York:20260325T200000", "EXDATE"),
    ] {
        breaks(id, other, &[Point::RecurrenceId], "RECURRENCE-ID", words);
    }
    breaks(
        "UID:chat@example.org\nRECURRENCE-ID",
        "UID:talk@example.org\nRECURRENCE-ID",
        &[Point::RecurrenceId],
        "RECURRENCE-ID",
        "not in the feed",
    );
}

/// What somebody attends of an event that is elsewhere.
#[test]
fn where_nothing_repeats_a_date_may_stand_without_its_event() {
    let first = HEALTHY.find("BEGIN:VEVENT").unwrap();
    let second = first + 1 + HEALTHY[first + 1..].find("BEGIN:VEVENT").unwrap();
    let attended = format!("{}{}", &HEALTHY[..first], &HEALTHY[second..]);
    assert!(examined(&attended).is_healthy(), "{:#?}", examined(&attended).checks);
    let date = &HEALTHY[second..second + HEALTHY[second..].find("END:VEVENT\n").unwrap() + "END:VEVENT\n".len()];
    for (feed, words) in [
        (attended.replace(date, &date.repeat(2)), "twice"),
        (
            attended.replace("RECURRENCE-ID;TZID=America/New_York:20261125T200000", "RECURRENCE-ID:20261126T010000Z"),
            "zone",
        ),
        (attended.replace("America/New_York:20261125T200000", "America/New_York:soon"), "cannot be read"),
    ] {
        let found = examined(&feed);
        let check = found.checks.iter().find(|check| check.point == Point::RecurrenceId).unwrap();
        assert!(check.findings.iter().any(|finding| finding.reason.contains(words)), "{words}: {:?}", check.findings);
    }
}

#[test]
fn a_date_left_out_is_a_real_start_in_its_zone() {
    let line = "EXDATE;TZID=America/New_York:20260325T200000,20260527T200000";
    for (other, words) in [
        ("EXDATE:20260326T000000Z", "type and zone"),
        ("EXDATE;VALUE=DATE:20260325", "type and zone"),
        ("EXDATE;TZID=America/New_York:20260326T200000", "no such date"),
        ("EXDATE;TZID=America/New_York:20260325T200000,", "cannot be read"),
        ("EXDATE;TZID=America/New_York:20260325T200000,20260325T200000", "twice"),
    ] {
        breaks(line, other, &[Point::Exdate], "EXDATE", words);
    }
}

#[test]
fn every_event_has_a_category() {
    breaks("CATEGORIES:Community\n", "", &[Point::Categories], "BEGIN:VEVENT", "missing");
    breaks("CATEGORIES:Community", "CATEGORIES:", &[Point::Categories], "CATEGORIES", "without a name");
    breaks(
        "CATEGORIES:Community,Chat",
        "CATEGORIES:Community,",
        &[Point::Categories],
        "CATEGORIES:Community,",
        "without a name",
    );
}

#[test]
fn addresses_can_be_opened() {
    breaks("URL:https://example.org/events/chat", "URL:/events/chat", &[Point::Addresses], "URL", "no address");
    let conference = "URL:https://example.org/a\nCONFERENCE;VALUE=URI;FEATURE=VIDEO:the link comes";
    breaks("URL:https://example.org/events/chat", conference, &[Point::Addresses], "CONFERENCE", "no address");
}

#[test]
fn there_is_no_alarm() {
    let alarm = "SUMMARY:Another chat\nBEGIN:VALARM\nTRIGGER:-PT10M\nEND:VALARM";
    breaks("SUMMARY:Another chat", alarm, &[Point::Alarms], "BEGIN:VALARM", "VALARM");
}

#[test]
fn the_length_of_a_first_date_across_a_change_of_clocks_is_a_duration() {
    let first = |rest: &str| {
        let rule = "RRULE:FREQ=MONTHLY;COUNT=3";
        format!("DTSTART;TZID=America/New_York:20261101T003000\n{rest}\n{rule}")
    };
    let old = "DTSTART;TZID=America/New_York:20261212T100000\nDTEND;TZID=America/New_York:20261212T110000";
    let end = first("DTEND;TZID=America/New_York:20261101T013000");
    assert!(examined(&HEALTHY.replacen(old, &end, 1)).is_healthy());
    let end = first("DTEND;TZID=America/New_York:20261101T023000");
    breaks(old, &end, &[Point::Times], "DTEND", "only DURATION");
    assert!(examined(&HEALTHY.replacen(old, &first("DURATION:PT3H"), 1)).is_healthy());
}

#[test]
fn a_leap_day_is_named_by_its_rule() {
    let old = "DTSTART;TZID=America/New_York:20261212T100000\nDTEND;TZID=America/New_York:20261212T110000";
    let yearly = |parts: &str| {
        format!("DTSTART;TZID=America/New_York:20280229T100000\nDURATION:PT1H\nRRULE:FREQ=YEARLY{parts};COUNT=3")
    };
    assert!(examined(&HEALTHY.replacen(old, &yearly(";BYMONTH=2;BYMONTHDAY=29"), 1)).is_healthy());
    breaks(old, &yearly(""), &[Point::Rule], "RRULE", "February 29");
}
