//! What a host asks of whoever applies: typed, so that it can be held against a profile, and in the host's own words.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::named::named;
use crate::identity::profile::vocab;

named! {
    /// How strictly something is asked for.
    Strength {
        /// Without it nobody is taken.
        Required: "required", "Required";
        /// With it one is more likely to be taken.
        Preferred: "preferred", "Preferred";
    }
}

/// Something that can be true of a person. `Display` gives the stored spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// An exam or certificate is passed: a word of [`vocab::EXAMS`].
    Passed(&'static str),
    /// An exam with a score of at least so many points: a word of [`vocab::SCORED`].
    Score(&'static str, u16),
    /// The degree is from this year or later.
    GraduatedSince(u16),
    /// At most so many years without clinical work.
    GapAtMost(u8),
    /// The need of a visa is one of these: words of [`vocab::VISA_NEEDS`], in the order of that list.
    VisaNeedIn(Vec<&'static str>),
    /// Speaks a language: a word of [`vocab::LANGUAGES`].
    Speaks(&'static str),
    /// Only the host can tell.
    HostJudges,
}

/// The first and the last year of a degree that makes sense here.
pub const YEARS: std::ops::RangeInclusive<u16> = 1940..=2100;
/// Three-digit scores.
pub const SCORES: std::ops::RangeInclusive<u16> = 1..=300;
/// Years without clinical work.
pub const GAP_YEARS: std::ops::RangeInclusive<u8> = 0..=40;

impl Predicate {
    /// Reads a stored spelling. There is one for each predicate.
    pub fn parse(text: &str) -> Option<Self> {
        let found = match text.split_once(':') {
            None => (text == "host-judges").then_some(Self::HostJudges),
            Some(("passed", exam)) => word(&vocab::EXAMS, exam).map(Self::Passed),
            Some(("score", rest)) => {
                let (exam, least) = rest.split_once(':')?;
                let least = least.parse().ok().filter(|points| SCORES.contains(points))?;
                word(&vocab::SCORED, exam).map(|exam| Self::Score(exam, least))
            }
            Some(("since", year)) => year.parse().ok().filter(|year| YEARS.contains(year)).map(Self::GraduatedSince),
            Some(("gap", years)) => years.parse().ok().filter(|years| GAP_YEARS.contains(years)).map(Self::GapAtMost),
            Some(("visa", needs)) => visa_needs(needs).map(Self::VisaNeedIn),
            Some(("speaks", language)) => word(&vocab::LANGUAGES, language).map(Self::Speaks),
            Some(_) => None,
        };
        found.filter(|predicate| predicate.to_string() == text)
    }

    /// As people read it, beside the host's own words.
    pub fn words(&self) -> String {
        match self {
            Self::Passed(exam) => format!("{} passed", vocab::label(&vocab::EXAMS, exam)),
            Self::Score(exam, least) => format!("{} with at least {least}", vocab::label(&vocab::SCORED, exam)),
            Self::GraduatedSince(year) => format!("Degree from {year} or later"),
            Self::GapAtMost(0) => "No year without clinical work".to_owned(),
            Self::GapAtMost(1) => "At most 1 year without clinical work".to_owned(),
            Self::GapAtMost(years) => format!("At most {years} years without clinical work"),
            Self::VisaNeedIn(needs) => {
                let labels: Vec<String> = needs.iter().map(|need| vocab::label(&vocab::VISA_NEEDS, need)).collect();
                format!("One of: {}", labels.join("; "))
            }
            Self::Speaks(language) => format!("Speaks {}", vocab::label(&vocab::LANGUAGES, language)),
            Self::HostJudges => "Only the host can tell".to_owned(),
        }
    }
}

fn word(choices: &'static [vocab::Choice], word: &str) -> Option<&'static str> {
    vocab::find(choices, word).map(|choice| choice.word)
}

/// Some but not all needs, in the order of the list, each once.
fn visa_needs(text: &str) -> Option<Vec<&'static str>> {
    let wanted: Vec<&str> = text.split(',').collect();
    let known = wanted.iter().all(|need| vocab::find(&vocab::VISA_NEEDS, need).is_some());
    let needs: Vec<&'static str> =
        vocab::VISA_NEEDS.iter().map(|choice| choice.word).filter(|need| wanted.contains(need)).collect();
    (known && needs.len() < vocab::VISA_NEEDS.len()).then_some(needs)
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed(exam) => write!(f, "passed:{exam}"),
            Self::Score(exam, least) => write!(f, "score:{exam}:{least}"),
            Self::GraduatedSince(year) => write!(f, "since:{year}"),
            Self::GapAtMost(years) => write!(f, "gap:{years}"),
            Self::VisaNeedIn(needs) => write!(f, "visa:{}", needs.join(",")),
            Self::Speaks(language) => write!(f, "speaks:{language}"),
            Self::HostJudges => f.write_str("host-judges"),
        }
    }
}

impl Serialize for Predicate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Predicate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a requirement"))
    }
}

/// One thing a host asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// What must be true.
    pub predicate: Predicate,
    /// How strictly.
    pub strength: Strength,
    /// The rule in the host's own words; never empty.
    pub quote: String,
}
