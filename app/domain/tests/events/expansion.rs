//! Our expansion of rules equals the crate `rrule`'s, which knows nothing of it.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use chrono::{Datelike, NaiveDateTime};
use chrono_tz::Tz;
use domain::events::{Ends, Series};
use proptest::prelude::*;
use rrule::RRuleSet;

use crate::make::any_series;

/// The years a series may have dates in: a start given in 1990 may move back to a date of its rule in 1989.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// What the crate reads out of the RFC 5545 text of the rule, in floating time.
fn of_the_crate(series: &Series, most: usize) -> Vec<NaiveDateTime> {
    let rule = series.rule.unwrap();
    let ends = match rule.ends() {
        Ends::Never => String::new(),
        Ends::Until(last) => format!(";UNTIL={}T235959Z", last.format("%Y%m%d")),
        Ends::After(count) => format!(";COUNT={count}"),
    };
    let start = series.local_start.format("%Y%m%dT%H%M%SZ");
    let text = format!("DTSTART:{start}\nRRULE:{}{ends}", rule.value_without_end());
    let set: RRuleSet = text.parse().unwrap();
    set.into_iter().map(|at| at.naive_utc()).take_while(|at| YEARS.contains(&at.year())).take(most).collect()
}

fn floating(series: Series) -> Series {
    Series { zone: Tz::UTC, duration_minutes: 1, ..series }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn forward_from_the_first_start(series in any_series()) {
        let series = floating(series);
        let ours: Vec<_> = series.next(series.first().start, 200).iter().map(|at| at.original_start).collect();
        prop_assert_eq!(ours, of_the_crate(&series, 200));
    }

    #[test]
    fn forward_and_back_from_the_middle(series in any_series(), at in 0_usize..300) {
        let series = floating(series);
        let all = of_the_crate(&series, 320);
        let at = all[at.min(all.len() - 1)];
        let forward: Vec<_> = series.next(at.and_utc(), 20).iter().map(|at| at.original_start).collect();
        let wanted: Vec<_> = all.iter().copied().filter(|start| *start >= at).take(20).collect();
        prop_assert_eq!(&forward[..wanted.len()], &wanted[..]);
        let back: Vec<_> = series.past(at.and_utc(), 1000).iter().map(|at| at.original_start).collect();
        let mut wanted: Vec<_> = all.iter().copied().filter(|start| *start < at).collect();
        wanted.reverse();
        prop_assert_eq!(back, wanted);
    }

    #[test]
    fn a_date_is_known_when_it_is_chosen_and_only_then(series in any_series(), far in 0_i64..3000) {
        let series = floating(series);
        let all = of_the_crate(&series, 400);
        let at = series.local_start + chrono::Duration::days(far);
        let reached = all.len() < 400 || all.last().is_some_and(|last| *last >= at);
        prop_assert!(!reached || series.has(at) == all.contains(&at));
        prop_assert!(!series.has(at + chrono::Duration::seconds(1)));
        prop_assert!(all.iter().all(|start| series.has(*start)));
    }
}
