//! How long it takes to work out the dates of 200 weekly series over a year, as one line of JSON.
//!
//! `cargo run --release -p domain --example expand` prints `{"series":200,"occurrences":10400,"microseconds":...}`: the
//! median of 51 rounds, each of them all the way to instants in the zone of the series.

use std::time::Instant;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use domain::events::{Format, Rule, Series, Slug, Status};
use domain::id::PublicId;

const SERIES: u8 = 200;
const ROUNDS: usize = 51;
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const ZONES: [Tz; 5] =
    [Tz::America__New_York, Tz::Europe__London, Tz::Asia__Kolkata, Tz::Australia__Sydney, Tz::Africa__Casablanca];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let monday = NaiveDate::from_ymd_opt(2026, 1, 5).ok_or("no such day")?.and_time(NaiveTime::MIN);
    let all: Vec<Series> = (0..SERIES).map(|n| weekly(n, monday)).collect::<Result<_, _>>()?;
    // Noon of a Sunday in the second year: 52 weeks, and so 52 dates of each series.
    let from = (monday + Duration::days(7 * 60 - 1) + Duration::hours(12)).and_utc();
    let to = from + Duration::weeks(52);
    let mut rounds: Vec<(u128, usize)> = (0..ROUNDS).map(|_| round(&all, from, to)).collect();
    rounds.sort_unstable();
    let (microseconds, occurrences) = rounds[ROUNDS / 2];
    println!(r#"{{"series":{SERIES},"occurrences":{occurrences},"microseconds":{microseconds}}}"#);
    Ok(())
}

/// Microseconds and dates of one round.
fn round(all: &[Series], from: DateTime<Utc>, to: DateTime<Utc>) -> (u128, usize) {
    let began = Instant::now();
    let found = all.iter().map(|series| std::hint::black_box(series.between(from, to, 1000)).len()).sum();
    (began.elapsed().as_micros(), found)
}

fn weekly(n: u8, monday: NaiveDateTime) -> Result<Series, Box<dyn std::error::Error>> {
    let day = usize::from(n) % DAYS.len();
    let start = monday + Duration::days(i64::try_from(day)?) + Duration::hours(i64::from(n % 24));
    Ok(Series {
        public_id: PublicId::from_bytes([n; 12]),
        slug: Slug::parse(&format!("series-{n}")).ok_or("not a slug")?,
        uid: format!("series-{n}@example.org"),
        title: "A weekly series".to_owned(),
        summary: String::new(),
        description: String::new(),
        category: String::new(),
        tags: Vec::new(),
        zone: ZONES[usize::from(n) % ZONES.len()],
        local_start: start,
        duration_minutes: 60,
        rule: Some(Rule::parse(&format!("FREQ=WEEKLY;BYDAY={}", DAYS[day]))?),
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        format: Format::Online,
        place: String::new(),
        link: None,
        organizer: String::new(),
        capacity: None,
        status: Status::Published,
        cancelled_at: None,
        continues: None,
        for_whom: domain::events::ForWhom::Everybody,
        sequence: 0,
        speakers: Vec::new(),
        sample: false,
        changed_at: DateTime::UNIX_EPOCH,
    })
}
