//! What a form was drawn from, so that two people who change the same thing notice each other.
//!
//! A form carries the stamp of what was stored when it was drawn: a short mark for each thing it says. A stamp is no
//! secret and proves nothing; held against what is stored it only tells what is otherwise by now.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime};

use super::super::{Override, Series};
use super::sheet::time_words;
use super::{Fields, fields_of, fields_of_date, speakers};

/// Before the names of what a series says, where the form of a date is held against that too.
pub(super) const SERIES: &str = "series.";
/// The field that says how far the series has come. Nobody types it.
pub const STATUS: &str = "status";
/// What is said of the single dates of a series. Nobody types it in one field.
pub(super) const DATES: &str = "dates";

/// Marks by the name of what they are of. What is empty has none.
pub(super) type Marks = BTreeMap<String, u32>;
/// What a form says, by name: a field, or several that only make sense together, as names of parts and values.
pub(super) type Gathered = BTreeMap<String, Vec<(String, String)>>;

/// Everything the form of a series is held against: its fields, and what is said of its single dates.
pub fn watched(series: &Series) -> Fields {
    let mut fields = fields_of(series);
    fields.push((DATES.to_owned(), said_of_dates(series)));
    fields
}

/// Everything the form of a date is held against: its own fields, and what a change that reaches further writes over.
pub fn watched_date(series: &Series, original_start: NaiveDateTime) -> Fields {
    let mut of_series: Fields = [
        ("title", series.title.clone()),
        ("description", series.description.clone()),
        ("place", series.place.clone()),
        ("link", series.link.as_ref().map_or_else(String::new, |link| link.as_str().to_owned())),
        ("capacity", series.capacity.map_or_else(String::new, |most| most.to_string())),
        ("time", time_words(original_start)),
        ("minutes", series.duration_minutes.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    of_series.extend(speakers::speakers_as_fields(&series.speakers));
    let mut fields = fields_of_date(series, original_start);
    fields.extend(of_series.into_iter().map(|(name, value)| (format!("{SERIES}{name}"), value)));
    fields.push((STATUS.to_owned(), series.status.as_str().to_owned()));
    fields.push((DATES.to_owned(), said_of_dates(series)));
    fields
}

/// Only ever compared with itself.
fn said_of_dates(series: &Series) -> String {
    let said = |date: &Override| Override { sequence: 0, changed_at: DateTime::UNIX_EPOCH, ..date.clone() };
    let mut dates: Vec<_> = series.overrides.iter().filter(|date| !date.is_blank()).map(said).collect();
    dates.sort_by_key(|date| date.original_start);
    if dates.is_empty() { String::new() } else { format!("{dates:?}") }
}

/// The stamp of these fields.
pub fn stamp(fields: &[(String, String)]) -> String {
    let gathered = gathered(fields);
    let marks = gathered.iter().map(|(name, parts)| format!("{name}:{:08x}", mark(parts)));
    marks.collect::<Vec<_>>().join(" ")
}

/// The stamp of these fields without what is said of single dates, for whoever has not been told of that.
pub fn stamp_without_dates(fields: &[(String, String)]) -> String {
    let others: Fields = fields.iter().filter(|(name, _)| name != DATES).cloned().collect();
    stamp(&others)
}

/// The marks of a stamp; none for what is no stamp at all.
pub(super) fn read(stamp: &str) -> Marks {
    let pair = |pair: &str| {
        let (name, mark) = pair.rsplit_once(':')?;
        Some((name.to_owned(), u32::from_str_radix(mark, 16).ok()?))
    };
    stamp.split(' ').filter_map(pair).collect()
}

/// What is filled in, each thing with its parts in one order.
pub(super) fn gathered(fields: &[(String, String)]) -> Gathered {
    let mut all = Gathered::new();
    for (name, value) in fields {
        // Browsers end lines their own way, and space around a value is never read.
        let value = value.replace("\r\n", "\n").trim().to_owned();
        if !value.is_empty() {
            let (thing, part) = thing_of(name);
            all.entry(thing).or_default().push((part.to_owned(), value));
        }
    }
    for parts in all.values_mut() {
        parts.sort_unstable();
    }
    all
}

/// What a field belongs to, and which part of it the field is.
pub(super) fn thing_of(name: &str) -> (String, &str) {
    let (wide, own) = name.strip_prefix(SERIES).map_or(("", name), |own| (SERIES, own));
    let (thing, part) = match own {
        "days" | "nth" | "weekday" => ("repeats", own),
        "until" | "times" => ("ends", own),
        // That nobody speaks is said beside the rows of those who do.
        "nobody" => ("speaker_0", own),
        row if row.starts_with("speaker_") || row.starts_with("material_") => row.rsplit_once('_').unwrap_or((row, "")),
        own => (own, ""),
    };
    (format!("{wide}{thing}"), part)
}

/// FNV-1a in 32 bits: the same on every machine and in every version.
pub(super) fn mark(parts: &[(String, String)]) -> u32 {
    let bytes = parts.iter().flat_map(|(part, value)| {
        part.bytes().chain(std::iter::once(0x1f)).chain(value.bytes()).chain(std::iter::once(0x1e))
    });
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
