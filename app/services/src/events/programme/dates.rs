//! Dates of a series that say something of their own: `except`, `extra` and `[[series.dates]]`.
//!
//! They are read in two steps: what is written first, whatever the series is; and whether the series has such dates only
//! when its own fields are right.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use domain::events::{DateError, DateProblem, DateUse, Series, limits};
use domain::id::PublicId;
use toml::de::DeTable;

use super::fields::{Fields, Report};
use super::{Cancelled, ProgrammeDate, ProgrammeSeries, people, values};

const DATE_FIELDS: [&str; 13] = [
    "date",
    "title",
    "place",
    "link",
    "capacity",
    "moved_to",
    "minutes",
    "cancelled",
    "recording",
    "description",
    "nobody",
    "speakers",
    "materials",
];

/// A value with the byte of the file it stands at.
struct At<T> {
    byte: usize,
    value: T,
}

/// A day, with the time if the file gives one.
type Day = (NaiveDate, Option<NaiveDateTime>);

/// What the file says, not yet held against the series.
#[derive(Default)]
pub(super) struct Told {
    except: Vec<At<Day>>,
    extra: Vec<At<NaiveDateTime>>,
    /// With the dates' original starts still to be found.
    dates: Vec<(At<Day>, ProgrammeDate)>,
}

