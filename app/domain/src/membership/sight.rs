//! What somebody may see for how they stand: one table, asked by everything that is for members only.
//!
//! One's own orders and receipts are not in it. They are one's own however one stands, also after the membership has
//! ended or the money went back: a right, and nothing that dues pay for. Whose an order is decides, where it is read.

use super::State;

/// Something that is not for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// Events for members only.
    MembersEvents,
    /// Slides and recordings for members only.
    MembersMaterials,
    /// Cohorts for members only.
    Cohorts,
    /// Being counted and seen in a section.
    Section,
}

impl Thing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::MembersEvents, Self::MembersMaterials, Self::Cohorts, Self::Section];
}

/// May somebody who stands so see it? In grace nothing is taken away, and before the payment nothing is given.
pub const fn sees(state: State, thing: Thing) -> bool {
    match thing {
        Thing::MembersEvents | Thing::MembersMaterials | Thing::Cohorts | Thing::Section => state.keeps(),
    }
}
