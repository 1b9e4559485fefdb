//! What somebody may see for how they stand: one table, asked by everything that is for members only.

use super::State;

/// Something that is not for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// One's own orders and receipts.
    Receipts,
    /// Events for members only.
    MembersEvents,
    /// Slides and recordings for members only.
    MembersMaterials,
    /// Cohorts for members only.
    Cohorts,
    /// Being counted and seen in a section.
    Section,
    /// A card that says one belongs.
    Card,
}

impl Thing {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Receipts, Self::MembersEvents, Self::MembersMaterials, Self::Cohorts, Self::Section, Self::Card];
}

/// May somebody who stands so see it? In grace nothing is taken away but the card, which says more than is true then.
pub const fn sees(state: State, thing: Thing) -> bool {
    match (state, thing) {
        (State::None, _) | (State::Grace, Thing::Card) => false,
        (State::Active | State::Grace, _) | (_, Thing::Receipts) => true,
        (State::Pending | State::Lapsed | State::Cancelled | State::Refunded, _) => false,
    }
}
