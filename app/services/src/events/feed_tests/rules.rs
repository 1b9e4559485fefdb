//! The rules that calendar programs taught us (`rule_01` to `rule_18`), where it takes changes to see them.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::super::ical::tests::lines_of;
use super::super::{Filter, feed_doctor, store};
use super::*;
use crate::events::FeedAnswer;
use crate::testing::on_both;

const CHAT: &str = "/calendar/series/chat.ics";

#[tokio::test(flavor = "multi_thread")]
async fn rule_02_a_change_raises_sequence_and_both_times_together() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let date = |more: &str| chat(&format!("[[series.dates]]\ndate = 2026-11-25\ntitle = \"Letters\"\n{more}"));
        import(ctx, &date("")).await;
        let first = stamp(ctx.now());
        let before = events(ctx, CHAT).await;
        for event in &before {
            assert!(event.has(&format!("DTSTAMP:{first}")) && event.has(&format!("LAST-MODIFIED:{first}")));
        }
        // A single date: its series stays as it was.
        world.clock.advance(TimeDelta::hours(1));
        import(ctx, &date("moved_to = 2026-11-26T20:00:00\n")).await;
        let second = stamp(ctx.now());
        let after = events(ctx, CHAT).await;
        let (was, is) = (of_date(&before, "20261125T200000").unwrap(), of_date(&after, "20261125T200000").unwrap());
        assert_eq!(is.sequence(), was.sequence() + 1);
        assert!(is.has(&format!("DTSTAMP:{second}")) && is.has(&format!("LAST-MODIFIED:{second}")), "{is:?}");
        // The series.
        world.clock.advance(TimeDelta::hours(1));
        import(ctx, &date("moved_to = 2026-11-26T20:00:00\n").replace("Coffee Chat", "Tea Chat")).await;
        let third = stamp(ctx.now());
        for (was, is) in after.iter().zip(events(ctx, CHAT).await) {
            assert!(is.sequence() > was.sequence(), "{is:?}");
            assert!(is.has(&format!("DTSTAMP:{third}")) && is.has(&format!("LAST-MODIFIED:{third}")), "{is:?}");
        }
    })
    .await;
}

/// The thirty days on a clock: the job, not a reader, makes the date leave.
#[tokio::test(flavor = "multi_thread")]
async fn rule_08_a_canceled_date_leaves_by_the_job_and_at_once_for_those_who_wish() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &chat("")).await;
        world.clock.advance(TimeDelta::hours(1));
        import(ctx, &chat("[[series.dates]]\ndate = 2027-01-27\ncancelled = true\n")).await;
        let left_out = "EXDATE;TZID=America/New_York:20270127T200000";
        let before = events(ctx, CHAT).await;
        let told = of_date(&before, "20270127T200000").unwrap();
        assert!(told.has("STATUS:CANCELLED") && told.has("SUMMARY:Cancelled: Coffee Chat"));
        let hidden = events(ctx, "/calendar/series/chat.ics?canceled=hide").await;
        assert!(hidden[0].has(left_out) && hidden.len() == 1, "{hidden:?}");

        world.clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
        assert_eq!(crate::jobs::run_due(ctx).await.unwrap(), 0);
        assert_eq!(events(ctx, CHAT).await, before);
        world.clock.advance(TimeDelta::seconds(1));
        assert_eq!(crate::jobs::run_due(ctx).await.unwrap(), 1);
        let after = events(ctx, CHAT).await;
        assert!(after.len() == 1 && after[0].has(left_out), "{after:?}");
        assert!(after[0].has(&format!("DTSTAMP:{}", stamp(ctx.now()))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_16_what_was_canceled_and_takes_place_after_all_comes_back_under_its_name() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let canceled = "[[series.dates]]\ndate = 2027-01-27\ncancelled = true\n";
        // Undone while readers still have it, and after it had left.
        for wait in [TimeDelta::days(1), TimeDelta::days(40)] {
            import(ctx, &chat("")).await;
            let planned = events(ctx, CHAT).await[0].clone();
            world.clock.advance(TimeDelta::hours(1));
            import(ctx, &chat(canceled)).await;
            let gone = of_date(&events(ctx, CHAT).await, "20270127T200000").unwrap().clone();
            assert!(gone.has("STATUS:CANCELLED") && gone.sequence() > planned.sequence());
            world.clock.advance(wait);
            crate::jobs::run_due(ctx).await.unwrap();
            import(ctx, &chat("")).await;
            let back = events(ctx, CHAT).await;
            // The rule itself speaks for the date again.
            assert_eq!((back.len(), back[0].value("UID")), (1, gone.value("UID")));
            assert!(back[0].has("STATUS:CONFIRMED") && back[0].every("EXDATE").next().is_none(), "{back:?}");
            assert!(back[0].sequence() > gone.sequence(), "{back:?}");
        }
        // The same with a date that has words of its own, and with the series as a whole.
        let own = "[[series.dates]]\ndate = 2027-01-27\ntitle = \"Letters\"\n";
        import(ctx, &chat(&format!("{own}cancelled = true\n"))).await;
        let gone = of_date(&events(ctx, CHAT).await, "20270127T200000").unwrap().clone();
        world.clock.advance(TimeDelta::hours(1));
        import(ctx, &chat(own)).await;
        let back = of_date(&events(ctx, CHAT).await, "20270127T200000").unwrap().clone();
        assert!(back.has("STATUS:CONFIRMED") && back.sequence() > gone.sequence(), "{back:?}");
        import(ctx, &chat(own).replace("\"published\"", "\"cancelled\"")).await;
        let gone = events(ctx, CHAT).await;
        assert!(gone.iter().all(|event| event.has("STATUS:CANCELLED")));
        world.clock.advance(TimeDelta::hours(1));
        import(ctx, &chat(own)).await;
        for (back, gone) in events(ctx, CHAT).await.iter().zip(&gone) {
            assert!(back.has("STATUS:CONFIRMED") && back.sequence() > gone.sequence(), "{back:?}");
            assert_eq!(back.value("UID"), gone.value("UID"));
        }
    })
    .await;
}

