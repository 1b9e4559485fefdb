//! Reminders, on the clock of the test.

use super::*;
use crate::jobs;

#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_comes_is_reminded_once_a_day_before() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        says(&ada, FIRST, Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        jobs::ensure_recurring(&world.ctx).await.unwrap();
        let remind = async |now: &str| {
            world.clock.set(at(now));
            while jobs::run_due(&world.ctx).await.unwrap() > 0 {}
        };
        // It begins on the 12th at 01:00 UTC.
        remind("2026-11-11T00:50:00Z").await;
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going"]);
        remind("2026-11-11T01:00:00Z").await;
        remind("2026-11-11T01:10:00Z").await;
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going", "notice"]);
        assert_eq!(mailed(&world.ctx, "ben@example.org").await, ["rsvp-waiting"], "no seat, no reminder");
        let mail = last_mail(&world.ctx, "ada@example.org").await;
        assert!(mail.subject.unwrap().0.contains("Tomorrow: Coffee chat"));
        // Whoever gets a seat within that day has just been told.
        says(&ada, FIRST, Answer::NotGoing).await.unwrap();
        remind("2026-11-11T02:00:00Z").await;
        assert_eq!(mailed(&world.ctx, "ben@example.org").await, ["rsvp-waiting", "rsvp-promoted"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_what_does_not_take_place() {
    on_both(async |world| {
        store(&world.ctx, &programme(None, "")).await;
        let ada = world.person("ada", &[]).await;
        says(&ada, FIRST, Answer::Going).await.unwrap();
        store(&world.ctx, &programme(None, &format!("[[series.dates]]\ndate = {FIRST}\ncancelled = true\n"))).await;
        world.clock.set(at("2026-11-11T01:30:00Z"));
        remind_due(&world.ctx).await.unwrap();
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going", "rsvp-canceled"]);
    })
    .await;
}
