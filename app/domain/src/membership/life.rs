//! What time does to a membership.

use chrono::{Days, NaiveDate};

use super::{Deed, Period, State};

/// Days before the last day on which the person is reminded.
pub const REMINDED_DAYS_BEFORE: [u16; 2] = [30, 7];

/// What is kept of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// How the person stands.
    pub state: State,
    /// What was paid for.
    pub period: Period,
    /// Days after the last day in which nothing is taken away.
    pub grace_days: u16,
}

impl Life {
    /// The last day of grace; `None` without an end.
    pub fn last_day_of_grace(&self) -> Option<NaiveDate> {
        self.period.last_day()?.checked_add_days(Days::new(u64::from(self.grace_days)))
    }

    /// What has to happen today because of the time; asked again after each step.
    pub fn due(&self, today: NaiveDate) -> Option<Deed> {
        let over = |last: Option<NaiveDate>| last.is_some_and(|last| today > last);
        match self.state {
            State::Active if over(self.period.last_day()) => Some(Deed::End),
            State::Grace if over(self.last_day_of_grace()) => Some(Deed::GraceOver),
            _ => None,
        }
    }

    /// The reminder that is due: how many days before the end it belongs to. `reminded` is the one sent last for this
    /// end. After a pause only the nearest is sent.
    pub fn reminder(&self, today: NaiveDate, reminded: Option<u16>) -> Option<u16> {
        let last = self.period.last_day().filter(|last| self.state == State::Active && *last >= today)?;
        let left = u16::try_from((last - today).num_days()).ok()?;
        let due = REMINDED_DAYS_BEFORE.into_iter().filter(|days| left <= *days).min()?;
        (reminded.is_none_or(|before| before > due)).then_some(due)
    }
}
