//! The database: reading is free, writing goes through one door.
//!
//! [`Db::write`] is the only way to a writable connection. It begins at once as a writer, runs apart from the request
//! (a cancelled request must never leave an open transaction behind), tries again when the database asks for it,
//! and raises the content version before it returns. Queries do not belong here.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement, sqlx};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Notify;

pub use crate::dialect::{DbKind, is_away};
pub use crate::snapshot::Snapshot;
pub use crate::write::{WriteFuture, WriteTx};

use crate::dice::Dice;
use crate::idempotency::hex;
use crate::open;
use crate::version::ContentVersion;

/// Where the database is and how it is opened.
#[derive(Debug, Clone)]
pub struct DbConfig {
    /// `sqlite://path/to/file` or `postgres://user:password@host/name`.
    pub url: SecretString,
    /// The folder of the instance; uploaded files live under it.
    pub data_dir: PathBuf,
    /// Connections that read at the same time; on Postgres the size of the one pool.
    pub reader_connections: u32,
    /// How long a statement waits for a lock of SQLite, or a caller for a free connection.
    pub busy_timeout: Duration,
    /// The guard to remove, for negative controls.
    #[cfg(feature = "chaos")]
    pub chaos: Option<crate::chaos::Chaos>,
}

impl DbConfig {
    /// The usual settings for this address: 8 connections, 10 seconds of patience.
    pub fn new(url: impl Into<SecretString>, data_dir: impl Into<PathBuf>) -> Self {
        Self {
            url: url.into(),
            data_dir: data_dir.into(),
            reader_connections: 8,
            busy_timeout: Duration::from_secs(10),
            #[cfg(feature = "chaos")]
            chaos: None,
        }
    }
}

/// Why the database did not answer. The text is for logs, never for users.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    /// The address names neither SQLite nor Postgres.
    #[error("the database address must begin with sqlite:// or postgres://")]
    Url,
    /// The database refused or failed.
    #[error(transparent)]
    Db(#[from] DbErr),
    /// The connection that listens for other processes' writes is lost.
    #[error("listening failed: {0}")]
    Listen(String),
    /// The process is stopping; the write did not happen.
    #[error("the server is stopping")]
    Stopping,
}

/// The database of this instance. Cheap to clone; clones share the pools.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    kind: DbKind,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    /// How often the SQLite writer was opened: `data_version` means nothing across two connections.
    writer_opened: Arc<AtomicU64>,
    version: ContentVersion,
    mail: Notify,
    dice: Dice,
    process_id: String,
    closed: AtomicBool,
    config: DbConfig,
    #[cfg(any(test, feature = "testing"))]
    queries: Arc<AtomicU64>,
}

