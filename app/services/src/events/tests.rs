//! The programme's way in and out, views and feeds, on both databases.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::events::Status;
use domain::refusal::Refusal;

use super::*;
use crate::config::Config;
use crate::ctx::Ctx;
use crate::testing::on_both;

const CHAT: &str = r#"[[series]]
title = "IMG Coffee Chat"
slug = "img-coffee-chat"
category = "Community"
zone = "America/New_York"
starts = 2023-01-25T20:00:00
minutes = 60
repeats = "FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE"
format = "online"
status = "published"
description = """
Bring **one** question.
"""

[[series.speakers]]
name = "Amara Osei"
credentials = "MD"
"#;

const MEET_UP: &str = r#"
[[series]]
title = "Meet-up"
slug = "meet-up"
category = "Social"
zone = "America/Chicago"
starts = 2026-11-14T18:00:00
minutes = 120
format = "in person"
place = "Lakefront Library"
status = "published"
"#;

async fn page(ctx: &Ctx, slug: &str) -> Option<SeriesView> {
    match series_page(ctx, slug).await.unwrap() {
        SeriesFound::Found(view) => Some(*view),
        SeriesFound::Missing { .. } => None,
    }
}

pub(super) async fn import(ctx: &Ctx, text: &str) -> ImportReport {
    import_programme(ctx, text).await.unwrap()
}

fn slugs(slugs: &[domain::events::Slug]) -> Vec<&str> {
    slugs.iter().map(domain::events::Slug::as_str).collect()
}

pub(super) async fn get(ctx: &Ctx, scope: &FeedScope) -> (Arc<str>, String, DateTime<Utc>) {
    match feed(ctx, scope, None).await.unwrap() {
        FeedAnswer::Feed { bytes, etag, last_modified } => (bytes, etag, last_modified),
        other => panic!("{other:?}"),
    }
}

