//! What a certificate of a cohort says, however often it is asked for: what looking again has found in this minute.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::cohorts::{KEY, mentee, opened};
use crate::mentorship::{mentor, typed};
use crate::world::server;
use axum::body::Body;
use chrono::TimeDelta;
use http::{Request, StatusCode};
use sea_orm::ConnectionTrait;
use services::cohort;
use services::db::DbError;
use services::testing::{Person, TestWorld, on_both};

/// A cohort whose result is out: one mentor and one mentee, who is answered with its id.
async fn published(world: &TestWorld) -> (Person, String) {
    let (helps, mentor_id) = mentor(world).await;
    let (organizer, id) = opened(world).await;
    cohort::sign_up_mentor(&helps.ctx, &id, "1").await.unwrap();
    let eve = mentee(world, "eve", &id).await;
    world.clock.set("2026-11-11T05:00:00Z".parse().unwrap());
    cohort::save_choices(&eve.ctx, &id, &typed(&[("choice", &mentor_id)])).await.unwrap();
    world.clock.set("2026-12-01T05:00:00Z".parse().unwrap());
    cohort::preview(&organizer.ctx, &id, KEY).await.unwrap();
    cohort::publish(&organizer.ctx, &id, "stable", true).await.unwrap();
    (eve, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_drawn_once_for_all_who_are_not_signed_in() {
    on_both(async |world| {
        let (organizer, id) = opened(world).await;
        let server = server(world);
        let at = format!("/cohorts/{id}/certificate");
        let first = server.get(&at).await;
        assert_eq!((first.status, first.header("cache-control")), (StatusCode::OK, "no-cache"));
        let before = world.ctx.db.queries();
        assert_eq!(server.get(&at).await.body, first.body);
        assert_eq!(world.ctx.db.queries(), before, "kept");
        cohort::cancel(&organizer.ctx, &id, true).await.unwrap();
        assert!(server.get(&at).await.body.contains("Called off"), "what is written shows on the next request");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_is_looked_at_once_a_minute_in_whatever_way_its_certificate_is_asked_for() {
    on_both(async |world| {
        let (eve, id) = published(world).await;
        let server = server(world);
        let at = format!("/cohorts/{id}/certificate");
        for way in ["", "?x=1", "?x=2", "?tz=Asia/Karachi"] {
            assert!(server.get(&format!("{at}{way}")).await.body.contains("It holds."), "{way}");
        }
        let nobody = Request::get(&at).header("cookie", "landfall=abc").body(Body::empty()).unwrap();
        assert!(server.send(nobody).await.body.contains("It holds."));
        assert!(server.signed_in(eve.account, false).await.get(&at).await.body.contains("It holds."));
        assert_eq!(world.ctx.looked.times(), 1, "{}", world.kind().name());
        world.clock.advance(TimeDelta::minutes(1));
        assert!(server.get(&at).await.body.contains("It holds."));
        assert_eq!(world.ctx.looked.times(), 2, "and anew in the next minute");
    })
    .await;
}

/// Does to the database what the program never does.
async fn tampered(world: &TestWorld, sql: &'static str) {
    let done = world.ctx.db.write(move |tx| {
        Box::pin(async move {
            tx.execute_unprepared(sql).await?;
            Ok::<_, DbError>(())
        })
    });
    done.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_was_changed_behind_the_programs_back_does_not_hold_a_minute_later() {
    on_both(async |world| {
        let (_, id) = published(world).await;
        let server = server(world);
        let at = format!("/cohorts/{id}/certificate");
        let says = async |words: &str| server.get(&at).await.body.contains(words);
        assert!(says("It holds.").await);
        tampered(world, "DELETE FROM cohort_runs WHERE number = 2").await;
        assert!(says("It holds.").await, "it was looked at in this minute");
        world.clock.advance(TimeDelta::minutes(1));
        assert!(says("It does not hold.").await && !says("It holds.").await, "{}", world.kind().name());
        assert!(says("Run 4: ").await && !says("Run 2: ").await);
        // Of the result itself nothing is left.
        tampered(world, "DELETE FROM cohort_runs WHERE number = 4").await;
        world.clock.advance(TimeDelta::minutes(1));
        let left = server.get(&at).await;
        assert_eq!(left.status, StatusCode::OK);
        assert!(left.body.contains("It does not hold.") && left.body.contains("Run 3: "));
        assert!(!left.body.contains("It holds.") && !left.body.contains("The result is not out yet"));
    })
    .await;
}
