//! Each point: bytes that hold it, and bytes that break it with the line and nothing else.

use std::collections::BTreeSet;

use super::super::{Diagnosis, Point, diagnose};

/// Two events, one of them with a rule, a date left out, a date that differs and a UNTIL; it holds every point.
pub(super) const HEALTHY: &str = "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Harborlight//Landfall//EN
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
DTSTART:20070311T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:chat@example.org
DTSTAMP:20261103T150000Z
LAST-MODIFIED:20261103T150000Z
SEQUENCE:2
DTSTART;TZID=America/New_York:20230125T200000
DTEND;TZID=America/New_York:20230125T210000
RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;UNTIL=20300101T045959Z
EXDATE;TZID=America/New_York:20260325T200000,20260527T200000
SUMMARY:IMG Coffee Chat
CATEGORIES:Community
URL:https://example.org/events/chat
END:VEVENT
BEGIN:VEVENT
UID:chat@example.org
RECURRENCE-ID;TZID=America/New_York:20261125T200000
DTSTAMP:20261103T150000Z
SEQUENCE:3
DTSTART;TZID=America/New_York:20261124T190000
DURATION:PT90M
SUMMARY:IMG Coffee Chat
CATEGORIES:Community,Chat
END:VEVENT
BEGIN:VEVENT
UID:chat-20261212T100000@example.org
DTSTAMP:20261103T150000Z
DTSTART;TZID=America/New_York:20261212T100000
DTEND;TZID=America/New_York:20261212T110000
SUMMARY:Another chat
CATEGORIES:Community
END:VEVENT
END:VCALENDAR
";

pub(super) fn examined(lines: &str) -> Diagnosis {
    diagnose(lines.replace('\n', "\r\n"), "2026-11-03T15:00:00Z".parse().unwrap(), 10)
}

fn broken(diagnosis: &Diagnosis) -> BTreeSet<Point> {
    diagnosis.checks.iter().filter(|check| !check.passed()).map(|check| check.point).collect()
}

/// Replaces the first `find`, and expects that just `points` break, the first of them on the line that begins with
/// `line` in the broken text, for a reason with `words` in it.
pub(super) fn breaks(find: &str, replace: &str, points: &[Point], line: &str, words: &str) {
    assert!(HEALTHY.contains(find), "{find}");
    let text = HEALTHY.replacen(find, replace, 1);
    let diagnosis = examined(&text);
    assert_eq!(broken(&diagnosis), points.iter().copied().collect(), "{replace}: {:#?}", diagnosis.checks);
    let check = diagnosis.checks.iter().find(|check| check.point == points[0]).unwrap();
    let told = check.findings.iter().any(|finding| {
        let at = text.lines().nth(finding.line - 1).unwrap();
        at.starts_with(line) && finding.reason.contains(words)
    });
    assert!(told, "{line} {words}: {check:#?}");
}

#[test]
fn a_healthy_feed_holds_every_point() {
    let diagnosis = examined(HEALTHY);
    assert!(diagnosis.is_healthy(), "{:#?}", diagnosis.checks);
    assert_eq!(diagnosis.checks.iter().map(|check| check.point).collect::<Vec<_>>(), Point::ALL);
    assert_eq!(
        (diagnosis.events, diagnosis.overrides, diagnosis.zones.as_slice()),
        (2, 1, &["America/New_York".to_owned()][..])
    );
    assert_eq!(diagnosis.octets, HEALTHY.len() + HEALTHY.lines().count());
}

#[test]
fn every_point_has_its_own_name_and_meaning() {
    let names: BTreeSet<_> = Point::ALL.iter().map(|point| point.name()).collect();
    let meanings: BTreeSet<_> = Point::ALL.iter().map(|point| point.meaning()).collect();
    let points: BTreeSet<_> = Point::ALL.into_iter().collect();
    assert_eq!((names.len(), meanings.len(), points.len()), (23, 23, 23));
}

#[test]
fn lines_end_with_crlf() {
    let diagnosis = diagnose(HEALTHY, "2026-11-03T15:00:00Z".parse().unwrap(), 10);
    assert_eq!(broken(&diagnosis), [Point::LineEnds].into());
    let check = diagnosis.checks.iter().find(|check| check.point == Point::LineEnds).unwrap();
    assert_eq!((check.findings.len(), check.found, check.findings[0].line), (5, HEALTHY.lines().count(), 1));
}

#[test]
fn lines_are_at_most_75_octets() {
    let exactly = format!("SUMMARY:{}é", "x".repeat(65));
    assert!(examined(&HEALTHY.replacen("SUMMARY:IMG Coffee Chat", &exactly, 1)).is_healthy());
    let long = format!("SUMMARY:{}é", "x".repeat(66));
    breaks("SUMMARY:IMG Coffee Chat", &long, &[Point::LineLength], "SUMMARY", "76 octets");
}

