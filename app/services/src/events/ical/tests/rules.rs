//! The rules that calendar programs taught us (`rule_01` to `rule_18`), as far as they are about bytes alone.
//! Those that need a database are in `feed_tests`, those of headers in the server's tests.

use super::*;

#[test]
fn rule_01_the_feed_says_how_often_to_come_back() {
    let lines = lines_of(&render(&feed(vec![coffee_chat()])));
    for wanted in ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"] {
        assert_eq!(lines.iter().filter(|line| *line == wanted).count(), 1, "{wanted}");
    }
    let before_events = lines.iter().take_while(|line| *line != "BEGIN:VTIMEZONE");
    assert!(before_events.filter(|line| line.contains("PT1H")).count() == 2, "of the calendar, not of an event");
}

#[test]
fn rule_03_a_date_never_has_a_lower_sequence_than_its_series() {
    let mut chat = everything_chat();
    chat.sequence = 7;
    for (own, written) in [(0, "SEQUENCE:8"), (8, "SEQUENCE:8"), (12, "SEQUENCE:12")] {
        for one in &mut chat.overrides {
            one.sequence = own;
        }
        let all = events(vec![chat.clone()]);
        assert!(all[0].has("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"));
        // Seven, and one for the date that has left.
        assert!(all[0].has("SEQUENCE:8"), "{:?}", all[0]);
        let dates: Vec<_> = all.iter().filter(|event| event.every("RECURRENCE-ID").next().is_some()).collect();
        assert_eq!(dates.len(), 4);
        assert!(dates.iter().all(|date| date.has(written)), "{own}: {dates:#?}");
    }
}

#[test]
fn rule_04_every_time_has_a_zone_that_the_feed_explains() {
    let chat = everything_chat();
    let mut kolkata = everything_chat();
    kolkata.zone = Tz::Asia__Kolkata;
    let bytes = render(&feed(vec![chat, kolkata]));
    let lines = lines_of(&bytes);
    assert!(lines.contains(&"X-WR-TIMEZONE:America/New_York".to_owned()));
    let explained: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("TZID:")).collect();
    assert_eq!(explained, ["America/New_York", "Asia/Kolkata"]);
    let mut times = 0;
    for event in Read::all(&bytes) {
        for name in ["DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE"] {
            for line in event.every(name) {
                times += 1;
                let zone = line[name.len()..].strip_prefix(";TZID=").and_then(|rest| rest.split_once(':'));
                assert!(zone.is_some_and(|(zone, at)| explained.contains(&zone) && at.len() == 15), "{line}");
            }
        }
    }
    assert_eq!(times, 2 * (6 * 2 + 4 + 2), "six events, four of them for a date of the rule, two dates left out");
}

#[test]
fn rule_05_new_york_is_two_yearly_rules_and_nothing_from_before() {
    let lines = lines_of(&render(&feed(vec![everything_chat()])));
    let begin = lines.iter().position(|line| line == "BEGIN:VTIMEZONE").unwrap();
    let end = lines.iter().position(|line| line == "END:VTIMEZONE").unwrap();
    let expected = "BEGIN:VTIMEZONE\nTZID:America/New_York\n\
        BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nTZNAME:EDT\n\
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\n\
        BEGIN:STANDARD\nDTSTART:20071104T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nTZNAME:EST\n\
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\nEND:VTIMEZONE";
    assert_eq!(lines[begin..=end].join("\n"), expected);
    assert!(!lines.iter().any(|line| line.starts_with("RDATE") || line.contains("LMT")));
}

#[test]
fn rule_06_a_moved_date_takes_the_place_of_its_original_start_in_the_same_zone() {
    let all = events(vec![everything_chat()]);
    let moved = all.iter().find(|event| event.has("DTSTART;TZID=America/New_York:20270129T090000")).unwrap();
    assert!(moved.has("RECURRENCE-ID;TZID=America/New_York:20270127T200000"), "{moved:?}");
    assert!(moved.has("DTEND;TZID=America/New_York:20270129T103000"));
    assert_eq!(moved.value("UID"), all[0].value("UID"));
    assert!(all.iter().flat_map(|event| event.every("RECURRENCE-ID")).all(|line| !line.ends_with('Z')));
}

