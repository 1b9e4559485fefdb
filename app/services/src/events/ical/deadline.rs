//! Last days to do something, as a file for a calendar: whole days, no zone, nobody busy.

use chrono::{DateTime, Days, NaiveDate, Utc};
use url::Url;

use super::lines::Lines;

/// A last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The same for ever.
    pub uid: String,
    /// What it is the last day for.
    pub title: String,
    /// The day.
    pub day: NaiveDate,
    /// Where to do it.
    pub url: Url,
    /// When what is said here changed last.
    pub changed_at: DateTime<Utc>,
}

/// Writes them in the order given.
pub fn deadlines(organization: &str, all: &[Deadline]) -> String {
    let mut out = Lines::with_capacity(200 + all.len() * 400);
    out.constant("BEGIN:VCALENDAR");
    out.constant("VERSION:2.0");
    out.text("PRODID", &format!("-//{}//Landfall//EN", organization.replace("//", "/")));
    out.constant("CALSCALE:GREGORIAN");
    out.constant("METHOD:PUBLISH");
    for one in all {
        let after = one.day.checked_add_days(Days::new(1)).unwrap_or(one.day);
        out.constant("BEGIN:VEVENT");
        out.text("UID", &one.uid);
        out.instant("DTSTAMP", one.changed_at);
        out.instant("LAST-MODIFIED", one.changed_at);
        out.constant(&format!("DTSTART;VALUE=DATE:{}", one.day.format("%Y%m%d")));
        out.constant(&format!("DTEND;VALUE=DATE:{}", after.format("%Y%m%d")));
        out.text("SUMMARY", &one.title);
        out.uri("URL", &one.url);
        out.constant("TRANSP:TRANSPARENT");
        out.constant("END:VEVENT");
    }
    out.constant("END:VCALENDAR");
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_day_is_a_whole_day_and_no_words_begin_a_line() {
        let one = Deadline {
            uid: "posting-1@example.org".to_owned(),
            title: "Apply: a;b\r\nATTENDEE:x".to_owned(),
            day: "2026-12-31".parse().unwrap(),
            url: "https://example.org/opportunities/1".parse().unwrap(),
            changed_at: "2026-11-03T15:00:00Z".parse().unwrap(),
        };
        let text = deadlines("Harbor // House", &[one]);
        for line in [
            "DTSTART;VALUE=DATE:20261231\r\n",
            "DTEND;VALUE=DATE:20270101\r\n",
            "SUMMARY:Apply: a\\;b\\nATTENDEE:x\r\n",
            "DTSTAMP:20261103T150000Z\r\n",
        ] {
            assert!(text.contains(line), "{line:?} in {text}");
        }
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }
}
