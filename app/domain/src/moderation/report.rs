//! A report of a problem with a page, from the flat form to a type that cannot be wrong.

use serde::{Deserialize, Serialize};

use super::words;
use crate::form::FieldError;
use crate::id::PublicId;
use crate::local_path::LocalPath;
use crate::text;

/// Fewest characters of the details.
pub const MIN_DETAILS: usize = 10;
/// Most characters of the details.
pub const MAX_DETAILS: usize = 4_000;

/// The form as it was sent. Every field may be missing or nonsense.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// The page the report is about, a local path.
    pub page: String,
    /// One of the words of [`What`].
    pub what: String,
    /// What the person saw and expected.
    pub details: String,
    /// The public id of a staged screenshot; empty for none.
    pub file: String,
    /// The form's idempotency key.
    pub key: String,
}

/// A report that can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The page it is about.
    pub page: LocalPath,
    /// What kind of problem.
    pub what: What,
    /// In the person's own words.
    pub details: Details,
    /// A staged screenshot.
    pub file: Option<PublicId>,
}

/// What kind of problem a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// Something on the page is not true or out of date.
    WrongFact,
    /// Something does not do what it should.
    DoesNotWork,
    /// The page is hard to read or to use.
    HardToUse,
    /// Something is unkind or unsafe.
    Unkind,
    /// None of these.
    SomethingElse,
}

impl What {
    /// All kinds, in the order of the form.
    pub const ALL: [Self; 5] = [Self::WrongFact, Self::DoesNotWork, Self::HardToUse, Self::Unkind, Self::SomethingElse];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::WrongFact => "wrong-fact",
            Self::DoesNotWork => "does-not-work",
            Self::HardToUse => "hard-to-use",
            Self::Unkind => "unkind",
            Self::SomethingElse => "something-else",
        }
    }

    /// The kind behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.word() == word)
    }

    /// The label people read.
    pub const fn label(self) -> &'static str {
        words::what(self)
    }
}

/// 10 to 4000 characters of clean text with line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details(String);

impl Details {
    /// Cleans the text and checks its length. The error is the sentence for the person.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let clean = text::multi_line(text);
        match text::length(&clean) {
            0 => Err(words::DETAILS_MISSING),
            short if short < MIN_DETAILS => Err(words::DETAILS_TOO_SHORT),
            long if long > MAX_DETAILS => Err(words::DETAILS_TOO_LONG),
            _ => Ok(Self(clean)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ReportForm {
    /// Reads the form. The errors come in the order of its fields; the key is not looked at here.
    pub fn parse(&self) -> Result<Report, Vec<FieldError>> {
        let mut errors = Vec::new();
        let page = LocalPath::parse(self.page.trim());
        if page.is_none() {
            errors.push(FieldError::new("page", words::PAGE));
        }
        let what = What::parse(&self.what);
        if what.is_none() {
            errors.push(FieldError::new("what", words::WHAT));
        }
        let details =
            Details::parse(&self.details).map_err(|message| errors.push(FieldError::new("details", message))).ok();
        let named = self.file.trim();
        let file = PublicId::parse(named);
        if file.is_none() && !named.is_empty() {
            errors.push(FieldError::new("file", words::FILE));
        }
        match (page, what, details) {
            (Some(page), Some(what), Some(details)) if errors.is_empty() => Ok(Report { page, what, details, file }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> ReportForm {
        ReportForm {
            page: "/events/coffee-chat?past=1".to_owned(),
            what: "wrong-fact".to_owned(),
            details: "The date in May is a day off.\r\nIt should be the 28th.".to_owned(),
            ..ReportForm::default()
        }
    }

    #[test]
    fn a_good_form_becomes_a_report() {
        let report = good().parse().unwrap();
        assert_eq!(report.page.path(), "/events/coffee-chat");
        assert_eq!(report.what, What::WrongFact);
        assert_eq!(report.details.as_str(), "The date in May is a day off.\nIt should be the 28th.");
        assert_eq!(report.file, None);
    }

    #[test]
    fn an_empty_form_is_told_about_each_field_in_order() {
        let errors = ReportForm::default().parse().unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["page", "what", "details"]);
    }

    #[test]
    fn details_count_characters_after_cleaning() {
        let with = |details: &str| ReportForm { details: details.to_owned(), ..good() }.parse();
        assert!(with("\u{202e}123456789\u{0}\n\n").is_err());
        assert!(with("1234567890").is_ok());
        assert!(with(&"ü".repeat(MAX_DETAILS)).is_ok());
        assert!(with(&"ü".repeat(MAX_DETAILS + 1)).is_err());
    }

    #[test]
    fn a_page_elsewhere_and_a_made_up_file_are_not_taken() {
        let form = ReportForm { page: "https://evil.example/".to_owned(), file: "../../etc".to_owned(), ..good() };
        let fields: Vec<String> = form.parse().unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["page", "file"]);
    }

    #[test]
    fn every_kind_is_found_by_its_word_and_has_its_own_label() {
        for what in What::ALL {
            assert_eq!(What::parse(what.word()), Some(what));
            assert_eq!(What::ALL.iter().filter(|other| other.label() == what.label()).count(), 1);
        }
        assert_eq!(What::parse("Wrong-Fact"), None);
    }
}