#[test]
fn text_is_utf8_without_control_characters() {
    for (bad, words) in [("\u{0}", "U+0000"), ("\u{202e}", "U+202E"), ("\u{85}", "U+0085"), ("\r", "U+000D")] {
        breaks("IMG Coffee", &format!("IMG{bad}Coffee"), &[Point::Characters], "SUMMARY", words);
    }
    let mut bytes = HEALTHY.replace('\n', "\r\n").into_bytes();
    let at = bytes.windows(6).position(|six| six == b"Coffee").unwrap();
    bytes[at] = 0xff;
    let diagnosis = diagnose(bytes, "2026-11-03T15:00:00Z".parse().unwrap(), 10);
    assert_eq!(broken(&diagnosis), [Point::Characters].into());
}

#[test]
fn version_and_product_are_there_once() {
    breaks("VERSION:2.0\n", "", &[Point::Header], "BEGIN:VCALENDAR", "VERSION");
    breaks("VERSION:2.0", "VERSION:1.0", &[Point::Header], "BEGIN:VCALENDAR", "VERSION");
    breaks("PRODID:-//Harborlight//Landfall//EN\n", "", &[Point::Header], "BEGIN:VCALENDAR", "PRODID");
    breaks("PRODID:", "PRODID:x\nPRODID:", &[Point::Header], "BEGIN:VCALENDAR", "PRODID");
}

#[test]
fn a_subscription_has_no_method() {
    breaks("PRODID", "METHOD:PUBLISH\nPRODID", &[Point::Method], "METHOD", "PUBLISH");
}

#[test]
fn both_words_for_the_interval_say_the_same() {
    breaks("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT2H", &[Point::Refresh], "X-PUBLISHED", "something else");
    breaks("X-PUBLISHED-TTL:PT1H\n", "", &[Point::Refresh], "BEGIN:VCALENDAR", "X-PUBLISHED-TTL is missing");
    breaks("DURATION:PT1H", "DURATION:1 hour", &[Point::Refresh], "REFRESH", "no duration");
    assert!(examined(&HEALTHY.replacen("TTL:PT1H", "TTL:PT60M", 1)).is_healthy());
}

#[test]
fn every_zone_has_its_vtimezone() {
    breaks(
        "DTSTART;TZID=America/New_York:20261212",
        "DTSTART;TZID=Asia/Kolkata:20261212",
        &[Point::Zones],
        "DTSTART",
        "no VTIMEZONE Asia/Kolkata",
    );
    breaks("DTSTART;TZID=America/New_York:20261212", "DTSTART:20261212", &[Point::Zones], "DTSTART", "no zone");
    breaks("20261212T100000\nDTEND", "20261212T100000Z\nDTEND", &[Point::Zones], "DTSTART", "names a zone as well");
}

#[test]
fn a_single_event_may_be_in_utc_but_a_series_may_not() {
    let utc = HEALTHY.replacen(
        "DTSTART;TZID=America/New_York:20261212T100000\nDTEND;TZID=America/New_York:20261212T110000",
        "DTSTART:20261212T150000Z\nDTEND:20261212T160000Z",
        1,
    );
    assert!(examined(&utc).is_healthy());
    let series = utc.replacen("DTEND:20261212T160000Z", "DTEND:20261212T160000Z\nRRULE:FREQ=DAILY;COUNT=3", 1);
    assert_eq!(broken(&examined(&series)), [Point::Zones].into());
}

#[test]
fn the_clocks_of_the_feed_are_those_of_the_zone_data() {
    breaks(
        "BYMONTH=11;BYDAY=1SU",
        "BYMONTH=11;BYDAY=-1SU",
        &[Point::ZoneData],
        "BEGIN:VTIMEZONE",
        "2026-11-24 19:00 is 2026-11-24 23:00 UTC",
    );
    let elsewhere = HEALTHY.replace("America/New_York", "Eastern Standard Time");
    let diagnosis = examined(&elsewhere);
    assert_eq!(broken(&diagnosis), [Point::ZoneData].into());
}

#[test]
fn clock_changes_are_rules() {
    let rdate = "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nRDATE:20071104T020000";
    breaks("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", rdate, &[Point::ZoneRules], "RDATE", "uses RDATE");
    breaks(
        "TZOFFSETTO:-0500",
        "TZOFFSETTO:-5",
        &[Point::ZoneRules, Point::ZoneData],
        "BEGIN:STANDARD",
        "TZOFFSETTO cannot be read",
    );
}

#[test]
fn a_feed_is_one_whole_calendar() {
    breaks("END:VCALENDAR\n", "", &[Point::Structure], "END:VEVENT", "no END");
    breaks("SUMMARY:Another chat", "SUMMARY", &[Point::Structure], "SUMMARY", "NAME:value");
    breaks(
        "END:VCALENDAR\n",
        "END:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
        &[Point::Structure],
        "BEGIN:VCALENDAR",
        "has 2",
    );
}
