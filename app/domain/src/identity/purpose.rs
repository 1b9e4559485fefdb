//! What a mailed link may do, and for how long.

use chrono::TimeDelta;

/// What a link does once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Confirm the address of a new account.
    Confirm,
    /// Choose a new password.
    Reset,
    /// Confirm a new address of an account.
    ChangeEmail,
    /// Finish a sign-in with the second factor; lives in a cookie, not in a mail.
    SecondFactor,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Confirm, Self::Reset, Self::ChangeEmail, Self::SecondFactor];

    /// How long such a link works (figure F31).
    pub const fn lifetime(self) -> TimeDelta {
        match self {
            Self::Confirm | Self::ChangeEmail => TimeDelta::hours(24),
            Self::Reset => TimeDelta::minutes(30),
            Self::SecondFactor => TimeDelta::minutes(10),
        }
    }
}
