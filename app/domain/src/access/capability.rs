//! What a person has been trusted with. Capabilities add up; there is no ladder of roles.

use serde::{Deserialize, Serialize};

/// One thing a person may have been trusted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Belongs to the association.
    Member,
    /// May be asked for help as a mentor.
    Mentor,
    /// May offer observerships and research.
    Host,
    /// Writes and publishes events, all of them or those of some categories.
    Organizer,
    /// Writes pages and facts.
    Editor,
    /// Keeps the books.
    Treasurer,
    /// Decides about reports and checks hosts and mentors.
    Moderator,
    /// Sits on the governing council.
    Council,
    /// Grants capabilities and keeps the house running.
    Admin,
}

impl Capability {
    /// All of them, in the order people see.
    pub const ALL: [Self; 9] = [
        Self::Member,
        Self::Mentor,
        Self::Host,
        Self::Organizer,
        Self::Editor,
        Self::Treasurer,
        Self::Moderator,
        Self::Council,
        Self::Admin,
    ];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Mentor => "mentor",
            Self::Host => "host",
            Self::Organizer => "organizer",
            Self::Editor => "editor",
            Self::Treasurer => "treasurer",
            Self::Moderator => "moderator",
            Self::Council => "council",
            Self::Admin => "admin",
        }
    }

    /// The capability behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|capability| capability.word() == word)
    }

    /// Whether it is work for the association: then two-factor sign-in is required, sessions are shorter, and a second
    /// admin confirms the grant.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Member | Self::Mentor | Self::Host)
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A set of capabilities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Capabilities(u16);

impl Capabilities {
    /// None.
    pub const NONE: Self = Self(0);

    /// The same with one more.
    #[must_use]
    pub const fn with(self, capability: Capability) -> Self {
        Self(self.0 | capability.bit())
    }

    /// Is it among them?
    pub const fn has(self, capability: Capability) -> bool {
        self.0 & capability.bit() != 0
    }

    /// Is any of them work for the association?
    pub fn is_staff(self) -> bool {
        self.iter().any(Capability::is_staff)
    }

    /// Each of them, in the order people see.
    pub fn iter(self) -> impl Iterator<Item = Capability> {
        Capability::ALL.into_iter().filter(move |capability| self.has(*capability))
    }
}

impl FromIterator<Capability> for Capabilities {
    fn from_iter<I: IntoIterator<Item = Capability>>(all: I) -> Self {
        all.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        for one in Capability::ALL {
            let set = Capabilities::NONE.with(one);
            assert_eq!(set.iter().collect::<Vec<_>>(), [one]);
            assert_eq!(set.with(one), set);
            assert_eq!([one].into_iter().collect::<Capabilities>(), set);
            assert_eq!(set.is_staff(), one.is_staff());
            assert_eq!(Capability::parse(one.word()), Some(one));
        }
        assert_eq!(Capability::parse("owner"), None);
    }
}
