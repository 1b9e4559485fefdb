//! What people said, checked once: who is there, how many seats, who accepts whom in which order, how well pairs fit.
//!
//! A list says whom a person accepts; whoever is not on it is not acceptable. Ranks count from 1; equal ranks are a tie.

use std::collections::HashMap;
use std::sync::Arc;

use super::lottery::Seed;
use super::mistake::{Mistake, Side, Wrong};
use super::{NOBODY, narrow};

/// Characters of an id.
pub const MAX_ID: usize = 64;
/// Characters of a draw.
pub const MAX_DRAW: usize = 64;
/// People on one side.
pub const MAX_PEOPLE: usize = 200_000;
/// Seats of one mentor.
pub const MAX_SEATS: u32 = 1_000;
/// Entries of a mentee's list.
pub const MAX_MENTEE_LIST: usize = 200;
/// Entries of a mentor's list.
pub const MAX_MENTOR_LIST: usize = MAX_PEOPLE;
/// The best fit of a pair.
pub const MAX_FIT: u32 = 10_000;

/// One entry of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Index of the person on the other side.
    pub who: u32,
    /// From 1 without gaps; equal numbers are a tie.
    pub rank: u32,
    /// How well the two fit, 0 to [`MAX_FIT`]; 0 in lists of mentors.
    pub fit: u32,
}

/// The people of one side, in the order in which the input first names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Half {
    pub(crate) ids: Vec<Arc<str>>,
    pub(crate) draws: Vec<Option<Arc<str>>>,
    pub(crate) seats: Vec<u32>,
    /// `entries[starts[i]..starts[i + 1]]` is the list of person `i`, by rank.
    pub(crate) starts: Vec<u32>,
    pub(crate) entries: Vec<Entry>,
}

/// A whole input without a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub(crate) seed: Seed,
    pub(crate) halves: [Half; 2],
}

impl Input {
    /// The seed of the lottery.
    pub fn seed(&self) -> Seed {
        self.seed
    }

    /// How many people are on a side.
    pub fn count(&self, side: Side) -> usize {
        self.halves[side.index()].ids.len()
    }

    /// A person's id.
    pub fn id(&self, side: Side, person: u32) -> &str {
        &self.halves[side.index()].ids[person as usize]
    }

    /// A person's draw: the text that stands for them in the lottery.
    pub fn draw(&self, side: Side, person: u32) -> &str {
        let half = &self.halves[side.index()];
        half.draws[person as usize].as_deref().unwrap_or(&half.ids[person as usize])
    }

    /// A mentor's seats.
    pub fn seats(&self, mentor: u32) -> u32 {
        self.halves[Side::Mentor.index()].seats[mentor as usize]
    }

    /// A person's list, by rank.
    pub fn list(&self, side: Side, person: u32) -> &[Entry] {
        let half = &self.halves[side.index()];
        let start = half.starts[person as usize] as usize;
        &half.entries[start..half.starts[person as usize + 1] as usize]
    }

    /// The indices of the people of a side.
    pub fn people(&self, side: Side) -> std::ops::Range<u32> {
        0..narrow(self.count(side))
    }
}

#[derive(Default)]
struct Draft {
    names: HashMap<Arc<str>, u32>,
    ids: Vec<Arc<str>>,
    there: Vec<bool>,
    draws: Vec<Option<Arc<str>>>,
    seats: Vec<u32>,
    lists: Vec<Vec<Entry>>,
}

impl Draft {
    /// The index of a person who may not have been introduced yet.
    fn index(&mut self, id: &str) -> u32 {
        if let Some(index) = self.names.get(id) {
            return *index;
        }
        let (index, id): (u32, Arc<str>) = (narrow(self.ids.len()), id.into());
        self.names.insert(id.clone(), index);
        self.ids.push(id);
        self.there.push(false);
        self.draws.push(None);
        self.seats.push(0);
        self.lists.push(Vec::new());
        index
    }
}

/// Collects an input piece by piece, in any order.
pub struct Builder {
    seed: Seed,
    drafts: [Draft; 2],
}

impl Builder {
    /// An input without people.
    pub fn new(seed: Seed) -> Self {
        Self { seed, drafts: [Draft::default(), Draft::default()] }
    }

