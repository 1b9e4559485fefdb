//! What a mentee wants of a mentor: what must be apart from what would be nice.
//!
//! A school, a country, a language or a gender counts only here, because somebody asked for it.

use super::mentor::has_gender;
use super::request::words;
use super::reveal::Reveal;
use crate::identity::profile::vocab::{self, COUNTRIES, LANGUAGES, ROLES, SPECIALTIES, STATES};
use crate::text;

words! {
    /// What a wish is about.
    WishKind {
        /// What the mentor practices.
        Specialty = "specialty",
        /// What the mentor does.
        Role = "role",
        /// Where the mentor lives.
        State = "state",
        /// A language besides English.
        Language = "language",
        /// Where the mentor went to medical school.
        Country = "country",
        /// At which school.
        School = "school",
        /// The mentor's gender.
        Gender = "gender",
    }
}

words! {
    /// How much a wish matters.
    Weight {
        /// Others are not shown.
        Must = "must",
        /// It counts.
        Nice = "nice",
    }
}

/// One wish. Cannot name what is in no list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What it is about.
    pub kind: WishKind,
    /// How much it matters.
    pub weight: Weight,
    /// The word, or the school's name as the person writes it.
    pub value: String,
}

/// Longest name of a school.
const SCHOOL: usize = 200;

impl Wish {
    /// Reads a wish; `None` for words that are in no list.
    pub fn parse(kind: WishKind, weight: Weight, value: &str) -> Option<Self> {
        let value = text::single_line(value);
        let known = match kind {
            WishKind::Specialty => vocab::find(&SPECIALTIES, &value).is_some(),
            WishKind::Role => vocab::find(&ROLES, &value).is_some(),
            WishKind::State => vocab::find(&STATES, &value).is_some(),
            WishKind::Language => vocab::find(&LANGUAGES, &value).is_some(),
            WishKind::Country => vocab::find(&COUNTRIES, &value).is_some(),
            WishKind::School => !value.is_empty() && text::length(&value) <= SCHOOL,
            WishKind::Gender => has_gender(&value),
        };
        known.then_some(Self { kind, weight, value })
    }

    /// One line of text that [`Wish::read`] reads.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.kind.word(), self.weight.word(), self.value)
    }

    /// Reads what [`Wish::line`] wrote.
    pub fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ');
        let (kind, weight) = (WishKind::parse(parts.next()?)?, Weight::parse(parts.next()?)?);
        Self::parse(kind, weight, parts.next()?)
    }

    /// The value as people read it.
    pub fn label(&self) -> String {
        match self.kind {
            WishKind::Specialty => vocab::label(&SPECIALTIES, &self.value),
            WishKind::Role => vocab::label(&ROLES, &self.value),
            WishKind::State => vocab::label(&STATES, &self.value),
            WishKind::Language => vocab::label(&LANGUAGES, &self.value),
            WishKind::Country => vocab::label(&COUNTRIES, &self.value),
            WishKind::Gender => vocab::label(&super::mentor::GENDERS, &self.value),
            WishKind::School => self.value.clone(),
        }
    }
}

impl WishKind {
    /// What must be revealed to a mentor before a wish of this kind counts for them. A wish that matches no field of the
    /// person stays theirs.
    pub const fn reveal(self) -> Option<Reveal> {
        match self {
            Self::Specialty => Some(Reveal::Specialties),
            Self::State => Some(Reveal::State),
            Self::Language => Some(Reveal::Languages),
            Self::Country => Some(Reveal::SchoolCountry),
            Self::School => Some(Reveal::School),
            Self::Gender => Some(Reveal::Gender),
            Self::Role => None,
        }
    }

    /// What it is called in the form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Specialty => "Practices",
            Self::Role => "Works as",
            Self::State => "Lives in",
            Self::Language => "Speaks",
            Self::Country => "Went to medical school in",
            Self::School => "Went to the school",
            Self::Gender => "Gender",
        }
    }
}
