//! The outbox: with the deed or not at all, and never too much for one person.

use std::net::IpAddr;

use chrono::TimeDelta;
use domain::notifications::{BY_STRANGERS_PER_ADDRESS, BY_STRANGERS_PER_RECIPIENT};
use futures::FutureExt;
use sea_orm::{ConnectionTrait, DbErr};

use super::*;
use crate::ctx::Viewer;
use crate::mail::entity::mails::State;
use crate::mail::purge;
use crate::testing::on_both;

/// The same surroundings, asked by somebody from this address.
fn from(ctx: &Ctx, peer: &str) -> Ctx {
    ctx.with_viewer(Viewer { peer: peer.parse::<IpAddr>().ok(), ..Viewer::house("test") })
}

fn to_stranger(ctx: &Ctx, to: &str) -> Outgoing {
    Outgoing::new(ctx, To::address(&email(to)), &reset(ctx))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_stored_with_its_deed_or_not_at_all() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let outgoing = to_stranger(ctx, "ada@example.org");
        let (given, now) = (outgoing.clone(), ctx.now());
        let failed = ctx.db.write(move |tx| {
            let outgoing = given.clone();
            Box::pin(async move {
                queue(tx, &outgoing, now).await?;
                Err::<(), DbError>(DbErr::Custom("the deed failed".to_owned()).into())
            })
        });
        assert!(failed.await.is_err());
        assert!(rows(ctx).await.is_empty());
        assert_eq!(queue_one(ctx, outgoing).await, Queued::Waiting);
        let stored = rows(ctx).await;
        assert_eq!((stored.len(), stored[0].state, stored[0].kind.as_str()), (1, State::Waiting, "reset-password"));
        assert!(!format!("{stored:?}").contains("reset-password/token"), "no link gets into logs");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_bombed_by_mails_that_anybody_can_cause() {
    on_both(async |world| {
        for number in 0..BY_STRANGERS_PER_RECIPIENT {
            let ctx = from(&world.ctx, &format!("192.0.2.{number}"));
            assert_eq!(queue_one(&ctx, to_stranger(&ctx, "ada@example.org")).await, Queued::Waiting);
        }
        let ctx = from(&world.ctx, "192.0.2.99");
        assert_eq!(queue_one(&ctx, to_stranger(&ctx, "Ada@Example.org")).await, Queued::TooMany, "one mailbox");
        assert_eq!(queue_one(&ctx, to_stranger(&ctx, "grace@example.org")).await, Queued::Waiting);
        queue_to(&ctx, "ada").await;
        world.clock.advance(TimeDelta::minutes(61));
        assert_eq!(queue_one(&ctx, to_stranger(&ctx, "ada@example.org")).await, Queued::Waiting);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sprays_mail_from_one_household() {
    on_both(async |world| {
        for number in 0..BY_STRANGERS_PER_ADDRESS {
            let ctx = from(&world.ctx, &format!("2001:db8:0:1::{number}"));
            let outgoing = to_stranger(&ctx, &format!("person{number}@example.org"));
            assert_eq!(queue_one(&ctx, outgoing).await, Queued::Waiting);
        }
        let ctx = from(&world.ctx, "2001:db8:0:1::ffff");
        assert_eq!(queue_one(&ctx, to_stranger(&ctx, "last@example.org")).await, Queued::TooMany);
        let ctx = from(&world.ctx, "2001:db8:0:2::1");
        assert_eq!(queue_one(&ctx, to_stranger(&ctx, "last@example.org")).await, Queued::Waiting);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_find_room_for_three() {
    on_both(async |world| {
        let tasks: Vec<_> = (0..20)
            .map(|number| {
                let ctx = from(&world.ctx, &format!("192.0.2.{number}"));
                tokio::spawn(async move { queue_one(&ctx, to_stranger(&ctx, "ada@example.org")).await })
            })
            .collect();
        let mut waiting = 0;
        for task in tasks {
            waiting += u64::from(task.await.unwrap() == Queued::Waiting);
        }
        assert_eq!(waiting, BY_STRANGERS_PER_RECIPIENT);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_goes_with_its_account_and_old_ones_go_by_themselves() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let ctx = &world.ctx;
        queue_one(ctx, Outgoing::new(ctx, To::person(&ada.email, ada.account, None), &password_changed(ctx))).await;
        queue_to(ctx, "grace").await;
        let account = ada.account;
        let erased = ctx.db.write(move |tx| {
            Box::pin(async move {
                tx.execute_unprepared(&format!("DELETE FROM accounts WHERE id = {account}")).await?;
                Ok::<_, DbError>(())
            })
        });
        erased.await.unwrap();
        assert_eq!(rows(ctx).await.len(), 1);
        assert_eq!(send(ctx).await, 1, "into the folder");
        world.clock.advance(TimeDelta::days(6));
        purge(ctx).await.unwrap();
        assert_eq!(rows(ctx).await.len(), 1);
        world.clock.advance(TimeDelta::days(2));
        purge(ctx).await.unwrap();
        assert!(rows(ctx).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_worker_is_told_of_a_mail_once_it_is_stored() {
    on_both(async |world| {
        let told = || world.ctx.db.mail().notified().now_or_never().is_some();
        let lost = world
            .ctx
            .db
            .write(|tx| {
                tx.has_mail();
                Box::pin(async move { Err::<(), _>(DbError::Stopping) })
            })
            .await;
        assert!(lost.is_err() && !told(), "nothing was stored");
        queue_to(&world.ctx, "ana").await;
        assert!(told());
        assert!(!told(), "said once");
    })
    .await;
}
