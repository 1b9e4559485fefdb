//! A judge of any result, written from the definition alone: it shares nothing with the engine but the input.
//!
//! A pair (mentee, mentor) **blocks** when both accept each other, are not matched with each other, the mentee prefers
//! the mentor strictly to whom they have (being matched with somebody unacceptable or with nobody counts as worse), and
//! the mentor has a free seat or strictly prefers the mentee to somebody they have. With ties this is weak stability.

use super::input::Input;
use super::mistake::Side;

/// What is wrong with a result; all zero is right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    /// Pairs who would both rather have each other.
    pub blocking_pairs: u64,
    /// Pairs of which one does not accept the other.
    pub unacceptable_pairs: u64,
    /// Mentors with more mentees than seats.
    pub over_capacity: u64,
    /// Mentees with more than one mentor.
    pub matched_twice: u64,
}

impl Findings {
    /// Whether it is a matching at all: everybody acceptable, nobody over their seats or matched twice.
    pub const fn is_matching(&self) -> bool {
        self.unacceptable_pairs == 0 && self.over_capacity == 0 && self.matched_twice == 0
    }

    /// Whether it is a matching without a blocking pair.
    pub const fn is_stable(&self) -> bool {
        self.is_matching() && self.blocking_pairs == 0
    }
}

/// Judges pairs (mentee, mentor) given as indices of the input.
pub fn check(input: &Input, pairs: &[(u32, u32)]) -> Findings {
    let mut findings = Findings::default();
    let liking = Liking::read(input);
    // Each mentee's partner, each mentor's partners.
    let mut partner: Vec<Option<u32>> = vec![None; input.count(Side::Mentee)];
    let mut partners: Vec<Vec<u32>> = vec![Vec::new(); input.count(Side::Mentor)];
    for (mentee, mentor) in pairs {
        if partner[*mentee as usize].replace(*mentor).is_some() {
            findings.matched_twice += 1;
        }
        partners[*mentor as usize].push(*mentee);
        if rank_of(input, *mentee, *mentor).is_none() || liking.rank(*mentor, *mentee).is_none() {
            findings.unacceptable_pairs += 1;
        }
    }
    for mentor in input.people(Side::Mentor) {
        if partners[mentor as usize].len() > input.seats(mentor) as usize {
            findings.over_capacity += 1;
        }
    }
    for mentee in input.people(Side::Mentee) {
        let has = partner[mentee as usize];
        let now = has.and_then(|mentor| rank_of(input, mentee, mentor));
        for wish in input.list(Side::Mentee, mentee) {
            let mentee_prefers = now.is_none_or(|now| wish.rank < now);
            if has == Some(wish.who) || !mentee_prefers {
                continue;
            }
            let Some(rank) = liking.rank(wish.who, mentee) else { continue };
            let theirs = &partners[wish.who as usize];
            let mentor_prefers = theirs.len() < input.seats(wish.who) as usize
                || (input.seats(wish.who) > 0
                    && theirs.iter().any(|other| liking.rank(wish.who, *other).is_none_or(|held| rank < held)));
            findings.blocking_pairs += u64::from(mentor_prefers);
        }
    }
    findings
}

/// The rank a mentee gives a mentor: 1 for the best; within a tie the same.
fn rank_of(input: &Input, mentee: u32, mentor: u32) -> Option<u32> {
    input.list(Side::Mentee, mentee).iter().find(|entry| entry.who == mentor).map(|entry| entry.rank)
}

/// The lists of mentors by mentee, to find a rank by halving.
struct Liking {
    lists: Vec<Vec<(u32, u32)>>,
}

impl Liking {
    fn read(input: &Input) -> Self {
        let list = |mentor| {
            let entries = input.list(Side::Mentor, mentor);
            let mut list: Vec<(u32, u32)> = entries.iter().map(|entry| (entry.who, entry.rank)).collect();
            list.sort_unstable();
            list
        };
        Self { lists: input.people(Side::Mentor).map(list).collect() }
    }

    fn rank(&self, mentor: u32, mentee: u32) -> Option<u32> {
        let list = &self.lists[mentor as usize];
        list.binary_search_by_key(&mentee, |(who, _)| *who).ok().map(|at| list[at].1)
    }
}
