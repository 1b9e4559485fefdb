//! The RFC 5545 text of a rule: read, write, and say what is wrong with it.

use std::fmt;

use chrono::{NaiveDate, Weekday};

use super::rule::{Days, Ends, Nth, Repeats, Rule};

/// Why a rule cannot be read. `Display` says what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Nothing there, or not of the form NAME=VALUE.
    #[error("write a rule such as FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE, or \"every 2 months on the 4th Wednesday\"")]
    Shape,
    /// FREQ is missing or something else.
    #[error("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")]
    Frequency,
    /// A part of RFC 5545 that is not supported, or not with this FREQ.
    #[error("{0} cannot be used here; use FREQ, INTERVAL, BYDAY, BYMONTHDAY, and UNTIL or COUNT")]
    Part(String),
    /// The same part twice.
    #[error("{0} may stand only once")]
    Twice(String),
    /// INTERVAL out of range.
    #[error("INTERVAL must be a whole number from 1 to 100")]
    Interval,
    /// COUNT out of range. COUNT=1 is refused by some calendar programs.
    #[error("COUNT must be a whole number from 2 to 1000; leave the rule out for a single event")]
    Count,
    /// UNTIL is not a date.
    #[error("UNTIL must be the last date, such as UNTIL=20261231")]
    Until,
    /// Both ends at once.
    #[error("use UNTIL or COUNT, not both")]
    TwoEnds,
    /// A weekly rule without its days.
    #[error("a weekly rule needs its weekdays, such as BYDAY=TU or BYDAY=MO,TH")]
    WeekDays,
    /// A monthly rule without its day, or with several.
    #[error("a monthly rule needs one day, such as BYDAY=4WE, BYDAY=-1FR or BYMONTHDAY=15")]
    MonthlyDay,
    /// A date of the month out of range.
    #[error("BYMONTHDAY must be one date from 1 to 31")]
    MonthDay,
    /// Not the 1st to 5th or the last.
    #[error("the weekday of a month must be the 1st to the 5th (BYDAY=1MO to BYDAY=5MO) or the last (BYDAY=-1MO)")]
    Nth,
}

/// The parts of a rule as they were written.
#[derive(Default)]
struct Parts<'t> {
    freq: Option<&'t str>,
    interval: Option<&'t str>,
    by_day: Option<&'t str>,
    by_month_day: Option<&'t str>,
    until: Option<&'t str>,
    count: Option<&'t str>,
}

impl Rule {
    /// Reads an RFC 5545 RRULE value (section 3.3.10; the name `RRULE:` may stand before it, case does not matter), or
    /// plain English as [`Rule::words`] writes it.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let text = text.trim();
        if text.len() > 200 {
            return Err(RuleError::Shape);
        }
        if !text.contains('=') {
            return super::friendly::parse(text);
        }
        let upper = text.to_ascii_uppercase();
        let parts = split(upper.strip_prefix("RRULE:").unwrap_or(&upper))?;
        let interval = parts.interval.map_or(Ok(1), |n| number(n).ok_or(RuleError::Interval))?;
        Self::new(repeats(&parts)?, interval, ends(&parts)?)
    }
}

/// Sorts NAME=VALUE pairs into their places.
fn split(text: &str) -> Result<Parts<'_>, RuleError> {
    let mut parts = Parts::default();
    for pair in text.split(';').filter(|pair| !pair.trim().is_empty()) {
        let (name, value) = pair.split_once('=').ok_or(RuleError::Shape)?;
        let (name, value) = (name.trim(), value.trim());
        let slot = match name {
            "FREQ" => &mut parts.freq,
            "INTERVAL" => &mut parts.interval,
            "BYDAY" => &mut parts.by_day,
            "BYMONTHDAY" => &mut parts.by_month_day,
            "UNTIL" => &mut parts.until,
            "COUNT" => &mut parts.count,
            // Weeks begin on Monday, which is also RFC 5545's default.
            "WKST" if value == "MO" => continue,
            other => return Err(RuleError::Part(other.chars().take(20).collect())),
        };
        if slot.replace(value).is_some() {
            return Err(RuleError::Twice(name.to_owned()));
        }
    }
    Ok(parts)
}

/// What repeats, from FREQ and the BY parts.
fn repeats(parts: &Parts<'_>) -> Result<Repeats, RuleError> {
    let unused = |part: Option<&str>, name: &str| match part {
        Some(_) => Err(RuleError::Part(name.to_owned())),
        None => Ok(()),
    };
    match parts.freq.ok_or(RuleError::Frequency)? {
        frequency @ ("DAILY" | "YEARLY") => {
            unused(parts.by_day, "BYDAY")?;
            unused(parts.by_month_day, "BYMONTHDAY")?;
            Ok(if frequency == "DAILY" { Repeats::Daily } else { Repeats::Yearly })
        }
        "WEEKLY" => {
            unused(parts.by_month_day, "BYMONTHDAY")?;
            let days: Option<Vec<_>> =
                parts.by_day.ok_or(RuleError::WeekDays)?.split(',').map(|day| weekday(day.trim())).collect();
            days.and_then(Days::new).map(Repeats::Weekly).ok_or(RuleError::WeekDays)
        }
        "MONTHLY" => match (parts.by_day, parts.by_month_day) {
            (Some(day), None) => nth_weekday(day),
            (None, Some(date)) => number(date).map(Repeats::MonthlyByDate).ok_or(RuleError::MonthDay),
            _ => Err(RuleError::MonthlyDay),
        },
        _ => Err(RuleError::Frequency),
    }
}

