//! A stopped account leaves calendars, and is put back at its dates once it goes on.

use chrono::TimeDelta;

use super::client::Client;
use super::good_standing::stop;
use super::*;
use crate::db::DbError;
use crate::identity::entity::accounts::State as Standing;
use crate::moderation::undo;

const ADA: &str = "ada@example.org";
const SECOND: &str = "2026-11-18";
const THIRD: &str = "2026-11-25";
const FOURTH: &str = "2026-12-02";
const FIFTH: &str = "2026-12-09";

/// Kinds of the mails about dates to an address, the oldest first.
async fn told(ctx: &Ctx, to: &str) -> Vec<String> {
    mailed(ctx, to).await.into_iter().filter(|kind| kind.starts_with("rsvp")).collect()
}

/// The last mail about dates to an address, as it is read.
async fn last_text(ctx: &Ctx, to: &str) -> String {
    let mut all = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap();
    all.sort_by_key(|mail| mail.id);
    let about_dates = |mail: &mail_rows::Model| {
        mail.kind.starts_with("rsvp") && mail.recipient.as_ref().is_some_and(|known| known.0 == to)
    };
    all.into_iter().rfind(about_dates).unwrap().body_text.unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_of_whoever_is_stopped_is_asked_to_take_out_what_is_to_come() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(Some(2), "")).await;
        let (ada, ben, eve) =
            (world.person("ada", &[]).await, world.person("ben", &[]).await, world.person("eve", &[]).await);
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        for person in [&eve, &ben] {
            says(person, SECOND, Answer::Going).await.unwrap();
        }
        let mut calendar = Client::default();
        calendar.fetch(ctx, ADA).await;
        assert_eq!(calendar.dates.len(), 26);
        // One date is canceled, and one is over.
        store(ctx, &programme(Some(2), &format!("[[series.dates]]\ndate = {THIRD}\ncancelled = true\n"))).await;
        world.clock.set(at("2026-11-12T02:00:00Z"));
        stop(world, &ada, &ben).await;
        // The program complains about a number that does not rise, a date it does not know, and a second person.
        calendar.fetch(ctx, ADA).await;
        assert_eq!(calendar.dates.len(), 1, "what is over stays: {:?}", calendar.dates);
        assert_eq!(told(ctx, ADA).await, ["rsvp-going-to-series", "rsvp-canceled", "rsvp-several"], "one mail");
        let text = last_text(ctx, ADA).await;
        assert!(text.contains("Your account is stopped."), "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with("- ")).count(), 24, "{text}");

        stop(world, &eve, &ben).await;
        assert_eq!(told(ctx, "eve@example.org").await, ["rsvp-going", "rsvp-stopped"]);
        let mut calendar = Client::default();
        calendar.fetch(ctx, "eve@example.org").await;
        assert!(calendar.dates.is_empty() && calendar.mails > 1, "{:?}", calendar.dates);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_on_is_put_back_and_nobody_loses_a_seat_to_it() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(Some(1), "")).await;
        let (ada, ben, eve) =
            (world.person("ada", &[]).await, world.person("ben", &[]).await, world.person("eve", &[]).await);
        for day in [FIRST, SECOND, THIRD, FOURTH, FIFTH] {
            says(&ada, day, Answer::Going).await.unwrap();
        }
        says(&ada, FOURTH, Answer::NotGoing).await.unwrap();
        says(&ben, SECOND, Answer::Going).await.unwrap();
        world.clock.advance(TimeDelta::hours(1));
        let since = ctx.now();
        let (mo, case) = stop(world, &ada, &eve).await;
        says(&eve, THIRD, Answer::Going).await.unwrap();
        let mut calendar = Client::default();
        calendar.fetch(ctx, ADA).await;
        assert!(calendar.dates.is_empty(), "{:?}", calendar.dates);

        world.clock.set(at("2026-11-12T02:00:00Z"));
        undo(&mo.ctx, &case).await.unwrap();
        for (day, stands) in [
            (FIRST, Stand::NotGoing),
            (SECOND, Stand::Waiting(1)),
            (THIRD, Stand::Waiting(1)),
            (FOURTH, Stand::NotGoing),
            (FIFTH, Stand::Going),
        ] {
            assert_eq!(stand(&ada, day).await, Some(stands), "{day}");
        }
        assert_eq!(stand(&ben, SECOND).await, Some(Stand::Going));
        assert_eq!(stand(&eve, THIRD).await, Some(Stand::Going));
        calendar.fetch(ctx, ADA).await;
        assert_eq!(calendar.dates.len(), 1, "a place in line is no date");
        let text = last_text(ctx, ADA).await;
        assert!(text.contains("You have a place at:") && text.contains("you are on the waitlist, at:"), "{text}");
        is_whole(world).await;

        // Once is enough.
        let (mails, answers) = (told(ctx, ADA).await, rows(ctx).await);
        let (inner, account) = (ctx.clone(), ada.account);
        let again = ctx.db.write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move { Ok::<_, DbError>(back(tx, &ctx, account, since).await?) })
        });
        again.await.unwrap();
        assert!(undo(&mo.ctx, &case).await.is_err(), "it was taken back");
        assert_eq!((told(ctx, ADA).await, rows(ctx).await), (mails, answers));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_for_a_whole_series_waits_until_the_account_goes_on() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        world.clock.advance(TimeDelta::hours(1));
        let (mo, case) = stop(world, &ada, &ben).await;
        world.clock.set(at("2026-11-11T12:00:00Z"));
        extend_standing(ctx).await.unwrap();
        let going = async || rows(ctx).await.iter().filter(|row| row.state == State::Going).count();
        assert_eq!((going().await, rows(ctx).await.len()), (0, 26));
        undo(&mo.ctx, &case).await.unwrap();
        assert_eq!(going().await, 26);
        assert_eq!(told(ctx, ADA).await, ["rsvp-going-to-series", "rsvp-several", "rsvp-several"]);
        // Dates that came near in between follow with the daily job.
        extend_standing(ctx).await.unwrap();
        assert_eq!(going().await, 28);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_while_stopped_is_put_back_nowhere() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        says(&ada, SECOND, Answer::Going).await.unwrap();
        let (mo, case) = stop(world, &ada, &ben).await;
        crate::identity::stand_for_tests(ctx, ada.account, Standing::Leaving).await.unwrap();
        undo(&mo.ctx, &case).await.unwrap();
        assert_eq!(stand(&ada, SECOND).await, Some(Stand::NotGoing));
        assert_eq!(told(ctx, ADA).await, ["rsvp-going", "rsvp-stopped"]);
        is_whole(world).await;
    })
    .await;
}
