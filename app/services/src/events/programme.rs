//! `programme.toml`: the association's series in one file that people write by hand.
//!
//! ```toml
//! [[series]]
//! title = "IMG Coffee Chat"            # needed
//! slug = "img-coffee-chat"             # its address; made from the title when left out
//! summary = "An hour of good company." # one or two sentences for lists
//! category = "Community"
//! tags = ["Residency", "Beginners"]    # words to filter by
//! zone = "America/New_York"            # needed; an IANA name
//! starts = 2023-01-25T20:00:00         # needed; the first start, as the clocks of the zone show it
//! minutes = 60                         # needed; how long it lasts
//! repeats = "every other month on the 4th Wednesday"   # or FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE; leave out for once
//! except = [2026-12-23]                # days the rule gives and that are left out
//! extra = [2027-01-13T20:00:00]        # further starts that the rule does not give
//! format = "online"                    # "online" (when left out), "in person" or "hybrid"
//! place = "Zoom; the link comes by mail"
//! link = "https://example.org/chat"    # a public address to join at or to read more
//! for = "members"                      # "everybody" (when left out), "materials for members" or "members"
//! organizer = "Education committee"
//! capacity = 40                        # how many people may come to each date
//! status = "published"                 # "published" (when left out), "draft" or "cancelled"
//! cancelled_at = 2026-11-20T14:00:00Z  # with status "cancelled"; the moment of the import when left out
//! continues = "img-coffee-chat-until-2022-11-23"   # the series whose dates came before; kept when left out
//! description = """
//! Several paragraphs of **markdown**.
//! """
//!
//! [[series.speakers]]
//! name = "Amara Osei"                  # needed
//! credentials = "MD"
//! role = "Internal medicine resident"
//! affiliation = "Lakeshore Teaching Hospital"
//! bio = "A few sentences."
//!
//! [[series.dates]]                     # what one date says otherwise; what is left out is as the series says
//! date = 2026-11-25                    # needed; the day the series gives it, or day and time where there are two
//! title = "Matching from abroad"
//! moved_to = 2026-11-26T20:30:00       # another start, other days too
//! minutes = 90
//! cancelled = true                     # or the instant; to undo it, take the line out
//! recording = "https://example.org/watch"
//! nobody = true                        # no speaker at all; or [[series.dates.speakers]] as above
//! # also place, link, capacity, description
//!
//! [[series.dates.materials]]
//! title = "Slides"                     # needed
//! link = "https://example.org/slides"  # needed
//! ```
//!
//! Reading collects every mistake of a file, each with its line and with what would be right. [`write`] gives the
//! canonical form: series by slug, dates in time, fields in the order above, rules in RFC 5545 text, empty fields left
//! out. Reading what it wrote gives the same programme back, so an export after an import is a fixed point. No database
//! here.

mod dates;
mod fields;
mod people;
mod read;
mod values;
mod write;

use std::fmt;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::events::{ForWhom, Format, Link, Material, Rule, Slug, Speaker, Status};

pub use read::parse;
pub(super) use read::{Places, parse_with_places};
pub use write::write;

/// Largest file, in bytes. What an export of [`MAX_SERIES`] ordinary series takes, so that it can be read again.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Most series in one file.
pub const MAX_SERIES: usize = 10_000;

/// A whole programme, cleaned and checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programme {
    /// Its series, each slug once.
    pub series: Vec<ProgrammeSeries>,
}

/// A series as a programme tells it: everything but what the house adds (ids, sequences, times of change).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeSeries {
    /// Its part of the address; tells one series from another.
    pub slug: Slug,
    /// Title, one line.
    pub title: String,
    /// One or two sentences, or empty.
    pub summary: String,
    /// Markdown, or empty.
    pub description: String,
    /// Category, or empty.
    pub category: String,
    /// Tags in the order written, each once whatever its case.
    pub tags: Vec<String>,
    /// Zone of the local times.
    pub zone: Tz,
    /// First start, in the clocks of the zone. Fits the rule.
    pub local_start: NaiveDateTime,
    /// How long it lasts, in minutes.
    pub duration_minutes: u32,
    /// How it repeats; `None` for a one-off.
    pub rule: Option<Rule>,
    /// Starts the rule gives and that are left out, in order.
    pub excluded: Vec<NaiveDateTime>,
    /// Further starts, in order.
    pub extra: Vec<NaiveDateTime>,
    /// Where people meet.
    pub format: Format,
    /// The place in words, or empty.
    pub place: String,
    /// A public address.
    pub link: Option<Link>,
    /// Whom it is for.
    pub for_whom: ForWhom,
    /// Who organizes it, or empty.
    pub organizer: String,
    /// How many people may come to each date.
    pub capacity: Option<u32>,
    /// How far it has come.
    pub status: Status,
    /// When it was canceled; only of a canceled one, and `None` when the file leaves it open.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// The series it goes on from; `None` when the file does not say.
    pub continues: Option<Slug>,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// What single dates say otherwise, in time, each date once.
    pub dates: Vec<ProgrammeDate>,
}

/// What one date says otherwise. `None` is: as the series says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeDate {
    /// The local start the series gives it.
    pub original_start: NaiveDateTime,
    /// Title, one line.
    pub title: Option<String>,
    /// The place in words; may be empty.
    pub place: Option<String>,
    /// A public address.
    pub link: Option<Link>,
    /// How many people may come.
    pub capacity: Option<u32>,
    /// Another local start.
    pub moved_to: Option<NaiveDateTime>,
    /// Another length, in minutes.
    pub minutes: Option<u32>,
    /// Whether it is canceled.
    pub cancelled: Option<Cancelled>,
    /// Where the recording is.
    pub recording: Option<Link>,
    /// Markdown; may be empty.
    pub description: Option<String>,
    /// Who speaks; an empty list is nobody.
    pub speakers: Option<Vec<Speaker>>,
    /// Slides and texts.
    pub materials: Vec<Material>,
}

/// Since when a date is canceled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    /// Since an import saw it for the first time.
    Open,
    /// Since this instant.
    Since(DateTime<Utc>),
}

/// One mistake in a programme file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The field, such as `starts` or `speakers.name`; empty when the file as a whole cannot be read.
    pub field: String,
    /// What would be right, in plain words.
    pub message: String,
}

impl fmt::Display for ProgrammeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}", self.line)?;
        if !self.field.is_empty() {
            write!(out, ", {}", self.field)?;
        }
        write!(out, ": {}", self.message)
    }
}

impl std::error::Error for ProgrammeError {}

#[cfg(test)]
#[path = "programme/tests.rs"]
mod tests;
