//! Properties of changes: sequences rise with the plan and never fall, a cancel that is undone leaves no trace in the
//! dates, and what is called a change in place leaves history alone.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use domain::events::{Becoming, LEAVES_AFTER, Override, Series};
use proptest::prelude::*;

use crate::make::{by_rule, varied_series};

/// One thing somebody does, and how many days later the next one is done.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Cancel(usize),
    UndoCancel(usize),
    Move(usize, i64),
    MoveBack(usize),
    Retitle(usize),
    Forget(usize),
    Record(usize),
    Words,
    Place,
    Exclude(usize),
    Include,
    Extra(i64),
    NoExtra,
}

fn deed() -> impl Strategy<Value = (Deed, i64)> {
    let at = 0_usize..4;
    let deed = prop_oneof![
        at.clone().prop_map(Deed::Cancel),
        at.clone().prop_map(Deed::UndoCancel),
        (at.clone(), -3000_i64..3000).prop_map(|(at, by)| Deed::Move(at, by)),
        at.clone().prop_map(Deed::MoveBack),
        at.clone().prop_map(Deed::Retitle),
        at.clone().prop_map(Deed::Forget),
        at.clone().prop_map(Deed::Record),
        at.prop_map(Deed::Exclude),
        (1_i64..5000).prop_map(Deed::Extra),
        Just(Deed::Words),
        Just(Deed::Place),
        Just(Deed::Include),
        Just(Deed::NoExtra),
    ];
    (deed, prop_oneof![0_i64..3, 29_i64..32, 61_i64..62])
}

fn does(series: &Series, dates: &[NaiveDateTime], deed: Deed, n: usize, now: DateTime<Utc>) -> Series {
    let mut after = series.clone();
    let pick = |at: usize| dates[at % dates.len()];
    let mut with = |at: usize, change: &dyn Fn(&mut Override)| {
        let at = pick(at);
        if series.has(at) {
            let mut date = series.override_of(at).cloned().unwrap_or_else(|| Override::of(at, now));
            change(&mut date);
            after.overrides.retain(|other| other.original_start != at);
            after.overrides.push(date);
        }
    };
    match deed {
        Deed::Cancel(at) => return series.cancel(pick(at), now).unwrap_or_else(|| series.clone()),
        Deed::UndoCancel(at) => return series.undo_cancel(pick(at), now).unwrap_or_else(|| series.clone()),
        Deed::Move(at, by) => with(at, &|date| date.moved_to = Some(date.original_start + Duration::minutes(by))),
        Deed::MoveBack(at) => with(at, &|date| date.moved_to = None),
        Deed::Retitle(at) => with(at, &|date| date.title = Some(format!("Title {n}"))),
        Deed::Record(at) => with(at, &|date| date.recording = "https://example.org/r".to_owned().try_into().ok()),
        Deed::Forget(at) => after.overrides.retain(|date| date.original_start != pick(at)),
        Deed::Words => after.description = format!("Words {n}"),
        Deed::Place => after.place = format!("Place {n}"),
        Deed::Exclude(at) => {
            if series.has(pick(at)) && !series.extra.contains(&pick(at)) {
                after.excluded.push(pick(at));
                after.overrides.retain(|date| date.original_start != pick(at));
            }
        }
        Deed::Include => after.excluded.clear(),
        Deed::Extra(by) => {
            let extra = series.local_start + Duration::minutes(by);
            if !after.excluded.contains(&extra) && !series.has(extra) {
                after.extra.push(extra);
            }
        }
        Deed::NoExtra => {
            let gone = std::mem::take(&mut after.extra);
            after.overrides.retain(|date| !gone.contains(&date.original_start));
        }
    }
    Series::revised(series, after, now)
}

/// What people plan a date by, as a feed of that instant tells it; dates it does not hold are left out.
type Told = (DateTime<Utc>, DateTime<Utc>, bool, String, String);

