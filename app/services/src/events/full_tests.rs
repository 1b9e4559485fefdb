//! Filters, search, single dates, splits and steps, on both databases.

use chrono::{DateTime, TimeDelta, Utc};
use domain::events::{Format, Month, Slug};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};

use super::*;
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::jobs;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_new_rhythm_of_a_series_that_has_begun_splits_it() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let before = CHAT.replace("except = [2027-05-26]\n", "").replace("extra = [2026-11-25T12:30:00]\n", "");
        import(ctx, &before).await;
        let version = versions::feed_version(ctx.db.read(), "series/chat").await.unwrap().unwrap().version;

        let early = before.replace("minutes = 60", "minutes = 75");
        let Err(ImportError::Mistakes(mistakes)) = import_programme(ctx, &early).await else { panic!("it was taken") };
        assert!(
            mistakes[0].to_string().starts_with("line 7, starts: ")
                && mistakes[0].to_string().contains("2026-11-25T20:00:00"),
            "{}",
            mistakes[0]
        );

        let after =
            before.replace("minutes = 60", "minutes = 75").replace("starts = 2026-01-28", "starts = 2026-11-25");
        let report = import(ctx, &after).await;
        let (slug, kept) = (Slug::parse("chat").unwrap(), Slug::parse("chat-until-2026-09-23").unwrap());
        assert_eq!(
            report.split,
            [SplitOff { slug: slug.clone(), from: "2026-11-25".parse().unwrap(), kept: kept.clone() }]
        );
        assert_eq!(import(ctx, &after).await, ImportReport { unchanged: 1, ..ImportReport::default() });

        let SeriesFound::Found(living) = series_page(ctx, "chat").await.unwrap() else { panic!() };
        let SeriesFound::Found(ended) = series_page(ctx, kept.as_str()).await.unwrap() else { panic!() };
        assert_eq!((living.earlier, ended.later), (vec![(kept.clone(), "Coffee Chat".into())], Some(slug)));
        assert_eq!((ended.next.len(), ended.past.len(), living.past.len()), (0, 5, 0));
        assert_ne!(living.series.uid, ended.series.uid);
        assert_eq!(living.series.overrides.len(), 2);
        let old = occurrence_page(ctx, "chat", "2026-09-23").await.unwrap();
        assert_eq!(old, OccurrenceFound::Elsewhere { slug: kept.clone(), date_name: "2026-09-23".into() });
        let raised = versions::feed_version(ctx.db.read(), "series/chat").await.unwrap().unwrap().version;
        assert!(
            raised > version && versions::feed_version(ctx.db.read(), "category/community").await.unwrap().is_some()
        );

        // Also as a whole in a file, and from there into an empty database.
        let exported = export_programme(ctx).await.unwrap();
        assert!(exported.contains("continues = \"chat-until-2026-09-23\"\n"));
        assert_eq!(import(ctx, &exported).await.unchanged, 2);
        let gone = exported.replace("continues = \"chat-until-2026-09-23\"", "continues = \"nothing\"");
        let Err(ImportError::Mistakes(mistakes)) = import_programme(ctx, &gone).await else { panic!("it was taken") };
        assert!(mistakes[0].message.contains("there is no series \"nothing\""));
        // Words of the ended part are in the feed of the living one.
        world.clock.advance(TimeDelta::hours(1));
        let words = exported.replacen(
            "title = \"Coffee Chat\"\nslug = \"chat-until",
            "title = \"Old Chat\"\nslug = \"chat-until",
            1,
        );
        assert_eq!(import(ctx, &words).await.changed, [kept]);
        assert!(versions::feed_version(ctx.db.read(), "series/chat").await.unwrap().unwrap().version > raised);
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);
    })
    .await;
}

