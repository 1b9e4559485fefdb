//! The plain English of series: rules and dates as people say them.

#[cfg(feature = "zones")]
use chrono::Timelike;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};

use super::rule::{Ends, Nth, Repeats, Rule};

impl Rule {
    /// The rule in words, such as "Every other month on the 4th Wednesday, until May 27, 2026". `start` is the first
    /// local start; a yearly rule takes its date from it. [`Rule::parse`] reads these words back.
    pub fn words(&self, start: NaiveDateTime) -> String {
        let period = match self.repeats() {
            Repeats::Daily => every(self.interval(), "day"),
            Repeats::Weekly(days) => {
                format!("{} on {}", every(self.interval(), "week"), list(days.iter().map(weekday)))
            }
            Repeats::MonthlyByDate(day) => format!("{} on the {}", every(self.interval(), "month"), ordinal(day)),
            Repeats::MonthlyByWeekday(nth, day) => {
                let nth = match nth {
                    Nth::From(nth) => ordinal(nth),
                    Nth::Last => "last".to_owned(),
                };
                format!("{} on the {nth} {}", every(self.interval(), "month"), weekday(day))
            }
            Repeats::Yearly => format!("{} on {}", every(self.interval(), "year"), start.format("%B %-d")),
        };
        match self.ends() {
            Ends::Never => period,
            Ends::Until(last) => format!("{period}, until {}", last.format("%B %-d, %Y")),
            Ends::After(count) => format!("{period}, {count} times"),
        }
    }
}

/// "Wednesday, January 25, 2023".
pub(crate) fn date(date: NaiveDate) -> String {
    format!("{}, {}", weekday(date.weekday()), date.format("%B %-d, %Y"))
}

/// "Wednesday, January 25, 2023, at 8:00 PM"; seconds only where there are some.
#[cfg(feature = "zones")]
pub(super) fn date_time(at: NaiveDateTime) -> String {
    let form = if at.second() == 0 { "%-I:%M %p" } else { "%-I:%M:%S %p" };
    format!("{}, at {}", date(at.date()), at.format(form))
}

/// "Every day", "Every other day", "Every 3 days".
fn every(interval: u16, unit: &str) -> String {
    match interval {
        1 => format!("Every {unit}"),
        2 => format!("Every other {unit}"),
        many => format!("Every {many} {unit}s"),
    }
}

/// "1st", "22nd", "13th".
fn ordinal(number: u8) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The full name of a weekday.
pub(super) const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// "A", "A and B", "A, B, and C".
fn list(items: impl Iterator<Item = &'static str>) -> String {
    let items: Vec<_> = items.collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [all @ .., last] => format!("{}, and {last}", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_like_plain_english() {
        let start = "2023-01-25T20:00:00".parse().unwrap();
        for (rule, words) in [
            ("FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE", "Every other month on the 4th Wednesday"),
            ("FREQ=DAILY", "Every day"),
            ("FREQ=DAILY;INTERVAL=3;COUNT=5", "Every 3 days, 5 times"),
            ("FREQ=WEEKLY;BYDAY=TU", "Every week on Tuesday"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "Every other week on Tuesday and Thursday"),
            ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every week on Monday, Wednesday, and Friday"),
            ("FREQ=MONTHLY;BYMONTHDAY=22", "Every month on the 22nd"),
            ("FREQ=MONTHLY;BYMONTHDAY=13", "Every month on the 13th"),
            ("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260529", "Every month on the last Friday, until May 29, 2026"),
            ("FREQ=YEARLY", "Every year on January 25"),
        ] {
            assert_eq!(Rule::parse(rule).unwrap().words(start), words);
        }
    }
}
