//! The content version: one number that moves whenever something a page shows has changed.
//!
//! Caches are keyed by it. The write helper raises it after a commit and before the answer; the watcher raises it
//! when another process has written.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx;

use crate::db::{Db, DbError};
use crate::dialect::DbKind;

/// The Postgres channel on which processes tell each other of a write.
pub(crate) const CHANNEL: &str = "landfall_content";

const POLL: Duration = Duration::from_millis(400);
const RECONNECT: Duration = Duration::from_millis(500);

/// The counter. Clones share it; it starts at 1 in every process.
#[derive(Debug, Clone)]
pub struct ContentVersion(Arc<AtomicU64>);

impl Default for ContentVersion {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(1)))
    }
}

impl ContentVersion {
    /// The version now. What is read from the database after this call is at least this new.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Something changed.
    pub(crate) fn raise(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Watches for writes of other processes for as long as the database is open; run it in a task of its own.
///
/// Such a write shows within half a second. Losing sight of the database counts as a change.
pub async fn watch(db: Db) {
    match db.kind() {
        DbKind::Sqlite => watch_file(&db).await,
        DbKind::Postgres => watch_channel(&db).await,
    }
}

/// Polls `PRAGMA data_version` on the connection that writes: there it moves only when somebody else has committed,
/// so that this process's own housekeeping does not empty its caches.
async fn watch_file(db: &Db) {
    let mut seen = None;
    while !db.is_closed() {
        match db.foreign_commits().await {
            Ok(now) => {
                if seen.is_some_and(|seen| seen != now) {
                    db.version().raise();
                }
                seen = Some(now);
            }
            Err(error) => {
                tracing::warn!(%error, "cannot see whether another process wrote");
                db.version().raise();
            }
        }
        tokio::time::sleep(POLL).await;
    }
}

async fn watch_channel(db: &Db) {
    while !db.is_closed() {
        if let Err(error) = listen(db).await
            && !db.is_closed()
        {
            tracing::warn!(%error, "cannot listen for writes of other processes");
        }
        db.version().raise();
        tokio::time::sleep(RECONNECT).await;
    }
}

async fn listen(db: &Db) -> Result<(), DbError> {
    let lost = |error: sqlx::Error| DbError::Listen(error.to_string());
    let mut listener = sqlx::postgres::PgListener::connect_with(db.postgres_pool()).await.map_err(lost)?;
    listener.listen(CHANNEL).await.map_err(lost)?;
    // What was written between the last look and LISTEN went unheard.
    db.version().raise();
    while let Some(message) = listener.try_recv().await.map_err(lost)? {
        if message.payload() != db.process_id() {
            db.version().raise();
        }
    }
    Ok(())
}
