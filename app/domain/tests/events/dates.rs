//! Properties of the dates of a series with extra, excluded, moved and canceled ones: the order of time, names, and
//! the same answers as reckoning everything the slow way.

use std::collections::HashSet;

use chrono::{Duration, NaiveDateTime};
use domain::events::Series;
use proptest::prelude::*;

use crate::make::{by_rule, reckoned, varied_series};

/// Dates by the rule that are walked; what lies later is not compared.
const WALKED: usize = 300;

/// The slow answer, and the local time up to which it is whole: moved dates of later starts may lie before it.
fn naive(series: &Series) -> (Vec<NaiveDateTime>, bool) {
    let starts = by_rule(series, WALKED);
    let whole = series.rule.is_none() || starts.len() < WALKED;
    (starts, whole)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_asked_for_is_what_was_reckoned(series in varied_series(), later in -900_i64..4000, span in 1_i64..2000) {
        let (starts, whole) = naive(&series);
        let all = reckoned(&series, &starts);
        let known = if whole { chrono::DateTime::<chrono::Utc>::MAX_UTC } else {
            starts[starts.len() - 1].and_utc() - Duration::days(2)
        };
        let now = (series.first().start + Duration::days(later)).min(known);
        let told = |found: Vec<domain::events::Occurrence>| -> Vec<_> {
            found.into_iter().map(|at| (at.original_start, at.start, at.end)).collect()
        };

        let mut past: Vec<_> = all.iter().copied().filter(|(_, _, end)| *end <= now).collect();
        past.reverse();
        prop_assert_eq!(told(series.past(now, 1000)), past);

        let to = (now + Duration::days(span)).min(known);
        let between: Vec<_> = all.iter().copied().filter(|(_, start, end)| *end > now && *start < to).collect();
        prop_assert_eq!(told(series.between(now, to, 1000)), between);

        let next: Vec<_> = all.iter().copied().filter(|(_, start, end)| *end > now && *start < known).take(50).collect();
        let found = told(series.next(now, 50));
        prop_assert_eq!(&found[..next.len()], &next[..]);
        prop_assert!(!whole || found.len() == next.len());
    }

    #[test]
    fn every_date_is_found_by_its_name_and_no_name_is_given_twice(series in varied_series(), far in 0_i64..800) {
        let dates = series.next(series.first().start - Duration::days(600), 60);
        let names: HashSet<_> = dates.iter().map(|at| series.date_name(at.original_start)).collect();
        prop_assert_eq!(names.len(), dates.len());
        for at in &dates {
            prop_assert_eq!(series.by_name(&series.date_name(at.original_start)), Some(*at));
            prop_assert_eq!(series.occurrence(at.original_start), Some(*at));
            let long = at.original_start.format("%Y-%m-%dT%H%M%S").to_string();
            let long = long.strip_suffix("00").unwrap_or(&long);
            prop_assert_eq!(series.by_name(long), Some(*at));
        }
        let day = series.local_start.date() + Duration::days(far);
        let known = series.by_name(&day.to_string());
        prop_assert!(known.is_none_or(|at| at.original_start.date() == day));
    }

    #[test]
    fn previous_and_next_lead_through_all_dates_in_order(series in varied_series()) {
        let dates = series.next(series.first().start - Duration::days(600), 60);
        for pair in dates.windows(2) {
            prop_assert!((pair[0].start, pair[0].original_start) < (pair[1].start, pair[1].original_start));
            prop_assert_eq!(series.around(pair[0].original_start).1, Some(pair[1]));
            prop_assert_eq!(series.around(pair[1].original_start).0, Some(pair[0]));
        }
    }

    #[test]
    fn the_nearest_dates_are_nearer_than_all_others(series in varied_series(), far in -900_i64..4000, n in 1_usize..6) {
        let (starts, _) = naive(&series);
        let day = (series.local_start + Duration::days(far)).date();
        let noon = domain::events::zone::resolve(series.zone, day.and_hms_opt(12, 0, 0).unwrap()).0;
        let near = series.nearest(day, n);
        prop_assert!(near.len() <= n);
        let farthest = near.iter().map(|at| (at.start - noon).abs()).max();
        for (original, start, _) in reckoned(&series, &starts) {
            let chosen = near.iter().any(|at| at.original_start == original);
            prop_assert!(chosen || near.len() == n && farthest.is_some_and(|far| (start - noon).abs() >= far));
        }
    }

    #[test]
    fn what_fits_is_not_complained_of_and_what_does_not_is(series in varied_series()) {
        prop_assert_eq!(series.check_dates(), []);
        let mut wrong = series.clone();
        wrong.excluded.push(series.local_start + Duration::seconds(1));
        let words: Vec<_> = wrong.check_dates().iter().map(ToString::to_string).collect();
        prop_assert_eq!(words.len(), 1);
        prop_assert!(words[0].contains(" is not a date of this series; the nearest is "), "{}", words[0]);
        wrong.excluded.pop();
        wrong.extra.push(series.local_start);
        let again = wrong.check_dates();
        prop_assert_eq!(again.len(), 1);
        prop_assert!(again[0].to_string().ends_with(" is already a date by the rule of this series"));
    }
}
