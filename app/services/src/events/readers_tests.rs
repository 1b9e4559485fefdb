//! Other people's software reads our calendars and finds the dates that our own rules and pages say.
//!
//! The readers are Python packages, in the environment that `scripts/setup.sh test` makes. Only a run that leaves out
//! Postgres too may leave them out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};
use domain::events::{Occurrence, Series, Slug, Status};
use serde::Deserialize;

use super::*;
use crate::ctx::Ctx;
use crate::db::DbKind;
use crate::testing::{SQLITE_ONLY, TestWorld, kinds, on_both};

/// The Python that has the readers; without it, the one in `end2end/.venv`.
const PYTHON: &str = "LANDFALL_TEST_PYTHON";

/// The starts of the coffee chat from 2023 to 2026 in UTC: odd months, 4th Wednesday, 8 pm in New York. Not computed
/// with this code.
const COFFEE_CHAT: [&str; 24] = [
    "2023-01-26T01:00:00Z",
    "2023-03-23T00:00:00Z",
    "2023-05-25T00:00:00Z",
    "2023-07-27T00:00:00Z",
    "2023-09-28T00:00:00Z",
    "2023-11-23T01:00:00Z",
    "2024-01-25T01:00:00Z",
    "2024-03-28T00:00:00Z",
    "2024-05-23T00:00:00Z",
    "2024-07-25T00:00:00Z",
    "2024-09-26T00:00:00Z",
    "2024-11-28T01:00:00Z",
    "2025-01-23T01:00:00Z",
    "2025-03-27T00:00:00Z",
    "2025-05-29T00:00:00Z",
    "2025-07-24T00:00:00Z",
    "2025-09-25T00:00:00Z",
    "2025-11-27T01:00:00Z",
    "2026-01-29T01:00:00Z",
    "2026-03-26T00:00:00Z",
    "2026-05-28T00:00:00Z",
    "2026-07-23T00:00:00Z",
    "2026-09-24T00:00:00Z",
    "2026-11-26T01:00:00Z",
];

/// What a reader finds, of all it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Found {
    uid: String,
    start: DateTime<Utc>,
    local: String,
    minutes: u32,
    status: String,
}

/// The folder of the scripts and of what they need.
pub(crate) fn end2end() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end")
}

#[expect(clippy::disallowed_methods, reason = "only the test runner says where its Python is")]
pub(crate) fn python() -> Option<PathBuf> {
    let found = std::env::var_os(PYTHON).map_or_else(|| end2end().join(".venv/bin/python"), PathBuf::from);
    if found.exists() {
        return Some(found);
    }
    let all = kinds().contains(&DbKind::Postgres);
    assert!(!all, "there is no {}: run scripts/setup.sh test, or set {PYTHON} or {SQLITE_ONLY}=1", found.display());
    None
}

/// Everything that a feed holds from `from` to before `to`.
async fn read(ctx: &Ctx, python: &Path, scope: &FeedScope, from: &str, to: &str) -> Vec<Found> {
    let FeedAnswer::Feed { bytes, .. } = feed(ctx, scope, None).await.unwrap() else { panic!("there is no feed") };
    read_all(ctx, python, &bytes, from, to)
}

/// UID, start and whether it is canceled, of every date that other software finds in a feed.
pub(crate) fn read_bytes(
    ctx: &Ctx,
    python: &Path,
    feed: &str,
    from: &str,
    to: &str,
) -> BTreeSet<(String, DateTime<Utc>, bool)> {
    let found = read_all(ctx, python, feed, from, to).into_iter();
    found.map(|one| (one.uid, one.start, one.status == "CANCELLED")).collect()
}

