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
    /// A report of a problem is stored in two transactions, a step of a profile in one for each answer, a move of an
    /// application in one for its places and one for itself, and the result of a cohort in one for itself and one for its
    /// pairs.
    SplitWrite,
    /// Signing in with an address that has no account hashes nothing.
    QuickExit,
    /// Whoever comes takes a mail to send, held by another worker or not.
    NoLease,
    /// A mail counts as sent before it is.
    MarkFirst,
    /// Connections to Postgres are lent out without a look whether they still live.
    NoPing,
    /// Passwords are checked all at once.
    NoQueue,
    /// Whoever comes gets a seat, however many there are.
    NoSeats,
    /// A mentee's list goes on after a mentor was confirmed.
    NoListEnd,
    /// Whoever orders gets a code, however many there are.
    NoCap,
    /// A place at a host that becomes free goes to nobody.
    NoNext,
}

impl Chaos {
    /// Reads the word of the environment variable; `None` for an unknown one.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "no-spawn" => Some(Self::NoSpawn),
            "no-fsync" => Some(Self::NoFsync),
            "no-immediate" => Some(Self::NoImmediate),
            "split-write" => Some(Self::SplitWrite),
            "quick-exit" => Some(Self::QuickExit),
            "no-lease" => Some(Self::NoLease),
            "mark-first" => Some(Self::MarkFirst),
            "no-ping" => Some(Self::NoPing),
            "no-queue" => Some(Self::NoQueue),
            "no-seats" => Some(Self::NoSeats),
            "no-list-end" => Some(Self::NoListEnd),
            "no-cap" => Some(Self::NoCap),
            "no-next" => Some(Self::NoNext),
            _ => None,
        }
    }
}
