//! The organizer's desk on both databases.

mod organizers;
mod published;

use domain::access::Capability;
use domain::events::desk::{Effect, Fields, fields_of, fields_of_date, stamp, watched, watched_date};

use super::*;
use crate::ctx::Ctx;
use crate::events::tests::{get, import};
use crate::events::{FeedScope, OccurrenceFound, occurrence_page};
use crate::testing::{Person, TestWorld, on_both};

/// Odd months, 4th Wednesday, 8 pm in New York; the tests begin on November 3, 2026.
pub(super) const CHAT: &str = r#"[[series]]
title = "IMG Coffee Chat"
slug = "chat"
category = "Community"
zone = "America/New_York"
starts = 2023-01-25T20:00:00
minutes = 60
repeats = "every other month on the 4th Wednesday"
place = "Video call"
"#;

pub(super) fn with(mut fields: Fields, changes: &[(&str, &str)]) -> Fields {
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

/// The form of a stored series as a browser has it.
pub(super) async fn form(ctx: &Ctx, slug: &str, changes: &[(&str, &str)]) -> Fields {
    let series = open(ctx, slug).await.unwrap().series;
    let stamp = stamp(&watched(&series));
    with(with(fields_of(&series), &[(STAMP, stamp.as_str())]), changes)
}

pub(super) async fn date_form(ctx: &Ctx, slug: &str, date: &str, changes: &[(&str, &str)]) -> Fields {
    let series = open(ctx, slug).await.unwrap().series;
    let start = series.by_name(date).unwrap().original_start;
    let stamp = stamp(&watched_date(&series, start));
    with(with(fields_of_date(&series, start), &[(STAMP, stamp.as_str())]), changes)
}

pub(super) fn new_form(changes: &[(&str, &str)]) -> Fields {
    let plain = [
        ("title", "Board review"),
        ("category", "Study"),
        ("zone", "America/Chicago"),
        ("date", "2026-12-01"),
        ("time", "19:00"),
        ("minutes", "90"),
        ("repeats", "weeks"),
        ("every", "1"),
        ("ends", "never"),
        ("format", "online"),
    ];
    with(with(Vec::new(), &plain), changes)
}

pub(super) async fn organizer(world: &TestWorld) -> Person {
    world.person("olga", &[Capability::Organizer]).await
}

pub(super) async fn date_title(ctx: &Ctx, slug: &str, date: &str) -> (String, bool) {
    match occurrence_page(ctx, slug, date).await.unwrap() {
        OccurrenceFound::Found(found) => {
            let told = found.series.told(found.occurrence.original_start);
            (told.title.to_owned(), found.occurrence.cancelled)
        }
        other => panic!("{other:?}"),
    }
}

pub(super) fn scope(slug: &str) -> FeedScope {
    FeedScope::Series(domain::events::Slug::parse(slug).unwrap())
}

pub(super) fn fields_wrong<T: std::fmt::Debug>(result: Result<T, OrganizeError>) -> Vec<String> {
    match result {
        Err(OrganizeError::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect(),
        other => panic!("{other:?}"),
    }
}

pub(super) const KEY: &str = "0123456789abcdef";

#[tokio::test(flavor = "multi_thread")]
async fn words_change_in_place_and_a_new_rhythm_begins_at_the_next_date() {
    on_both(async |world| {
        let olga = organizer(world).await;
        import(&world.ctx, CHAT).await;
        let uid = open(&olga.ctx, "chat").await.unwrap().series.uid;
        let words =
            form(&olga.ctx, "chat", &[("title", "Coffee & company"), ("tags", "Residency, residency, Open")]).await;
        save(&olga.ctx, Some("chat"), &words, Press::Save, "").await.unwrap();
        let series = open(&olga.ctx, "chat").await.unwrap().series;
        assert_eq!((series.title.as_str(), &series.uid), ("Coffee & company", &uid));
        assert_eq!(series.tags, ["Residency", "Open"]);
        assert!(get(&world.ctx, &scope("chat")).await.0.contains("SUMMARY:Coffee & company\r\n"));

        // Seven o'clock instead of eight: the first day stays in the form, the rhythm begins at the next date.
        let seven = form(&olga.ctx, "chat", &[("time", "19:00")]).await;
        let looked = look(&olga.ctx, Some("chat"), &seven).await.unwrap().unwrap();
        let at = "2026-11-25T19:00:00".parse().unwrap();
        assert_eq!(looked.effect, Effect::Split { at, last: "2026-09-23".parse().unwrap() });
        assert_eq!(looked.dates[0].original_start, at);
        assert_eq!(looked.dates.len(), 12);
        assert_eq!(fields_wrong(save(&olga.ctx, Some("chat"), &seven, Press::Save, "").await), [AGREE]);
        assert_eq!(open(&olga.ctx, "chat").await.unwrap().series.uid, uid, "nothing was stored");
        let agreed = with(seven, &[(AGREE, "2026-11-25")]);
        let saved = save(&olga.ctx, Some("chat"), &agreed, Press::Save, "").await.unwrap();
        assert_eq!(saved.kept.as_deref(), Some("chat-until-2026-09-23"));
        let living = open(&olga.ctx, "chat").await.unwrap().series;
        assert!(living.uid != uid && living.local_start == at);
        assert_eq!(open(&olga.ctx, "chat-until-2026-09-23").await.unwrap().series.uid, uid);
        assert!(get(&world.ctx, &scope("chat")).await.0.contains("DTSTART;TZID=America/New_York:20261125T190000\r\n"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_changes_alone_with_all_that_follow_or_with_all() {
    on_both(async |world| {
        let (olga, reader) = (organizer(world).await, &world.ctx);
        import(reader, CHAT).await;
        let alone =
            date_form(&olga.ctx, "chat", "2026-11-25", &[("title", "Guest night"), ("date", "2026-11-26")]).await;
        save_date(&olga.ctx, "chat", "2026-11-25", &alone).await.unwrap();
        assert_eq!(date_title(reader, "chat", "2026-11-25").await.0, "Guest night");
        assert_eq!(date_title(reader, "chat", "2027-01-27").await.0, "IMG Coffee Chat");
        let bytes = get(reader, &scope("chat")).await.0;
        assert!(bytes.contains("RECURRENCE-ID;TZID=America/New_York:20261125T200000\r\n"), "{bytes}");

        let all = date_form(&olga.ctx, "chat", "2027-01-27", &[("place", "Room 4"), ("reach", "all")]).await;
        save_date(&olga.ctx, "chat", "2027-01-27", &all).await.unwrap();
        assert_eq!(open(&olga.ctx, "chat").await.unwrap().series.place, "Room 4");
        let hour = date_form(&olga.ctx, "chat", "2027-01-27", &[("time", "18:00"), ("reach", "all")]).await;
        assert_eq!(fields_wrong(save_date(&olga.ctx, "chat", "2027-01-27", &hour).await), ["reach"]);

        let following = [("title", "Evening chat"), ("time", "18:00"), ("reach", "following")];
        let following = date_form(&olga.ctx, "chat", "2027-01-27", &following).await;
        assert_eq!(fields_wrong(save_date(&olga.ctx, "chat", "2027-01-27", &following).await), [AGREE]);
        let saved =
            save_date(&olga.ctx, "chat", "2027-01-27", &with(following, &[(AGREE, "2027-01-27")])).await.unwrap();
        assert_eq!(saved.kept.as_deref(), Some("chat-until-2026-11-25"));
        assert_eq!(date_title(reader, "chat", "2027-01-27").await.0, "Evening chat");
        assert_eq!(date_title(reader, "chat", "2027-03-24").await.0, "Evening chat");
        assert_eq!(date_title(reader, "chat-until-2026-11-25", "2026-11-25").await.0, "Guest night");

        // What has begun stays: a past date takes a recording, and no other hour.
        let past = "2026-09-23";
        let moved = date_form(&olga.ctx, "chat-until-2026-11-25", past, &[("time", "21:00")]).await;
        assert_eq!(fields_wrong(save_date(&olga.ctx, "chat-until-2026-11-25", past, &moved).await), ["date"]);
        let watch =
            date_form(&olga.ctx, "chat-until-2026-11-25", past, &[("recording", "https://example.org/watch")]).await;
        save_date(&olga.ctx, "chat-until-2026-11-25", past, &watch).await.unwrap();
        let stored = open(&olga.ctx, "chat-until-2026-11-25").await.unwrap().series;
        assert!(stored.told(stored.by_name(past).unwrap().original_start).recording.is_some());
    })
    .await;
}
