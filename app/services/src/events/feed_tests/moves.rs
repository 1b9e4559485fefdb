//! What moves the version of a feed, and what does not; and that what readers compare only ever goes forward.

mod forward;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::events::{FeedAnswer, add_sample, extend_dates, feed, feed_uncached, list, remove_sample};
use crate::jobs;
use crate::testing::{TestWorld, on_both};
use forward::goes_forward;

/// Every feed that holds the chat, in every way to ask for it.
const OF_CHAT: [&str; 9] = [
    "/calendar/all.ics",
    "/calendar/all.ics?canceled=hide",
    "/calendar/category/community.ics",
    "/calendar/category/community.ics?canceled=hide",
    "/calendar/series/chat.ics",
    "/calendar/series/chat.ics?canceled=hide",
    "/calendar/events.ics?tag=residency",
    "/calendar/events.ics?tag=residency&canceled=hide",
    "/calendar/date/chat/2026-11-25.ics",
];

/// Feeds that do not.
const OF_LAB: [&str; 5] = [
    "/calendar/category/skills.ics",
    "/calendar/category/skills.ics?canceled=hide",
    "/calendar/series/lab.ics",
    "/calendar/series/lab.ics?canceled=hide",
    "/calendar/date/lab/2026-11-07.ics",
];

/// What one answer is to a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    bytes: String,
    etag: String,
    last_modified: DateTime<Utc>,
}

/// Feeds by address; without those that are not there.
async fn seen(ctx: &Ctx, paths: &[&'static str]) -> BTreeMap<&'static str, Seen> {
    let mut all = BTreeMap::new();
    for path in paths {
        match feed(ctx, &scope(path), None).await.unwrap() {
            FeedAnswer::Feed { bytes, etag, last_modified } => {
                all.insert(*path, Seen { bytes: bytes.to_string(), etag, last_modified });
            }
            FeedAnswer::NotFound => {}
            FeedAnswer::NotModified { .. } => panic!("nothing was asked"),
        }
    }
    all
}

/// Both are there, and the second is later in everything that a reader compares.
fn moved(path: &str, before: &Seen, after: &Seen) {
    assert_ne!(before.etag, after.etag, "{path}");
    let seconds = |seen: &Seen| seen.last_modified.timestamp();
    assert!(seconds(after) > seconds(before), "{path}: Last-Modified must be later by whole seconds");
}

const DATE: &str = "[[series.dates]]\ndate = 2026-11-25\n";
const OTHER: &str = "[[series.dates]]\ndate = 2027-01-27\ntitle = \"Letters\"\n";

/// One state of the chat after the other; each step is one kind of change.
fn steps() -> Vec<(&'static str, String)> {
    let of = |dates: &str| chat(dates);
    let canceled = format!("{DATE}cancelled = true\n");
    vec![
        ("as planned", of("")),
        ("title", of("").replace("Coffee Chat", "Tea Chat")),
        ("title back", of("")),
        ("words of the series", of("description = \"Bring a question.\"\n")),
        ("a date moved", of(&format!("{DATE}moved_to = 2026-11-26T19:00:00\n"))),
        ("moved elsewhere", of(&format!("{DATE}moved_to = 2026-11-24T19:00:00\n"))),
        ("moved back", of("")),
        ("canceled", of(&canceled)),
        ("cancel undone", of("")),
        ("canceled again", of(&canceled)),
        ("canceled with another title", of(&format!("{canceled}title = \"Off\"\n"))),
        ("cancel undone, title kept", of(&format!("{DATE}title = \"Off\"\n"))),
        ("two say something", of(&format!("{DATE}title = \"On\"\n\n{OTHER}"))),
        ("one of them canceled", of(&format!("{DATE}title = \"On\"\n\n{OTHER}cancelled = true\n"))),
        ("both canceled", of(&format!("{canceled}title = \"On\"\n\n{OTHER}cancelled = true\n"))),
        ("the first undone", of(&format!("{DATE}title = \"On\"\n\n{OTHER}cancelled = true\n"))),
        ("the second undone", of(&format!("{DATE}title = \"On\"\n\n{OTHER}"))),
        ("only one says something", of(OTHER)),
        ("a speaker of a date", of(&format!("{OTHER}\n[[series.dates.speakers]]\nname = \"Ana\"\n"))),
        ("another speaker", of(&format!("{OTHER}\n[[series.dates.speakers]]\nname = \"Bo\"\n"))),
        ("a speaker of the series", of(&format!("[[series.speakers]]\nname = \"Cy\"\n\n{OTHER}"))),
        ("an extra date", of("extra = [2026-12-16T18:00:00]\n")),
        ("it canceled", of("extra = [2026-12-16T18:00:00]\n\n[[series.dates]]\ndate = 2026-12-16\ncancelled = true\n")),
        ("it undone", of("extra = [2026-12-16T18:00:00]\n")),
        ("it taken away", of("")),
        ("a date left out", of("except = [2027-01-27]\n")),
        ("it put back", of("")),
        ("an end", of("").replace("BYDAY=4WE", "BYDAY=4WE;UNTIL=20270401")),
        ("no end", of("")),
        ("all canceled", of("").replace("\"published\"", "\"cancelled\"")),
        ("none canceled", of("")),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_moves_the_feeds_that_hold_it_and_no_other() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, LAB).await;
        let untouched = seen(ctx, &OF_LAB).await;
        assert_eq!(untouched.len(), OF_LAB.len());
        let mut before = BTreeMap::new();
        for (nth, (name, text)) in steps().into_iter().enumerate() {
            // Some changes come in the same second as the one before. Where people plan by nothing of it, only DTSTAMP
            // tells, which knows seconds.
            let at_once = nth % 3 == 2 && !name.contains("speaker");
            world.clock.advance(if at_once { TimeDelta::milliseconds(3) } else { TimeDelta::minutes(7) });
            import(ctx, &text).await;
            let after = seen(ctx, &OF_CHAT).await;
            assert_eq!(after.len(), OF_CHAT.len(), "{name}");
            for (path, after) in &after {
                if let Some(before) = before.get(path) {
                    moved(&format!("{name}: {path}"), before, after);
                    goes_forward(&format!("{name}: {path}"), &before.bytes, &after.bytes);
                }
            }
            assert_eq!(seen(ctx, &OF_LAB).await, untouched, "{name}");
            if nth % 4 == 0 {
                nothing_moves(world, &text).await;
            }
            before = after;
        }
    })
    .await;
}

