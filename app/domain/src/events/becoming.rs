//! What kind of change it is when a series becomes another: in place, a new one, a split, or none that may be made.
//!
//! The dates up to now of a published series are history and never change. People have them in their calendars, and
//! readers lose their own notes on dates that are keyed anew.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::{Repeats, Series, expand::Grid, words, zone::resolve};

/// Most past dates that a refusal names.
const NAMED: usize = 3;

/// How a series may become another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becoming {
    /// Nothing is different.
    Same,
    /// The same series with other words or other dates to come; keeps its UID. See [`Series::revised`].
    InPlace,
    /// Another rhythm before the first date: it needs a new public id and UID, since dates are not keyed anew.
    NewKey,
    /// Another rhythm from here on. See [`Series::split`].
    Split {
        /// First local start of the new rhythm.
        at: NaiveDateTime,
    },
    /// It would rewrite history.
    Refused(PastDates),
}

/// Dates up to now would change. `Display` says what can be done instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastDates {
    /// Original starts of dates that would change, at most 3. Empty when a new rhythm begins too early.
    pub changed: Vec<NaiveDateTime>,
    /// The first local start by the new rule that may begin a new rhythm; `None` when there is none.
    pub next: Option<NaiveDateTime>,
}

impl fmt::Display for PastDates {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.changed.as_slice(), self.next) {
            ([], Some(next)) => {
                let starts = next.format("%Y-%m-%dT%H:%M:%S");
                write!(
                    out,
                    "dates up to now stay as they were; to change the rhythm from the next date on, write starts = {starts}"
                )
            }
            ([], None) => {
                write!(
                    out,
                    "dates up to now stay as they were; write a first start that is later than the last of them"
                )
            }
            (changed, _) => {
                let dates: Vec<_> = changed.iter().map(|at| words::date(at.date())).collect();
                write!(out, "dates up to now stay as they were; this would change {}", dates.join("; "))
            }
        }
    }
}

impl std::error::Error for PastDates {}

/// What makes a new series of an old one when it changes. When it ends, and single dates, are not part of it.
pub(super) type Rhythm = (Tz, NaiveDateTime, u32, Option<(Repeats, u16)>);

impl Series {
    /// What it takes to turn this series into `after`.
    pub fn becomes(&self, after: &Self, now: DateTime<Utc>) -> Becoming {
        if Self::revised(self, after.clone(), now) == *self {
            return Becoming::Same;
        }
        if !self.status.is_public() {
            return Becoming::InPlace;
        }
        let changed = self.changed_history(after, now);
        let in_place = |changed: Vec<NaiveDateTime>| match changed.as_slice() {
            [] => Becoming::InPlace,
            _ => Becoming::Refused(PastDates { changed, next: None }),
        };
        if self.rhythm() == after.rhythm() {
            return in_place(changed);
        }
        if self.rule.is_none() && after.rule.is_none() {
            // As long as it has not ended it may be put off, also while it is on.
            let own = self.occurrence(self.local_start);
            let open = own.is_some_and(|own| own.end > now);
            let ended = own.filter(|own| own.end <= now).map(|own| own.original_start);
            let moved = |at: &NaiveDateTime| [self.local_start, after.local_start].contains(at);
            let others = changed.into_iter().filter(|at| ended != Some(*at) && !(open && moved(at)));
            return in_place(ended.into_iter().chain(others).collect());
        }
        let Some(last_day) = self.last_begun_day(now) else { return Becoming::NewKey };
        let later = |at: &NaiveDateTime| at.date() > last_day && resolve(after.zone, *at).0 > now;
        if later(&after.local_start) {
            return Becoming::Split { at: after.local_start };
        }
        let next = after.rule.and_then(|rule| {
            let from = last_day.and_time(after.local_start.time());
            Grid::new(rule, after.local_start).starting(from).find(later)
        });
        Becoming::Refused(PastDates { changed: Vec::new(), next })
    }

    pub(super) fn rhythm(&self) -> Rhythm {
        let repeats = self.rule.map(|rule| (rule.repeats(), rule.interval()));
        (self.zone, self.local_start, self.duration_minutes, repeats)
    }

    /// The original day of the latest date that has begun; `None` when none has.
    pub(super) fn last_begun_day(&self, now: DateTime<Utc>) -> Option<NaiveDate> {
        self.starting_until(now).map(|date| date.original_start.date()).max()
    }

    /// Original starts of dates that have begun by `now` in one of the two and are otherwise in the other; the latest.
    fn changed_history(&self, after: &Self, now: DateTime<Utc>) -> Vec<NaiveDateTime> {
        let history = |series: &Self| {
            let begun = series.starting_until(now);
            begun.map(|date| (date.original_start, date.start, date.end)).collect::<Vec<_>>()
        };
        let (before, after) = (history(self), history(after));
        if before == after {
            return Vec::new();
        }
        let only = |these: &[_], those: &[_]| {
            let those: std::collections::HashSet<_> = those.iter().copied().collect();
            these.iter().copied().filter(|date| !those.contains(date)).collect::<Vec<_>>()
        };
        let mut changed: Vec<NaiveDateTime> =
            only(&before, &after).into_iter().chain(only(&after, &before)).map(|(original, ..)| original).collect();
        changed.sort_unstable_by(|one, other| other.cmp(one));
        changed.dedup();
        changed.truncate(NAMED);
        changed
    }
}
