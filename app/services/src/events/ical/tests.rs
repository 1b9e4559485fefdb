use domain::events::{Format, Rule, Slug, Speaker, Status};
use domain::id::PublicId;

use super::*;

fn coffee_chat() -> Series {
    Series {
        tags: Vec::new(),
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        link: None,
        organizer: String::new(),
        capacity: None,
        cancelled_at: None,
        continues: None,
        public_id: PublicId::from_bytes([7; 12]),
        slug: Slug::parse("img-coffee-chat").unwrap(),
        uid: "0w3g70w3g70w3g70w3g7@example.org".to_owned(),
        title: "IMG Coffee Chat".to_owned(),
        summary: "An hour of good company, every other month.".to_owned(),
        description: "Bring **one** question; we listen.\n\n- No slides\n- No recording".to_owned(),
        category: "Community".to_owned(),
        zone: Tz::America__New_York,
        local_start: "2023-01-25T20:00:00".parse().unwrap(),
        duration_minutes: 60,
        rule: Some(Rule::parse("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE").unwrap()),
        format: Format::Online,
        place: "Zoom; the link comes by mail".to_owned(),
        status: Status::Published,
        sequence: 2,
        speakers: vec![Speaker {
            name: "Amara Osei".to_owned(),
            credentials: "MD".to_owned(),
            role: "Internal medicine resident".to_owned(),
            affiliation: "Lakeshore Teaching Hospital".to_owned(),
            bio: String::new(),
        }],
        sample: false,
        changed_at: "2026-11-03T15:00:00.123456Z".parse().unwrap(),
    }
}

fn feed(series: Vec<Series>) -> FeedInput {
    let page = |series: &Series| Url::parse(&format!("https://example.org/events/{}", series.slug)).unwrap();
    FeedInput {
        name: "Harborlight events".to_owned(),
        organization: "Harborlight".to_owned(),
        zone: Tz::America__New_York,
        color: Color::parse("#0b5c6b").unwrap(),
        as_of: "2026-11-24T12:00:00Z".parse().unwrap(),
        hides_cancelled: false,
        kind: FeedKind::Subscription,
        series: series
            .into_iter()
            .map(|series| FeedSeries { url: page(&series), series, part: Part::AllBut(Vec::new()) })
            .collect(),
    }
}

fn unfolded(series: Series) -> Vec<String> {
    render(&feed(vec![series])).replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

/// Compares with a file under `tests/golden`. After a wanted change, read the new bytes and copy them there.
fn assert_golden(name: &str, golden: &str, bytes: &str) {
    if bytes != golden {
        let fresh = std::env::temp_dir().join(format!("landfall-{name}"));
        std::fs::write(&fresh, bytes).unwrap();
        panic!("{name} differs; the new bytes are in {}:\n{bytes}", fresh.display());
    }
}

#[test]
fn the_coffee_chat_has_these_bytes() {
    let golden = include_str!("../../../tests/golden/coffee_chat.ics");
    assert_golden("coffee_chat.ics", golden, &render(&feed(vec![coffee_chat()])));
}

#[test]
fn several_zones_and_a_cancelled_one_off_have_these_bytes() {
    let mut evening = coffee_chat();
    "evening@example.org".clone_into(&mut evening.uid);
    "Leadership evening, part 1; with café".clone_into(&mut evening.title);
    evening.slug = Slug::parse("leadership-evening").unwrap();
    evening.zone = Tz::Asia__Kolkata;
    evening.rule = None;
    evening.status = Status::Cancelled;
    evening.category = String::new();
    evening.place = String::new();
    evening.speakers = Vec::new();
    let mut course = coffee_chat();
    "course@example.org".clone_into(&mut course.uid);
    course.slug = Slug::parse("course").unwrap();
    course.rule = Some(Rule::parse("FREQ=WEEKLY;BYDAY=WE;UNTIL=20230329").unwrap());
    let golden = include_str!("../../../tests/golden/several.ics");
    assert_golden("several.ics", golden, &render(&feed(vec![coffee_chat(), evening, course])));
}

#[test]
fn an_empty_feed_is_a_calendar_all_the_same() {
    let bytes = render(&feed(Vec::new()));
    assert!(bytes.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && bytes.ends_with("\r\nEND:VCALENDAR\r\n"));
    assert!(!bytes.contains("VTIMEZONE"));
}

#[test]
fn nobody_can_begin_a_line() {
    let hostile = "x\r\nEND:VEVENT\nBEGIN:VEVENT\rUID:evil\u{0}\u{202e}\u{85}\u{2028},;\\\"";
    let mut series = coffee_chat();
    for field in [
        &mut series.title,
        &mut series.summary,
        &mut series.description,
        &mut series.category,
        &mut series.place,
        &mut series.uid,
    ] {
        hostile.clone_into(field);
    }
    series.speakers[0].name = hostile.repeat(300);
    let mut input = feed(vec![series]);
    hostile.clone_into(&mut input.name);
    hostile.clone_into(&mut input.organization);
    let bytes = render(&input);
    let lines: Vec<_> = bytes.split_terminator("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75 && !line.chars().any(char::is_control)));
    assert_eq!(lines.iter().filter(|line| **line == "BEGIN:VEVENT").count(), 1);
    assert_eq!(lines.iter().filter(|line| line.starts_with("UID:")).count(), 1);
}

#[test]
fn an_end_that_the_clocks_make_unclear_is_a_duration() {
    let mut night = coffee_chat();
    night.rule = None;
    night.local_start = "2026-11-01T00:30:00".parse().unwrap();
    assert!(unfolded(night.clone()).contains(&"DTEND;TZID=America/New_York:20261101T013000".to_owned()));
    night.duration_minutes = 120;
    assert!(unfolded(night).contains(&"DURATION:PT120M".to_owned()));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(render(&feed(vec![coffee_chat()])), render(&feed(vec![coffee_chat()])));
}