/// `4WE` or `-1FR`.
fn nth_weekday(text: &str) -> Result<Repeats, RuleError> {
    let split = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at)).ok_or(RuleError::MonthlyDay)?;
    let (nth, day) = text.split_at(split);
    let day = weekday(day).ok_or(RuleError::MonthlyDay)?;
    let nth = match nth {
        "" => return Err(RuleError::MonthlyDay),
        "-1" => Nth::Last,
        other => Nth::From(number(other.strip_prefix('+').unwrap_or(other)).ok_or(RuleError::Nth)?),
    };
    Ok(Repeats::MonthlyByWeekday(nth, day))
}

/// When it stops.
fn ends(parts: &Parts<'_>) -> Result<Ends, RuleError> {
    match (parts.until, parts.count) {
        (None, None) => Ok(Ends::Never),
        (None, Some(count)) => number(count).map(Ends::After).ok_or(RuleError::Count),
        (Some(until), None) => basic_date(until).map(Ends::Until).ok_or(RuleError::Until),
        (Some(_), Some(_)) => Err(RuleError::TwoEnds),
    }
}

/// A date as `20261231` or `2026-12-31`.
fn basic_date(text: &str) -> Option<NaiveDate> {
    let digits = text.replace('-', "");
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    NaiveDate::parse_from_str(&digits, "%Y%m%d").ok()
}

/// A plain decimal number, without a sign.
pub(super) fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// RFC 5545's two letters of a weekday.
fn weekday(text: &str) -> Option<Weekday> {
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun]
        .into_iter()
        .find(|day| two_letters(*day) == text)
}

/// RFC 5545's two letters of a weekday.
pub(super) const fn two_letters(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

impl Rule {
    /// The value without its end: what a feed begins its RRULE with before it adds UNTIL in UTC.
    pub fn value_without_end(&self) -> String {
        let (frequency, by) = match self.repeats() {
            Repeats::Daily => ("DAILY", String::new()),
            Repeats::Weekly(days) => {
                ("WEEKLY", format!(";BYDAY={}", days.iter().map(two_letters).collect::<Vec<_>>().join(",")))
            }
            Repeats::MonthlyByDate(day) => ("MONTHLY", format!(";BYMONTHDAY={day}")),
            Repeats::MonthlyByWeekday(Nth::From(nth), day) => ("MONTHLY", format!(";BYDAY={nth}{}", two_letters(day))),
            Repeats::MonthlyByWeekday(Nth::Last, day) => ("MONTHLY", format!(";BYDAY=-1{}", two_letters(day))),
            Repeats::Yearly => ("YEARLY", String::new()),
        };
        match self.interval() {
            1 => format!("FREQ={frequency}{by}"),
            many => format!("FREQ={frequency};INTERVAL={many}{by}"),
        }
    }
}

/// The RFC 5545 value. UNTIL is written as the local date it is; a feed writes the instant instead.
impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.value_without_end())?;
        match self.ends() {
            Ends::Never => Ok(()),
            Ends::Until(last) => write!(out, ";UNTIL={}", last.format("%Y%m%d")),
            Ends::After(count) => write!(out, ";COUNT={count}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, RuleError};

    #[test]
    fn a_rule_has_one_canonical_text() {
        for (written, canonical) in [
            ("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE", "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"),
            ("rrule:byday=we,mo;freq=weekly;interval=1;wkst=mo;", "FREQ=WEEKLY;BYDAY=MO,WE"),
            ("FREQ=MONTHLY;BYDAY=+1TH", "FREQ=MONTHLY;BYDAY=1TH"),
            ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12", "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12"),
            ("FREQ=DAILY;UNTIL=2026-12-31", "FREQ=DAILY;UNTIL=20261231"),
            (" FREQ=YEARLY ", "FREQ=YEARLY"),
        ] {
            assert_eq!(Rule::parse(written).unwrap().to_string(), canonical);
        }
    }

    #[test]
    fn each_mistake_is_named() {
        for (written, error) in [
            ("", RuleError::Shape),
            ("FREQ=HOURLY", RuleError::Frequency),
            ("INTERVAL=2", RuleError::Frequency),
            ("FREQ=WEEKLY", RuleError::WeekDays),
            ("FREQ=WEEKLY;BYDAY=2MO", RuleError::WeekDays),
            ("FREQ=MONTHLY", RuleError::MonthlyDay),
            ("FREQ=MONTHLY;BYDAY=WE", RuleError::MonthlyDay),
            ("FREQ=MONTHLY;BYDAY=é", RuleError::MonthlyDay),
            ("FREQ=MONTHLY;BYDAY=4WE;BYMONTHDAY=3", RuleError::MonthlyDay),
            ("FREQ=MONTHLY;BYDAY=9WE", RuleError::Nth),
            ("FREQ=MONTHLY;BYMONTHDAY=0", RuleError::MonthDay),
            ("FREQ=DAILY;INTERVAL=0", RuleError::Interval),
            ("FREQ=DAILY;INTERVAL=+2", RuleError::Interval),
            ("FREQ=DAILY;COUNT=1", RuleError::Count),
            ("FREQ=DAILY;COUNT=2;UNTIL=20260101", RuleError::TwoEnds),
            ("FREQ=DAILY;UNTIL=20260101T000000Z", RuleError::Until),
            ("FREQ=DAILY;FREQ=DAILY", RuleError::Twice("FREQ".to_owned())),
            ("FREQ=DAILY;BYSETPOS=1", RuleError::Part("BYSETPOS".to_owned())),
            ("FREQ=DAILY;BYDAY=MO", RuleError::Part("BYDAY".to_owned())),
        ] {
            assert_eq!(Rule::parse(written), Err(error), "{written}");
        }
    }
}
