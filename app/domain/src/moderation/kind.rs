//! What can be reported. A feature that brings something new adds a row here and nothing else of the room.

use super::Decision;

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A page of the site, told by anybody.
    Page,
    /// How a person behaves.
    Person,
    /// What a person's profile says.
    Profile,
    /// What somebody offers: an observership, research.
    Posting,
}

impl Kind {
    /// All kinds, in the order of the desk.
    pub const ALL: [Self; 4] = [Self::Page, Self::Person, Self::Profile, Self::Posting];

    /// The kinds that are about a person, and that people in good standing may report.
    pub const ABOUT_PEOPLE: [Self; 2] = [Self::Person, Self::Profile];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Person => "person",
            Self::Profile => "profile",
            Self::Posting => "posting",
        }
    }

    /// The kind behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Page => "A page",
            Self::Person => "A person",
            Self::Profile => "A profile",
            Self::Posting => "A posting",
        }
    }

    /// Whether there is a person it is about.
    pub const fn is_about_a_person(self) -> bool {
        !matches!(self, Self::Page)
    }

    /// Whether there is something that can be hidden.
    pub const fn is_content(self) -> bool {
        matches!(self, Self::Profile | Self::Posting)
    }

    /// Whether a case of this kind can end so.
    pub const fn takes(self, decision: Decision) -> bool {
        match decision {
            Decision::NoAction => true,
            Decision::Warn | Decision::Suspend => self.is_about_a_person(),
            Decision::Hide => self.is_content(),
        }
    }
}
