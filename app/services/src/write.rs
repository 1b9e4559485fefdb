//! The inside of [`Db::write`](crate::db::Db::write): one transaction, tried again when the database asks for it.

use std::panic::resume_unwind;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use tokio::time::Instant;
use tracing::Instrument;

use crate::db::{Boxed, Db, DbError, DbKind};
use crate::dialect;
use crate::version::CHANNEL;

const TRIES: u32 = 5;
/// Beyond this no further try begins: the caller's own time limit is near.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the closure of a write returns.
pub type WriteFuture<'t, T, E> = Boxed<'t, Result<T, E>>;

/// An open transaction. Query it like any connection; only the write helper can begin, commit or roll back.
pub struct WriteTx {
    tx: DatabaseTransaction,
    notes: Mutex<Notes>,
}

#[derive(Default)]
struct Notes {
    touched: bool,
    housekeeping: bool,
    mail: bool,
    failure: Option<DbErr>,
}

impl WriteTx {
    /// Says that nothing a page shows is changing here (job leases, purges), so that caches may stay.
    pub fn housekeeping(&self) {
        self.notes().housekeeping = true;
    }

    /// Says that a mail is written here: the worker looks as soon as it is stored.
    pub(crate) fn has_mail(&self) {
        self.notes().mail = true;
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers a failed statement: Postgres turns the COMMIT after one into a silent ROLLBACK, so a closure that
    /// swallowed it must not be told that its work is stored.
    fn watch<T>(&self, result: Result<T, DbErr>, touched: impl FnOnce(&T) -> bool) -> Result<T, DbErr> {
        match &result {
            Ok(value) => self.notes().touched |= touched(value),
            Err(error) => {
                self.notes().failure.get_or_insert_with(|| error.clone());
            }
        }
        result
    }
}

#[sea_orm::prelude::async_trait::async_trait]
impl ConnectionTrait for WriteTx {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        let result = self.tx.execute_raw(stmt).await;
        self.watch(result, |done| done.rows_affected() > 0)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let writes = !dialect::only_reads(sql);
        let result = self.tx.execute_unprepared(sql).await;
        self.watch(result, |_| writes)
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        let writes = !dialect::only_reads(&stmt.sql);
        let result = self.tx.query_one_raw(stmt).await;
        self.watch(result, |row| writes && row.is_some())
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let writes = !dialect::only_reads(&stmt.sql);
        let result = self.tx.query_all_raw(stmt).await;
        self.watch(result, |rows| writes && !rows.is_empty())
    }
}

/// See [`Db::write`].
pub(crate) async fn run<T, E, F>(db: &Db, work: F) -> Result<T, E>
where
    F: for<'t> Fn(&'t WriteTx) -> WriteFuture<'t, T, E> + Send + Sync + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let own = db.clone();
    let task = async move { with_retries(&own, &work).await }.in_current_span();
    #[cfg(feature = "chaos")]
    if db.chaos() == Some(crate::chaos::Chaos::NoSpawn) {
        return task.await;
    }
    match tokio::spawn(task).await {
        Ok(result) => result,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(_) => Err(DbError::Stopping.into()),
        },
    }
}

enum Attempt<T, E> {
    Done(Result<T, E>),
    Again(E),
}

async fn with_retries<T, E, F>(db: &Db, work: &F) -> Result<T, E>
where
    F: for<'t> Fn(&'t WriteTx) -> WriteFuture<'t, T, E> + Send + Sync,
    T: Send,
    E: From<DbError> + Send,
{
    let began = Instant::now();
    let mut tries = 1;
    loop {
        match once(db, work).await {
            Attempt::Done(result) => return result,
            Attempt::Again(error) if tries == TRIES || began.elapsed() > PATIENCE => return Err(error),
            Attempt::Again(_) => {
                let jitter = db.dice().below(20 << tries);
                tokio::time::sleep(Duration::from_millis(jitter)).await;
                tries += 1;
            }
        }
    }
}

fn again_or_done<T, E: From<DbError>>(error: DbErr) -> Attempt<T, E> {
    if dialect::is_retryable(&error) {
        Attempt::Again(DbError::from(error).into())
    } else {
        Attempt::Done(Err(DbError::from(error).into()))
    }
}

async fn once<T, E, F>(db: &Db, work: &F) -> Attempt<T, E>
where
    F: for<'t> Fn(&'t WriteTx) -> WriteFuture<'t, T, E> + Send + Sync,
    T: Send,
    E: From<DbError> + Send,
{
    let tx = match begin(db).await {
        Ok(tx) => WriteTx { tx, notes: Mutex::default() },
        Err(error) => return again_or_done(error),
    };
    let result = work(&tx).await;
    let WriteTx { tx, notes } = tx;
    let notes = notes.into_inner().unwrap_or_else(PoisonError::into_inner);
    match (result, notes.failure) {
        (Ok(value), None) => match commit(db, tx, notes.touched && !notes.housekeeping).await {
            Ok(()) => {
                if notes.mail {
                    db.mail().notify_one();
                }
                Attempt::Done(Ok(value))
            }
            Err(error) => again_or_done(error),
        },
        (Ok(_), Some(failure)) => {
            roll_back(tx).await;
            again_or_done(failure)
        }
        (Err(error), failure) => {
            roll_back(tx).await;
            if failure.as_ref().is_some_and(dialect::is_retryable) {
                Attempt::Again(error)
            } else {
                Attempt::Done(Err(error))
            }
        }
    }
}

async fn begin(db: &Db) -> Result<DatabaseTransaction, DbErr> {
    let sqlite_transaction_mode = match db.kind() {
        DbKind::Sqlite => Some(sqlite_mode(db)),
        DbKind::Postgres => None,
    };
    db.writer()
        .begin_with_options(TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() })
        .await
}

#[cfg(not(feature = "chaos"))]
fn sqlite_mode(_: &Db) -> SqliteTransactionMode {
    SqliteTransactionMode::Immediate
}

#[cfg(feature = "chaos")]
fn sqlite_mode(db: &Db) -> SqliteTransactionMode {
    match db.chaos() {
        Some(crate::chaos::Chaos::NoImmediate) => SqliteTransactionMode::Deferred,
        _ => SqliteTransactionMode::Immediate,
    }
}

/// Commits and, if a page may look different now, tells this process and the others.
async fn commit(db: &Db, tx: DatabaseTransaction, seen: bool) -> Result<(), DbErr> {
    if !seen {
        return tx.commit().await;
    }
    if db.kind() == DbKind::Postgres {
        let notify = "SELECT pg_notify($1, $2)";
        let values = [CHANNEL.into(), db.process_id().into()];
        tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, notify, values)).await?;
    }
    let done = tx.commit().await;
    // Also after an error: a commit whose answer was lost may still have happened.
    db.version().raise();
    done
}

async fn roll_back(tx: DatabaseTransaction) {
    if let Err(error) = tx.rollback().await {
        tracing::warn!(%error, "a rollback failed; the connection will not be used again");
    }
}
