//! The feed of a filter holds the dates that the page of the same filter shows.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::feed_doctor::{self, Start};
use super::super::{Filter, Listed, PAGE, add_sample, list, month};
use super::*;
use crate::testing::{TestWorld, on_both};

/// A date as a page and a calendar program tell it.
type Told = (DateTime<Utc>, DateTime<Utc>, String, bool);

/// More than the sample content has: dates whose own words are found, or are not.
const OWN: &str = r#"
[[series.speakers]]
name = "Tomás Ibarra"

[[series.dates]]
date = 2026-11-25
title = "Letters from 100% abroad"

[[series.dates.speakers]]
name = "Amara Osei"

[[series.dates]]
date = 2027-01-27
moved_to = 2027-01-29T09:00:00
minutes = 300

[[series.dates]]
date = 2027-03-24
cancelled = true
"#;

/// A one-off of several days, on when the tests begin.
const CAMP: &str = r#"
[[series]]
title = "Long weekend"
slug = "weekend"
zone = "Asia/Karachi"
starts = 2026-10-31T09:00:00
minutes = 7000
format = "in person"
status = "published"
"#;

fn shown(date: &Listed) -> Told {
    (date.occurrence.start, date.occurrence.end, date.title.clone(), date.cancelled)
}

fn found(start: &Start) -> Told {
    let title = start.title.strip_prefix("Cancelled: ").filter(|_| start.cancelled).unwrap_or(&start.title);
    (start.start, start.end, title.to_owned(), start.cancelled)
}

/// What calendar programs find in a feed of what has not ended at `from`, soonest first.
async fn expanded(ctx: &Ctx, path: &str, from: DateTime<Utc>) -> Vec<Told> {
    let diagnosis = feed_doctor::diagnose(bytes(ctx, path).await, from, 1000);
    assert!(diagnosis.is_healthy(), "{path}: {:#?}", diagnosis.checks);
    diagnosis.starts.iter().map(found).collect()
}

fn filter_of(path: &str) -> Filter {
    match scope(path) {
        FeedScope::Filter(filter) => *filter,
        FeedScope::All => Filter::default(),
        other => panic!("{other:?} is no filter"),
    }
}

/// The world in which the sample content and the chat have been changed just now.
async fn filled(world: &TestWorld) {
    add_sample(&world.ctx).await.unwrap();
    import(&world.ctx, &format!("{}{LAB}{CAMP}", chat(OWN))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_of_a_filter_is_the_beginning_of_its_feed() {
    on_both(async |world| {
        let ctx = &world.ctx;
        filled(world).await;
        for query in [
            "",
            "category=Community",
            "category=sKILLS",
            "format=online",
            "format=in+person",
            "format=hybrid&category=Skills",
            "tag=RESIDENCY",
            "tag=residency&format=online",
            "q=coffee",
            "q=amara+osei",
            "q=tom%C3%A1s+IBARRA",
            "q=100%25+letters",
            "q=letters&category=community&format=online&tag=residency",
            "q=nobody+says+this",
            "category=nobody",
        ] {
            let path = format!("/calendar/events.ics?{query}");
            let page = list(ctx, &filter_of(&path)).await.unwrap();
            let shown: Vec<_> = page.dates.iter().map(shown).collect();
            let mut inside = expanded(ctx, &path, ctx.now()).await;
            // A full page ends somewhere; what is not full has all there is within two years.
            let last = shown.last().map_or(ctx.now(), |last| last.0);
            inside.retain(|date| date.0 <= last);
            if shown.len() == PAGE {
                let beyond = |date: &Told| date.0 == last && !shown.contains(date);
                inside.retain(|date| !beyond(date));
            }
            let (mut inside, mut expected) = (inside, shown.clone());
            inside.sort();
            expected.sort();
            assert_eq!(inside, expected, "{query}");
            assert_eq!(shown.is_empty(), query.contains("nobody"), "{query}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_as_a_feed_holds_what_its_grid_shows() {
    on_both(async |world| {
        let ctx = &world.ctx;
        filled(world).await;
        for query in
            ["month=2026-10", "month=2026-11", "month=2027-01", "month=2027-03&tag=residency", "month=2026-12&q=coffee"]
        {
            let path = format!("/calendar/events.ics?{query}");
            let filter = filter_of(&path);
            let grid = month(ctx, filter.month.unwrap(), &filter).await.unwrap();
            let expected: BTreeSet<_> = grid.iter().map(shown).collect();
            let found: BTreeSet<_> = expanded(ctx, &path, DateTime::UNIX_EPOCH).await.into_iter().collect();
            assert_eq!(found, expected, "{query}");
            assert!(found.is_empty() == query.ends_with("coffee"), "{query}: {found:?}");
            // Events of their own, and none that a series' own feed has under that name.
            let events = events(ctx, &path).await;
            assert!(
                events.iter().all(|event| event.every("RRULE").chain(event.every("RECURRENCE-ID")).next().is_none())
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_as_a_feed_holds_what_the_pages_of_it_show() {
    on_both(async |world| {
        let ctx = &world.ctx;
        filled(world).await;
        // As of a change: nothing is written when a date merely ends.
        world.clock.advance(TimeDelta::days(100));
        import(ctx, &LAB.replace("Reading Room", "Library")).await;
        super::super::extend_dates(ctx).await.unwrap();
        for query in ["past=1&category=Skills", "past=1&q=coffee", "past=1&month=2027-01"] {
            let path = format!("/calendar/events.ics?{query}");
            let (mut shown_dates, mut after) = (BTreeSet::new(), None);
            loop {
                let page = list(ctx, &Filter { after, ..filter_of(&path) }).await.unwrap();
                shown_dates.extend(page.dates.iter().map(shown));
                match page.next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
            let found: BTreeSet<_> = expanded(ctx, &path, DateTime::UNIX_EPOCH).await.into_iter().collect();
            assert_eq!(found, shown_dates, "{query}");
            assert!(!found.is_empty(), "{query}");
        }
    })
    .await;
}

/// Pages go on showing what feeds have dropped, and those who wish never get it.
#[tokio::test(flavor = "multi_thread")]
async fn a_filter_feed_drops_canceled_dates_as_every_feed_does() {
    on_both(async |world| {
        let ctx = &world.ctx;
        filled(world).await;
        let canceled = async |path: &str| expanded(ctx, path, ctx.now()).await.iter().filter(|date| date.3).count();
        let (plain, month) =
            ("/calendar/events.ics?q=ibarra+residency", "/calendar/events.ics?month=2027-03&q=ibarra+residency");
        assert_eq!((canceled(plain).await, canceled(month).await), (1, 1));
        for path in [plain, month] {
            assert_eq!(canceled(&format!("{path}&canceled=hide")).await, 0, "{path}");
        }
        world.clock.advance(TimeDelta::days(30));
        crate::jobs::run_due(ctx).await.unwrap();
        assert_eq!((canceled(plain).await, canceled(month).await), (0, 0));
        let page = list(ctx, &filter_of(plain)).await.unwrap();
        assert_eq!(page.dates.iter().filter(|date| date.cancelled).count(), 1);
    })
    .await;
}