/// There is no secret feed yet. What is public holds nothing that is not, and an address with a key in it is the public
/// feed and nothing more.
#[tokio::test(flavor = "multi_thread")]
async fn rule_17_public_feeds_hold_nothing_private_and_know_no_keys() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let draft = LAB.replace("\"published\"", "\"draft\"").replace("Skills Lab", "Hidden Lab");
        let inner = "capacity = 4711\n\n[[series.speakers]]\nname = \"Amara Osei\"\nbio = \"Grew up between two ports.\"\n\n\
            [[series.dates]]\ndate = 2026-09-23\nrecording = \"https://example.org/watch-members-only\"\n\n\
            [[series.dates.materials]]\ntitle = \"Members' slides\"\nlink = \"https://example.org/slides-members-only\"\n";
        import(ctx, &format!("{}{draft}", chat(inner))).await;
        let paths =
            ["/calendar/all.ics", "/calendar/category/community.ics", CHAT, "/calendar/events.ics?tag=residency"];
        for path in paths {
            let told = lines_of(&bytes(ctx, path).await).join("\n");
            assert!(told.contains("Amara Osei"), "{path}");
            for private in ["Hidden Lab", "lab", "members-only", "Members", "4711", "two ports", "127.0.0.1:3000/do"] {
                assert!(!told.contains(private), "{path}: {private}");
            }
            let with = if path.contains('?') { '&' } else { '?' };
            for key in ["token=0123456789abcdef", "key=x", "secret=x", "user=1"] {
                assert_eq!(bytes(ctx, &format!("{path}{with}{key}")).await, bytes(ctx, path).await, "{path} {key}");
            }
        }
        for path in ["/calendar/series/lab.ics", "/calendar/date/lab/2026-11-07.ics", "/calendar/category/skills.ics"] {
            assert_eq!(super::super::feed(ctx, &scope(path), None).await.unwrap(), FeedAnswer::NotFound, "{path}");
        }
        for none in ["/calendar/me/0123456789abcdef.ics", "/calendar/private.ics", "/calendar/all.ics/secret"] {
            assert_eq!(FeedScope::parse_path(none), None, "{none}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_18_a_new_rhythm_is_a_new_series_and_no_changed_date_is_orphaned() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let dates = "except = [2027-07-28]\n\n[[series.dates]]\ndate = 2026-05-27\ntitle = \"In May\"\n\n\
            [[series.dates]]\ndate = 2026-11-25\ntitle = \"In November\"\nmoved_to = 2026-11-26T20:00:00\n\n\
            [[series.dates]]\ndate = 2027-01-27\ncancelled = true\n\n\
            [[series.dates]]\ndate = 2027-03-24\ntitle = \"In March\"\n";
        import(ctx, &chat(dates)).await;
        let old = events(ctx, CHAT).await;
        let old_uid = old[0].value("UID").to_owned();
        world.clock.advance(TimeDelta::hours(1));
        let later = chat(dates).replace("2026-01-28T20:00:00", "2027-01-27T18:00:00");
        // What was said of dates before the split stays with them.
        let later = later.replace("[[series.dates]]\ndate = 2026-05-27\ntitle = \"In May\"\n\n", "").replace(
            "[[series.dates]]\ndate = 2026-11-25\ntitle = \"In November\"\nmoved_to = 2026-11-26T20:00:00\n\n",
            "",
        );
        let report = import(ctx, &later).await;
        assert_eq!(report.split.len(), 1, "{report}");

        let all = events(ctx, CHAT).await;
        let masters: Vec<_> = all.iter().filter(|event| event.every("RRULE").next().is_some()).collect();
        assert_eq!(masters.len(), 2);
        // The last date of the ended part is November 25, in New York.
        assert!(masters[0].has("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE;UNTIL=20261126T045959Z"), "{:?}", masters[0]);
        assert!(masters[0].has("DTSTART;TZID=America/New_York:20260128T200000"));
        assert_eq!(masters[0].value("UID"), old_uid);
        assert!(masters[0].sequence() > old[0].sequence());
        assert!(masters[1].has("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"));
        assert!(masters[1].has("DTSTART;TZID=America/New_York:20270127T180000"));
        assert!(masters[1].has("EXDATE;TZID=America/New_York:20270728T180000"), "{:?}", masters[1]);
        let new_uid = masters[1].value("UID").to_owned();
        assert_ne!(new_uid, old_uid);
        let owners: Vec<_> = all
            .iter()
            .flat_map(|event| event.every("RECURRENCE-ID").map(|line| (event.value("UID"), &line[line.len() - 15..])))
            .collect();
        let (old_uid, new_uid) = (old_uid.as_str(), new_uid.as_str());
        let expected = [
            (old_uid, "20260527T200000"),
            (old_uid, "20261125T200000"),
            (new_uid, "20270127T180000"),
            (new_uid, "20270324T180000"),
        ];
        assert_eq!(owners, expected);
        assert!(of_date(&all, "20270127T180000").unwrap().has("STATUS:CANCELLED"));
        assert!(of_date(&all, "20270324T180000").unwrap().has("SUMMARY:In March"));
        no_orphans(ctx, &all).await;
        // The feed doctor, who shares nothing with the writer, finds the same.
        let found = feed_doctor::diagnose(bytes(ctx, CHAT).await, ctx.now(), 3);
        assert!(found.is_healthy(), "{:#?}", found.checks);
        let told: Vec<_> = found.starts.iter().map(|at| (at.start.to_rfc3339(), at.title.as_str())).collect();
        let next = [
            ("2026-11-27T01:00:00+00:00".to_owned(), "In November"),
            ("2027-01-27T23:00:00+00:00".to_owned(), "Cancelled: Coffee Chat"),
            ("2027-03-24T22:00:00+00:00".to_owned(), "In March"),
        ];
        assert_eq!(told, next);
    })
    .await;
}

