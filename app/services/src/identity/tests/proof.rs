//! A password that was right a moment ago, and what happened since.

use chrono::TimeDelta;
use domain::refusal::Refusal;

use super::super::proof::still_proven;
use super::*;

const ADA: &str = "ada@example.org";

async fn account_of(ctx: &Ctx) -> accounts::Model {
    accounts::Entity::find().filter(accounts::Column::EmailKey.eq(ADA)).one(ctx.db.read()).await.unwrap().unwrap()
}

/// What the transaction of a deed finds when the password was checked on `row`.
async fn still(ada: &Ctx, row: &accounts::Model) -> Result<(), IdentityError> {
    let (row, session, now) = (row.clone(), ada.viewer.member.as_ref().unwrap().session, ada.now());
    ada.db
        .write(move |tx| {
            let row = row.clone();
            Box::pin(async move { still_proven(tx, &row, session, now).await })
        })
        .await
}

fn is_over(outcome: &Result<(), IdentityError>) -> bool {
    matches!(outcome, Err(IdentityError::Refused(Refusal::SignInAgain)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_proves_nothing_once_it_is_changed_or_its_session_ended() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, ADA).await;
        let (cookie, _) = enter(ctx, ADA, PASSWORD).await.unwrap();
        let (other, _) = enter(ctx, ADA, PASSWORD).await.unwrap();
        let (ada, thief) = (holding(ctx, &cookie).await.unwrap(), holding(ctx, &other).await.unwrap());
        let row = account_of(ctx).await;
        still(&ada, &row).await.unwrap();
        still(&thief, &row).await.unwrap();
        sign_out(&thief).await.unwrap();
        assert!(is_over(&still(&thief, &row).await), "the session has ended");
        world.clock.advance(TimeDelta::seconds(1));
        change_password(&ada, PASSWORD, OTHER).await.unwrap();
        assert!(is_over(&still(&ada, &row).await), "the password is another");
        still(&ada, &account_of(ctx).await).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_does_nothing_with_a_right_password() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, ADA).await;
        let (cookie, _) = enter(ctx, ADA, PASSWORD).await.unwrap();
        let thief = holding(ctx, &cookie).await.unwrap();
        sign_out(&thief).await.unwrap();
        let before = account_of(ctx).await;
        for outcome in [
            change_password(&thief, PASSWORD, OTHER).await,
            ask_for_email(&thief, "eve@example.org", PASSWORD).await,
            begin_two_factor(&thief, PASSWORD).await,
            end_two_factor(&thief, PASSWORD).await,
            prove(&thief, PASSWORD, "password").await,
            leave(&thief, PASSWORD, true).await,
        ] {
            assert!(is_over(&outcome), "{outcome:?}");
        }
        assert_eq!(account_of(ctx).await, before);
        assert!(told(ctx, "eve@example.org").await.is_empty());
    })
    .await;
}
