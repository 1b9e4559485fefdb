//! The eighteen rules that calendar programs taught us, on the personal calendar: judged by the feed doctor and by other
//! people's software. Those about headers (10, 11, 14) are in the tests of the server; which of a page's buttons leads
//! where (12) is the page's own.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::*;
use crate::events::feed_doctor::diagnose;
use crate::events::ical::tests::{Read, lines_of};
use crate::events::readers_tests::{python, read_bytes};
use crate::events::{FeedAnswer, Held};

/// A date of every kind: by the rule, moved, canceled, with words of its own, extra, and a single event in another zone.
const MORE: &str = "extra = [2026-11-13T18:00:00]\ntags = [\"Residency\", \"Letters, visas\"]\nlink = \"https://example.org/read\"\n\n\
    [[series.speakers]]\nname = \"Amara Osei\"\n\n\
    [[series.dates]]\ndate = 2026-11-18\nmoved_to = 2026-11-20T09:00:00\nminutes = 90\n\n\
    [[series.dates]]\ndate = 2026-12-02\ntitle = \"Letters; and, visas\"\n\n";
const CANCELED: &str = "[[series.dates]]\ndate = 2026-11-25\ncancelled = true\n";
const TALK: &str = "[[series]]\ntitle = \"Talk\"\nslug = \"talk\"\nzone = \"Asia/Kolkata\"\nstarts = 2026-11-19T19:00:00\n\
    minutes = 45\nformat = \"in person\"\nplace = \"Hall\"\nstatus = \"published\"\n";

async fn fetch(ctx: &Ctx, token: &str) -> (String, String) {
    match personal_feed(ctx, token, None).await.unwrap() {
        FeedAnswer::Feed { bytes, etag, .. } => (bytes.to_string(), etag),
        other => panic!("{other:?}"),
    }
}

/// Somebody who comes to a date of every kind; the secret of their calendar.
async fn attends(world: &TestWorld) -> (Person, String) {
    store(&world.ctx, &programme(None, MORE)).await;
    store(&world.ctx, TALK).await;
    let ada = world.person("ada", &[]).await;
    let token = make_feed(&ada.ctx).await.unwrap().as_str().to_owned();
    for day in [FIRST, "2026-11-13", "2026-11-18", "2026-11-25", "2026-12-02"] {
        says(&ada, day, Answer::Going).await.unwrap();
    }
    answer(&ada.ctx, "talk", "2026-11-19", Answer::Going).await.unwrap();
    world.clock.advance(TimeDelta::hours(1));
    store(&world.ctx, &programme(None, &format!("{MORE}{CANCELED}"))).await;
    (ada, token)
}

