//! Where a fact of the outside world comes from, and how long it may be believed.
//!
//! What the product says about exams, schools or law is somebody else's to change. So it never stands alone: it carries
//! its source, the day it was read, and the day by which somebody must read it again.

use chrono::NaiveDate;

/// The source of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Who says so, as people would look it up.
    pub name: &'static str,
    /// Where; an https address.
    pub link: Option<&'static str>,
    /// The day it was read.
    pub as_of: NaiveDate,
    /// The day by which it must be read again.
    pub review_by: NaiveDate,
}

impl Source {
    /// Whether it must be read again before it is believed.
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        today > self.review_by
    }
}

/// A day that exists, for constants.
///
/// # Panics
/// When it does not; in a constant that stops the build.
pub const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day that exists")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_believed_until_its_day_and_not_after() {
        let source = Source { name: "x", link: None, as_of: day(2026, 11, 22), review_by: day(2027, 5, 22) };
        assert!(!source.is_stale(day(2027, 5, 22)));
        assert!(source.is_stale(day(2027, 5, 23)));
    }
}
