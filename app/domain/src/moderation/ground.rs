//! Why something is reported and why a case ends as it does: one fixed list, so that like cases get like words.

use super::Decision;

/// A ground for a report or a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// Unkind, threatening or unwanted.
    Unkind,
    /// Asks for money or sells what is not for sale.
    Money,
    /// Somebody else's name, or training they do not have.
    NotWhoTheySay,
    /// Tells what is private about others: patients, colleagues.
    Privacy,
    /// Advertising, or the same again and again.
    Spam,
    /// None of these.
    Other,
    /// What was wrong has been put right.
    Mended,
    /// Nothing against the rules was found.
    NothingFound,
}

impl Ground {
    /// All grounds, in the order people see.
    pub const ALL: [Self; 8] = [
        Self::Unkind,
        Self::Money,
        Self::NotWhoTheySay,
        Self::Privacy,
        Self::Spam,
        Self::Other,
        Self::Mended,
        Self::NothingFound,
    ];

    /// Grounds a report may give.
    pub const OF_REPORTS: [Self; 6] =
        [Self::Unkind, Self::Money, Self::NotWhoTheySay, Self::Privacy, Self::Spam, Self::Other];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unkind => "unkind",
            Self::Money => "money",
            Self::NotWhoTheySay => "not-who-they-say",
            Self::Privacy => "privacy",
            Self::Spam => "spam",
            Self::Other => "other",
            Self::Mended => "mended",
            Self::NothingFound => "nothing-found",
        }
    }

    /// The ground behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.word() == word)
    }

    /// Whether a case may end so for this ground: what is felt needs something that was wrong.
    pub const fn bears(self, decision: Decision) -> bool {
        !decision.is_felt() || !matches!(self, Self::Mended | Self::NothingFound)
    }
}
