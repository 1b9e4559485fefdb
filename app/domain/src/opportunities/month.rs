//! A month of a year: as near as people say when they could come.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::posting::limits;

/// A month. `Display` gives the spelling of addresses, `2027-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(u32);

impl Month {
    /// After every other.
    pub(super) const LAST: Self = Self(u32::MAX);

    /// The one a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self(u32::try_from(day.year()).unwrap_or_default() * 100 + day.month())
    }

    /// Reads the spelling of addresses, of years that postings may have.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |text: &str, long: usize| text.len() == long && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        let day = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
        limits::YEARS.contains(&day.year()).then(|| Self::of(day))
    }

    /// As a row repeats it: 202703 for March 2027.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The one behind a number of a row.
    pub fn numbered(number: u32) -> Option<Self> {
        (1..=12).contains(&(number % 100)).then_some(Self(number))
    }

    /// The one after it.
    #[must_use]
    pub const fn following(self) -> Self {
        Self(if self.0 % 100 == 12 { self.0 + 89 } else { self.0 + 1 })
    }

    /// As people read it: `March 2027`.
    pub fn words(self) -> String {
        let year = i32::try_from(self.0 / 100).ok();
        let first = year.and_then(|year| NaiveDate::from_ymd_opt(year, self.0 % 100, 1));
        first.map_or_else(|| self.to_string(), |day| day.format("%B %Y").to_string())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0 / 100, self.0 % 100)
    }
}

/// How many months the form of a list offers.
pub const MONTHS: usize = 18;

/// These months: the one of `today` and those after it.
pub fn months_from(today: NaiveDate) -> [Month; MONTHS] {
    let mut after = Month::of(today);
    std::array::from_fn(|_| {
        let month = after;
        after = month.following();
        month
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_from_its_one_spelling() {
        let march = Month::parse("2027-03").unwrap();
        assert_eq!((march.to_string(), march.words()), ("2027-03".to_owned(), "March 2027".to_owned()));
        assert_eq!((march.number(), Month::numbered(202_703)), (202_703, Some(march)));
        assert_eq!(Month::of("2027-03-31".parse().unwrap()), march);
        for wrong in ["", "2027", "2027-3", "2027-00", "2027-13", "1999-12", "2101-01", "+027-03", "2027-03-01", "-"] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
        assert_eq!((Month::numbered(202_700), Month::numbered(202_713)), (None, None));
    }

    #[test]
    fn months_follow_each_other_over_the_end_of_a_year() {
        let all = months_from("2026-11-30".parse().unwrap());
        let words: Vec<String> = all[..3].iter().map(|month| month.words()).collect();
        assert_eq!(words, ["November 2026", "December 2026", "January 2027"]);
        assert!(all.is_sorted() && all[MONTHS - 1] < Month::LAST);
        assert_eq!(all[MONTHS - 1].to_string(), "2028-04");
    }
}