fn read_all(ctx: &Ctx, python: &Path, feed: &str, from: &str, to: &str) -> Vec<Found> {
    let file = ctx.db.data_dir().join("feed.ics");
    std::fs::write(&file, feed.as_bytes()).unwrap();
    let script = end2end().join("readers/check_feed.py");
    let output = Command::new(python).arg(script).arg(&file).args([from, to]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn set(world: &TestWorld, now: &str) {
    world.clock.advance(now.parse::<DateTime<Utc>>().unwrap() - world.ctx.now());
}

#[tokio::test(flavor = "multi_thread")]
async fn table_readers_rules_and_pages_agree_on_every_coffee_chat() {
    let Some(python) = python() else { return };
    on_both(async |world| {
        let ctx = &world.ctx;
        set(world, "2025-01-01T00:00:00Z");
        add_sample(ctx).await.unwrap();
        let table: Vec<DateTime<Utc>> = COFFEE_CHAT.iter().map(|start| start.parse().unwrap()).collect();

        let slug = Slug::parse("img-coffee-chat").unwrap();
        let found = read(ctx, &python, &FeedScope::Series(slug.clone()), "2023-01-01", "2027-01-01").await;
        assert_eq!(found.iter().map(|one| one.start).collect::<Vec<_>>(), table);
        assert!(found.iter().all(|one| one.local.ends_with("T20:00:00") && one.minutes == 60));

        let series = store::public_by_slug(ctx.db.read(), &slug).await.unwrap().unwrap();
        let told = series.between("2023-01-01T00:00:00Z".parse().unwrap(), "2027-01-01T00:00:00Z".parse().unwrap(), 99);
        assert_eq!(told.iter().map(|at| at.start).collect::<Vec<_>>(), table);

        // Half of them are over, half are to come, and a page shows as many of each.
        let SeriesFound::Found(page) = series_page(ctx, slug.as_str()).await.unwrap() else { panic!("it is there") };
        let shown: Vec<_> = page.past[..12].iter().rev().chain(&page.next[..12]).map(|at| at.start).collect();
        assert_eq!(shown, table);

        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let list = super::list(ctx, &Filter { after, ..Filter::default() }).await.unwrap();
            listed.extend(list.dates.iter().filter(|at| at.slug == slug).map(|at| at.occurrence.start));
            match list.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        assert_eq!(listed[..12], table[12..]);
    })
    .await;
}

/// One date as a reader should find it. Extra dates are events of their own, and what was moved is where it is.
fn expected(series: &Series, at: Occurrence) -> Found {
    let moved = series.override_of(at.original_start).and_then(|date| date.moved_to);
    let (_, host) = series.uid.split_once('@').unwrap();
    let own_uid = || format!("{}-{}@{host}", series.public_id, at.original_start.format("%Y%m%dT%H%M%S"));
    let cancelled = at.cancelled || series.status == Status::Cancelled;
    Found {
        uid: if series.extra.contains(&at.original_start) { own_uid() } else { series.uid.clone() },
        start: at.start,
        local: moved.unwrap_or(at.original_start).format("%Y-%m-%dT%H:%M:%S").to_string(),
        minutes: u32::try_from((at.end - at.start).num_minutes()).unwrap(),
        status: if cancelled { "CANCELLED" } else { "CONFIRMED" }.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_find_two_years_of_every_sample_series_as_its_rule_says() {
    let Some(python) = python() else { return };
    on_both(async |world| {
        let ctx = &world.ctx;
        add_sample(ctx).await.unwrap();
        let (from, to): (DateTime<Utc>, DateTime<Utc>) =
            ("2026-06-01T00:00:00Z".parse().unwrap(), "2028-06-01T00:00:00Z".parse().unwrap());
        // A day more on both sides, because readers count days in the zone of each event.
        let mut found = read(ctx, &python, &FeedScope::All, "2026-05-31", "2028-06-02").await;
        found.retain(|one| from <= one.start && one.start < to);
        found.sort_unstable();
        let mut told = Vec::new();
        let all = store::whole(ctx.db.read(), store::Which::Public).await.unwrap();
        for (_, series) in &all {
            let dates = series.between(from, to, 1000);
            assert!(!dates.is_empty(), "{}", series.slug);
            told.extend(dates.into_iter().filter(|at| at.start >= from).map(|at| expected(series, at)));
        }
        told.sort_unstable();
        assert_eq!((all.len(), found), (12, told));
    })
    .await;
}
