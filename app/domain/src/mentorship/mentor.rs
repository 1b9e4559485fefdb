//! What a mentor offers, told in small steps, and what was checked about them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::request::words as worded;
use super::words;
use crate::form::FieldError;
use crate::identity::profile::vocab::{Choice, find};
use crate::identity::profile::{Field, is_npi};
use crate::text;

/// What a fit may look at of a mentor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentor {
    /// Words of [`crate::identity::profile::vocab::NEEDS`].
    pub topics: Vec<String>,
    /// What they practice.
    pub specialties: Vec<String>,
    /// What they do.
    pub role: Option<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// Where they live.
    pub state: Option<String>,
    /// By which clocks.
    pub zone: Option<String>,
    /// Where their medical school is.
    pub school_country: Option<String>,
    /// Their medical school.
    pub school: Option<String>,
    /// Gender, if they tell it.
    pub gender: Option<String>,
}

/// Genders to choose from; telling is optional.
pub const GENDERS: [Choice; 3] =
    [Choice::new("woman", "Woman"), Choice::new("man", "Man"), Choice::new("another", "Another gender")];

/// Whether the list has this word.
pub fn has_gender(word: &str) -> bool {
    find(&GENDERS, word).is_some()
}

worded! {
    /// The steps in which somebody becomes a mentor.
    MentorStep {
        /// Name, role, specialties and a few sentences.
        Work = "work",
        /// Topics.
        Help = "help",
        /// Languages, place and training path.
        Path = "path",
        /// For how many people there is room.
        Room = "room",
        /// How the association can check it.
        Check = "check",
    }
}

impl MentorStep {
    /// The fields of the profile's table that this step asks in the same words.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Work => &[Field::Name, Field::Role, Field::Specialties],
            Self::Help => &[Field::Offers],
            Self::Path => &[Field::Languages, Field::State, Field::Zone, Field::SchoolCountry, Field::School],
            Self::Room | Self::Check => &[],
        }
    }

    /// Those without which nobody can be listed.
    pub const fn required(self) -> &'static [Field] {
        match self {
            Self::Work => &[Field::Name, Field::Role],
            Self::Help => &[Field::Offers],
            Self::Path | Self::Room | Self::Check => &[],
        }
    }

    /// The step after it.
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|step| *step == self)?;
        Self::ALL.get(at + 1).copied()
    }
}

/// A few sentences of the mentor to those who look for one: 30 to 1,000 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement(String);

impl Statement {
    /// Reads it.
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        let clean = text::multi_line(typed);
        match text::length(&clean) {
            30..=1_000 => Ok(Self(clean)),
            _ => Err(FieldError::new("statement", words::STATEMENT)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Most people one mentor helps at a time.
pub const MAX_CAPACITY: i32 = 10;

/// For how many there is room, and until when there is a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Seats in all; 0 to 10.
    pub capacity: i32,
    /// No requests before this day.
    pub paused_until: Option<NaiveDate>,
}

/// The form for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomForm {
    /// A number.
    pub capacity: String,
    /// A day such as 2026-12-24, or empty.
    pub paused_until: String,
}

impl RoomForm {
    /// Reads the form; a pause ends after `today`.
    pub fn parse(&self, today: NaiveDate) -> Result<Room, Vec<FieldError>> {
        let mut errors = Vec::new();
        let capacity = self.capacity.trim().parse::<i32>().ok().filter(|seats| (0..=MAX_CAPACITY).contains(seats));
        if capacity.is_none() {
            errors.push(FieldError::new("capacity", words::CAPACITY));
        }
        let paused_until = match self.paused_until.trim() {
            "" => None,
            typed => {
                let day =
                    typed.parse::<NaiveDate>().ok().filter(|day| *day > today && *day < today + words::LONGEST_PAUSE);
                if day.is_none() {
                    errors.push(FieldError::new("paused_until", words::PAUSE));
                }
                day
            }
        };
        match capacity {
            Some(capacity) if errors.is_empty() => Ok(Room { capacity, paused_until }),
            _ => Err(errors),
        }
    }
}

/// Is a mentor away now, by their own choice or after requests ran out?
pub fn is_paused(paused_until: Option<DateTime<Utc>>, auto_paused: bool, now: DateTime<Utc>) -> bool {
    auto_paused || paused_until.is_some_and(|until| until > now)
}

worded! {
    /// What was checked before a mentor's first request, and what a mentor offers to have checked.
    Checked {
        /// The confirmed address is at the institution.
        InstitutionMail = "institution-mail",
        /// The public registry of physicians has the person.
        Registry = "registry",
        /// A moderator knows or has asked.
        Moderator = "moderator",
    }
}

/// How a mentor can be checked: what they offer, forgotten once it is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Which way.
    pub way: Checked,
    /// The registry number, the institution, or whom to ask.
    pub what: String,
}

/// The form for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProofForm {
    /// A word of [`Checked`].
    pub way: String,
    /// The registry number, the institution, or whom to ask.
    pub what: String,
}

impl ProofForm {
    /// Reads the form.
    pub fn parse(&self) -> Result<Proof, Vec<FieldError>> {
        let what = text::single_line(&self.what);
        let Some(way) = Checked::parse(&self.way) else {
            return Err(vec![FieldError::new("way", words::WAY)]);
        };
        let fine = match way {
            Checked::Registry => is_npi(&what),
            Checked::InstitutionMail | Checked::Moderator => (2..=200).contains(&text::length(&what)),
        };
        let wrong = if way == Checked::Registry { words::NPI } else { words::WHAT_TO_CHECK };
        if fine { Ok(Proof { way, what }) } else { Err(vec![FieldError::new("what", wrong)]) }
    }
}
