//! The arrays that the engine runs on: everybody in the order of their tickets, ties broken, only pairs who accept each
//! other.
//!
//! Compressed rows: the pairs of mentee `i` are `pairs[starts[i]..starts[i + 1]]` in the order of the list. Each
//! carries where the mentor has the mentee, so nothing is ever looked up. Built in time linear in the lists but for
//! sorting each by itself.

use std::borrow::Cow;

use super::input::{Entry, Input, MAX_FIT};
use super::mistake::Side;
use super::placed::{Placed, Rows};
use super::{NOBODY, narrow};

/// Mentees whose lists are read together.
const BLOCK: usize = 64;
/// Bytes that come out of memory at once.
const LINE: usize = 64;

const _: () = assert!(MAX_FIT <= u16::MAX as u32, "a fit is a number of 16 bits");

/// An input as the engine sees it.
#[derive(Debug)]
pub struct Instance {
    pub(crate) starts: Vec<u32>,
    /// The mentor, in the order of tickets, with the mentee's place on the mentor's list, ties broken.
    pub(crate) pairs: Rows,
    /// How well each of them fits.
    pub(crate) fits: Vec<u16>,
    /// Seats of mentors, in the order of tickets; no more than there are edges to fill them.
    pub(crate) seats: Vec<u32>,
    /// From the order of tickets to the order of the input.
    order: [Vec<u32>; 2],
}

impl Instance {
    /// Puts everybody in the order of the lottery and breaks ties by it.
    pub fn new(input: &Input) -> Self {
        let longest = input.people(Side::Mentor).map(|mentor| input.list(Side::Mentor, mentor).len()).max();
        if longest.unwrap_or(0) <= u32::PLACES { Self::of(input, Rows::Short) } else { Self::of(input, Rows::Long) }
    }

    fn of<P: Placed>(input: &Input, rows: impl FnOnce(Vec<P>) -> Rows) -> Self {
        let order = [Side::Mentee, Side::Mentor].map(|side| by_ticket(input, side));
        let place = order.each_ref().map(|order| inverse(order));
        let had = turned_over::<P>(input, &place[0]);
        let most = input.halves[0].entries.len().min(had.entries.len());
        let (mut pairs, mut fits) = (Vec::with_capacity(most), Vec::with_capacity(most));
        let mut starts = Vec::with_capacity(order[0].len() + 1);
        starts.push(0);
        let mut degrees = vec![0_u32; order[1].len()];
        // By mentor of the input: where the mentor at hand has the mentee.
        let mut at_mentor = vec![NOBODY; order[1].len()];
        for block in order[0].chunks(BLOCK) {
            // First what lies far apart, without a question in between: memory answers many at once.
            let near = block.iter().map(|mentee| {
                let (had, own) = (had.row(*mentee), input.list(Side::Mentee, *mentee));
                let had = had.iter().step_by(LINE / size_of::<P>()).map(|had| had.who());
                had.chain(own.iter().step_by(LINE / size_of::<Entry>()).map(|own| own.who))
                    .fold(0, |all, who| all ^ who)
            });
            std::hint::black_box(near.fold(0, |all, one| all ^ one));
            for mentee in block {
                let row = had.row(*mentee);
                for had in row {
                    at_mentor[had.who() as usize] = had.place();
                }
                for entry in ties_broken(input.list(Side::Mentee, *mentee), &place[1]).iter() {
                    let order = at_mentor[entry.who as usize];
                    if order != NOBODY {
                        let mentor = place[1][entry.who as usize];
                        pairs.push(P::new(order, mentor));
                        fits.push(u16::try_from(entry.fit).unwrap_or(u16::MAX));
                        degrees[mentor as usize] += 1;
                    }
                }
                starts.push(narrow(pairs.len()));
                for had in row {
                    at_mentor[had.who() as usize] = NOBODY;
                }
            }
        }
        let seats = order[1].iter().zip(degrees).map(|(mentor, degree)| input.seats(*mentor).min(degree)).collect();
        Self { starts, pairs: rows(pairs), fits, seats, order }
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

    /// From the mentor of each mentee (or [`NOBODY`]), in the order of tickets, to pairs of the input, by mentee.
    pub(crate) fn named(&self, given: &[u32]) -> Vec<(u32, u32)> {
        let mut mentors = vec![NOBODY; given.len()];
        for (mentor, mentee) in given.iter().zip(&self.order[0]).filter(|(mentor, _)| **mentor != NOBODY) {
            mentors[*mentee as usize] = self.order[1][*mentor as usize];
        }
        let mut pairs = Vec::with_capacity(given.len());
        pairs.extend((0..).zip(mentors).filter(|(_, mentor)| *mentor != NOBODY));
        pairs
    }
}

/// Where each mentor has each mentee, as rows of mentees. Mentees and mentors are those of the input.
struct TurnedOver<P> {
    starts: Vec<u32>,
    /// The mentor, with the mentee's place on the mentor's list.
    entries: Vec<P>,
}

impl<P> TurnedOver<P> {
    fn row(&self, mentee: u32) -> &[P] {
        &self.entries[self.starts[mentee as usize] as usize..self.starts[mentee as usize + 1] as usize]
    }
}

fn turned_over<P: Placed>(input: &Input, place: &[u32]) -> TurnedOver<P> {
    let half = &input.halves[Side::Mentor.index()];
    let mut starts = vec![0_u32; place.len() + 1];
    for entry in &half.entries {
        starts[entry.who as usize + 1] += 1;
    }
    sum_up(&mut starts);
    let mut next = starts.clone();
    let mut entries = vec![P::FIRST; half.entries.len()];
    for mentor in input.people(Side::Mentor) {
        for (at, entry) in (0..).zip(ties_broken(input.list(Side::Mentor, mentor), place).iter()) {
            let slot = &mut next[entry.who as usize];
            entries[*slot as usize] = P::new(at, mentor);
            *slot += 1;
        }
    }
    TurnedOver { starts, entries }
}

/// A list by rank, and within a rank by ticket.
fn ties_broken<'l>(own: &'l [Entry], place: &[u32]) -> Cow<'l, [Entry]> {
    // A list comes by rank; most have no tie.
    if own.windows(2).all(|pair| pair[0].rank != pair[1].rank) {
        return Cow::Borrowed(own);
    }
    let mut list = own.to_vec();
    list.sort_unstable_by_key(|entry| (entry.rank, place[entry.who as usize]));
    Cow::Owned(list)
}

