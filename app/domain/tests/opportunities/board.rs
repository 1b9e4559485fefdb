//! A list and its counts, against the same said field by field.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::identity::profile::vocab;
use domain::opportunities::board::{Entry, Facets, find};
use domain::opportunities::filters::STAYS;
use domain::opportunities::{
    Cents, Contact, Filters, Group, Kind, Mode, Month, Outcome, Posting, Sort, Start, Visa, months_from,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::make;

/// Few values, so that much fits.
fn posting() -> impl Strategy<Value = Posting> {
    let some = (select(&Kind::ALL[..3]), select(&Contact::ALL[..2]), select(&vocab::SPECIALTIES[..3]));
    let place = (select(Mode::ALL), select(&vocab::STATES[..3]));
    (make::posting(), some, place).prop_map(|(posting, (kind, contact, specialty), (mode, state))| Posting {
        kind,
        contact,
        specialty: specialty.word.to_owned(),
        mode,
        state: if mode == Mode::Remote { String::new() } else { state.word.to_owned() },
        ..posting
    })
}

fn filters() -> impl Strategy<Value = Filters> {
    let sets = (
        subsequence(Kind::ALL[..3].to_vec(), 0..=2),
        subsequence(vec![vocab::SPECIALTIES[0].word, vocab::SPECIALTIES[1].word], 0..=2),
        subsequence(vec![vocab::STATES[0].word, vocab::STATES[1].word], 0..=2),
        subsequence(Mode::ALL.to_vec(), 0..=2),
        subsequence(Contact::ALL[..2].to_vec(), 0..=1),
        subsequence(Visa::ALL.to_vec(), 0..=2),
        subsequence(Outcome::ALL.to_vec(), 0..=2),
    );
    let rest = (
        prop_oneof![3 => Just(String::new()), 1 => Just("a".to_owned()), 1 => Just("a E".to_owned())],
        prop::option::of(select(Group::ALL)),
        prop::option::of(make::cents()),
        prop::option::of(1_u16..=156),
        (prop::option::of(make::month()), prop::option::of(make::month())),
        select(Sort::ALL),
        1_u32..=2,
    );
    (sets, rest).prop_map(|(sets, (words, group, fee, weeks, (from, by), sort, page))| Filters {
        words,
        kinds: sets.0.into_iter().collect(),
        specialties: sets.1.into_iter().collect(),
        states: sets.2.into_iter().collect(),
        modes: sets.3.into_iter().collect(),
        contacts: sets.4.into_iter().collect(),
        visas: sets.5.into_iter().collect(),
        outcomes: sets.6.into_iter().collect(),
        group,
        fee,
        weeks,
        from,
        by,
        sort,
        page,
    })
}

fn is_open_to(posting: &Posting, group: Group) -> bool {
    let of = if Group::TRAINING.contains(&group) { Group::TRAINING } else { Group::CITIZENSHIP };
    posting.groups.contains(&group) || !posting.groups.iter().any(|one| of.contains(one))
}

/// Whether a stay may begin on a day of one of these months that is not over, said day by day.
fn begins_in(posting: &Posting, from: Option<Month>, by: Option<Month>, now: DateTime<Tz>) -> bool {
    let fits = |day: NaiveDate| {
        let month = Month::of(day);
        month >= Month::of(now.date_naive()) && from.is_none_or(|from| month >= from) && by.is_none_or(|by| month <= by)
    };
    let (first, last) = match posting.start {
        Start::Rolling => (now.date_naive(), now.date_naive() + Days::new(1_100)),
        Start::Between { from, to } => (from, to),
    };
    first.iter_days().take_while(|day| *day <= last).any(fits)
}

/// What fits, said as a person would say it.
fn fits(posting: &Posting, filters: &Filters, now: DateTime<Tz>) -> bool {
    let lower = [&posting.title, &posting.institution, &posting.department].map(|text| text.to_lowercase()).join("\n");
    let words = filters.words.split_whitespace().all(|word| lower.contains(&word.to_lowercase()));
    now < posting.expires_at()
        && words
        && (filters.kinds.is_empty() || filters.kinds.contains(&posting.kind))
        && (filters.specialties.is_empty() || filters.specialties.contains(posting.specialty.as_str()))
        && (filters.states.is_empty() || filters.states.contains(posting.state.as_str()))
        && (filters.modes.is_empty() || filters.modes.contains(&posting.mode))
        && (filters.contacts.is_empty() || filters.contacts.contains(&posting.contact))
        && (filters.visas.is_empty() || posting.visas.iter().any(|visa| filters.visas.contains(visa)))
        && (filters.outcomes.is_empty() || posting.outcomes.iter().any(|one| filters.outcomes.contains(one)))
        && filters.group.is_none_or(|group| is_open_to(posting, group))
        && filters.fee.is_none_or(|most| posting.fee_per_week() <= u64::from(most.get()))
        && filters.weeks.is_none_or(|weeks| (posting.weeks.least..=posting.weeks.most).contains(&weeks))
        && ((filters.from, filters.by) == (None, None) || begins_in(posting, filters.from, filters.by, now))
}

/// How many of each value fit, when only this field is open.
fn counted<T: Copy>(
    all: &[Posting],
    open: &Filters,
    now: DateTime<Tz>,
    values: impl Iterator<Item = T>,
    has: impl Fn(&Posting, T) -> bool,
) -> Vec<(T, u64)> {
    let number = |value| all.iter().filter(|posting| fits(posting, open, now) && has(posting, value)).count() as u64;
    values.map(|value| (value, number(value))).filter(|(_, number)| *number > 0).collect()
}

fn key(nth: usize) -> i64 {
    i64::try_from(nth).expect("few")
}

/// Whose it is: one of three.
fn host(nth: usize) -> i64 {
    key(nth % 3)
}

fn published(nth: usize) -> DateTime<Utc> {
    // Several at one moment.
    make::now() - TimeDelta::minutes(key(nth * 7 % 5))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_list_holds_what_fits_in_its_order_and_counts_each_field_as_if_it_were_open(
        all in prop::collection::vec(posting(), 0..60), filters in filters(), hours in 0_i64..4_800,
        zone in select(vec![Tz::Pacific__Honolulu, Tz::America__New_York, Tz::Pacific__Kiritimati]),
        away in subsequence(vec![0_i64, 1, 2], 0..=2),
    ) {
        // At some of these moments another month has begun in one zone than in the other.
        let now = (make::now() + TimeDelta::hours(hours)).with_timezone(&zone);
        let entries: Vec<Arc<Entry>> = all.iter().enumerate().map(|(nth, posting)| {
            let entry = Entry::new((key(nth), host(nth)), Facets::of(posting), published(nth), posting.expires_at());
            Arc::new(entry.expect("words of the lists"))
        }).collect();
        let page = find(&entries, &filters, &away, now);

        let near = |nth: usize| !away.contains(&host(nth));
        let mut listed: Vec<usize> = (0..all.len()).filter(|nth| near(*nth) && fits(&all[*nth], &filters, now)).collect();
        match filters.sort {
            Sort::Deadline => listed.sort_by_key(|nth| (all[*nth].expires_at(), *nth)),
            Sort::Newest => listed.sort_by_key(|nth| std::cmp::Reverse((published(*nth), *nth))),
            Sort::Fee => listed.sort_by_key(|nth| (all[*nth].fee_per_week(), *nth)),
        }
        prop_assert_eq!(page.counts.all, listed.len() as u64);
        let skipped = 20 * (filters.page as usize - 1);
        let expected: Vec<i64> = listed.into_iter().skip(skipped).take(20).map(key).collect();
        prop_assert_eq!(page.ids, expected);

        let all: Vec<Posting> = (0..all.len()).filter(|nth| near(*nth)).map(|nth| all[nth].clone()).collect();
        let f = || filters.clone();
        let open = Filters { kinds: BTreeSet::new(), ..f() };
        prop_assert_eq!(page.counts.kinds, counted(&all, &open, now, Kind::ALL.iter().copied(), |p, v| p.kind == v));
        let open = Filters { modes: BTreeSet::new(), ..f() };
        prop_assert_eq!(page.counts.modes, counted(&all, &open, now, Mode::ALL.iter().copied(), |p, v| p.mode == v));
        let open = Filters { contacts: BTreeSet::new(), ..f() };
        let values = Contact::ALL.iter().copied();
        prop_assert_eq!(page.counts.contacts, counted(&all, &open, now, values, |p, v| p.contact == v));
        let open = Filters { visas: BTreeSet::new(), ..f() };
        let values = Visa::ALL.iter().copied();
        prop_assert_eq!(page.counts.visas, counted(&all, &open, now, values, |p, v| p.visas.contains(&v)));
        let open = Filters { group: None, ..f() };
        prop_assert_eq!(page.counts.groups, counted(&all, &open, now, Group::ALL.iter().copied(), is_open_to));
        let open = Filters { specialties: BTreeSet::new(), ..f() };
        let values = vocab::SPECIALTIES.iter().map(|choice| choice.word);
        prop_assert_eq!(page.counts.specialties, counted(&all, &open, now, values, |p, v| p.specialty == v));
        let open = Filters { states: BTreeSet::new(), ..f() };
        let values = vocab::STATES.iter().map(|choice| choice.word);
        prop_assert_eq!(page.counts.states, counted(&all, &open, now, values, |p, v| p.state == v));
        let open = Filters { outcomes: BTreeSet::new(), ..f() };
        let values = Outcome::ALL.iter().copied();
        prop_assert_eq!(page.counts.outcomes, counted(&all, &open, now, values, |p, v| p.outcomes.contains(&v)));
        let open = Filters { fee: None, ..f() };
        let costs = |p: &Posting, v: Cents| p.fee_per_week() <= u64::from(v.get());
        prop_assert_eq!(page.counts.fees, counted(&all, &open, now, Cents::STEPS.into_iter(), costs));
        let open = Filters { weeks: None, ..f() };
        let lasts = |p: &Posting, v: u16| p.weeks.least <= v && v <= p.weeks.most;
        prop_assert_eq!(page.counts.weeks, counted(&all, &open, now, STAYS.into_iter(), lasts));
        let (from, by) = (filters.from, filters.by);
        let open = Filters { from: None, by: None, ..f() };
        let values = months_from(now.date_naive()).into_iter();
        let begins = |p: &Posting, v: Month| begins_in(p, Some(v), by, now);
        prop_assert_eq!(page.counts.from, counted(&all, &open, now, values.clone(), begins));
        let begins = |p: &Posting, v: Month| begins_in(p, from, Some(v), now);
        prop_assert_eq!(page.counts.by, counted(&all, &open, now, values, begins));
    }
}
