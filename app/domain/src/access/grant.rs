//! How a capability comes to a person and leaves again.
//!
//! Work for the association wants two pairs of eyes: a second admin confirms. While there is nobody who could, the
//! grant takes effect by itself a day later, and all staff are told at once. An admin loses that work in the same way,
//! so that nobody can end all the others alone. The command line acts at once: whoever can use it can read the database
//! anyway.

use chrono::{DateTime, TimeDelta, Utc};

use super::Capability;
use crate::id::PublicId;
use crate::refusal::Refusal;

/// How long a grant, or the end of an admin, waits that nobody can confirm.
pub const ALONE: TimeDelta = TimeDelta::hours(24);

/// Who does something to a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The command line.
    House,
    /// An admin, by pseudonym.
    Admin(PublicId),
}

/// A capability on its way to a person, with them, on its way out, or gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Asked for.
    Waiting {
        /// By whom.
        asked_by: By,
        /// When it takes effect without anybody; `None` where somebody can confirm it.
        effective_at: Option<DateTime<Utc>>,
    },
    /// In effect.
    Active {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// In effect until somebody confirms the end or its time comes.
    Ending {
        /// Since when it has been in effect.
        since: DateTime<Utc>,
        /// Who wants the end.
        asked_by: By,
        /// When it ends without anybody; `None` where somebody can confirm it.
        ends_at: Option<DateTime<Utc>>,
    },
    /// Taken away, or stopped before it took effect.
    Ended {
        /// When.
        at: DateTime<Utc>,
    },
}

/// Who wants the end of a grant, and of which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Who wants it.
    pub by: By,
    /// Pseudonym of the person who has it.
    pub of: PublicId,
    /// What they have.
    pub capability: Capability,
    /// Somebody could confirm it: an admin who is neither of the two.
    pub confirmable: bool,
    /// No other admin would be left.
    pub last_admin: bool,
}

impl Grant {
    /// Asks for a capability. `confirmable`: somebody could confirm it, an admin who is neither `by` nor the person.
    pub fn ask(capability: Capability, by: By, confirmable: bool, now: DateTime<Utc>) -> Self {
        match by {
            By::Admin(_) if capability.is_staff() => {
                Self::Waiting { asked_by: by, effective_at: (!confirmable).then(|| now + ALONE) }
            }
            By::House | By::Admin(_) => Self::Active { since: now },
        }
    }

    /// Whether the person has the capability. Time alone changes nothing: [`Grant::take_effect`] does.
    pub const fn holds(&self) -> bool {
        matches!(self, Self::Active { .. } | Self::Ending { .. })
    }

    /// Who asked for what is on its way.
    pub const fn asked_by(&self) -> Option<By> {
        match self {
            Self::Waiting { asked_by, .. } | Self::Ending { asked_by, .. } => Some(*asked_by),
            Self::Active { .. } | Self::Ended { .. } => None,
        }
    }

    /// A second admin says yes. `to` is the pseudonym of the person it is about, who may agree to an end.
    pub fn confirm(self, by: By, to: PublicId, last_admin: bool, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self {
            Self::Waiting { asked_by, .. } if by != By::House && (by == asked_by || by == By::Admin(to)) => {
                Err(Refusal::GrantNeedsAnother)
            }
            Self::Ending { asked_by, .. } if by != By::House && by == asked_by => Err(Refusal::GrantNeedsAnother),
            Self::Ending { .. } if last_admin => Err(Refusal::LastAdmin),
            Self::Waiting { .. } => Ok(Self::Active { since: now }),
            Self::Ending { .. } => Ok(Self::Ended { at: now }),
            Self::Active { .. } | Self::Ended { .. } => Err(Refusal::GrantSettled),
        }
    }

    /// Its time has come: nobody stopped it. `asker_is_admin`: whoever asked for it still is one; otherwise everything
    /// stays as it is. Nor does the last admin go.
    pub fn take_effect(self, asker_is_admin: bool, last_admin: bool, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self {
            Self::Waiting { effective_at: Some(at), .. } if at <= now => {
                Ok(if asker_is_admin { Self::Active { since: at } } else { Self::Ended { at: now } })
            }
            Self::Ending { since, ends_at: Some(at), .. } if at <= now => {
                Ok(if asker_is_admin && !last_admin { Self::Ended { at: now } } else { Self::Active { since } })
            }
            Self::Waiting { .. } | Self::Active { .. } | Self::Ending { .. } | Self::Ended { .. } => {
                Err(Refusal::GrantSettled)
            }
        }
    }

    /// Takes it away, or stops it on its way. Another admin's work as an admin only begins to end.
    pub fn end(self, end: &End, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let waits = end.capability == Capability::Admin && end.by != By::House && end.by != By::Admin(end.of);
        match self {
            Self::Active { .. } | Self::Ending { .. } if end.last_admin => Err(Refusal::LastAdmin),
            Self::Active { since } if waits => {
                let ends_at = (!end.confirmable).then(|| now + ALONE);
                Ok(Self::Ending { since, asked_by: end.by, ends_at })
            }
            Self::Ending { .. } if waits => Err(Refusal::GrantSettled),
            Self::Waiting { .. } | Self::Active { .. } | Self::Ending { .. } => Ok(Self::Ended { at: now }),
            Self::Ended { .. } => Err(Refusal::GrantSettled),
        }
    }

    /// An admin stops the end.
    pub const fn keep(self) -> Result<Self, Refusal> {
        match self {
            Self::Ending { since, .. } => Ok(Self::Active { since }),
            Self::Waiting { .. } | Self::Active { .. } | Self::Ended { .. } => Err(Refusal::GrantSettled),
        }
    }

    /// Nobody is left who could confirm it: it goes on by itself in a day. `None` where that is no question.
    #[must_use]
    pub fn alone(self, now: DateTime<Utc>) -> Option<Self> {
        let at = Some(now + ALONE);
        match self {
            Self::Waiting { asked_by, effective_at: None } => Some(Self::Waiting { asked_by, effective_at: at }),
            Self::Ending { since, asked_by, ends_at: None } => Some(Self::Ending { since, asked_by, ends_at: at }),
            Self::Waiting { .. } | Self::Active { .. } | Self::Ending { .. } | Self::Ended { .. } => None,
        }
    }
}

#[cfg(test)]
#[path = "grant_tests.rs"]
mod tests;
