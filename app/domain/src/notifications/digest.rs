//! How often the digest comes, and when next.

use chrono::{DateTime, Datelike, Days, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use crate::events::zone::{local_time, resolve};

/// The digest is ready when the day begins for most: 8:00 am where the person is.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).expect("this time exists");

/// How often the digest comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Digest {
    /// Never.
    Off,
    /// Every morning, if there is something to tell.
    Daily,
    /// On Monday morning, if there is something to tell.
    Weekly,
}

impl Digest {
    /// All of them, in the order people see.
    pub const ALL: [Self; 3] = [Self::Off, Self::Daily, Self::Weekly];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// The digest behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| digest.word() == word)
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Off => "Never",
            Self::Daily => "Every morning",
            Self::Weekly => "On Monday morning",
        }
    }

    /// The first digest after an instant, in the clocks of a zone; `None` when none comes.
    pub fn next(self, zone: Tz, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self == Self::Off {
            return None;
        }
        let today = local_time(zone, after).date();
        // Fifteen days hold two Mondays, and a day that a zone has skipped as a whole (Samoa, 2011) is no end.
        (0..15)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .filter(|day| self == Self::Daily || day.weekday() == Weekday::Mon)
            .map(|day| resolve(zone, day.and_time(MORNING)).0)
            .find(|at| *at > after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_digest_is_the_next_morning_where_the_person_is() {
        let new_york = Tz::America__New_York;
        // A Tuesday, 10:00 am EST.
        let now = at("2026-11-03T15:00:00Z");
        assert_eq!(Digest::Daily.next(new_york, now), Some(at("2026-11-04T13:00:00Z")));
        assert_eq!(Digest::Weekly.next(new_york, now), Some(at("2026-11-09T13:00:00Z")));
        assert_eq!(Digest::Off.next(new_york, now), None);
        assert_eq!(Digest::Daily.next(Tz::Asia__Karachi, now), Some(at("2026-11-04T03:00:00Z")));
        let due = at("2026-11-04T13:00:00Z");
        assert_eq!(Digest::Daily.next(new_york, due), Some(at("2026-11-05T13:00:00Z")), "strictly after");
    }

    #[test]
    fn a_change_of_clocks_moves_no_morning() {
        let new_york = Tz::America__New_York;
        assert_eq!(Digest::Daily.next(new_york, at("2026-03-07T14:00:00Z")), Some(at("2026-03-08T12:00:00Z")));
        assert_eq!(Digest::Daily.next(new_york, at("2026-10-31T14:00:00Z")), Some(at("2026-11-01T13:00:00Z")));
        for zone in [Tz::Pacific__Apia, Tz::Australia__Lord_Howe, Tz::America__Sao_Paulo, Tz::UTC] {
            let mut now = at("2011-12-20T00:00:00Z");
            for _ in 0..40 {
                let next = Digest::Daily.next(zone, now).unwrap();
                assert!(next > now && next - now <= chrono::TimeDelta::hours(49), "{zone} {now} {next}");
                now = next;
            }
        }
    }
}
