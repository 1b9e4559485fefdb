//! "Am I an IMG?": an answer with its reason and its sources.
//!
//! The place of the school decides, not the citizenship. Citizenship only says which of two groups the Match counts an
//! IMG in. General information, not advice: where secondary sources are all we have, the answer says so.

use crate::fact::{Source, day};

/// Where the school is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchoolPlace {
    /// In one of the fifty states or the District of Columbia.
    UnitedStates,
    /// In one of the territories of the United States.
    Territory,
    /// In Canada.
    Canada,
    /// Anywhere else.
    Elsewhere,
}

/// What the person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Where the school is.
    pub school: SchoolPlace,
    /// Whether they are a citizen of the United States; `None` when not said.
    pub citizen: Option<bool>,
    /// Whether they graduated on or before June 30, 2025; `None` when not said. Matters for Canada only.
    pub by_june_2025: Option<bool>,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// An international medical graduate.
    Img,
    /// A graduate of a school in the United States or Canada.
    NotImg,
    /// Secondary sources count them as one; the office that certifies must say.
    TreatedAsImg,
    /// The day of graduation decides.
    DependsOnDate,
    /// Our sources say nothing about it.
    AskEcfmg,
}

/// The answer with everything that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// The answer.
    pub verdict: Verdict,
    /// In a few words.
    pub title: &'static str,
    /// Why.
    pub reason: &'static str,
    /// Which group the Match counts an IMG in, where that is known.
    pub counted: Option<&'static str>,
    /// Who says so.
    pub sources: &'static [Source],
}

/// Who is an IMG, by the office that certifies them.
const DEFINITION: Source = Source {
    name: "ECFMG, definition of an international medical graduate",
    link: Some("https://www.ecfmg.org/certification/"),
    as_of: day(2026, 11, 22),
    review_by: day(2027, 5, 22),
};
/// How the Match counts citizens and permanent residents.
const MATCH: Source = Source {
    name: "NRMP, types of applicants",
    link: Some("https://www.nrmp.org/"),
    as_of: day(2026, 11, 22),
    review_by: day(2027, 5, 22),
};
/// The change for Canada; no official page was read.
const CANADA: Source = Source {
    name: "Blueprint, on ECFMG certification for Canadian graduates in 2025 (a secondary source)",
    link: Some(
        "https://blog.blueprintprep.com/medical/what-to-know-about-ecfmg-certification-for-canadian-medical-graduates-in-2025/",
    ),
    as_of: day(2026, 11, 22),
    review_by: day(2027, 2, 22),
};

const US_IMG: &str = "The Match counts you as a U.S. citizen IMG.";
const NON_US_IMG: &str =
    "The Match counts you as a non-U.S. citizen IMG. That includes permanent residents with a green card.";

impl SchoolPlace {
    /// The place of a country by its ISO 3166-1 code.
    pub fn of(country: &str) -> Self {
        match country {
            "US" => Self::UnitedStates,
            "AS" | "GU" | "MP" | "PR" | "VI" => Self::Territory,
            "CA" => Self::Canada,
            _ => Self::Elsewhere,
        }
    }
}

