use chrono::Duration;

use super::*;

/// The starts of the coffee chat from 2023 to 2026 (local date, instant), computed with Python's dateutil and
/// zoneinfo from the words "odd months, 4th Wednesday, 8 pm in New York", not with this code.
const COFFEE_CHAT: [(&str, &str); 24] = [
    ("2023-01-25", "2023-01-26T01:00:00Z"),
    ("2023-03-22", "2023-03-23T00:00:00Z"),
    ("2023-05-24", "2023-05-25T00:00:00Z"),
    ("2023-07-26", "2023-07-27T00:00:00Z"),
    ("2023-09-27", "2023-09-28T00:00:00Z"),
    ("2023-11-22", "2023-11-23T01:00:00Z"),
    ("2024-01-24", "2024-01-25T01:00:00Z"),
    ("2024-03-27", "2024-03-28T00:00:00Z"),
    ("2024-05-22", "2024-05-23T00:00:00Z"),
    ("2024-07-24", "2024-07-25T00:00:00Z"),
    ("2024-09-25", "2024-09-26T00:00:00Z"),
    ("2024-11-27", "2024-11-28T01:00:00Z"),
    ("2025-01-22", "2025-01-23T01:00:00Z"),
    ("2025-03-26", "2025-03-27T00:00:00Z"),
    ("2025-05-28", "2025-05-29T00:00:00Z"),
    ("2025-07-23", "2025-07-24T00:00:00Z"),
    ("2025-09-24", "2025-09-25T00:00:00Z"),
    ("2025-11-26", "2025-11-27T01:00:00Z"),
    ("2026-01-28", "2026-01-29T01:00:00Z"),
    ("2026-03-25", "2026-03-26T00:00:00Z"),
    ("2026-05-27", "2026-05-28T00:00:00Z"),
    ("2026-07-22", "2026-07-23T00:00:00Z"),
    ("2026-09-23", "2026-09-24T00:00:00Z"),
    ("2026-11-25", "2026-11-26T01:00:00Z"),
];

pub(crate) fn series(zone: Tz, start: &str, minutes: u32, rule: Option<&str>) -> Series {
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
        for_whom: crate::events::ForWhom::Everybody,
        public_id: PublicId::from_bytes([7; 12]),
        slug: Slug::parse("coffee-chat").unwrap(),
        uid: "coffee-chat@example.org".to_owned(),
        title: "IMG Coffee Chat".to_owned(),
        summary: String::new(),
        description: String::new(),
        category: "Community".to_owned(),
        zone,
        local_start: start.parse().unwrap(),
        duration_minutes: minutes,
        rule: rule.map(|rule| Rule::parse(rule).unwrap()),
        format: Format::Online,
        place: String::new(),
        status: Status::Published,
        sequence: 0,
        speakers: Vec::new(),
        sample: false,
        changed_at: utc("2023-01-01T00:00:00Z"),
    }
}

pub(crate) fn coffee_chat() -> Series {
    series(Tz::America__New_York, "2023-01-25T20:00:00", 60, Some("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"))
}

pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn the_coffee_chat_starts_when_an_independent_reader_says() {
    let found = coffee_chat().between(utc("2023-01-01T00:00:00Z"), utc("2027-01-01T00:00:00Z"), 100);
    let found: Vec<_> = found.iter().map(|at| (at.original_start.date().to_string(), at.start)).collect();
    let table: Vec<_> = COFFEE_CHAT.iter().map(|(date, start)| ((*date).to_owned(), utc(start))).collect();
    assert_eq!(found, table);
}

#[test]
fn next_holds_the_one_that_is_on_and_past_the_ones_that_ended() {
    let chat = coffee_chat();
    let during = utc("2025-05-29T00:59:59Z");
    assert_eq!(
        chat.next(during, 2).iter().map(|at| at.start).collect::<Vec<_>>(),
        [utc("2025-05-29T00:00:00Z"), utc("2025-07-24T00:00:00Z"),]
    );
    assert_eq!(chat.past(during, 1)[0].start, utc("2025-03-27T00:00:00Z"));
    let after = utc("2025-05-29T01:00:00Z");
    assert_eq!(chat.next(after, 1)[0].start, utc("2025-07-24T00:00:00Z"));
    assert_eq!(chat.past(after, 100).len(), 15);
    assert_eq!(chat.past(after, 1)[0].start, utc("2025-05-29T00:00:00Z"));
    assert_eq!(chat.past(utc("2022-01-01T00:00:00Z"), 5), []);
}

#[test]
fn a_one_off_is_next_until_it_ends_and_then_past() {
    let evening = series(Tz::America__Chicago, "2026-04-18T18:00:00", 120, None);
    let end = utc("2026-04-19T01:00:00Z");
    assert_eq!(evening.next(end - Duration::seconds(1), 5).len(), 1);
    assert_eq!(evening.next(end, 5), []);
    assert_eq!(evening.past(end, 5).len(), 1);
    assert_eq!(evening.past(end - Duration::seconds(1), 5), []);
    assert_eq!(evening.feed_rule(), None);
}

#[test]
fn an_hour_lasts_an_hour_when_the_clocks_change() {
    let night = series(Tz::America__New_York, "2026-11-01T00:30:00", 120, None).first();
    assert_eq!(night.end - night.start, Duration::hours(2));
    let skipped = series(Tz::America__New_York, "2026-03-08T02:30:00", 60, None).first();
    assert_eq!(skipped.start, utc("2026-03-08T07:30:00Z"));
    assert!(skipped.shifted.is_some());
}

#[test]
fn the_last_day_of_a_rule_is_written_as_an_instant() {
    let rule = Some("FREQ=WEEKLY;BYDAY=WE;UNTIL=20230329");
    let chat = series(Tz::America__New_York, "2023-01-25T20:00:00", 60, rule);
    assert_eq!(chat.feed_rule().unwrap(), "FREQ=WEEKLY;BYDAY=WE;UNTIL=20230330T035959Z");
    assert_eq!(chat.next(utc("2023-01-01T00:00:00Z"), 100).len(), 10);
}

#[test]
fn a_leap_day_is_named_for_readers() {
    let leap = series(Tz::UTC, "2024-02-29T09:00:00", 60, Some("FREQ=YEARLY;INTERVAL=2;UNTIL=20320101"));
    assert_eq!(leap.feed_rule().unwrap(), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=2;UNTIL=20320101T235959Z");
    let plain = series(Tz::UTC, "2024-03-01T09:00:00", 60, Some("FREQ=YEARLY"));
    assert_eq!(plain.feed_rule().unwrap(), "FREQ=YEARLY");
}

#[test]
fn a_long_daily_series_is_answered_from_its_middle() {
    let daily = series(Tz::Asia__Kolkata, "1999-05-01T07:00:00", 15, Some("FREQ=DAILY"));
    let now = utc("2026-01-01T12:00:00Z");
    assert_eq!(daily.past(now, 3)[2].original_start.to_string(), "2025-12-30 07:00:00");
    assert_eq!(daily.past(now, 5000).len(), 1000);
    assert_eq!(daily.next(now, 5000).len(), 1000);
    assert_eq!(daily.next(DateTime::<Utc>::MAX_UTC, 1), []);
    assert_eq!(daily.next(DateTime::<Utc>::MIN_UTC, 1).len(), 1);
}
