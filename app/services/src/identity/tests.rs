//! Accounts on both databases: what is told, what ends when, and who is faster.

mod browsers;
mod erasing;
mod erasing_again;
mod limits;
mod links;
mod proof;
mod second_factor;
mod taking_along;

use domain::access::Standing;
use domain::identity::words;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::entity::{accounts, sessions};
use super::*;
use crate::ctx::{Ctx, Viewer};
use crate::mail::entity::mails;
use crate::testing::on_both;

const PASSWORD: &str = "nine lamps by the shore";
const OTHER: &str = "seven boats at the pier";

/// Makes an account and confirms it by its mail.
async fn join(ctx: &Ctx, email: &str) {
    sign_up(ctx, email, PASSWORD, None, &format!("{:0>16}", email.len())).await.unwrap();
    confirm(ctx, &last_token(ctx, letters::CONFIRM).await).await.unwrap();
}

/// Signs in and answers the cookies of session and browser.
async fn enter(ctx: &Ctx, email: &str, password: &str) -> Result<(String, String), IdentityError> {
    enter_by(ctx, email, password, &Browser::default()).await
}

async fn enter_by(
    ctx: &Ctx,
    email: &str,
    password: &str,
    browser: &Browser,
) -> Result<(String, String), IdentityError> {
    match sign_in(ctx, email, password, browser).await? {
        SignedIn::Done { session, device } => Ok((session.as_str().to_owned(), device.as_str().to_owned())),
        SignedIn::SecondFactor { .. } => panic!("there is no second factor"),
    }
}

/// The surroundings of whoever holds a session's cookie.
async fn holding(ctx: &Ctx, cookie: &str) -> Option<Ctx> {
    let member = resume(ctx, cookie).await.unwrap()?;
    Some(ctx.with_viewer(Viewer { member: Some(member), ..Viewer::house("test") }))
}

/// The token in the newest mail with a link of this kind.
async fn last_token(ctx: &Ctx, path: &str) -> String {
    let all = mails::Entity::find().order_by_desc(mails::Column::Id).all(ctx.db.read()).await.unwrap();
    let texts = all.into_iter().filter_map(|mail| mail.body_text);
    let token = texts.filter_map(|text| {
        let (_, rest) = text.0.split_once(path)?;
        Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect::<String>())
    });
    token.into_iter().next().unwrap_or_else(|| panic!("no mail holds {path}"))
}

/// Kinds of the mails to an address, the oldest first.
async fn told(ctx: &Ctx, email: &str) -> Vec<String> {
    let all = mails::Entity::find().order_by_asc(mails::Column::Id).all(ctx.db.read()).await.unwrap();
    all.into_iter()
        .filter(|mail| mail.recipient.as_ref().is_some_and(|to| to.0 == email))
        .map(|mail| mail.kind)
        .collect()
}

