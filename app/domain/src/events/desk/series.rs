//! A series as a form, and back.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::super::{ForWhom, Format, Series, Slug, Status, limits, zone};
use super::plan::{Planned, Wish};
use super::sheet::{day_and_time, time_words};
use super::{Fields, repeats, speakers};
use crate::form::FieldError;
use crate::form::sheet::{Sheet, day};
use crate::id::PublicId;
use crate::text;

/// A draft that says nothing yet. `now` is when it was begun.
pub fn blank(public_id: PublicId, uid: String, slug: Slug, zone: Tz, now: DateTime<Utc>) -> Series {
    let local_start = zone::local_time(zone, now).date().and_time(NaiveTime::MIN);
    Series {
        public_id,
        slug,
        uid,
        title: String::new(),
        summary: String::new(),
        description: String::new(),
        category: String::new(),
        tags: Vec::new(),
        zone,
        local_start,
        duration_minutes: 60,
        rule: None,
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        format: Format::Online,
        place: String::new(),
        link: None,
        organizer: String::new(),
        capacity: None,
        status: Status::Draft,
        cancelled_at: None,
        continues: None,
        for_whom: ForWhom::Everybody,
        sequence: 0,
        speakers: Vec::new(),
        sample: false,
        changed_at: now,
    }
}

/// What the form of a series shows.
pub fn fields_of(series: &Series) -> Fields {
    let lines = |starts: &[NaiveDateTime], form: &str| {
        starts.iter().map(|start| start.format(form).to_string()).collect::<Vec<_>>().join("\n")
    };
    let mut fields: Fields = [
        ("status", series.status.as_str().to_owned()),
        ("title", series.title.clone()),
        ("summary", series.summary.clone()),
        ("description", series.description.clone()),
        ("category", series.category.clone()),
        ("tags", series.tags.join(", ")),
        ("zone", series.zone.name().to_owned()),
        ("date", series.local_start.date().to_string()),
        ("time", time_words(series.local_start)),
        ("minutes", series.duration_minutes.to_string()),
        ("extra", lines(&series.extra, "%Y-%m-%d %H:%M")),
        ("except", lines(&series.excluded, "%Y-%m-%d")),
        ("format", series.format.as_str().to_owned()),
        ("place", series.place.clone()),
        ("link", series.link.as_ref().map_or_else(String::new, |link| link.as_str().to_owned())),
        ("for_whom", series.for_whom.as_str().to_owned()),
        ("organizer", series.organizer.clone()),
        ("capacity", series.capacity.map_or_else(String::new, |most| most.to_string())),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    fields.extend(repeats::as_fields(series.rule, series.local_start));
    fields.extend(speakers::speakers_as_fields(&series.speakers));
    fields
}

/// What saving a posted form would make of `before`, a stored series or a [`blank`] one.
///
/// # Errors
/// One sentence for each field that is wrong, and for what would rewrite dates that have begun.
pub fn read_series(
    fields: &[(String, String)],
    before: &Series,
    now: DateTime<Utc>,
) -> Result<Planned, Vec<FieldError>> {
    let mut sheet = Sheet::new(fields);
    let title = sheet.line("title", limits::TITLE);
    if title.is_empty() {
        sheet.wrong("title", "Write what this event is called.");
    } else if Slug::from_title(&title).is_none() {
        sheet
            .wrong("title", "Use at least one letter from A to Z or a digit: the address of the page is made of them.");
    }
    let summary = sheet.line("summary", limits::SUMMARY);
    let description = sheet.lines("description", limits::DESCRIPTION);
    let category = sheet.line("category", limits::CATEGORY);
    let tags = tags(&mut sheet);
    let zone = zone_of(&mut sheet);
    let start = start(&mut sheet);
    let minutes = sheet.number("minutes", &limits::MINUTES);
    if sheet.raw("minutes").is_empty() {
        sheet.wrong("minutes", "Write how long it lasts, such as 60.");
    }
    let rule = start.and_then(|start| repeats::read(&mut sheet, start.date()));
    let extra = each_line(&mut sheet, "extra", limits::EXTRA, day_and_time);
    let except = each_line(&mut sheet, "except", limits::EXTRA, |typed| day(typed, &limits::YEARS));
    let format = Format::parse(sheet.raw("format"));
    if format.is_none() {
        sheet.wrong("format", "Choose how people meet.");
    }
    let place = sheet.line("place", limits::PLACE);
    let link = sheet.link("link");
    // A form from before there was the question says nothing of it.
    let for_whom = match sheet.raw("for_whom") {
        "" => Some(before.for_whom),
        word => ForWhom::parse(word),
    };
    if for_whom.is_none() {
        sheet.wrong("for_whom", "Choose whom it is for.");
    }
    let organizer = sheet.line("organizer", limits::ORGANIZER);
    let capacity = sheet.number("capacity", &limits::CAPACITY);
    let speakers = speakers::read_speakers(&mut sheet);
    let (Some(zone), Some(local_start), Some(duration_minutes), Some(format), Some(for_whom), []) =
        (zone, start, minutes, format, for_whom, sheet.errors.as_slice())
    else {
        return Err(sheet.errors);
    };
    let after = Series {
        title,
        summary,
        description,
        category,
        tags,
        zone,
        local_start,
        duration_minutes,
        rule,
        extra,
        excluded: Vec::new(),
        format,
        place,
        link,
        for_whom,
        organizer,
        capacity,
        speakers,
        ..before.clone()
    };
    Planned::of(before, Wish { after, except }, now)
}

/// Tags with commas or lines between them, each once whatever its case.
fn tags(sheet: &mut Sheet<'_>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in sheet.raw("tags").split([',', '\n']).map(text::single_line).filter(|tag| !tag.is_empty()) {
        if text::length(&tag) > limits::TAG {
            sheet.wrong(
                "tags",
                format!("\"{}...\" is too long; a tag has at most {} characters.", text::cut(&tag, 20), limits::TAG),
            );
        } else if !tags.iter().any(|other| other.to_lowercase() == tag.to_lowercase()) {
            tags.push(tag);
        }
    }
    if tags.len() > limits::TAGS {
        sheet.wrong("tags", format!("These are {} tags; at most {} fit.", tags.len(), limits::TAGS));
    }
    tags
}

