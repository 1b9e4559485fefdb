//! What one date of a series says otherwise than its series.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::{Link, Speaker};

/// One date's own words. `None` means: as the series says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The local start that the series gives this date: its name for ever, whatever happens to it.
    pub original_start: NaiveDateTime,
    /// Title, one line.
    pub title: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// The place in words.
    pub place: Option<String>,
    /// A public address to join at or to read more.
    pub link: Option<Link>,
    /// How many people may come.
    pub capacity: Option<u32>,
    /// Who speaks; an empty list means nobody.
    pub speakers: Option<Vec<Speaker>>,
    /// Another local start, in the zone of the series; other days too.
    pub moved_to: Option<NaiveDateTime>,
    /// Another length, in minutes.
    pub minutes: Option<u32>,
    /// When it was canceled; taken away again when the cancel is undone.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Where the recording is.
    pub recording: Option<Link>,
    /// Slides and texts, in the order shown.
    pub materials: Vec<Material>,
    /// iCalendar SEQUENCE of this date; what is written is at least its series' own.
    pub sequence: u32,
    /// When anything of it last changed.
    pub changed_at: DateTime<Utc>,
}

/// Something to read or to look at, with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Title, one line.
    pub title: String,
    /// Where it is.
    pub link: Link,
}

impl Override {
    /// A date that says nothing otherwise yet.
    pub const fn of(original_start: NaiveDateTime, changed_at: DateTime<Utc>) -> Self {
        Self {
            original_start,
            title: None,
            description: None,
            place: None,
            link: None,
            capacity: None,
            speakers: None,
            moved_to: None,
            minutes: None,
            cancelled_at: None,
            recording: None,
            materials: Vec::new(),
            sequence: 0,
            changed_at,
        }
    }
}
