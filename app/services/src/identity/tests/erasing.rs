//! Leaving, coming back, being erased for good.

use chrono::TimeDelta;
use domain::access::Capability;
use domain::identity::limits::TIME_TO_COME_BACK;

use super::*;
use crate::db::DbKind;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_can_come_back_for_two_weeks() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        assert!(leave(&ada, PASSWORD, false).await.is_err(), "the box must be ticked");
        assert!(leave(&ada, "wrong", true).await.is_err());
        leave(&ada, PASSWORD, true).await.unwrap();
        assert!(holding(ctx, &cookie).await.is_none());
        world.clock.advance(TIME_TO_COME_BACK - TimeDelta::milliseconds(1));
        erase_due(ctx).await.unwrap();
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        assert_eq!(ada.viewer.member.as_ref().unwrap().standing, Standing::Leaving);
        come_back(&ada).await.unwrap();
        assert_eq!(holding(ctx, &cookie).await.unwrap().viewer.member.unwrap().standing, Standing::Active);
        world.clock.advance(TimeDelta::days(1));
        erase_due(ctx).await.unwrap();
        enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_leaves_nothing_of_the_person_and_a_restored_backup_erases_again() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada.canary@example.org").await;
        join(ctx, "boris@example.org").await;
        let before = accounts::Entity::find().order_by_asc(accounts::Column::Id).all(ctx.db.read()).await.unwrap();
        let (cookie, _) = enter(ctx, "ada.canary@example.org", PASSWORD).await.unwrap();
        leave(&holding(ctx, &cookie).await.unwrap(), PASSWORD, true).await.unwrap();
        let (cookie, _) = enter(ctx, "ada.canary@example.org", PASSWORD).await.unwrap();
        erase_now(&holding(ctx, &cookie).await.unwrap()).await.unwrap();
        assert_eq!(count_accounts(ctx).await, 1);
        assert!(person_key(ctx.db.read(), before[0].id).await.unwrap().is_none());
        assert!(person_key(ctx.db.read(), before[1].id).await.unwrap().is_some());

        // The row as an old backup would bring it back.
        let (old, now) = (before[0].clone(), ctx.now());
        ctx.db
            .write(move |tx| {
                let old = old.clone();
                Box::pin(async move {
                    let wrapped = crate::vault::Wrapped("-".to_owned());
                    let email = domain::identity::Email::parse(&old.email).unwrap();
                    let new = store::NewAccount {
                        id: domain::id::PublicId::parse(&old.public_id).unwrap(),
                        pseudonym: domain::id::PublicId::parse(&old.pseudonym).unwrap(),
                        email: &email,
                        password_hash: "-",
                        sample: false,
                    };
                    store::insert_account(tx, &new, &wrapped, now).await?;
                    entity::erasures::Entity::delete_many().exec(tx).await?;
                    Ok::<_, DbError>(())
                })
            })
            .await
            .unwrap();
        assert_eq!(count_accounts(ctx).await, 2);
        assert_eq!(replay_erasures(ctx).await.unwrap(), 1);
        assert_eq!(replay_erasures(ctx).await.unwrap(), 0);
        assert_eq!(count_accounts(ctx).await, 1);
        enter(ctx, "boris@example.org", PASSWORD).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_nobody_confirms_is_gone_after_a_week() {
    on_both(async |world| {
        let ctx = &world.ctx;
        sign_up(ctx, "ada@example.org", PASSWORD, None, "0000000000000001").await.unwrap();
        join(ctx, "boris@example.org").await;
        world.clock.advance(TimeDelta::days(7));
        erase_due(ctx).await.unwrap();
        assert_eq!(count_accounts(ctx).await, 2);
        world.clock.advance(TimeDelta::milliseconds(1));
        erase_due(ctx).await.unwrap();
        assert_eq!(count_accounts(ctx).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_taken_back_while_somebody_leaves_is_gone_when_they_come_back() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let account = holding(ctx, &cookie).await.unwrap().viewer.member.unwrap().account;
        let now = ctx.now();
        let stopped =
            ctx.db.write(move |tx| Box::pin(async move { Ok::<_, DbError>(suspend(tx, account, now).await?) }));
        assert!(stopped.await.unwrap());
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        leave(&holding(ctx, &cookie).await.unwrap(), PASSWORD, true).await.unwrap();
        let restored =
            ctx.db.write(move |tx| Box::pin(async move { Ok::<_, DbError>(restore(tx, account, now).await?) }));
        assert!(restored.await.unwrap().is_some());
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        assert_eq!(ada.viewer.member.as_ref().unwrap().standing, Standing::Leaving, "leaving goes on");
        come_back(&ada).await.unwrap();
        assert_eq!(holding(ctx, &cookie).await.unwrap().viewer.member.unwrap().standing, Standing::Active);
        assert!(crate::check::check(ctx).await.unwrap().is_empty());
    })
    .await;
}

const ASKED: &str = "asked";

#[tokio::test(flavor = "multi_thread")]
async fn only_an_admin_who_has_just_proved_it_erases_another_person() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let boris = world.person("boris", &[Capability::Moderator]).await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        assert!(matches!(erase_person(&boris.ctx, ada.id.as_str(), ASKED, true).await, Err(IdentityError::Denied(_))));
        let mut stale = admin.ctx.clone();
        if let Some(member) = stale.viewer.member.as_mut() {
            member.proved = false;
        }
        assert!(matches!(erase_person(&stale, ada.id.as_str(), ASKED, true).await, Err(IdentityError::Denied(_))));
        assert!(matches!(erase_person(&admin.ctx, admin.id.as_str(), ASKED, true).await, Err(IdentityError::NotFound)));
        for (ground, confirmed) in [("because", true), (ASKED, false)] {
            let refused = erase_person(&admin.ctx, ada.id.as_str(), ground, confirmed).await;
            assert!(matches!(refused, Err(IdentityError::Invalid(_))), "{ground}");
        }
        erase_person(&admin.ctx, ada.id.as_str(), ASKED, true).await.unwrap();
        assert_eq!(count_accounts(&world.ctx).await, 2);
    })
    .await;
}

/// F38: the bytes of the file, not only what queries show.
#[tokio::test(flavor = "multi_thread")]
async fn after_erasing_the_database_file_holds_no_byte_of_the_person() {
    let world = crate::testing::TestWorld::sqlite().await;
    let ctx = &world.ctx;
    assert_eq!(ctx.db.kind(), DbKind::Sqlite);
    join(ctx, "canary.of.ada@example.org").await;
    let folder = ctx.db.data_dir().to_owned();
    let held = || {
        std::fs::read_dir(&folder)
            .unwrap()
            .filter_map(|file| std::fs::read(file.unwrap().path()).ok())
            .any(|bytes| bytes.windows(b"canary.of.ada".len()).any(|window| window == b"canary.of.ada"))
    };
    assert!(held(), "the test can see it");
    let (cookie, _) = enter(ctx, "canary.of.ada@example.org", PASSWORD).await.unwrap();
    leave(&holding(ctx, &cookie).await.unwrap(), PASSWORD, true).await.unwrap();
    let (cookie, _) = enter(ctx, "canary.of.ada@example.org", PASSWORD).await.unwrap();
    erase_now(&holding(ctx, &cookie).await.unwrap()).await.unwrap();
    // The last letter, which says that it is done, leaves with the mail worker.
    ctx.db
        .write(|tx| {
            Box::pin(async move {
                mails::Entity::delete_many().exec(tx).await?;
                Ok::<_, DbError>(())
            })
        })
        .await
        .unwrap();
    ctx.db.truncate_log().await.unwrap();
    assert!(!held());
    world.end().await;
}
