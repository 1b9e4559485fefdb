//! What the association has put its name to, and the code by which others can check it: certificates, hours, records,
//! cards. Who may have one is the rule of the feature that issues it.

mod code;

pub use code::Code;

/// What was issued. A feature that issues something new adds a row here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Took part in something.
    Certificate,
    /// Has given hours of service.
    Hours,
    /// A record of learning or observing.
    Record,
    /// Belongs to the association.
    Card,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Certificate, Self::Hours, Self::Record, Self::Card];

    /// The word that the database carries.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Hours => "hours",
            Self::Record => "record",
            Self::Card => "card",
        }
    }

    /// The kind behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Certificate => "Certificate of participation",
            Self::Hours => "Record of volunteer hours",
            Self::Record => "Record of learning",
            Self::Card => "Membership card",
        }
    }
}
