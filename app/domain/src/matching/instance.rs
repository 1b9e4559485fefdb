//! The arrays that the engine runs on: everybody in the order of their tickets, ties broken, only pairs who accept each
//! other.
//!
//! Compressed rows: the pairs of mentee `i` are `pairs[starts[i]..starts[i + 1]]` in the order of the list. Each
//! carries where the mentor has the mentee, so nothing is ever looked up. Built in time linear in the lists but for
//! sorting each by itself.

use super::input::{Entry, Input};
use super::mistake::Side;
use super::{NOBODY, narrow};

/// A pair who accept each other, seen from the mentee.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    /// The mentor, in the order of tickets.
    pub(crate) mentor: u32,
    /// The mentee's place on the mentor's list, ties broken; smaller is better.
    pub(crate) order: u32,
}

/// An input as the engine sees it.
#[derive(Debug)]
pub struct Instance {
    pub(crate) starts: Vec<u32>,
    pub(crate) pairs: Vec<Pair>,
    /// How well each of them fits.
    pub(crate) fits: Vec<u32>,
    /// Seats of mentors, in the order of tickets; no more than there are edges to fill them.
    pub(crate) seats: Vec<u32>,
    /// From the order of tickets to the order of the input.
    order: [Vec<u32>; 2],
}

impl Instance {
    /// Puts everybody in the order of the lottery and breaks ties by it.
    pub fn new(input: &Input) -> Self {
        let order = [Side::Mentee, Side::Mentor].map(|side| by_ticket(input, side));
        let place = order.each_ref().map(|order| inverse(order));
        let had = turned_over(input, &place[0]);
        let most = input.halves[0].entries.len().min(had.entries.len());
        let (mut pairs, mut fits) = (Vec::with_capacity(most), Vec::with_capacity(most));
        let mut starts = Vec::with_capacity(order[0].len() + 1);
        starts.push(0);
        let mut degrees = vec![0_u32; order[1].len()];
        // By mentor of the input: where the mentor at hand has the mentee.
        let mut at_mentor = vec![NOBODY; order[1].len()];
        let mut list = Vec::new();
        for mentee in &order[0] {
            let row = had.row(*mentee);
            for (mentor, at) in row {
                at_mentor[*mentor as usize] = *at;
            }
            ties_broken(input.list(Side::Mentee, *mentee), &place[1], &mut list);
            for entry in &list {
                let order = at_mentor[entry.who as usize];
                if order != NOBODY {
                    let mentor = place[1][entry.who as usize];
                    pairs.push(Pair { mentor, order });
                    fits.push(entry.fit);
                    degrees[mentor as usize] += 1;
                }
            }
            starts.push(narrow(pairs.len()));
            for (mentor, _) in row {
                at_mentor[*mentor as usize] = NOBODY;
            }
        }
        let seats = order[1].iter().zip(degrees).map(|(mentor, degree)| input.seats(*mentor).min(degree)).collect();
        Self { starts, pairs, fits, seats, order }
    }

    /// How many mentees there are.
    pub fn mentees(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many mentors there are.
    pub fn mentors(&self) -> usize {
        self.seats.len()
    }

    /// Pairs who accept each other.
    pub fn edges(&self) -> usize {
        self.pairs.len()
    }

    /// Where the seats of each mentor begin when all are put in a row, and their number.
    pub(crate) fn slots(&self) -> Vec<u32> {
        let mut slots = Vec::with_capacity(self.mentors() + 1);
        slots.push(0);
        slots.extend_from_slice(&self.seats);
        sum_up(&mut slots);
        slots
    }

    /// The numbers of a mentee's edges, best first.
    pub(crate) fn row(&self, mentee: u32) -> std::ops::Range<usize> {
        self.starts[mentee as usize] as usize..self.starts[mentee as usize + 1] as usize
    }

    /// From the edge that each mentee holds (or [`NOBODY`]) to pairs of the input, by mentee.
    pub(crate) fn named(&self, held: &[u32]) -> Vec<(u32, u32)> {
        let mut mentors = vec![NOBODY; held.len()];
        for (edge, mentee) in held.iter().zip(&self.order[0]).filter(|(edge, _)| **edge != NOBODY) {
            mentors[*mentee as usize] = self.order[1][self.pairs[*edge as usize].mentor as usize];
        }
        (0..).zip(mentors).filter(|(_, mentor)| *mentor != NOBODY).collect()
    }
}

/// Where each mentor has each mentee, as rows of mentees. Mentees and mentors are those of the input.
struct TurnedOver {
    starts: Vec<u32>,
    /// The mentor, and the mentee's place on the mentor's list.
    entries: Vec<(u32, u32)>,
}

impl TurnedOver {
    fn row(&self, mentee: u32) -> &[(u32, u32)] {
        &self.entries[self.starts[mentee as usize] as usize..self.starts[mentee as usize + 1] as usize]
    }
}

fn turned_over(input: &Input, place: &[u32]) -> TurnedOver {
    let half = &input.halves[Side::Mentor.index()];
    let mut starts = vec![0_u32; place.len() + 1];
    for entry in &half.entries {
        starts[entry.who as usize + 1] += 1;
    }
    sum_up(&mut starts);
    let mut next = starts.clone();
    let mut entries = vec![(0_u32, 0_u32); half.entries.len()];
    let mut list = Vec::new();
    for mentor in input.people(Side::Mentor) {
        ties_broken(input.list(Side::Mentor, mentor), place, &mut list);
        for (at, entry) in (0..).zip(&list) {
            let slot = &mut next[entry.who as usize];
            entries[*slot as usize] = (mentor, at);
            *slot += 1;
        }
    }
    TurnedOver { starts, entries }
}

/// A list by rank, and within a rank by ticket.
fn ties_broken(own: &[Entry], place: &[u32], list: &mut Vec<Entry>) {
    list.clear();
    list.extend_from_slice(own);
    // A list comes by rank; most have no tie.
    if own.windows(2).any(|pair| pair[0].rank == pair[1].rank) {
        list.sort_unstable_by_key(|entry| (entry.rank, place[entry.who as usize]));
    }
}

fn by_ticket(input: &Input, side: Side) -> Vec<u32> {
    let seed = input.seed();
    let mut all: Vec<(u128, &str, u32)> = input
        .people(side)
        .map(|person| {
            let draw = input.draw(side, person);
            (seed.ticket(draw), draw, person)
        })
        .collect();
    all.sort_unstable();
    all.into_iter().map(|(_, _, person)| person).collect()
}

fn inverse(order: &[u32]) -> Vec<u32> {
    let mut place = vec![0; order.len()];
    for (at, person) in order.iter().enumerate() {
        place[*person as usize] = narrow(at);
    }
    place
}

fn sum_up(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}
