//! How long it takes to write the feed of 1,000 events, as one line of JSON.
//!
//! `cargo run --release -p services --example feed_speed` prints `{"events":1000,"bytes":...,"microseconds":...}`: the
//! median of 51 rounds from the series in memory to the bytes. The events are 800 series, each with a rule, a zone, a
//! description, a speaker and two days left out, and of every fourth one date that says something otherwise.

use std::time::Instant;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use domain::color::Color;
use domain::events::{Format, Override, Rule, Series, Slug, Speaker, Status};
use domain::id::PublicId;
use services::events::ical::{FeedInput, FeedKind, FeedSeries, Part, render};
use url::Url;

const SERIES: u16 = 800;
const ROUNDS: usize = 51;
const RULES: [&str; 4] =
    ["FREQ=WEEKLY;BYDAY=WE", "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE", "FREQ=DAILY;COUNT=40", "FREQ=YEARLY"];
const ZONES: [Tz; 5] =
    [Tz::America__New_York, Tz::Europe__London, Tz::Asia__Kolkata, Tz::Australia__Sydney, Tz::Africa__Casablanca];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let feed = FeedInput {
        name: "All events".to_owned(),
        organization: "Harborlight".to_owned(),
        zone: Tz::America__New_York,
        color: Color { red: 11, green: 92, blue: 107 },
        as_of: DateTime::UNIX_EPOCH,
        hides_cancelled: false,
        kind: FeedKind::Subscription,
        series: (0..SERIES).map(one).collect::<Result<_, _>>()?,
    };
    let mut rounds: Vec<(u128, usize)> = (0..ROUNDS).map(|_| round(&feed)).collect();
    rounds.sort_unstable();
    let (microseconds, bytes) = rounds[ROUNDS / 2];
    let events = render(&feed).matches("BEGIN:VEVENT").count();
    println!(r#"{{"events":{events},"bytes":{bytes},"microseconds":{microseconds}}}"#);
    Ok(())
}

/// Microseconds and bytes of one round.
fn round(feed: &FeedInput) -> (u128, usize) {
    let began = Instant::now();
    let bytes = std::hint::black_box(render(feed)).len();
    (began.elapsed().as_micros(), bytes)
}

fn one(n: u16) -> Result<FeedSeries, Box<dyn std::error::Error>> {
    let monday = NaiveDate::from_ymd_opt(2026, 1, 5).ok_or("no such day")?.and_time(NaiveTime::MIN);
    let start = monday + Duration::days(i64::from(n % 28)) + Duration::hours(i64::from(8 + n % 12));
    let slug = format!("series-{n}");
    let mut id = [0; 12];
    id[..2].copy_from_slice(&n.to_be_bytes());
    let rule = Rule::parse(RULES[usize::from(n) % RULES.len()])?;
    let mut series = Series {
        public_id: PublicId::from_bytes(id),
        slug: Slug::parse(&slug).ok_or("not a slug")?,
        uid: format!("{slug}@example.org"),
        title: format!("Interview practice in small groups, number {n}"),
        summary: "Bring your questions; we practice answers together.".to_owned(),
        description:
            "Each of us asks and answers, and the others listen.\n\nNo slides, no recording; *everybody* is welcome, \
                      whatever the year of graduation."
                .to_owned(),
        category: "Practice".to_owned(),
        tags: vec!["Residency".to_owned(), "Open to all".to_owned()],
        zone: ZONES[usize::from(n) % ZONES.len()],
        local_start: start,
        duration_minutes: 60,
        rule: Some(rule),
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        format: Format::Online,
        place: "Video call".to_owned(),
        link: None,
        organizer: "Interview team".to_owned(),
        capacity: Some(40),
        status: Status::Published,
        cancelled_at: None,
        continues: None,
        for_whom: domain::events::ForWhom::Everybody,
        sequence: u32::from(n % 5),
        speakers: vec![Speaker {
            name: "Amara Osei".to_owned(),
            credentials: "MD".to_owned(),
            role: "Internal medicine resident".to_owned(),
            affiliation: "Lakeshore Teaching Hospital".to_owned(),
            bio: String::new(),
        }],
        sample: false,
        changed_at: DateTime::UNIX_EPOCH,
    };
    let first = series.first();
    let next = series.between(first.end, first.end + Duration::days(900), 3);
    series.excluded = next.iter().skip(1).map(|date| date.original_start).collect();
    if n.is_multiple_of(4)
        && let Some(date) = next.first()
    {
        let mut own = Override::of(date.original_start, DateTime::UNIX_EPOCH);
        own.title = Some("An evening with a guest".to_owned());
        series.overrides = vec![own];
    }
    Ok(FeedSeries {
        url: Url::parse(&format!("https://example.org/events/{slug}"))?,
        series,
        part: Part::AllBut(Vec::new()),
    })
}
