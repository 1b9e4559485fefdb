//! Keys, windows, judgments, and the codes of batches.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::codes::{Asked, Key, No, Off, Purpose, Rules, Window, judge, normalize, single_use};
use domain::membership::{PlanKey, Stage, Stages};
use domain::money::{Cents, Currency};
use domain::verification::Code;
use proptest::prelude::*;

use crate::money::{amount, percent};

pub(crate) fn off() -> impl Strategy<Value = Off> {
    prop_oneof![
        percent().prop_map(Off::Percent),
        amount().prop_filter("an amount", |cents| *cents > Cents::ZERO).prop_map(Off::Fixed),
    ]
}

fn noon() -> DateTime<Utc> {
    "2026-11-28T17:00:00Z".parse().expect("an instant")
}

fn rules(off: Off) -> Rules {
    Rules {
        off,
        currency: None,
        plans: Vec::new(),
        purpose: Purpose::Both,
        window: Window::always(chrono_tz::America::New_York),
        cap: None,
        per_person: 1,
        minimum: None,
        first_purchase: false,
        audience: Stages::EVERYBODY,
        stopped: false,
    }
}

fn asked(plan: &PlanKey, subtotal: i64) -> Asked<'_> {
    Asked {
        plan,
        subtotal: Cents::new(subtotal).expect("an amount"),
        currency: Currency::Usd,
        renewal: false,
        paid_before: false,
        stage: Some(Stage::Resident),
        taken: 0,
        taken_by_person: 0,
        now: noon(),
    }
}

fn resident() -> PlanKey {
    PlanKey::parse("resident").expect("a key")
}

#[test]
fn every_rule_says_its_own_no() {
    let (resident, fifteen) = (resident(), Off::parse("percent", 1_500).expect("a part"));
    let (order, code) = (asked(&resident, 5_000), rules(fifteen));
    assert_eq!(judge(&code, &order).map(Cents::get), Ok(750));
    let local = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).and_then(|day| day.and_hms_opt(12, 0, 0));
    let window = |from, until| Window { from, until, zone: chrono_tz::America::New_York };
    // Noon in New York is this very instant: the first one is inside, the end is outside.
    for (no, code, order) in [
        (No::Stopped, Rules { stopped: true, ..code.clone() }, order.clone()),
        (No::NotYet, Rules { window: window(local(29), None), ..code.clone() }, order.clone()),
        (No::Over, Rules { window: window(None, local(28)), ..code.clone() }, order.clone()),
        (No::UsedUp, Rules { cap: Some(100), ..code.clone() }, Asked { taken: 100, ..order.clone() }),
        (No::UsedByPerson, code.clone(), Asked { taken_by_person: 1, ..order.clone() }),
        (No::OtherPlan, Rules { plans: vec![PlanKey::parse("life").expect("a key")], ..code.clone() }, order.clone()),
        (No::OtherCurrency, Rules { currency: Some(Currency::Eur), ..code.clone() }, order.clone()),
        (No::OnlyNew, Rules { purpose: Purpose::New, ..code.clone() }, Asked { renewal: true, ..order.clone() }),
        (No::OnlyRenewal, Rules { purpose: Purpose::Renewal, ..code.clone() }, order.clone()),
        (No::BelowMinimum, Rules { minimum: Cents::new(5_001), ..code.clone() }, order.clone()),
        (No::NotFirst, Rules { first_purchase: true, ..code.clone() }, Asked { paid_before: true, ..order.clone() }),
        (No::OtherStage, Rules { audience: Stages::EVERYBODY.with(Stage::Fellow), ..code.clone() }, order.clone()),
        (
            No::OtherStage,
            Rules { audience: Stages::EVERYBODY.with(Stage::Fellow), ..code.clone() },
            Asked { stage: None, ..order.clone() },
        ),
    ] {
        assert_eq!(judge(&code, &order), Err(no));
    }
    for fine in [
        Rules { window: window(local(28), local(29)), ..code.clone() },
        Rules { cap: Some(1), minimum: Cents::new(5_000), plans: vec![resident.clone()], ..code.clone() },
        Rules { first_purchase: true, purpose: Purpose::New, currency: Some(Currency::Usd), ..code.clone() },
        Rules { audience: Stages::UNTIL_RESIDENCY_ENDS, ..code.clone() },
    ] {
        assert_eq!(judge(&fine, &order).map(Cents::get), Ok(750));
    }
    let twice = Rules { per_person: 2, ..code };
    assert!(judge(&twice, &Asked { taken_by_person: 1, ..order.clone() }).is_ok());
    assert_eq!(judge(&twice, &Asked { taken_by_person: 2, ..order }), Err(No::UsedByPerson));
}