/// Every RECURRENCE-ID and EXDATE is a start that the rule of its UID gives.
async fn no_orphans(ctx: &Ctx, all: &[Read]) {
    let stored = store::public_where(ctx.db.read(), &Filter::default()).await.unwrap();
    let far: DateTime<Utc> = "2030-01-01T00:00:00Z".parse().unwrap();
    let by_rule: BTreeSet<(String, NaiveDateTime)> = stored
        .into_iter()
        .flat_map(|(_, series)| {
            let (overrides, excluded, extra) = (Vec::new(), Vec::new(), Vec::new());
            let plain = domain::events::Series { overrides, excluded, extra, ..series };
            let dates = plain.between(plain.first().start, far, 1000);
            dates.into_iter().map(move |at| (plain.uid.clone(), at.original_start)).collect::<Vec<_>>()
        })
        .collect();
    let mut seen = 0;
    for event in all {
        for line in event.every("RECURRENCE-ID").chain(event.every("EXDATE")) {
            let start = NaiveDateTime::parse_from_str(&line[line.len() - 15..], "%Y%m%dT%H%M%S").unwrap();
            assert!(by_rule.contains(&(event.value("UID").to_owned(), start)), "{line} is of no rule: {event:?}");
            seen += 1;
        }
    }
    assert!(seen > 0);
}
