//! Nobody can begin a line of a feed, whatever they call themselves.

use std::path::Path;
use std::process::Command;

use domain::text;
use serde::Deserialize;

use super::*;
use crate::events::readers_tests::{end2end, python};

/// What people who mean harm, or paste from anywhere, put into a field.
pub(in crate::events) const CORPUS: [&str; 24] = [
    "\r",
    "a\rb",
    "a\nb",
    "a\r\nb\r\n\r\nc",
    "a\r\n b",
    "a\r\n\tb",
    "nul\u{0}nul",
    "next\u{85}line",
    "line\u{2028}and\u{2029}paragraph",
    "vertical\u{b}form\u{c}feed\u{1b}[31m\u{7f}\u{9b}",
    "\u{202e}drawkcab\u{202c} \u{2066}isolated\u{2069} \u{200f}mark\u{feff}",
    "\"quoted\" 'single' “curly”",
    "back\\slash \\n \\N \\, \\; \\\\ end\\",
    "comma, semicolon; colon: equals= caret^n ^^",
    "BEGIN:VEVENT",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil@example.com\r\nSUMMARY:evil",
    "x\\r\\nEND:VCALENDAR",
    "x\nATTACH:file:///etc/passwd\rRRULE:FREQ=SECONDLY",
    "javascript:alert(1)",
    "<script>alert(1)</script> &amp; <b>",
    "🎉👩‍⚕️👨‍👩‍👧‍👦🏳️‍🌈🇵🇰🎉👩‍⚕️👨‍👩‍👧‍👦🏳️‍🌈🇵🇰🎉👩‍⚕️👨‍👩‍👧‍👦",
    "e\u{301}\u{301}\u{301} नमस्ते محمد 李小龙 ﷽",
    "%0d%0aX-EVIL:1 =0D=0A &#13;&#10;",
    ";VALUE=BINARY;ENCODING=BASE64:AAAA",
];

/// The words of one event as another reader takes them out of their escapes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(in crate::events) struct Words {
    pub(in crate::events) uid: String,
    pub(in crate::events) summary: String,
    pub(in crate::events) description: String,
    pub(in crate::events) location: String,
    pub(in crate::events) categories: Vec<String>,
    pub(in crate::events) url: String,
    pub(in crate::events) conference: String,
}

