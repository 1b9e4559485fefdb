//! What every use case is handed: the database, the clock, the dice, the configuration, and who is asking.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::access::{Actor, Capabilities, Standing};
use domain::id::PublicId;

use crate::audit::Denials;
use crate::clock::Clock;
use crate::cohort::Looked;
use crate::config::Config;
use crate::db::Db;
use crate::dice::Dice;
use crate::identity::{Hasher, Seen};
use crate::mentorship::Roll;
use crate::opportunities::Board;
use crate::vault::Vault;

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
    /// The keys that sensitive fields are sealed with.
    pub vault: Vault,
    /// Hashes and checks passwords.
    pub hasher: Hasher,
    /// When sessions were last used.
    pub seen: Seen,
    /// What was tried and denied, until it is in the audit log.
    pub denials: Denials,
    /// The postings that are published, for lists.
    pub board: Board,
    /// The mentors who are listed, for the search.
    pub roll: Roll,
    /// What looking again at the results of cohorts has found.
    pub looked: Looked,
    /// Who is asking.
    pub viewer: Viewer,
}

impl Ctx {
    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The present in the legal zone of the association.
    pub fn here(&self) -> DateTime<Tz> {
        self.now().with_timezone(&self.config.org.zone)
    }

    /// The day of an instant in the legal zone of the association.
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.config.org.zone).date_naive()
    }

    /// Today in the legal zone of the association.
    pub fn today(&self) -> NaiveDate {
        self.day_of(self.now())
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
    /// The person who is signed in.
    pub member: Option<Member>,
}

impl Viewer {
    /// The house itself: a job or a command line.
    pub fn house(name: &str) -> Self {
        Self { request_id: name.to_owned(), peer: None, member: None }
    }

    /// What the table of permissions wants to know of them.
    pub fn actor(&self) -> Actor {
        self.member.as_ref().map_or_else(Actor::default, |member| Actor {
            standing: member.standing,
            capabilities: member.capabilities,
            two_factor: member.two_factor,
            proved: member.proved,
        })
    }
}

/// A signed-in person, as their session says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Key of the account.
    pub account: i64,
    /// Public id of the account.
    pub id: PublicId,
    /// Stands for the person in the audit log.
    pub pseudonym: PublicId,
    /// Key of the session.
    pub session: i64,
    /// How they stand; never [`Standing::Anonymous`].
    pub standing: Standing,
    /// What they have been trusted with.
    pub capabilities: Capabilities,
    /// Whether an organizer looks after everything, not some categories of events.
    pub organizes_all: bool,
    /// Whether a second factor was given at sign-in.
    pub two_factor: bool,
    /// Whether the password was given a moment ago.
    pub proved: bool,
    /// When the session ends, whichever limit comes first.
    pub ends_at: DateTime<Utc>,
}
