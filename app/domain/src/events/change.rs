//! What a change does to sequences and times of change.
//!
//! Calendar programs take the news only when SEQUENCE has risen (RFC 5545 section 3.8.7.4), and compare what they
//! were given for each date. So for the series and for every date of it the sequence that is written never falls, and
//! rises whenever what people plan by changes there: also when a cancel is undone after the date had left the feeds,
//! and when a date says nothing of its own any more and the series speaks for it again.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::{ForWhom, Format, Link, Override, Rule, Series, Status};

impl Series {
    /// `after` as it is stored over `before`: its own sequences and times of change are computed anew from `before`'s,
    /// its dates are put in order, and instants of cancels that are known already are kept. Equal to `before` when
    /// nothing is different.
    pub fn revised(before: &Self, mut after: Self, now: DateTime<Utc>) -> Self {
        // Readers take the later of two changes; a clock that was put back must not make this one the earlier.
        let now = before.overrides.iter().map(|date| date.changed_at).fold(now.max(before.changed_at), DateTime::max);
        after.tidy();
        after.cancelled_at = match after.status {
            Status::Cancelled => before.cancelled_at.or(after.cancelled_at).or(Some(now)),
            Status::Draft | Status::Published => None,
        };
        (after.sequence, after.changed_at) = (before.sequence, before.changed_at);
        for date in &mut after.overrides {
            let was = before.override_of(date.original_start);
            date.cancelled_at = date.cancelled_at.map(|at| was.and_then(|was| was.cancelled_at).unwrap_or(at));
            (date.sequence, date.changed_at) = was.map_or((0, now), |was| (was.sequence, was.changed_at));
        }
        let mut stored = before.clone();
        stored.tidy();
        if after == stored {
            return before.clone();
        }
        if before.feed_differs(&after) {
            after.changed_at = now;
        }
        after.raise(&stored, now);
        after
    }

    /// This date canceled; it stays in feeds for [`super::LEAVES_AFTER`]. `None` when there is no such date.
    pub fn cancel(&self, original_start: NaiveDateTime, now: DateTime<Utc>) -> Option<Self> {
        self.with_date(original_start, now, |date| {
            date.cancelled_at.get_or_insert(now);
        })
    }

    /// This date back as it was before it was canceled. `None` when there is no such date.
    pub fn undo_cancel(&self, original_start: NaiveDateTime, now: DateTime<Utc>) -> Option<Self> {
        self.with_date(original_start, now, |date| date.cancelled_at = None)
    }

    /// True when feeds tell something else of the two. Recordings, materials and capacities are not in feeds.
    pub fn feed_differs(&self, other: &Self) -> bool {
        self.as_fed() != other.as_fed()
    }

