//! `programme.toml`: the association's series in one file that people write by hand.
//!
//! ```toml
//! [[series]]
//! title = "IMG Coffee Chat"            # needed
//! slug = "img-coffee-chat"             # its address; made from the title when left out
//! summary = "An hour of good company." # one or two sentences for lists
//! category = "Community"
//! zone = "America/New_York"            # needed; an IANA name
//! starts = 2023-01-25T20:00:00         # needed; the first start, as the clocks of the zone show it
//! minutes = 60                         # needed; how long it lasts
//! repeats = "every other month on the 4th Wednesday"   # or FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE; leave out for once
//! format = "online"                    # "online" (when left out), "in person" or "hybrid"
//! place = "Zoom; the link comes by mail"
//! status = "published"                 # "published" (when left out), "draft" or "cancelled"
//! description = """
//! Several paragraphs of **markdown**.
//! """
//!
//! [[series.speakers]]
//! name = "Amara Osei"                  # needed
//! credentials = "MD"
//! role = "Internal medicine resident"
//! affiliation = "Lakeshore Teaching Hospital"
//! ```
//!
//! Reading collects every mistake of a file, each with its line and with what would be right. [`write`] gives the
//! canonical form: series by slug, fields in the order above, rules in RFC 5545 text, empty fields left out. Reading
//! what it wrote gives the same programme back, so an export after an import is a fixed point. No database here.

mod fields;
mod read;
mod write;

use std::fmt;

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use domain::events::{Format, Rule, Slug, Speaker, Status};

pub use read::parse;
pub use write::write;

/// Largest file, in bytes: the limit for staff text.
pub const MAX_BYTES: usize = 512 * 1024;
/// Most series in one file.
pub const MAX_SERIES: usize = 2_000;

/// A whole programme, cleaned and checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programme {
    /// Its series, each slug once.
    pub series: Vec<ProgrammeSeries>,
}

/// A series as a programme tells it: everything but what the house adds (ids, sequence, times of change).
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
    /// Zone of the local times.
    pub zone: Tz,
    /// First start, in the clocks of the zone. Fits the rule.
    pub local_start: NaiveDateTime,
    /// How long it lasts, in minutes.
    pub duration_minutes: u32,
    /// How it repeats; `None` for a one-off.
    pub rule: Option<Rule>,
    /// Where people meet.
    pub format: Format,
    /// The place in words, or empty.
    pub place: String,
    /// How far it has come.
    pub status: Status,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
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