/// Reads all that is said of single dates.
pub(super) fn of(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Told {
    let mut told = Told::default();
    for item in values::list(fields, "except", "[2026-12-23]", report) {
        match values::day_or_start(item) {
            Ok(value) => told.except.push(At { byte: item.span().start, value }),
            Err(message) => report.add(item.span().start, "except", message),
        }
    }
    for item in values::list(fields, "extra", "[2027-01-13T20:00:00]", report) {
        match values::local_start(item) {
            Ok(value) => told.extra.push(At { byte: item.span().start, value }),
            Err(message) => report.add(item.span().start, "extra", message),
        }
    }
    for (name, many) in [("except", told.except.len()), ("extra", told.extra.len())] {
        if many > limits::EXTRA {
            fields.wrong(name, format!("there are {many} of them; at most {} fit", limits::EXTRA), report);
        }
    }
    let tables = fields.tables("dates", "[[series.dates]]", limits::OVERRIDES, report);
    told.dates = tables.into_iter().filter_map(|(start, table)| one(start, table, report)).collect();
    told
}

/// One table of `[[series.dates]]`; `None` without a readable date.
fn one(start: usize, table: &DeTable<'_>, report: &mut Report<'_>) -> Option<(At<Day>, ProgrammeDate)> {
    let fields = Fields::new(table, start, "dates.", &DATE_FIELDS, report);
    let title = fields.maybe_line("title", limits::TITLE, report);
    if title.as_deref() == Some("") {
        fields.wrong("title", "must not be empty; take the line out to keep the title of the series", report);
    }
    let mut date = ProgrammeDate {
        original_start: NaiveDateTime::default(),
        title,
        place: fields.maybe_line("place", limits::PLACE, report),
        link: values::link(&fields, "link", report),
        capacity: values::number(&fields, "capacity", &limits::CAPACITY, 40, report),
        moved_to: moved_to(&fields, report),
        minutes: values::number(&fields, "minutes", &limits::MINUTES, 60, report),
        cancelled: cancelled(&fields, report),
        recording: values::link(&fields, "recording", report),
        description: fields.maybe_lines("description", limits::DESCRIPTION, report),
        speakers: None,
        materials: people::materials(&fields, report),
    };
    let speakers = people::speakers(&fields, "[[series.dates.speakers]]", "dates.speakers.", report);
    let nobody = values::yes(&fields, "nobody", report);
    if nobody && fields.get("speakers").is_some() {
        fields.wrong("nobody", "there are speakers below; take one of the two out", report);
    }
    date.speakers = (nobody || !speakers.is_empty()).then_some(speakers);
    let found = fields.needed("date", "2026-11-25", report)?;
    match values::day_or_start(found) {
        Ok(value) => Some((At { byte: found.span().start, value }, date)),
        Err(message) => {
            fields.wrong("date", message, report);
            None
        }
    }
}

fn moved_to(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Option<NaiveDateTime> {
    values::local_start(fields.get("moved_to")?).map_err(|message| fields.wrong("moved_to", message, report)).ok()
}

fn cancelled(fields: &Fields<'_, '_>, report: &mut Report<'_>) -> Option<Cancelled> {
    let found = fields.get("cancelled")?;
    match (found.get_ref().as_bool(), values::instant(found)) {
        (Some(yes), _) => yes.then_some(Cancelled::Open),
        (None, Some(at)) => Some(Cancelled::Since(at)),
        (None, None) => {
            let message = "must be true, or the moment it was canceled, such as 2026-11-20T14:00:00Z";
            fields.wrong("cancelled", message, report);
            None
        }
    }
}

/// Holds what was read against the series, and puts it in where it fits.
pub(super) fn fit(series: &mut ProgrammeSeries, told: Told, report: &mut Report<'_>) {
    let mut plain = shell(series);
    let (mut excluded, mut extra, mut dates) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for At { byte, value: (day, start) } in told.except {
        let wanted = start.unwrap_or_else(|| day.and_time(plain.local_start.time()));
        if plain.occurrence(wanted).is_none() {
            report.add(byte, "except", not_a_date(&plain, DateUse::Excluded, wanted));
        } else if !excluded.insert(wanted) {
            report.add(byte, "except", wrong(DateUse::Excluded, wanted, DateProblem::Twice));
        }
    }
    for At { byte, value: start } in told.extra {
        if plain.occurrence(start).is_some() {
            report.add(byte, "extra", wrong(DateUse::Extra, start, DateProblem::ByRule));
        } else if !extra.insert(start) {
            report.add(byte, "extra", wrong(DateUse::Extra, start, DateProblem::Twice));
        }
    }
    plain.excluded = excluded.into_iter().collect();
    plain.extra = extra.into_iter().collect();
    for (At { byte, value: (day, start) }, date) in told.dates {
        let found =
            start.map_or_else(|| plain.by_name(&day.format("%Y-%m-%d").to_string()), |start| plain.occurrence(start));
        let Some(at) = found else {
            let wanted = start.unwrap_or_else(|| day.and_time(plain.local_start.time()));
            report.add(byte, "dates.date", not_a_date(&plain, DateUse::Override, wanted));
            continue;
        };
        let original_start = at.original_start;
        if !dates.insert(original_start) {
            report.add(byte, "dates.date", wrong(DateUse::Override, original_start, DateProblem::Twice));
        } else if date.moved_to == Some(original_start) {
            report.add(byte, "dates.moved_to", "is when it takes place anyway; take the line out");
        }
        series.dates.push(ProgrammeDate { original_start, ..date });
    }
    series.dates.sort_by_key(|date| date.original_start);
    (series.excluded, series.extra) = (plain.excluded, plain.extra);
}

fn not_a_date(series: &Series, of: DateUse, given: NaiveDateTime) -> String {
    if series.excluded.contains(&given) {
        return wrong(of, given, DateProblem::LeftOut);
    }
    let nearest = series.nearest(given.date(), 1).first().map(|near| near.original_start);
    wrong(of, given, DateProblem::NotADate { nearest })
}

fn wrong(of: DateUse, given: NaiveDateTime, problem: DateProblem) -> String {
    DateError { of, given, problem }.to_string()
}

/// The series with nothing but what its dates follow from.
fn shell(of: &ProgrammeSeries) -> Series {
    Series {
        public_id: PublicId::from_bytes([0; 12]),
        slug: of.slug.clone(),
        uid: String::new(),
        title: String::new(),
        summary: String::new(),
        description: String::new(),
        category: String::new(),
        tags: Vec::new(),
        zone: of.zone,
        local_start: of.local_start,
        duration_minutes: of.duration_minutes,
        rule: of.rule,
        extra: Vec::new(),
        excluded: Vec::new(),
        overrides: Vec::new(),
        format: of.format,
        place: String::new(),
        link: None,
        organizer: String::new(),
        capacity: None,
        status: of.status,
        cancelled_at: None,
        continues: None,
        for_whom: of.for_whom,
        sequence: 0,
        speakers: Vec::new(),
        sample: false,
        changed_at: DateTime::<Utc>::UNIX_EPOCH,
    }
}
