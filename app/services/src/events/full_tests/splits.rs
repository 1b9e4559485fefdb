//! A series that has begun goes on in another rhythm.

use super::*;

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
