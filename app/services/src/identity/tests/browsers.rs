//! Browsers: which are told of, which are known, which end when.

use chrono::TimeDelta;
use domain::access::Capability;
use domain::identity::limits::SessionLimits;

use super::*;

const ADA: &str = "ada@example.org";
const NEW_DEVICE: &str = "new-device-signed-in";

async fn told_of_new(ctx: &Ctx) -> usize {
    told(ctx, ADA).await.iter().filter(|kind| *kind == NEW_DEVICE).count()
}

fn with(device: &str) -> Browser {
    Browser { device: Some(device.to_owned()), ..Browser::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_after_all_were_signed_out_is_told_of() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, ADA).await;
        let (first, own) = enter(ctx, ADA, PASSWORD).await.unwrap();
        assert_eq!(told_of_new(ctx).await, 0, "nobody is told of the very first");
        let (_, thief) = enter(ctx, ADA, PASSWORD).await.unwrap();
        assert_eq!(told_of_new(ctx).await, 1);
        end_other_devices(&holding(ctx, &first).await.unwrap()).await.unwrap();
        enter_by(ctx, ADA, PASSWORD, &with(&thief)).await.unwrap();
        assert_eq!(told_of_new(ctx).await, 2, "what was signed out is new again");
        let (second, own_again) = enter_by(ctx, ADA, PASSWORD, &with(&own)).await.unwrap();
        assert_eq!((told_of_new(ctx).await, &own_again), (2, &own), "the one that asked is known still");

        change_password(&holding(ctx, &second).await.unwrap(), PASSWORD, OTHER).await.unwrap();
        enter(ctx, ADA, OTHER).await.unwrap();
        assert_eq!(told_of_new(ctx).await, 3);
        forgot_password(ctx, ADA).await.unwrap();
        reset_password(ctx, &last_token(ctx, letters::RESET).await, PASSWORD).await.unwrap();
        enter_by(ctx, ADA, PASSWORD, &with(&own)).await.unwrap();
        assert_eq!(told_of_new(ctx).await, 4, "after a reset every browser is new");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_is_signed_out_by_its_owner_is_not_known_any_more() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, ADA).await;
        let (first, own) = enter(ctx, ADA, PASSWORD).await.unwrap();
        world.clock.advance(TimeDelta::seconds(1));
        let (_, other) = enter(ctx, ADA, PASSWORD).await.unwrap();
        let ada = holding(ctx, &first).await.unwrap();
        let shown = devices(&ada).await.unwrap();
        let theirs = shown.iter().find(|device| !device.current).unwrap().id;
        end_device(&ada, theirs.as_str()).await.unwrap();
        let before = told_of_new(ctx).await;
        let (_, anew) = enter_by(ctx, ADA, PASSWORD, &with(&other)).await.unwrap();
        assert_ne!(anew, other, "its cookie is worth nothing");
        assert_eq!(told_of_new(ctx).await, before + 1);
        let (_, kept) = enter_by(ctx, ADA, PASSWORD, &with(&own)).await.unwrap();
        assert_eq!(kept, own);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_again_ends_what_the_browser_was_signed_in_with() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, ADA).await;
        join(ctx, "boris@example.org").await;
        let (first, device) = enter(ctx, ADA, PASSWORD).await.unwrap();
        let (second, device) = enter_by(ctx, ADA, PASSWORD, &with(&device)).await.unwrap();
        assert!(holding(ctx, &first).await.is_none(), "by the browser's cookie");
        let ada = holding(ctx, &second).await.unwrap();
        assert_eq!(devices(&ada).await.unwrap().len(), 1);
        // The same browser, now as somebody else.
        enter_by(&ada, "boris@example.org", PASSWORD, &with(&device)).await.unwrap();
        assert!(holding(ctx, &second).await.is_none(), "by the session that came along");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_unused_is_neither_shown_nor_kept() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, ADA).await;
        enter(ctx, ADA, PASSWORD).await.unwrap();
        world.clock.advance(SessionLimits::of(false).idle);
        let (now, _) = enter(ctx, ADA, PASSWORD).await.unwrap();
        assert_eq!(devices(&holding(ctx, &now).await.unwrap()).await.unwrap().len(), 1);
        world.clock.advance(TimeDelta::minutes(2));
        holding(ctx, &now).await.unwrap();
        purge(ctx).await.unwrap();
        assert_eq!(sessions::Entity::find().count(ctx.db.read()).await.unwrap(), 1, "before its absolute end");

        let staff = world.person("mo", &[Capability::Moderator]).await;
        session_for_tests(ctx, staff.account, true).await.unwrap();
        world.clock.advance(SessionLimits::of(true).idle - TimeDelta::seconds(1));
        purge(ctx).await.unwrap();
        assert_eq!(sessions::Entity::find().count(ctx.db.read()).await.unwrap(), 2);
        world.clock.advance(TimeDelta::minutes(2));
        purge(ctx).await.unwrap();
        assert_eq!(sessions::Entity::find().count(ctx.db.read()).await.unwrap(), 1, "staff sooner than members");
    })
    .await;
}