/// Counts the queries of a connection, so that a test can hold a page to its number.
#[cfg(any(test, feature = "testing"))]
fn counted(mut reader: DatabaseConnection) -> (DatabaseConnection, Arc<AtomicU64>) {
    let queries = Arc::new(AtomicU64::new(0));
    let counter = queries.clone();
    reader.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    (reader, queries)
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("kind", &self.inner.kind).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens the database. A missing SQLite file is created, its folder is not.
    pub async fn connect(config: &DbConfig) -> Result<Self, DbError> {
        let kind = DbKind::of(config.url.expose_secret()).ok_or(DbError::Url)?;
        let writer_opened = Arc::new(AtomicU64::new(0));
        let (reader, writer) = match kind {
            DbKind::Sqlite => {
                let writer = Database::connect(open::sqlite_writer(config, &writer_opened)).await?;
                (Database::connect(open::sqlite_reader(config)).await?, writer)
            }
            DbKind::Postgres => {
                let pool = Database::connect(open::postgres(config)).await?;
                (pool.clone(), pool)
            }
        };
        #[cfg(any(test, feature = "testing"))]
        let (reader, queries) = counted(reader);
        let dice = Dice::os();
        let process_id = hex(&dice.bytes::<8>());
        Ok(Self {
            inner: Arc::new(Inner {
                kind,
                reader,
                writer,
                writer_opened,
                version: ContentVersion::default(),
                mail: Notify::new(),
                dice,
                process_id,
                closed: AtomicBool::new(false),
                config: config.clone(),
                #[cfg(any(test, feature = "testing"))]
                queries,
            }),
        })
    }

    /// Which database this is.
    pub fn kind(&self) -> DbKind {
        self.inner.kind
    }

    /// How many queries [`Db::read`] has carried so far.
    #[cfg(any(test, feature = "testing"))]
    pub fn queries(&self) -> u64 {
        self.inner.queries.load(Ordering::Relaxed)
    }

    /// The content version of this process.
    pub fn version(&self) -> &ContentVersion {
        &self.inner.version
    }

    /// Told of each mail that this process stores.
    pub(crate) fn mail(&self) -> &Notify {
        &self.inner.mail
    }

    /// The folder of the instance.
    pub fn data_dir(&self) -> &Path {
        &self.inner.config.data_dir
    }

    /// For queries. On SQLite such a connection refuses to write.
    pub fn read(&self) -> &(impl ConnectionTrait + use<>) {
        &self.inner.reader
    }

    /// Runs `work` in one transaction: all of it is stored when this returns `Ok`, none of it on `Err`.
    ///
    /// `work` may run several times (serialization failures, deadlocks, a busy file), so it must only touch the
    /// database through `tx`. It runs to its end even if the caller is cancelled. A panic inside comes out here.
    ///
    /// The content version moves if a row was touched, unless `work` says [`WriteTx::housekeeping`].
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t WriteTx) -> WriteFuture<'t, T, E> + Send + Sync + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        crate::write::run(self, work).await
    }

    /// Hands the writable pool to the migrator, the only one that manages its own transactions.
    pub async fn migrate<T, F, Fut>(&self, steps: F) -> Result<T, DbError>
    where
        F: FnOnce(DatabaseConnection) -> Fut,
        Fut: Future<Output = Result<T, DbErr>>,
    {
        let done = steps(self.inner.writer.clone()).await;
        self.inner.version.raise();
        Ok(done?)
    }

    /// Waits for running writes, then closes every connection.
    pub async fn close(&self) -> Result<(), DbError> {
        self.inner.closed.store(true, Ordering::SeqCst);
        self.inner.writer.close_by_ref().await?;
        self.inner.reader.close_by_ref().await?;
        Ok(())
    }

    /// Has [`Db::close`] been called?
    pub fn is_closed(&self) -> bool {
        self.inner.closed.load(Ordering::SeqCst)
    }

    /// The guard that is removed, if any.
    #[cfg(feature = "chaos")]
    pub fn chaos(&self) -> Option<crate::chaos::Chaos> {
        self.inner.config.chaos
    }

    /// Writes SQLite's log into the file and empties it, so that what was deleted is nowhere any more.
    pub(crate) async fn truncate_log(&self) -> Result<(), DbError> {
        let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
        self.inner.writer.query_one_raw(statement).await?;
        Ok(())
    }

    /// SQLite overwrites what it deletes; the log of what was there before goes with this. Called after somebody was erased.
    pub(crate) async fn forget_on_disk(&self) {
        if self.inner.kind == DbKind::Sqlite
            && let Err(error) = self.truncate_log().await
        {
            tracing::warn!(%error, "the database's log could not be emptied yet");
        }
    }

    /// Copies the SQLite file as it is now into a new file, while others go on writing.
    pub(crate) async fn copy_sqlite_file(&self, to: &Path) -> Result<(), DbError> {
        // A connection of its own: the readers refuse every statement that writes, this one to another file included.
        let mut options = open::quiet(&self.inner.config, 1);
        let busy = self.inner.config.busy_timeout;
        options.map_sqlx_sqlite_opts(move |sqlite| sqlite.create_if_missing(false).busy_timeout(busy));
        let connection = Database::connect(options).await?;
        let values = [to.to_string_lossy().into_owned().into()];
        let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", values);
        let copied = connection.execute_raw(copy).await;
        connection.close().await?;
        copied?;
        Ok(())
    }

    /// Opens what [`Db::copy_sqlite_file`] wrote, for reading only.
    pub(crate) async fn open_sqlite_copy(&self, copy: &Path) -> Result<DatabaseConnection, DbError> {
        let (mut options, copy) = (open::quiet(&self.inner.config, 1), copy.to_owned());
        options.map_sqlx_sqlite_opts(move |sqlite| sqlite.filename(&copy).create_if_missing(false).read_only(true));
        Ok(Database::connect(options).await?)
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.reader
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.writer
    }

    pub(crate) fn dice(&self) -> &Dice {
        &self.inner.dice
    }

    /// Names this process on the Postgres channel.
    pub(crate) fn process_id(&self) -> &str {
        &self.inner.process_id
    }

    pub(crate) fn postgres_pool(&self) -> &sqlx::PgPool {
        self.inner.writer.get_postgres_connection_pool()
    }

    /// A value that changes when another process has committed to the SQLite file.
    pub(crate) async fn foreign_commits(&self) -> Result<(u64, i64), DbError> {
        let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA data_version");
        let row = self.inner.writer.query_one_raw(statement).await?;
        let version = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        Ok((self.inner.writer_opened.load(Ordering::SeqCst), version))
    }
}

/// A boxed future, as the write helper's closures return it.
pub(crate) type Boxed<'t, T> = Pin<Box<dyn Future<Output = T> + Send + 't>>;