fn by_ticket(input: &Input, side: Side) -> Vec<u32> {
    let seed = input.seed();
    let whole = |person: u32| {
        let draw = input.draw(side, person);
        (seed.ticket(draw), draw, person)
    };
    // Half a ticket tells nearly all apart, and small things are sorted fast.
    let half = |person: u32| u64::try_from(whole(person).0 >> 64).unwrap_or(u64::MAX);
    let mut all: Vec<(u64, u32)> = input.people(side).map(|person| (half(person), person)).collect();
    all.sort_unstable_by(|(one, a), (other, b)| one.cmp(other).then_with(|| whole(*a).cmp(&whole(*b))));
    all.into_iter().map(|(_, person)| person).collect()
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

#[cfg(all(test, feature = "zones"))]
mod tests {
    use super::super::population::dice::Dice;
    use super::super::{Builder, Mistake, Objective, Seed, solve};
    use super::*;

    /// Mentees with up to five mentors each, in ranks with ties; some of them are not listed back.
    fn input(dice: &mut Dice, mentees: u32) -> Result<Input, Mistake> {
        let mut builder = Builder::new(Seed::new([7; 32]));
        let (mentee, mentor) = (|i: u32| format!("mentee-{i}"), |j: u32| format!("mentor-{j}"));
        for j in 0..5 {
            builder.person(Side::Mentor, &mentor(j), dice.below(4), None)?;
        }
        for i in 0..mentees {
            builder.person(Side::Mentee, &mentee(i), 0, None)?;
            let listed: Vec<u32> = (0..5).filter(|_| dice.below(3) > 0).collect();
            for (rank, j) in (2..).zip(&listed) {
                builder.entry(Side::Mentee, &mentee(i), &mentor(*j), rank / 2, Some(dice.below(9)))?;
            }
        }
        for j in 0..5 {
            let listed: Vec<u32> = (0..mentees).filter(|_| dice.below(4) > 0).collect();
            for (rank, i) in (3..).zip(&listed) {
                builder.entry(Side::Mentor, &mentor(j), &mentee(*i), rank / 3, None)?;
            }
        }
        builder.finish()
    }

    #[test]
    fn short_and_long_lists_have_the_same_answer() {
        let mut dice = Dice::new(11);
        let mut placed = 0;
        for round in 0..200 {
            let input = input(&mut dice, 1 + round % 30).unwrap();
            let (short, long) = (Instance::of::<u32>(&input, Rows::Short), Instance::of::<u64>(&input, Rows::Long));
            for objective in [Objective::Stable, Objective::Fit, Objective::Placed] {
                let pairs = solve(&short, objective);
                assert_eq!(pairs, solve(&long, objective), "{round} {objective}");
                placed += pairs.len();
            }
        }
        assert!(placed > 1_000, "{placed}");
    }

    /// Everybody asks one mentor, who likes whoever came last best.
    fn crowd(mentees: u32) -> Result<Input, Mistake> {
        let mut builder = Builder::new(Seed::new([7; 32]));
        builder.person(Side::Mentor, "mentor", 3, None)?;
        for i in 0..mentees {
            let mentee = format!("mentee-{i}");
            builder.person(Side::Mentee, &mentee, 0, None)?;
            builder.entry(Side::Mentee, &mentee, "mentor", 1, Some(1))?;
            builder.entry(Side::Mentor, "mentor", &mentee, mentees - i, None)?;
        }
        builder.finish()
    }

    #[test]
    fn a_list_that_is_longer_than_the_short_numbers_reach_is_kept_in_long_ones() {
        for (mentees, is_short) in [(16_383, true), (16_384, false)] {
            let instance = Instance::new(&crowd(mentees).unwrap());
            assert_eq!(matches!(instance.pairs, Rows::Short(_)), is_short, "{mentees}");
            let pairs = solve(&instance, Objective::Stable);
            assert_eq!(pairs, [(mentees - 3, 0), (mentees - 2, 0), (mentees - 1, 0)]);
        }
    }
}