/// Feeds as Python's `icalendar` reads them.
pub(in crate::events) fn read_by_others(python: &Path, feeds: &[String]) -> Vec<Vec<Words>> {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = (0..feeds.len()).map(|at| folder.path().join(format!("{at}.ics"))).collect();
    for (file, feed) in files.iter().zip(feeds) {
        std::fs::write(file, feed).unwrap();
    }
    let output = Command::new(python).arg(end2end().join("readers/read_values.py")).args(&files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a feed should say of a date, by the words of the series and the date alone.
pub(in crate::events) fn meant(series: &Series, start: NaiveDateTime, uid: &str, url: String) -> Words {
    let told = series.told(start);
    let person = |speaker: &Speaker| match speaker.position() {
        position if position.is_empty() => speaker.full_name(),
        position => format!("{} ({position})", speaker.full_name()),
    };
    let with: Vec<_> = told.speakers.iter().map(person).collect();
    let link = told.link.map(|link| link.as_str().to_owned()).unwrap_or_default();
    let parts = [
        told.summary.to_owned(),
        plain_text(told.description),
        format!("With {}", with.join("; ")),
        format!("Organized by {}", series.organizer),
        link.clone(),
        url.clone(),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Words {
        uid: text::multi_line(uid),
        summary: text::multi_line(told.title),
        description: text::multi_line(&parts.join("\n\n")),
        location: text::multi_line(told.place),
        categories: [&series.category].into_iter().chain(&series.tags).map(|word| text::multi_line(word)).collect(),
        url,
        conference: link,
    }
}

/// A series all of whose words are hostile, with a date that has hostile words of its own and an extra one.
fn hostile(words: &str) -> Series {
    let said = |field: &str| format!("{field} {words}");
    let speaker = |whose: &str| Speaker {
        name: said(whose),
        credentials: said("MD"),
        role: said("role"),
        affiliation: said("hospital"),
        bio: said("bio"),
    };
    Series {
        title: said("title"),
        summary: said("summary"),
        description: said("description"),
        category: said("category"),
        tags: vec![said("one"), said("two")],
        place: said("place"),
        organizer: said("organizer"),
        speakers: vec![speaker("host"), speaker("other host")],
        extra: vec![local("2026-12-16T18:30:00")],
        overrides: vec![date("2026-11-25T20:00:00", |one| {
            one.title = Some(said("own title"));
            one.description = Some(said("own description"));
            one.place = Some(said("own place"));
            one.speakers = Some(vec![speaker("guest")]);
        })],
        link: Some(Link::parse("https://example.org/join?a=1,2;3&b=\\\"'%0D%0A").unwrap()),
        ..coffee_chat()
    }
}

#[test]
fn hostile_words_are_read_back_by_others_as_they_are_cleaned() {
    let long = "10 kB, \\ and so; on\n".repeat(500);
    let all: Vec<_> = CORPUS.into_iter().chain([long.as_str()]).map(|words| (words, hostile(words))).collect();
    let write = |(words, series): &(&str, Series)| {
        let mut input = feed(vec![series.clone()]);
        (input.name, input.organization) = (format!("name {words}"), format!("house {words}"));
        render(&input)
    };
    let feeds: Vec<_> = all.iter().map(write).collect();
    for (bytes, (words, _)) in feeds.iter().zip(&all) {
        for line in bytes.split_terminator("\r\n") {
            assert!(line.len() <= 75 && !line.chars().any(text::is_hostile), "{line:?}");
        }
        let lines = lines_of(bytes);
        for (once, times) in [("BEGIN:VCALENDAR", 1), ("END:VCALENDAR", 1), ("BEGIN:VEVENT", 3), ("END:VEVENT", 3)] {
            assert_eq!(lines.iter().filter(|line| *line == once).count(), times, "{once}");
        }
        // Readers leave the escapes of names in.
        let name = text::multi_line(&format!("name {words}")).replace('\\', "\\\\").replace('\n', "\\n");
        let name = name.replace(',', "\\,").replace(';', "\\;");
        assert!(lines.contains(&format!("NAME:{name}")) && lines.contains(&format!("X-WR-CALNAME:{name}")), "{name}");
        for evil in ["ATTACH", "X-EVIL", "RRULE:FREQ=SECONDLY", "UID:evil", ";VALUE=BINARY"] {
            assert!(!lines.iter().any(|line| line.starts_with(evil)), "{evil}");
        }
    }
    let Some(python) = python() else { return };
    for ((words, series), found) in all.iter().zip(read_by_others(&python, &feeds)) {
        let page = "https://example.org/events/img-coffee-chat";
        let own_uid = format!("{}-20261216T183000@example.org", series.public_id);
        let expected = [
            // By the rule; nothing is told of its first date.
            (series.local_start, series.uid.clone(), page.to_owned()),
            (local("2026-11-25T20:00:00"), series.uid.clone(), format!("{page}/2026-11-25")),
            (local("2026-12-16T18:30:00"), own_uid, format!("{page}/2026-12-16")),
        ];
        assert_eq!(found, expected.map(|(start, uid, url)| meant(series, start, &uid, url)), "{words:?}");
    }
}

#[test]
fn a_hostile_uid_stays_in_its_line() {
    for words in CORPUS {
        let series = Series { uid: format!("uid {words}@example.org"), ..hostile(words) };
        let lines = lines_of(&render(&feed(vec![series])));
        assert_eq!(lines.iter().filter(|line| line.starts_with("UID:")).count(), 3, "{words:?}");
        assert_eq!(lines.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 3, "{words:?}");
    }
}

/// An address is parsed before it comes here; what is no address of the web does not come.
#[test]
fn a_link_is_one_address_or_none() {
    for words in CORPUS.into_iter().chain(["data:text/html,x", "file:///etc/passwd", "https://a@example.org/"]) {
        assert!(Link::parse(words).is_err(), "{words:?}");
        let Ok(link) = Link::parse(&format!("https://example.org/{}", words.replace(char::is_whitespace, ""))) else {
            continue;
        };
        let chat = Series { link: Some(link), ..coffee_chat() };
        let all = events(vec![chat]);
        let conference = all[0].every("CONFERENCE").next().unwrap();
        let (_, address) = conference.split_once("more:").unwrap();
        assert!(address.starts_with("https://example.org/") && !address.contains(['"', ' ', '<', '>']), "{address}");
        assert_eq!(Url::parse(address).unwrap().host_str(), Some("example.org"));
    }
}
