//! Deferred acceptance, mentees propose (Gale and Shapley 1962), with seats and incomplete lists.
//!
//! Each mentee asks the best mentor who has not said no yet. A mentor holds the best of those who asked, up to the
//! seats, and says no to the others. The answer does not depend on who asks first. Each entry of a list is asked at most
//! once, and a mentor keeps those held in a heap with the worst on top: O(entries × log seats), no allocation while it
//! runs.

use super::instance::Instance;
use super::{NOBODY, narrow};

/// Mentees whose next wishes are read together.
const BLOCK: usize = 256;

/// The edge that each mentee holds in the end, in the order of tickets; [`NOBODY`] for none.
pub fn deferred_acceptance(instance: &Instance) -> Vec<u32> {
    let mentees = instance.mentees();
    let mut desks = Desks::new(instance);
    let mut next = instance.starts[..mentees].to_vec();
    // In rounds: whoever asks does not wait for another's answer, so the processor need not wait for memory. While many
    // ask, they ask in their order, so that their lists are read from memory in one sweep.
    let mut asking: Vec<u32> = (0..narrow(mentees)).collect();
    let mut refused = Vec::new();
    let mut heads = Vec::with_capacity(BLOCK);
    let mut marks = vec![0_u64; mentees.div_ceil(64)];
    while !asking.is_empty() {
        for block in asking.chunks(BLOCK) {
            // First what lies far apart, without a question in between: memory answers many at once.
            heads.clear();
            heads.extend(block.iter().map(|mentee| {
                let at = next[*mentee as usize];
                (*mentee, at, instance.pairs.get(at as usize).copied())
            }));
            for (mentee, mut at, mut head) in heads.drain(..) {
                let end = instance.starts[mentee as usize + 1];
                while at < end {
                    let Some(pair) = head else { break };
                    if pair.order < desks.bars[pair.mentor as usize] {
                        refused.extend(desks.seat(pair.mentor, pair.order, mentee));
                        break;
                    }
                    at += 1;
                    head = instance.pairs.get(at as usize).copied();
                }
                next[mentee as usize] = at;
            }
        }
        asking.clear();
        for mentee in &refused {
            next[*mentee as usize] += 1;
        }
        if refused.len() * 128 > mentees {
            refused.drain(..).for_each(|mentee| marks[mentee as usize / 64] |= 1 << (mentee % 64));
            sweep(&mut marks, &mut asking);
        } else {
            std::mem::swap(&mut asking, &mut refused);
        }
    }
    for (mentee, at) in next.iter_mut().enumerate() {
        if *at == instance.starts[mentee + 1] {
            *at = NOBODY;
        }
    }
    next
}

/// Moves the marked mentees to `asking`, in their order.
fn sweep(marks: &mut [u64], asking: &mut Vec<u32>) {
    for (word, mark) in (0..).zip(marks) {
        while *mark != 0 {
            asking.push(word * 64 + mark.trailing_zeros());
            *mark &= *mark - 1;
        }
    }
}

/// The seats of all mentors.
struct Desks {
    /// The seats of mentor `j` are `held[slots[j]..slots[j + 1]]`, a heap with the worst on top.
    slots: Vec<u32>,
    /// The place on the mentor's list, and the mentee. An empty seat is worse than anybody.
    held: Vec<(u32, u32)>,
    /// Whoever is not before this place on a mentor's list is refused: the place of the worst held. Small enough to
    /// stay in the cache.
    bars: Vec<u32>,
}

impl Desks {
    fn new(instance: &Instance) -> Self {
        let slots = instance.slots();
        let held = vec![EMPTY; slots.last().copied().unwrap_or_default() as usize];
        let bars = instance.seats.iter().map(|seats| if *seats == 0 { 0 } else { NOBODY }).collect();
        Self { slots, held, bars }
    }

    /// Seats somebody who is better than the worst held; answers who loses the seat.
    fn seat(&mut self, mentor: u32, order: u32, mentee: u32) -> Option<u32> {
        let mentor = mentor as usize;
        let seats = &mut self.held[self.slots[mentor] as usize..self.slots[mentor + 1] as usize];
        let (_, out) = std::mem::replace(&mut seats[0], (order, mentee));
        sink(seats);
        self.bars[mentor] = seats[0].0;
        (out != NOBODY).then_some(out)
    }
}

const EMPTY: (u32, u32) = (NOBODY, NOBODY);

/// Puts the first of a heap where it belongs.
fn sink(heap: &mut [(u32, u32)]) {
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
