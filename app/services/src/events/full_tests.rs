//! Filters, search, single dates, splits and steps, on both databases.

mod feeds;
mod splits;

use chrono::{DateTime, TimeDelta, Utc};
use domain::events::{Format, Month, Slug};

use super::*;
use crate::ctx::Ctx;
use crate::testing::on_both;

const CHAT: &str = r#"[[series]]
title = "Coffee Chat"
slug = "chat"
category = "Community"
tags = ["Residency", "Öffentlich"]
zone = "America/New_York"
starts = 2026-01-28T20:00:00
minutes = 60
repeats = "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"
except = [2027-05-26]
extra = [2026-11-25T12:30:00]
format = "online"
status = "published"

[[series.speakers]]
name = "Tomás Ibarra"

[[series.dates]]
date = 2026-11-25
title = "Matching from 100% abroad"

[[series.dates.speakers]]
name = "Amara_Osei"

[[series.dates]]
date = 2027-01-27
moved_to = 2027-01-29T09:00:00
minutes = 300
"#;

const LAB: &str = r#"
[[series]]
title = "Skills Lab"
slug = "lab"
category = "Skills"
tags = ["residency"]
zone = "Europe/London"
starts = 2026-10-03T10:00:00
minutes = 180
repeats = "FREQ=WEEKLY;BYDAY=SA"
format = "hybrid"
place = "Reading Room"
status = "published"

[[series]]
title = "Tagung"
slug = "tagung"
category = "skills"
tags = ["Secret"]
zone = "UTC"
starts = 2026-10-30T09:00:00
minutes = 10000
format = "in person"
status = "draft"

[[series]]
title = "Long weekend"
slug = "weekend"
zone = "UTC"
starts = 2026-10-31T09:00:00
minutes = 7000
format = "in person"
status = "published"
"#;

async fn import(ctx: &Ctx, text: &str) -> ImportReport {
    import_programme(ctx, text).await.unwrap()
}

