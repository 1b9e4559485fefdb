//! The canonical form of a programme.

use super::{Programme, ProgrammeSeries};

/// Writes a programme in its canonical form: reading it gives the same programme, writing that the same bytes.
pub fn write(programme: &Programme) -> String {
    let mut sorted: Vec<_> = programme.series.iter().collect();
    sorted.sort_by(|one, other| one.slug.cmp(&other.slug));
    sorted.into_iter().map(series).collect::<Vec<_>>().join("\n")
}

fn series(series: &ProgrammeSeries) -> String {
    let mut out = String::from("[[series]]\n");
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            out.extend([name, " = ", value, "\n"]);
        }
    };
    let rule = series.rule.map(|rule| rule.to_string()).unwrap_or_default();
    field("title", &quoted(&series.title));
    field("slug", &quoted(series.slug.as_str()));
    field("summary", &quoted(&series.summary));
    field("category", &quoted(&series.category));
    field("zone", &quoted(series.zone.name()));
    field("starts", &series.local_start.format("%Y-%m-%dT%H:%M:%S").to_string());
    field("minutes", &series.duration_minutes.to_string());
    field("repeats", &quoted(&rule));
    field("format", &quoted(series.format.as_str()));
    field("place", &quoted(&series.place));
    field("status", &quoted(series.status.as_str()));
    field("description", &paragraphs(&series.description));
    for speaker in &series.speakers {
        out.push_str("\n[[series.speakers]]\n");
        let fields = [
            ("name", &speaker.name),
            ("credentials", &speaker.credentials),
            ("role", &speaker.role),
            ("affiliation", &speaker.affiliation),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            out.extend([name, " = ", &quoted(value), "\n"]);
        }
    }
    out
}

/// A TOML basic string; nothing for an empty text, which is left out. Cleaned text has no control characters.
fn quoted(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\"{}\"", escaped(text)) }
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

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
