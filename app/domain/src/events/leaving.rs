//! How long canceled dates stay in feeds, and what their leaving does to a feed.
//!
//! Some calendar programs hide a canceled date and others show it struck through, so that it has to be there for a
//! while and to go after that. Its going is a change like any other: sequence and time of change move with it.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Override, Series, Status};

/// How long a canceled date, and a whole canceled series, stays in feeds.
pub const LEAVES_AFTER: TimeDelta = TimeDelta::days(30);

impl Series {
    /// True when a canceled date has left the feeds by `as_of`.
    pub fn left_feed(&self, date: &Override, as_of: DateTime<Utc>) -> bool {
        leaves(date).is_some_and(|at| at <= as_of)
    }

    /// True when the whole series was canceled and has left the feeds by `as_of`.
    pub fn gone_from_feeds(&self, as_of: DateTime<Utc>) -> bool {
        self.leaves().is_some_and(|at| at <= as_of)
    }

    /// SEQUENCE of the series as a feed of `as_of` writes it: its own, and one more for every canceled date that has
    /// left since. What is written for a single date is at least this.
    pub fn effective_sequence(&self, as_of: DateTime<Utc>) -> u32 {
        let left = self.overrides.iter().filter(|date| self.left_feed(date, as_of)).count();
        self.sequence.saturating_add(u32::try_from(left).unwrap_or(u32::MAX))
    }

    /// When what a feed of `as_of` writes for the series last changed.
    pub fn feed_changed_at(&self, as_of: DateTime<Utc>) -> DateTime<Utc> {
        let left = self.overrides.iter().filter_map(leaves).filter(|at| *at <= as_of);
        left.fold(self.changed_at, DateTime::max)
    }

    /// The next instant after `after` at which something leaves the feeds.
    pub fn next_step(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.overrides.iter().filter_map(leaves).chain(self.leaves()).filter(|at| *at > after).min()
    }

    fn leaves(&self) -> Option<DateTime<Utc>> {
        self.cancelled_at.filter(|_| self.status == Status::Cancelled)?.checked_add_signed(LEAVES_AFTER)
    }
}

fn leaves(date: &Override) -> Option<DateTime<Utc>> {
    date.cancelled_at?.checked_add_signed(LEAVES_AFTER)
}
