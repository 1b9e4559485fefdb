//! What was read from the database and holds until something is written.

use std::sync::Arc;

use sea_orm::DbErr;
use tokio::sync::Mutex;

use crate::db::Db;

/// One value of one process. Clones share it.
#[derive(Debug)]
pub struct Kept<T>(Arc<Mutex<Option<AsOf<T>>>>);

#[derive(Debug)]
struct AsOf<T> {
    /// The content version.
    version: u64,
    value: Arc<T>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Kept<T> {
    /// The value as of now: read anew if anything was written since. Whoever comes while it is read waits for that.
    pub(crate) async fn get(&self, db: &Db, read: impl Future<Output = Result<T, DbErr>>) -> Result<Arc<T>, DbErr> {
        let mut kept = self.0.lock().await;
        // Before the reading: what is written during it is read the next time.
        let version = db.version().get();
        if let Some(kept) = kept.as_ref().filter(|kept| kept.version == version) {
            return Ok(kept.value.clone());
        }
        let value = Arc::new(read.await?);
        *kept = Some(AsOf { version, value: value.clone() });
        Ok(value)
    }
}
