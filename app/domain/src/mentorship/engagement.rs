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

/// Every step there is. What is not here cannot happen.
const TABLE: &[(Phase, Turn, Phase)] = &[
    (Phase::Agreeing, Turn::Write, Phase::Agreeing),
    (Phase::Agreeing, Turn::Sign { both: false }, Phase::Agreeing),
    (Phase::Agreeing, Turn::Sign { both: true }, Phase::Active),
    (Phase::Agreeing, Turn::End, Phase::Ended),
    (Phase::Active, Turn::Renew, Phase::Active),
    (Phase::Active, Turn::End, Phase::Ended),
];

/// Where a turn leads; `None` when it cannot happen there.
pub fn next_phase(from: Phase, turn: Turn) -> Option<Phase> {
    TABLE.iter().find(|(phase, done, _)| *phase == from && *done == turn).map(|(_, _, to)| *to)
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

#[cfg(test)]
mod tests {
    use super::*;

    const TURNS: [Turn; 5] =
        [Turn::Write, Turn::Sign { both: false }, Turn::Sign { both: true }, Turn::Renew, Turn::End];

    #[test]
    fn every_phase_and_turn_has_one_answer() {
        for phase in Phase::ALL {
            for turn in TURNS {
                let rows: Vec<_> = TABLE.iter().filter(|(from, done, _)| from == phase && *done == turn).collect();
                assert!(rows.len() <= 1, "{phase:?} {turn:?}");
                assert_eq!(next_phase(*phase, turn), rows.first().map(|(_, _, to)| *to), "{phase:?} {turn:?}");
            }
            assert_eq!(Phase::parse(phase.word()), Some(*phase));
            assert_eq!(TABLE.iter().any(|(from, ..)| from == phase), *phase != Phase::Ended, "{phase:?}");
            assert!(*phase == Phase::Agreeing || TABLE.iter().any(|(from, _, to)| from != to && to == phase));
        }
        assert!(TURNS.iter().all(|turn| TABLE.iter().any(|(_, done, _)| done == turn)), "every turn is of use");
    }
}
