//! Deferred acceptance, mentees propose (Gale and Shapley 1962), with seats and incomplete lists.
//!
//! Each mentee asks the best mentor who has not said no yet. A mentor holds the best of those who asked, up to the
//! seats, and says no to the others. The answer does not depend on who asks first. Each entry of a list is asked at most
//! once, and a mentor keeps those held in a heap with the worst on top: O(entries × log seats), no allocation while it
//! runs.

use super::input::MAX_MENTEE_LIST;
use super::instance::Instance;
use super::placed::{Placed, Rows};
use super::{NOBODY, narrow};

/// Mentees whose next wishes are read together.
const BLOCK: usize = 256;

const _: () = assert!(MAX_MENTEE_LIST <= u8::MAX as usize, "who has said no to a mentee is counted in 8 bits");

/// The mentor of each mentee in the end, both in the order of tickets; [`NOBODY`] for none.
pub fn deferred_acceptance(instance: &Instance) -> Vec<u32> {
    match &instance.pairs {
        Rows::Short(pairs) => proposals(instance, pairs),
        Rows::Long(pairs) => proposals(instance, pairs),
    }
}

fn proposals<P: Placed>(instance: &Instance, pairs: &[P]) -> Vec<u32> {
    let mentees = instance.mentees();
    let mut desks = Desks::new(instance);
    // How many have said no to each.
    let mut said_no = vec![0_u8; mentees];
    let mut heads = Vec::with_capacity(BLOCK);
    let (mut block, mut refused) = (Vec::with_capacity(BLOCK), Vec::new());
    // In rounds: whoever asks does not wait for another's answer, so the processor need not wait for memory. While many
    // ask, they ask in their order, so that their lists are read from memory in one sweep.
    let (mut marked, mut few) = (Marked::everybody(mentees), Vec::new());
    loop {
        let (mut from, mut at) = (0, 0);
        loop {
            block.clear();
            if few.is_empty() {
                from = marked.take(from, &mut block);
            } else {
                block.extend_from_slice(&few[at..few.len().min(at + BLOCK)]);
                at += block.len();
            }
            if block.is_empty() {
                break;
            }
            // First what lies far apart, without a question in between: memory answers many at once.
            heads.clear();
            heads.extend(block.iter().map(|mentee| {
                let begin = instance.starts[*mentee as usize];
                let at = begin + u32::from(said_no[*mentee as usize]);
                (*mentee, begin, at, pairs.get(at as usize).copied())
            }));
            for (mentee, begin, mut at, mut head) in heads.drain(..) {
                let end = instance.starts[mentee as usize + 1];
                while at < end {
                    let Some(pair) = head else { break };
                    let (mentor, asks) = (pair.who(), pair.with(mentee));
                    if asks < desks.bars[mentor as usize] {
                        refused.extend(desks.seat(mentor, asks));
                        break;
                    }
                    at += 1;
                    head = pairs.get(at as usize).copied();
                }
                said_no[mentee as usize] = u8::try_from(at - begin).unwrap_or(u8::MAX);
            }
        }
        few.clear();
        if refused.is_empty() {
            return desks.mentors(mentees);
        }
        for mentee in &refused {
            said_no[*mentee as usize] += 1;
        }
        if refused.len() * 128 > mentees {
            refused.drain(..).for_each(|mentee| marked.mark(mentee));
        } else {
            std::mem::swap(&mut few, &mut refused);
        }
    }
}

/// A set of mentees, a bit for each.
struct Marked(Vec<u64>);

impl Marked {
    fn everybody(mentees: usize) -> Self {
        let mut all = vec![u64::MAX; mentees.div_ceil(64)];
        if let Some(last) = all.last_mut()
            && !mentees.is_multiple_of(64)
        {
            *last = (1 << (mentees % 64)) - 1;
        }
        Self(all)
    }

    fn mark(&mut self, mentee: u32) {
        self.0[mentee as usize / 64] |= 1 << (mentee % 64);
    }

    /// Takes out some, in their order, from a place on; answers from where to go on.
    fn take(&mut self, from: usize, some: &mut Vec<u32>) -> usize {
        for (word, marks) in self.0.iter_mut().enumerate().skip(from) {
            if some.len() > BLOCK - 64 {
                return word;
            }
            while *marks != 0 {
                some.push(narrow(word * 64) + marks.trailing_zeros());
                *marks &= *marks - 1;
            }
        }
        self.0.len()
    }
}

/// The seats of all mentors.
struct Desks<P> {
    /// The seats of mentor `j` are `held[slots[j]..slots[j + 1]]`, a heap with the worst on top.
    slots: Vec<u32>,
    /// The mentees with their places on the mentor's list. An empty seat is worse than anybody.
    held: Vec<P>,
    /// Whoever is not before this on a mentor's list is refused: the worst held. Small enough to stay in the cache.
    bars: Vec<P>,
}

impl<P: Placed> Desks<P> {
    fn new(instance: &Instance) -> Self {
        let slots = instance.slots();
        let held = vec![P::LAST; slots.last().copied().unwrap_or_default() as usize];
        let bars = instance.seats.iter().map(|seats| if *seats == 0 { P::FIRST } else { P::LAST }).collect();
        Self { slots, held, bars }
    }

    /// Who sits with whom, by mentee.
    fn mentors(&self, mentees: usize) -> Vec<u32> {
        let mut mentors = vec![NOBODY; mentees];
        for (mentor, seats) in (0..).zip(self.slots.windows(2)) {
            let seats = &self.held[seats[0] as usize..seats[1] as usize];
            for held in seats.iter().filter(|held| **held != P::LAST) {
                mentors[held.who() as usize] = mentor;
            }
        }
        mentors
    }

    /// Seats somebody who is better than the worst held; answers who loses the seat.
    fn seat(&mut self, mentor: u32, asks: P) -> Option<u32> {
        let mentor = mentor as usize;
        let seats = &mut self.held[self.slots[mentor] as usize..self.slots[mentor + 1] as usize];
        let out = std::mem::replace(&mut seats[0], asks);
        sink(seats);
        self.bars[mentor] = seats[0];
        (out != P::LAST).then(|| out.who())
    }
}

/// Puts the first of a heap where it belongs.
fn sink<P: Placed>(heap: &mut [P]) {
    let mut at = 0;
    loop {
        let (left, right) = (2 * at + 1, 2 * at + 2);
        let Some(mut child) = heap.get(left).map(|_| left) else { return };
        if heap.get(right).is_some_and(|other| *other > heap[left]) {
            child = right;
        }
        if heap[child] <= heap[at] {
            return;
        }
        heap.swap(at, child);
        at = child;
    }
}
