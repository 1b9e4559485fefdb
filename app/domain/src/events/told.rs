//! What is told of one date: the words of its series with its own put over them.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::{Link, Material, Override, Series, Speaker};

/// The words that hold for one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'s> {
    /// Title, one line.
    pub title: &'s str,
    /// One or two sentences; always the series'.
    pub summary: &'s str,
    /// Markdown.
    pub description: &'s str,
    /// The place in words; may be empty.
    pub place: &'s str,
    /// A public address to join at or to read more.
    pub link: Option<&'s Link>,
    /// How many people may come.
    pub capacity: Option<u32>,
    /// Who speaks, in the order shown.
    pub speakers: &'s [Speaker],
    /// When this date was canceled, or else the whole series.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Where the recording is.
    pub recording: Option<&'s Link>,
    /// Slides and texts, in the order shown.
    pub materials: &'s [Material],
}

impl Series {
    /// The words that hold for the date of this original start.
    pub fn told(&self, original_start: NaiveDateTime) -> Told<'_> {
        let own = self.override_of(original_start);
        let text = |of: fn(&Override) -> Option<&str>, series| own.and_then(of).unwrap_or(series);
        Told {
            title: text(|date| date.title.as_deref(), &self.title),
            summary: &self.summary,
            description: text(|date| date.description.as_deref(), &self.description),
            place: text(|date| date.place.as_deref(), &self.place),
            link: own.and_then(|date| date.link.as_ref()).or(self.link.as_ref()),
            capacity: own.and_then(|date| date.capacity).or(self.capacity),
            speakers: own.and_then(|date| date.speakers.as_deref()).unwrap_or(&self.speakers),
            cancelled_at: own.and_then(|date| date.cancelled_at).or(self.cancelled_at),
            recording: own.and_then(|date| date.recording.as_ref()),
            materials: own.map_or(&[], |date| &date.materials),
        }
    }
}
