//! From the text of a file to a programme, or to every mistake in it.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use domain::events::{Format, Rule, Slug, Speaker, Status, limits, zone};
use domain::text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::fields::{Fields, Report};
use super::{MAX_BYTES, MAX_SERIES, Programme, ProgrammeError, ProgrammeSeries};

const SERIES_FIELDS: [&str; 13] = [
    "title",
    "slug",
    "summary",
    "category",
    "zone",
    "starts",
    "minutes",
    "repeats",
    "format",
    "place",
    "status",
    "description",
    "speakers",
];
const SPEAKER_FIELDS: [&str; 4] = ["name", "credentials", "role", "affiliation"];
/// The mistake is in the report already.
struct Reported;

const START_EXAMPLE: &str = "2023-01-25T20:00:00";

/// Reads a programme. Every mistake is reported, in the order of the file.
pub fn parse(source: &str) -> Result<Programme, Vec<ProgrammeError>> {
    let mut report = Report::new(source);
    if source.len() > MAX_BYTES {
        report.add(0, "", format!("the file is larger than {} KiB", MAX_BYTES / 1024));
        return Err(report.errors);
    }
    let (document, broken) = DeTable::parse_recoverable(source);
    for error in broken {
        let at = error.span().map_or(0, |span| span.start);
        report.add(at, "", format!("this is not TOML: {}", text::single_line(error.message())));
    }
    if !report.errors.is_empty() {
        return Err(report.errors);
    }
    let series = all_series(document.get_ref(), &mut report);
    report.errors.sort_by_key(|error| (error.line, error.column));
    if report.errors.is_empty() { Ok(Programme { series }) } else { Err(report.errors) }
}

fn all_series(document: &DeTable<'_>, report: &mut Report<'_>) -> Vec<ProgrammeSeries> {
    let top = Fields::new(document, 0, "", &["series"], report);
    let tables = tables(&top, "series", "[[series]]", report);
    if tables.len() > MAX_SERIES {
        top.wrong("series", format!("the file has {} series; at most {MAX_SERIES} fit", tables.len()), report);
        return Vec::new();
    }
    let mut seen = BTreeMap::new();
    let mut all = Vec::new();
    for (start, table) in tables {
        let fields = Fields::new(table, start, "", &SERIES_FIELDS, report);
        let Some(series) = one_series(&fields, report) else { continue };
        let (line, _) = report.position(start);
        match seen.insert(series.slug.clone(), line) {
            Some(first) => {
                let message =
                    format!("\"{}\" is taken by the series of line {first}; give each its own slug", series.slug);
                fields.wrong("slug", message, report);
            }
            None => all.push(series),
        }
    }
    all
}

/// The tables of an array of tables, with the place where each begins.
fn tables<'f, 'i>(
    fields: &Fields<'f, 'i>,
    name: &str,
    header: &str,
    report: &mut Report<'_>,
) -> Vec<(usize, &'f DeTable<'i>)> {
    let Some(found) = fields.get(name) else { return Vec::new() };
    let items = found.get_ref().as_array();
    let tables: Option<Vec<_>> = items
        .and_then(|items| items.iter().map(|item| Some((item.span().start, item.get_ref().as_table()?))).collect());
    if tables.is_none() {
        fields.wrong(name, format!("begin each one with a line {header}"), report);
    }
    tables.unwrap_or_default()
}

