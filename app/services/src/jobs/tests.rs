//! Jobs on both databases.

use chrono::TimeDelta;
use domain::access::Capability;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::Value;

use super::entity::{Entity, Model, State};
use super::{NewJob, PURGE_FILES, PURGE_KEYS, backlog, enqueue, ensure_recurring, retry, run_due, store};
use crate::audit;
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::testing::on_both;

async fn ask(ctx: &Ctx, kind: &'static str, dedupe_key: Option<&'static str>) -> bool {
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                let dedupe_key = dedupe_key.map(str::to_owned);
                let job = NewJob { kind, due_at: now, payload: Value::Null, dedupe_key };
                Ok::<_, DbError>(enqueue(tx, &job, now).await?)
            })
        })
        .await
        .unwrap()
}

async fn all(ctx: &Ctx) -> Vec<Model> {
    Entity::find().all(ctx.db.read()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_with_a_known_key_is_not_asked_for_twice() {
    on_both(async |world| {
        assert!(ask(&world.ctx, PURGE_KEYS, Some("one")).await);
        assert!(!ask(&world.ctx, PURGE_KEYS, Some("one")).await);
        assert!(ask(&world.ctx, PURGE_KEYS, None).await);
        assert!(ask(&world.ctx, PURGE_KEYS, None).await);
        assert_eq!(all(&world.ctx).await.len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_comes_around_is_asked_for_once_and_comes_around() {
    on_both(async |world| {
        let ctx = &world.ctx;
        ensure_recurring(ctx).await.unwrap();
        ensure_recurring(ctx).await.unwrap();
        assert_eq!(all(ctx).await.len(), 16);
        assert_eq!(run_due(ctx).await.unwrap(), 16);
        assert_eq!(run_due(ctx).await.unwrap(), 0);
        world.clock.advance(TimeDelta::hours(1));
        assert_eq!(
            run_due(ctx).await.unwrap(),
            13,
            "eight kinds are hourly, digests, reminders, mentorship, cohorts and postings come every five minutes, the others are daily"
        );
        assert!(all(ctx).await.iter().all(|job| job.attempts == 0 && job.leased_until.is_none()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_without_a_handler_is_stuck_and_can_be_revived() {
    on_both(async |world| {
        let ctx = &world.ctx;
        ask(ctx, "no.such_kind", None).await;
        world.clock.advance(TimeDelta::seconds(7));
        assert_eq!(backlog(ctx).await.unwrap().oldest_due_seconds, 7);
        assert_eq!(run_due(ctx).await.unwrap(), 1);
        let job = all(ctx).await.remove(0);
        assert_eq!((job.state, job.attempts), (State::Stuck, 1));
        assert!(job.last_error.is_some());
        assert_eq!(backlog(ctx).await.unwrap(), super::Backlog { waiting: 0, stuck: 1, oldest_due_seconds: 0 });
        let admin = world.person("grace", &[Capability::Admin]).await;
        assert!(retry(&admin.ctx, job.id).await.unwrap());
        assert!(!retry(&admin.ctx, job.id).await.unwrap());
        let row = audit::list(&admin.ctx, &audit::Filter::default()).await.unwrap().rows.remove(0);
        assert_eq!((row.action.as_str(), row.note.as_str()), ("RunDesk", "retried unknown"));
        assert_eq!(run_due(ctx).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_many_workers_gets_a_job_and_a_lost_lease_is_taken_over() {
    on_both(async |world| {
        let ctx = &world.ctx;
        ask(ctx, PURGE_FILES, None).await;
        let id = all(ctx).await[0].id;
        let claim = || {
            let (db, now) = (ctx.db.clone(), ctx.now());
            tokio::spawn(async move {
                db.write(move |tx| {
                    Box::pin(async move { Ok::<_, DbError>(store::claim(tx, id, now, now + store::LEASE).await?) })
                })
                .await
                .unwrap()
            })
        };
        let workers: Vec<_> = (0..20).map(|_| claim()).collect();
        let mut winners = 0;
        for worker in workers {
            winners += u32::from(worker.await.unwrap());
        }
        assert_eq!(winners, 1);

        let held = all(ctx).await.remove(0);
        world.clock.advance(store::LEASE + TimeDelta::seconds(1));
        assert!(claim().await.unwrap(), "the lease has run out");
        let finished = ctx
            .db
            .write(move |tx| {
                let held = held.clone();
                Box::pin(async move { Ok::<_, DbError>(store::finish(tx, &held).await?) })
            })
            .await;
        assert!(!finished.unwrap(), "the first worker may not finish what another holds");
        assert_eq!(all(ctx).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_payload_is_not_tried_again() {
    on_both(async |world| {
        let ctx = &world.ctx;
        ask(ctx, PURGE_KEYS, None).await;
        ctx.db
            .write(|tx| {
                Box::pin(async move {
                    tx.execute_unprepared("UPDATE jobs SET payload = 'no json'").await?;
                    Ok::<_, DbError>(())
                })
            })
            .await
            .unwrap();
        run_due(ctx).await.unwrap();
        // Kinds that come around are put back for their next round, with the reason.
        let job = all(ctx).await.remove(0);
        assert_eq!(job.state, State::Waiting);
        assert!(job.last_error.is_some() && job.due_at > ctx.now());
    })
    .await;
}
