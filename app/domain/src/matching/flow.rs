//! The largest total, by a primal-dual method on the sparse graph: exact, in whole numbers.
//!
//! A mentor's **price** is 0 while a seat is free and only rises. A mentee's gain from a mentor is the pair's weight less
//! the price; from staying alone it is 0. Everybody who holds a seat holds one of their best gains. That invariant is the
//! proof of optimality (complementary slackness): once nobody is left who wants a seat and has none, the total is the
//! largest there is.
//!
//! 1. **Bidding** ([`Market::bid`]): a mentee without a seat takes the best mentor; where all seats are taken the price
//!    rises to where the least determined of seats and bidder are indifferent, and that one leaves. Prices rise by exact
//!    amounts, so the invariant holds throughout. Bidding settles nearly everybody and stops after a number of bids.
//! 2. **Shortest augmenting paths** ([`Market::augment`]) for those left: Dijkstra over reduced costs, ending at a free
//!    seat or at whoever loses least by leaving.
//!
//! Everybody is in the order of their tickets, and every choice among equals takes the first: the same answer for every
//! order of the input.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::input::MAX_FIT;
use super::instance::Instance;
use super::{NOBODY, narrow};

/// Bids for each mentee, on average, before the paths take over.
const BIDS: usize = 32;

/// The largest total fit; among those, the most people placed.
///
/// The mentor of each mentee, both in the order of tickets; [`NOBODY`] for none.
pub fn largest_fit(instance: &Instance) -> Vec<u32> {
    // One more pair is worth less than one more point of fit, however many pairs.
    let point = i64::from(narrow(instance.mentees())) + 1;
    Market::new(instance, |fit| i64::from(fit) * point + 1).settle()
}

/// The most people placed; among those, the largest total fit.
///
/// The mentor of each mentee, both in the order of tickets; [`NOBODY`] for none.
pub fn most_placed(instance: &Instance) -> Vec<u32> {
    // One more pair is worth more than all fits together.
    let pair = i64::from(narrow(instance.mentees())) * i64::from(MAX_FIT) + 1;
    Market::new(instance, |fit| i64::from(fit) + pair).settle()
}

/// Where a path ends.
#[derive(Clone, Copy)]
enum End {
    /// At a free seat of the mentor.
    Seat(u32),
    /// The mentee leaves; the one whom the path is for is among them.
    Alone(u32),
}

struct Market<'a> {
    instance: &'a Instance,
    /// By edge.
    weights: Vec<i64>,
    /// By mentor.
    prices: Vec<i64>,
    /// The edge that a mentee holds.
    held: Vec<u32>,
    /// The seat that a mentee holds, a place in `seated`.
    seat: Vec<u32>,
    /// A price up to which the mentee certainly stays. Other prices only rise, so it may have become too low.
    limit: Vec<i64>,
    /// `seated[slots[j]..slots[j] + used[j]]` are the mentees at mentor `j`.
    seated: Vec<u32>,
    slots: Vec<u32>,
    used: Vec<u32>,
    // Of one path: distances of mentors, how they were reached, and which have been looked at.
    distance: Vec<i64>,
    from: Vec<u32>,
    by: Vec<u32>,
    reached: Vec<u32>,
    scanned: Vec<u32>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
}

