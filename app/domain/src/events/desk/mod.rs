//! The organizer's forms: a series or one of its dates as fields that are typed, and back.
//!
//! A form is a list of names and values, as a browser posts it. What is wrong with it is said field by field; what
//! saving it would do to dates people know already is worked out before anything is stored.

mod date;
mod largest;
mod merge;
mod plan;
mod repeats;
mod rows_merge;
mod series;
mod sheet;
mod speakers;
mod stamp;

#[cfg(test)]
mod merge_tests;
#[cfg(test)]
mod tests;

pub use date::{Reach, fields_of_date, read_date};
pub use largest::{DATE_FORM_BYTES, SERIES_FORM_BYTES};
pub use merge::{Changed, Merged, merge};
pub use plan::{Effect, Planned};
pub use series::{blank, fields_of, read_series};
pub use stamp::{STATUS as STAMPED_STATUS, stamp, stamp_without_dates, watched, watched_date};

/// Names and values of a form, in its order. A name may come several times.
pub type Fields = Vec<(String, String)>;

/// Rows for speakers that a form has at least.
pub const SPEAKER_ROWS: usize = 3;
/// Rows for materials that the form of a date has at least.
pub const MATERIAL_ROWS: usize = 3;

/// How many rows a form shows: those that are filled and two to add, at least `least` and at most `most`.
pub fn rows(filled: usize, least: usize, most: usize) -> usize {
    filled.saturating_add(2).clamp(least, most)
}

/// The number of the last row of a kind, such as `speaker`, in which something stands; 0 for none.
pub fn last_row(fields: &[(String, String)], kind: &str) -> usize {
    let filled = fields.iter().filter(|(_, value)| !value.trim().is_empty());
    let numbers = filled.filter_map(|(name, _)| {
        let (number, _) = name.strip_prefix(kind)?.strip_prefix('_')?.split_once('_')?;
        number.parse().ok()
    });
    numbers.max().unwrap_or(0)
}
