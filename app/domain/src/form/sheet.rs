//! Reads single fields of a posted form and remembers what is wrong with them. What only one kind of form has (money, a
//! time of day) is beside that form.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::{FieldError, too_long};
use crate::text;

/// A posted form with what was found wrong so far.
pub(crate) struct Sheet<'f> {
    pub(crate) fields: &'f [(String, String)],
    pub(crate) errors: Vec<FieldError>,
}

impl<'f> Sheet<'f> {
    pub(crate) const fn new(fields: &'f [(String, String)]) -> Self {
        Self { fields, errors: Vec::new() }
    }

    /// The first value of a field without the space around it; empty when it was not posted.
    pub(crate) fn raw(&self, name: &str) -> &'f str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &'f str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
    }

    pub(crate) fn wrong(&mut self, name: &str, message: impl Into<String>) {
        self.errors.push(FieldError::new(name, message));
    }

    fn within(&mut self, name: &str, clean: String, most: usize) -> String {
        let long = text::length(&clean);
        if long > most {
            self.wrong(name, too_long(long, most));
        }
        clean
    }

    /// One cleaned line; may be empty.
    pub(crate) fn line(&mut self, name: &str, most: usize) -> String {
        let clean = text::single_line(self.raw(name));
        self.within(name, clean, most)
    }

    /// Several cleaned lines; may be empty.
    pub(crate) fn lines(&mut self, name: &str, most: usize) -> String {
        let clean = text::multi_line(self.raw(name));
        self.within(name, clean, most)
    }

    /// A whole number; `None` when the field is empty or wrong.
    pub(crate) fn number(&mut self, name: &str, range: &RangeInclusive<u32>) -> Option<u32> {
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

    /// A day as `2026-11-25`, as date fields send it; `None` when the field is empty or wrong.
    pub(crate) fn day(&mut self, name: &str, years: &RangeInclusive<i32>) -> Option<NaiveDate> {
        let typed = self.raw(name);
        if typed.is_empty() {
            return None;
        }
        match day(typed, years) {
            Ok(day) => Some(day),
            Err(message) => {
                self.wrong(name, message);
                None
            }
        }
    }
}

/// Reads a day.
pub(crate) fn day(typed: &str, years: &RangeInclusive<i32>) -> Result<NaiveDate, String> {
    let found = NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .map_err(|_| "Write a day as year-month-day, such as 2026-11-25.")?;
    if years.contains(&found.year()) {
        return Ok(found);
    }
    Err(format!("The year must be from {} to {}.", years.start(), years.end()))
}
