//! Dates and times as people read them. The server writes the event's zone and UTC;
//! `time.js` turns the UTC line into the reader's own zone where script runs.

use chrono::{DateTime, Datelike, Duration, NaiveDateTime, Timelike, Utc};
use chrono_tz::{OffsetName, Tz};
use leptos::prelude::*;
use std::cmp::Ordering;

/// "Wednesday, November 25, 2026".
pub(crate) fn long_date<T: Datelike>(date: &T) -> String {
    format!("{}, {}", short_date(date), date.year())
}

/// "8:00 pm".
fn clock_time<T: Timelike>(time: &T) -> String {
    let (pm, hour) = time.hour12();
    format!("{hour}:{:02} {}", time.minute(), if pm { "pm" } else { "am" })
}

/// "8:00 to 9:00 pm", or "11:30 am to 12:30 pm" across noon.
fn clock_range<T: Timelike>(start: &T, end: &T) -> String {
    let (pm, hour) = start.hour12();
    if pm == end.hour12().0 {
        format!("{hour}:{:02} to {}", start.minute(), clock_time(end))
    } else {
        format!("{} to {}", clock_time(start), clock_time(end))
    }
}

/// As the clock says it where it takes place: "8:00 to 9:00 pm". What lasts longer than half a day names the day it ends on.
pub(crate) fn hours(from: NaiveDateTime, to: NaiveDateTime) -> String {
    if from.date() != to.date() && to - from > Duration::hours(12) {
        format!("{} to {}, {}", clock_time(&from), short_date(&to), clock_time(&to))
    } else {
        clock_range(&from, &to)
    }
}

/// "Wednesday, November 25".
fn short_date<T: Datelike>(date: &T) -> String {
    format!("{}, {} {}", weekday(date), MONTHS[date.month0() as usize], date.day())
}

fn city(zone: Tz) -> String {
    zone.name().rsplit('/').next().unwrap_or("local").replace('_', " ")
}

/// The everyday name of a zone at an instant: "ET", "PKT", or "Almaty time" where tzdata has only a number.
fn zone_name(zone: Tz, at: DateTime<Utc>) -> String {
    if let Some((short, _)) = american(zone) {
        return short.to_owned();
    }
    match at.with_timezone(&zone).offset().abbreviation() {
        Some(name) if name.chars().all(char::is_alphabetic) => name.to_owned(),
        _ => format!("{} time", city(zone)),
    }
}

/// The name of a zone that holds in summer and winter: "ET", "London time".
pub(crate) fn zone_all_year(zone: Tz) -> String {
    american(zone).map_or_else(|| format!("{} time", city(zone)), |(short, _)| short.to_owned())
}

/// A zone for a list of facts: "Eastern Time (New York)", "Almaty time".
pub(crate) fn zone_words(zone: Tz) -> String {
    american(zone).map_or_else(|| zone_all_year(zone), |(_, long)| format!("{long} Time ({})", city(zone)))
}

/// What the zones of the contiguous United States are called there, in summer and winter.
fn american(zone: Tz) -> Option<(&'static str, &'static str)> {
    match zone.name() {
        "America/New_York" => Some(("ET", "Eastern")),
        "America/Chicago" => Some(("CT", "Central")),
        "America/Denver" => Some(("MT", "Mountain")),
        "America/Los_Angeles" => Some(("PT", "Pacific")),
        _ => None,
    }
}

fn weekday<T: Datelike>(date: &T) -> &'static str {
    WEEKDAYS[date.weekday().num_days_from_monday() as usize]
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// One instant as a date in its zone, e.g. for "changed on".
#[component]
pub fn Time(
    /// The instant.
    at: DateTime<Utc>,
    /// Whose calendar day it is told in.
    zone: Tz,
) -> impl IntoView {
    let local = at.with_timezone(&zone);
    view! { <time datetime=iso(at)>{long_date(&local)}</time> }
}

/// When something takes place: first in its own zone, then in the reader's (UTC where no script runs).
/// A day that differs from the announced one is named and said in words.
#[component]
pub fn TimeRange(
    /// Start, an instant.
    start: DateTime<Utc>,
    /// End, an instant.
    end: DateTime<Utc>,
    /// The zone it is announced in.
    zone: Tz,
) -> impl IntoView {
    let (from, to) = (start.with_timezone(&zone).naive_local(), end.with_timezone(&zone).naive_local());
    let day = format!("{}, ", long_date(&from));
    let clock = format!("{} {}", hours(from, to), zone_name(zone, start));
    let elsewhere = (from != start.naive_utc()).then(|| {
        let (words, other_day) = in_utc(start, end, from);
        view! { {words}{other_day.map(|words| view! { " "<b>{words}</b> })} }
    });
    view! {
        <span>
            <time datetime=iso(start) data-end=iso(end) data-zone=zone.name() data-day=from.format("%Y-%m-%d").to_string()>
                {day}
                <span class="hours">{clock}</span>
            </time>
            " "
            <span class="yours">{elsewhere}</span>
        </span>
    }
}