#[test]
fn rule_07_an_extra_date_is_an_event_of_its_own() {
    let bytes = render(&feed(vec![everything_chat()]));
    assert!(!bytes.contains("RDATE"));
    let all = Read::all(&bytes);
    let extra = all.iter().find(|event| event.has("DTSTART;TZID=America/New_York:20261216T183000")).unwrap();
    let uid = format!("UID:{}-20261216T183000@example.org", PublicId::from_bytes([7; 12]));
    assert!(extra.has(&uid), "{extra:?}");
    assert!(extra.every("RECURRENCE-ID").chain(extra.every("RRULE")).next().is_none());
    assert!(extra.has("URL:https://example.org/events/everything-chat/2026-12-16"));
    assert_eq!(all.iter().filter(|event| event.value("UID") == extra.value("UID")).count(), 1);
}

#[test]
fn rule_08_a_canceled_date_is_told_for_thirty_days_and_then_left_out() {
    let left_out = "EXDATE;TZID=America/New_York:20270324T200000";
    let told = |as_of: &str, hides_cancelled: bool| {
        let input = FeedInput { as_of: instant(as_of), hides_cancelled, ..feed(vec![everything_chat()]) };
        Read::all(&render(&input))
    };
    let of_date = |all: &[Read]| {
        all.iter().find(|event| event.has("RECURRENCE-ID;TZID=America/New_York:20270324T200000")).cloned()
    };
    let before = told("2026-12-20T11:59:59Z", false);
    let date = of_date(&before).unwrap();
    assert!(date.has("STATUS:CANCELLED") && date.has("SUMMARY:Cancelled: IMG Coffee Chat"), "{date:?}");
    assert!(before[0].has("STATUS:CONFIRMED") && !before[0].has(left_out));

    let after = told("2026-12-20T12:00:00Z", false);
    assert_eq!(of_date(&after), None);
    assert!(after[0].has(left_out) && after[0].sequence() == before[0].sequence() + 1, "{:?}", after[0]);
    assert!(after[0].has("DTSTAMP:20261220T120000Z") && after[0].has("LAST-MODIFIED:20261220T120000Z"));

    let hidden = told("2026-11-24T12:00:00Z", true);
    assert!(hidden[0].has(left_out) && of_date(&hidden).is_none());
    assert!(hidden.iter().all(|event| event.has("STATUS:CONFIRMED")));
}

#[test]
fn rule_13_line_ends_folds_and_rules_are_such_that_outlook_takes_them() {
    let mut chat = everything_chat();
    // One octet more each time, so that every place of a character of four falls on the fold.
    for length in 0..80 {
        chat.title = format!("{}👩‍⚕️ café 李小龙 नमस्ते", "x".repeat(length));
        let bytes = render(&feed(vec![chat.clone()]));
        assert_eq!(bytes.matches('\n').count(), bytes.matches("\r\n").count());
        assert_eq!(bytes.matches('\r').count(), bytes.matches("\r\n").count());
        // As octets: a line of them is UTF-8 by itself only when no character is cut.
        for line in bytes.as_bytes().split(|octet| *octet == b'\n') {
            assert!(line.len() <= 76 && std::str::from_utf8(line).is_ok(), "{length}");
        }
        assert!(lines_of(&bytes).contains(&format!("SUMMARY:{}", chat.title)));
    }
    assert!(Rule::parse("FREQ=DAILY;COUNT=1").is_err());
    chat.rule = None;
    assert!(!render(&feed(vec![chat.clone()])).contains("COUNT"));
    // What is left of a series of two from its second date on is one date.
    chat.rule = Some(Rule::parse("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;COUNT=2").unwrap());
    let rest = chat.following(local("2023-03-22T20:00:00")).unwrap();
    assert_eq!(rest.rule, None);
    assert!(!render(&feed(vec![rest])).contains("COUNT"));
}

#[test]
fn rule_15_no_feed_rings() {
    let mut single = feed(vec![everything_chat()]);
    single.kind = FeedKind::Single;
    single.series[0].part = Part::Only(vec![local("2026-12-16T18:30:00")]);
    for input in [feed(vec![everything_chat()]), single] {
        let bytes = render(&input);
        assert!(bytes.contains("BEGIN:VEVENT") && !bytes.contains("ALARM") && !bytes.contains("TRIGGER"));
    }
}
