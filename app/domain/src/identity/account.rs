//! How an account goes from made to gone. Each step consumes the state and takes the time.

use chrono::{DateTime, Utc};

use super::limits::TIME_TO_COME_BACK;
use crate::access::Standing;
use crate::refusal::Refusal;

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// Nobody has shown yet that the address is theirs.
    Unconfirmed,
    /// In good standing.
    Active,
    /// Stopped by a moderator.
    Suspended,
    /// To be erased then, unless its owner comes back.
    Leaving {
        /// When.
        erase_at: DateTime<Utc>,
    },
}

impl Account {
    /// As the table of permissions calls it.
    pub const fn standing(self) -> Standing {
        match self {
            Self::Unconfirmed => Standing::Unconfirmed,
            Self::Active => Standing::Active,
            Self::Suspended => Standing::Suspended,
            Self::Leaving { .. } => Standing::Leaving,
        }
    }

    /// The owner of the mailbox has confirmed the address. Confirming twice is no mistake.
    #[must_use]
    pub const fn confirm(self) -> Self {
        match self {
            Self::Unconfirmed => Self::Active,
            other => other,
        }
    }

    /// The owner asks to be deleted. Asking again does not prolong the time.
    #[must_use]
    pub fn leave(self, now: DateTime<Utc>) -> Self {
        match self {
            Self::Leaving { .. } => self,
            Self::Unconfirmed | Self::Active | Self::Suspended => Self::Leaving { erase_at: now + TIME_TO_COME_BACK },
        }
    }

    /// The owner comes back in time. Whoever was suspended before leaving stays so: `was_suspended`.
    pub fn come_back(self, was_suspended: bool, was_confirmed: bool, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self {
            Self::Leaving { erase_at } if now >= erase_at => Err(Refusal::AccountGone),
            Self::Leaving { .. } if was_suspended => Ok(Self::Suspended),
            Self::Leaving { .. } if !was_confirmed => Ok(Self::Unconfirmed),
            Self::Leaving { .. } => Ok(Self::Active),
            other => Ok(other),
        }
    }

    /// A moderator stops the account.
    pub const fn suspend(self) -> Result<Self, Refusal> {
        match self {
            Self::Active | Self::Suspended => Ok(Self::Suspended),
            Self::Unconfirmed | Self::Leaving { .. } => Err(Refusal::AccountNotActive),
        }
    }

    /// A moderator lets the account go on.
    pub const fn restore(self) -> Result<Self, Refusal> {
        match self {
            Self::Suspended | Self::Active => Ok(Self::Active),
            Self::Unconfirmed | Self::Leaving { .. } => Err(Refusal::AccountNotActive),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn two_weeks_to_come_back_and_not_a_moment_more() {
        let now = DateTime::UNIX_EPOCH;
        let leaving = Account::Active.leave(now);
        assert_eq!(leaving, Account::Leaving { erase_at: now + TimeDelta::days(14) });
        assert_eq!(leaving.leave(now + TimeDelta::days(3)), leaving, "asking again prolongs nothing");
        let last = now + TIME_TO_COME_BACK - TimeDelta::milliseconds(1);
        assert_eq!(leaving.come_back(false, true, last), Ok(Account::Active));
        assert_eq!(leaving.come_back(true, true, last), Ok(Account::Suspended));
        assert_eq!(leaving.come_back(false, false, last), Ok(Account::Unconfirmed));
        assert_eq!(leaving.come_back(false, true, now + TIME_TO_COME_BACK), Err(Refusal::AccountGone));
    }

    #[test]
    fn leaving_is_no_way_out_of_a_suspension_and_confirming_no_way_around_one() {
        assert_eq!(Account::Suspended.confirm(), Account::Suspended);
        assert_eq!(Account::Active.suspend(), Ok(Account::Suspended));
        assert_eq!(Account::Suspended.restore(), Ok(Account::Active));
        assert_eq!(Account::Active.leave(DateTime::UNIX_EPOCH).suspend(), Err(Refusal::AccountNotActive));
    }
}
