//! Dates and times as people read them. The server writes the event's zone and UTC; `time.js` turns the UTC line into
//! the reader's own zone where script runs. A zone the reader has chosen ([`crate::zone`]) is written here instead.

use super::html::Html;
use crate::request;
use chrono::{DateTime, Datelike, Duration, NaiveDateTime, Timelike, Utc};
use chrono_tz::{OffsetName, Tz};
use leptos::prelude::*;
use std::cmp::Ordering;

/// "Wednesday, November 25, 2026".
pub(crate) fn long_date<T: Datelike>(date: &T) -> String {
    let year = date.year().unsigned_abs();
    [&short_date(date), ", ", two(year / 100), two(year)].concat()
}

/// Numbers up to 99, two digits each. The words of dates are put together from these: a page has a hundred dates, and
/// formatting took a tenth of its time.
const PAIRS: &str = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748\
                     49505152535455565758596061626364656667686970717273747576777879808182838485868788899091929394959697\
                     9899";

/// The last two digits of a number.
fn two(number: u32) -> &'static str {
    let at = (number % 100) as usize * 2;
    &PAIRS[at..at + 2]
}

/// A number below 100 as people write it.
fn plain(number: u32) -> &'static str {
    let digits = two(number);
    digits.strip_prefix('0').unwrap_or(digits)
}

/// "8:00 pm"; "noon", because many read 12:00 pm as midnight.
pub(crate) fn clock_time<T: Timelike>(time: &T) -> String {
    let (pm, hour) = time.hour12();
    if (time.hour(), time.minute()) == (12, 0) {
        return "noon".to_owned();
    }
    [plain(hour), ":", two(time.minute()), if pm { " pm" } else { " am" }].concat()
}

/// "8:00 to 9:00 pm", or "11:30 am to 12:30 pm" across noon. Only an end is called midnight: beside a date nobody
/// knows at which end of the day a midnight begins.
fn clock_range<T: Timelike>(start: &T, end: &T) -> String {
    let from = clock_time(start);
    let to = if (end.hour(), end.minute()) == (0, 0) { "midnight".to_owned() } else { clock_time(end) };
    let half = |words: &'_ str| words.split_once(' ').map(|(_, half)| half == "pm");
    match from.split_once(' ') {
        Some((clock, _)) if half(&from) == half(&to) => [clock, " to ", &to].concat(),
        _ => [&from, " to ", &to].concat(),
    }
}

/// As the clock says it where it takes place: "8:00 to 9:00 pm". What lasts longer than half a day names the day it ends
/// on; an instant is one time.
pub fn hours(from: NaiveDateTime, to: NaiveDateTime) -> String {
    if from == to {
        clock_time(&from)
    } else if from.date() != to.date() && to - from > Duration::hours(12) {
        format!("{} to {}, {}", clock_time(&from), short_date(&to), clock_time(&to))
    } else {
        clock_range(&from, &to)
    }
}

/// "Wednesday, November 25".
pub(crate) fn short_date<T: Datelike>(date: &T) -> String {
    [weekday(date), ", ", MONTHS[date.month0() as usize], " ", plain(date.day())].concat()
}

/// The city a zone is called by.
pub(crate) fn city(zone: Tz) -> String {
    zone.name().rsplit('/').next().unwrap_or("local").replace('_', " ")
}

/// The everyday name of a zone at an instant: "ET", "PKT", or "Almaty time" where tzdata has only a number.
pub(crate) fn zone_name(zone: Tz, at: DateTime<Utc>) -> String {
    if let Some((short, _)) = american(zone) {
        return short.to_owned();
    }
    match at.with_timezone(&zone).offset().abbreviation() {
        Some(name) if name.chars().all(char::is_alphabetic) => name.to_owned(),
        _ => format!("{} time", city(zone)),
    }
}

/// The name of a zone that holds in summer and winter: "ET", "London time".
pub fn zone_all_year(zone: Tz) -> String {
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

/// "Wednesday".
pub(crate) fn weekday<T: Datelike>(date: &T) -> &'static str {
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

/// A moment with its clock time: "Wednesday, November 25, 2026, 8:00 pm ET", in the reader's zone where it is known.
#[component]
pub fn Moment(
    /// The instant.
    at: DateTime<Utc>,
    /// Whose clocks it is told by.
    zone: Tz,
) -> impl IntoView {
    let zone = request::viewer_zone().unwrap_or(zone);
    let local = at.with_timezone(&zone).naive_local();
    let words = format!("{}, {}", long_date(&local), when_clock(at, zone));
    view! { <time datetime=iso(at)>{words}</time> }
}

/// "8:00 pm ET".
fn when_clock(at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone).naive_local();
    let (hour, half) = (local.hour() % 12, if local.hour() < 12 { "am" } else { "pm" });
    let hour = if hour == 0 { 12 } else { hour };
    format!("{hour}:{:02} {half} {}", local.minute(), zone_name(zone, at))
}

/// When something takes place: first in its own zone, then in the reader's (UTC where none is known and no script
/// runs). A day that differs from the announced one is named and said in words.
#[component]
pub fn TimeRange(
    /// Start, an instant.
    start: DateTime<Utc>,
    /// End, an instant.
    end: DateTime<Utc>,
    /// The zone it is announced in.
    zone: Tz,
) -> impl IntoView {
    let mut html = Html::with_capacity(320);
    write_range(&mut html, start, end, zone, request::viewer_zone());
    view! { <span inner_html=html.finish()></span> }
}

