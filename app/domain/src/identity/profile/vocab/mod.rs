//! Words to choose from: facts of the world as data, each list with its source and the day it was read.
//!
//! A word is stored, its label is shown. Words are never taken out of a list while somebody may have chosen them.

mod choices;
mod countries;
mod languages;
mod needs;
mod specialties;
mod states;

pub use choices::{EXAMS, GAPS, MARKS, ROLES, SCORED, STAGES, VISA_NEEDS};
pub use countries::COUNTRIES;
pub use languages::LANGUAGES;
pub use needs::NEEDS;
pub use specialties::SPECIALTIES;
pub use states::STATES;

use crate::fact::{Source, day};

/// One word with its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub word: &'static str,
    /// What people read.
    pub label: &'static str,
}

impl Choice {
    /// A word with its label.
    pub const fn new(word: &'static str, label: &'static str) -> Self {
        Self { word, label }
    }
}

/// The choice behind a word.
pub fn find(choices: &'static [Choice], word: &str) -> Option<&'static Choice> {
    choices.iter().find(|choice| choice.word == word)
}

/// The label of a word; the word itself where the list does not know it.
pub fn label(choices: &'static [Choice], word: &str) -> String {
    find(choices, word).map_or(word, |choice| choice.label).to_owned()
}

/// Where the lists of the world come from.
pub const SOURCES: [(&str, Source); 5] = [
    ("Countries and territories", iso("ISO 3166-1, by the IANA time zone database", "https://www.iana.org/time-zones")),
    ("Languages", iso("ISO 639-1, Library of Congress", "https://www.loc.gov/standards/iso639-2/")),
    ("States and territories", iso("United States Postal Service, Publication 28", "https://pe.usps.com/text/pub28/")),
    ("Specialties", read("Specialties and fellowships of the Match, NRMP", "https://www.nrmp.org/")),
    ("Statuses of physicians", read("Visa types, American Medical Association", "https://www.ama-assn.org/")),
];

/// Changes once in years.
const fn iso(name: &'static str, link: &'static str) -> Source {
    Source { name, link: Some(link), as_of: day(2026, 11, 22), review_by: day(2027, 11, 22) }
}

/// May change with a season.
const fn read(name: &'static str, link: &'static str) -> Source {
    Source { name, link: Some(link), as_of: day(2026, 11, 22), review_by: day(2027, 5, 22) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: [&[Choice]; 12] = [
        &COUNTRIES,
        &LANGUAGES,
        &STATES,
        &SPECIALTIES,
        &NEEDS,
        &STAGES,
        &VISA_NEEDS,
        &EXAMS,
        &SCORED,
        &MARKS,
        &GAPS,
        &ROLES,
    ];

    #[test]
    fn no_list_says_a_word_or_a_label_twice_and_none_can_break_a_stored_answer() {
        for list in LISTS {
            for choice in list {
                assert_eq!(list.iter().filter(|other| other.word == choice.word).count(), 1, "{}", choice.word);
                assert_eq!(list.iter().filter(|other| other.label == choice.label).count(), 1, "{}", choice.label);
                assert!(choice.word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{}", choice.word);
                assert!(!choice.label.is_empty() && crate::text::single_line(choice.label) == choice.label);
            }
        }
    }

    #[test]
    fn the_lists_are_complete() {
        assert_eq!(COUNTRIES.len(), 250, "249 of ISO 3166-1, and Kosovo");
        assert_eq!(LANGUAGES.len(), 183, "184 of ISO 639-1 without the withdrawn one");
        assert_eq!(STAGES.len(), 10);
        assert_eq!(NEEDS.len(), 23);
        for code in ["US", "CA", "IN", "PK", "NG", "PS", "TW", "XK", "PR", "GD", "SX"] {
            assert!(find(&COUNTRIES, code).is_some(), "{code}");
        }
    }
}
