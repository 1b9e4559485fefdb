//! A case of the one room: opened by a report, decided once, appealed at most once.
//!
//! Nobody handles a report about themselves, and an appeal is answered by somebody else than the one who decided. Where
//! there is nobody else, the same moderator answers, and the page says so.

use chrono::{DateTime, Utc};

use super::Kind;
use crate::id::PublicId;
use crate::refusal::Refusal;

/// What a moderator does about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Nothing: the report is closed.
    NoAction,
    /// Tell the person what must not happen again.
    Warn,
    /// Hide what was reported.
    Hide,
    /// Stop the account: its sessions end at once.
    Suspend,
}

impl Decision {
    /// All of them, from the mildest.
    pub const ALL: [Self; 4] = [Self::NoAction, Self::Warn, Self::Hide, Self::Suspend];

    /// The word that forms and the database carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoAction => "no-action",
            Self::Warn => "warn",
            Self::Hide => "hide",
            Self::Suspend => "suspend",
        }
    }

    /// The decision behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.word() == word)
    }

    /// Whether it is about the person, who is then told and may appeal.
    pub const fn is_felt(self) -> bool {
        !matches!(self, Self::NoAction)
    }
}

/// Who handles a case, and whom it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hands {
    /// Pseudonym of the moderator.
    pub by: PublicId,
    /// Pseudonym of the person it is about, where there is one.
    pub subject: Option<PublicId>,
    /// There is another moderator who could do it: neither the one who decided nor the one it is about.
    pub others: bool,
}

impl Hands {
    fn clean(self) -> Result<(), Refusal> {
        if self.subject == Some(self.by) { Err(Refusal::OwnCase) } else { Ok(()) }
    }
}

/// A decision as it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    /// What was decided.
    pub decision: Decision,
    /// Pseudonym of the moderator.
    pub by: PublicId,
    /// When.
    pub at: DateTime<Utc>,
}

/// How far a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Nobody has decided yet.
    Open,
    /// Decided. Whom it is about may appeal, where it is felt.
    Decided(Decided),
    /// The person has asked for another look.
    Appealed(Decided),
    /// The appeal was answered: the decision stands.
    Upheld(Decided),
    /// The decision was taken back, by an appeal or without one.
    Overturned(Decided),
}

impl Case {
    /// Decides an open case.
    pub fn decide(self, kind: Kind, decision: Decision, hands: Hands, now: DateTime<Utc>) -> Result<Self, Refusal> {
        hands.clean()?;
        match self {
            Self::Open if !kind.takes(decision) => Err(Refusal::DecisionDoesNotFit),
            Self::Open => Ok(Self::Decided(Decided { decision, by: hands.by, at: now })),
            Self::Decided(_) | Self::Appealed(_) | Self::Upheld(_) | Self::Overturned(_) => Err(Refusal::CaseSettled),
        }
    }

    /// The person it is about asks for another look, once.
    pub fn appeal(self) -> Result<Self, Refusal> {
        match self {
            Self::Decided(decided) if decided.decision.is_felt() => Ok(Self::Appealed(decided)),
            Self::Open | Self::Decided(_) | Self::Appealed(_) | Self::Upheld(_) | Self::Overturned(_) => {
                Err(Refusal::AppealTaken)
            }
        }
    }

    /// Answers an appeal: the decision stands, or it is taken back.
    pub fn answer(self, stands: bool, hands: Hands) -> Result<Self, Refusal> {
        hands.clean()?;
        match self {
            Self::Appealed(decided) if decided.by == hands.by && hands.others => Err(Refusal::AppealNeedsAnother),
            Self::Appealed(decided) if stands => Ok(Self::Upheld(decided)),
            Self::Appealed(decided) => Ok(Self::Overturned(decided)),
            Self::Open | Self::Decided(_) | Self::Upheld(_) | Self::Overturned(_) => Err(Refusal::CaseSettled),
        }
    }

    /// A moderator takes back what was decided, without an appeal. Also after one: people may change their minds.
    pub fn undo(self, hands: Hands) -> Result<Self, Refusal> {
        hands.clean()?;
        match self {
            Self::Decided(decided) | Self::Upheld(decided) if decided.decision.is_felt() => {
                Ok(Self::Overturned(decided))
            }
            Self::Open | Self::Decided(_) | Self::Appealed(_) | Self::Upheld(_) | Self::Overturned(_) => {
                Err(Refusal::CaseSettled)
            }
        }
    }

    /// The person it is about is erased: nobody waits for an answer to their appeal any more.
    #[must_use]
    pub const fn left(self) -> Self {
        match self {
            Self::Appealed(decided) => Self::Decided(decided),
            other => other,
        }
    }