/// One series. `None` when something it cannot be without is wrong; the rest is reported all the same.
fn one_series(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Option<ProgrammeSeries> {
    let title = fields.needed_line("title", "\"IMG Coffee Chat\"", limits::TITLE, report);
    let slug = slug(fields, &title, report);
    let summary = fields.line("summary", limits::SUMMARY, report);
    let description = fields.lines("description", limits::DESCRIPTION, report);
    let category = fields.line("category", limits::CATEGORY, report);
    let place = fields.line("place", limits::PLACE, report);
    let zone = zone_of(fields, report);
    let starts = starts(fields, report);
    let minutes = minutes(fields, report);
    let rule = rule(fields, report);
    let format = word(fields, "format", Format::Online, Format::parse, &Format::ALL.map(Format::as_str), report);
    let status = word(fields, "status", Status::Published, Status::parse, &Status::ALL.map(Status::as_str), report);
    let speakers = speakers(fields, report);
    let (local_start, rule) = (starts?, rule.ok()?);
    if let Some(Err(error)) = rule.map(|rule| rule.check_start(local_start)) {
        fields.wrong("starts", error.to_string(), report);
    }
    Some(ProgrammeSeries {
        slug: slug?,
        title,
        summary,
        description,
        category,
        zone: zone?,
        local_start,
        duration_minutes: minutes?,
        rule,
        format: format?,
        place,
        status: status?,
        speakers,
    })
}

fn slug(fields: &Fields<'_, '_>, title: &str, report: &mut Report<'_>) -> Option<Slug> {
    if fields.get("slug").is_none() {
        let made = Slug::from_title(title);
        if made.is_none() && !title.is_empty() {
            fields.wrong("slug", "cannot be made from this title; write for example slug = \"coffee-chat\"", report);
        }
        return made;
    }
    let written = fields.raw("slug", report)?;
    let slug = Slug::parse(written);
    if slug.is_none() {
        let example = Slug::from_title(written).or_else(|| Slug::from_title(title));
        let example = example.as_ref().map_or("coffee-chat", Slug::as_str);
        let message = format!("must be lower-case letters, digits and single hyphens, such as \"{example}\"");
        fields.wrong("slug", message, report);
    }
    slug
}

fn zone_of(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Option<Tz> {
    fields.needed("zone", "\"America/New_York\"", report)?;
    match zone::parse(fields.raw("zone", report)?.trim()) {
        Ok(zone) => Some(zone),
        Err(unknown) => {
            let message = format!("there is no such zone; did you mean \"{}\"?", unknown.nearest.name());
            fields.wrong("zone", message, report);
            None
        }
    }
}

fn starts(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Option<NaiveDateTime> {
    let found = fields.needed("starts", START_EXAMPLE, report)?;
    match local_date_time(found) {
        Ok(start) => Some(start),
        Err(message) => {
            fields.wrong("starts", message, report);
            None
        }
    }
}

fn local_date_time(found: &Spanned<DeValue<'_>>) -> Result<NaiveDateTime, String> {
    let shape = || format!("must be a date and a time without quotation marks, such as {START_EXAMPLE}");
    let Some(Datetime { date: Some(date), time: Some(time), offset }) = found.get_ref().as_datetime().copied() else {
        return Err(shape());
    };
    let start = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        .and_then(|day| day.and_hms_opt(time.hour.into(), time.minute.into(), time.second.unwrap_or(0).into()))
        .ok_or_else(shape)?;
    if offset.is_some() {
        let local = start.format("%Y-%m-%dT%H:%M:%S");
        return Err(format!("must be the local time alone, such as {local}; the zone has its own line"));
    }
    if !limits::YEARS.contains(&i32::from(date.year)) {
        return Err(format!("the year must be from {} to {}", limits::YEARS.start(), limits::YEARS.end()));
    }
    Ok(start)
}

fn minutes(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Option<u32> {
    let found = fields.needed("minutes", "60", report)?;
    let number = found.get_ref().as_integer().filter(|number| number.radix() == 10);
    let minutes =
        number.and_then(|number| number.as_str().parse().ok()).filter(|minutes| limits::MINUTES.contains(minutes));
    if minutes.is_none() {
        let (low, high) = (limits::MINUTES.start(), limits::MINUTES.end());
        fields.wrong("minutes", format!("must be a whole number from {low} to {high}, such as 60"), report);
    }
    minutes
}

/// The rule, none for a one-off.
fn rule(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Result<Option<Rule>, Reported> {
    if fields.get("repeats").is_none() {
        return Ok(None);
    }
    let text = text::single_line(fields.raw("repeats", report).ok_or(Reported)?);
    let rule = Rule::parse(&text).map_err(|error| {
        fields.wrong("repeats", error.to_string(), report);
        Reported
    })?;
    Ok(Some(rule))
}

/// One of a few words, with a default.
fn word<T>(
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

fn speakers(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Vec<Speaker> {
    let tables = tables(fields, "speakers", "[[series.speakers]]", report);
    if tables.len() > limits::SPEAKERS {
        let message = format!("a series has at most {} speakers; this one has {}", limits::SPEAKERS, tables.len());
        fields.wrong("speakers", message, report);
    }
    tables.into_iter().map(|(start, table)| speaker(start, table, report)).collect()
}

fn speaker(start: usize, table: &DeTable<'_>, report: &mut Report<'_>) -> Speaker {
    let fields = Fields::new(table, start, "speakers.", &SPEAKER_FIELDS, report);
    let max = limits::SPEAKER_FIELD;
    Speaker {
        name: fields.needed_line("name", "\"Amara Osei\"", max, report),
        credentials: fields.line("credentials", max, report),
        role: fields.line("role", max, report),
        affiliation: fields.line("affiliation", max, report),
    }
}
