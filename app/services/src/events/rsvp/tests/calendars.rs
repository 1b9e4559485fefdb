//! The personal calendar, and the rules that calendar programs taught us, on it.

use chrono::TimeDelta;
use domain::identity::Email;

use super::super::entity::personal_feeds;
use super::good_standing::stop;
use super::*;
use crate::ctx::Viewer;
use crate::events::{FeedAnswer, Held};
use crate::identity::entity::accounts::State as Account;
use crate::identity::{self, Browser, Line, Made, SignedIn};
use crate::moderation::undo;

const ADA: &str = "ada@example.org";
const PASSWORD: &str = "nine lamps by the shore";

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

/// Makes somebody who has a password: without one nobody can leave.
async fn with_password(ctx: &Ctx, email: &str) {
    let hash = ctx.hasher.queue(Line::Known).unwrap().hash(PASSWORD, &ctx.dice).await.unwrap();
    let email = Email::parse(email).unwrap();
    let made = Made { email: &email, password_hash: &hash, sample: false };
    identity::make_account(ctx, made).await.unwrap().unwrap();
}

/// The same person, signed in anew: whoever is stopped or leaves is signed out everywhere.
async fn signs_in(ctx: &Ctx, email: &str) -> Person {
    let entered = identity::sign_in(ctx, email, PASSWORD, &Browser::default()).await.unwrap();
    let SignedIn::Done { session, .. } = entered else { panic!("there is no second factor") };
    let member = identity::resume(ctx, session.as_str()).await.unwrap().unwrap();
    let (account, id) = (member.account, member.id);
    let ctx = ctx.with_viewer(Viewer { member: Some(member), ..Viewer::house(email) });
    Person { account, id, email: Email::parse(email).unwrap(), ctx }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_dead_for_good_once_its_owner_was_stopped_has_left_or_is_erased() {
    on_both(async |world| {
        let ctx = &world.ctx;
        with_password(ctx, ADA).await;
        let (ada, ben) = (signs_in(ctx, ADA).await, world.person("ben", &[]).await);
        let answers = async |address: &identity::Token| fetch(ctx, address.as_str()).await.is_some();
        let first = make_feed(&ada.ctx).await.unwrap();
        assert!(answers(&first).await);
        let (mo, case) = stop(world, &ada, &ben).await;
        assert!(!answers(&first).await, "stopped by a moderator");
        undo(&mo.ctx, &case).await.unwrap();
        assert!(!answers(&first).await, "and let go on");

        let ada = signs_in(ctx, ADA).await;
        assert_eq!(my_feed(&ada.ctx).await.unwrap(), None, "her page offers another address");
        let second = make_feed(&ada.ctx).await.unwrap();
        assert!(answers(&second).await);
        identity::leave(&ada.ctx, PASSWORD, true).await.unwrap();
        assert!(!answers(&second).await, "has left");
        identity::come_back(&signs_in(ctx, ADA).await.ctx).await.unwrap();
        assert!(!answers(&second).await, "and come back");

        let ada = signs_in(ctx, ADA).await;
        let third = make_feed(&ada.ctx).await.unwrap();
        assert!(answers(&third).await);
        let admin = world.person("admin", &[Capability::Admin]).await;
        identity::erase_person(&admin.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        assert!(!answers(&third).await, "is erased");
        assert!(personal_feeds::Entity::find().all(ctx.db.read()).await.unwrap().is_empty());
        is_whole(world).await;
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