/// Answers.
pub const fn advise(asked: Asked) -> Advice {
    let counted = match asked.citizen {
        Some(true) => Some(US_IMG),
        Some(false) => Some(NON_US_IMG),
        None => None,
    };
    match (asked.school, asked.by_june_2025) {
        (SchoolPlace::Elsewhere, _) => Advice {
            verdict: Verdict::Img,
            title: "Yes, you are an IMG",
            reason: "Your school is outside the United States and Canada. That decides, whatever your citizenship is.",
            counted,
            sources: &[DEFINITION, MATCH],
        },
        (SchoolPlace::UnitedStates, _) => Advice {
            verdict: Verdict::NotImg,
            title: "No, you are not an IMG",
            reason: "Your school is in the United States. That decides, whatever your citizenship is.",
            counted: None,
            sources: &[DEFINITION],
        },
        (SchoolPlace::Territory, _) => Advice {
            verdict: Verdict::AskEcfmg,
            title: "Please ask ECFMG",
            reason: "The definition we have read names the United States and Canada and says nothing about territories.",
            counted: None,
            sources: &[DEFINITION],
        },
        (SchoolPlace::Canada, Some(true)) => Advice {
            verdict: Verdict::NotImg,
            title: "No, you are not an IMG",
            reason: "Your school is in Canada and you graduated by June 30, 2025. Your citizenship does not matter.",
            counted: None,
            sources: &[DEFINITION, CANADA],
        },
        (SchoolPlace::Canada, Some(false)) => Advice {
            verdict: Verdict::TreatedAsImg,
            title: "You are probably treated as an IMG",
            reason: "Graduates of Canadian schools after June 30, 2025 are treated as IMGs by secondary sources. Check \
                     with ECFMG before you plan on it.",
            counted,
            sources: &[DEFINITION, CANADA, MATCH],
        },
        (SchoolPlace::Canada, None) => Advice {
            verdict: Verdict::DependsOnDate,
            title: "It depends on when you graduated",
            reason: "For schools in Canada the day of graduation decides: by June 30, 2025 you are not an IMG; after it, \
                     secondary sources treat you as one. Tell us when, below.",
            counted: None,
            sources: &[DEFINITION, CANADA],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(country: &str, citizen: bool) -> Advice {
        advise(Asked { school: SchoolPlace::of(country), citizen: Some(citizen), by_june_2025: None })
    }

    #[test]
    fn the_country_of_the_school_is_one_of_four_places() {
        for country in ["AS", "GU", "MP", "PR", "VI"] {
            assert_eq!(SchoolPlace::of(country), SchoolPlace::Territory, "{country}");
        }
        assert_eq!(
            ["US", "CA", "GD"].map(SchoolPlace::of),
            [SchoolPlace::UnitedStates, SchoolPlace::Canada, SchoolPlace::Elsewhere]
        );
    }

    #[test]
    fn a_citizen_of_the_united_states_who_studied_abroad_is_one() {
        let advice = ask("GD", true);
        assert_eq!((advice.verdict, advice.counted), (Verdict::Img, Some(US_IMG)));
    }

    #[test]
    fn somebody_from_abroad_who_studied_abroad_is_one() {
        let advice = ask("PK", false);
        assert_eq!((advice.verdict, advice.counted), (Verdict::Img, Some(NON_US_IMG)));
    }

    #[test]
    fn somebody_from_abroad_who_studied_in_the_united_states_or_canada_is_not() {
        assert_eq!(ask("US", false).verdict, Verdict::NotImg);
        let canada = Asked { school: SchoolPlace::Canada, citizen: Some(false), by_june_2025: Some(true) };
        assert_eq!(advise(canada).verdict, Verdict::NotImg);
    }

    #[test]
    fn a_citizen_who_studied_in_the_united_states_is_not() {
        assert_eq!(ask("US", true).verdict, Verdict::NotImg);
    }

    #[test]
    fn citizenship_never_changes_the_verdict() {
        for school in [SchoolPlace::UnitedStates, SchoolPlace::Territory, SchoolPlace::Canada, SchoolPlace::Elsewhere] {
            for by_june_2025 in [None, Some(true), Some(false)] {
                let verdicts = [None, Some(true), Some(false)]
                    .map(|citizen| advise(Asked { school, citizen, by_june_2025 }).verdict);
                assert!(verdicts.windows(2).all(|pair| pair[0] == pair[1]), "{school:?} {by_june_2025:?}");
            }
        }
    }

    #[test]
    fn a_canadian_school_after_june_2025_is_said_with_its_doubt() {
        let advice = |by| advise(Asked { school: SchoolPlace::Canada, citizen: None, by_june_2025: by });
        assert_eq!(advice(None).verdict, Verdict::DependsOnDate);
        let after = advice(Some(false));
        assert_eq!(after.verdict, Verdict::TreatedAsImg);
        assert!(after.reason.contains("secondary sources") && after.reason.contains("Check with ECFMG"));
    }

    #[test]
    fn every_answer_has_a_source_that_says_when_to_read_it_again() {
        for country in ["US", "CA", "PR", "IN"] {
            let advice = ask(country, false);
            assert!(!advice.sources.is_empty());
            assert!(advice.sources.iter().all(|source| source.as_of < source.review_by));
        }
    }
}
