//! Local times and instants: the only place that turns one into the other.
//!
//! A local time that the clocks skip moves forward by the length of the gap; one that occurs twice is the first. Both
//! are what RFC 5545 section 3.3.5 asks, and so what calendar programs do.

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{OffsetName, TZ_VARIANTS, Tz};

/// What the change of clocks did to a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockChange {
    /// The clocks jumped over it; it was moved forward by this many minutes.
    MovedForward {
        /// Length of the gap in minutes, 30 or 60 almost everywhere.
        minutes: i64,
    },
    /// The clocks went through it twice; the first time is meant.
    FirstOfTwo,
}

/// The instant of a local time in a zone, and what a change of clocks did to it.
pub fn resolve(zone: Tz, local: NaiveDateTime) -> (DateTime<Utc>, Option<ClockChange>) {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => (at.to_utc(), None),
        LocalResult::Ambiguous(first, _) => (first.to_utc(), Some(ClockChange::FirstOfTwo)),
        LocalResult::None => {
            // A day before, read as UTC, is before the gap in every zone and never as far back as the change before it.
            let before = zone.offset_from_utc_datetime(&(local - Duration::days(1))).fix();
            let at = (local - Duration::seconds(i64::from(before.local_minus_utc()))).and_utc();
            let minutes = (local_time(zone, at) - local).num_minutes();
            (at, Some(ClockChange::MovedForward { minutes }))
        }
    }
}

/// What the clocks of a zone show at an instant.
pub fn local_time(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    zone.from_utc_datetime(&at.naive_utc()).naive_local()
}

/// The short name of the time in force at an instant, such as "EST", or an offset such as "+05:30" where the zone data
/// has no name.
pub fn abbreviation(zone: Tz, at: DateTime<Utc>) -> String {
    let offset = zone.offset_from_utc_datetime(&at.naive_utc());
    match offset.abbreviation() {
        Some(name) if name.starts_with(|c: char| c.is_ascii_alphabetic()) => name.to_owned(),
        _ => format!("UTC{}", offset.fix()),
    }
}

/// No such zone, with the nearest that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such zone; the nearest name is {}", .nearest.name())]
pub struct UnknownZone {
    /// The zone whose name is most like what was written.
    pub nearest: Tz,
}

/// Reads an IANA zone name, exactly spelled.
pub fn parse(name: &str) -> Result<Tz, UnknownZone> {
    name.parse().map_err(|_| UnknownZone { nearest: nearest(name) })
}

/// The zone whose name needs the fewest changes, or whose city is the one written.
fn nearest(name: &str) -> Tz {
    let wanted: String = name.chars().take(64).collect::<String>().to_lowercase().replace(' ', "_");
    let city = wanted.rsplit('/').next().unwrap_or(&wanted);
    TZ_VARIANTS
        .iter()
        .copied()
        .min_by_key(|zone| {
            let full = zone.name().to_lowercase();
            let own_city = full.rsplit('/').next().unwrap_or(&full);
            let of_city = crate::text::distance(city, own_city);
            (crate::text::distance(&wanted, &full).min(of_city + 1), of_city)
        })
        .unwrap_or(Tz::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_skipped_hour_moves_forward_by_the_gap() {
        let (at, change) = resolve(Tz::America__New_York, local("2026-03-08T02:30:00"));
        assert_eq!((at, change), (utc("2026-03-08T07:30:00Z"), Some(ClockChange::MovedForward { minutes: 60 })));
        let (at, change) = resolve(Tz::Australia__Lord_Howe, local("2026-10-04T02:15:00"));
        assert_eq!((at, change), (utc("2026-10-03T15:45:00Z"), Some(ClockChange::MovedForward { minutes: 30 })));
    }

    #[test]
    fn a_skipped_day_moves_forward_by_a_day() {
        for hour in [0, 12, 23] {
            let skipped = chrono::NaiveDate::from_ymd_opt(2011, 12, 30).unwrap().and_hms_opt(hour, 59, 0).unwrap();
            let (at, change) = resolve(Tz::Pacific__Apia, skipped);
            assert_eq!(change, Some(ClockChange::MovedForward { minutes: 1440 }));
            assert_eq!(local_time(Tz::Pacific__Apia, at), skipped + Duration::days(1));
        }
    }

    #[test]
    fn of_two_equal_hours_the_first_is_meant() {
        let (at, change) = resolve(Tz::America__New_York, local("2026-11-01T01:30:00"));
        assert_eq!((at, change), (utc("2026-11-01T05:30:00Z"), Some(ClockChange::FirstOfTwo)));
    }

    #[test]
    fn a_misspelled_zone_gets_its_nearest_name() {
        for (wrong, right) in [
            ("America/NewYork", Tz::America__New_York),
            ("america/new_york", Tz::America__New_York),
            ("New York", Tz::America__New_York),
            ("Asia/Karatchi", Tz::Asia__Karachi),
            ("Kolkata", Tz::Asia__Kolkata),
        ] {
            assert_eq!(parse(wrong), Err(UnknownZone { nearest: right }), "{wrong}");
        }
        assert_eq!(parse("Europe/London"), Ok(Tz::Europe__London));
        assert!(parse(&"x/".repeat(4000)).is_err());
    }

    #[test]
    fn a_zone_without_a_name_shows_its_offset() {
        assert_eq!(abbreviation(Tz::America__New_York, utc("2026-01-28T01:00:00Z")), "EST");
        assert_eq!(abbreviation(Tz::America__Sao_Paulo, utc("2026-01-28T01:00:00Z")), "UTC-03:00");
    }
}
