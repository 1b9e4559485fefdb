//! Feeds over the database, on both kinds: rules that need changes in time, versions, filters, bytes.

mod filters;
mod hostile;
mod moves;
mod rules;
mod same_bytes;

use chrono::{DateTime, Utc};

use super::FeedScope;
use super::ical::tests::Read;
use super::tests::{get, import};
use crate::ctx::Ctx;
use crate::testing::on_both;

/// A series that has begun. `more` is TOML of the series, then of its dates.
fn chat(more: &str) -> String {
    format!(
        r#"
[[series]]
title = "Coffee Chat"
slug = "chat"
category = "Community"
tags = ["Residency"]
zone = "America/New_York"
starts = 2026-01-28T20:00:00
minutes = 60
repeats = "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"
format = "online"
status = "published"
{more}"#
    )
}

/// Another one that nothing happens to.
const LAB: &str = r#"
[[series]]
title = "Skills Lab"
slug = "lab"
category = "Skills"
zone = "Europe/London"
starts = 2026-10-03T10:00:00
minutes = 180
repeats = "FREQ=WEEKLY;BYDAY=SA"
format = "hybrid"
place = "Reading Room"
status = "published"
"#;

/// The feed of a local address.
fn scope(path: &str) -> FeedScope {
    FeedScope::parse_path(path).unwrap_or_else(|| panic!("{path} is no feed"))
}

async fn bytes(ctx: &Ctx, path: &str) -> String {
    get(ctx, &scope(path)).await.0.to_string()
}

async fn events(ctx: &Ctx, path: &str) -> Vec<Read> {
    Read::all(&bytes(ctx, path).await)
}

/// The event that stands for the date with this original start, in the words of RECURRENCE-ID.
fn of_date<'e>(events: &'e [Read], original: &str) -> Option<&'e Read> {
    events.iter().find(|event| event.has(&format!("RECURRENCE-ID;TZID=America/New_York:{original}")))
}

/// As DTSTAMP and LAST-MODIFIED write it.
fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_come_at_once_for_a_feed_nobody_has_written_get_it_from_two_at_most() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, LAB).await;
        let asked = async || {
            let before = ctx.db.queries();
            bytes(ctx, "/calendar/all.ics").await;
            ctx.db.queries() - before
        };
        let cold = asked().await;
        ctx.db.version().raise();
        let version = asked().await;
        assert!(version < cold, "the control: {version} of {cold} queries are for the version alone");
        import(ctx, &chat("")).await;
        let before = ctx.db.queries();
        let all = futures::future::join_all((0..20).map(|_| bytes(ctx, "/calendar/all.ics"))).await;
        assert!(all.iter().all(|one| one == &all[0] && one.contains("Coffee Chat")));
        let most = 20 * version + 2 * (cold - version);
        let made = ctx.db.queries() - before;
        assert!(made <= most, "{made} queries, at most {most}");
    })
    .await;
}