#[test]
fn strangers_are_told_one_thing_and_others_what_helps() {
    let to_strangers: BTreeSet<_> = No::ALL.into_iter().map(|no| no.words(false)).collect();
    assert_eq!(to_strangers.len(), 1);
    assert_eq!(No::Unknown.words(true), No::Unknown.words(false), "nor is a wrong code told apart from a stopped one");
    assert_eq!(No::Stopped.words(true), No::Unknown.words(true));
    for no in No::ALL {
        assert!(no.words(true).ends_with('.'));
    }
}

#[test]
fn the_clock_decides_in_the_zone_of_the_code() {
    // The hour that New York's clocks skip in March 2027 begins at 07:00 UTC.
    let from = NaiveDate::from_ymd_opt(2027, 3, 14).and_then(|day| day.and_hms_opt(2, 30, 0));
    let window = Window { from, until: None, zone: chrono_tz::America::New_York };
    let opens = "2027-03-14T07:30:00Z".parse::<DateTime<Utc>>().expect("an instant");
    assert_eq!(window.opens(), Some(opens));
    let plan = resident();
    let code = Rules { window, ..rules(Off::parse("percent", 1_500).expect("a part")) };
    let order = asked(&plan, 100);
    assert_eq!(judge(&code, &Asked { now: opens - TimeDelta::microseconds(1), ..order.clone() }), Err(No::NotYet));
    assert!(judge(&code, &Asked { now: opens, ..order }).is_ok());
}

/// The characters of generated codes are even: over 60,000 codes every letter at every place comes as often as a fair
/// die of 32 sides lets expect (chi-square with 31 degrees of freedom, beyond 90 about once in eight million; 12 places).
#[test]
fn generated_codes_are_unbiased() {
    const CODES: u32 = 60_000;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        // splitmix64 (Steele, Lea, Flood 2014): a seeded source, so that the test says the same every time.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    };
    let mut seen = [[0_u32; 128]; 12];
    let mut all = BTreeSet::new();
    for _ in 0..CODES {
        let code = Code::from_bytes(next().to_be_bytes());
        for (place, letter) in code.as_str().bytes().enumerate() {
            seen[place][usize::from(letter)] += 1;
        }
        all.insert(code.to_string());
        assert_eq!(single_use(&code.to_string()), Some(code));
    }
    assert_eq!(all.len(), CODES as usize, "no code comes twice");
    let expected = f64::from(CODES) / 32.0;
    for (place, counts) in seen.iter().enumerate() {
        let letters: Vec<u32> = counts.iter().copied().filter(|count| *count > 0).collect();
        assert_eq!(letters.len(), 32, "place {place}");
        let chi: f64 = letters.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
        assert!(chi < 90.0, "place {place}: {chi}");
    }
}

/// Unbiased by construction, too: each bit of the random bytes that counts changes one letter, and each letter takes all
/// 32 values as its five bits do.
#[test]
fn every_letter_of_a_generated_code_takes_all_values_equally_often() {
    for place in 0..12 {
        let letters: BTreeSet<_> = (0_u64..32)
            .map(|group| Code::from_bytes((group << (5 * place)).to_be_bytes()).as_str().as_bytes()[place])
            .collect();
        assert_eq!(letters.len(), 32);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn normalizing_twice_is_normalizing_once(text in "\\PC{0,24}") {
        let once = normalize(&text);
        prop_assert_eq!(normalize(&once), once);
    }

    #[test]
    fn every_character_normalizes_to_rest(first in any::<char>(), second in any::<char>()) {
        let once = normalize(&format!("{first}{second}"));
        prop_assert_eq!(normalize(&once), once);
    }

    #[test]
    fn a_key_is_its_own_key_in_any_case(text in "[A-Za-z0-9]{3,24}", before in "\\s{0,3}", after in "\\s{0,3}") {
        let key = Key::parse(&format!("{before}{text}{after}")).expect("a key");
        prop_assert_eq!(Key::parse(key.as_str()), Some(key.clone()));
        prop_assert_eq!(Key::parse(&text.to_lowercase()), Some(key));
    }

    #[test]
    fn no_text_breaks_the_readers(text in "\\PC{0,120}") {
        let _ = (Key::parse(&text), single_use(&text));
    }

    #[test]
    fn a_code_takes_off_between_nothing_and_everything(off in off(), subtotal in amount()) {
        let taken = off.of(subtotal);
        prop_assert!(taken <= subtotal);
        prop_assert_eq!(Off::parse(off.word(), off.number()), Some(off));
        let plan = resident();
        prop_assert_eq!(judge(&rules(off), &asked(&plan, subtotal.get())), Ok(taken));
    }
}
