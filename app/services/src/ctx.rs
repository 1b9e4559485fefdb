//! What every use case is handed: the database, the clock, the dice, the configuration, and who is asking.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::dice::Dice;

/// The surroundings of one call. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The database.
    pub db: Db,
    /// The only source of the present instant.
    pub clock: Arc<dyn Clock>,
    /// The only source of randomness.
    pub dice: Dice,
    /// The association and its limits.
    pub config: Arc<Config>,
    /// Who is asking.
    pub viewer: Viewer,
}

impl Ctx {
    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The same surroundings for another viewer.
    #[must_use]
    pub fn with_viewer(&self, viewer: Viewer) -> Self {
        Self { viewer, ..self.clone() }
    }
}

/// Who is asking. Jobs and commands ask as [`Viewer::house`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewer {
    /// The id under which this request appears in the logs.
    pub request_id: String,
    /// The network address of the other side, after trusted proxies; `None` for jobs and commands.
    pub peer: Option<IpAddr>,
    /// The signed-in member. There are no members yet.
    pub member: Option<Member>,
}

impl Viewer {
    /// The house itself: a job or a command line.
    pub fn house(name: &str) -> Self {
        Self { request_id: name.to_owned(), peer: None, member: None }
    }
}

/// A signed-in member. Nobody can sign in yet, so no value of this type exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {}
