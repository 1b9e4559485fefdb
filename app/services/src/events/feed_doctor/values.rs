//! Values of properties (RFC 5545 section 3.3) as types.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::lines::Line;

/// What a local time is counted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Clock {
    /// `...Z`.
    Utc,
    /// `TZID=`, by its name.
    Zone(String),
    /// Neither: whatever the reader's clock shows.
    Floating,
    /// `VALUE=DATE`: a whole day.
    Day,
}

/// A date and time with its clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct When {
    /// What the clock shows; midnight for a day.
    pub(super) local: NaiveDateTime,
    /// Which clock.
    pub(super) clock: Clock,
}

impl When {
    /// The values of DTSTART, EXDATE and the like; `None` when one cannot be read.
    pub(super) fn all(line: &Line) -> Option<Vec<Self>> {
        let zone = line.param("TZID");
        line.value.split(',').map(|text| Self::parse(text.trim(), zone)).collect()
    }

    /// The one value of DTSTART, RECURRENCE-ID and the like.
    pub(super) fn one(line: &Line) -> Option<Self> {
        Self::parse(line.value.trim(), line.param("TZID"))
    }

    /// A DATE or DATE-TIME.
    pub(super) fn parse(text: &str, zone: Option<&str>) -> Option<Self> {
        let (text, utc) = text.strip_suffix('Z').map_or((text, false), |rest| (rest, true));
        let (day, time) = match text.split_once('T') {
            Some((day, time)) => (day, Some(time)),
            None => (text, None),
        };
        let (year, rest) = number(day, 4)?;
        let (month, rest) = number(rest, 2)?;
        let (day, rest) = number(rest, 2)?;
        let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|_| rest.is_empty())?;
        let Some(time) = time else {
            return (!utc).then_some(Self { local: date.and_time(NaiveTime::MIN), clock: Clock::Day });
        };
        let (hour, rest) = number(time, 2)?;
        let (minute, rest) = number(rest, 2)?;
        let (second, rest) = number(rest, 2)?;
        // A leap second is a second of the minute before in every calendar program.
        let time = NaiveTime::from_hms_opt(hour, minute, second.min(59)).filter(|_| rest.is_empty() && second <= 60)?;
        let clock = match (utc, zone) {
            (true, _) => Clock::Utc,
            (false, Some(name)) => Clock::Zone(name.to_owned()),
            (false, None) => Clock::Floating,
        };
        Some(Self { local: date.and_time(time), clock })
    }
}

/// A number of exactly so many digits, and the rest.
fn number(text: &str, digits: usize) -> Option<(u32, &str)> {
    let (head, rest) = text.split_at_checked(digits)?;
    let all = head.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| head.parse().ok()).flatten().map(|number| (number, rest))
}

/// A duration as days on the calendar and seconds that pass (section 3.3.6).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    /// Days and weeks.
    pub(super) days: i64,
    /// Hours, minutes and seconds.
    pub(super) seconds: i64,
}

impl Span {
    /// Nothing lasts for thousands of years, and sums beyond would overflow the calendar.
    const MOST_DAYS: i64 = 1_000_000;

    /// `P1DT2H`, `PT90M`, `-PT15M`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (sign, text) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let mut rest = text.strip_prefix('P')?;
        let (mut span, mut any, mut clock) = (Self::default(), false, false);
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('T').filter(|_| !clock) {
                (clock, rest) = (true, after);
                continue;
            }
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            // Seven digits of weeks are more than any calendar holds and far from overflowing.
            let count: i64 = rest.get(..digits).filter(|head| head.len() <= 7)?.parse().ok()?;
            let unit = rest[digits..].chars().next()?;
            match (unit, clock) {
                ('W', false) => span.days += 7 * count,
                ('D', false) => span.days += count,
                ('H', true) => span.seconds += 3600 * count,
                ('M', true) => span.seconds += 60 * count,
                ('S', true) => span.seconds += count,
                _ => return None,
            }
            (any, rest) = (true, &rest[digits + 1..]);
        }
        let sane = span.days <= Self::MOST_DAYS && span.seconds <= Self::MOST_DAYS * 86_400;
        (any && sane).then_some(Self { days: sign * span.days, seconds: sign * span.seconds })
    }
}

/// Seconds east of UTC (section 3.3.14).
pub(super) fn offset(text: &str) -> Option<i32> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, rest) = number(&text[1..], 2)?;
    let (minutes, rest) = number(rest, 2)?;
    let (seconds, rest) = if rest.is_empty() { (0, "") } else { number(rest, 2)? };
    let total = i32::try_from(hours * 3600 + minutes * 60 + seconds).ok()?;
    (rest.is_empty() && hours < 24 && minutes < 60 && seconds < 60).then_some(sign * total)
}

/// A TEXT without its escapes (section 3.3.11).
pub(super) fn text(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(other) => plain.push(other),
                None => {}
            },
            (c, false) => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_clock() {
        let local = "2026-11-25T20:00:00".parse().unwrap();
        for (text, zone, clock) in [
            ("20261125T200000Z", None, Clock::Utc),
            ("20261125T200000", Some("America/New_York"), Clock::Zone("America/New_York".to_owned())),
            ("20261125T200000", None, Clock::Floating),
        ] {
            assert_eq!(When::parse(text, zone), Some(When { local, clock }));
        }
        assert_eq!(When::parse("20261125", None).unwrap().clock, Clock::Day);
        for wrong in [
            "",
            "2026112",
            "20261325",
            "20261125T2000",
            "20261125T240000",
            "2026-11-25",
            "20261125Z",
            "20261125T2000000",
            "２026",
        ] {
            assert_eq!(When::parse(wrong, None), None, "{wrong}");
        }
    }

    #[test]
    fn durations_keep_days_apart_from_hours() {
        assert_eq!(Span::parse("P1W2DT3H4M5S"), Some(Span { days: 9, seconds: 11_045 }));
        assert_eq!(Span::parse("-PT15M"), Some(Span { days: 0, seconds: -900 }));
        for wrong in ["", "P", "PT", "1H", "P1H", "PT1D", "PT1", "PT99999999H", "P9999999D", "PTé"] {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn offsets_have_a_sign() {
        assert_eq!((offset("+0530"), offset("-0330"), offset("+001536")), (Some(19_800), Some(-12_600), Some(936)));
        for wrong in ["", "0530", "+05", "+05301", "+2500", "é0530"] {
            assert_eq!(offset(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(text("a\\nb\\Nc\\,d\\;e\\\\n\\"), "a\nb\nc,d;e\\n");
    }
}
