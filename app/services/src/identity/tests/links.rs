//! Mailed links: one use, one winner, an end, and a successor.

use chrono::TimeDelta;
use domain::identity::Purpose;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_who_follow_a_link_at_once_one_gets_in() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        for round in 0..5 {
            forgot_password(ctx, "ada@example.org").await.unwrap();
            // Beyond the mails an hour allows, the newest token is in no mail.
            world.clock.advance(TimeDelta::minutes(61));
            if round > 0 {
                forgot_password(ctx, "ada@example.org").await.unwrap();
            }
            forgot_password(ctx, "ada@example.org").await.unwrap();
            let token = last_token(ctx, letters::RESET).await;
            let tasks: Vec<_> = (0..50)
                .map(|nth| {
                    let (ctx, token) = (ctx.clone(), token.clone());
                    tokio::spawn(async move {
                        loop {
                            match reset_password(&ctx, &token, &format!("{OTHER} {nth}")).await {
                                Err(IdentityError::Busy) => tokio::task::yield_now().await,
                                other => return other,
                            }
                        }
                    })
                })
                .collect();
            let mut won = Vec::new();
            for (nth, task) in tasks.into_iter().enumerate() {
                match task.await.unwrap() {
                    Ok(()) => won.push(nth),
                    Err(IdentityError::Refused(domain::refusal::Refusal::LinkSpent)) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            let [winner] = won[..] else { panic!("{won:?} won") };
            enter(ctx, "ada@example.org", &format!("{OTHER} {winner}")).await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends_on_time_is_replaced_and_is_not_used_up_by_looking() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        forgot_password(ctx, "ada@example.org").await.unwrap();
        let old = last_token(ctx, letters::RESET).await;
        for _ in 0..3 {
            assert!(link_works(ctx, Purpose::Reset, &old).await.unwrap(), "looking uses nothing up");
        }
        assert!(!link_works(ctx, Purpose::Confirm, &old).await.unwrap(), "it is for one thing only");
        forgot_password(ctx, "ada@example.org").await.unwrap();
        let new = last_token(ctx, letters::RESET).await;
        assert!(!link_works(ctx, Purpose::Reset, &old).await.unwrap());
        assert!(reset_password(ctx, &old, OTHER).await.is_err());

        world.clock.advance(Purpose::Reset.lifetime() - TimeDelta::milliseconds(1));
        assert!(link_works(ctx, Purpose::Reset, &new).await.unwrap());
        world.clock.advance(TimeDelta::milliseconds(1));
        assert!(!link_works(ctx, Purpose::Reset, &new).await.unwrap());
        assert!(reset_password(ctx, &new, OTHER).await.is_err());
        enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_lies_in_the_database() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, device) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let kept = format!(
            "{:?}{:?}",
            sessions::Entity::find().all(ctx.db.read()).await.unwrap(),
            entity::known_devices::Entity::find().all(ctx.db.read()).await.unwrap()
        );
        assert!(!kept.contains(&cookie) && !kept.contains(&device));
        let hash = Token::parse(&cookie).unwrap().sha256();
        assert!(kept.contains(&hash));
        assert!(resume(ctx, &hash[..43]).await.unwrap().is_none(), "what is stored opens nothing");
    })
    .await;
}
