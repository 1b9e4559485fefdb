//! How a capability comes to a person and leaves again.
//!
//! Work for the association wants two pairs of eyes: a second admin confirms. While there is nobody who could, the
//! grant takes effect by itself a day later, and all staff are told at once. The command line grants at once: whoever
//! can use it can read the database anyway.

use chrono::{DateTime, TimeDelta, Utc};

use super::Capability;
use crate::id::PublicId;
use crate::refusal::Refusal;

/// How long a grant waits that nobody can confirm.
pub const ALONE: TimeDelta = TimeDelta::hours(24);

/// Who does something to a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The command line.
    House,
    /// An admin, by pseudonym.
    Admin(PublicId),
}

/// A capability on its way to a person, with them, or gone.
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
    /// Taken away, or stopped before it took effect.
    Ended {
        /// When.
        at: DateTime<Utc>,
    },
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

    /// Whether the person has the capability at this moment.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Waiting { effective_at, .. } => effective_at.is_some_and(|at| at <= now),
            Self::Active { .. } => true,
            Self::Ended { .. } => false,
        }
    }

    /// A second admin says yes. `to` is the pseudonym of the person it is for.
    pub fn confirm(self, by: By, to: PublicId, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self {
            Self::Waiting { .. } if self.holds(now) => Err(Refusal::GrantSettled),
            Self::Waiting { asked_by, .. } if by != By::House && (by == asked_by || by == By::Admin(to)) => {
                Err(Refusal::GrantNeedsAnother)
            }
            Self::Waiting { .. } => Ok(Self::Active { since: now }),
            Self::Active { .. } | Self::Ended { .. } => Err(Refusal::GrantSettled),
        }
    }

    /// Its time has come: nobody stopped it.
    pub fn take_effect(self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self {
            Self::Waiting { effective_at: Some(at), .. } if at <= now => Ok(Self::Active { since: at }),
            Self::Waiting { .. } | Self::Active { .. } | Self::Ended { .. } => Err(Refusal::GrantSettled),
        }
    }

    /// Takes it away, or stops it on its way. `last_admin`: no other admin would be left.
    pub fn end(self, last_admin: bool, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self {
            Self::Ended { .. } => Err(Refusal::GrantSettled),
            Self::Waiting { .. } | Self::Active { .. } if last_admin && self.holds(now) => Err(Refusal::LastAdmin),
            Self::Waiting { .. } | Self::Active { .. } => Ok(Self::Ended { at: now }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + hours * 3_600, 0).expect("a moment of 2027")
    }

    fn person(byte: u8) -> PublicId {
        PublicId::from_bytes([byte; 12])
    }

    fn admin(byte: u8) -> By {
        By::Admin(person(byte))
    }

    const TO: u8 = 9;

    #[test]
    fn asking_is_a_table() {
        let waiting = |effective_at| Grant::Waiting { asked_by: admin(1), effective_at };
        for (capability, by, confirmable, expected) in [
            (Capability::Member, admin(1), true, Grant::Active { since: at(0) }),
            (Capability::Mentor, admin(1), false, Grant::Active { since: at(0) }),
            (Capability::Moderator, admin(1), true, waiting(None)),
            (Capability::Moderator, admin(1), false, waiting(Some(at(24)))),
            (Capability::Admin, admin(1), false, waiting(Some(at(24)))),
            (Capability::Admin, By::House, true, Grant::Active { since: at(0) }),
        ] {
            assert_eq!(Grant::ask(capability, by, confirmable, at(0)), expected, "{capability:?} {by:?} {confirmable}");
        }
    }

    #[test]
    fn confirming_is_a_table() {
        let waiting = |effective_at| Grant::Waiting { asked_by: admin(1), effective_at };
        let active = Ok(Grant::Active { since: at(1) });
        for (grant, by, expected) in [
            (waiting(None), admin(2), active),
            (waiting(None), By::House, active),
            (waiting(Some(at(24))), admin(2), active),
            (waiting(None), admin(1), Err(Refusal::GrantNeedsAnother)),
            (waiting(None), admin(TO), Err(Refusal::GrantNeedsAnother)),
            (waiting(Some(at(1))), admin(2), Err(Refusal::GrantSettled)),
            (Grant::Active { since: at(0) }, admin(2), Err(Refusal::GrantSettled)),
            (Grant::Ended { at: at(0) }, admin(2), Err(Refusal::GrantSettled)),
        ] {
            assert_eq!(grant.confirm(by, person(TO), at(1)), expected, "{grant:?} by {by:?}");
        }
    }

    #[test]
    fn a_grant_nobody_can_confirm_holds_from_the_next_day_and_not_a_second_before() {
        let grant = Grant::ask(Capability::Editor, admin(1), false, at(0));
        let before = at(24) - TimeDelta::seconds(1);
        assert!(!grant.holds(before) && grant.take_effect(before).is_err());
        assert!(grant.holds(at(24)));
        assert_eq!(grant.take_effect(at(30)), Ok(Grant::Active { since: at(24) }));
        assert!(
            !Grant::ask(Capability::Editor, admin(1), true, at(0)).holds(at(10_000)),
            "the other one is waited for"
        );
    }

    #[test]
    fn ending_is_a_table() {
        let ended = Ok(Grant::Ended { at: at(1) });
        let waiting = Grant::Waiting { asked_by: admin(1), effective_at: None };
        for (grant, last_admin, expected) in [
            (Grant::Active { since: at(0) }, false, ended),
            (Grant::Active { since: at(0) }, true, Err(Refusal::LastAdmin)),
            (waiting, false, ended),
            (waiting, true, ended),
            (Grant::Ended { at: at(0) }, false, Err(Refusal::GrantSettled)),
        ] {
            assert_eq!(grant.end(last_admin, at(1)), expected, "{grant:?} {last_admin}");
            assert!(grant.end(last_admin, at(1)).is_ok_and(|ended| !ended.holds(at(99))) || expected.is_err());
        }
    }
}
