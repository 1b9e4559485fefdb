//! Reads single fields of a posted form and remembers what is wrong with them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::super::{Link, limits};
use crate::form::FieldError;
use crate::text;

/// A posted form with what was found wrong so far.
pub(super) struct Sheet<'f> {
    fields: &'f [(String, String)],
    pub(super) errors: Vec<FieldError>,
}

impl<'f> Sheet<'f> {
    pub(super) const fn new(fields: &'f [(String, String)]) -> Self {
        Self { fields, errors: Vec::new() }
    }

    /// The first value of a field without the space around it; empty when it was not posted.
    pub(super) fn raw(&self, name: &str) -> &'f str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'f str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// The number of the last row of a kind that is filled.
    pub(super) fn last_row(&self, kind: &str) -> usize {
        super::last_row(self.fields, kind)
    }

    pub(super) fn wrong(&mut self, name: &str, message: impl Into<String>) {
        self.errors.push(FieldError::new(name, message));
    }

    fn within(&mut self, name: &str, clean: String, most: usize) -> String {
        let long = text::length(&clean);
        if long > most {
            self.wrong(name, format!("This has {long} characters; at most {most} fit."));
        }
        clean
    }

    /// One cleaned line; may be empty.
    pub(super) fn line(&mut self, name: &str, most: usize) -> String {
        let clean = text::single_line(self.raw(name));
        self.within(name, clean, most)
    }

    /// Several cleaned lines; may be empty.
    pub(super) fn lines(&mut self, name: &str, most: usize) -> String {
        let clean = text::multi_line(self.raw(name));
        self.within(name, clean, most)
    }

    /// A whole number; `None` when the field is empty or wrong.
    pub(super) fn number(&mut self, name: &str, range: &std::ops::RangeInclusive<u32>) -> Option<u32> {
        let typed = self.raw(name);
        if typed.is_empty() {
            return None;
        }
        let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
        let found = digits.then(|| typed.parse().ok()).flatten().filter(|number| range.contains(number));
        if found.is_none() {
            self.wrong(name, format!("Write a whole number from {} to {}.", range.start(), range.end()));
        }
        found
    }

    /// A web address; `None` when the field is empty or wrong.
    pub(super) fn link(&mut self, name: &str) -> Option<Link> {
        let typed = self.raw(name);
        if typed.is_empty() {
            return None;
        }
        let link = Link::parse(typed).ok().filter(|link| text::length(link.as_str()) <= limits::LINK);
        if link.is_none() {
            self.wrong(name, "Write a whole web address, such as https://example.org/join.");
        }
        link
    }

    /// A day as `2026-11-25`, as date fields send it; `None` when the field is empty or wrong.
    pub(super) fn day(&mut self, name: &str) -> Option<NaiveDate> {
        let typed = self.raw(name);
        if typed.is_empty() {
            return None;
        }
        match day(typed) {
            Ok(day) => Some(day),
            Err(message) => {
                self.wrong(name, message);
                None
            }
        }
    }

    /// A time as `20:00`; `None` when the field is empty or wrong.
    pub(super) fn time(&mut self, name: &str) -> Option<NaiveTime> {
        let typed = self.raw(name);
        if typed.is_empty() {
            return None;
        }
        let time = time(typed);
        if time.is_none() {
            self.wrong(name, "Write a time with hours from 0 to 23, such as 20:00.");
        }
        time
    }
}

/// Reads a day.
pub(super) fn day(typed: &str) -> Result<NaiveDate, String> {
    let found = NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .map_err(|_| "Write a day as year-month-day, such as 2026-11-25.")?;
    if limits::YEARS.contains(&found.year()) {
        return Ok(found);
    }
    Err(format!("The year must be from {} to {}.", limits::YEARS.start(), limits::YEARS.end()))
}

fn time(typed: &str) -> Option<NaiveTime> {
    let found = ["%H:%M", "%H:%M:%S"].into_iter().find_map(|form| NaiveTime::parse_from_str(typed, form).ok());
    // A leap second is none that a calendar or a database keeps.
    found.filter(|time| time.nanosecond() < 1_000_000_000)
}

/// Reads "2026-11-25 20:00"; a T may stand between the two.
pub(super) fn day_and_time(typed: &str) -> Result<NaiveDateTime, String> {
    let shape = || format!("\"{}\": write a day and a time, such as 2026-11-25 20:00.", text::cut(typed, 40));
    let (of_day, of_time) = typed.split_once([' ', 'T']).ok_or_else(shape)?;
    Ok(day(of_day).map_err(|_| shape())?.and_time(time(of_time.trim()).ok_or_else(shape)?))
}

/// A time as its field shows it.
pub(super) fn time_words(at: NaiveDateTime) -> String {
    let form = if at.format("%S").to_string() == "00" { "%H:%M" } else { "%H:%M:%S" };
    at.format(form).to_string()
}
