//! Reminders of what has changed at the very moment, or was told a moment ago.

use super::super::remind::remind;
use super::*;
use crate::db::DbError;

/// Reminds by what was read before.
async fn remind_as_seen(ctx: &Ctx, seen: &rsvps::Model) {
    let (of_write, seen, now) = (ctx.clone(), seen.clone(), ctx.now());
    let done = ctx.db.write(move |tx| {
        let (ctx, seen) = (of_write.clone(), seen.clone());
        Box::pin(async move { Ok::<_, DbError>(remind(tx, &ctx, &seen, now).await?) })
    });
    done.await.unwrap();
}

fn date(says: &str) -> String {
    programme(None, &format!("[[series.dates]]\ndate = {FIRST}\n{says}\n"))
}

async fn reminders(ctx: &Ctx) -> usize {
    mailed(ctx, "ada@example.org").await.iter().filter(|kind| *kind == "notice").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_changed_since_it_was_seen_is_not_reminded_of() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, "")).await;
        let ada = world.person("ada", &[]).await;
        says(&ada, FIRST, Answer::Going).await.unwrap();
        world.clock.set(at("2026-11-11T06:00:00Z"));
        let seen = rows(ctx).await.remove(0);
        let in_vain = async |what: &str| {
            remind_as_seen(ctx, &seen).await;
            assert_eq!(reminders(ctx).await, 0, "{what}");
        };
        store(ctx, &date("moved_to = 2026-11-20T20:00:00")).await;
        in_vain("it is put off").await;
        assert_eq!(rows(ctx).await[0].reminded_at, None, "and the reminder is still to come");
        store(ctx, &date("cancelled = true")).await;
        in_vain("it is canceled").await;
        store(ctx, &date("moved_to = 2026-11-20T20:00:00")).await;
        store(ctx, &programme(None, "").replace("\"published\"", "\"cancelled\"")).await;
        in_vain("all of it is canceled").await;
        store(ctx, &date("moved_to = 2026-11-20T20:00:00")).await;
        says(&ada, FIRST, Answer::NotGoing).await.unwrap();
        in_vain("it was taken back").await;
        // Taken back and given again within the day, they have just been told.
        store(ctx, &programme(None, "")).await;
        says(&ada, FIRST, Answer::Going).await.unwrap();
        in_vain("it was taken back and given again").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_just_told_of_a_change_is_not_reminded_of_the_same_date() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, "")).await;
        let ada = world.person("ada", &[]).await;
        says(&ada, FIRST, Answer::Going).await.unwrap();
        // Within the day: its reminder would follow on the heels of the mail.
        world.clock.set(at("2026-11-11T06:00:00Z"));
        store(ctx, &date("place = \"Room 4\"")).await;
        remind_due(ctx).await.unwrap();
        assert_eq!(mailed(ctx, "ada@example.org").await, ["rsvp-going", "rsvp-changed"]);
        store(ctx, &date("moved_to = 2026-11-11T21:00:00")).await;
        remind_due(ctx).await.unwrap();
        assert_eq!(mailed(ctx, "ada@example.org").await, ["rsvp-going", "rsvp-changed", "rsvp-changed"]);
        // Put off by days it is reminded of again, a day before.
        store(ctx, &date("moved_to = 2026-11-16T20:00:00")).await;
        remind_due(ctx).await.unwrap();
        assert_eq!(reminders(ctx).await, 0);
        world.clock.set(at("2026-11-16T06:00:00Z"));
        remind_due(ctx).await.unwrap();
        remind_due(ctx).await.unwrap();
        assert_eq!(reminders(ctx).await, 1);
    })
    .await;
}