/// Reading, the same file again, and the jobs of every day.
async fn nothing_moves(world: &TestWorld, text: &str) {
    let ctx = &world.ctx;
    let before = (seen(ctx, &OF_CHAT).await, seen(ctx, &OF_LAB).await);
    world.clock.advance(TimeDelta::minutes(1));
    assert_eq!(import(ctx, text).await.unchanged, 1);
    assert_eq!(import(ctx, LAB).await.unchanged, 1);
    list(ctx, &super::super::Filter::default()).await.unwrap();
    extend_dates(ctx).await.unwrap();
    jobs::run_due(ctx).await.unwrap();
    assert_eq!((seen(ctx, &OF_CHAT).await, seen(ctx, &OF_LAB).await), before, "{text}");
    for path in OF_CHAT.into_iter().chain(OF_LAB) {
        let kept = feed(ctx, &scope(path), None).await.unwrap();
        assert_eq!(kept, feed_uncached(ctx, &scope(path), None).await.unwrap(), "{path}: what is kept is what is");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_that_changes_moves_the_old_feed_and_the_new_one() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{}{LAB}", chat(""))).await;
        let both = ["/calendar/category/community.ics", "/calendar/category/skills.ics", "/calendar/all.ics"];
        let before = seen(ctx, &both).await;
        world.clock.advance(TimeDelta::hours(1));
        import(ctx, &chat("").replace("\"Community\"", "\"Skills\"")).await;
        let after = seen(ctx, &both).await;
        for path in both {
            moved(path, &before[path], &after[path]);
        }
        assert!(!after[both[0]].bytes.contains("VEVENT"), "empty, and there all the same");
        assert_eq!(after[both[1]].bytes.matches("BEGIN:VEVENT").count(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_and_deletions_move_what_held_them() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{}{LAB}", chat(""))).await;
        let draft = chat("").replace("\"published\"", "\"draft\"");
        let untouched = seen(ctx, &OF_LAB).await;
        let first = seen(ctx, &OF_CHAT).await;
        world.clock.advance(TimeDelta::milliseconds(1));
        import(ctx, &draft).await;
        let without = seen(ctx, &OF_CHAT).await;
        assert_eq!(without.len(), 6, "those of the series itself are gone");
        for (path, without) in &without {
            moved(path, &first[path], without);
            assert!(!without.bytes.contains("Coffee Chat"), "{path}");
        }
        // A draft is worked on in silence.
        import(ctx, &draft.replace("Coffee", "Tea")).await;
        assert_eq!(seen(ctx, &OF_CHAT).await, without);
        world.clock.advance(TimeDelta::milliseconds(1));
        import(ctx, &chat("")).await;
        let back = seen(ctx, &OF_CHAT).await;
        for (path, back) in &back {
            moved(path, &first[path], back);
            if let Some(without) = without.get(path) {
                moved(path, without, back);
            }
            goes_forward(path, &first[path].bytes, &back.bytes);
        }
        assert_eq!(seen(ctx, &OF_LAB).await, untouched);

        // The only thing that deletes. Its categories are others' too.
        add_sample(ctx).await.unwrap();
        let shared = ["/calendar/all.ics", "/calendar/category/skills.ics", "/calendar/category/community.ics"];
        let (own, own_before) = (["/calendar/series/chat.ics", "/calendar/series/lab.ics"], seen(ctx, &shared).await);
        let kept = seen(ctx, &own).await;
        world.clock.advance(TimeDelta::milliseconds(1));
        assert_eq!(remove_sample(ctx).await.unwrap().len(), 12);
        let after = seen(ctx, &shared).await;
        for path in shared {
            moved(path, &own_before[path], &after[path]);
        }
        assert_eq!(seen(ctx, &own).await, kept);
        assert!(remove_sample(ctx).await.unwrap().is_empty());
        assert_eq!(seen(ctx, &shared).await, after, "nothing was there to delete");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canceled_date_leaves_exactly_once_however_late_the_job_is() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{}{LAB}", chat(""))).await;
        let left_out = "EXDATE;TZID=America/New_York:20270127T200000";
        for (late, other_change) in [(0, false), (3 * 24 * 60, false), (5, true)] {
            import(ctx, &chat("")).await;
            world.clock.advance(TimeDelta::minutes(1));
            import(ctx, &chat("[[series.dates]]\ndate = 2027-01-27\ncancelled = true\n")).await;
            let at = ctx.now() + TimeDelta::days(30);
            let told = seen(ctx, &OF_CHAT).await;
            let untouched = seen(ctx, &OF_LAB).await;
            world.clock.set(at + TimeDelta::minutes(late) - TimeDelta::microseconds(1));
            if late == 0 {
                assert_eq!(jobs::run_due(ctx).await.unwrap(), 0);
            } else {
                assert_eq!(seen(ctx, &OF_CHAT).await, told, "not by the clock, but by the job");
            }
            world.clock.advance(TimeDelta::microseconds(1));
            if other_change {
                // Of another series: the feed of all moves by it and the date is gone from there before the job runs.
                import(ctx, &LAB.replace("Skills Lab", "Skills Room")).await;
                assert!(seen(ctx, &OF_CHAT).await["/calendar/all.ics"].bytes.contains(left_out));
            }
            let due = seen(ctx, &OF_CHAT).await;
            assert_eq!(jobs::run_due(ctx).await.unwrap(), 1);
            let after = seen(ctx, &OF_CHAT).await;
            for (path, after) in &after {
                // Feeds that have moved since are as they should be, and stay.
                let of_all = path.contains("all.ics") || path.contains("events.ics");
                if other_change && of_all {
                    assert_eq!(after, &due[path], "{path}");
                } else {
                    moved(path, &due[path], after);
                }
                goes_forward(path, &told[path].bytes, &after.bytes);
                assert_eq!(after.bytes.contains(left_out), !path.contains("/date/"), "{path}");
            }
            world.clock.advance(TimeDelta::days(60));
            assert_eq!(jobs::run_due(ctx).await.unwrap(), 0);
            assert_eq!(seen(ctx, &OF_CHAT).await, after);
            if !other_change {
                assert_eq!(seen(ctx, &OF_LAB).await, untouched);
            }
            import(ctx, LAB).await;
        }
    })
    .await;
}
