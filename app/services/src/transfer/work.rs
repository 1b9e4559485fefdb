//! A folder to put an archive together in, beside the uploaded files so that they can be linked instead of copied.

use std::io;
use std::path::{Path, PathBuf};

use crate::db::Db;
use crate::files::disk;
use crate::files::entity::State;

/// Gone with everything in it when dropped.
pub(super) struct WorkFolder(PathBuf);

impl WorkFolder {
    pub(super) async fn new(db: &Db) -> io::Result<Self> {
        disk::prepare(db.data_dir()).await?;
        let path = disk::unfinished(db.data_dir()).join(format!("work-{}", disk::fresh_name(db.dice())));
        for folder in ["", "tables", "files"] {
            tokio::fs::DirBuilder::new().mode(0o700).create(path.join(folder)).await?;
        }
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    pub(super) fn table(&self, name: &str) -> PathBuf {
        self.0.join("tables").join(format!("{name}.jsonl"))
    }

    /// Brings an uploaded file here by its name; `false` if the disk does not have it.
    pub(super) async fn bring(&self, data_dir: &Path, name: &str) -> io::Result<bool> {
        let (from, to) = (disk::folder(data_dir).join(name), self.files().join(name));
        if !disk::is_our_name(name) {
            return Ok(false);
        }
        // Some file systems know no links.
        match tokio::fs::hard_link(&from, &to).await {
            Ok(()) => Ok(true),
            Err(_) => match tokio::fs::copy(&from, &to).await {
                Ok(_) => Ok(true),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
                Err(error) => Err(error),
            },
        }
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "a work folder cannot be removed");
        }
    }
}

/// The word in the database for a staged upload, which may vanish at any time.
pub(super) fn is_staged(state: &str) -> bool {
    state == sea_orm::ActiveEnum::to_value(&State::Staged)
}