fn fed(series: &Series, dates: &[NaiveDateTime], now: DateTime<Utc>) -> BTreeMap<NaiveDateTime, (Told, u32)> {
    let held = dates.iter().chain(&series.extra).filter_map(|at| {
        let date = series.occurrence(*at)?;
        let own = series.override_of(*at);
        if own.is_some_and(|own| series.left_feed(own, now)) {
            return None;
        }
        let told = series.told(*at);
        let master = series.effective_sequence(now);
        let sequence = own.filter(|own| own.in_feed()).map_or(master, |own| own.sequence.max(master));
        Some((*at, ((date.start, date.end, date.cancelled, told.title.to_owned(), told.place.to_owned()), sequence)))
    });
    held.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sequences_rise_with_the_plan_and_never_fall(
        series in varied_series(), deeds in prop::collection::vec(deed(), 1..25)
    ) {
        let mut series = series;
        let mut now = series.first().start;
        let dates = by_rule(&series, 4);
        // The highest that was ever written of each date, with what was told then.
        let mut known = fed(&series, &dates, now);
        for (n, (deed, days)) in deeds.into_iter().enumerate() {
            now += Duration::days(days);
            // What time alone did: dates left.
            let master = series.effective_sequence(now);
            prop_assert!(series.next_step(now - Duration::days(days)).is_none_or(|at| at > now || master > series.sequence));
            let before_deed = fed(&series, &dates, now);
            for (at, date) in before_deed { known.insert(at, date); }

            let after = does(&series, &dates, deed, n, now);
            prop_assert!(after.effective_sequence(now) >= master, "{deed:?}");
            prop_assert!(after.feed_changed_at(now) >= series.feed_changed_at(now), "{deed:?}");
            let differs = series.feed_differs(&after);
            prop_assert!(!differs || after.feed_changed_at(now) >= now.min(after.changed_at));
            if !differs {
                prop_assert_eq!(series.feed_changed_at(now), after.feed_changed_at(now), "{:?}", deed);
                prop_assert_eq!(series.effective_sequence(now), after.effective_sequence(now), "{:?}", deed);
            }
            for (at, (told, sequence)) in fed(&after, &dates, now) {
                if let Some((told_before, sequence_before)) = known.get(&at) {
                    prop_assert!(sequence >= *sequence_before, "{deed:?} at {at}: {sequence} < {sequence_before}");
                    prop_assert!(told == *told_before || sequence > *sequence_before, "{deed:?} at {at}: {sequence}");
                }
                known.insert(at, (told, sequence));
            }
            prop_assert_eq!(&Series::revised(&after, after.clone(), now + Duration::days(1)), &after);
            series = after;
        }
    }

    #[test]
    fn a_cancel_that_is_undone_leaves_the_dates_as_they_were(
        series in varied_series(), at in 0_usize..20, days in prop_oneof![Just(0_i64), 1_i64..29, 30_i64..90]
    ) {
        let now = series.first().start;
        let dates = series.next(now - Duration::days(600), 20);
        prop_assume!(!dates.is_empty());
        let date = dates[at % dates.len()];
        prop_assume!(!date.cancelled);
        let cancelled = series.cancel(date.original_start, now).unwrap();
        prop_assert!(cancelled.occurrence(date.original_start).unwrap().cancelled);
        prop_assert_eq!(cancelled.next_step(now).map(|step| step <= now + LEAVES_AFTER), Some(true));
        let later = now + Duration::days(days);
        let undone = cancelled.undo_cancel(date.original_start, later).unwrap();
        prop_assert_eq!(undone.next(now - Duration::days(600), 20), dates);
        prop_assert!(undone.effective_sequence(later) >= cancelled.effective_sequence(later));
        prop_assert!(!undone.feed_differs(&series));
        prop_assert!(series.cancel(date.original_start + Duration::seconds(1), now).is_none());
    }

    #[test]
    fn history_stays_under_what_is_called_a_change_in_place(
        series in varied_series(), other in varied_series(), parts in any::<[bool; 6]>(), later in -100_i64..2000
    ) {
        let now = series.first().start + Duration::days(later);
        let mut after = series.clone();
        let [rule, start, extra, excluded, overrides, zone] = parts;
        if rule { after.rule = other.rule; }
        if start { after.local_start = other.local_start; }
        if extra { after.extra = series.extra.iter().copied().filter(|at| at.and_utc() > now).collect(); }
        if excluded { after.excluded.pop(); }
        if overrides { after.overrides.pop(); }
        if zone { after.zone = other.zone; }
        let history = |series: &Series| {
            let past = series.between(DateTime::UNIX_EPOCH, now, 1000).into_iter().filter(|at| at.start <= now);
            past.map(|at| (at.original_start, at.start, at.end)).collect::<Vec<_>>()
        };
        match series.becomes(&after, now) {
            Becoming::Same => prop_assert_eq!(history(&series), history(&after)),
            Becoming::InPlace => {
                // A one-off that has not ended may be moved, also while it is on.
                let on = series.rule.is_none() && series.occurrence(series.local_start).is_some_and(|own| own.end > now);
                prop_assert!(on || history(&series) == history(&after));
            }
            Becoming::NewKey => prop_assert_eq!(history(&series), []),
            Becoming::Split { at } => {
                prop_assert_eq!(at, after.local_start);
                prop_assert!(history(&series).iter().all(|(original, ..)| original.date() < at.date()));
            }
            Becoming::Refused(past) => {
                prop_assert!(past.to_string().starts_with("dates up to now stay as they were; "));
                if let Some(next) = past.next {
                    let again = Series { local_start: next, ..after };
                    prop_assert!(!matches!(series.becomes(&again, now), Becoming::Refused(_)));
                }
            }
        }
    }
}
