//! How an event is held and how far it has come: the two small enumerations of a series.

use serde::{Deserialize, Serialize};

/// Where people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// By video or telephone only.
    Online,
    /// In one place only.
    InPerson,
    /// In a place, with a way to take part online.
    Hybrid,
}

impl Format {
    /// Every format, in the order lists show them.
    pub const ALL: [Self; 3] = [Self::Online, Self::InPerson, Self::Hybrid];

    /// The word in files and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::InPerson => "in person",
            Self::Hybrid => "hybrid",
        }
    }

    /// The label on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Online => "Online",
            Self::InPerson => "In person",
            Self::Hybrid => "Hybrid",
        }
    }

    /// Reads the word in any case; a hyphen or an underscore may stand for the space.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.trim().to_ascii_lowercase().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }
}

/// How far a series has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written: seen by organizers only, in no feed.
    Draft,
    /// Public.
    Published,
    /// Was public and will not take place. Stays visible so that nobody waits in vain.
    Cancelled,
}

impl Status {
    /// Every status, in the order of a series' life.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Cancelled];

    /// The word in files and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
        }
    }

    /// The label on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::Cancelled => "Canceled",
        }
    }

    /// Reads the word in any case; the American spelling "canceled" is the same word.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.trim().to_ascii_lowercase();
        match word.as_str() {
            "canceled" => Some(Self::Cancelled),
            other => Self::ALL.into_iter().find(|status| status.as_str() == other),
        }
    }

    /// True when readers may see the series.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Status};

    #[test]
    fn every_word_reads_back() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.as_str()), Some(format));
            assert_eq!(Format::parse(format.label()), Some(format));
        }
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Some(status));
        }
        assert_eq!(Format::parse("In-Person"), Some(Format::InPerson));
        assert_eq!(Status::parse("Canceled"), Some(Status::Cancelled));
        assert_eq!(Format::parse("by letter"), None);
    }
}
