//! The objectives side by side: what each gives, what it costs, and who stays without a mentor.

use crate::matching::check::Findings;
use crate::matching::{Input, Instance, Objective, Report, Side, solve};

/// What an objective gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Figures and pairs.
    pub report: Report,
    /// What the independent judge finds.
    pub findings: Findings,
    /// Pairs (mentee, mentor) as indices of the input.
    pub pairs: Vec<(u32, u32)>,
    /// Mentees without a mentor, as indices of the input, and why.
    pub unplaced: Vec<(u32, Unplaced)>,
    /// Seats that stay empty.
    pub free_seats: u64,
}

vocabulary! {
    /// Why a mentee has no mentor.
    Unplaced {
        /// Nobody is on their list: they listed nobody, or nobody of whom they listed is left on it.
        NoList = "no-list",
        /// Nobody on their list who has a seat accepts them: no pairing of any kind could place them.
        NobodyAccepts = "nobody-accepts",
        /// Somebody accepts them, and the objective gives the seats to others.
        NoRoom = "no-room",
    }
}

/// What an objective costs beside the best of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// People who could have been placed and are not.
    pub fewer_placed: u64,
    /// Points of fit below the largest total.
    pub fit_lost: u64,
    /// Pairs who would both rather have each other.
    pub blocking_pairs: u64,
}

/// Runs one objective.
pub fn outcome(input: &Input, objective: Objective) -> Outcome {
    let pairs = solve(&Instance::new(input), objective);
    let (report, findings) = Report::of(input, objective, &pairs);
    let mut has = vec![false; input.count(Side::Mentee)];
    for (mentee, _) in &pairs {
        has[*mentee as usize] = true;
    }
    let alone = input.people(Side::Mentee).filter(|mentee| !has[*mentee as usize]);
    let unplaced = alone.map(|mentee| (mentee, reason(input, mentee))).collect();
    let free_seats = report.seats - report.placed;
    Outcome { report, findings, pairs, unplaced, free_seats }
}

fn reason(input: &Input, mentee: u32) -> Unplaced {
    let list = input.list(Side::Mentee, mentee);
    let accepts = |mentor: u32| {
        input.seats(mentor) > 0 && input.list(Side::Mentor, mentor).iter().any(|entry| entry.who == mentee)
    };
    if list.is_empty() {
        Unplaced::NoList
    } else if list.iter().any(|entry| accepts(entry.who)) {
        Unplaced::NoRoom
    } else {
        Unplaced::NobodyAccepts
    }
}

/// The price of each outcome, in their order.
pub fn prices(outcomes: &[Outcome]) -> Vec<Price> {
    let most = outcomes.iter().map(|one| one.report.placed).max().unwrap_or_default();
    let best = outcomes.iter().map(|one| one.report.total_fit).max().unwrap_or_default();
    let price = |one: &Outcome| Price {
        fewer_placed: most - one.report.placed,
        fit_lost: best - one.report.total_fit,
        blocking_pairs: one.findings.blocking_pairs,
    };
    outcomes.iter().map(price).collect()
}
