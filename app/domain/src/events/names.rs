//! The names of dates in addresses.
//!
//! A date is known by its original local start. Where its day has no other date, the day is enough: `2026-11-25`.
//! The date that the rule chooses keeps this short name even when extra dates are added on its day; those are called
//! `2026-11-25T2030`.

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use super::{Occurrence, Series};

impl Series {
    /// The name of a date in addresses: its day, or its day and time when another date of the series owns the day.
    pub fn date_name(&self, original_start: NaiveDateTime) -> String {
        let day = original_start.date();
        match self.owner_of(day) {
            Some(owner) if owner != original_start => with_time(original_start),
            _ => day.to_string(),
        }
    }

    /// The date of a name. The form with the time is read for every date.
    pub fn by_name(&self, name: &str) -> Option<Occurrence> {
        let original_start = match name.split_once('T') {
            None => self.owner_of(name.parse().ok().filter(|day: &NaiveDate| day.to_string() == name)?)?,
            Some(_) => ["%Y-%m-%dT%H%M", "%Y-%m-%dT%H%M%S"]
                .into_iter()
                .filter_map(|form| NaiveDateTime::parse_from_str(name, form).ok())
                .find(|start| with_time(*start) == name)?,
        };
        self.occurrence(original_start)
    }

    /// The date that is called by its day alone: the rule's, or the earliest extra one.
    fn owner_of(&self, day: NaiveDate) -> Option<NaiveDateTime> {
        let ruled = self.chosen_on(day).filter(|start| !self.excluded.contains(start));
        ruled.or_else(|| self.extra.iter().copied().filter(|start| start.date() == day).min())
    }
}

fn with_time(start: NaiveDateTime) -> String {
    let form = if start.second() == 0 { "%Y-%m-%dT%H%M" } else { "%Y-%m-%dT%H%M%S" };
    start.format(form).to_string()
}
