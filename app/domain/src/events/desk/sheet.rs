//! Reads what only forms of series and dates have.

use chrono::{NaiveDateTime, NaiveTime, Timelike};

use super::super::{Link, limits};
use crate::form::sheet::{Sheet, day};
use crate::text;

impl Sheet<'_> {
    /// The number of the last row of a kind that is filled.
    pub(super) fn last_row(&self, kind: &str) -> usize {
        super::last_row(self.fields, kind)
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

fn time(typed: &str) -> Option<NaiveTime> {
    let found = ["%H:%M", "%H:%M:%S"].into_iter().find_map(|form| NaiveTime::parse_from_str(typed, form).ok());
    // A leap second is none that a calendar or a database keeps.
    found.filter(|time| time.nanosecond() < 1_000_000_000)
}

/// Reads "2026-11-25 20:00"; a T may stand between the two.
pub(super) fn day_and_time(typed: &str) -> Result<NaiveDateTime, String> {
    let shape = || format!("\"{}\": write a day and a time, such as 2026-11-25 20:00.", text::cut(typed, 40));
    let (of_day, of_time) = typed.split_once([' ', 'T']).ok_or_else(shape)?;
    Ok(day(of_day, &limits::YEARS).map_err(|_| shape())?.and_time(time(of_time.trim()).ok_or_else(shape)?))
}

/// A time as its field shows it.
pub(super) fn time_words(at: NaiveDateTime) -> String {
    let form = if at.format("%S").to_string() == "00" { "%H:%M" } else { "%H:%M:%S" };
    at.format(form).to_string()
}
