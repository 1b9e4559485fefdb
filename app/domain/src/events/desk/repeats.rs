//! How a series repeats, as plain controls: what, every how many, on which days, until when.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};

use super::super::rule_text::two_letters;
use super::super::{Days, Ends, Nth, Repeats, Rule, limits};
use super::Fields;
use crate::form::sheet::Sheet;

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The rule as fields. `start` is the first local start.
pub(super) fn as_fields(rule: Option<Rule>, start: NaiveDateTime) -> Fields {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let letters = |day| two_letters(day).to_owned();
    let Some(rule) = rule else {
        return vec![
            pair("repeats", "once".to_owned()),
            pair("every", "1".to_owned()),
            pair("ends", "never".to_owned()),
        ];
    };
    let mut fields = vec![pair("every", rule.interval().to_string())];
    let kind = match rule.repeats() {
        Repeats::Daily => "days",
        Repeats::Weekly(days) => {
            fields.extend(days.iter().map(|day| pair("days", letters(day))));
            "weeks"
        }
        Repeats::MonthlyByDate(_) => "months-date",
        Repeats::MonthlyByWeekday(nth, day) => {
            let nth = match nth {
                Nth::From(nth) => nth.to_string(),
                Nth::Last => "last".to_owned(),
            };
            fields.extend([pair("nth", nth), pair("weekday", letters(day))]);
            "months-weekday"
        }
        Repeats::Yearly => "years",
    };
    fields.push(pair("repeats", kind.to_owned()));
    match rule.ends() {
        Ends::Never => fields.push(pair("ends", "never".to_owned())),
        Ends::Until(last) => fields.extend([pair("ends", "until".to_owned()), pair("until", last.to_string())]),
        Ends::After(times) => fields.extend([pair("ends", "after".to_owned()), pair("times", times.to_string())]),
    }
    debug_assert!(rule.check_start(start).is_ok(), "a stored series fits its rule");
    fields
}

/// Reads the rule; `None` for a single event, and also when something is wrong, which the sheet then says. What is
/// left open is taken from the first day: its weekday, its place in the month.
pub(super) fn read(sheet: &mut Sheet<'_>, first: NaiveDate) -> Option<Rule> {
    let kind = sheet.raw("repeats");
    let repeats = match kind {
        "" | "once" => return None,
        "days" => Repeats::Daily,
        "weeks" => {
            let days: Vec<_> = sheet.all("days").filter_map(weekday).collect();
            Repeats::Weekly(Days::new(days).or_else(|| Days::new([first.weekday()]))?)
        }
        "months-date" => Repeats::MonthlyByDate(u8::try_from(first.day()).ok()?),
        "months-weekday" => {
            let own = u8::try_from(first.day0() / 7 + 1).ok()?;
            let nth = match sheet.raw("nth") {
                "" => Nth::From(own),
                "last" => Nth::Last,
                typed => {
                    let Some(nth) = typed.parse().ok().filter(|nth| (1..=5).contains(nth)) else {
                        sheet.wrong("nth", "Choose one of these.");
                        return None;
                    };
                    Nth::From(nth)
                }
            };
            Repeats::MonthlyByWeekday(nth, weekday(sheet.raw("weekday")).unwrap_or(first.weekday()))
        }
        "years" => Repeats::Yearly,
        _ => {
            sheet.wrong("repeats", "Choose one of these.");
            return None;
        }
    };
    let every = sheet.number("every", &(1..=u32::from(Rule::MAX_INTERVAL)));
    if every.is_none() && !sheet.raw("every").is_empty() {
        return None;
    }
    let ends = ends(sheet)?;
    match Rule::new(repeats, u16::try_from(every.unwrap_or(1)).ok()?, ends) {
        Ok(rule) => Some(rule),
        Err(error) => {
            sheet.wrong("repeats", format!("{error}."));
            None
        }
    }
}

fn ends(sheet: &mut Sheet<'_>) -> Option<Ends> {
    match sheet.raw("ends") {
        "" | "never" => Some(Ends::Never),
        "until" => {
            let last = sheet.day("until", &limits::YEARS);
            if sheet.raw("until").is_empty() {
                sheet.wrong("until", "Write the last day on which it may take place.");
            }
            last.map(Ends::Until)
        }
        "after" => {
            let times = sheet.number("times", &(2..=Rule::MAX_COUNT));
            if sheet.raw("times").is_empty() {
                sheet.wrong("times", "Write how many dates there are.");
            }
            times.map(Ends::After)
        }
        _ => {
            sheet.wrong("ends", "Choose one of these.");
            None
        }
    }
}

fn weekday(letters: &str) -> Option<Weekday> {
    WEEK.into_iter().find(|day| two_letters(*day) == letters)
}