    fn with_date(
        &self,
        original_start: NaiveDateTime,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut Override),
    ) -> Option<Self> {
        self.has(original_start).then(|| {
            let mut after = self.clone();
            let mut date =
                self.override_of(original_start).cloned().unwrap_or_else(|| Override::of(original_start, now));
            change(&mut date);
            after.overrides.retain(|other| other.original_start != original_start);
            after.overrides.push(date);
            Self::revised(self, after, now)
        })
    }

    /// Puts dates in order, each once, and drops those that say nothing.
    pub(super) fn tidy(&mut self) {
        for list in [&mut self.extra, &mut self.excluded] {
            list.sort_unstable();
            list.dedup();
        }
        for date in &mut self.overrides {
            date.moved_to = date.moved_to.filter(|to| *to != date.original_start);
        }
        self.overrides.retain(|date| !date.is_blank());
        self.overrides.sort_by_key(|date| date.original_start);
    }

    /// What feeds are made of, with everything else leveled.
    fn as_fed(&self) -> Self {
        let mut fed = self.clone();
        fed.tidy();
        fed.overrides.retain(Override::in_feed);
        for date in &mut fed.overrides {
            (date.capacity, date.recording) = (None, None);
            date.materials.clear();
            (date.sequence, date.changed_at) = (0, DateTime::UNIX_EPOCH);
        }
        // Recordings and materials are not in feeds, so it does not matter there who has them.
        let for_whom = if fed.for_whom.is_for_members() { ForWhom::Members } else { ForWhom::Everybody };
        Self { for_whom, capacity: None, sample: false, sequence: 0, changed_at: DateTime::UNIX_EPOCH, ..fed }
    }

    /// Raises sequences and times of change over those of `before`, which `self` still carries.
    fn raise(&mut self, before: &Self, now: DateTime<Utc>) {
        let written = before.effective_sequence(now);
        let written_of = |date: &Override| date.sequence.max(written);
        let left = |series: &Self| {
            let left = series.overrides.iter().filter(|date| series.left_feed(date, now));
            left.map(|date| date.original_start).collect::<Vec<_>>()
        };
        let all_dates = before.plan() != self.plan() || left(before) != left(self);
        // Dates for which the series speaks again.
        let silent = |was: &Override| self.override_of(was.original_start).is_none_or(|date| !date.in_feed());
        let outdated = before
            .overrides
            .iter()
            .filter(|was| all_dates || (silent(was) && (was.sequence > written || was.plan() != Plan::default())))
            .map(written_of);
        let needed = match outdated.max() {
            Some(highest) => highest.saturating_add(1),
            None => written.saturating_add(u32::from(all_dates)),
        };
        let of_itself = needed.saturating_sub(u32::try_from(left(self).len()).unwrap_or(u32::MAX));
        self.sequence = before.sequence.max(of_itself);
        for date in &mut self.overrides {
            let was = before.override_of(date.original_start);
            if was.map(Override::plan).unwrap_or_default() != date.plan() {
                date.sequence = was.map_or(written, written_of).saturating_add(1);
            }
            if was.is_some_and(|was| was.fed() != date.fed()) {
                date.changed_at = now;
            }
        }
    }

    /// What people plan by.
    fn plan(&self) -> impl PartialEq {
        let times = (self.zone, self.local_start, self.duration_minutes, self.rule, sorted(&self.extra));
        let words = (self.title.clone(), self.place.clone(), self.link.clone(), self.format, self.status);
        let for_members = self.for_whom.is_for_members();
        SeriesPlan { times, words, for_members, excluded: sorted(&self.excluded) }
    }
}

#[derive(PartialEq)]
struct SeriesPlan {
    times: (chrono_tz::Tz, NaiveDateTime, u32, Option<Rule>, Vec<NaiveDateTime>),
    words: (String, String, Option<Link>, Format, Status),
    for_members: bool,
    excluded: Vec<NaiveDateTime>,
}

fn sorted(dates: &[NaiveDateTime]) -> Vec<NaiveDateTime> {
    let mut dates = dates.to_vec();
    dates.sort_unstable();
    dates
}

/// What people plan a single date by, as far as it says so itself.
#[derive(Default, PartialEq)]
struct Plan<'d> {
    words: [Option<&'d str>; 2],
    link: Option<&'d Link>,
    moved_to: Option<NaiveDateTime>,
    minutes: Option<u32>,
    cancelled: bool,
}

impl Override {
    /// True when it says nothing at all.
    pub fn is_blank(&self) -> bool {
        *self == Self { sequence: self.sequence, ..Self::of(self.original_start, self.changed_at) }
    }

    /// True when feeds have to write this date by itself: it says something that is in feeds, or has once.
    pub fn in_feed(&self) -> bool {
        self.sequence > 0 || self.fed() != Self::of(self.original_start, DateTime::UNIX_EPOCH)
    }

    /// Only what feeds write, sequence and time of change aside.
    fn fed(&self) -> Self {
        let mut fed =
            Self { capacity: None, recording: None, sequence: 0, changed_at: DateTime::UNIX_EPOCH, ..self.clone() };
        fed.materials.clear();
        fed
    }

    fn plan(&self) -> Plan<'_> {
        Plan {
            words: [self.title.as_deref(), self.place.as_deref()],
            link: self.link.as_ref(),
            moved_to: self.moved_to,
            minutes: self.minutes,
            cancelled: self.cancelled_at.is_some(),
        }
    }
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
