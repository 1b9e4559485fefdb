//! Properties of rules and expansions: text forms round trip, expansions are ordered, bounded and by the rule.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Utc, Weekday};
use chrono_tz::Tz;
use domain::events::{Days, Ends, Format, Nth, Repeats, Rule, Series, Slug, Status, vtimezone, zone};
use domain::id::PublicId;
use proptest::prelude::*;

const ZONES: [Tz; 9] = [
    Tz::America__New_York,
    Tz::Europe__London,
    Tz::Asia__Kolkata,
    Tz::Asia__Karachi,
    Tz::Australia__Sydney,
    Tz::Pacific__Apia,
    Tz::America__Sao_Paulo,
    Tz::Africa__Casablanca,
    Tz::UTC,
];

fn weekday() -> impl Strategy<Value = Weekday> {
    (0_u8..7).prop_map(|day| Weekday::try_from(day).unwrap())
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0_i64..22_000).prop_map(|days| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + Duration::days(days))
}

fn repeats() -> impl Strategy<Value = Repeats> {
    prop_oneof![
        Just(Repeats::Daily),
        Just(Repeats::Yearly),
        prop::collection::vec(weekday(), 1..8).prop_map(|days| Repeats::Weekly(Days::new(days).unwrap())),
        (1_u8..=31).prop_map(Repeats::MonthlyByDate),
        ((1_u8..=5).prop_map(Nth::From), weekday()).prop_map(|(nth, day)| Repeats::MonthlyByWeekday(nth, day)),
        weekday().prop_map(|day| Repeats::MonthlyByWeekday(Nth::Last, day)),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let ends = prop_oneof![Just(Ends::Never), date().prop_map(Ends::Until), (2_u32..=1000).prop_map(Ends::After)];
    (repeats(), 1_u16..=100, ends).prop_map(|(repeats, interval, ends)| Rule::new(repeats, interval, ends).unwrap())
}

fn series(rule: Rule, start: NaiveDateTime, zone: Tz, minutes: u32) -> Series {
    Series {
        public_id: PublicId::from_bytes([1; 12]),
        slug: Slug::parse("s").unwrap(),
        uid: "s@example.org".to_owned(),
        title: "S".to_owned(),
        summary: String::new(),
        description: String::new(),
        category: String::new(),
        zone,
        local_start: start,
        duration_minutes: minutes,
        rule: Some(rule),
        format: Format::Online,
        place: String::new(),
        status: Status::Published,
        sequence: 0,
        speakers: Vec::new(),
        sample: false,
        changed_at: DateTime::UNIX_EPOCH,
    }
}

/// A series whose start is moved to the nearest date its rule allows.
fn any_series() -> impl Strategy<Value = Series> {
    (rule(), date(), 0_u32..86_400, prop::sample::select(&ZONES[..]), 1_u32..3000).prop_filter_map(
        "the rule ends before it starts",
        |(rule, date, second, zone, minutes)| {
            let at = |date: NaiveDate| {
                date.and_time(chrono::NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap())
            };
            let start = match rule.check_start(at(date)) {
                Err(domain::events::StartError::NotByRule { nearest, .. }) => at(nearest),
                _ => at(date),
            };
            let series = series(rule, start, zone, minutes);
            series.check().is_ok().then_some(series)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_text_of_a_rule_reads_back(rule in rule()) {
        prop_assert_eq!(Rule::parse(&rule.to_string()), Ok(rule));
    }

    #[test]
    fn the_words_of_a_rule_read_back(rule in rule(), start in date()) {
        let words = rule.words(start.and_hms_opt(20, 0, 0).unwrap());
        prop_assert_eq!(Rule::parse(&words), Ok(rule), "{}", words);
    }

    #[test]
    fn reading_any_text_never_panics(text in "\\PC{0,60}", parts in prop::collection::vec("(FREQ|BYDAY|UNTIL|COUNT|INTERVAL|BYMONTHDAY)=[A-Z0-9,é+-]{0,9}", 0..4)) {
        let _ = Rule::parse(&text);
        let _ = Rule::parse(&parts.join(";"));
        let _ = Slug::from_title(&text);
        let _ = zone::parse(&text);
    }

    #[test]
    fn the_nearest_start_is_one_the_rule_takes(rule in rule(), day in date()) {
        if let Err(domain::events::StartError::NotByRule { nearest, given }) = rule.check_start(day.and_hms_opt(9, 0, 0).unwrap()) {
            prop_assert_eq!(given, day);
            let again = rule.check_start(nearest.and_hms_opt(9, 0, 0).unwrap());
            let refused_again = matches!(again, Err(domain::events::StartError::NotByRule { .. }));
            prop_assert!(!refused_again);
        }
    }

    #[test]
    fn starting_in_the_middle_gives_what_walking_from_the_start_gives(series in any_series(), later in 0_i64..6000) {
        let from = series.first().start + Duration::days(later);
        let all = series.between(series.first().start, from + Duration::days(4000), 1000);
        let whole = all.len() < 1000;
        let walked: Vec<_> = all.iter().copied().filter(|at| at.end > from && at.start < from + Duration::days(4000)).collect();
        let direct = series.between(from, from + Duration::days(4000), 1000);
        let same = walked.len().min(direct.len());
        prop_assert!(!whole || walked.len() == direct.len());
        prop_assert_eq!(&walked[..same], &direct[..same]);
    }

    #[test]
    fn next_and_past_meet_at_now(series in any_series(), later in -500_i64..6000) {
        let now = series.first().start + Duration::days(later);
        let (next, past) = (series.next(now, 20), series.past(now, 20));
        prop_assert!(next.iter().all(|at| at.end > now));
        prop_assert!(past.iter().all(|at| at.end <= now));
        prop_assert!(next.windows(2).all(|pair| pair[0].original_start < pair[1].original_start));
        prop_assert!(past.windows(2).all(|pair| pair[0].original_start > pair[1].original_start));
        if let (Some(soonest), Some(newest)) = (next.first(), past.first()) {
            let (from, to) = (newest.original_start, soonest.original_start);
            let between = series.between(newest.start, soonest.end, 1000);
            prop_assert_eq!(between.iter().filter(|at| at.original_start > from && at.original_start < to).count(), 0);
        }
    }

    #[test]
    fn every_occurrence_is_on_a_day_of_its_rule(series in any_series()) {
        let rule = series.rule.unwrap();
        let found = series.next(series.first().start, 50);
        prop_assert_eq!(found.first().map(|at| at.original_start), Some(series.local_start));
        for at in found {
            prop_assert_eq!(at.original_start.time(), series.local_start.time());
            match rule.repeats() {
                Repeats::Weekly(days) => prop_assert!(days.contains(at.original_start.weekday())),
                Repeats::MonthlyByDate(day) => prop_assert_eq!(at.original_start.day(), u32::from(day)),
                Repeats::MonthlyByWeekday(_, day) => prop_assert_eq!(at.original_start.weekday(), day),
                Repeats::Yearly => prop_assert_eq!(at.original_start.month(), series.local_start.month()),
                Repeats::Daily => prop_assert_eq!((at.original_start - series.local_start).num_days() % i64::from(rule.interval()), 0),
            }
        }
    }

    #[test]
    fn a_resolved_time_reads_back_unless_it_was_skipped(day in date(), second in 0_u32..86_400, zone in prop::sample::select(&ZONES[..])) {
        let local = day.and_time(chrono::NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap());
        let (at, change) = zone::resolve(zone, local);
        let back = zone::local_time(zone, at);
        let gap = if let Some(zone::ClockChange::MovedForward { minutes }) = change { minutes } else { 0 };
        prop_assert_eq!(back, local + Duration::minutes(gap));
    }
}

#[test]
fn a_time_zone_block_never_lists_dates() {
    let first: DateTime<Utc> = "2023-01-26T01:00:00Z".parse().unwrap();
    for zone in ZONES {
        let lines = vtimezone(zone, first).lines();
        assert!(!lines.iter().any(|line| line.starts_with("RDATE")), "{zone}");
        assert!(
            lines.iter().filter(|line| line.starts_with("RRULE:")).all(|line| line.starts_with("RRULE:FREQ=YEARLY;")),
            "{zone}"
        );
    }
}
