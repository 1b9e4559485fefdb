//! What everybody sees of an event: nothing of a draft, a cancel at once, and what was published by mistake no more.

use chrono::TimeDelta;
use domain::events::Status;
use domain::refusal::Refusal;

use super::*;
use crate::events::{FeedAnswer, Filter, SeriesFound, addresses, count_addresses, feed, series_page};

async fn is_public(ctx: &Ctx, slug: &str) -> bool {
    matches!(series_page(ctx, slug).await.unwrap(), SeriesFound::Found(_))
}

fn refused<T: std::fmt::Debug>(result: Result<T, OrganizeError>) -> Refusal {
    match result {
        Err(OrganizeError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_nowhere_until_it_is_published() {
    on_both(async |world| {
        let (olga, reader) = (organizer(world).await, &world.ctx);
        let saved = save(&olga.ctx, None, &new_form(&[]), Press::Save, KEY).await.unwrap();
        assert_eq!((saved.slug.as_str(), saved.public), ("board-review", false));
        let again = save(&olga.ctx, None, &new_form(&[]), Press::Save, KEY).await.unwrap();
        assert_eq!(again, saved, "sent twice, stored once");
        let other = save(&olga.ctx, None, &new_form(&[("minutes", "60")]), Press::Save, KEY).await;
        assert!(matches!(other, Err(OrganizeError::KeyConflict)), "{other:?}");
        let second = save(&olga.ctx, None, &new_form(&[]), Press::Save, "fedcba9876543210").await.unwrap();
        assert_eq!(second.slug, "board-review-2");

        assert!(!is_public(reader, "board-review").await);
        assert!(matches!(feed(reader, &scope("board-review"), None).await.unwrap(), FeedAnswer::NotFound));
        assert_eq!(count_addresses(reader).await.unwrap(), 0);
        assert!(crate::events::list(reader, &Filter::default()).await.unwrap().dates.is_empty());
        let view = preview(&olga.ctx, "board-review").await.unwrap();
        assert_eq!((view.series.status, view.next.len()), (Status::Draft, 24));

        set_series(&olga.ctx, "board-review", SeriesDeed::Publish).await.unwrap();
        set_series(&olga.ctx, "board-review", SeriesDeed::Publish).await.unwrap();
        assert!(is_public(reader, "board-review").await);
        let bytes = get(reader, &scope("board-review")).await.0;
        assert!(bytes.contains("RRULE:FREQ=WEEKLY;BYDAY=TU\r\n"), "{bytes}");
        assert!(!addresses(reader, 0, 10).await.unwrap().is_empty());
        let ada = world.person("ada", &[Capability::Admin]).await;
        let page = crate::audit::list(&ada.ctx, &crate::audit::Filter::default()).await.unwrap();
        let ours = page.rows.into_iter().filter(|row| row.action == "OrganizeEvents");
        let notes: Vec<_> = ours.map(|row| (row.action, row.note)).collect();
        let of = |note: &str| ("OrganizeEvents".to_owned(), note.to_owned());
        assert_eq!(notes[..3], [of("published"), of("created"), of("created")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_is_seen_at_once_and_can_be_undone() {
    on_both(async |world| {
        let (olga, reader) = (organizer(world).await, &world.ctx);
        import(reader, CHAT).await;
        let day = "2026-11-25";
        set_date(&olga.ctx, "chat", day, DateDeed::Cancel).await.unwrap();
        assert!(date_title(reader, "chat", day).await.1);
        assert!(get(reader, &scope("chat")).await.0.contains("STATUS:CANCELLED\r\n"));
        set_date(&olga.ctx, "chat", day, DateDeed::Undo).await.unwrap();
        assert!(!date_title(reader, "chat", day).await.1);
        assert!(!get(reader, &scope("chat")).await.0.contains("STATUS:CANCELLED\r\n"));
        assert_eq!(refused(set_date(&olga.ctx, "chat", "2026-09-23", DateDeed::Cancel).await), Refusal::DateBegun);

        set_series(&olga.ctx, "chat", SeriesDeed::Cancel).await.unwrap();
        assert_eq!(open(&olga.ctx, "chat").await.unwrap().series.status, Status::Cancelled);
        assert!(get(reader, &scope("chat")).await.0.contains("STATUS:CANCELLED\r\n"));
        set_series(&olga.ctx, "chat", SeriesDeed::Undo).await.unwrap();
        assert!(!get(reader, &scope("chat")).await.0.contains("STATUS:CANCELLED\r\n"));
        // It has dates that people have been to.
        assert_eq!(refused(set_series(&olga.ctx, "chat", SeriesDeed::TakeBack).await), Refusal::EventSeen);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_by_mistake_goes_back_for_ten_minutes() {
    on_both(async |world| {
        let olga = organizer(world).await;
        for (title, minutes) in [("Early", 9), ("Late", 11)] {
            let slug = title.to_lowercase();
            let key = format!("key-of-the-form-{slug}");
            save(&olga.ctx, None, &new_form(&[("title", title)]), Press::Publish, &key).await.unwrap();
            assert!(open(&olga.ctx, &slug).await.unwrap().may_take_back);
            world.clock.advance(TimeDelta::minutes(minutes));
            let taken = set_series(&olga.ctx, &slug, SeriesDeed::TakeBack).await;
            assert_eq!(taken.is_ok(), minutes < 10, "{taken:?}");
            assert_eq!(is_public(&world.ctx, &slug).await, minutes > 10);
        }
    })
    .await;
}
