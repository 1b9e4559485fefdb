//! The table of fields: what is asked, how an answer looks, who sees it at first, and whether it is sealed.

use serde::{Deserialize, Serialize};

use super::shape::{Each, Parts, Shape};
use super::{vocab, words};
use crate::access::Audience;
use crate::form::FieldError;

macro_rules! fields {
    ($($(#[doc = $doc:literal])+ $name:ident: $word:literal, $shape:expr, $audience:ident, $keeping:ident;)+) => {
        /// Everything a person may tell of themselves.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Field {
            /// Every field, in the order people see.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name that forms and the database carry.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// What an answer looks like.
            pub const fn shape(self) -> Shape {
                match self {
                    $(Self::$name => $shape,)+
                }
            }

            /// Who sees it until the person says otherwise.
            pub const fn default_audience(self) -> Audience {
                match self {
                    $(Self::$name => Audience::$audience,)+
                }
            }

            const fn keeping(self) -> Keeping {
                match self {
                    $(Self::$name => Keeping::$keeping,)+
                }
            }
        }
    };
}

/// How a field is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeping {
    /// As it is.
    Plain,
    /// Under the person's own key.
    Sealed,
}

// Nothing is shown to everyone at first, and what could be held against somebody to nobody.
fields! {
    /// What the person is called, in any script and any order.
    Name: "name", Shape::Line(100), Matched, Plain;
    /// How to speak of them.
    Pronouns: "pronouns", Shape::Line(40), Matched, Plain;
    /// A picture.
    Photo: "photo", Shape::Photo, Matched, Plain;
    /// Where the medical school is.
    SchoolCountry: "school_country", Shape::One(&vocab::COUNTRIES), Matched, Plain;
    /// The medical school, as the person calls it.
    School: "school", Shape::Line(200), Matched, Plain;
    /// The year of the degree, past or expected.
    GraduationYear: "graduation_year", Shape::Year, Matched, Plain;
    /// How far along the person is.
    Stage: "stage", Shape::One(&vocab::STAGES), Matched, Plain;
    /// Specialties the person wants to train in.
    Specialties: "specialties", Shape::Several(&vocab::SPECIALTIES, 3), Matched, Plain;
    /// Languages the person speaks.
    Languages: "languages", Shape::Several(&vocab::LANGUAGES, 5), Matched, Plain;
    /// Where the person lives.
    State: "state", Shape::One(&vocab::STATES), Matched, Plain;
    /// By which clocks the person lives.
    Zone: "zone", Shape::Zone, Matched, Plain;
    /// Citizenship, a fact apart from the school and from the need of a visa.
    Citizenship: "citizenship", Shape::Several(&vocab::COUNTRIES, 2), OnlyMe, Sealed;
    /// Whether a visa is needed to train, a fact apart from citizenship and from the school.
    VisaNeed: "visa_need", Shape::One(&vocab::VISA_NEEDS), OnlyMe, Sealed;
    /// Which exams and certificates are passed.
    Exams: "exams", Shape::Parts(Parts { of: &vocab::EXAMS, each: Each::One(&vocab::MARKS) }), OnlyMe, Sealed;
    /// Scores, only if the person adds them. Three-digit scores of the USMLE run from 1 to 300.
    Scores: "scores", Shape::Parts(Parts { of: &vocab::SCORED, each: Each::Number(1, 300) }), OnlyMe, Sealed;
    /// Years without clinical work since the degree.
    GapYears: "gap_years", Shape::One(&vocab::GAPS), OnlyMe, Sealed;
    /// What a physician does.
    Role: "role", Shape::One(&vocab::ROLES), Matched, Plain;
    /// What a physician practices.
    Specialty: "specialty", Shape::One(&vocab::SPECIALTIES), Matched, Plain;
    /// Where a physician works.
    Institution: "institution", Shape::Line(200), Matched, Plain;
    /// The number of a physician in the national registry.
    Npi: "npi", Shape::Npi, OnlyMe, Plain;
    /// What a physician offers to help with.
    Offers: "offers", Shape::Several(&vocab::NEEDS, 23), Matched, Plain;
}

impl Field {
    /// The field behind a name.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.word() == word)
    }

    /// The label people read.
    pub const fn label(self) -> &'static str {
        words::label(self)
    }

    /// Why it is asked, in one sentence.
    pub const fn why(self) -> &'static str {
        words::why(self)
    }

    /// Whether it is kept under the person's own key: then it is in no search, mail, log or feed either.
    pub const fn is_sealed(self) -> bool {
        matches!(self.keeping(), Keeping::Sealed)
    }

    /// Whom it may be shown to. A sealed field never to everyone, because search engines read what everyone may.
    pub fn audiences(self) -> impl Iterator<Item = Audience> {
        Audience::ALL.into_iter().filter(move |audience| !self.is_sealed() || *audience != Audience::Everyone)
    }

    /// The name of the control that asks for its audience.
    pub fn audience_name(self) -> String {
        format!("{}_audience", self.word())
    }

    /// Reads whom the person shows it to; nothing said is the default.
    pub fn parse_audience(self, typed: &str) -> Result<Audience, FieldError> {
        if typed.is_empty() {
            return Ok(self.default_audience());
        }
        let known = Audience::parse(typed).filter(|audience| self.audiences().any(|one| one == *audience));
        known.ok_or_else(|| FieldError::new(self.audience_name(), words::AUDIENCE))
    }

    /// The name of the control that asks for one part of it.
    pub fn part(self, part: &str) -> String {
        format!("{}_{part}", self.word())
    }
}
