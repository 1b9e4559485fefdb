//! Negative controls: without its guard, each promise is seen to break; with it, the same story ends well.
#![expect(clippy::unwrap_used, reason = "clippy does not take a module of tests for one when it needs a feature too")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use domain::moderation::ReportForm;
use sea_orm::{ConnectionTrait, Statement};
use tokio::time::{Instant, sleep};

use crate::chaos::Chaos;
use crate::ctx::Ctx;
use crate::db::{Db, DbConfig, DbError};
use crate::dialect;
use crate::testing::{TestWorld, on_both};

const MARK: &str = "INSERT INTO idempotency_keys (key, action, body_sha256, outcome, created_at) \
    VALUES ('mark', 'test', '', '1', '2026-11-03T15:00:00+00:00')";

async fn opened(world: &TestWorld, chaos: Option<Chaos>) -> Ctx {
    let config = DbConfig { chaos, ..world.db_config.clone() };
    Ctx { db: Db::connect(&config).await.unwrap(), ..world.ctx.clone() }
}

async fn count(db: &Db, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let statement = Statement::from_string(db.read().get_database_backend(), sql);
    db.read().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// A write whose caller goes away in the middle. Answers whether it was stored all the same.
async fn survives_its_caller(db: &Db) -> bool {
    let begun = Arc::new(tokio::sync::Notify::new());
    let (caller_db, signal) = (db.clone(), begun.clone());
    let caller = tokio::spawn(async move {
        let work = caller_db.write(move |tx| {
            let signal = signal.clone();
            Box::pin(async move {
                tx.execute_unprepared(MARK).await?;
                signal.notify_one();
                sleep(Duration::from_millis(100)).await;
                Ok::<_, DbError>(())
            })
        });
        work.await
    });
    begun.notified().await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    sleep(Duration::from_millis(500)).await;
    count(db, "idempotency_keys").await == 1
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_task_of_its_own_a_write_is_lost_with_its_caller() {
    on_both(async |world| {
        let ctx = opened(world, Some(Chaos::NoSpawn)).await;
        assert!(!survives_its_caller(&ctx.db).await);
        assert!(survives_its_caller(&world.ctx.db).await);
        ctx.db.close().await.unwrap();
    })
    .await;
}

/// One process reads, takes its time and writes, while another writes again and again. Answers what became of the slow
/// write and how often it was tried.
async fn slow_write_among_quick_ones(slow: &Db, quick: &Db) -> (Result<(), DbError>, u32) {
    let stop = Arc::new(AtomicBool::new(false));
    let (commits, tries) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let other = tokio::spawn({
        let (stop, commits, quick) = (stop.clone(), commits.clone(), quick.clone());
        async move {
            while !stop.load(Ordering::SeqCst) {
                let work = quick.write(|tx| {
                    Box::pin(async move {
                        // Always another value: SQLite writes nothing where nothing changes.
                        let sql = "UPDATE idempotency_keys SET body_sha256 = body_sha256 || 'x'";
                        tx.execute_unprepared(sql).await?;
                        Ok::<_, DbError>(())
                    })
                });
                work.await.unwrap();
                commits.fetch_add(1, Ordering::SeqCst);
                sleep(Duration::from_millis(10)).await;
            }
        }
    });
    let counter = tries.clone();
    let work = slow.write(move |tx| {
        let commits = commits.clone();
        counter.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let read = Statement::from_string(tx.get_database_backend(), "SELECT outcome FROM idempotency_keys");
            tx.query_one_raw(read).await?;
            // Until the other has written, or is seen to wait.
            let (began, before) = (Instant::now(), commits.load(Ordering::SeqCst));
            while commits.load(Ordering::SeqCst) < before + 2 && began.elapsed() < Duration::from_millis(400) {
                sleep(Duration::from_millis(5)).await;
            }
            tx.execute_unprepared("UPDATE idempotency_keys SET outcome = 'slow'").await?;
            Ok::<_, DbError>(())
        })
    });
    let outcome = work.await;
    stop.store(true, Ordering::SeqCst);
    other.await.unwrap();
    (outcome, tries.load(Ordering::SeqCst))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_begins_as_a_reader_is_refused_for_ever_while_another_process_writes() {
    let world = TestWorld::sqlite().await;
    let quick = world.second_process().await;
    let mark = quick.db.write(|tx| {
        Box::pin(async move {
            tx.execute_unprepared(MARK).await?;
            Ok::<_, DbError>(())
        })
    });
    mark.await.unwrap();
    let deferred = opened(&world, Some(Chaos::NoImmediate)).await;
    let (outcome, tries) = slow_write_among_quick_ones(&deferred.db, &quick.db).await;
    assert!(matches!(&outcome, Err(DbError::Db(error)) if dialect::is_retryable(error)), "{outcome:?}");
    assert_eq!(tries, 5, "it was given up");

    let (outcome, tries) = slow_write_among_quick_ones(&world.ctx.db, &quick.db).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(tries, 1, "the guard lets the others wait");
    for db in [&deferred.db, &quick.db] {
        db.close().await.unwrap();
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_two_transactions_a_refused_report_leaves_its_key_behind_and_the_check_sees_it() {
    on_both(async |world| {
        let ctx = opened(world, Some(Chaos::SplitWrite)).await;
        let form = ReportForm {
            page: "/".to_owned(),
            what: "unkind".to_owned(),
            details: "A remark that helps nobody.".to_owned(),
            file: ctx.dice.public_id().to_string(),
            key: "0123456789abcdef".to_owned(),
        };
        assert!(crate::moderation::report_problem(&ctx, form).await.is_err());
        assert_eq!((count(&ctx.db, "idempotency_keys").await, count(&ctx.db, "reports").await), (1, 0));
        assert_eq!(crate::check::check(&ctx).await.unwrap().len(), 1);
        ctx.db.close().await.unwrap();
    })
    .await;
}
