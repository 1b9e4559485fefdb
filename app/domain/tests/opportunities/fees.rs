//! The arithmetic of fees.

use domain::opportunities::{Cents, Fee, Per, dollars};
use proptest::prelude::*;

use crate::make;

fn fee() -> impl Strategy<Value = Fee> {
    prop::collection::vec(make::fee_line(), 0..=8).prop_map(|lines| Fee { lines, ..Fee::default() })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_total_is_the_sum_of_its_lines_whatever_their_order(fee in fee(), weeks in 1_u16..=156) {
        let once: u64 = fee.lines.iter().filter(|line| line.per == Per::Once).map(|line| u64::from(line.cents.get())).sum();
        let week: u64 = fee.lines.iter().filter(|line| line.per == Per::Week).map(|line| u64::from(line.cents.get())).sum();
        prop_assert_eq!(fee.total(weeks), once + week * u64::from(weeks));
        let turned = Fee { lines: fee.lines.iter().rev().cloned().collect(), ..fee.clone() };
        prop_assert_eq!(turned.total(weeks), fee.total(weeks));
    }

    /// Half a cent up, once: never more than half a cent from the exact figure.
    #[test]
    fn a_week_is_the_total_over_the_weeks_rounded_half_up_once(fee in fee(), weeks in 1_u16..=156) {
        let (total, week, n) = (i128::from(fee.total(weeks)), i128::from(fee.per_week(weeks)), i128::from(weeks));
        let twice = 2 * (week * n - total);
        prop_assert!(-n < twice && twice <= n, "{total} over {n} is not {week}");
    }

    #[test]
    fn a_longer_stay_never_costs_more_a_week(fee in fee(), weeks in 1_u16..156) {
        prop_assert!(fee.per_week(weeks + 1) <= fee.per_week(weeks));
        prop_assert!(fee.total(weeks + 1) >= fee.total(weeks));
    }

    #[test]
    fn free_is_what_costs_nothing(fee in fee(), weeks in 1_u16..=156) {
        prop_assert_eq!(fee.is_free(), fee.total(weeks) == 0);
        prop_assert_eq!(fee.headline(weeks) == "No fee", fee.is_free());
    }

    #[test]
    fn an_amount_reads_back_as_it_is_shown_and_as_it_is_typed(cents in make::cents()) {
        prop_assert_eq!(Cents::parse(&cents.to_string()), Some(cents));
        prop_assert_eq!(Cents::parse(&cents.typed()), Some(cents));
        prop_assert_eq!(dollars(u64::from(cents.get())), cents.to_string());
    }

    #[test]
    fn what_is_no_amount_is_none_and_never_a_panic(typed in "[$0-9., -]{0,14}") {
        if let Some(cents) = Cents::parse(&typed) {
            prop_assert!(cents <= Cents::MOST);
        }
    }
}