/// All pages, as slug and name.
async fn all(ctx: &Ctx, filter: Filter) -> Vec<(String, String)> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = super::list(ctx, &Filter { after, ..filter.clone() }).await.unwrap();
        seen.extend(page.dates.iter().map(|date| (date.slug.to_string(), date.date_name.clone())));
        match page.next {
            Some(next) => after = Some(next),
            None => return seen,
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a field of a filter, said shortly")]
fn some(word: &str) -> Option<String> {
    Some(word.to_owned())
}

async fn slugs(ctx: &Ctx, filter: Filter) -> Vec<String> {
    let mut slugs: Vec<_> = all(ctx, filter).await.into_iter().map(|(slug, _)| slug).collect();
    slugs.sort();
    slugs.dedup();
    slugs
}

fn q(words: &str) -> Filter {
    Filter { q: some(words), ..Filter::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_alone_and_together_finds_what_it_says() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{CHAT}{LAB}")).await;
        let plain = super::list(ctx, &Filter::default()).await.unwrap();
        assert_eq!(
            (plain.categories, plain.tags),
            (vec!["Community".into(), "Skills".into()], vec!["Residency".into(), "Öffentlich".into()])
        );
        let skills = Filter { category: some("SKILLS"), ..Filter::default() };
        assert_eq!(slugs(ctx, skills.clone()).await, ["lab"]);
        assert_eq!(slugs(ctx, Filter { format: Some(Format::InPerson), ..Filter::default() }).await, ["weekend"]);
        let tagged = |tag: &str| Filter { tag: some(tag), ..Filter::default() };
        assert_eq!(slugs(ctx, tagged("RESIDENCY")).await, ["chat", "lab"]);
        assert_eq!(slugs(ctx, tagged("öffentlich")).await, ["chat"]);
        assert_eq!(slugs(ctx, tagged("secret")).await, [""; 0]);
        assert_eq!(slugs(ctx, Filter { tag: some("öffentlich"), ..skills }).await, [""; 0]);
        assert_eq!(slugs(ctx, q("tomás  COFFEE")).await, ["chat"]);
        assert_eq!(slugs(ctx, q("residency")).await, ["chat", "lab"]);
        assert_eq!(all(ctx, q("amara_osei chat")).await, [("chat".into(), "2026-11-25".into())]);
        assert_eq!(all(ctx, q("100% matching")).await, [("chat".into(), "2026-11-25".into())]);
        // The host does not speak on the guest's day, and marks of patterns are letters like others.
        assert!(!all(ctx, q("tomás")).await.contains(&("chat".into(), "2026-11-25".into())));
        for nothing in ["amaraxosei", "100%x", "tagung", "\\", "secret"] {
            assert_eq!(all(ctx, q(nothing)).await, [], "{nothing}");
        }
        assert!(Filter { after: some("x"), ..Filter::default() }.is_empty() && !q("x").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_take_few_statements_whatever_is_asked() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{CHAT}{LAB}")).await;
        let month = Month::parse("2026-11").unwrap();
        let asked = [
            (Filter::default(), 3),
            (Filter { past: true, ..Filter::default() }, 3),
            (Filter { month: Some(month), ..Filter::default() }, 3),
            (Filter { tag: some("residency"), format: Some(Format::Online), ..q("chat") }, 4),
        ];
        for (filter, most) in asked {
            let before = ctx.db.queries();
            assert!(!super::list(ctx, &filter).await.unwrap().dates.is_empty());
            let made = ctx.db.queries() - before;
            assert!(made <= most, "{filter:?}: {made}");
        }
        let before = ctx.db.queries();
        assert!(matches!(occurrence_page(ctx, "chat", "2026-11-25").await.unwrap(), OccurrenceFound::Found(_)));
        assert!(ctx.db.queries() - before <= 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_comes_newest_first_and_months_are_whole() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{CHAT}{LAB}")).await;
        world.clock.advance(TimeDelta::days(400));
        extend_dates(ctx).await.unwrap();
        let past = all(ctx, Filter { past: true, ..Filter::default() }).await;
        assert_eq!(past.len(), 75, "{past:?}");
        assert_eq!(past.last(), Some(&("chat".into(), "2026-01-28".into())));
        let series: Vec<_> = store::whole(ctx.db.read(), store::Which::Public).await.unwrap();
        let mut told: Vec<_> = series
            .iter()
            .flat_map(|(id, series)| series.past(ctx.now(), 999).into_iter().map(move |at| (at.start, *id, series, at)))
            .collect();
        told.sort_by_key(|(start, id, _, at)| (*start, *id, at.original_start));
        let told: Vec<_> = told
            .iter()
            .rev()
            .map(|(_, _, series, at)| (series.slug.to_string(), series.date_name(at.original_start)))
            .collect();
        assert_eq!(past, told);

        let november = Month::parse("2026-11").unwrap();
        let grid = month(ctx, november, &Filter::default()).await.unwrap();
        let names: Vec<_> = grid.iter().map(|date| (date.slug.as_str(), date.date_name.as_str())).collect();
        let whole = [
            ("weekend", "2026-10-31"),
            ("lab", "2026-11-07"),
            ("lab", "2026-11-14"),
            ("lab", "2026-11-21"),
            ("chat", "2026-11-25T1230"),
            ("chat", "2026-11-25"),
            ("lab", "2026-11-28"),
        ];
        assert_eq!(names, whole);
        // Over and done, and shown all the same.
        let listed = all(ctx, Filter { month: Some(november), ..Filter::default() }).await;
        assert_eq!(listed.iter().map(|(slug, name)| (slug.as_str(), name.as_str())).collect::<Vec<_>>(), whole);
        let lab = month(ctx, november, &Filter { format: Some(Format::Hybrid), ..Filter::default() }).await.unwrap();
        assert_eq!(lab.len(), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_is_listed_and_found_with_its_own_words() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{CHAT}{LAB}")).await;
        let list = super::list(ctx, &q("coffee")).await.unwrap();
        let own = list.dates.iter().find(|date| date.date_name == "2026-11-25").unwrap();
        assert_eq!(
            (own.title.as_str(), own.own_title, own.speakers[0].name.as_str()),
            ("Matching from 100% abroad", true, "Amara_Osei")
        );
        let moved = list.dates.iter().find(|date| date.date_name == "2027-01-27").unwrap();
        assert!(moved.moved && !moved.own_title && moved.speakers[0].name == "Tomás Ibarra");
        assert_eq!(moved.occurrence.start, "2027-01-29T14:00:00Z".parse::<DateTime<Utc>>().unwrap());

        let OccurrenceFound::Found(view) = occurrence_page(ctx, "chat", "2026-11-25").await.unwrap() else { panic!() };
        assert_eq!((view.previous.as_deref(), view.next.as_deref()), (Some("2026-11-25T1230"), Some("2027-01-27")));
        assert_eq!(view.series.told(view.occurrence.original_start).title, "Matching from 100% abroad");
        let renamed = occurrence_page(ctx, "chat", "2026-11-25T2000").await.unwrap();
        assert_eq!(
            renamed,
            OccurrenceFound::Elsewhere { slug: Slug::parse("chat").unwrap(), date_name: "2026-11-25".into() }
        );
        for wrong in ["2027-05-26", "2026-12-01", "2026-12-01x"] {
            let OccurrenceFound::Missing { series, nearest, soon } = occurrence_page(ctx, "chat", wrong).await.unwrap()
            else {
                panic!()
            };
            assert_eq!((series.unwrap().1.as_str(), nearest.len(), soon.len()), ("Coffee Chat", 3, 5));
        }
        for wrong in ["tagung", "nothing", "../x"] {
            let OccurrenceFound::Missing { series, nearest, soon } =
                occurrence_page(ctx, wrong, "2026-12-01").await.unwrap()
            else {
                panic!()
            };
            assert_eq!((series, nearest.len(), soon.len()), (None, 0, 5));
        }
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);
    })
    .await;
}
