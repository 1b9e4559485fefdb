//! The second factor: set up, asked for, used once, lost, switched off.

use chrono::TimeDelta;
use domain::refusal::Refusal;
use totp_rs::{Builder, Secret};

use super::*;

fn code_at(ctx: &Ctx, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(ctx.now().timestamp()).unwrap()).to_string()
}

async fn challenged(ctx: &Ctx) -> String {
    match sign_in(ctx, "ada@example.org", PASSWORD, &Browser::default()).await.unwrap() {
        SignedIn::SecondFactor { challenge } => challenge.as_str().to_owned(),
        SignedIn::Done { .. } => panic!("the second factor is asked for"),
    }
}

async fn with_code(ctx: &Ctx, challenge: &str, code: &str) -> Result<String, IdentityError> {
    match second_factor(ctx, challenge, code, &Browser::default()).await? {
        SignedIn::Done { session, .. } => Ok(session.as_str().to_owned()),
        SignedIn::SecondFactor { .. } => panic!("there is no third"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_lets_in_once_and_a_recovery_code_too() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let (other, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        begin_two_factor(&ada, PASSWORD).await.unwrap();
        let pending = two_factor(&ada).await.unwrap().pending.unwrap();
        assert!(pending.address.starts_with("otpauth://totp/Harborlight:ada%40example.org?secret="));
        assert_eq!(pending.codes.len(), 10);
        assert!(confirm_two_factor(&ada, "000000").await.is_err());
        confirm_two_factor(&ada, &code_at(ctx, &pending.secret)).await.unwrap();
        assert!(holding(ctx, &other).await.is_none(), "whoever knew only the password is out");
        let shown = two_factor(&ada).await.unwrap();
        assert_eq!((shown.pending, shown.codes_left), (None, 10), "codes are never shown again");

        let challenge = challenged(ctx).await;
        let same_step = with_code(ctx, &challenge, &code_at(ctx, &pending.secret)).await;
        assert!(same_step.is_err(), "the code that switched it on is used up");
        world.clock.advance(TimeDelta::seconds(60));
        let code = code_at(ctx, &pending.secret);
        let session = with_code(ctx, &challenge, &code).await.unwrap();
        assert!(holding(ctx, &session).await.unwrap().viewer.member.unwrap().two_factor);
        let again = challenged(ctx).await;
        assert!(with_code(ctx, &again, &code).await.is_err(), "no code twice");
        assert!(matches!(
            with_code(ctx, &challenge, &pending.codes[0]).await,
            Err(IdentityError::Refused(Refusal::SignInAgain))
        ));

        let typed = pending.codes[0].to_lowercase().replace('-', " ");
        with_code(ctx, &again, &typed).await.unwrap();
        let third = challenged(ctx).await;
        assert!(with_code(ctx, &third, &pending.codes[0]).await.is_err(), "no recovery code twice");
        assert_eq!(two_factor(&holding(ctx, &session).await.unwrap()).await.unwrap().codes_left, 9);

        let ada = holding(ctx, &session).await.unwrap();
        end_two_factor(&ada, PASSWORD).await.unwrap();
        assert!(!holding(ctx, &session).await.unwrap().viewer.member.unwrap().two_factor, "it counts for nothing more");
        enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_cannot_be_guessed_and_half_a_sign_in_ends() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        begin_two_factor(&ada, PASSWORD).await.unwrap();
        let secret = two_factor(&ada).await.unwrap().pending.unwrap().secret;
        confirm_two_factor(&ada, &code_at(ctx, &secret)).await.unwrap();
        world.clock.advance(TimeDelta::seconds(60));
        let challenge = challenged(ctx).await;
        for _ in 0..10 {
            assert!(matches!(with_code(ctx, &challenge, "123456").await, Err(IdentityError::Invalid(_))));
        }
        let right = code_at(ctx, &secret);
        assert!(matches!(with_code(ctx, &challenge, &right).await, Err(IdentityError::Refused(Refusal::TooManyTries))));
        world.clock.advance(TimeDelta::minutes(10));
        assert!(matches!(
            with_code(ctx, &challenge, &code_at(ctx, &secret)).await,
            Err(IdentityError::Refused(Refusal::SignInAgain))
        ));
        world.clock.advance(TimeDelta::minutes(15));
        let challenge = challenged(ctx).await;
        with_code(ctx, &challenge, &code_at(ctx, &secret)).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_code_sent_twenty_times_at_once_opens_one_session() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        begin_two_factor(&ada, PASSWORD).await.unwrap();
        let secret = two_factor(&ada).await.unwrap().pending.unwrap().secret;
        confirm_two_factor(&ada, &code_at(ctx, &secret)).await.unwrap();
        world.clock.advance(TimeDelta::minutes(15));
        let (challenge, code) = (challenged(ctx).await, code_at(ctx, &secret));
        let before = sessions::Entity::find().count(ctx.db.read()).await.unwrap();
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (ctx, challenge, code) = (ctx.clone(), challenge.clone(), code.clone());
                tokio::spawn(async move { with_code(&ctx, &challenge, &code).await.is_ok() })
            })
            .collect();
        let mut opened = 0;
        for task in tasks {
            opened += usize::from(task.await.unwrap());
        }
        assert_eq!(opened, 1);
        assert_eq!(sessions::Entity::find().count(ctx.db.read()).await.unwrap(), before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_set_up_is_shown_to_whoever_proved_it_and_waits_half_an_hour() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        world.clock.advance(domain::identity::limits::PROOF);
        begin_two_factor(&holding(ctx, &cookie).await.unwrap(), PASSWORD).await.unwrap();
        let secret = two_factor(&holding(ctx, &cookie).await.unwrap()).await.unwrap().pending.unwrap().secret;
        world.clock.advance(domain::identity::limits::PROOF);
        let later = holding(ctx, &cookie).await.unwrap();
        assert_eq!(two_factor(&later).await.unwrap().pending, None, "a page that was left open");
        prove(&later, PASSWORD, "password").await.unwrap();
        let later = holding(ctx, &cookie).await.unwrap();
        assert_eq!(two_factor(&later).await.unwrap().pending.unwrap().secret, secret);

        world.clock.advance(TimeDelta::minutes(20));
        prove(&later, PASSWORD, "password").await.unwrap();
        let late = holding(ctx, &cookie).await.unwrap();
        assert_eq!(two_factor(&late).await.unwrap().pending, None);
        let refused = confirm_two_factor(&late, &code_at(ctx, &secret)).await.unwrap_err();
        assert!(format!("{refused:?}").contains(words::CODE_OVER), "{refused:?}");
        assert_eq!(two_factor(&late).await.unwrap().since, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_cannot_be_guessed_while_it_is_set_up_and_a_newer_secret_wins() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        begin_two_factor(&ada, PASSWORD).await.unwrap();
        let secret = two_factor(&ada).await.unwrap().pending.unwrap().secret;
        let read = accounts::Entity::find().one(ctx.db.read()).await.unwrap().unwrap();
        begin_two_factor(&ada, PASSWORD).await.unwrap();
        let (row, now) = (read.clone(), ctx.now());
        let stale = ctx.db.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { Ok::<_, DbError>(store::change_totp(tx, &row, "x", Some(now), now).await?) })
        });
        assert!(!stale.await.unwrap(), "what was read is not there any more");
        let newer = two_factor(&ada).await.unwrap().pending.unwrap().secret;
        assert_ne!(newer, secret);
        for _ in 0..10 {
            let refused = confirm_two_factor(&ada, "abcdef").await.unwrap_err();
            assert!(format!("{refused:?}").contains(words::CODE_WRONG), "{refused:?}");
        }
        let refused = confirm_two_factor(&ada, &code_at(ctx, &newer)).await.unwrap_err();
        assert!(format!("{refused:?}").contains(words::CODE_TRIES), "{refused:?}");
        world.clock.advance(TimeDelta::minutes(15));
        confirm_two_factor(&ada, &code_at(ctx, &newer)).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_helped_by_the_command_line_is_told() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        begin_two_factor(&ada, PASSWORD).await.unwrap();
        let secret = two_factor(&ada).await.unwrap().pending.unwrap().secret;
        confirm_two_factor(&ada, &code_at(ctx, &secret)).await.unwrap();
        let email = domain::identity::Email::parse("ada@example.org").unwrap();
        assert!(reset_two_factor(ctx, &email).await.unwrap());
        assert_eq!(told(ctx, "ada@example.org").await.last().unwrap(), "two-factor-off");
        assert!(holding(ctx, &cookie).await.is_none());
        enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let nobody = domain::identity::Email::parse("eve@example.org").unwrap();
        assert!(!reset_two_factor(ctx, &nobody).await.unwrap());
    })
    .await;
}
