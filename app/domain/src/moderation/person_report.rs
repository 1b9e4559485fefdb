//! The form in which somebody reports a person or what they wrote.

use serde::{Deserialize, Serialize};

use super::{Details, Ground, Kind, words};
use crate::form::FieldError;
use crate::id::PublicId;

/// The form as it was sent. Every field may be missing or nonsense.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonReportForm {
    /// One of the words of [`Kind`].
    pub kind: String,
    /// Public id of the person it is about; of the posting, where it is about one.
    pub person: String,
    /// One of the words of [`Ground`].
    pub ground: String,
    /// What happened.
    pub details: String,
    /// The form's idempotency key.
    pub key: String,
}

/// A report of a person that can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonReport {
    /// What it is about.
    pub kind: Kind,
    /// Public id of the person or posting it is about; `None` for what cannot be one.
    pub person: Option<PublicId>,
    /// Why.
    pub ground: Ground,
    /// In the person's own words.
    pub details: Details,
}

impl PersonReportForm {
    /// Reads the form. The errors come in the order of its fields; the key is not looked at here.
    pub fn parse(&self) -> Result<PersonReport, Vec<FieldError>> {
        let mut errors = Vec::new();
        let kind = Kind::parse(&self.kind).filter(|kind| kind.is_about_a_person());
        if kind.is_none() {
            errors.push(FieldError::new("kind", words::KIND));
        }
        let ground = Ground::parse(&self.ground).filter(|ground| Ground::OF_REPORTS.contains(ground));
        if ground.is_none() {
            errors.push(FieldError::new("ground", words::GROUND));
        }
        let details =
            Details::parse(&self.details).map_err(|message| errors.push(FieldError::new("details", message))).ok();
        match (kind, ground, details) {
            (Some(kind), Some(ground), Some(details)) => {
                Ok(PersonReport { kind, person: PublicId::parse(self.person.trim()), ground, details })
            }
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_what_why_and_how() {
        let form = PersonReportForm {
            kind: "person".to_owned(),
            person: "00000000000000000000".to_owned(),
            ground: "money".to_owned(),
            details: "Asked me for 500 dollars for a letter.".to_owned(),
            key: String::new(),
        };
        assert_eq!(form.parse().unwrap().ground, Ground::Money);
        let page = PersonReportForm { kind: "page".to_owned(), ground: "mended".to_owned(), ..form.clone() };
        let fields: Vec<_> = page.parse().unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["kind", "ground"]);
        assert_eq!(PersonReportForm::default().parse().unwrap_err().len(), 3);
    }
}
