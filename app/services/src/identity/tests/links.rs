//! Mailed links: one use, one winner, an end, and a successor.

use chrono::TimeDelta;
use domain::identity::Purpose;
use domain::local_path::LocalPath;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_who_follow_a_link_at_once_one_gets_in() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        for _ in 0..5 {
            world.clock.advance(TimeDelta::minutes(61));
            forgot_password(ctx, "ada@example.org").await.unwrap();
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
async fn a_stranger_who_asks_again_and_again_takes_nobody_the_link_that_was_mailed() {
    on_both(async |world| {
        let ctx = &world.ctx;
        sign_up(ctx, "ada@example.org", PASSWORD, None, "0000000000000001").await.unwrap();
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        for _ in 0..5 {
            resend_confirmation(&ada).await.unwrap();
        }
        confirm(ctx, &last_token(ctx, letters::CONFIRM).await).await.unwrap();
        world.clock.advance(TimeDelta::minutes(61));
        for _ in 0..20 {
            forgot_password(ctx, "ada@example.org").await.unwrap();
        }
        assert_eq!(told(ctx, "ada@example.org").await.iter().filter(|kind| *kind == "reset-password").count(), 3);
        for nth in 0..5 {
            prove(&ada, PASSWORD, "password").await.unwrap();
            world.clock.advance(TimeDelta::minutes(2));
            ask_for_email(&ada, "ada@example.net", PASSWORD).await.unwrap_or_else(|error| panic!("{nth}: {error:?}"));
        }
        assert!(link_works(ctx, Purpose::ChangeEmail, &last_token(ctx, letters::CHANGE_EMAIL).await).await.unwrap());
        reset_password(ctx, &last_token(ctx, letters::RESET).await, OTHER).await.unwrap();
        enter(ctx, "ada@example.org", OTHER).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_address_ends_with_what_says_that_it_was_somebody_else() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let mut password = PASSWORD;
        for how in ["changed", "reset", "suspended", "left"] {
            world.clock.advance(TimeDelta::minutes(61));
            let (cookie, _) = enter(ctx, "ada@example.org", password).await.unwrap();
            let ada = holding(ctx, &cookie).await.unwrap();
            ask_for_email(&ada, "eve@example.org", password).await.unwrap();
            let link = last_token(ctx, letters::CHANGE_EMAIL).await;
            assert!(link_works(ctx, Purpose::ChangeEmail, &link).await.unwrap());
            let (account, now) = (ada.viewer.member.as_ref().unwrap().account, ctx.now());
            match how {
                "changed" => {
                    change_password(&ada, password, OTHER).await.unwrap();
                    password = OTHER;
                }
                "reset" => {
                    forgot_password(ctx, "ada@example.org").await.unwrap();
                    reset_password(ctx, &last_token(ctx, letters::RESET).await, PASSWORD).await.unwrap();
                    password = PASSWORD;
                }
                "suspended" => {
                    let done = ctx.db.write(move |tx| {
                        Box::pin(async move {
                            suspend(tx, account, now).await?;
                            Ok::<_, DbError>(restore(tx, account, now).await?)
                        })
                    });
                    assert!(done.await.unwrap().is_some());
                }
                _ => leave(&ada, password, true).await.unwrap(),
            }
            assert!(!link_works(ctx, Purpose::ChangeEmail, &link).await.unwrap(), "{how}");
            assert!(confirm_email(ctx, &link).await.is_err(), "{how}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_confirm_one_new_address_at_once_do_not_both_get_it() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let mut links = Vec::new();
        for email in ["ada@example.org", "boris@example.org"] {
            join(ctx, email).await;
            let (cookie, _) = enter(ctx, email, PASSWORD).await.unwrap();
            let person = holding(ctx, &cookie).await.unwrap();
            ask_for_email(&person, "shared@example.org", PASSWORD).await.unwrap();
            links.push(last_token(ctx, letters::CHANGE_EMAIL).await);
        }
        let tasks: Vec<_> = links
            .into_iter()
            .map(|link| {
                let ctx = ctx.clone();
                tokio::spawn(async move { confirm_email(&ctx, &link).await })
            })
            .collect();
        let mut got = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => got += 1,
                Err(IdentityError::Refused(domain::refusal::Refusal::LinkSpent)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(got, 1);
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

#[tokio::test(flavor = "multi_thread")]
async fn the_way_somebody_was_on_comes_along_with_their_link_and_with_the_next_one() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let plans = LocalPath::parse("/join?code=IMG").unwrap();
        sign_up(ctx, "ada@example.org", PASSWORD, Some(&plans), "0000000000000001").await.unwrap();
        let first = last_token(ctx, letters::CONFIRM).await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        resend_confirmation(&holding(ctx, &cookie).await.unwrap()).await.unwrap();
        let second = last_token(ctx, letters::CONFIRM).await;
        assert!(confirm(ctx, &first).await.is_err());
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);
        assert_eq!(confirm(ctx, &second).await.unwrap(), Some(plans));
        for mail in mails::Entity::find().all(ctx.db.read()).await.unwrap() {
            assert!(!mail.body_text.unwrap().0.contains("join?"), "a mail says what was typed");
        }
        // Whoever was on no way is led nowhere, and no way of ours is so long.
        let long = LocalPath::parse(&format!("/join?code={}", "A".repeat(300))).unwrap();
        for (nth, next) in [None, Some(&long)].into_iter().enumerate() {
            sign_up(ctx, &format!("p{nth}@example.org"), PASSWORD, next, &format!("a-form-of-person-{nth}"))
                .await
                .unwrap();
            assert_eq!(confirm(ctx, &last_token(ctx, letters::CONFIRM).await).await.unwrap(), None);
        }
    })
    .await;
}