impl<'a> Market<'a> {
    fn new(instance: &'a Instance, weight: impl Fn(u32) -> i64) -> Self {
        let (mentees, mentors) = (instance.mentees(), instance.mentors());
        let slots = instance.slots();
        Self {
            instance,
            weights: instance.fits.iter().map(|fit| weight((*fit).into())).collect(),
            prices: vec![0; mentors],
            held: vec![NOBODY; mentees],
            seat: vec![NOBODY; mentees],
            limit: vec![0; mentees],
            seated: vec![NOBODY; slots.last().copied().unwrap_or_default() as usize],
            slots,
            used: vec![0; mentors],
            distance: vec![i64::MAX; mentors],
            from: vec![NOBODY; mentors],
            by: vec![NOBODY; mentors],
            reached: Vec::new(),
            scanned: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    fn settle(mut self) -> Vec<u32> {
        let mut left = self.bidding();
        left.sort_unstable();
        for mentee in left {
            self.augment(mentee);
        }
        let mentor = |edge: u32| if edge == NOBODY { NOBODY } else { self.instance.pairs.who(edge as usize) };
        self.held.iter().map(|edge| mentor(*edge)).collect()
    }

    fn seats(&self, mentor: u32) -> u32 {
        self.slots[mentor as usize + 1] - self.slots[mentor as usize]
    }

    fn is_full(&self, mentor: u32) -> bool {
        self.used[mentor as usize] == self.seats(mentor)
    }

    fn gain(&self, edge: usize) -> i64 {
        self.weights[edge] - self.prices[self.instance.pairs.who(edge) as usize]
    }

    /// Bids until all have what they want or the bids are used up; answers who is left.
    fn bidding(&mut self) -> Vec<u32> {
        let mentees = narrow(self.instance.mentees());
        let mut waiting: Vec<u32> = (0..mentees).rev().collect();
        let mut bids = BIDS * mentees as usize;
        // Who moves no price by asking again is for the paths.
        let mut stuck = Vec::new();
        while bids > 0
            && let Some(mentee) = waiting.pop()
        {
            bids -= 1;
            waiting.extend(self.bid(mentee, &mut stuck));
        }
        waiting.append(&mut stuck);
        waiting
    }

    /// One bid; answers who is without a seat after it and may still want one. A bid that moves nothing is put with the
    /// stuck.
    fn bid(&mut self, mentee: u32, stuck: &mut Vec<u32>) -> Option<u32> {
        let (mut best, mut first, mut second) = (NOBODY, 0, 0);
        for edge in self.instance.row(mentee) {
            if self.seats(self.instance.pairs.who(edge)) == 0 {
                continue;
            }
            let gain = self.gain(edge);
            if gain > first {
                (best, second, first) = (narrow(edge), first, gain);
            } else if gain > second {
                second = gain;
            }
        }
        if best == NOBODY {
            return None;
        }
        let mentor = self.instance.pairs.who(best as usize);
        let begin = self.slots[mentor as usize];
        self.limit[mentee as usize] = self.weights[best as usize] - second;
        if !self.is_full(mentor) {
            let seat = begin + self.used[mentor as usize];
            self.used[mentor as usize] += 1;
            self.take(mentee, best, seat);
            return None;
        }
        let (leaves, seat) = self.least_determined(mentor);
        if self.limit[mentee as usize] <= self.limit[leaves as usize] {
            let price = std::mem::replace(&mut self.prices[mentor as usize], self.limit[mentee as usize]);
            if price < self.limit[mentee as usize] {
                return Some(mentee);
            }
            stuck.push(mentee);
            return None;
        }
        self.prices[mentor as usize] = self.limit[leaves as usize];
        self.held[leaves as usize] = NOBODY;
        self.take(mentee, best, seat);
        Some(leaves)
    }

    fn take(&mut self, mentee: u32, edge: u32, seat: u32) {
        self.held[mentee as usize] = edge;
        self.seat[mentee as usize] = seat;
        self.seated[seat as usize] = mentee;
    }

    /// Of those at a full mentor, who leaves at the lowest price, with their seat.
    fn least_determined(&mut self, mentor: u32) -> (u32, u32) {
        loop {
            let (mut least, mut seat) = (NOBODY, NOBODY);
            for at in self.slots[mentor as usize]..self.slots[mentor as usize + 1] {
                let mentee = self.seated[at as usize];
                if least == NOBODY || (self.limit[mentee as usize], mentee) < (self.limit[least as usize], least) {
                    (least, seat) = (mentee, at);
                }
            }
            let held = self.held[least as usize] as usize;
            let mut second = 0;
            for edge in self.instance.row(least) {
                if edge != held && self.seats(self.instance.pairs.who(edge)) > 0 {
                    second = second.max(self.gain(edge));
                }
            }
            let limit = self.weights[held] - second;
            if limit <= self.limit[least as usize] {
                return (least, seat);
            }
            self.limit[least as usize] = limit;
        }
    }

    /// Seats one mentee for whom there is a gain, at the least loss of the others, or leaves whoever loses least.
    fn augment(&mut self, root: u32) {
        let mut best = self.instance.row(root).map(|edge| self.open_gain(edge)).max().unwrap_or(0);
        if best <= 0 {
            return;
        }
        let own = best;
        let mut end = End::Alone(root);
        self.relax(root, own, 0, &mut best, &mut end);
        while let Some(Reverse((distance, mentor))) = self.heap.pop() {
            if distance >= best {
                break;
            }
            if distance > self.distance[mentor as usize] {
                continue;
            }
            self.scanned.push(mentor);
            for seat in self.slots[mentor as usize]..self.slots[mentor as usize + 1] {
                let mentee = self.seated[seat as usize];
                let gain = self.gain(self.held[mentee as usize] as usize);
                if distance + gain < best {
                    best = distance + gain;
                    end = End::Alone(mentee);
                }
                self.relax(mentee, gain, distance, &mut best, &mut end);
            }
        }
        self.heap.clear();
        for mentor in self.scanned.drain(..) {
            self.prices[mentor as usize] += best - self.distance[mentor as usize];
        }
        self.shift(root, end);
        for mentor in self.reached.drain(..) {
            self.distance[mentor as usize] = i64::MAX;
        }
    }

    fn open_gain(&self, edge: usize) -> i64 {
        if self.seats(self.instance.pairs.who(edge)) == 0 { 0 } else { self.gain(edge) }
    }

    /// Looks at the other mentors of a mentee who is reached at `distance` and gains `own` now.
    fn relax(&mut self, mentee: u32, own: i64, distance: i64, best: &mut i64, end: &mut End) {
        for edge in self.instance.row(mentee) {
            let mentor = self.instance.pairs.who(edge);
            let reached = distance + own - self.gain(edge);
            if reached >= *best || reached >= self.distance[mentor as usize] || self.seats(mentor) == 0 {
                continue;
            }
            if self.distance[mentor as usize] == i64::MAX {
                self.reached.push(mentor);
            }
            self.distance[mentor as usize] = reached;
            self.from[mentor as usize] = mentee;
            self.by[mentor as usize] = narrow(edge);
            if self.is_full(mentor) {
                self.heap.push(Reverse((reached, mentor)));
            } else {
                *best = reached;
                *end = End::Seat(mentor);
            }
        }
    }

    /// Moves everybody along the path, from its end back to `root`.
    fn shift(&mut self, root: u32, end: End) {
        let (mut mentor, mut seat) = match end {
            End::Alone(mentee) if mentee == root => return,
            End::Alone(mentee) => {
                let edge = std::mem::replace(&mut self.held[mentee as usize], NOBODY);
                (self.instance.pairs.who(edge as usize), self.seat[mentee as usize])
            }
            End::Seat(mentor) => {
                let seat = self.slots[mentor as usize] + self.used[mentor as usize];
                self.used[mentor as usize] += 1;
                (mentor, seat)
            }
        };
        loop {
            let (mentee, edge) = (self.from[mentor as usize], self.by[mentor as usize]);
            let (left, empty) = (self.held[mentee as usize], self.seat[mentee as usize]);
            self.take(mentee, edge, seat);
            if mentee == root {
                return;
            }
            mentor = self.instance.pairs.who(left as usize);
            seat = empty;
        }
    }
}