    /// Says who is there. `seats` is 0 for a mentee; `draw` is none where the id serves.
    pub fn person(&mut self, side: Side, id: &str, seats: u32, draw: Option<&str>) -> Result<(), Mistake> {
        let wrong = |wrong| Err(Mistake::of(side, id, wrong));
        if !is_name(id, MAX_ID) {
            return wrong(Wrong::Id);
        }
        if draw.is_some_and(|draw| !is_name(draw, MAX_DRAW)) {
            return wrong(Wrong::Draw);
        }
        if side == Side::Mentee && seats > 0 {
            return wrong(Wrong::SeatsOfMentee);
        }
        if seats > MAX_SEATS {
            return wrong(Wrong::TooManySeats);
        }
        let draft = &mut self.drafts[side.index()];
        let index = draft.index(id) as usize;
        if index >= MAX_PEOPLE {
            return wrong(Wrong::TooManyPeople);
        }
        if std::mem::replace(&mut draft.there[index], true) {
            return wrong(Wrong::SameId);
        }
        draft.draws[index] = draw.map(Into::into);
        draft.seats[index] = seats;
        Ok(())
    }

    /// Adds an entry to a person's list: `who` of the other side, at a rank from 1, with a fit if a mentee says so.
    pub fn entry(&mut self, side: Side, id: &str, who: &str, rank: u32, fit: Option<u32>) -> Result<(), Mistake> {
        let own = self.drafts[side.index()].index(id) as usize;
        let entry = self.drafts[side.index()].lists[own].len() + 1;
        let wrong = |wrong| Err(Mistake::at(side, id, entry, wrong));
        let most = if side == Side::Mentee { MAX_MENTEE_LIST } else { MAX_MENTOR_LIST };
        if entry > most {
            return wrong(Wrong::ListTooLong);
        }
        if !is_name(who, MAX_ID) {
            return wrong(Wrong::Unknown(who.to_owned()));
        }
        if who == id {
            return wrong(Wrong::Own);
        }
        if rank == 0 {
            return wrong(Wrong::Rank);
        }
        if fit.is_some() && side == Side::Mentor {
            return wrong(Wrong::FitOfMentor);
        }
        let fit = fit.unwrap_or(0);
        if fit > MAX_FIT {
            return wrong(Wrong::Fit);
        }
        let other = self.drafts[side.other().index()].index(who);
        if other as usize >= 2 * MAX_PEOPLE {
            return wrong(Wrong::Unknown(who.to_owned()));
        }
        self.drafts[side.index()].lists[own].push(Entry { who: other, rank, fit });
        Ok(())
    }

    /// The whole input, or the first mistake that only the whole shows.
    pub fn finish(self) -> Result<Input, Mistake> {
        let Self { seed, drafts } = self;
        for side in [Side::Mentee, Side::Mentor] {
            let (own, other) = (&drafts[side.index()], &drafts[side.other().index()]);
            let mut seen = vec![NOBODY; other.ids.len()];
            for (index, list) in own.lists.iter().enumerate() {
                let id = &own.ids[index];
                if !own.there[index] && !list.is_empty() {
                    return Err(Mistake::of(side, id, Wrong::NotThere));
                }
                for (place, entry) in list.iter().enumerate() {
                    let who = entry.who as usize;
                    let wrong = if !other.there[who] {
                        Wrong::Unknown(other.ids[who].to_string())
                    } else if seen[who] == narrow(index) {
                        Wrong::Twice(other.ids[who].to_string())
                    } else {
                        seen[who] = narrow(index);
                        continue;
                    };
                    return Err(Mistake::at(side, id, place + 1, wrong));
                }
            }
        }
        let [mentees, mentors] = drafts;
        let input = Input { seed, halves: [flatten(mentees), flatten(mentors)] };
        same_draw(&input)?;
        Ok(input)
    }
}

fn flatten(draft: Draft) -> Half {
    let mut starts = Vec::with_capacity(draft.lists.len() + 1);
    starts.push(0);
    let mut entries = Vec::with_capacity(draft.lists.iter().map(Vec::len).sum());
    for mut list in draft.lists {
        list.sort_by_key(|entry| entry.rank);
        let (mut last, mut rank) = (0, 0);
        for entry in list {
            rank += u32::from(entry.rank != last);
            last = entry.rank;
            entries.push(Entry { rank, ..entry });
        }
        starts.push(narrow(entries.len()));
    }
    Half { ids: draft.ids, draws: draft.draws, seats: draft.seats, starts, entries }
}

fn same_draw(input: &Input) -> Result<(), Mistake> {
    for side in [Side::Mentee, Side::Mentor] {
        let mut all: Vec<(&str, u32)> = input.people(side).map(|person| (input.draw(side, person), person)).collect();
        all.sort_unstable();
        if let Some(pair) = all.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(Mistake::of(side, input.id(side, pair[1].1), Wrong::SameDraw));
        }
    }
    Ok(())
}

fn is_name(text: &str, most: usize) -> bool {
    !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control) && text.trim() == text
}
