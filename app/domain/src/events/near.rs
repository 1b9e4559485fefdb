//! Which dates lie beside a date, and which are nearest to a day that is none.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{Occurrence, Series, dates::in_order, zone::resolve};

impl Series {
    /// The `n` dates that begin nearest to noon of a day in the zone of the series, in order of time.
    pub fn nearest(&self, date: NaiveDate, n: usize) -> Vec<Occurrence> {
        let (noon, _) = resolve(self.zone, date.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()));
        let before = self.starting_until(noon).take(n);
        let after = self.starting(noon).filter(|occurrence| occurrence.start > noon).take(n);
        let mut near: Vec<_> = before.chain(after).collect();
        near.sort_by_key(|occurrence| (occurrence.start - noon).abs());
        near.truncate(n);
        near.sort_by_key(in_order);
        near
    }

    /// The dates before and after one, in order of when they really begin.
    pub fn around(&self, original_start: NaiveDateTime) -> (Option<Occurrence>, Option<Occurrence>) {
        let Some(here) = self.occurrence(original_start) else { return (None, None) };
        let previous = self.starting_until(here.start).find(|other| in_order(other) < in_order(&here));
        let next = self.starting(here.start).find(|other| in_order(other) > in_order(&here));
        (previous, next)
    }
}
