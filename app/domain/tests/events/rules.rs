//! Properties of rules and expansions: text forms round trip, expansions are ordered, bounded and by the rule.

use chrono::{DateTime, Datelike, Duration, Utc};
use domain::events::{Repeats, Rule, Slug, vtimezone, zone};
use proptest::prelude::*;

use crate::make::{ZONES, any_series, date, rule};

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
