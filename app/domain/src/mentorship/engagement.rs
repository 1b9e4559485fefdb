//! A mentor and a mentee together: from the agreement to the end.

use super::request::words;

words! {
    /// One of the two.
    Side {
        /// Who helps.
        Mentor = "mentor",
        /// Who is helped.
        Mentee = "mentee",
    }
}

words! {
    /// How far the two are.
    Phase {
        /// They write the agreement.
        Agreeing = "agreeing",
        /// Both have signed.
        Active = "active",
        /// It is over.
        Ended = "ended",
    }
}

words! {
    /// What one of the two says when asked whether it fits.
    FitAnswer {
        /// It is good.
        Good = "good",
        /// Too early to say.
        Deciding = "deciding",
        /// It does not fit; nobody is at fault.
        Not = "not",
    }
}

/// What happens to an engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// One of them changes the agreement: who has signed must sign anew.
    Write,
    /// One of them signs; `both` when the other had.
    Sign {
        /// The other had signed the same text.
        both: bool,
    },
    /// One of them proposes another last day, takes it back, or signs the one that the other has proposed.
    Renew,
    /// It ends: closed by one of them, or as no fit.
    End,
}

/// Where a turn leads; `None` when it cannot happen there.
pub const fn next_phase(from: Phase, turn: Turn) -> Option<Phase> {
    match (from, turn) {
        (Phase::Agreeing, Turn::Write | Turn::Sign { both: false }) => Some(Phase::Agreeing),
        (Phase::Agreeing, Turn::Sign { both: true }) | (Phase::Active, Turn::Renew) => Some(Phase::Active),
        (Phase::Agreeing | Phase::Active, Turn::End) => Some(Phase::Ended),
        (Phase::Agreeing, Turn::Renew) | (Phase::Active, Turn::Write | Turn::Sign { .. }) | (Phase::Ended, _) => None,
    }
}

impl Side {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Mentor => Self::Mentee,
            Self::Mentee => Self::Mentor,
        }
    }
}
