//! The canonical form of a programme.

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use domain::events::{ForWhom, Link, Speaker};

use super::{Cancelled, Programme, ProgrammeDate, ProgrammeSeries};

/// Writes a programme in its canonical form: reading it gives the same programme, writing that the same bytes.
pub fn write(programme: &Programme) -> String {
    let mut sorted: Vec<_> = programme.series.iter().collect();
    sorted.sort_by(|one, other| one.slug.cmp(&other.slug));
    sorted.into_iter().map(series).collect::<Vec<_>>().join("\n")
}

fn series(series: &ProgrammeSeries) -> String {
    let mut out = String::from("[[series]]\n");
    let days: Vec<_> = series.excluded.iter().map(|start| start.format("%Y-%m-%d").to_string()).collect();
    let tags: Vec<_> = series.tags.iter().map(|tag| quoted(tag)).collect();
    let mut field = |name: &str, value: &str| line(&mut out, name, value);
    field("title", &filled(&series.title));
    field("slug", &filled(series.slug.as_str()));
    field("summary", &filled(&series.summary));
    field("category", &filled(&series.category));
    field("tags", &list(&tags));
    field("zone", &filled(series.zone.name()));
    field("starts", &local(series.local_start));
    field("minutes", &series.duration_minutes.to_string());
    field("repeats", &filled(&series.rule.map(|rule| rule.to_string()).unwrap_or_default()));
    field("except", &list(&days));
    field("extra", &list(&series.extra.iter().map(|start| local(*start)).collect::<Vec<_>>()));
    field("format", &filled(series.format.as_str()));
    field("place", &filled(&series.place));
    field("link", &address(series.link.as_ref()));
    field("for", &filled(if series.for_whom == ForWhom::Everybody { "" } else { series.for_whom.as_str() }));
    field("organizer", &filled(&series.organizer));
    field("capacity", &number(series.capacity));
    field("status", &filled(series.status.as_str()));
    field("cancelled_at", &series.cancelled_at.map(moment).unwrap_or_default());
    field("continues", &filled(series.continues.as_ref().map_or("", |slug| slug.as_str())));
    field("description", &paragraphs(&series.description));
    for speaker in &series.speakers {
        person(&mut out, "[[series.speakers]]", speaker);
    }
    for date in &series.dates {
        one_date(&mut out, date, &series.extra);
    }
    out
}

fn one_date(out: &mut String, date: &ProgrammeDate, extra: &[NaiveDateTime]) {
    out.push_str("\n[[series.dates]]\n");
    let at = date.original_start;
    // A day belongs to the rule's date; an extra one there needs its time too.
    line(out, "date", &if extra.contains(&at) { local(at) } else { at.format("%Y-%m-%d").to_string() });
    line(out, "title", &said(date.title.as_deref()));
    line(out, "place", &said(date.place.as_deref()));
    line(out, "link", &address(date.link.as_ref()));
    line(out, "capacity", &number(date.capacity));
    line(out, "moved_to", &date.moved_to.map(local).unwrap_or_default());
    line(out, "minutes", &number(date.minutes));
    let cancelled = date.cancelled.map(|cancelled| match cancelled {
        Cancelled::Open => "true".to_owned(),
        Cancelled::Since(at) => moment(at),
    });
    line(out, "cancelled", &cancelled.unwrap_or_default());
    line(out, "recording", &address(date.recording.as_ref()));
    let description =
        date.description.as_deref().map(|text| if text.is_empty() { quoted(text) } else { paragraphs(text) });
    line(out, "description", &description.unwrap_or_default());
    let speakers = date.speakers.as_deref();
    line(out, "nobody", if speakers == Some(&[]) { "true" } else { "" });
    for speaker in speakers.unwrap_or_default() {
        person(out, "[[series.dates.speakers]]", speaker);
    }
    for material in &date.materials {
        out.push_str("\n[[series.dates.materials]]\n");
        line(out, "title", &filled(&material.title));
        line(out, "link", &address(Some(&material.link)));
    }
}

fn person(out: &mut String, header: &str, speaker: &Speaker) {
    out.extend(["\n", header, "\n"]);
    line(out, "name", &filled(&speaker.name));
    line(out, "credentials", &filled(&speaker.credentials));
    line(out, "role", &filled(&speaker.role));
    line(out, "affiliation", &filled(&speaker.affiliation));
    line(out, "bio", &if speaker.bio.contains('\n') { paragraphs(&speaker.bio) } else { filled(&speaker.bio) });
}

/// A field; nothing for an empty value.
fn line(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        out.extend([name, " = ", value, "\n"]);
    }
}

fn local(start: NaiveDateTime) -> String {
    start.format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn number(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn address(link: Option<&Link>) -> String {
    said(link.map(Link::as_str))
}

fn list(items: &[String]) -> String {
    if items.is_empty() { String::new() } else { format!("[{}]", items.join(", ")) }
}

/// A text that may be there and empty.
fn said(text: Option<&str>) -> String {
    text.map(quoted).unwrap_or_default()
}

/// Nothing for an empty text, which is left out.
fn filled(text: &str) -> String {
    if text.is_empty() { String::new() } else { quoted(text) }
}

/// A TOML basic string. Cleaned text has no control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A TOML multi-line basic string. The newline after the opening marks is not part of the text (TOML 1.0); the one
/// before the closing marks is, and is trimmed on reading.
fn paragraphs(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let body = text.replace('\\', "\\\\").replace("\"\"\"", "\"\"\\\"");
    format!("\"\"\"\n{body}\n\"\"\"")
}
