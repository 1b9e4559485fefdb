//! Keys on both databases.

use chrono::TimeDelta;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{Key, Once, once, purge};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::testing::on_both;

/// A use case whose effect is one job.
async fn act(ctx: &Ctx, body: &'static [u8]) -> Result<Option<u64>, DbError> {
    let (now, throw) = (ctx.now(), ctx.dice.below(1_000_000));
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                let key = Key::parse("0123456789abcdef").unwrap();
                match once(tx, &key, "test/act", body, now).await? {
                    Once::Replay(throw) => Ok(Some(throw)),
                    Once::Conflict => Ok(None),
                    Once::Fresh(ticket) => {
                        let job = crate::jobs::NewJob {
                            kind: "test",
                            due_at: now,
                            payload: serde_json::Value::Null,
                            dedupe_key: None,
                        };
                        crate::jobs::enqueue(tx, &job, now).await?;
                        ticket.finish(tx, &throw).await?;
                        Ok(Some(throw))
                    }
                }
            })
        })
        .await
}

async fn effects(ctx: &Ctx) -> u64 {
    crate::jobs::entity::Entity::find().count(ctx.db.read()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_sendings_at_once_have_one_effect_and_one_answer() {
    on_both(async |world| {
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let ctx = world.ctx.clone();
                tokio::spawn(async move { act(&ctx, b"same").await })
            })
            .collect();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap().unwrap());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
        assert_eq!(effects(&world.ctx).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_body_under_the_same_key_is_refused_until_the_key_is_forgotten() {
    on_both(async |world| {
        let ctx = &world.ctx;
        assert!(act(ctx, b"one").await.unwrap().is_some());
        assert_eq!(act(ctx, b"two").await.unwrap(), None);
        world.clock.advance(TimeDelta::hours(47));
        purge(ctx).await.unwrap();
        assert_eq!(act(ctx, b"two").await.unwrap(), None);
        world.clock.advance(TimeDelta::hours(2));
        purge(ctx).await.unwrap();
        assert!(act(ctx, b"two").await.unwrap().is_some());
        assert_eq!(effects(ctx).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sending_that_came_to_nothing_is_forgotten_and_the_rest_of_its_transaction_stays() {
    on_both(async |world| {
        let (ctx, now) = (&world.ctx, world.ctx.now());
        let taken = ctx.db.write(move |tx| {
            Box::pin(async move {
                let key = Key::parse("0123456789abcdef").unwrap();
                let Once::Fresh(ticket) = once::<u64>(tx, &key, "test/act", b"one", now).await? else {
                    return Ok(false);
                };
                let job = crate::jobs::NewJob {
                    kind: "test",
                    due_at: now,
                    payload: serde_json::Value::Null,
                    dedupe_key: None,
                };
                crate::jobs::enqueue(tx, &job, now).await?;
                ticket.forget(tx).await?;
                Ok::<_, DbError>(true)
            })
        });
        assert!(taken.await.unwrap());
        assert_eq!(effects(ctx).await, 1);
        assert!(act(ctx, b"two").await.unwrap().is_some(), "the key is free for another body");
        assert_eq!(act(ctx, b"one").await.unwrap(), None);
    })
    .await;
}

#[test]
fn a_key_is_plain_and_long_enough() {
    assert!(Key::parse("0123456789abcdef").is_some());
    assert!(Key::parse("AZaz09-_AZaz09-_").is_some());
    for bad in ["", "short", "0123456789abcde\n", "0123456789 abcdef", &"x".repeat(65), "ключключключключ"]
    {
        assert!(Key::parse(bad).is_none(), "{bad:?}");
    }
}
