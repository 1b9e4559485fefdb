//! How the pools are opened: sizes, waiting times, and what must be set on each connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::ConnectOptions;
use sea_orm::sqlx::sqlite::SqliteSynchronous;
use secrecy::ExposeSecret;

use crate::db::DbConfig;
use crate::dialect;

pub(crate) fn quiet(config: &DbConfig, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(config.url.expose_secret());
    options
        .max_connections(connections)
        .acquire_timeout(config.busy_timeout)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

pub(crate) fn sqlite_writer(config: &DbConfig, opened: &Arc<AtomicU64>) -> ConnectOptions {
    let (busy, synchronous, opened) = (config.busy_timeout, synchronous(config), opened.clone());
    let mut options = quiet(config, 1);
    options
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        // Many requests may wait for the one writer; each write takes milliseconds.
        .acquire_timeout(config.busy_timeout * 2)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |sqlite| dialect::sqlite_writer(sqlite, busy, synchronous))
        .map_sqlx_sqlite_pool_opts(move |pool| {
            let opened = opened.clone();
            pool.after_connect(move |_, _| {
                opened.fetch_add(1, Ordering::SeqCst);
                Box::pin(async { Ok(()) })
            })
        });
    options
}

pub(crate) fn sqlite_reader(config: &DbConfig) -> ConnectOptions {
    let busy = config.busy_timeout;
    let mut options = quiet(config, config.reader_connections.max(2));
    options
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |sqlite| dialect::sqlite_reader(sqlite, busy));
    options
}

pub(crate) fn postgres(config: &DbConfig) -> ConnectOptions {
    // One more for the connection that listens.
    let mut options = quiet(config, config.reader_connections.max(2) + 1);
    let commit = synchronous_commit(config);
    options
        .min_connections(1)
        .test_before_acquire(looks_before_lending(config))
        .map_sqlx_postgres_opts(move |postgres| dialect::postgres(postgres, commit));
    if rolls_back_on_release(config) {
        dialect::postgres_rolls_back_on_release(&mut options);
    }
    options
}

#[cfg(not(feature = "chaos"))]
fn rolls_back_on_release(_: &DbConfig) -> bool {
    true
}

/// While Postgres was away every connection died; one that is lent out all the same costs somebody their write.
#[cfg(not(feature = "chaos"))]
fn looks_before_lending(_: &DbConfig) -> bool {
    true
}

#[cfg(not(feature = "chaos"))]
fn synchronous(_: &DbConfig) -> SqliteSynchronous {
    SqliteSynchronous::Full
}

#[cfg(not(feature = "chaos"))]
fn synchronous_commit(_: &DbConfig) -> &'static str {
    "on"
}

#[cfg(feature = "chaos")]
fn looks_before_lending(config: &DbConfig) -> bool {
    config.chaos != Some(crate::chaos::Chaos::NoPing)
}

#[cfg(feature = "chaos")]
fn synchronous(config: &DbConfig) -> SqliteSynchronous {
    match config.chaos {
        Some(crate::chaos::Chaos::NoFsync) => SqliteSynchronous::Normal,
        _ => SqliteSynchronous::Full,
    }
}

#[cfg(feature = "chaos")]
fn synchronous_commit(config: &DbConfig) -> &'static str {
    match config.chaos {
        Some(crate::chaos::Chaos::NoFsync) => "off",
        _ => "on",
    }
}

/// Either guard alone keeps a vanished client from leaving a transaction open: the task of its own, because no write is
/// cancelled, and this rollback, because it ends what a cancelled one began. A control that removed only one of them
/// would stay green.
#[cfg(feature = "chaos")]
fn rolls_back_on_release(config: &DbConfig) -> bool {
    config.chaos != Some(crate::chaos::Chaos::NoSpawn)
}

#[cfg(test)]
mod tests {
    use sea_orm::ConnectionTrait;

    use crate::db::DbError;
    use crate::testing::TestWorld;

    #[tokio::test(flavor = "multi_thread")]
    async fn readers_cannot_write_on_sqlite() {
        let world = TestWorld::sqlite().await;
        assert!(world.ctx.db.read().execute_unprepared("DELETE FROM jobs").await.is_err());
        world.end().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn sqlite_is_opened_durable_and_strict() {
        let world = TestWorld::sqlite().await;
        let ask = async |pragma: &str| -> String {
            let pragma = pragma.to_owned();
            world
                .ctx
                .db
                .write(move |tx| {
                    let pragma = pragma.clone();
                    Box::pin(async move {
                        let sql =
                            sea_orm::Statement::from_string(tx.get_database_backend(), format!("PRAGMA {pragma}"));
                        let row = tx.query_one_raw(sql).await?.unwrap();
                        let text = row.try_get_by_index::<String>(0);
                        Ok::<_, DbError>(text.or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))?)
                    })
                })
                .await
                .unwrap()
        };
        assert_eq!(ask("journal_mode").await, "wal");
        assert_eq!(ask("synchronous").await, "2");
        assert_eq!(ask("foreign_keys").await, "1");
        assert_eq!(ask("secure_delete").await, "1");
        assert_eq!(ask("busy_timeout").await, "10000");
        world.end().await;
    }
}
