//! Hours in which a person wants no mail, in the clocks of their zone.

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use super::words;
use crate::events::zone::{local_time, resolve};
use crate::form::FieldError;

const DAY_MINUTES: u16 = 24 * 60;

/// From one minute of the day up to, not including, another; over midnight when the first is the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QuietHours {
    from: u16,
    until: u16,
}

/// A reminder that comes later than this before the start is of little use.
pub const IN_TIME: TimeDelta = TimeDelta::hours(1);

impl QuietHours {
    /// From minutes after midnight; `None` when they are not minutes of a day or the same.
    pub const fn of_minutes(from: u16, until: u16) -> Option<Self> {
        if from < DAY_MINUTES && until < DAY_MINUTES && from != until { Some(Self { from, until }) } else { None }
    }

    /// Reads the two fields of a form, `quiet_from` and `quiet_until`, as `<input type="time">` posts them. Both empty:
    /// no quiet hours.
    pub fn parse(from: &str, until: &str) -> Result<Option<Self>, FieldError> {
        let (from, until) = (from.trim(), until.trim());
        match (from.is_empty(), until.is_empty()) {
            (true, true) => return Ok(None),
            (true, false) => return Err(FieldError::new("quiet_from", words::BOTH_TIMES)),
            (false, true) => return Err(FieldError::new("quiet_until", words::BOTH_TIMES)),
            (false, false) => {}
        }
        let from = minute(from).ok_or_else(|| FieldError::new("quiet_from", words::TIME))?;
        let until = minute(until).ok_or_else(|| FieldError::new("quiet_until", words::TIME))?;
        match Self::of_minutes(from, until) {
            Some(quiet) => Ok(Some(quiet)),
            None => Err(FieldError::new("quiet_until", words::SAME_TIMES)),
        }
    }

    /// Minutes after midnight of begin and end.
    pub const fn minutes(self) -> (u16, u16) {
        (self.from, self.until)
    }

    /// Begin and end as a form writes them, such as "22:00".
    pub fn fields(self) -> (String, String) {
        let written = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        (written(self.from), written(self.until))
    }

    /// Is it quiet when the clock shows this?
    pub fn holds(self, time: NaiveTime) -> bool {
        let minute = u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0);
        if self.from < self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        }
    }

    /// The first instant from `at` on at which somebody may be reminded of what begins at `begins`: when it is not quiet any
    /// more, but at once where that would leave less than [`IN_TIME`].
    pub fn over_in_time(self, zone: Tz, at: DateTime<Utc>, begins: DateTime<Utc>) -> DateTime<Utc> {
        let over = self.over(zone, at);
        if begins - over < IN_TIME { at } else { over }
    }

    /// The first instant from `at` on that is not quiet in the clocks of `zone`; `at` itself when it is not.
    pub fn over(self, zone: Tz, at: DateTime<Utc>) -> DateTime<Utc> {
        let local = local_time(zone, at);
        if !self.holds(local.time()) {
            return at;
        }
        let begun_today = self.from > self.until && local.time() >= time_of(self.from);
        let day = if begun_today { local.date() + TimeDelta::days(1) } else { local.date() };
        let end = day.and_time(time_of(self.until));
        let (resolved, _) = resolve(zone, end);
        // In the second of two equal hours the end that is found is already past.
        if resolved > at { resolved } else { at + (end - local) }
    }
}

fn time_of(minute: u16) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0).unwrap_or_default()
}