fn chat_scope() -> FeedScope {
    FeedScope::Series(domain::events::Slug::parse("img-coffee-chat").unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_import_changes_nothing() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let first = import(ctx, &format!("{CHAT}{MEET_UP}")).await;
        assert_eq!(slugs(&first.added), ["img-coffee-chat", "meet-up"]);
        let (bytes, etag, _) = get(ctx, &FeedScope::All).await;
        let version = ctx.db.version().get();
        world.clock.advance(TimeDelta::hours(1));
        let second = import(ctx, &format!("{CHAT}{MEET_UP}")).await;
        assert_eq!(second, ImportReport { unchanged: 2, ..ImportReport::default() });
        assert_eq!(ctx.db.version().get(), version);
        assert_eq!(get(ctx, &FeedScope::All).await.1, etag);
        assert_eq!(get(&world.second_process().await, &FeedScope::All).await.0, bytes);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_a_mistake_stores_nothing() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let wrong = format!("{CHAT}{}", MEET_UP.replace("America/Chicago", "America/Chikago"));
        let Err(ImportError::Mistakes(mistakes)) = import_programme(ctx, &wrong).await else { panic!("it was taken") };
        assert_eq!(mistakes[0].to_string(), "line 23, zone: there is no such zone; did you mean \"America/Chicago\"?");
        assert_eq!(export_programme(ctx).await.unwrap(), "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_plan_by_raises_the_sequence_and_words_do_not() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{CHAT}{MEET_UP}")).await;
        let (before, old_etag, old_modified) = get(ctx, &chat_scope()).await;
        let meet_up = FeedScope::Series(domain::events::Slug::parse("meet-up").unwrap());
        let meet_up_etag = get(ctx, &meet_up).await.1;
        assert!(before.contains("\r\nSEQUENCE:0\r\n") && before.contains("\r\nDTSTAMP:20261103T150000Z\r\n"));

        world.clock.advance(TimeDelta::hours(1));
        let words = import(ctx, &CHAT.replace("**one** question", "two questions")).await;
        assert_eq!((slugs(&words.changed), slugs(&words.not_in_file)), (vec!["img-coffee-chat"], vec!["meet-up"]));
        let (bytes, etag, modified) = get(ctx, &chat_scope()).await;
        assert!(bytes.contains("\r\nSEQUENCE:0\r\n") && bytes.contains("\r\nDTSTAMP:20261103T160000Z\r\n"));
        assert!(etag != old_etag && modified > old_modified);

        world.clock.advance(TimeDelta::hours(1));
        import(ctx, &CHAT.replace("format = \"online\"", "format = \"online\"\nplace = \"Video call\"")).await;
        let (bytes, ..) = get(ctx, &chat_scope()).await;
        assert!(bytes.contains("\r\nSEQUENCE:1\r\n"), "{bytes}");
        let uid = |bytes: &str| bytes.lines().find(|line| line.starts_with("UID:")).map(str::to_owned);
        assert_eq!(uid(&bytes), uid(&before));
        assert_eq!(get(ctx, &meet_up).await.1, meet_up_etag);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_after_an_import_is_a_fixed_point() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{CHAT}{MEET_UP}")).await;
        let exported = export_programme(ctx).await.unwrap();
        assert_eq!(exported, format!("{CHAT}{MEET_UP}"));
        let again = import(ctx, &exported).await;
        assert_eq!(again.unchanged, 2);
        assert_eq!(export_programme(ctx).await.unwrap(), exported);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_has_the_feed_gets_no_bytes() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, CHAT).await;
        let (bytes, etag, last_modified) = get(ctx, &FeedScope::All).await;
        let again = feed(ctx, &FeedScope::All, Some(Held::Tags(&etag))).await.unwrap();
        assert_eq!(again, FeedAnswer::NotModified { etag: etag.clone(), last_modified });
        let uncached = feed_uncached(ctx, &FeedScope::All, Some(Held::Tags("\"other\""))).await.unwrap();
        assert_eq!(uncached, FeedAnswer::Feed { bytes, etag: etag.clone(), last_modified });
        world.clock.advance(TimeDelta::seconds(1));
        import(ctx, &CHAT.replace("Coffee", "Tea")).await;
        assert!(matches!(feed(ctx, &FeedScope::All, Some(Held::Tags(&etag))).await.unwrap(), FeedAnswer::Feed { .. }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_feed_is_answered_without_the_database() {
    on_both(async |world| {
        let ctx = world.second_process().await;
        import(&ctx, CHAT).await;
        let (bytes, etag, _) = get(&ctx, &FeedScope::All).await;
        ctx.db.close().await.unwrap();
        assert!(matches!(
            feed(&ctx, &FeedScope::All, Some(Held::Tags(&etag))).await.unwrap(),
            FeedAnswer::NotModified { .. }
        ));
        assert_eq!(get(&ctx, &FeedScope::All).await.0, bytes);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_moves_forward_when_its_series_goes_and_comes_back() {
    on_both(async |world| {
        let ctx = &world.ctx;
        add_sample(ctx).await.unwrap();
        let (_, all, all_modified) = get(ctx, &FeedScope::All).await;
        let (_, chat, _) = get(ctx, &chat_scope()).await;
        world.clock.advance(TimeDelta::seconds(1));
        assert_eq!(remove_sample(ctx).await.unwrap().len(), 12);
        let (bytes, emptied, emptied_modified) = get(ctx, &FeedScope::All).await;
        assert!(!bytes.contains("VEVENT") && emptied != all && emptied_modified > all_modified);
        assert_eq!(feed(ctx, &chat_scope(), Some(Held::Tags(&chat))).await.unwrap(), FeedAnswer::NotFound);
        // Even with the clock put back, nothing goes back.
        world.clock.advance(TimeDelta::days(-1));
        add_sample(ctx).await.unwrap();
        let (_, back, back_modified) = get(ctx, &FeedScope::All).await;
        assert!(back != emptied && back != all && back_modified >= emptied_modified);
        assert_ne!(get(ctx, &chat_scope()).await.1, chat);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_in_no_feed_and_on_no_page() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &CHAT.replace("\"published\"", "\"draft\"")).await;
        assert_eq!(feed(ctx, &chat_scope(), None).await.unwrap(), FeedAnswer::NotFound);
        assert!(page(ctx, "img-coffee-chat").await.is_none());
        assert_eq!(super::list(ctx, &Filter::default()).await.unwrap().dates, []);
        assert!(!get(ctx, &FeedScope::All).await.0.contains("VEVENT"));
        import(ctx, CHAT).await;
        assert!(get(ctx, &FeedScope::All).await.0.contains("VEVENT"));
        import(ctx, &CHAT.replace("\"published\"", "\"cancelled\"")).await;
        let bytes = get(ctx, &chat_scope()).await.0;
        assert!(bytes.contains("\r\nSTATUS:CANCELLED\r\nSUMMARY:Cancelled: IMG Coffee Chat\r\n"));
        import(ctx, &CHAT.replace("\"published\"", "\"draft\"")).await;
        assert_eq!(feed(ctx, &chat_scope(), None).await.unwrap(), FeedAnswer::NotFound);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_in_time_and_the_page_of_a_series_knows_past_and_next() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, &format!("{CHAT}{MEET_UP}")).await;
        let list = super::list(ctx, &Filter::default()).await.unwrap();
        let titles: Vec<_> = list.dates.iter().map(|date| date.title.as_str()).collect();
        assert_eq!(titles[..3], ["Meet-up", "IMG Coffee Chat", "IMG Coffee Chat"]);
        let categories = vec!["Community".to_owned(), "Social".to_owned()];
        assert_eq!((titles.len(), list.categories, list.next), (14, categories, None), "two years and one date");
        assert_eq!(list.dates[1].speakers[0].full_name(), "Amara Osei, MD");
        let social = Filter { category: Some("social".to_owned()), ..Filter::default() };
        assert_eq!(super::list(ctx, &social).await.unwrap().dates.len(), 1);
        assert_eq!(next_date(ctx).await.unwrap().unwrap().slug.as_str(), "meet-up");

        let page = page(ctx, "img-coffee-chat").await.unwrap();
        assert_eq!(page.next[0].start, "2026-11-26T01:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(page.past[0].original_start.to_string(), "2026-09-23 20:00:00");
        assert_eq!(page.series.speakers[0].full_name(), "Amara Osei, MD");
        assert_eq!((page.earlier, page.later), (Vec::new(), None));

        world.clock.advance(TimeDelta::days(30));
        assert_eq!(next_date(ctx).await.unwrap().unwrap().slug.as_str(), "img-coffee-chat");
        assert!(super::tests::page(ctx, "../etc").await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sample_content_never_takes_the_place_of_the_associations_own() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, CHAT).await;
        let report = add_sample(ctx).await.unwrap();
        assert_eq!((report.added.len(), report.unchanged, report.changed.len()), (11, 1, 0));
        assert!(!page(ctx, "img-coffee-chat").await.unwrap().series.sample);
        assert_eq!(add_sample(ctx).await.unwrap().unchanged, 12);
        assert_eq!(remove_sample(ctx).await.unwrap().len(), 11);
        assert_eq!(export_programme(ctx).await.unwrap(), CHAT);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sample_content_is_refused_on_a_public_address() {
    on_both(async |world| {
        for (address, refused) in [
            ("https://events.example.org/", true),
            ("http://127.0.0.1.example.org/", true),
            ("http://localhost:3000/", false),
            ("http://[::1]:3000/", false),
        ] {
            let config = Config { public_url: address.parse().unwrap(), ..(*world.ctx.config).clone() };
            let ctx = Ctx { config: Arc::new(config), ..world.ctx.clone() };
            let answer = add_sample(&ctx).await;
            assert_eq!(matches!(answer, Err(ImportError::Refused(Refusal::SampleNeedsLoopback))), refused, "{address}");
        }
    })
    .await;
}

#[test]
fn the_sample_content_reads_without_a_mistake() {
    let sample = programme::parse(include_str!("sample.toml")).unwrap();
    assert_eq!(sample.series.len(), 12);
    assert!(
        sample
            .series
            .iter()
            .all(|series| !series.summary.is_empty() && !series.speakers.is_empty()
                || series.status == Status::Cancelled)
    );
}
