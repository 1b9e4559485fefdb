//! The write helper's promises, on both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sea_orm::ConnectionTrait;

use crate::db::{Db, DbError, DbKind};
use crate::testing::{TestWorld, on_both};
use crate::version;

const MARK: &str = "INSERT INTO idempotency_keys (key, action, body_sha256, outcome, created_at) \
    VALUES ('mark', 'test', '', '1', '2026-11-03T15:00:00+00:00')";

async fn marks(db: &Db) -> i64 {
    let sql = sea_orm::Statement::from_string(
        db.read().get_database_backend(),
        "SELECT COUNT(*) FROM idempotency_keys WHERE action = 'test'",
    );
    db.read().query_one_raw(sql).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn mark(db: &Db) {
    db.write(|tx| {
        Box::pin(async move {
            tx.execute_unprepared("DELETE FROM idempotency_keys WHERE action = 'test'").await?;
            tx.execute_unprepared(MARK).await?;
            Ok::<_, DbError>(())
        })
    })
    .await
    .unwrap();
}

async fn settles(mut done: impl AsyncFnMut() -> bool) -> bool {
    for _ in 0..100 {
        if done().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_rolls_everything_back_and_moves_no_version() {
    on_both(async |world| {
        let db = &world.ctx.db;
        let before = db.version().get();
        let result = db
            .write(|tx| {
                Box::pin(async move {
                    tx.execute_unprepared(MARK).await?;
                    Err::<(), _>(DbError::Stopping)
                })
            })
            .await;
        assert!(matches!(result, Err(DbError::Stopping)));
        assert_eq!(marks(db).await, 0);
        assert_eq!(db.version().get(), before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_is_seen_and_counted_before_it_returns_and_housekeeping_is_not_counted() {
    on_both(async |world| {
        let db = &world.ctx.db;
        let before = db.version().get();
        mark(db).await;
        assert_eq!(marks(db).await, 1);
        assert_eq!(db.version().get(), before + 1);
        db.write(|tx| {
            Box::pin(async move {
                tx.housekeeping();
                tx.execute_unprepared("DELETE FROM idempotency_keys").await?;
                Ok::<_, DbError>(())
            })
        })
        .await
        .unwrap();
        db.write(|tx| {
            Box::pin(async move {
                let sql = "UPDATE jobs SET attempts = 1 WHERE id = -1";
                tx.execute_raw(sea_orm::Statement::from_string(tx.get_database_backend(), sql)).await?;
                Ok::<_, DbError>(())
            })
        })
        .await
        .unwrap();
        assert_eq!(db.version().get(), before + 1, "nothing a page shows has changed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_statement_that_is_swallowed_is_not_reported_as_stored() {
    on_both(async |world| {
        let result = world
            .ctx
            .db
            .write(|tx| {
                Box::pin(async move {
                    tx.execute_unprepared(MARK).await?;
                    let _ = tx.execute_unprepared("INSERT INTO no_such_table VALUES (1)").await;
                    Ok::<_, DbError>(())
                })
            })
            .await;
        assert!(result.is_err());
        assert_eq!(marks(&world.ctx.db).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_caller_does_not_stop_its_write() {
    on_both(async |world| {
        let db = world.ctx.db.clone();
        let begun = Arc::new(tokio::sync::Notify::new());
        let signal = begun.clone();
        let caller = tokio::spawn({
            let db = db.clone();
            async move {
                db.write(move |tx| {
                    let signal = signal.clone();
                    Box::pin(async move {
                        signal.notify_one();
                        tokio::time::sleep(Duration::from_millis(100)).await;
                        tx.execute_unprepared(MARK).await?;
                        Ok::<_, DbError>(())
                    })
                })
                .await
            }
        });
        begun.notified().await;
        caller.abort();
        assert!(settles(async || marks(&db).await == 1).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_inside_comes_out_and_leaves_the_database_usable() {
    on_both(async |world| {
        let db = world.ctx.db.clone();
        let task = tokio::spawn(async move {
            db.write(|tx| {
                Box::pin(async move {
                    tx.execute_unprepared(MARK).await?;
                    assert_eq!(tx.get_database_backend() as u8, u8::MAX, "this panic is part of the test");
                    Ok::<_, DbError>(())
                })
            })
            .await
        });
        assert!(task.await.unwrap_err().is_panic());
        assert_eq!(marks(&world.ctx.db).await, 0);
        mark(&world.ctx.db).await;
        assert_eq!(marks(&world.ctx.db).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_writers_that_read_first_all_succeed() {
    on_both(async |world| {
        let db = &world.ctx.db;
        mark(db).await;
        db.write(|tx| {
            Box::pin(async move {
                tx.execute_unprepared("UPDATE idempotency_keys SET outcome = '0'").await?;
                Ok::<_, DbError>(())
            })
        })
        .await
        .unwrap();
        let writers = (0..64).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(|tx| {
                    Box::pin(async move {
                        let sql = match tx.get_database_backend() {
                            sea_orm::DbBackend::Postgres => "SELECT outcome FROM idempotency_keys FOR UPDATE",
                            _ => "SELECT outcome FROM idempotency_keys",
                        };
                        let read = sea_orm::Statement::from_string(tx.get_database_backend(), sql);
                        let row = tx.query_one_raw(read).await?.unwrap();
                        let seen: i64 = row.try_get_by_index::<String>(0)?.parse().unwrap();
                        tokio::task::yield_now().await;
                        let next = format!("UPDATE idempotency_keys SET outcome = '{}'", seen + 1);
                        tx.execute_unprepared(&next).await?;
                        Ok::<_, DbError>(())
                    })
                })
                .await
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap().unwrap();
        }
        let sql = "SELECT 1 FROM idempotency_keys WHERE outcome = '64'";
        let found = sea_orm::Statement::from_string(db.read().get_database_backend(), sql);
        assert!(db.read().query_one_raw(found).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadlock_is_tried_again_until_both_are_stored() {
    if !crate::testing::kinds().contains(&DbKind::Postgres) {
        return;
    }
    let world = TestWorld::postgres().await;
    let db = &world.ctx.db;
    db.write(|tx| {
        Box::pin(async move {
            for key in ["a", "b"] {
                tx.execute_unprepared(&MARK.replace("'mark'", &format!("'{key}'"))).await?;
            }
            Ok::<_, DbError>(())
        })
    })
    .await
    .unwrap();
    let tries = Arc::new(AtomicU32::new(0));
    let one = |first: &'static str, second: &'static str| {
        let (db, tries) = (db.clone(), tries.clone());
        tokio::spawn(async move {
            db.write(move |tx| {
                tries.fetch_add(1, Ordering::SeqCst);
                Box::pin(async move {
                    for key in [first, second] {
                        let sql = format!("UPDATE idempotency_keys SET outcome = outcome || '1' WHERE key = '{key}'");
                        tx.execute_unprepared(&sql).await?;
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                    Ok::<_, DbError>(())
                })
            })
            .await
        })
    };
    let (left, right) = (one("a", "b"), one("b", "a"));
    left.await.unwrap().unwrap();
    right.await.unwrap().unwrap();
    assert!(tries.load(Ordering::SeqCst) >= 3, "one of the two had to begin again");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_of_another_process_shows_within_a_second_and_ones_own_counts_once() {
    on_both(async |world| {
        let db = &world.ctx.db;
        let watcher = tokio::spawn(version::watch(db.clone()));
        tokio::time::sleep(Duration::from_millis(600)).await;
        let before = db.version().get();
        mark(db).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(db.version().get(), before + 1);

        let other = world.second_process().await;
        mark(&other.db).await;
        let began = tokio::time::Instant::now();
        assert!(settles(async || db.version().get() > before + 1).await);
        assert!(began.elapsed() < Duration::from_secs(1));
        other.db.close().await.unwrap();
        watcher.abort();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_with_an_open_transaction_is_rolled_back_when_it_returns_to_the_pool() {
    if !crate::testing::kinds().contains(&DbKind::Postgres) {
        return;
    }
    let world = TestWorld::postgres().await;
    let db = &world.ctx.db;
    for _ in 0..20 {
        // What a cancelled BEGIN leaves behind: a transaction that the pool does not know of.
        db.read().execute_unprepared("BEGIN").await.unwrap();
    }
    mark(db).await;
    let other = world.second_process().await;
    assert_eq!(marks(&other.db).await, 1);
    let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
    let count = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, sql);
    let idle: i64 = other.db.read().query_one_raw(count).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    assert_eq!(idle, 0);
    other.db.close().await.unwrap();
    world.end().await;
}