/// "22:00", also with seconds, which some browsers post.
fn minute(text: &str) -> Option<u16> {
    let time =
        NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S")).ok()?;
    u16::try_from(time.hour() * 60 + time.minute()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn quiet(from: &str, until: &str) -> QuietHours {
        QuietHours::parse(from, until).unwrap().unwrap()
    }

    #[test]
    fn a_night_ends_in_the_morning_of_the_person() {
        let night = quiet("22:00", "07:00");
        let karachi = Tz::Asia__Karachi;
        assert_eq!(night.over(karachi, at("2026-11-03T15:00:00Z")), at("2026-11-03T15:00:00Z"), "8 pm there");
        assert_eq!(night.over(karachi, at("2026-11-03T17:00:00Z")), at("2026-11-04T02:00:00Z"), "10 pm there");
        assert_eq!(night.over(karachi, at("2026-11-03T20:00:00Z")), at("2026-11-04T02:00:00Z"), "1 am there");
        assert_eq!(night.over(karachi, at("2026-11-04T02:00:00Z")), at("2026-11-04T02:00:00Z"), "the end is not quiet");
        assert_eq!(night.fields(), ("22:00".to_owned(), "07:00".to_owned()));
    }

    #[test]
    fn what_comes_out_is_never_quiet_nor_before_whatever_the_clocks_do() {
        let zones =
            [Tz::America__New_York, Tz::Australia__Lord_Howe, Tz::America__Sao_Paulo, Tz::Europe__London, Tz::UTC];
        let spans =
            [("22:00", "07:00"), ("01:15", "01:45"), ("00:00", "02:30"), ("23:30", "00:30"), ("02:00", "01:59")];
        for zone in zones {
            for (from, until) in spans {
                let quiet = quiet(from, until);
                for begin in
                    ["2026-03-07T00:00:00Z", "2026-04-03T00:00:00Z", "2026-10-02T00:00:00Z", "2026-10-30T00:00:00Z"]
                {
                    for minutes in (0..4 * 24 * 60).step_by(13) {
                        let now = at(begin) + TimeDelta::minutes(minutes);
                        let then = quiet.over(zone, now);
                        assert!(then >= now && then - now <= TimeDelta::hours(25), "{zone} {from} {now} {then}");
                        assert!(!quiet.holds(local_time(zone, then).time()), "{zone} {from} {now} {then}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_reminder_waits_for_the_morning_only_while_it_still_comes_in_time() {
        let (night, karachi) = (quiet("22:00", "07:00"), Tz::Asia__Karachi);
        // 10 pm there; the morning comes at 02:00 UTC.
        let (evening, morning) = (at("2026-11-03T17:00:00Z"), at("2026-11-04T02:00:00Z"));
        for (begins, told) in [
            ("2026-11-04T17:00:00Z", morning),
            ("2026-11-04T03:00:00Z", morning),
            ("2026-11-04T02:59:59Z", evening),
            ("2026-11-04T02:00:00Z", evening),
            ("2026-11-03T18:00:00Z", evening),
        ] {
            assert_eq!(night.over_in_time(karachi, evening, at(begins)), told, "{begins}");
        }
        let day = at("2026-11-03T12:00:00Z");
        assert_eq!(night.over_in_time(karachi, day, at("2026-11-03T12:30:00Z")), day, "it is not quiet");
        for minutes in (0..3 * 24 * 60).step_by(7) {
            let begins = evening + TimeDelta::minutes(minutes);
            let told = night.over_in_time(karachi, evening, begins);
            assert!(told == evening || told + IN_TIME <= begins, "{begins}: {told}");
        }
    }

    #[test]
    fn half_a_span_and_nonsense_are_told() {
        assert_eq!(QuietHours::parse(" ", ""), Ok(None));
        assert_eq!(QuietHours::parse("22:00", "").unwrap_err().field, "quiet_until");
        assert_eq!(QuietHours::parse("", "7:00").unwrap_err().field, "quiet_from");
        assert_eq!(QuietHours::parse("25:00", "07:00").unwrap_err().field, "quiet_from");
        assert_eq!(QuietHours::parse("late", "07:00").unwrap_err().field, "quiet_from");
        assert_eq!(QuietHours::parse("07:00", "07:00").unwrap_err().message, words::SAME_TIMES);
        assert_eq!(QuietHours::parse("22:00:00", "07:00"), QuietHours::parse("22:00", "07:00"));
    }
}
