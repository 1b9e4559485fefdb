//! A posting and the form that shows it say the same.

use domain::opportunities::draft::{self, Part};
use domain::opportunities::flags::{Flag, Host, flags};
use domain::opportunities::{Fields, Predicate};
use proptest::prelude::*;

use crate::make;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_posting_reads_back_from_its_form(posting in make::posting()) {
        let fields = draft::fields_of(&posting);
        prop_assert!(fields.iter().all(|(name, _)| Part::ALL.iter().filter(|part| part.has(name)).count() == 1));
        prop_assert_eq!(draft::read(&fields, make::now()), Ok(posting));
    }

    #[test]
    fn sending_every_step_again_changes_nothing(posting in make::posting()) {
        let fields = draft::fields_of(&posting);
        let again = Part::ALL.into_iter().fold(Fields::new(), |draft, part| draft::merged(&draft, part, &fields));
        prop_assert_eq!(draft::read(&again, make::now()), Ok(posting));
    }

    #[test]
    fn whatever_is_typed_is_read_or_told_about_by_a_field_of_one_step(
        typed in prop::collection::vec((prop::sample::select(NAMES.to_vec()), "\\PC{0,30}"), 0..60)
    ) {
        let fields: Fields = typed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if let Err(errors) = draft::read(&fields, make::now()) {
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert_eq!(Part::ALL.iter().filter(|part| part.has(&error.field)).count(), 1, "{}", error.field);
                prop_assert!(error.message.ends_with('.') || error.message.ends_with('?'), "{}", error.message);
            }
        }
    }

    #[test]
    fn a_requirement_reads_back_from_its_spelling(predicate in make::predicate()) {
        prop_assert_eq!(Predicate::parse(&predicate.to_string()), Some(predicate));
    }

    #[test]
    fn rules_fire_each_once_in_their_order_and_the_same_for_the_same(posting in make::posting(), host in "[a-z.]{0,20}") {
        let fired = flags(&posting, Host { mail_host: &host });
        let names: Vec<Flag> = fired.iter().map(|one| one.flag).collect();
        let ordered: Vec<Flag> = Flag::ALL.iter().copied().filter(|flag| names.contains(flag)).collect();
        prop_assert_eq!(names, ordered);
        prop_assert_eq!(flags(&posting, Host { mail_host: &host }), fired);
    }
}

const NAMES: [&str; 30] = [
    "kind",
    "contact",
    "specialty",
    "title",
    "institution",
    "supervisor",
    "official_page",
    "mode",
    "city",
    "state",
    "start",
    "from",
    "to",
    "weeks_least",
    "weeks_most",
    "seats",
    "opens",
    "closes",
    "zone",
    "has_fee",
    "fee_what_1",
    "fee_amount_1",
    "fee_per_1",
    "refund",
    "visa",
    "group",
    "document",
    "requirement_kind_1",
    "requirement_value_1",
    "requirement_strength_1",
];
