//! The organizer's desk on both databases.

use chrono::TimeDelta;
use domain::access::Capability;
use domain::events::Status;
use domain::events::desk::{Effect, Fields, fields_of, fields_of_date, stamp, watched, watched_date};
use domain::refusal::Refusal;

use super::*;
use crate::ctx::Ctx;
use crate::events::tests::{get, import};
use crate::events::{
    FeedAnswer, FeedScope, Filter, OccurrenceFound, SeriesFound, addresses, count_addresses, feed, occurrence_page,
    series_page,
};
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

async fn is_public(ctx: &Ctx, slug: &str) -> bool {
    matches!(series_page(ctx, slug).await.unwrap(), SeriesFound::Found(_))
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

fn refused<T: std::fmt::Debug>(result: Result<T, OrganizeError>) -> Refusal {
    match result {
        Err(OrganizeError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

pub(super) const KEY: &str = "0123456789abcdef";

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_nowhere_until_it_is_published() {
    on_both(async |world| {
        let (olga, reader) = (organizer(world).await, &world.ctx);
        let saved = save(&olga.ctx, None, &new_form(&[]), Press::Save, KEY).await.unwrap();
        assert_eq!((saved.slug.as_str(), saved.public), ("board-review", false));
        let again = save(&olga.ctx, None, &new_form(&[]), Press::Save, KEY).await.unwrap();
        assert_eq!(again, saved, "sent twice, stored once");
        let other = save(&olga.ctx, None, &new_form(&[("minutes", "60")]), Press::Save, KEY).await;
        assert!(matches!(other, Err(OrganizeError::KeyConflict)), "{other:?}");
        let second = save(&olga.ctx, None, &new_form(&[]), Press::Save, "fedcba9876543210").await.unwrap();
        assert_eq!(second.slug, "board-review-2");

        assert!(!is_public(reader, "board-review").await);
        assert!(matches!(feed(reader, &scope("board-review"), None).await.unwrap(), FeedAnswer::NotFound));
        assert_eq!(count_addresses(reader).await.unwrap(), 0);
        assert!(crate::events::list(reader, &Filter::default()).await.unwrap().dates.is_empty());
        let view = preview(&olga.ctx, "board-review").await.unwrap();
        assert_eq!((view.series.status, view.next.len()), (Status::Draft, 24));

        set_series(&olga.ctx, "board-review", SeriesDeed::Publish).await.unwrap();
        set_series(&olga.ctx, "board-review", SeriesDeed::Publish).await.unwrap();
        assert!(is_public(reader, "board-review").await);
        let bytes = get(reader, &scope("board-review")).await.0;
        assert!(bytes.contains("RRULE:FREQ=WEEKLY;BYDAY=TU\r\n"), "{bytes}");
        assert!(!addresses(reader, 0, 10).await.unwrap().is_empty());
        let ada = world.person("ada", &[Capability::Admin]).await;
        let page = crate::audit::list(&ada.ctx, &crate::audit::Filter::default()).await.unwrap();
        let ours = page.rows.into_iter().filter(|row| row.action == "OrganizeEvents");
        let notes: Vec<_> = ours.map(|row| (row.action, row.note)).collect();
        let of = |note: &str| ("OrganizeEvents".to_owned(), note.to_owned());
        assert_eq!(notes[..3], [of("published"), of("created"), of("created")]);
    })
    .await;
}

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

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_is_seen_at_once_and_can_be_undone() {
    on_both(async |world| {
        let (olga, reader) = (organizer(world).await, &world.ctx);
        import(reader, CHAT).await;
        let day = "2026-11-25";
        set_date(&olga.ctx, "chat", day, DateDeed::Cancel).await.unwrap();
        assert!(date_title(reader, "chat", day).await.1);
        assert!(get(reader, &scope("chat")).await.0.contains("STATUS:CANCELLED\r\n"));
        set_date(&olga.ctx, "chat", day, DateDeed::Undo).await.unwrap();
        assert!(!date_title(reader, "chat", day).await.1);
        assert!(!get(reader, &scope("chat")).await.0.contains("STATUS:CANCELLED\r\n"));
        assert_eq!(refused(set_date(&olga.ctx, "chat", "2026-09-23", DateDeed::Cancel).await), Refusal::DateBegun);

        set_series(&olga.ctx, "chat", SeriesDeed::Cancel).await.unwrap();
        assert_eq!(open(&olga.ctx, "chat").await.unwrap().series.status, Status::Cancelled);
        assert!(get(reader, &scope("chat")).await.0.contains("STATUS:CANCELLED\r\n"));
        set_series(&olga.ctx, "chat", SeriesDeed::Undo).await.unwrap();
        assert!(!get(reader, &scope("chat")).await.0.contains("STATUS:CANCELLED\r\n"));
        // It has dates that people have been to.
        assert_eq!(refused(set_series(&olga.ctx, "chat", SeriesDeed::TakeBack).await), Refusal::EventSeen);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_by_mistake_goes_back_for_ten_minutes() {
    on_both(async |world| {
        let olga = organizer(world).await;
        for (title, minutes) in [("Early", 9), ("Late", 11)] {
            let slug = title.to_lowercase();
            let key = format!("key-of-the-form-{slug}");
            save(&olga.ctx, None, &new_form(&[("title", title)]), Press::Publish, &key).await.unwrap();
            assert!(open(&olga.ctx, &slug).await.unwrap().may_take_back);
            world.clock.advance(TimeDelta::minutes(minutes));
            let taken = set_series(&olga.ctx, &slug, SeriesDeed::TakeBack).await;
            assert_eq!(taken.is_ok(), minutes < 10, "{taken:?}");
            assert_eq!(is_public(&world.ctx, &slug).await, minutes > 10);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_organizers_is_told_what_the_first_has_changed() {
    on_both(async |world| {
        let (olga, otto) = (organizer(world).await, world.person("otto", &[Capability::Admin]).await);
        import(&world.ctx, CHAT).await;
        let mine = form(&olga.ctx, "chat", &[("summary", "An hour of company.")]).await;
        let theirs = form(&otto.ctx, "chat", &[("title", "Tea"), ("place", "Room 4")]).await;
        save(&otto.ctx, Some("chat"), &theirs, Press::Save, "").await.unwrap();
        // Where she typed nothing, what he has stored stays.
        save(&olga.ctx, Some("chat"), &mine, Press::Save, "").await.unwrap();
        let stored = open(&olga.ctx, "chat").await.unwrap().series;
        let words = (stored.title.as_str(), stored.place.as_str(), stored.summary.as_str());
        assert_eq!(words, ("Tea", "Room 4", "An hour of company."));
        // Where both typed, she is told, once, and her next press is her answer.
        let mine = with(mine, &[("title", "Coffee")]);
        let Err(OrganizeError::Invalid(errors)) = save(&olga.ctx, Some("chat"), &mine, Press::Save, "").await else {
            panic!("it was stored")
        };
        assert_eq!(errors[0].field, "title");
        assert!(errors[0].message.contains("it is now: Tea"), "{}", errors[0].message);
        assert_eq!(errors.len(), 1);
        // Looking alone tells it too, so that no form quietly begins anew.
        let looked = look(&olga.ctx, Some("chat"), &mine).await.unwrap().unwrap_err();
        assert!(tells_of_others(&looked) && looked[0].field == "title");
        assert_eq!(open(&olga.ctx, "chat").await.unwrap().series.title, "Tea");
        let told = stamp(&watched(&stored));
        let again = with(mine, &[(SEEN, told.as_str())]);
        let saved = save(&olga.ctx, Some("chat"), &again, Press::Save, "").await;
        saved.unwrap();
        let stored = open(&olga.ctx, "chat").await.unwrap().series;
        assert_eq!((stored.title.as_str(), stored.place.as_str()), ("Coffee", "Room 4"));
        // What has happened since she was told is told again.
        save(&otto.ctx, Some("chat"), &form(&otto.ctx, "chat", &[("title", "Cocoa")]).await, Press::Save, "")
            .await
            .unwrap();
        assert_eq!(fields_wrong(save(&olga.ctx, Some("chat"), &again, Press::Save, "").await), ["title"]);
        // A draft that somebody published in between does not take a half-written text to everybody unseen.
        let draft = save(&olga.ctx, None, &new_form(&[]), Press::Save, "0123456789abcdef").await.unwrap().slug;
        let half = form(&olga.ctx, &draft, &[("summary", "To be")]).await;
        set_series(&otto.ctx, &draft, SeriesDeed::Publish).await.unwrap();
        assert_eq!(fields_wrong(save(&olga.ctx, Some(&draft), &half, Press::Save, "").await), ["status"]);

        // Two at the same moment: one is stored, the other is told.
        for round in 0..4 {
            let one = form(&olga.ctx, "chat", &[("title", &format!("One {round}"))]).await;
            let two = form(&otto.ctx, "chat", &[("title", &format!("Two {round}"))]).await;
            let (first, second) = tokio::join!(
                save(&olga.ctx, Some("chat"), &one, Press::Save, ""),
                save(&otto.ctx, Some("chat"), &two, Press::Save, "")
            );
            assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
            let lost = if first.is_ok() { second } else { first };
            assert_eq!(fields_wrong(lost), ["title"]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_organizers_write_and_each_only_what_is_theirs() {
    on_both(async |world| {
        let (member, admin) = (world.person("mia", &[]).await, world.person("ada", &[Capability::Admin]).await);
        import(&world.ctx, CHAT).await;
        let words = form(&admin.ctx, "chat", &[("title", "Mine")]).await;
        for ctx in [&member.ctx, &world.ctx] {
            let denied = save(ctx, Some("chat"), &words, Press::Save, "").await;
            assert!(matches!(denied, Err(OrganizeError::Denied(_))), "{denied:?}");
            assert!(matches!(list(ctx, &Wish::default()).await, Err(OrganizeError::Denied(_))));
            assert!(matches!(set_series(ctx, "chat", SeriesDeed::Cancel).await, Err(OrganizeError::Denied(_))));
        }

        let some = world.organizer_of("some", "Study").await.ctx;
        assert!(list(&some, &Wish::default()).await.unwrap().rows.is_empty());
        for slug in ["chat", "nothing"] {
            assert!(matches!(open(&some, slug).await, Err(OrganizeError::NotFound)), "{slug}");
            let changed = save(&some, Some(slug), &words, Press::Save, "").await;
            assert!(matches!(changed, Err(OrganizeError::NotFound)), "{changed:?}");
            let canceled = set_series(&some, slug, SeriesDeed::Cancel).await;
            assert!(matches!(canceled, Err(OrganizeError::NotFound)), "{canceled:?}");
        }
        let elsewhere = new_form(&[("category", "Community")]);
        assert_eq!(fields_wrong(save(&some, None, &elsewhere, Press::Save, KEY).await), ["category"]);
        save(&some, None, &new_form(&[]), Press::Save, KEY).await.unwrap();
        let board = Wish { search: "board".to_owned(), ..Wish::default() };
        let found: Vec<_> = list(&some, &board).await.unwrap().rows.into_iter().map(|row| row.title).collect();
        assert_eq!(found, ["Board review"]);
        assert_eq!(list(&admin.ctx, &Wish::default()).await.unwrap().rows.len(), 2);
    })
    .await;
}
