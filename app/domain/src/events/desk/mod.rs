//! The organizer's forms: a series or one of its dates as fields that are typed, and back.
//!
//! A form is a list of names and values, as a browser posts it. What is wrong with it is said field by field; what
//! saving it would do to dates people know already is worked out before anything is stored.

mod date;
mod plan;
mod repeats;
mod series;
mod sheet;
mod speakers;
mod stamp;

#[cfg(test)]
mod tests;

pub use date::{Reach, fields_of_date, read_date};
pub use plan::{Effect, Planned};
pub use series::{blank, fields_of, read_series};
pub use stamp::{Changed, changed_since, merged, stamp};

/// Names and values of a form, in its order. A name may come several times.
pub type Fields = Vec<(String, String)>;

/// Rows for speakers that a form has at least.
pub const SPEAKER_ROWS: usize = 3;
/// Rows for materials that the form of a date has at least.
pub const MATERIAL_ROWS: usize = 3;

/// How many rows a form shows: those that are filled and two to add, at least `least` and at most `most`.
pub fn rows(filled: usize, least: usize, most: usize) -> usize {
    (filled + 2).clamp(least, most)
}
