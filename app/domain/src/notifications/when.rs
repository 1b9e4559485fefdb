//! An instant as a mail says it. A mail cannot ask the reader's clock, so the zone always stands beside the time.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::events::zone::{abbreviation, local_time};

/// "Tuesday, November 3, 2026, 10:00 am EST".
pub fn when(zone: Tz, at: DateTime<Utc>) -> String {
    format!("{} {}", local_time(zone, at).format("%A, %B %-d, %Y, %-I:%M %P"), abbreviation(zone, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_in_force_is_named() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let new_york = Tz::America__New_York;
        assert_eq!(when(new_york, at("2026-11-03T15:00:00Z")), "Tuesday, November 3, 2026, 10:00 am EST");
        assert_eq!(when(new_york, at("2026-07-04T00:30:00Z")), "Friday, July 3, 2026, 8:30 pm EDT");
        assert_eq!(when(Tz::Asia__Kolkata, at("2026-11-03T15:00:00Z")), "Tuesday, November 3, 2026, 8:30 pm IST");
        assert_eq!(when(Tz::Asia__Almaty, at("2026-11-03T15:00:00Z")), "Tuesday, November 3, 2026, 8:00 pm UTC+05:00");
    }
}
