//! Finding among all listed mentors: what must be so is held against each of them, and the best fit comes first.

use std::fmt;

use chrono::{DateTime, Utc};

use super::fit::{Term, Test};
use super::list::MOST_OPEN;
use super::mentor::{Mentor, is_paused};
use crate::search;

/// What a free seat counts beside the fit.
const SEAT_POINTS: i32 = 7;

/// A listed mentor among all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Their key.
    pub id: i64,
    /// Whose.
    pub account: i64,
    /// What a fit looks at.
    pub mentor: Mentor,
    /// Where they could take somebody now.
    pub seats: Seats,
    /// What words are looked for in.
    pub told: Told,
}

/// The name and the few sentences of a mentor, which everybody reads who may read the list, as words are looked for in
/// them. Nothing else belongs here: whoever tries words would learn what they cannot read. Stays out of logs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Told(String);

impl Told {
    /// What a mentor is called, and what they say.
    pub fn new(name: &str, statement: &str) -> Self {
        Self(search::lines([name, statement]))
    }

    /// All of these words are in it, each in lower case.
    pub fn has(&self, terms: &[String]) -> bool {
        terms.iter().all(|term| self.0.contains(term.as_str()))
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told")
    }
}

/// How many people a mentor takes, and how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seats {
    /// Seats in all.
    pub capacity: i32,
    /// Seats that are held.
    pub taken: i32,
    /// Requests that wait for an answer.
    pub open_requests: i32,
    /// No requests before.
    pub paused_until: Option<DateTime<Utc>>,
    /// Paused after requests ran out.
    pub auto_paused: bool,
}

impl Seats {
    /// Away now, by their own choice or after requests ran out.
    pub fn is_paused(&self, now: DateTime<Utc>) -> bool {
        is_paused(self.paused_until, self.auto_paused, now)
    }

    /// Somebody could be asked now and get a seat.
    pub fn has_room(&self, now: DateTime<Utc>) -> bool {
        self.taken < self.capacity && self.open_requests < MOST_OPEN && !self.is_paused(now)
    }
}

/// What a page of mentors is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Decides the order.
    pub plan: Vec<Term>,
    /// All of it must be so.
    pub tests: Vec<Test>,
    /// Words that must all be there, each in lower case.
    pub terms: Vec<String>,
    /// Only those who could be asked now.
    pub with_seats: bool,
    /// Accounts that are left out.
    pub away: Vec<i64>,
}

/// The keys of up to `size` mentors after the first `skip`, the best fit first and those who fit alike by their keys.
pub fn find(all: &[Standing], wanted: &Wanted, now: DateTime<Utc>, (skip, size): (usize, usize)) -> Vec<i64> {
    let fits = |one: &&Standing| {
        (!wanted.with_seats || one.seats.has_room(now))
            && wanted.tests.iter().all(|test| test.holds(&one.mentor))
            && !wanted.away.contains(&one.account)
            && one.told.has(&wanted.terms)
    };
    let place = |one: &Standing| (-points(one, &wanted.plan, now), one.id);
    let mut places: Vec<(i32, i64)> = all.iter().filter(fits).map(place).collect();
    let end = skip.saturating_add(size);
    // Only what stands before the end of the page is sorted.
    if end < places.len() {
        places.select_nth_unstable(end);
        places.truncate(end);
    }
    places.sort_unstable();
    places.into_iter().skip(skip).map(|(_, id)| id).collect()
}

fn points(one: &Standing, plan: &[Term], now: DateTime<Utc>) -> i32 {
    let seats = if one.seats.has_room(now) { SEAT_POINTS } else { 0 };
    let passed = plan.iter().filter(|term| term.test.holds(&one.mentor));
    passed.fold(seats, |sum, term| sum + term.points)
}
