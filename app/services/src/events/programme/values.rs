//! Values of one field: numbers, words, addresses, dates and times, and lists of them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use domain::events::{Link, limits};
use domain::text;
use toml::Spanned;
use toml::de::DeValue;
use toml::value::{Datetime, Offset, Time};

use super::fields::{Fields, Report};
use crate::clock::whole_microseconds;

pub(super) const START_EXAMPLE: &str = "2023-01-25T20:00:00";

/// A whole number within a range; `None` when it is not there or wrong.
pub(super) fn number(
    fields: &Fields<'_, '_>,
    name: &str,
    range: &std::ops::RangeInclusive<u32>,
    example: u32,
    report: &mut Report<'_>,
) -> Option<u32> {
    let found = fields.get(name)?.get_ref().as_integer().filter(|number| number.radix() == 10);
    let number = found.and_then(|number| number.as_str().parse().ok()).filter(|number| range.contains(number));
    if number.is_none() {
        let (low, high) = (range.start(), range.end());
        fields.wrong(name, format!("must be a whole number from {low} to {high}, such as {example}"), report);
    }
    number
}

/// One of a few words, with a default.
pub(super) fn word<T>(
    fields: &Fields<'_, '_>,
    name: &str,
    default: T,
    parse: fn(&str) -> Option<T>,
    words: &[&'static str],
    report: &mut Report<'_>,
) -> Option<T> {
    if fields.get(name).is_none() {
        return Some(default);
    }
    let found = parse(fields.raw(name, report)?);
    if found.is_none() {
        let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
        fields.wrong(name, format!("must be one of {}", words.join(", ")), report);
    }
    found
}

/// `true` or `false`; `false` when it is not there.
pub(super) fn yes(fields: &Fields<'_, '_>, name: &str, report: &mut Report<'_>) -> bool {
    let Some(found) = fields.get(name) else { return false };
    let yes = found.get_ref().as_bool();
    if yes.is_none() {
        fields.wrong(name, "must be true or false, without quotation marks", report);
    }
    yes.unwrap_or_default()
}

/// A web address.
pub(super) fn link(fields: &Fields<'_, '_>, name: &str, report: &mut Report<'_>) -> Option<Link> {
    let written = fields.raw(name, report)?;
    match Link::parse(written) {
        // Written out it may be longer than it was: letters beyond ASCII take six characters.
        Ok(link) if text::length(link.as_str()) > limits::LINK => {
            let long = text::length(link.as_str());
            fields.wrong(name, format!("has {long} characters when written out; at most {} fit", limits::LINK), report);
            None
        }
        Ok(link) => Some(link),
        Err(error) => {
            fields.wrong(name, error.to_string(), report);
            None
        }
    }
}

/// Tags in the order written.
pub(super) fn tags(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for item in list(fields, "tags", "[\"Residency\", \"Beginners\"]", report) {
        let Some(written) = item.get_ref().as_str() else {
            report.add(item.span().start, "tags", "must be texts in quotation marks");
            continue;
        };
        let (tag, long) = (text::single_line(written), text::length(&text::single_line(written)));
        if tag.is_empty() {
            report.add(item.span().start, "tags", "a tag must not be empty");
        } else if long > limits::TAG {
            report.add(item.span().start, "tags", format!("has {long} characters; at most {} fit", limits::TAG));
        } else if tags.iter().any(|other| other.to_lowercase() == tag.to_lowercase()) {
            report.add(item.span().start, "tags", format!("\"{tag}\" is there twice"));
        } else {
            tags.push(tag);
        }
    }
    if tags.len() > limits::TAGS {
        fields.wrong("tags", format!("has {} tags; at most {} fit", tags.len(), limits::TAGS), report);
    }
    tags
}

/// The items of a list; none when it is not there.
pub(super) fn list<'f, 'i>(
    fields: &Fields<'f, 'i>,
    name: &str,
    example: &str,
    report: &mut Report<'_>,
) -> Vec<&'f Spanned<DeValue<'i>>> {
    let Some(found) = fields.get(name) else { return Vec::new() };
    let items = found.get_ref().as_array();
    if items.is_none() {
        fields.wrong(name, format!("must be a list, such as {example}"), report);
    }
    items.map(|items| items.iter().collect()).unwrap_or_default()
}

/// A local date and time.
pub(super) fn local_start(found: &Spanned<DeValue<'_>>) -> Result<NaiveDateTime, String> {
    let shape = || format!("must be a date and a time without quotation marks, such as {START_EXAMPLE}");
    let Some(Datetime { date: Some(date), time: Some(time), offset }) = found.get_ref().as_datetime().copied() else {
        return Err(shape());
    };
    let start = wall(date, time).ok_or_else(shape)?;
    if offset.is_some() {
        let local = start.format("%Y-%m-%dT%H:%M:%S");
        return Err(format!("must be the local time alone, such as {local}; the zone has its own line"));
    }
    in_years(start.date())?;
    Ok(start)
}

/// A day, with the time if there is one.
pub(super) fn day_or_start(found: &Spanned<DeValue<'_>>) -> Result<(NaiveDate, Option<NaiveDateTime>), String> {
    let written = found.get_ref().as_datetime().copied();
    match written {
        Some(Datetime { date: Some(date), time: None, .. }) => {
            let day = day(date).ok_or("there is no such day")?;
            in_years(day)?;
            Ok((day, None))
        }
        Some(Datetime { time: Some(_), .. }) => local_start(found).map(|start| (start.date(), Some(start))),
        _ => Err("must be a day without quotation marks, such as 2026-11-25".to_owned()),
    }
}

/// An instant: date, time and offset.
pub(super) fn instant(found: &Spanned<DeValue<'_>>) -> Option<DateTime<Utc>> {
    let Datetime { date: Some(date), time: Some(time), offset: Some(offset) } =
        found.get_ref().as_datetime().copied()?
    else {
        return None;
    };
    let minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let fraction = TimeDelta::nanoseconds(time.nanosecond.unwrap_or(0).into());
    let at = Utc.from_utc_datetime(&(wall(date, time)?.checked_sub_signed(TimeDelta::minutes(minutes))? + fraction));
    limits::YEARS.contains(&i32::from(date.year)).then(|| whole_microseconds(at))
}

/// The field as an instant; `None` when it is not there or wrong.
pub(super) fn moment(fields: &Fields<'_, '_>, name: &str, report: &mut Report<'_>) -> Option<DateTime<Utc>> {
    let at = instant(fields.get(name)?);
    if at.is_none() {
        fields.wrong(name, "must be a moment with its offset, such as 2026-11-20T14:00:00Z", report);
    }
    at
}

fn day(date: toml::value::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// Whole seconds: nobody begins within one.
fn wall(date: toml::value::Date, time: Time) -> Option<NaiveDateTime> {
    day(date)?.and_hms_opt(time.hour.into(), time.minute.into(), time.second.unwrap_or(0).into())
}

fn in_years(day: NaiveDate) -> Result<(), String> {
    if limits::YEARS.contains(&day.year()) {
        return Ok(());
    }
    Err(format!("the year must be from {} to {}", limits::YEARS.start(), limits::YEARS.end()))
}