/// The line for readers without script, and what to say when its day is not the announced one.
fn in_utc(start: DateTime<Utc>, end: DateTime<Utc>, announced: NaiveDateTime) -> (String, Option<&'static str>) {
    let start = start.naive_utc();
    let hours = hours(start, end.naive_utc());
    match start.date().cmp(&announced.date()) {
        Ordering::Equal => (format!("{hours} UTC"), None),
        Ordering::Greater => (format!("{}, {hours} UTC", short_date(&start)), Some("next day")),
        Ordering::Less => (format!("{}, {hours} UTC", short_date(&start)), Some("day before")),
    }
}

/// A date as a block: weekday, day, month. Hidden from screen readers, since the full date stands beside it.
#[component]
pub fn DateBlock(
    /// Start, an instant.
    start: DateTime<Utc>,
    /// The zone whose day counts.
    zone: Tz,
    /// Now, to tell what is soon.
    now: DateTime<Utc>,
    /// For the head of a page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let local = start.with_timezone(&zone);
    let days = (local.date_naive() - now.with_timezone(&zone).date_naive()).num_days();
    let class = match (large, (0..=7).contains(&days)) {
        (true, true) => "date-block large soon",
        (true, false) => "date-block large",
        (false, true) => "date-block soon",
        (false, false) => "date-block",
    };
    view! {
        <div class=class aria-hidden="true">
            <span class="dow">{&weekday(&local)[..3]}</span>
            <span class="day">{local.day().to_string()}</span>
            <span class="mon">{&MONTHS[local.month0() as usize][..3]}</span>
        </div>
    }
}

/// "Today", "Tomorrow" or "In 3 days" within a week, counted in the event's own zone.
pub(crate) fn soon(start: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> Option<String> {
    match (start.with_timezone(&zone).date_naive() - now.with_timezone(&zone).date_naive()).num_days() {
        0 => Some("Today".to_owned()),
        1 => Some("Tomorrow".to_owned()),
        days @ 2..=7 => Some(format!("In {days} days")),
        _ => None,
    }
}

/// "November 2026".
pub(crate) fn month_name<T: Datelike>(date: &T) -> String {
    format!("{} {}", MONTHS[date.month0() as usize], date.year())
}

fn iso(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_coffee_chat_reads_as_it_is_announced() {
        let start = Utc.with_ymd_and_hms(2026, 1, 29, 1, 0, 0).unwrap();
        let zone = chrono_tz::America::New_York;
        let local = start.with_timezone(&zone);
        assert_eq!(long_date(&local), "Wednesday, January 28, 2026");
        assert_eq!(clock_range(&local, &(local + chrono::Duration::hours(1))), "8:00 to 9:00 pm");
        assert_eq!(zone_name(zone, start), "ET");
    }

    #[test]
    fn a_range_across_noon_says_both_halves() {
        let at = |h, m| chrono::NaiveTime::from_hms_opt(h, m, 0).unwrap();
        assert_eq!(clock_range(&at(11, 30), &at(12, 30)), "11:30 am to 12:30 pm");
        assert_eq!(clock_range(&at(0, 0), &at(1, 0)), "12:00 to 1:00 am");
    }

    #[test]
    fn the_line_without_script_is_honest_about_the_day() {
        let local =
            |day, hour| chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap().and_hms_opt(hour, 0, 0).unwrap();
        let start = Utc.with_ymd_and_hms(2026, 11, 26, 1, 0, 0).unwrap();
        let end = start + Duration::hours(1);
        assert_eq!(
            in_utc(start, end, local(25, 20)),
            ("Thursday, November 26, 1:00 to 2:00 am UTC".to_owned(), Some("next day"))
        );
        assert_eq!(in_utc(start, end, local(26, 6)), ("1:00 to 2:00 am UTC".to_owned(), None));
        assert_eq!(in_utc(start, end, local(27, 1)).1, Some("day before"));
    }

    #[test]
    fn what_lasts_for_days_names_the_day_it_ends_on() {
        let local = |day, hour| chrono::NaiveDate::from_ymd_opt(2027, 1, day).unwrap().and_hms_opt(hour, 0, 0).unwrap();
        assert_eq!(hours(local(8, 9), local(9, 17)), "9:00 am to Saturday, January 9, 5:00 pm");
        assert_eq!(hours(local(8, 23), local(9, 0)), "11:00 pm to 12:00 am");
    }

    #[test]
    fn a_zone_without_a_name_is_called_by_its_city() {
        let at = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap();
        assert_eq!(zone_name(chrono_tz::Asia::Almaty, at), "Almaty time");
        assert_eq!(zone_name(chrono_tz::Asia::Karachi, at), "PKT");
        assert_eq!(zone_words(chrono_tz::Asia::Karachi), "Karachi time");
        assert_eq!(zone_all_year(chrono_tz::Europe::London), "London time");
        assert_eq!(zone_words(chrono_tz::America::New_York), "Eastern Time (New York)");
    }
}