/// What stands inside a [`TimeRange`], for a reader who has chosen a zone or has not.
pub(crate) fn write_range(html: &mut Html, start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz, chosen: Option<Tz>) {
    let (from, to) = (start.with_timezone(&zone).naive_local(), end.with_timezone(&zone).naive_local());
    html.raw("<time datetime=\"").text(&iso(start));
    // What the script goes by; it never overwrites a zone somebody has chosen.
    if chosen.is_none() {
        html.raw("\" data-end=\"").text(&iso(end)).raw("\" data-zone=\"").text(zone.name());
        html.raw("\" data-day=\"").text(&day(&from));
    }
    html.raw("\">").text(&long_date(&from)).raw(", <span class=\"hours\">");
    html.text(&clock_words(start, from, to, zone)).raw("</span></time> <span class=\"yours\">");
    if let Some((words, other_day)) = on_other_clocks(start, end, zone, chosen) {
        html.text(&words);
        if let Some(words) = other_day {
            html.raw(" <b>").text(words).raw("</b>");
        }
    }
    html.raw("</span>");
}

fn clock_words(start: DateTime<Utc>, from: NaiveDateTime, to: NaiveDateTime, zone: Tz) -> String {
    [&hours(from, to), " ", &zone_name(zone, start)].concat()
}

/// "Wednesday, November 25, 2026, 8:00 to 9:00 pm ET".
pub fn when_words(start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz) -> String {
    let (from, to) = (start.with_timezone(&zone).naive_local(), end.with_timezone(&zone).naive_local());
    format!("{}, {}", long_date(&from), clock_words(start, from, to, zone))
}

/// "Wed", "25", "Nov".
pub fn block_words(start: DateTime<Utc>, zone: Tz) -> [&'static str; 3] {
    let local = start.with_timezone(&zone);
    [&weekday(&local)[..3], plain(local.day()), &MONTHS[local.month0() as usize][..3]]
}

/// The second line: on the reader's clocks or, as long as they are unknown, in UTC; and what to say when its day is not
/// the announced one. `None` where it would repeat the first.
fn on_other_clocks(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    announced_in: Tz,
    chosen: Option<Tz>,
) -> Option<(String, Option<&'static str>)> {
    let announced = start.with_timezone(&announced_in).naive_local();
    let (own, whose) = chosen.map_or((Tz::UTC, "UTC".to_owned()), |own| (own, ["your time, ", &city(own)].concat()));
    let (from, to) = (start.with_timezone(&own).naive_local(), end.with_timezone(&own).naive_local());
    let repeats = if chosen.is_some() { own == announced_in } else { from == announced };
    let hours = hours(from, to);
    (!repeats).then(|| match from.date().cmp(&announced.date()) {
        Ordering::Equal => ([&hours, " ", &whose].concat(), None),
        Ordering::Greater => ([&short_date(&from), ", ", &hours, " ", &whose].concat(), Some("next day")),
        Ordering::Less => ([&short_date(&from), ", ", &hours, " ", &whose].concat(), Some("day before")),
    })
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
    let mut html = Html::with_capacity(96);
    write_block(&mut html, start, zone);
    view! { <div class=block_class(start, zone, now, large) aria-hidden="true" inner_html=html.finish()></div> }
}

/// The class of a [`DateBlock`].
pub(crate) fn block_class(start: DateTime<Utc>, zone: Tz, now: DateTime<Utc>, large: bool) -> &'static str {
    let days = (start.with_timezone(&zone).date_naive() - now.with_timezone(&zone).date_naive()).num_days();
    match (large, (0..=7).contains(&days)) {
        (true, true) => "date-block large soon",
        (true, false) => "date-block large",
        (false, true) => "date-block soon",
        (false, false) => "date-block",
    }
}

/// What stands inside a [`DateBlock`].
pub(crate) fn write_block(html: &mut Html, start: DateTime<Utc>, zone: Tz) {
    let [dow, day, month] = block_words(start, zone);
    html.raw("<span class=\"dow\">").raw(dow).raw("</span><span class=\"day\">").raw(day);
    html.raw("</span><span class=\"mon\">").raw(month).raw("</span>");
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

/// "November".
pub(crate) fn month_only<T: Datelike>(date: &T) -> &'static str {
    MONTHS[date.month0() as usize]
}

/// "November 2026".
pub(crate) fn month_name<T: Datelike>(date: &T) -> String {
    format!("{} {}", MONTHS[date.month0() as usize], date.year())
}

/// "2026-11-26T01:00:00Z".
fn iso(at: DateTime<Utc>) -> String {
    let at = at.naive_utc();
    [&day(&at), "T", two(at.hour()), ":", two(at.minute()), ":", two(at.second()), "Z"].concat()
}

/// "2026-11-26". Years have four digits: no other is stored.
fn day<T: Datelike>(date: &T) -> String {
    let year = date.year().unsigned_abs();
    [two(year / 100), two(year), "-", two(date.month()), "-", two(date.day())].concat()
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
