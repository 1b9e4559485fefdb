//! Both sides of each limit.

use chrono::TimeDelta;
use domain::identity::limits::SessionLimits;
use domain::refusal::Refusal;

use super::*;

async fn wrong(ctx: &Ctx, browser: &Browser) -> IdentityError {
    sign_in(ctx, "ada@example.org", "a wrong password", browser).await.unwrap_err()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_ten_wrong_passwords_only_a_known_browser_gets_in() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (_, device) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        world.clock.advance(TimeDelta::minutes(15));
        let stranger = Browser::default();
        for nth in 0..10 {
            assert!(matches!(wrong(ctx, &stranger).await, IdentityError::Invalid(_)), "{nth}");
        }
        // From another process and another address too: the tries are counted in the database.
        let peer = Viewer { peer: "203.0.113.9".parse().ok(), ..Viewer::house("test") };
        let elsewhere = world.second_process().await.with_viewer(peer);
        assert!(matches!(wrong(&elsewhere, &stranger).await, IdentityError::Refused(Refusal::TooManyTries)));
        assert!(matches!(
            sign_in(ctx, "ada@example.org", PASSWORD, &stranger).await,
            Err(IdentityError::Refused(Refusal::TooManyTries))
        ));
        let known = Browser { device: Some(device), ..Browser::default() };
        sign_in(ctx, "ada@example.org", PASSWORD, &known).await.unwrap();
        world.clock.advance(TimeDelta::seconds(90));
        sign_in(ctx, "ada@example.org", PASSWORD, &stranger).await.unwrap();
        elsewhere.db.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_wrong_passwords_at_once_take_no_more_than_ten_tries() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let ctx = ctx.clone();
                tokio::spawn(async move { wrong(&ctx, &Browser::default()).await })
            })
            .collect();
        let mut looked_at = 0;
        for task in tasks {
            looked_at += usize::from(!matches!(task.await.unwrap(), IdentityError::Refused(_)));
        }
        assert_eq!(looked_at, 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_unused_and_in_any_case() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let limits = SessionLimits::of(false);
        join(ctx, "ada@example.org").await;
        let (idle, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        world.clock.advance(limits.idle - TimeDelta::seconds(1));
        assert!(resume(ctx, &idle).await.unwrap().is_some());
        flush_seen(ctx).await.unwrap();
        world.clock.advance(limits.idle - TimeDelta::seconds(1));
        assert!(resume(ctx, &idle).await.unwrap().is_some(), "it was used meanwhile");
        flush_seen(ctx).await.unwrap();
        world.clock.advance(limits.absolute - limits.idle * 2 + TimeDelta::seconds(2));
        assert!(resume(ctx, &idle).await.unwrap().is_none(), "the absolute limit");

        let (unused, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        world.clock.advance(limits.idle);
        assert!(resume(ctx, &unused).await.unwrap().is_none());
        purge(ctx).await.unwrap();
        world.clock.advance(limits.absolute);
        purge(ctx).await.unwrap();
        assert_eq!(sessions::Entity::find().count(ctx.db.read()).await.unwrap(), 0);
    })
    .await;
}

/// Figure F15.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_put_back_brings_nothing_to_life_that_was_found_ended() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        forgot_password(ctx, "ada@example.org").await.unwrap();
        let link = last_token(ctx, letters::RESET).await;
        let idle = SessionLimits::of(false).idle;
        world.clock.advance(idle);
        assert!(resume(ctx, &cookie).await.unwrap().is_none());
        assert!(reset_password(ctx, &link, OTHER).await.is_err());
        // What reads does not wait for the deleting.
        for _ in 0..500 {
            let left = sessions::Entity::find().count(ctx.db.read()).await.unwrap()
                + entity::link_tokens::Entity::find().count(ctx.db.read()).await.unwrap();
            if left == 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        world.clock.advance(-idle);
        assert!(resume(ctx, &cookie).await.unwrap().is_none());
        assert!(!link_works(ctx, domain::identity::Purpose::Reset, &link).await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_gets_three_letters_an_hour_from_strangers_and_no_more() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        for _ in 0..20 {
            forgot_password(ctx, "ada@example.org").await.unwrap();
        }
        assert!(told(ctx, "ada@example.org").await.len() <= 4, "{:?}", told(ctx, "ada@example.org").await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_uses_up_the_letters_of_a_mailbox_by_signing_up_with_its_address() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        world.clock.advance(TimeDelta::minutes(61));
        let before = told(ctx, "ada@example.org").await.len();
        for nth in 0..5 {
            sign_up(ctx, "ada@example.org", OTHER, None, &format!("{nth:0>16}")).await.unwrap();
        }
        assert_eq!(told(ctx, "ada@example.org").await.split_off(before), ["already-have-an-account"]);
        forgot_password(ctx, "ada@example.org").await.unwrap();
        reset_password(ctx, &last_token(ctx, letters::RESET).await, OTHER).await.unwrap();

        world.clock.advance(TimeDelta::minutes(61));
        let before = told(ctx, "ada@example.org").await.len();
        sign_up(ctx, "ada@example.org", OTHER, None, &format!("{:0>16}", 9)).await.unwrap();
        assert_eq!(told(ctx, "ada@example.org").await.len(), before + 1, "an hour later it is told again");
    })
    .await;
}

async fn tries_used(ctx: &Ctx) -> Vec<i32> {
    let rows = entity::buckets::Entity::find().order_by_asc(entity::buckets::Column::Id).all(ctx.db.read()).await;
    rows.unwrap().iter().map(|row| row.used).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_loses_a_try_because_many_sign_in_at_once() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        assert!(matches!(wrong(ctx, &Browser::default()).await, IdentityError::Invalid(_)));
        let before = tries_used(ctx).await;
        assert!(before.contains(&1), "the control: a password that was looked at counts");

        // Waited in vain.
        let working = ctx.hasher.all_places().await;
        assert!(matches!(wrong(ctx, &Browser::default()).await, IdentityError::Busy));
        assert_eq!(tries_used(ctx).await, before);
        drop(working);

        // Found the line full.
        let line: Vec<_> = std::iter::from_fn(|| ctx.hasher.queue(Line::Stranger).ok()).collect();
        assert!(matches!(wrong(ctx, &Browser::default()).await, IdentityError::Busy));
        assert_eq!(tries_used(ctx).await, before);
        assert!(ctx.hasher.queue(Line::Known).is_ok(), "the other line is open");
        drop(line);
    })
    .await;
}