    /// Whether a moderator has to do something.
    pub const fn waits(&self) -> bool {
        matches!(self, Self::Open | Self::Appealed(_))
    }

    /// The decision that is in effect.
    pub fn in_effect(&self) -> Option<Decision> {
        match self {
            Self::Decided(decided) | Self::Appealed(decided) | Self::Upheld(decided) => Some(decided.decision),
            Self::Open | Self::Overturned(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: DateTime<Utc> = DateTime::from_timestamp(1_800_000_000, 0).expect("a moment of 2027");

    fn person(byte: u8) -> PublicId {
        PublicId::from_bytes([byte; 12])
    }

    fn hands(by: u8, others: bool) -> Hands {
        Hands { by: person(by), subject: Some(person(9)), others }
    }

    fn decided(decision: Decision) -> Decided {
        Decided { decision, by: person(1), at: NOW }
    }

    /// Every state a case can be in.
    fn all() -> Vec<Case> {
        let each = Decision::ALL.into_iter().map(decided);
        let of = |state: fn(Decided) -> Case| each.clone().map(state).collect::<Vec<_>>();
        [vec![Case::Open], of(Case::Decided), of(Case::Appealed), of(Case::Upheld), of(Case::Overturned)].concat()
    }

    #[test]
    fn nobody_handles_a_report_about_themselves_in_any_state_and_however_few_there_are() {
        for case in all() {
            for others in [true, false] {
                let own = hands(9, others);
                for kind in Kind::ALL {
                    assert_eq!(case.decide(kind, Decision::NoAction, own, NOW), Err(Refusal::OwnCase), "{case:?}");
                }
                assert_eq!(case.answer(true, own), Err(Refusal::OwnCase), "{case:?}");
                assert_eq!(case.answer(false, own), Err(Refusal::OwnCase), "{case:?}");
                assert_eq!(case.undo(own), Err(Refusal::OwnCase), "{case:?}");
            }
        }
    }

    #[test]
    fn only_an_open_case_is_decided_and_only_in_a_way_that_fits() {
        for case in all() {
            for kind in Kind::ALL {
                for decision in Decision::ALL {
                    let expected = match case {
                        Case::Open if kind.takes(decision) => Ok(Case::Decided(decided(decision))),
                        Case::Open => Err(Refusal::DecisionDoesNotFit),
                        _ => Err(Refusal::CaseSettled),
                    };
                    assert_eq!(case.decide(kind, decision, hands(1, true), NOW), expected, "{case:?} {decision:?}");
                }
            }
        }
        assert!(!Kind::Page.takes(Decision::Suspend) && !Kind::Person.takes(Decision::Hide));
    }

    #[test]
    fn an_appeal_is_heard_once_and_by_somebody_else_where_there_is_somebody() {
        let case = Case::Decided(decided(Decision::Warn)).appeal().unwrap();
        assert_eq!(case.appeal(), Err(Refusal::AppealTaken));
        assert_eq!(case.answer(true, hands(1, true)), Err(Refusal::AppealNeedsAnother));
        assert_eq!(case.answer(true, hands(1, false)), Ok(Case::Upheld(decided(Decision::Warn))));
        assert_eq!(case.answer(false, hands(2, true)), Ok(Case::Overturned(decided(Decision::Warn))));
        assert_eq!(case.answer(true, hands(2, true)).and_then(Case::appeal), Err(Refusal::AppealTaken));
        assert_eq!(Case::Decided(decided(Decision::NoAction)).appeal(), Err(Refusal::AppealTaken));
        assert_eq!(Case::Open.appeal(), Err(Refusal::AppealTaken));
    }

    #[test]
    fn whoever_is_gone_takes_the_appeal_along_and_nothing_else() {
        for case in all() {
            let left = case.left();
            assert_eq!(left.in_effect(), case.in_effect(), "{case:?}");
            assert_eq!(left.waits(), case == Case::Open, "{case:?}");
        }
    }

    #[test]
    fn what_is_taken_back_is_no_longer_in_effect() {
        for decision in Decision::ALL {
            let undone = Case::Decided(decided(decision)).undo(hands(1, true));
            assert_eq!(undone.is_ok(), decision.is_felt());
            assert!(undone.is_err() || undone.unwrap().in_effect().is_none());
            assert_eq!(Case::Decided(decided(decision)).in_effect(), Some(decision));
        }
        assert_eq!(Case::Appealed(decided(Decision::Hide)).undo(hands(1, true)), Err(Refusal::CaseSettled));
        assert!(Case::Open.waits() && Case::Appealed(decided(Decision::Hide)).waits());
    }

    #[test]
    fn words_are_read_back() {
        for decision in Decision::ALL {
            assert_eq!(Decision::parse(decision.word()), Some(decision));
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.word()), Some(kind));
        }
    }
}
