//! From the text of a file to a programme, or to every mistake in it.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use domain::events::{ForWhom, Format, Rule, Slug, Status, limits, zone};
use domain::text;
use toml::de::DeTable;

use super::fields::{Fields, Report};
use super::values::{self, START_EXAMPLE, word};
use super::{MAX_BYTES, MAX_SERIES, Programme, ProgrammeError, ProgrammeSeries, dates, people};

const SERIES_FIELDS: [&str; 23] = [
    "title",
    "slug",
    "summary",
    "category",
    "tags",
    "zone",
    "starts",
    "minutes",
    "repeats",
    "except",
    "extra",
    "format",
    "place",
    "link",
    "for",
    "organizer",
    "capacity",
    "status",
    "cancelled_at",
    "continues",
    "description",
    "speakers",
    "dates",
];

/// Where a series' fields stand, for what only shows when it meets the stored ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    starts: (usize, usize),
    continues: (usize, usize),
}

impl Places {
    /// A mistake in `starts`.
    pub(in super::super) fn starts(&self, message: String) -> ProgrammeError {
        error(self.starts, "starts", message)
    }

    /// A mistake in `continues`.
    pub(in super::super) fn continues(&self, message: String) -> ProgrammeError {
        error(self.continues, "continues", message)
    }
}

fn error((line, column): (usize, usize), field: &str, message: String) -> ProgrammeError {
    ProgrammeError { line, column, field: field.to_owned(), message }
}

/// The mistake is in the report already.
struct Reported;

/// Reads a programme. Every mistake is reported, in the order of the file.
pub fn parse(source: &str) -> Result<Programme, Vec<ProgrammeError>> {
    parse_with_places(source).map(|(programme, _)| programme)
}

/// As [`parse`], with the places of each series in the same order.
pub fn parse_with_places(source: &str) -> Result<(Programme, Vec<Places>), Vec<ProgrammeError>> {
    let mut report = Report::new(source);
    if source.len() > MAX_BYTES {
        report.add(0, "", format!("the file is larger than {} MiB", MAX_BYTES / 1024 / 1024));
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
    let (series, places) = all_series(document.get_ref(), &mut report).into_iter().unzip();
    report.errors.sort_by_key(|error| (error.line, error.column));
    if report.errors.is_empty() { Ok((Programme { series }, places)) } else { Err(report.errors) }
}

fn all_series(document: &DeTable<'_>, report: &mut Report<'_>) -> Vec<(ProgrammeSeries, Places)> {
    let top = Fields::new(document, 0, "", &["series"], report);
    let tables = top.tables("series", "[[series]]", MAX_SERIES, report);
    let mut seen = BTreeMap::new();
    let mut all = Vec::new();
    for (start, table) in tables {
        let fields = Fields::new(table, start, "", &SERIES_FIELDS, report);
        let Some(series) = one_series(&fields, report) else { continue };
        let (line, _) = report.position(start);
        if let Some(first) = seen.insert(series.slug.clone(), line) {
            let message = format!("\"{}\" is taken by the series of line {first}; give each its own slug", series.slug);
            fields.wrong("slug", message, report);
        } else {
            let place = |field| report.position(fields.span(field).start);
            all.push((series, Places { starts: place("starts"), continues: place("continues") }));
        }
    }
    all
}

/// One series. `None` when something it cannot be without is wrong; the rest is reported all the same.
fn one_series(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Option<ProgrammeSeries> {
    let title = fields.needed_line("title", "\"IMG Coffee Chat\"", limits::TITLE, report);
    let slug = slug(fields, &title, report);
    let summary = fields.line("summary", limits::SUMMARY, report);
    let description = fields.lines("description", limits::DESCRIPTION, report);
    let category = fields.line("category", limits::CATEGORY, report);
    let place = fields.line("place", limits::PLACE, report);
    let organizer = fields.line("organizer", limits::ORGANIZER, report);
    let tags = values::tags(fields, report);
    let link = values::link(fields, "link", report);
    let capacity = values::number(fields, "capacity", &limits::CAPACITY, 40, report);
    let zone = zone_of(fields, report);
    let starts = starts(fields, report);
    fields.needed("minutes", "60", report);
    let minutes = values::number(fields, "minutes", &limits::MINUTES, 60, report);
    let rule = rule(fields, report);
    let format = word(fields, "format", Format::Online, Format::parse, &Format::ALL.map(Format::as_str), report);
    let for_whom = word(fields, "for", ForWhom::Everybody, ForWhom::parse, &ForWhom::ALL.map(ForWhom::as_str), report);
    let status = word(fields, "status", Status::Published, Status::parse, &Status::ALL.map(Status::as_str), report);
    let cancelled_at = values::moment(fields, "cancelled_at", report);
    if cancelled_at.is_some() && status.is_some_and(|status| status != Status::Cancelled) {
        fields.wrong("cancelled_at", "belongs to status = \"cancelled\"; take one of the two out", report);
    }
    let continues = continues(fields, slug.as_ref(), report);
    let speakers = people::speakers(fields, "[[series.speakers]]", "speakers.", report);
    let told = dates::of(fields, report);
    let (local_start, rule) = (starts?, rule.ok()?);
    let fits = rule.map_or(Ok(()), |rule| rule.check_start(local_start));
    if let Err(error) = &fits {
        fields.wrong("starts", error.to_string(), report);
    }
    let mut series = ProgrammeSeries {
        slug: slug?,
        title,
        summary,
        description,
        category,
        tags,
        zone: zone?,
        local_start,
        duration_minutes: minutes?,
        rule,
        excluded: Vec::new(),
        extra: Vec::new(),
        format: format?,
        place,
        link,
        for_whom: for_whom?,
        organizer,
        capacity,
        status: status?,
        cancelled_at,
        continues,
        speakers,
        dates: Vec::new(),
    };
    // Against a rule that is wrong, every date would be.
    if fits.is_ok() {
        dates::fit(&mut series, told, report);
    }
    Some(series)
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
    values::local_start(found).map_err(|message| fields.wrong("starts", message, report)).ok()
}

fn continues(fields: &Fields<'_, '_>, own: Option<&Slug>, report: &mut Report<'_>) -> Option<Slug> {
    fields.get("continues")?;
    let slug = Slug::parse(fields.raw("continues", report)?);
    match &slug {
        None => {
            fields.wrong("continues", "must be the slug of a series, such as \"coffee-chat-until-2026-11-25\"", report);
        }
        Some(slug) if own == Some(slug) => fields.wrong("continues", "is the series itself", report),
        Some(_) => {}
    }
    slug
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
