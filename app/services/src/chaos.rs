//! Negative controls: each word removes one guard, so that a test can prove it would notice the loss.
//!
//! This module exists only with the feature `chaos`, which no release has.

/// The guard to remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chaos {
    /// Writes run inside the request, so that a dropped connection cancels them half way; on Postgres a connection
    /// returns to the pool as it is, which would hide it.
    NoSpawn,
    /// A commit is acknowledged before it is on the disk.
    NoFsync,
    /// SQLite transactions begin deferred.
    NoImmediate,
    /// A report of a problem is stored in two transactions.
    SplitWrite,
}

impl Chaos {
    /// Reads the word of the environment variable; `None` for an unknown one.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "no-spawn" => Some(Self::NoSpawn),
            "no-fsync" => Some(Self::NoFsync),
            "no-immediate" => Some(Self::NoImmediate),
            "split-write" => Some(Self::SplitWrite),
            _ => None,
        }
    }
}
