//! The last days of a cohort's phases. A day is a day in the organization's legal zone and ends with its 23:59:59.

use chrono::NaiveDate;

/// The last days of the three phases, each later than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// Until when people sign up.
    pub sign_up: NaiveDate,
    /// Until when mentees rank mentors.
    pub mentees: NaiveDate,
    /// Until when mentors rank those who listed them.
    pub mentors: NaiveDate,
}

/// The first instant of the day after. It is asked for and not the last second of the day: where the clocks go back at
/// midnight, that second comes twice, and the day ends with the later one.
#[cfg(feature = "zones")]
fn over_from(zone: chrono_tz::Tz, day: NaiveDate) -> chrono::DateTime<chrono::Utc> {
    let next = day.succ_opt().unwrap_or(day);
    crate::events::zone::resolve(zone, next.and_time(chrono::NaiveTime::MIN)).0
}

/// The last second of a day.
#[cfg(feature = "zones")]
pub fn end_of(zone: chrono_tz::Tz, day: NaiveDate) -> chrono::DateTime<chrono::Utc> {
    over_from(zone, day) - chrono::TimeDelta::seconds(1)
}

/// Whether a day has ended: its last second counts in full.
#[cfg(feature = "zones")]
pub fn is_over(zone: chrono_tz::Tz, day: NaiveDate, now: chrono::DateTime<chrono::Utc>) -> bool {
    now >= over_from(zone, day)
}
