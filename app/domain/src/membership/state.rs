//! How somebody stands with the association, and the one table by which that changes.

/// How somebody stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Does not belong and has asked for nothing.
    #[default]
    None,
    /// Has asked for the first time; the payment has not come.
    Pending,
    /// Belongs.
    Active,
    /// The time is over, or the yearly word that training goes on has not come; nothing is taken away yet.
    Grace,
    /// It has run out.
    Lapsed,
    /// Has left.
    Cancelled,
    /// Has had the money back.
    Refunded,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::None, Self::Pending, Self::Active, Self::Grace, Self::Lapsed, Self::Cancelled, Self::Refunded];

    /// The word that the database carries.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Grace => "grace",
            Self::Lapsed => "lapsed",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
        }
    }

    /// The state behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether what was paid for is still kept: what is bought now begins after it.
    pub const fn keeps(self) -> bool {
        matches!(self, Self::Active | Self::Grace)
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "Not a member",
            Self::Pending => "Waiting for payment",
            Self::Active => "Member",
            Self::Grace => "Member, to be renewed",
            Self::Lapsed => "Run out",
            Self::Cancelled => "Left",
            Self::Refunded => "Paid back",
        }
    }
}

/// What happens to a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// An order was placed.
    Ask,
    /// The order ended without its payment.
    Drop,
    /// The order was paid in full.
    Pay,
    /// The last day is over.
    End,
    /// The days of grace are over.
    GraceOver,
    /// The person has said that training goes on.
    Confirm,
    /// The person leaves.
    Leave,
    /// The price was paid back in full.
    Refund,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Ask, Self::Drop, Self::Pay, Self::End, Self::GraceOver, Self::Confirm, Self::Leave, Self::Refund];
}

use Deed::{Ask, Confirm, Drop, End, GraceOver, Leave, Pay, Refund};
use State::{Active, Cancelled, Grace, Lapsed, None, Pending, Refunded};

/// Every step there is. Whoever belonged before stays what they are while an order waits: only the first one is pending.
const STEPS: &[(State, Deed, State)] = &[
    (None, Ask, Pending),
    (Pending, Drop, None),
    (Pending, Leave, None),
    (Pending, Pay, Active),
    (Active, Ask, Active),
    (Active, Drop, Active),
    (Active, Pay, Active),
    (Active, Confirm, Active),
    (Active, End, Grace),
    (Active, Leave, Cancelled),
    (Active, Refund, Refunded),
    (Grace, Ask, Grace),
    (Grace, Drop, Grace),
    (Grace, Pay, Active),
    (Grace, Confirm, Active),
    (Grace, GraceOver, Lapsed),
    (Grace, Leave, Cancelled),
    (Grace, Refund, Refunded),
    // The flat rate was for all the years: whoever forgot to say so comes back by saying so.
    (Lapsed, Confirm, Active),
    (Lapsed, Ask, Lapsed),
    (Lapsed, Drop, Lapsed),
    (Lapsed, Pay, Active),
    (Lapsed, Refund, Refunded),
    (Cancelled, Ask, Cancelled),
    (Cancelled, Drop, Cancelled),
    (Cancelled, Pay, Active),
    (Cancelled, Refund, Refunded),
    (Refunded, Ask, Refunded),
    (Refunded, Drop, Refunded),
    (Refunded, Pay, Active),
];

/// How somebody stands after a deed; `None` when there is no such step.
pub fn step(state: State, deed: Deed) -> Option<State> {
    STEPS.iter().find(|(from, by, _)| (*from, *by) == (state, deed)).map(|(_, _, to)| *to)
}
