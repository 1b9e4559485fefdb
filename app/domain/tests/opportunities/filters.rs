//! A list has one address.

use domain::identity::profile::vocab;
use domain::opportunities::filters::{MAX_PAGE, MAX_WORDS};
use domain::opportunities::{Contact, Filters, Group, Kind, Mode, Outcome, Sort, Visa};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::make;

fn some<T: Copy + std::fmt::Debug + Ord + 'static>(
    all: Vec<T>,
) -> impl Strategy<Value = std::collections::BTreeSet<T>> {
    let most = all.len().min(4);
    subsequence(all, 0..=most).prop_map(|some| some.into_iter().collect())
}

fn words(choices: &[vocab::Choice]) -> Vec<&'static str> {
    choices.iter().map(|choice| choice.word).collect()
}

fn filters() -> impl Strategy<Value = Filters> {
    let sets = (
        some(Kind::ALL.to_vec()),
        some(words(&vocab::SPECIALTIES)),
        some(words(&vocab::STATES)),
        some(Mode::ALL.to_vec()),
        some(Contact::ALL.to_vec()),
        some(Visa::ALL.to_vec()),
        some(Outcome::ALL.to_vec()),
    );
    let text = "([a-zA-Zé&=+%#?;]{1,8}( [a-z&=]{1,6}){0,2})?";
    let rest = (
        text,
        prop::option::of(select(Group::ALL)),
        prop::option::of(make::cents()),
        prop::option::of(1_u16..=156),
        prop::option::of(make::month()),
        prop::option::of(make::month()),
        select(Sort::ALL),
        1_u32..=MAX_PAGE,
    );
    (sets, rest).prop_map(|(sets, rest)| Filters {
        words: rest.0,
        kinds: sets.0,
        specialties: sets.1,
        states: sets.2,
        modes: sets.3,
        contacts: sets.4,
        visas: sets.5,
        outcomes: sets.6,
        group: rest.1,
        fee: rest.2,
        weeks: rest.3,
        from: rest.4,
        by: rest.5,
        sort: rest.6,
        page: rest.7,
    })
}

fn of_query(query: &str) -> Filters {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    Filters::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn filters_read_back_from_their_address(filters in filters()) {
        prop_assert_eq!(of_query(&filters.query()), filters);
    }

    #[test]
    fn the_same_filters_in_any_order_have_one_address(filters in filters(), turn in any::<usize>()) {
        let mut pairs = filters.pairs();
        let len = pairs.len().max(1);
        let by = turn % len.min(pairs.len().max(1));
        pairs.rotate_left(by);
        let again = Filters::parse(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        prop_assert_eq!(again.query(), filters.query());
    }

    #[test]
    fn any_address_is_some_list_with_one_address(query in "\\PC{0,80}") {
        let filters = of_query(&query);
        prop_assert!(domain::text::length(&filters.words) <= MAX_WORDS);
        prop_assert!((1..=MAX_PAGE).contains(&filters.page));
        prop_assert_eq!(of_query(&filters.query()), filters);
    }
}

#[test]
fn the_plain_list_has_no_query() {
    let all = Filters::parse([]);
    assert!(all.is_everything());
    assert_eq!(all.query(), "");
    let some =
        Filters::parse([("kind", "observership"), ("state", "NY"), ("fee", "free"), ("page", "2"), ("kind", "x")]);
    assert_eq!(some.query(), "kind=observership&state=NY&fee=free&page=2");
    assert!(!some.is_everything());
    assert_eq!(some.first_page().query(), "kind=observership&state=NY&fee=free");
}

#[test]
fn a_month_or_an_outcome_that_is_none_narrows_nothing() {
    let wrong = [("from", "March"), ("from", "2027-13"), ("by", "2027-3"), ("by", "9999-01"), ("outcome", "fame")];
    assert!(Filters::parse(wrong).is_everything());
    let some = [("by", "2027-06"), ("outcome", "certificate"), ("from", "2027-03"), ("from", "soon")];
    let some = Filters::parse(some);
    assert_eq!(some.query(), "outcome=certificate&from=2027-03&by=2027-06");
    assert!(!some.is_everything());
}