async fn count_accounts(ctx: &Ctx) -> u64 {
    accounts::Entity::find().count(ctx.db.read()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_confirmed_and_entered() {
    on_both(async |world| {
        let ctx = &world.ctx;
        sign_up(ctx, "Ada@Example.org", PASSWORD, None, "0000000000000001").await.unwrap();
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let member = resume(ctx, &cookie).await.unwrap().unwrap();
        assert_eq!(member.standing, Standing::Unconfirmed);
        let token = last_token(ctx, letters::CONFIRM).await;
        assert!(link_works(ctx, domain::identity::Purpose::Confirm, &token).await.unwrap());
        confirm(ctx, &token).await.unwrap();
        let member = resume(ctx, &cookie).await.unwrap().unwrap();
        assert_eq!((member.standing, member.two_factor, member.proved), (Standing::Active, false, true));
        assert_eq!(told(ctx, "Ada@example.org").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_whether_an_address_has_an_account() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        sign_up(ctx, "ADA@example.org", OTHER, None, "0000000000000002").await.unwrap();
        assert_eq!(count_accounts(ctx).await, 1);
        assert_eq!(told(ctx, "ada@example.org").await.len(), 2, "the mailbox is told instead");
        assert!(enter(ctx, "ada@example.org", OTHER).await.is_err(), "the first password stays");
        let wrong = enter(ctx, "ada@example.org", "not her password").await.unwrap_err();
        let unknown = enter(ctx, "eve@example.org", "not her password").await.unwrap_err();
        assert_eq!(format!("{wrong:?}"), format!("{unknown:?}"));
        assert!(format!("{wrong:?}").contains(words::SIGN_IN));
        forgot_password(ctx, "ada@example.org").await.unwrap();
        forgot_password(ctx, "eve@example.org").await.unwrap();
        assert!(told(ctx, "eve@example.org").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_common_or_short_password_is_refused_with_what_would_be_right() {
    on_both(async |world| {
        for (password, words) in [
            ("short", words::PASSWORD_SHORT),
            ("abcdefghijkl", words::WEAK_ROWS),
            ("password123", words::PASSWORD_COMMON),
            ("ada@example.org", words::PASSWORD_ADDRESS),
        ] {
            let refused = sign_up(&world.ctx, "ada@example.org", password, None, "0000000000000001").await.unwrap_err();
            assert!(format!("{refused:?}").contains(words), "{password}: {refused:?}");
        }
        assert_eq!(count_accounts(&world.ctx).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_the_same_form_fifty_times_makes_one_account_and_one_mail() {
    on_both(async |world| {
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let ctx = world.ctx.clone();
                tokio::spawn(async move {
                    loop {
                        match sign_up(&ctx, "ada@example.org", PASSWORD, None, "0000000000000001").await {
                            Err(IdentityError::Busy) => tokio::task::yield_now().await,
                            other => return other,
                        }
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(count_accounts(&world.ctx).await, 1);
        assert_eq!(told(&world.ctx, "ada@example.org").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_take_one_new_address_at_once_all_get_the_same_answer() {
    on_both(async |world| {
        let tasks: Vec<_> = (0..12)
            .map(|nth| {
                let ctx = world.ctx.clone();
                tokio::spawn(
                    async move { sign_up(&ctx, "ada@example.org", PASSWORD, None, &format!("{nth:0>16}")).await },
                )
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(count_accounts(&world.ctx).await, 1);
        let told = told(&world.ctx, "ada@example.org").await;
        assert_eq!(told.iter().filter(|kind| *kind == "confirm-address").count(), 1, "{told:?}");
        confirm(&world.ctx, &last_token(&world.ctx, letters::CONFIRM).await).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_a_secret_ends_the_sessions_it_opened() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let (first, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let (second, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &first).await.unwrap();
        assert_eq!(devices(&ada).await.unwrap().len(), 2);
        assert!(change_password(&ada, "wrong", OTHER).await.is_err());
        change_password(&ada, PASSWORD, OTHER).await.unwrap();
        assert!(holding(ctx, &first).await.is_some(), "the one that asked stays");
        assert!(holding(ctx, &second).await.is_none());
        assert!(enter(ctx, "ada@example.org", PASSWORD).await.is_err());

        forgot_password(ctx, "ada@example.org").await.unwrap();
        reset_password(ctx, &last_token(ctx, letters::RESET).await, PASSWORD).await.unwrap();
        assert!(holding(ctx, &first).await.is_none(), "by link all end");

        let (third, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let account = holding(ctx, &third).await.unwrap().viewer.member.unwrap().account;
        let now = ctx.now();
        ctx.db
            .write(move |tx| Box::pin(async move { Ok::<_, DbError>(suspend(tx, account, now).await?) }))
            .await
            .unwrap();
        assert!(holding(ctx, &third).await.is_none(), "a moderator's stop holds at once");
        let (fourth, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &fourth).await.unwrap();
        assert_eq!(ada.viewer.member.as_ref().unwrap().standing, Standing::Suspended);
        sign_out(&ada).await.unwrap();
        assert!(holding(ctx, &fourth).await.is_none());
        assert_eq!(sessions::Entity::find().count(ctx.db.read()).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_persons_session_cannot_be_ended() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        join(ctx, "boris@example.org").await;
        let (ada, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let (boris, _) = enter(ctx, "boris@example.org", PASSWORD).await.unwrap();
        let (ada, boris) = (holding(ctx, &ada).await.unwrap(), holding(ctx, &boris).await.unwrap());
        let hers = devices(&ada).await.unwrap()[0].id;
        let refused = end_device(&boris, hers.as_str()).await.unwrap_err();
        let missing = end_device(&boris, "00000000000000000000").await.unwrap_err();
        assert_eq!(format!("{refused:?}"), format!("{missing:?}"));
        assert_eq!(devices(&ada).await.unwrap().len(), 1);
        end_device(&ada, hers.as_str()).await.unwrap();
        assert!(devices(&ada).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_is_confirmed_and_the_old_one_told() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        join(ctx, "boris@example.org").await;
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        ask_for_email(&ada, "ada@example.net", PASSWORD).await.unwrap();
        let token = last_token(ctx, letters::CHANGE_EMAIL).await;
        assert!(enter(ctx, "ada@example.net", PASSWORD).await.is_err(), "not before it is confirmed");
        confirm_email(ctx, &token).await.unwrap();
        enter(ctx, "ada@example.net", PASSWORD).await.unwrap();
        assert!(enter(ctx, "ada@example.org", PASSWORD).await.is_err());
        assert!(told(ctx, "ada@example.org").await.len() >= 3, "{:?}", told(ctx, "ada@example.org").await);

        // An address that is taken: the same answer, and its mailbox is told.
        let before = told(ctx, "boris@example.org").await.len();
        ask_for_email(&ada, "boris@example.org", PASSWORD).await.unwrap();
        assert_eq!(told(ctx, "boris@example.org").await.len(), before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_made_with_less_is_made_anew_at_the_next_sign_in() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let costs = crate::config::Hashing { memory_kib: 128, passes: 1, lanes: 1 };
        let dearer = Ctx { hasher: Hasher::new(costs, &ctx.dice).unwrap(), ..ctx.clone() };
        enter(&dearer, "ada@example.org", PASSWORD).await.unwrap();
        let row = accounts::Entity::find()
            .filter(accounts::Column::EmailKey.eq("ada@example.org"))
            .one(ctx.db.read())
            .await
            .unwrap()
            .unwrap();
        assert!(row.password_hash.0.contains("m=128"), "{}", row.password_hash.0);
        enter(&dearer, "ada@example.org", PASSWORD).await.unwrap();
    })
    .await;
}
