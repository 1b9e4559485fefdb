//! Rules in plain English, for people who write the programme by hand.
//!
//! The grammar is what `Rule::words` writes, with "every 2 months" beside "every other month" and dates also as
//! `2026-12-31`. It is small on purpose: what is not understood is refused with an example, never guessed.

use chrono::{NaiveDate, Weekday};

use super::rule::{Days, Ends, Nth, Repeats, Rule};
use super::rule_text::{RuleError, number};

/// Reads "every other month on the 4th Wednesday, until May 27, 2026" and its kin.
pub(super) fn parse(text: &str) -> Result<Rule, RuleError> {
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let ["every", rest @ ..] = words.as_slice() else { return Err(RuleError::Shape) };
    let (interval, rest) = interval(rest)?;
    let (unit, rest) = rest.split_first().ok_or(RuleError::Shape)?;
    let (on, ends) = split_end(rest)?;
    let repeats = match (unit.trim_end_matches('s'), on) {
        ("day", []) => Repeats::Daily,
        ("week", ["on", days @ ..]) => weekdays(days)?,
        ("week", _) => return Err(RuleError::WeekDays),
        ("month", ["on", "the" | "day", date]) => Repeats::MonthlyByDate(ordinal(date).ok_or(RuleError::MonthlyDay)?),
        ("month", ["on", "the", nth, day]) => {
            let nth = if *nth == "last" { Nth::Last } else { Nth::From(ordinal(nth).ok_or(RuleError::Nth)?) };
            Repeats::MonthlyByWeekday(nth, weekday(day).ok_or(RuleError::MonthlyDay)?)
        }
        ("month", _) => return Err(RuleError::MonthlyDay),
        // The date repeats the first start's for the reader and carries nothing of its own.
        ("year", [] | ["on", _, _]) => Repeats::Yearly,
        _ => return Err(RuleError::Shape),
    };
    Rule::new(repeats, interval, ends)
}

/// "other", "2", "second" or nothing.
fn interval<'w>(words: &'w [&'w str]) -> Result<(u16, &'w [&'w str]), RuleError> {
    match words {
        ["other" | "second", rest @ ..] => Ok((2, rest)),
        [first, rest @ ..] if first.starts_with(|c: char| c.is_ascii_digit()) => {
            Ok((number(first).ok_or(RuleError::Interval)?, rest))
        }
        all => Ok((1, all)),
    }
}

/// Parts the day words from "until ..." or "... times".
fn split_end<'w>(words: &'w [&'w str]) -> Result<(&'w [&'w str], Ends), RuleError> {
    if let [on @ .., count, "times"] = words {
        return Ok((on, Ends::After(number(count).ok_or(RuleError::Count)?)));
    }
    let Some(at) = words.iter().position(|word| *word == "until") else { return Ok((words, Ends::Never)) };
    let (on, end) = (&words[..at], words[at + 1..].join(" "));
    let date = ["%Y-%m-%d", "%B %d %Y"].into_iter().find_map(|form| NaiveDate::parse_from_str(&end, form).ok());
    Ok((on, Ends::Until(date.ok_or(RuleError::Until)?)))
}

/// "tuesday", "monday and thursday", "monday wednesday and friday".
fn weekdays(words: &[&str]) -> Result<Repeats, RuleError> {
    let days: Option<Vec<_>> = words.iter().filter(|word| **word != "and").map(|word| weekday(word)).collect();
    days.and_then(Days::new).map(Repeats::Weekly).ok_or(RuleError::WeekDays)
}

/// A full or shortened name of at least three letters, with or without the s of the plural.
fn weekday(word: &str) -> Option<Weekday> {
    word.strip_suffix('s').unwrap_or(word).parse().or_else(|_| word.parse()).ok()
}

/// "4th", "1st", "15", "fourth".
fn ordinal(word: &str) -> Option<u8> {
    let spelled = ["first", "second", "third", "fourth", "fifth"].iter().position(|name| *name == word);
    if let Some(at) = spelled {
        return u8::try_from(at + 1).ok();
    }
    number(["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word))
        .filter(|_| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Rule, RuleError};

    #[test]
    fn plain_english_is_understood() {
        for (words, rule) in [
            ("every 2 months on the 4th Wednesday", "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"),
            ("Every other month on the fourth Wednesday", "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"),
            ("every month on the last Friday until 2026-05-29", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260529"),
            ("every month on the 15th, 6 times", "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=6"),
            ("every week on Mondays, Wednesdays, and Fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
            ("every 2 weeks on Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            ("every day, until December 31, 2026", "FREQ=DAILY;UNTIL=20261231"),
            ("Every year on January 25", "FREQ=YEARLY"),
        ] {
            assert_eq!(Rule::parse(words).map(|rule| rule.to_string()).as_deref(), Ok(rule), "{words}");
        }
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for (words, error) in [
            ("sometimes", RuleError::Shape),
            ("every", RuleError::Shape),
            ("every blue moon", RuleError::Shape),
            ("every week", RuleError::WeekDays),
            ("every week on Caturday", RuleError::WeekDays),
            ("every month", RuleError::MonthlyDay),
            ("every month on the Wednesday", RuleError::MonthlyDay),
            ("every month on the 6th Wednesday", RuleError::Nth),
            ("every 0 days", RuleError::Interval),
            ("every day, until soon", RuleError::Until),
            ("every day, 1 times", RuleError::Count),
        ] {
            assert_eq!(Rule::parse(words), Err(error), "{words}");
        }
    }
}
