//! What moves the feeds: a canceled date and the end of its time, not a recording, and nothing of a failure.

use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};

use super::*;
use crate::db::DbError;
use crate::jobs;

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
