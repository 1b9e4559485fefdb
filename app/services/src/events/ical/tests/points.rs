//! The points of RFC 5545, 7986 and MS-OXCICAL beside the eighteen rules, each on the bytes.

use super::*;

fn vtimezone_of(zone: Tz, start: &str) -> Vec<String> {
    let mut chat = coffee_chat();
    (chat.zone, chat.rule, chat.local_start) = (zone, None, local(start));
    let lines = lines_of(&render(&feed(vec![chat])));
    let begin = lines.iter().position(|line| line == "BEGIN:VTIMEZONE").unwrap();
    let end = lines.iter().position(|line| line == "END:VTIMEZONE").unwrap();
    lines[begin..=end].to_vec()
}

fn count(lines: &[String], wanted: &str) -> usize {
    lines.iter().filter(|line| *line == wanted).count()
}

/// Sections 3.8.4.4 and 3.8.5.1 with erratum 6316.
#[test]
fn recurrence_ids_and_exdates_are_of_the_type_and_zone_of_their_start() {
    for zone in [Tz::America__New_York, Tz::Asia__Kolkata, Tz::UTC] {
        let mut chat = everything_chat();
        chat.zone = zone;
        let all = events(vec![chat]);
        let prefix = format!("TZID={}:", zone.name());
        for event in &all {
            let start = event.every("DTSTART").next().unwrap();
            assert!(start.starts_with(&format!("DTSTART;{prefix}")), "{start}");
            for line in event.every("RECURRENCE-ID").chain(event.every("EXDATE")) {
                let (_, typed) = line.split_once(';').unwrap();
                assert!(typed.starts_with(&prefix) && typed.len() == prefix.len() + 15, "{line}");
            }
        }
        assert_eq!(all.iter().flat_map(|event| event.every("RECURRENCE-ID")).count(), 4);
        assert_eq!(all.iter().flat_map(|event| event.every("EXDATE")).count(), 2);
    }
}

/// Section 3.3.10: UNTIL is in UTC when DTSTART has a zone. It takes in the whole of the last local day.
#[test]
fn until_is_an_instant_in_utc() {
    for (zone, until) in [
        (Tz::America__New_York, "20270128T045959Z"),
        (Tz::Asia__Kolkata, "20270127T182959Z"),
        (Tz::Pacific__Apia, "20270127T105959Z"),
        (Tz::UTC, "20270127T235959Z"),
    ] {
        let mut chat = coffee_chat();
        chat.zone = zone;
        chat.rule = Some(Rule::parse("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;UNTIL=20270127").unwrap());
        let all = events(vec![chat]);
        assert!(all[0].has(&format!("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;UNTIL={until}")), "{:?}", all[0]);
    }
}

#[test]
fn zones_stand_before_their_first_use() {
    let mut other = coffee_chat();
    other.zone = Tz::Africa__Casablanca;
    let lines = lines_of(&render(&feed(vec![other, everything_chat()])));
    let last_zone = lines.iter().rposition(|line| line == "END:VTIMEZONE").unwrap();
    let first_use = lines.iter().position(|line| line.contains(";TZID=")).unwrap();
    assert!(last_zone < first_use);
    assert_eq!(count(&lines, "BEGIN:VTIMEZONE"), 2);
}

/// One STANDARD and one DAYLIGHT for each law in force since the first start, each with a yearly rule that ends with
/// its law; what was law before is not told.
#[test]
fn each_law_since_the_first_start_is_one_pair_of_yearly_rules() {
    let new = vtimezone_of(Tz::America__New_York, "2007-11-07T20:00:00");
    assert_eq!((count(&new, "BEGIN:STANDARD"), count(&new, "BEGIN:DAYLIGHT")), (1, 1), "{new:#?}");
    let old = vtimezone_of(Tz::America__New_York, "2006-06-07T20:00:00");
    assert_eq!((count(&old, "BEGIN:STANDARD"), count(&old, "BEGIN:DAYLIGHT")), (2, 2), "{old:#?}");
    // 2006 was the last year of the old law: April to October.
    for line in [
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060403T070000Z",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061030T060000Z",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    ] {
        assert_eq!(count(&old, line), 1, "{line}: {old:#?}");
    }
    for zone in [Tz::America__New_York, Tz::Africa__Casablanca, Tz::America__Sao_Paulo, Tz::Europe__London] {
        let lines = vtimezone_of(zone, "2016-06-08T20:00:00");
        let parts = count(&lines, "BEGIN:STANDARD") + count(&lines, "BEGIN:DAYLIGHT");
        assert_eq!(lines.iter().filter(|line| line.starts_with("RRULE:FREQ=YEARLY;BYMONTH=")).count(), parts);
        assert!(!lines.iter().any(|line| line.starts_with("RDATE")), "{lines:#?}");
    }
}

#[test]
fn a_zone_whose_clocks_stay_is_one_standard_without_a_rule() {
    for zone in [Tz::Asia__Kolkata, Tz::Asia__Karachi, Tz::UTC, Tz::Pacific__Apia] {
        let lines = vtimezone_of(zone, "2026-12-02T20:00:00");
        assert_eq!((count(&lines, "BEGIN:STANDARD"), count(&lines, "BEGIN:DAYLIGHT")), (1, 0), "{lines:#?}");
        assert!(!lines.iter().any(|line| line.starts_with("RRULE")), "{lines:#?}");
    }
}

#[test]
fn a_feed_names_itself_and_its_events_where_readers_look() {
    let mut bare = coffee_chat();
    (bare.category, bare.tags) = (String::new(), Vec::new());
    let bytes = render(&feed(vec![everything_chat(), bare]));
    let lines = lines_of(&bytes);
    for line in [
        "NAME:Harborlight events",
        "X-WR-CALNAME:Harborlight events",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#0B5C6B",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "PRODID:-//Harborlight//Landfall//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
    ] {
        assert_eq!(count(&lines, line), 1, "{line}");
    }
    assert!(!bytes.contains("METHOD"), "a METHOD makes it an invitation");
    let all = Read::all(&bytes);
    let conference = "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Join or read more:";
    assert!(all[0].has(&format!("{conference}https://example.org/join?room=1,2;3")), "{:?}", all[0]);
    let park = all.iter().find(|event| event.has("SUMMARY:Coffee in the park")).unwrap();
    assert!(park.has(&format!("{conference}https://example.org/park")));
    assert!(all[0].has("CATEGORIES:Community,Residency,Letters\\, visas"));
    assert_eq!(all.last().unwrap().value("CATEGORIES"), "Event");
    assert!(all.iter().all(|event| !event.value("CATEGORIES").is_empty() && event.every("CATEGORIES").count() == 1));
}

/// Whoever comes in person has nowhere to dial in; the link is in the words.
#[test]
fn an_event_in_person_has_no_conference() {
    let mut chat = everything_chat();
    chat.format = Format::InPerson;
    let all = events(vec![chat]);
    assert!(all.iter().all(|event| event.every("CONFERENCE").next().is_none()));
    assert!(all[0].value("DESCRIPTION").contains("https://example.org/join?room=1\\,2\\;3"), "{:?}", all[0]);
}
