//! What a mail or a notification is about, and what a person may choose for it.

use super::words;

/// What it is about. Features to come add their topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The account itself: addresses, passwords, sign-in. Always mailed.
    Account,
    /// Decisions about oneself and one's private data. Always mailed.
    Safety,
    /// Dates one has to do with.
    Events,
    /// Finding a mentor, being one, and working together.
    Mentorship,
    /// What the association wants its people to know.
    News,
    /// Work for the association.
    Staff,
}

impl Topic {
    /// All of them, in the order people see.
    pub const ALL: [Self; 6] = [Self::Account, Self::Safety, Self::Events, Self::Mentorship, Self::News, Self::Staff];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Safety => "safety",
            Self::Events => "events",
            Self::Mentorship => "mentorship",
            Self::News => "news",
            Self::Staff => "staff",
        }
    }

    /// The topic behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.word() == word)
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        words::topic(self)
    }

    /// Mails that a person needs and cannot turn off: they carry no way to unsubscribe and know no quiet hours.
    pub const fn is_transactional(self) -> bool {
        matches!(self, Self::Account | Self::Safety)
    }

    /// Only people who work for the association hear of it.
    pub const fn is_for_staff(self) -> bool {
        matches!(self, Self::Staff)
    }

    /// What holds until a person chooses.
    pub const fn default_choice(self) -> Choice {
        match self {
            Self::Account | Self::Safety | Self::Events | Self::Mentorship | Self::Staff => Choice::AtOnce,
            Self::News => Choice::Digest,
        }
    }
}

/// How a person wants to hear of a topic by mail. On the site everything is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// A mail for each, outside quiet hours.
    AtOnce,
    /// Together with others, as often as the digest comes.
    Digest,
    /// No mail.
    Off,
}

impl Choice {
    /// All of them, in the order people see.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Digest, Self::Off];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::Digest => "digest",
            Self::Off => "off",
        }
    }

    /// The choice behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.word() == word)
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        words::choice(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_what_cannot_be_turned_off_goes_out_at_once() {
        for topic in Topic::ALL {
            assert_eq!(Topic::parse(topic.word()), Some(topic));
            assert!(!topic.is_transactional() || topic.default_choice() == Choice::AtOnce);
            assert!(!topic.label().is_empty());
        }
        for choice in Choice::ALL {
            assert_eq!(Choice::parse(choice.word()), Some(choice));
        }
        assert_eq!(Topic::parse("weather"), None);
        assert_eq!(Choice::parse("never"), None);
    }
}
