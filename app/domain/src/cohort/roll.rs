//! Everybody with their lists, as the input of the engine.

use crate::matching::{Builder, Input, Mistake, Seed, Side};

/// Somebody who takes part.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Their number in this cohort; says nothing of who they are.
    pub id: String,
    /// On which side.
    pub side: Side,
    /// Their ticket in the lottery: long, random and known to them alone.
    pub draw: String,
    /// Of a mentor; 0 of a mentee.
    pub seats: u32,
    /// Whom they accept.
    pub list: Vec<Ranked>,
}

/// Lists and draws stay out of logs.
impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person").field("id", &self.id).field("side", &self.side).finish_non_exhaustive()
    }
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// The number of the other.
    pub who: String,
    /// From 1; equal ranks are a tie.
    pub rank: u32,
    /// How well they fit; counts in lists of mentees only.
    pub fit: u32,
}

/// The input of a cohort.
pub fn input(seed: Seed, people: &[Person]) -> Result<Input, Mistake> {
    let mut builder = Builder::new(seed);
    for person in people {
        builder.person(person.side, &person.id, person.seats, Some(&person.draw))?;
    }
    for person in people {
        for one in &person.list {
            let fit = (person.side == Side::Mentee).then_some(one.fit);
            builder.entry(person.side, &person.id, &one.who, one.rank, fit)?;
        }
    }
    builder.finish()
}
