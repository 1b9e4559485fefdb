//! Hostile words from a file to a feed: what the importer takes comes out as it was cleaned, and nothing else with it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::events::limits;
use domain::text;

use super::super::ical::tests::hostile::{CORPUS, Words, meant, read_by_others};
use super::super::readers_tests::python;
use super::super::{ImportError, import_programme, store};
use super::*;
use crate::testing::on_both;

/// Text as TOML writes it with nothing but ASCII.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
        }
    }
    out + "\""
}

/// The words where they fit, and plain ones where the importer would rightly say that they are too long.
fn within(field: &str, words: &str, max: usize) -> String {
    let said = format!("{field} {words}");
    if text::length(&text::single_line(&said)) <= max { said } else { field.to_owned() }
}

/// One series with these words in every field.
fn series_of(nth: usize, words: &str) -> String {
    let field = |name: &str, max: usize| quoted(&within(name, words, max));
    let speaker = format!(
        "name = {0}\ncredentials = {0}\nrole = {0}\naffiliation = {0}\nbio = {1}\n",
        field("speaker", limits::SPEAKER_FIELD),
        field("bio", limits::BIO)
    );
    format!(
        "[[series]]\ntitle = {}\nslug = \"hostile-{nth}\"\nsummary = {}\ncategory = {}\ntags = [{}]\n\
         zone = \"America/New_York\"\nstarts = 2026-01-28T20:00:00\nminutes = 60\n\
         repeats = \"FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE\"\nplace = {place}\norganizer = {}\n\
         link = \"https://example.org/join?a=1,2;3\"\ndescription = {description}\n\n[[series.speakers]]\n{speaker}\n\
         [[series.dates]]\ndate = 2026-11-25\ntitle = {}\nplace = {place}\ndescription = {description}\n\n\
         [[series.dates.speakers]]\n{speaker}\n",
        field("title", limits::TITLE),
        field("summary", limits::SUMMARY),
        field("category", limits::CATEGORY),
        field("tag", limits::TAG),
        field("organizer", limits::ORGANIZER),
        field("own", limits::TITLE),
        place = field("place", limits::PLACE),
        description = field("description", limits::DESCRIPTION),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_go_through_import_and_feed_and_stay_words() {
    let long = "10 kB, \\ and so; on\r\n".repeat(480);
    let corpus: Vec<_> = CORPUS.into_iter().chain([long.as_str()]).collect();
    on_both(async |world| {
        let ctx = &world.ctx;
        let file: String = corpus.iter().enumerate().map(|(nth, words)| series_of(nth, words)).collect();
        assert_eq!(import(ctx, &file).await.added.len(), corpus.len());
        let stored: BTreeMap<_, _> =
            store::whole(ctx.db.read(), store::Which::Public).await.unwrap().into_iter().collect();
        let mut series: Vec<_> = stored.into_values().collect();
        series.sort_by(|one, other| one.slug.cmp(&other.slug));
        let mut expected = Vec::new();
        for one in &series {
            let nth: usize = one.slug.as_str().trim_start_matches("hostile-").parse().unwrap();
            assert_eq!(one.title, text::single_line(&within("title", corpus[nth], limits::TITLE)));
            let description = format!("description {}", corpus[nth]);
            assert_eq!(one.description, text::multi_line(&description), "the longest fits there");
            let page = format!("http://127.0.0.1:3000/events/{}", one.slug);
            let changed = one.overrides[0].original_start;
            expected.push(meant(one, one.local_start, &one.uid, page.clone()));
            expected.push(meant(one, changed, &one.uid, format!("{page}/2026-11-25")));
        }
        let all = bytes(ctx, "/calendar/all.ics").await;
        assert!(all.split_terminator("\r\n").all(|line| line.len() <= 75 && !line.chars().any(text::is_hostile)));
        assert_eq!(Read::all(&all).len(), expected.len());
        let Some(python) = python() else { return };
        let found: Vec<Words> = read_by_others(&python, &[all]).remove(0);
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected);
        }
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_web_address_and_what_is_too_long_is_refused_with_its_field() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let long = "x".repeat(10_240);
        for (field, value) in [
            ("link", "javascript:alert(1)"),
            ("link", "https://example.org/\r\nATTACH:evil"),
            ("link", "https://user:secret@example.org/"),
            ("place", &long),
            ("organizer", &long),
        ] {
            let file = chat(&format!("{field} = {}\n", quoted(value)));
            let Err(ImportError::Mistakes(mistakes)) = import_programme(ctx, &file).await else { panic!("{field}") };
            assert_eq!((mistakes.len(), mistakes[0].field.as_str()), (1, field), "{mistakes:?}");
        }
        assert!(!bytes(ctx, "/calendar/all.ics").await.contains("VEVENT"));
    })
    .await;
}

/// A filter is the reader's own words, and they are in the name of the calendar.
#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_filter_cannot_begin_a_line_either() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &chat("")).await;
        for words in CORPUS {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish();
            let all = bytes(ctx, &format!("/calendar/events.ics?{query}&format=online")).await;
            let lines: Vec<_> = all.split_terminator("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= 75 && !line.chars().any(text::is_hostile)), "{words:?}");
            assert_eq!(lines.iter().filter(|line| line.starts_with("NAME:")).count(), 1, "{words:?}");
            // Of nothing but a line end nothing is left to look for.
            let all_found = usize::from(text::single_line(words).is_empty());
            assert_eq!(lines.iter().filter(|line| **line == "BEGIN:VEVENT").count(), all_found, "{words:?}");
        }
    })
    .await;
}
