//! The whole database in one file: to another kind of database (`dump`, `load`) or into safety (`backup`).
//!
//! A dump is a tar of a manifest, one file of JSON lines for each table, and the uploaded files; it reads the same
//! from both kinds. A backup of SQLite holds the database file itself. Exporting what one person owns is not here.

mod archive;
mod backup;
mod dump;
mod load;
#[cfg(test)]
mod tests;
mod work;

use std::collections::BTreeMap;
use std::io;

use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

pub use backup::backup;
pub use dump::dump;
pub use load::load;

use crate::db::{DbError, DbKind};

/// The version of the archive's layout.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
/// The database file inside a backup of SQLite.
const DATABASE: &str = "landfall.sqlite";

/// What an archive says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    what: What,
    format: u32,
    kind: DbKind,
    /// The names of the schema's steps.
    schema: Vec<String>,
    /// Rows by table; empty in a backup of SQLite.
    rows: BTreeMap<String, u64>,
    /// Attached files that were missing on the disk already.
    missing_files: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum What {
    #[serde(rename = "landfall dump")]
    Dump,
    #[serde(rename = "landfall backup of SQLite")]
    SqliteBackup,
}

/// What went into an archive or came out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Rows by table; empty for a backup of SQLite.
    pub rows: BTreeMap<String, u64>,
    /// Uploaded files.
    pub files: usize,
    /// Uploaded files that the database knows but the disk does not have.
    pub missing_files: Vec<String>,
}

/// Why nothing was moved. Neither side has changed then.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A file or folder cannot be read or written.
    #[error("{0}")]
    Disk(#[from] io::Error),
    /// The archive is not one of ours, or is damaged.
    #[error("the archive cannot be used: {0}")]
    Archive(String),
    /// The archive was made by another version of the schema.
    #[error(
        "the archive has the schema step {archive}, this database {here}: use the version of landfall that made it"
    )]
    Schema {
        /// The last step of the archive.
        archive: String,
        /// The last step here.
        here: String,
    },
    /// The database to load into holds rows.
    #[error("the database already holds {0}: load into a new, migrated one")]
    NotEmpty(String),
}

impl From<DbErr> for TransferError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}
