//! How far along a person is, as far as the price depends on it. The words are those of the profile's vocabulary.

use std::fmt;

/// One stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// At medical school.
    Student,
    /// Graduated, getting ready.
    Preparing,
    /// Taking exams.
    Exams,
    /// Certified by ECFMG.
    Certified,
    /// Applying for residency.
    Applying,
    /// Matched, not started yet.
    Matched,
    /// In residency.
    Resident,
    /// In a fellowship.
    Fellow,
    /// A practicing physician.
    Practicing,
    /// On the way to something else.
    Elsewhere,
}

impl Stage {
    /// All of them, in the order people see.
    pub const ALL: [Self; 10] = [
        Self::Student,
        Self::Preparing,
        Self::Exams,
        Self::Certified,
        Self::Applying,
        Self::Matched,
        Self::Resident,
        Self::Fellow,
        Self::Practicing,
        Self::Elsewhere,
    ];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Preparing => "graduate-preparing",
            Self::Exams => "exams",
            Self::Certified => "certified",
            Self::Applying => "applying",
            Self::Matched => "matched",
            Self::Resident => "resident",
            Self::Fellow => "fellow",
            Self::Practicing => "practising",
            Self::Elsewhere => "exploring-other-careers",
        }
    }

    /// The stage behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// What people read: the label of the profile's vocabulary.
    pub fn label(self) -> &'static str {
        let known = crate::identity::profile::vocab::STAGES.iter().find(|choice| choice.word == self.word());
        known.map_or(self.word(), |choice| choice.label)
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// The stages that a plan, a code or a section is for. [`Stages::EVERYBODY`] is for whoever comes, also for those who
/// have not said where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stages(u16);

impl Stages {
    /// For everybody.
    pub const EVERYBODY: Self = Self(0);
    /// All years before residency, and those of residency.
    pub const UNTIL_RESIDENCY_ENDS: Self = Self::EVERYBODY
        .with(Stage::Student)
        .with(Stage::Preparing)
        .with(Stage::Exams)
        .with(Stage::Certified)
        .with(Stage::Applying)
        .with(Stage::Matched)
        .with(Stage::Resident);

    /// The same and this one; for everybody becomes for this one.
    #[must_use]
    pub const fn with(self, stage: Stage) -> Self {
        Self(self.0 | stage.bit())
    }

    /// Is it for somebody at this stage? `None` has not said.
    pub const fn hold(self, stage: Option<Stage>) -> bool {
        match stage {
            _ if self.0 == 0 => true,
            Some(stage) => self.0 & stage.bit() != 0,
            None => false,
        }
    }

    /// Is there anybody whom both are for?
    pub const fn meets(self, other: Self) -> bool {
        self.0 == 0 || other.0 == 0 || self.0 & other.0 != 0
    }

    /// Those named; none when it is for everybody.
    pub fn iter(self) -> impl Iterator<Item = Stage> {
        Stage::ALL.into_iter().filter(move |stage| self.0 & stage.bit() != 0)
    }

    /// Reads words between commas; nothing is for everybody. `None` when a word is no stage.
    pub fn parse(words: &str) -> Option<Self> {
        let words = words.split(',').map(str::trim).filter(|word| !word.is_empty());
        words.map(Stage::parse).collect::<Option<Vec<_>>>().map(Self::from_iter)
    }
}

impl FromIterator<Stage> for Stages {
    fn from_iter<I: IntoIterator<Item = Stage>>(all: I) -> Self {
        all.into_iter().fold(Self::EVERYBODY, Self::with)
    }
}

/// The words between commas, as the database carries them.
impl fmt::Display for Stages {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, stage) in self.iter().enumerate() {
            if place > 0 {
                out.write_str(",")?;
            }
            out.write_str(stage.word())?;
        }
        Ok(())
    }
}
