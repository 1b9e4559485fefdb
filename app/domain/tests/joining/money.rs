//! The one rounding rule, beside exact arithmetic.

use domain::money::{Cents, Currency, MOST, Money, Percent, parse_cents};
use proptest::prelude::*;

pub(crate) fn amount() -> impl Strategy<Value = Cents> {
    prop_oneof![4 => 0_i64..200_000, 1 => 0_i64..=MOST, 1 => Just(MOST)]
        .prop_map(|cents| Cents::new(cents).expect("within the ends"))
}

pub(crate) fn percent() -> impl Strategy<Value = Percent> {
    prop_oneof![1 => 1_u16..=10_000, 1 => (1_u16..=100).prop_map(|whole| whole * 100)]
        .prop_map(|hundredths| Percent::from_hundredths(hundredths).expect("within the ends"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// The whole number of cents that is nearest to the exact part, and of two that are as near the upper one:
    /// -1/2 < off - exact <= 1/2, all in integers.
    #[test]
    fn a_part_is_the_nearest_cent_and_half_a_cent_goes_up(subtotal in amount(), percent in percent()) {
        let off = i128::from(percent.of(subtotal).get());
        let distance = 2 * (off * 10_000 - i128::from(subtotal.get()) * i128::from(percent.hundredths()));
        prop_assert!(-10_000 < distance && distance <= 10_000, "{distance}");
    }

    #[test]
    fn a_part_is_never_more_than_the_whole_and_grows_with_it(
        subtotal in amount(), more in amount(), percent in percent(),
    ) {
        let off = percent.of(subtotal);
        prop_assert!(off <= subtotal);
        if let Some(larger) = subtotal.plus(more) {
            prop_assert!(percent.of(larger) >= off);
        }
    }

    #[test]
    fn what_is_left_is_never_below_zero(one in amount(), other in amount()) {
        prop_assert_eq!(one.less(other).get(), (one.get() - other.get()).max(0));
        prop_assert_eq!(one.less(other).get() - other.less(one).get(), one.get() - other.get());
    }

    #[test]
    fn an_amount_as_it_is_shown_reads_back(cents in amount()) {
        prop_assert_eq!(parse_cents(&Money::of(cents, Currency::Usd).to_string()), Some(cents));
    }

    #[test]
    fn no_text_breaks_the_readers(text in "\\PC{0,40}") {
        let _ = (parse_cents(&text), Percent::parse(&text));
    }
}
