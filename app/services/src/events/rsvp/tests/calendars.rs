//! The personal calendar, and the rules that calendar programs taught us, on it.

use chrono::TimeDelta;

use super::super::entity::personal_feeds;
use super::*;
use crate::events::{FeedAnswer, Held};
use crate::identity::entity::accounts::State as Account;

async fn fetch(ctx: &Ctx, token: &str) -> Option<(String, String)> {
    match personal_feed(ctx, token, None).await.unwrap() {
        FeedAnswer::Feed { bytes, etag, .. } => Some((bytes.to_string(), etag)),
        FeedAnswer::NotFound => None,
        FeedAnswer::NotModified { .. } => panic!("nothing was held"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_is_replaced_taken_back_and_dies_with_good_standing() {
    on_both(async |world| {
        store(&world.ctx, &programme(None, "")).await;
        let ada = world.person("ada", &[]).await;
        assert_eq!(my_feed(&ada.ctx).await.unwrap(), None);
        let first = make_feed(&ada.ctx).await.unwrap();
        assert_eq!(first.as_str().len(), 43, "256 bits");
        assert!(fetch(&world.ctx, first.as_str()).await.is_some());
        let row = personal_feeds::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        assert!(row.token_sha256.len() == 64 && !row.token_sha256.contains(first.as_str()));
        let second = make_feed(&ada.ctx).await.unwrap();
        assert_eq!(fetch(&world.ctx, first.as_str()).await, None, "replaced");
        assert!(fetch(&world.ctx, second.as_str()).await.is_some());
        revoke_feed(&ada.ctx).await.unwrap();
        assert_eq!(fetch(&world.ctx, second.as_str()).await, None, "taken back");
        for bad in ["", "x", &"A".repeat(43), &format!("{}.ics", second.as_str())] {
            assert_eq!(fetch(&world.ctx, bad).await, None);
        }
        for state in [Account::Suspended, Account::Leaving, Account::Unconfirmed] {
            let token = make_feed(&ada.ctx).await.unwrap();
            crate::identity::stand_for_tests(&world.ctx, ada.account, state).await.unwrap();
            assert_eq!(fetch(&world.ctx, token.as_str()).await, None, "{state:?}");
            crate::identity::stand_for_tests(&world.ctx, ada.account, Account::Active).await.unwrap();
        }
        // Unused for half a year.
        let token = make_feed(&ada.ctx).await.unwrap();
        world.clock.advance(TimeDelta::days(181));
        purge_guests(&world.ctx).await.unwrap();
        assert_eq!(fetch(&world.ctx, token.as_str()).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_holds_what_one_attends_and_the_rules_hold() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let token = make_feed(&ada.ctx).await.unwrap();
        let (empty, tag) = fetch(&world.ctx, token.as_str()).await.unwrap();
        assert_eq!(empty.matches("BEGIN:VEVENT").count(), 0);
        world.clock.advance(TimeDelta::minutes(1));
        says(&ben, "2026-11-18", Answer::Going).await.unwrap();
        assert_eq!(
            fetch(&world.ctx, token.as_str()).await.unwrap(),
            (empty, tag.clone()),
            "another's answer moves nothing"
        );
        for day in [FIRST, "2026-11-18", "2026-11-25"] {
            says(&ada, day, Answer::Going).await.unwrap();
        }
        let (feed, changed) = fetch(&world.ctx, token.as_str()).await.unwrap();
        assert_ne!(changed, tag);
        assert_eq!(feed.matches("BEGIN:VEVENT").count(), 2, "a place in line is no date\n{feed}");
        // The bytes stay while nothing happens, whatever the clock says (rule 9), and the reader is told so (10).
        world.clock.advance(TimeDelta::days(1));
        assert_eq!(fetch(&world.ctx, token.as_str()).await.unwrap(), (feed.clone(), changed.clone()));
        let held = personal_feed(&world.ctx, token.as_str(), Some(Held::Tags(&changed))).await.unwrap();
        assert!(matches!(held, FeedAnswer::NotModified { .. }));
        let old = personal_feed(&world.ctx, token.as_str(), Some(Held::Tags(&tag))).await.unwrap();
        assert!(matches!(old, FeedAnswer::Feed { .. }));
        // Lines end with CRLF and are folded (13), times have their zone and its clocks (4, 5, 6), nothing is an RDATE (7),
        // a calendar has a name and says how often to look (1).
        assert!(feed.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
        for needed in
            ["BEGIN:VTIMEZONE", "DTSTART;TZID=America/New_York:", "X-WR-TIMEZONE:", "REFRESH-INTERVAL", "X-WR-CALNAME"]
        {
            assert!(feed.contains(needed), "{needed}");
        }
        for never in ["RDATE", "COUNT=1\r", "METHOD:", "ATTENDEE", "ben@", "ada@", token.as_str()] {
            assert!(!feed.contains(never), "{never}");
        }
        // A canceled date stays, struck through, and its number rises (2, 3, 8).
        store(&world.ctx, &programme(Some(1), &format!("[[series.dates]]\ndate = {FIRST}\ncancelled = true\n"))).await;
        let (canceled, _) = fetch(&world.ctx, token.as_str()).await.unwrap();
        assert!(canceled.contains("STATUS:CANCELLED") && canceled.contains("Cancelled: Coffee chat"), "{canceled}");
        assert!(!canceled.contains("SEQUENCE:0\r\nRECURRENCE-ID;TZID=America/New_York:20261111"), "{canceled}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_it_was_fetched_is_gathered_and_written_down() {
    on_both(async |world| {
        store(&world.ctx, &programme(None, "")).await;
        let ada = world.person("ada", &[]).await;
        let token = make_feed(&ada.ctx).await.unwrap();
        let stored = async || personal_feeds::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        for _ in 0..3 {
            world.clock.advance(TimeDelta::minutes(1));
            fetch(&world.ctx, token.as_str()).await.unwrap();
        }
        assert_eq!(stored().await.fetches, 0, "looking is no transaction");
        let seen = my_feed(&ada.ctx).await.unwrap().unwrap();
        assert_eq!((seen.fetches, seen.fetched_at), (3, Some(world.ctx.now())));
        flush_fetches(&world.ctx).await.unwrap();
        flush_fetches(&world.ctx).await.unwrap();
        let row = stored().await;
        assert_eq!((row.fetches, row.fetched_at), (3, Some(world.ctx.now())));
        assert_eq!(my_feed(&ada.ctx).await.unwrap().unwrap().fetches, 3);
    })
    .await;
}