fn zone_of(sheet: &mut Sheet<'_>) -> Option<Tz> {
    match zone::parse(sheet.raw("zone")) {
        Ok(zone) => Some(zone),
        Err(unknown) => {
            sheet.wrong("zone", format!("There is no such time zone. Did you mean {}?", unknown.nearest.name()));
            None
        }
    }
}

fn start(sheet: &mut Sheet<'_>) -> Option<NaiveDateTime> {
    let (day, time) = (sheet.day("date", &limits::YEARS), sheet.time("time"));
    if sheet.raw("date").is_empty() {
        sheet.wrong("date", "Choose the first day.");
    }
    if sheet.raw("time").is_empty() {
        sheet.wrong("time", "Choose when it begins.");
    }
    Some(day?.and_time(time?))
}

/// One value a line. Only the first wrong line is told.
fn each_line<T>(sheet: &mut Sheet<'_>, name: &str, most: usize, read: fn(&str) -> Result<T, String>) -> Vec<T> {
    let lines = sheet.raw(name).lines().map(str::trim).filter(|line| !line.is_empty());
    let all: Result<Vec<T>, String> = lines.take(most + 1).map(read).collect();
    match all {
        Ok(all) if all.len() <= most => all,
        Ok(_) => {
            sheet.wrong(name, format!("At most {most} fit."));
            Vec::new()
        }
        Err(message) => {
            sheet.wrong(name, message);
            Vec::new()
        }
    }
}

/// A day as a person reads it, for messages.
pub(super) fn day_words(day: NaiveDate) -> String {
    super::super::words::date(day)
}