fn of_date<'e>(events: &'e [Read], original: &str) -> &'e Read {
    let id = format!("RECURRENCE-ID;TZID=America/New_York:{original}T200000");
    events.iter().find(|event| event.has(&id)).unwrap_or_else(|| panic!("no {id}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_doctor_finds_nothing_and_every_date() {
    on_both(async |world| {
        let (_, token) = attends(world).await;
        let (feed, _) = fetch(&world.ctx, &token).await;
        let found = diagnose(&feed, world.ctx.now(), 50);
        assert!(found.is_healthy(), "{:#?}\n{feed}", found.checks);
        assert_eq!(found.zones, ["America/New_York", "Asia/Kolkata"]);
        let starts: Vec<_> = found.starts.iter().map(|one| (one.start, one.cancelled)).collect();
        let wanted = [
            ("2026-11-12T01:00:00Z", false),
            ("2026-11-13T23:00:00Z", false),
            ("2026-11-19T13:30:00Z", false),
            ("2026-11-20T14:00:00Z", false),
            ("2026-11-26T01:00:00Z", true),
            ("2026-12-03T01:00:00Z", false),
        ];
        assert_eq!(starts, wanted.map(|(start, cancelled)| (at(start), cancelled)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_software_reads_the_same_dates() {
    let Some(python) = python() else { return };
    on_both(async |world| {
        let (_, token) = attends(world).await;
        let (feed, _) = fetch(&world.ctx, &token).await;
        let read: BTreeSet<_> = read_bytes(&world.ctx, &python, &feed, "2026-11-01", "2027-01-01");
        let own = diagnose(&feed, world.ctx.now(), 50).starts;
        let own: BTreeSet<_> = own.into_iter().map(|one| (one.uid, one.start, one.cancelled)).collect();
        assert_eq!((read.len(), read), (6, own));
    })
    .await;
}

/// Rules 1 to 8 and 13: a name and how often to come back, numbers and times that rise together, canceled dates that stay a
/// while and are struck through, zones with their clocks, no RDATE and no COUNT=1, folded lines.
#[tokio::test(flavor = "multi_thread")]
async fn rules_about_bytes_hold() {
    on_both(async |world| {
        let (_, token) = attends(world).await;
        let (feed, _) = fetch(&world.ctx, &token).await;
        let (lines, events) = (lines_of(&feed), Read::all(&feed));
        for line in
            ["X-WR-CALNAME:Harborlight: my events", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
        {
            assert!(lines.iter().any(|one| one == line), "{line}");
        }
        assert!(
            !lines
                .iter()
                .any(|line| line.starts_with("METHOD") || line.starts_with("RDATE") || line.contains("COUNT=1"))
        );
        assert!(
            events.iter().all(|event| event.every("RRULE").next().is_none() && !event.value("CATEGORIES").is_empty())
        );
        let canceled = of_date(&events, "20261125");
        assert!(canceled.has("STATUS:CANCELLED") && canceled.has("SUMMARY:Cancelled: Coffee chat"), "{canceled:?}");
        let changed = world.ctx.now().format("%Y%m%dT%H%M%SZ").to_string();
        assert!(canceled.has(&format!("DTSTAMP:{changed}")) && canceled.has(&format!("LAST-MODIFIED:{changed}")));
        assert!(canceled.sequence() > of_date(&events, "20261202").sequence());
        // It takes place after all: under its name, with a higher number (16).
        world.clock.advance(TimeDelta::hours(1));
        store(&world.ctx, &programme(None, MORE)).await;
        let back = Read::all(&fetch(&world.ctx, &token).await.0);
        let back = of_date(&back, "20261125");
        assert!(back.has("STATUS:CONFIRMED") && back.sequence() > canceled.sequence(), "{back:?}");
        assert_eq!(back.value("UID"), canceled.value("UID"));
        // A canceled date leaves after thirty days (8).
        store(&world.ctx, &programme(None, &format!("{MORE}{CANCELED}"))).await;
        world.clock.advance(TimeDelta::days(31));
        crate::jobs::run_due(&world.ctx).await.unwrap();
        let later = fetch(&world.ctx, &token).await.0;
        assert!(!later.contains("STATUS:CANCELLED"), "{later}");
    })
    .await;
}

/// Rules 9, 10, 15, 17 and 18: still bytes, tags that mean them, names that stay, and nothing of anybody else.
#[tokio::test(flavor = "multi_thread")]
async fn rules_about_change_and_privacy_hold() {
    on_both(async |world| {
        let (ada, token) = attends(world).await;
        let (feed, etag) = fetch(&world.ctx, &token).await;
        let names =
            |feed: &str| Read::all(feed).iter().map(|event| event.value("UID").to_owned()).collect::<BTreeSet<_>>();
        world.clock.advance(TimeDelta::days(1));
        assert_eq!(fetch(&world.ctx, &token).await, (feed.clone(), etag.clone()));
        // Somebody else comes, a recording is added: nothing of it is here.
        let ben = world.person("ben", &[]).await;
        says(&ben, FIRST, Answer::Going).await.unwrap();
        assert_eq!(fetch(&world.ctx, &token).await, (feed.clone(), etag.clone()));
        let held = personal_feed(&world.ctx, &token, Some(Held::Tags(&etag))).await.unwrap();
        assert!(matches!(held, FeedAnswer::NotModified { .. }));
        // Back and forth: the date comes again under its name, with a number and a time above.
        says(&ada, FIRST, Answer::NotGoing).await.unwrap();
        let (without, other) = fetch(&world.ctx, &token).await;
        assert!(other != etag && Read::all(&without).len() + 1 == Read::all(&feed).len());
        world.clock.advance(TimeDelta::hours(1));
        says(&ada, FIRST, Answer::Going).await.unwrap();
        let again = fetch(&world.ctx, &token).await.0;
        assert_eq!(names(&again), names(&feed));
        let (was, is) = (Read::all(&feed), Read::all(&again));
        let (was, is) = (of_date(&was, "20261111"), of_date(&is, "20261111"));
        assert!(is.sequence() > was.sequence() && is.value("DTSTAMP") > was.value("DTSTAMP"), "{is:?}");
        for never in ["ATTENDEE", "ORGANIZER", "ada@", "ben@", token.as_str(), "/rsvp"] {
            assert!(!again.contains(never), "{never}");
        }
    })
    .await;
}
