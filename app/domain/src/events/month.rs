//! A month of a year, as lists and grids of dates are asked for.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A month, written `2026-12`. Years are those of the calendar, 1970 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

/// Years a month may lie in: from the first year of a series to the last one that rules are computed in.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

impl Month {
    /// The month; `None` outside of 1970 to 2199 or when `month` is not from 1 to 12.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1).filter(|_| YEARS.contains(&year))?;
        Some(Self { first })
    }

    /// The month a date lies in; the first or last one there is when it lies outside.
    pub fn of(date: NaiveDate) -> Self {
        let (earliest, latest) = (*YEARS.start(), *YEARS.end());
        let near = match date.year() {
            year if year < earliest => NaiveDate::from_ymd_opt(earliest, 1, 1),
            year if year > latest => NaiveDate::from_ymd_opt(latest, 12, 1),
            _ => date.with_day(1),
        };
        Self { first: near.unwrap_or(date) }
    }

    /// Reads `2026-12`, and no other form.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits(year, 4) && digits(month, 2)) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// The number of the month, 1 to 12.
    pub fn month(self) -> u32 {
        self.first.month()
    }

    /// The month before; `None` at the beginning of what the calendar holds.
    pub fn previous(self) -> Option<Self> {
        let day_before = self.first.pred_opt()?;
        Self::new(day_before.year(), day_before.month())
    }

    /// The month after; `None` at the end of what the calendar holds.
    pub fn next(self) -> Option<Self> {
        let (year, month) = self.following();
        Self::new(year, month)
    }

    /// The first day.
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// The last day.
    pub fn last(self) -> NaiveDate {
        let (year, month) = self.following();
        NaiveDate::from_ymd_opt(year, month, 1).and_then(|next| next.pred_opt()).unwrap_or(self.first)
    }

    fn following(self) -> (i32, u32) {
        if self.month() == 12 { (self.year() + 1, 1) } else { (self.year(), self.month() + 1) }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.first.format("%Y-%m"))
    }
}

#[cfg(test)]
mod tests {
    use super::Month;

    #[test]
    fn a_month_knows_its_neighbors_and_its_days() {
        let december = Month::parse("2026-12").unwrap();
        assert_eq!(december.to_string(), "2026-12");
        assert_eq!(december.next().unwrap().to_string(), "2027-01");
        assert_eq!(december.previous().unwrap().to_string(), "2026-11");
        assert_eq!(
            (december.first().to_string(), december.last().to_string()),
            ("2026-12-01".into(), "2026-12-31".into())
        );
        assert_eq!(Month::parse("2028-02").unwrap().last().to_string(), "2028-02-29");
        assert_eq!(Month::of("2026-12-24".parse().unwrap()), december);
        assert_eq!(Month::of("9000-12-24".parse().unwrap()).to_string(), "2199-12");
        assert_eq!(Month::of("0900-12-24".parse().unwrap()).to_string(), "1970-01");
    }

    #[test]
    fn only_one_form_is_read_and_the_calendar_has_ends() {
        for wrong in ["", "2026", "2026-1", "2026-13", "2026-00", "1969-12", "2200-01", "+026-01", "2026-12-01"] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Month::parse("1970-01").unwrap().previous(), None);
        assert_eq!(Month::parse("2199-12").unwrap().next(), None);
        assert_eq!(Month::parse("2199-12").unwrap().last().to_string(), "2199-12-31");
    }
}
