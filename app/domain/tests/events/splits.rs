//! Properties of splits: together the two parts are what the series was, and history stays with the ended one.

use chrono::Duration;
use domain::events::{Becoming, Occurrence, Override, Rule, Series};
use domain::id::PublicId;
use proptest::prelude::*;

use crate::make::{by_rule, varied_series};

const WALKED: usize = 120;

fn all(series: &Series) -> Vec<Occurrence> {
    let mut dates = series.next(chrono::DateTime::UNIX_EPOCH, 1000);
    dates.sort_by_key(|at| at.original_start);
    dates
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_of_a_split_are_together_what_the_series_was(series in varied_series(), at in 1_usize..60) {
        let starts = by_rule(&series, WALKED);
        prop_assume!(series.rule.is_some() && starts.len() > 1);
        let at = starts[(at % (starts.len() - 1)) + 1];
        let now = series.first().start;
        let following = series.following(at).unwrap();
        let new = Series { public_id: PublicId::from_bytes([9; 12]), uid: "n@example.org".to_owned(), ..following };
        let split = series.clone().split(at, new, now);
        prop_assert_eq!(&split.lost, &[]);
        prop_assert!(split.ended.slug.as_str().starts_with("s-until-"));
        prop_assert_eq!(&split.living.slug, &series.slug);
        prop_assert_eq!(split.living.continues.as_ref(), Some(&split.ended.slug));
        prop_assert_eq!(&split.ended.uid, &series.uid);
        prop_assert!(split.ended.effective_sequence(now) > series.effective_sequence(now));

        let before: Vec<_> = all(&series).into_iter().filter(|date| date.original_start.date() < at.date()).collect();
        let whole = before.len() < 1000 && starts.len() < WALKED;
        prop_assert!(!whole || all(&split.ended) == before);
        prop_assert!(all(&split.ended).iter().all(|date| date.original_start.date() < at.date()));
        prop_assert!(all(&split.living).iter().all(|date| date.original_start.date() >= at.date()));
        let mut both = all(&split.ended);
        both.extend(all(&split.living));
        let shown: Vec<_> = all(&series).into_iter().take(900).collect();
        let known = shown.last().map(|date| date.original_start);
        both.retain(|date| whole || known.is_some_and(|known| date.original_start <= known));
        if whole {
            prop_assert_eq!(both, all(&series));
        } else {
            // Of an endless series the first ones are enough.
            let near = starts[starts.len() - 1].min(at + Duration::days(400));
            let near_ones = |dates: &[Occurrence]| -> Vec<_> {
                dates.iter().copied().filter(|date| date.original_start <= near && !date.moved).collect()
            };
            let missing: Vec<_> = near_ones(&shown).into_iter().filter(|date| !both.contains(date)).collect();
            prop_assert_eq!(missing, []);
        }
        prop_assert_eq!(split.ended.check_dates(), []);
        prop_assert_eq!(split.living.check_dates(), []);
        prop_assert_eq!(split.living.check(), Ok(()));
    }

    #[test]
    fn another_time_on_the_same_days_takes_everything_along(series in varied_series(), at in 1_usize..60, by in 1_i64..200) {
        let starts = by_rule(&series, WALKED);
        prop_assume!(series.rule.is_some() && starts.len() > 1);
        let at = starts[(at % (starts.len() - 1)) + 1];
        let new_start = at.date().and_hms_opt(0, 0, 7).unwrap() + Duration::minutes(by);
        // An extra date on the day of another one at the very time that is new would be the rule's own then.
        prop_assume!(series.extra.iter().all(|extra| extra.time() != new_start.time()));
        let following = series.following(at).unwrap();
        let split = series.clone().split(new_start, following, series.first().start);
        prop_assert_eq!(split.living.local_start, new_start);
        prop_assert_eq!(&split.lost, &[]);
        let travelled = series.overrides.iter().filter(|date| date.original_start.date() >= at.date());
        for date in travelled {
            let day = date.original_start.date();
            // Moved before to where all are now, it has nothing left to say.
            let moved_to = date.moved_to.filter(|to| *to != day.and_time(new_start.time()));
            if (Override { moved_to, ..date.clone() }).is_blank() {
                continue;
            }
            let there = split.living.overrides.iter().filter(|said| said.original_start.date() == day);
            prop_assert!(there.clone().any(|said| said.cancelled_at == date.cancelled_at && said.title == date.title && said.minutes == date.minutes));
            prop_assert!(there.clone().all(|said| split.living.has(said.original_start)));
        }
        let days = |series: &Series, from| -> Vec<_> {
            series.excluded.iter().map(chrono::NaiveDateTime::date).filter(|day| *day >= from).collect()
        };
        prop_assert_eq!(days(&split.living, at.date()), days(&series, at.date()));
        prop_assert_eq!(split.living.check_dates(), []);
    }
}

#[test]
fn a_series_is_split_by_writing_a_later_first_date() {
    let (rule, at) =
        (Rule::parse("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;COUNT=24").unwrap(), "2027-01-13T19:00:00".parse().unwrap());
    let chat = crate::make::series(rule, "2023-01-25T20:00:00".parse().unwrap(), chrono_tz::Tz::America__New_York, 60);
    let now = "2026-11-27T12:00:00Z".parse().unwrap();
    let monthly = Some(Rule::parse("FREQ=MONTHLY;BYDAY=2WE").unwrap());
    let too_early = Series { rule: monthly, local_start: "2026-01-14T19:00:00".parse().unwrap(), ..chat.clone() };
    let Becoming::Refused(past) = chat.becomes(&too_early, now) else { panic!("history would change") };
    assert_eq!(
        past.to_string(),
        "dates up to now stay as they were; to change the rhythm from the next date on, write starts = 2026-12-09T19:00:00"
    );
    let wanted = Series { rule: monthly, local_start: at, ..chat.clone() };
    assert_eq!(chat.becomes(&wanted, now), Becoming::Split { at });
    let split = chat.clone().split(at, wanted, now);
    assert_eq!(split.ended.slug.as_str(), "s-until-2026-11-25");
    assert_eq!(
        split.ended.rule.unwrap().to_string(),
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;COUNT=24",
        "it has ended by itself"
    );
    let earlier = chat.split("2026-03-11T19:00:00".parse().unwrap(), split.living, now);
    assert_eq!(earlier.ended.feed_rule().unwrap(), "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;UNTIL=20260129T045959Z");
    assert_eq!(earlier.ended.slug.as_str(), "s-until-2026-01-28");
}
