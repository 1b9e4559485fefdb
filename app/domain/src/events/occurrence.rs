//! One date of a series.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::zone::{ClockChange, resolve};

/// One computed date of a series, known for ever by its original local start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Occurrence {
    /// The local start the series gives, in its zone. The occurrence's name, wherever it was moved to.
    pub original_start: NaiveDateTime,
    /// The instant it begins.
    pub start: DateTime<Utc>,
    /// The instant it ends.
    pub end: DateTime<Utc>,
    /// Set when a change of clocks touches the start; the page then says so.
    pub shifted: Option<ClockChange>,
    /// It begins at another time than the series gives.
    pub moved: bool,
    /// This one date was canceled. Whether the whole series was stands in its status.
    pub cancelled: bool,
}

impl Occurrence {
    /// Places a local start in its zone. The duration is elapsed time: an hour lasts an hour across a change of clocks.
    pub fn place(zone: Tz, original_start: NaiveDateTime, minutes: u32) -> Self {
        let (start, shifted) = resolve(zone, original_start);
        let end = start + Duration::minutes(i64::from(minutes));
        Self { original_start, start, end, shifted, moved: false, cancelled: false }
    }
}
