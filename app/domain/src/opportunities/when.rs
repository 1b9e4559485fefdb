//! When it takes place and until when one may apply.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::month::Month;
use crate::events::zone;

/// When a stay begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// Whenever the two agree.
    Rolling,
    /// Between two days, both included.
    Between {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
}

impl Start {
    /// The months of the first and the last day on which a stay may begin; `None` for any.
    pub fn months(self) -> Option<(Month, Month)> {
        match self {
            Self::Rolling => None,
            Self::Between { from, to } => Some((Month::of(from), Month::of(to))),
        }
    }
}

/// How long a stay may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weeks {
    /// The shortest. Fees are told for it, because a week costs most then.
    pub least: u16,
    /// The longest.
    pub most: u16,
}

impl Weeks {
    /// Whether one may stay for so many.
    pub const fn allow(self, weeks: u16) -> bool {
        self.least <= weeks && weeks <= self.most
    }

    /// As people read it.
    pub fn words(self) -> String {
        match (self.least, self.most) {
            (1, 1) => "1 week".to_owned(),
            (least, most) if least == most => format!("{least} weeks"),
            (least, most) => format!("{least} to {most} weeks"),
        }
    }
}

/// The days on which one may apply, both included, by the clocks of a legal zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Whose clocks count.
    #[serde(with = "zone_name")]
    pub zone: Tz,
    /// First day; `None` for as soon as it is published.
    pub opens: Option<NaiveDate>,
    /// Last day: one may apply until midnight.
    pub closes: NaiveDate,
}

impl Window {
    /// The first moment.
    pub fn opens_at(&self) -> Option<DateTime<Utc>> {
        self.opens.map(|day| zone::resolve(self.zone, day.and_time(NaiveTime::MIN)).0)
    }

    /// The first moment in which it is too late: the midnight after the last day.
    pub fn closes_at(&self) -> DateTime<Utc> {
        let after = self.closes.checked_add_days(Days::new(1)).unwrap_or(self.closes);
        zone::resolve(self.zone, after.and_time(NaiveTime::MIN)).0
    }

    /// By whose clocks, in words: "New York time". A zone is called by its city.
    pub fn clocks(&self) -> String {
        let city = self.zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
        format!("{city} time")
    }

    /// The first day in words, while it is still to come.
    pub fn opens_later(&self, now: DateTime<Utc>) -> Option<String> {
        let day = self.opens.filter(|_| self.opens_at().is_some_and(|at| now < at))?;
        Some(format!("{} ({})", day.format("%A, %B %-d, %Y"), self.clocks()))
    }

    /// May somebody apply now?
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.opens_at().is_none_or(|at| at <= now) && now < self.closes_at()
    }
}

/// A zone by its IANA name.
mod zone_name {
    use chrono_tz::Tz;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over so")]
    pub(super) fn serialize<S: Serializer>(zone: &Tz, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(zone.name())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(|_| serde::de::Error::custom("not a time zone"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_at_the_midnight_of_its_own_clocks() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let window = Window { zone: Tz::America__New_York, opens: Some(day("2027-03-01")), closes: day("2027-03-14") };
        // The clocks go forward on March 14, 2027.
        assert_eq!(window.closes_at(), at("2027-03-15T04:00:00Z"));
        assert!(!window.is_open(at("2027-03-01T04:59:59Z")) && window.is_open(at("2027-03-01T05:00:00Z")));
        assert!(window.is_open(at("2027-03-15T03:59:59Z")) && !window.is_open(at("2027-03-15T04:00:00Z")));
    }

    #[test]
    fn a_first_day_is_said_until_it_has_come() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let closes = "2027-03-14".parse::<NaiveDate>().unwrap();
        let always = Window { zone: Tz::America__New_York, opens: None, closes };
        let later = Window { opens: "2027-03-01".parse().ok(), ..always };
        let before = at("2027-03-01T04:59:59Z");
        assert_eq!(later.opens_later(before).as_deref(), Some("Monday, March 1, 2027 (New York time)"));
        assert_eq!((later.opens_later(at("2027-03-01T05:00:00Z")), always.opens_later(before)), (None, None));
    }

    #[test]
    fn weeks_are_said_in_words() {
        let words = |least, most| Weeks { least, most }.words();
        assert_eq!([words(1, 1), words(4, 4), words(2, 8)], ["1 week", "4 weeks", "2 to 8 weeks"]);
    }
}