async fn version(ctx: &Ctx, scope: &str) -> i64 {
    versions::feed_version(ctx.db.read(), scope).await.unwrap().map_or(0, |row| row.version)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canceled_date_leaves_the_feeds_after_thirty_days_and_not_when_it_was_undone() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{CHAT}{LAB}")).await;
        let cancel = |at: &str| {
            format!("{CHAT}{LAB}")
                .replace("moved_to = 2027-01-29T09:00:00\nminutes = 300\n", &format!("cancelled = {at}\n"))
        };
        world.clock.advance(TimeDelta::hours(1));
        import(ctx, &cancel("true")).await;
        let canceled_at = ctx.now();
        world.clock.advance(TimeDelta::days(2));
        assert_eq!(import(ctx, &cancel("true")).await.unchanged, 4, "since when is known");
        let exported = export_programme(ctx).await.unwrap();
        assert!(exported.contains("date = 2027-01-27\ncancelled = 2026-11-03T16:00:00Z\n"), "{exported}");
        assert_eq!(import(ctx, &exported).await.unchanged, 4);
        let listed = super::list(ctx, &q("coffee")).await.unwrap().dates;
        assert!(listed.iter().any(|date| date.date_name == "2027-01-27" && date.cancelled && !date.occurrence.moved));

        let before = [version(ctx, "all").await, version(ctx, "series/chat").await, version(ctx, "series/lab").await];
        world.clock.set(canceled_at + TimeDelta::days(30) - TimeDelta::seconds(1));
        assert_eq!(jobs::run_due(ctx).await.unwrap(), 0);
        world.clock.advance(TimeDelta::seconds(1));
        assert_eq!(jobs::run_due(ctx).await.unwrap(), 1);
        let after = [version(ctx, "all").await, version(ctx, "series/chat").await, version(ctx, "series/lab").await];
        assert_eq!(after, [before[0] + 1, before[1] + 1, before[2]]);
        assert_eq!(version(ctx, "category/community").await, after[1]);

        // A second worker with the same job changes nothing.
        let series = store::public_by_slug(ctx.db.read(), &Slug::parse("chat").unwrap()).await.unwrap().unwrap();
        let payload = serde_json::json!({ "series": series.public_id, "at": ctx.now().timestamp_micros() });
        let content = ctx.db.version().get();
        step_feeds(ctx, &jobs::Job { id: 1, payload: payload.clone(), attempt: 1 }).await.unwrap();
        assert_eq!((version(ctx, "all").await, ctx.db.version().get()), (after[0], content));
        assert!(step_feeds(ctx, &jobs::Job { id: 1, payload: serde_json::Value::Null, attempt: 1 }).await.is_err());

        // Canceled again and undone before its time: nothing steps.
        let back = format!("{CHAT}{LAB}").replace("moved_to = 2027-01-29T09:00:00\nminutes = 300\n", "capacity = 9\n");
        import(ctx, &back).await;
        import(ctx, &cancel("true")).await;
        world.clock.advance(TimeDelta::days(1));
        import(ctx, &back).await;
        let undone = version(ctx, "all").await;
        world.clock.advance(TimeDelta::days(30));
        assert_eq!(jobs::run_due(ctx).await.unwrap(), 1);
        assert_eq!(version(ctx, "all").await, undone);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_seen_on_pages_and_moves_no_feed() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, CHAT).await;
        let (feed, content) = (version(ctx, "all").await, ctx.db.version().get());
        let recorded = CHAT.replace("minutes = 300\n", "minutes = 300\nrecording = \"https://example.org/watch\"\n\n[[series.dates.materials]]\ntitle = \"Slides\"\nlink = \"https://example.org/slides\"\n");
        world.clock.advance(TimeDelta::hours(1));
        assert_eq!(import(ctx, &recorded).await.changed.len(), 1);
        assert_eq!(version(ctx, "all").await, feed);
        assert!(ctx.db.version().get() > content);
        let OccurrenceFound::Found(view) = occurrence_page(ctx, "chat", "2027-01-27").await.unwrap() else { panic!() };
        let told = view.series.told(view.occurrence.original_start);
        assert_eq!((told.materials.len(), told.recording.unwrap().host()), (1, "example.org"));
        assert_eq!(export_programme(ctx).await.unwrap(), recorded);
        assert_eq!(import(ctx, &recorded).await.unchanged, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_in_the_middle_leaves_nothing_behind() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, CHAT).await;
        let exported = export_programme(ctx).await.unwrap();
        let feed = version(ctx, "all").await;
        let rows = entity::occurrences::Entity::find().count(ctx.db.read()).await.unwrap();
        // The second series would rewrite history.
        let refused = format!("{}{LAB}", CHAT.replace("minutes = 60", "minutes = 61"));
        assert!(matches!(import_programme(ctx, &refused).await, Err(ImportError::Mistakes(_))));
        // A table that is away makes the last insert of the last series fail.
        let rename = async |sql: &'static str| {
            let done = ctx.db.write(move |tx| {
                Box::pin(async move { tx.execute_unprepared(sql).await.map(drop).map_err(DbError::from) })
            });
            done.await.unwrap();
        };
        rename("ALTER TABLE series_tags RENAME TO away").await;
        assert!(matches!(import_programme(ctx, &format!("{CHAT}{LAB}")).await, Err(ImportError::Db(_))));
        rename("ALTER TABLE away RENAME TO series_tags").await;
        assert_eq!(export_programme(ctx).await.unwrap(), exported);
        assert_eq!(version(ctx, "all").await, feed);
        assert_eq!(entity::occurrences::Entity::find().count(ctx.db.read()).await.unwrap(), rows);
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);
    })
    .await;
}
