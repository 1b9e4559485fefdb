//! Whether a result is the one that its input gives.

use std::collections::HashMap;

use domain::matching::check::{Findings, check};
use domain::matching::{Hash, Input, Report, Seed};

/// What a verification found: nothing wrong, or one line for each thing that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// One line each; empty when all of it holds.
    pub wrong: Vec<String>,
    /// What the judge found in the result's own pairs, if they name people of the input.
    pub findings: Option<Findings>,
}

/// How many differing pairs are named.
const NAMED: usize = 5;

/// Computes the result again and compares. `said` is the hash and `mean_rank` the text in the result's file.
pub fn verify(input: &Input, result: &Report, said: Hash, mean_rank: &str) -> Verdict {
    let mut wrong = Vec::new();
    if Seed::parse(&result.seed).is_none_or(|seed| seed.commitment() != result.commitment) {
        wrong.push("the seed of the result is not the one its commitment is for".to_owned());
    }
    if result.seed != input.seed().to_string() {
        wrong.push("the seed of the result is not the seed of the input".to_owned());
    }
    let again = Report::run(input, result.objective);
    for ((name, found), (_, right)) in result.figures().into_iter().zip(again.figures()) {
        if found != right && name != "seed" && name != "mean_rank" {
            wrong.push(format!("{name} is {found} in the result and {right} when computed again"));
        }
    }
    if mean_rank != again.mean_rank() {
        wrong.push(format!("mean_rank is {mean_rank:?} in the result and {} when computed again", again.mean_rank()));
    }
    wrong.extend(differing(result, &again));
    let findings = match result.indices(input) {
        Ok(pairs) => Some(check(input, &pairs)),
        Err(unknown) => {
            wrong.push(unknown);
            None
        }
    };
    if let Some(findings) = findings {
        let counts = [
            ("pairs of people who do not accept each other", findings.unacceptable_pairs),
            ("mentors with more mentees than seats", findings.over_capacity),
            ("mentees with more than one mentor", findings.matched_twice),
        ];
        for (what, count) in counts {
            if count > 0 {
                wrong.push(format!("{what}: {count}"));
            }
        }
        if findings.blocking_pairs != result.blocking_pairs {
            let (counted, said) = (findings.blocking_pairs, result.blocking_pairs);
            wrong.push(format!("the pairs of the result have {counted} blocking pairs, the result says {said}"));
        }
    }
    if result.result_hash() != said {
        wrong.push(format!("result_hash is {said} in the result, and its content has {}", result.result_hash()));
    }
    Verdict { wrong, findings }
}

fn differing(result: &Report, again: &Report) -> Vec<String> {
    let partners = |report: &Report| -> HashMap<String, String> { report.pairs.iter().cloned().collect() };
    let (found, right) = (partners(result), partners(again));
    let mut mentees: Vec<&String> = found.keys().chain(right.keys()).collect();
    mentees.sort_unstable();
    mentees.dedup();
    mentees.retain(|mentee| found.get(*mentee) != right.get(*mentee));
    let name = |partner: Option<&String>| partner.map_or_else(|| "nobody".to_owned(), |partner| format!("{partner:?}"));
    let mut lines: Vec<String> = mentees
        .iter()
        .take(NAMED)
        .map(|mentee| {
            let (found, right) = (name(found.get(*mentee)), name(right.get(*mentee)));
            format!("mentee {mentee:?} has {found} in the result and {right} when computed again")
        })
        .collect();
    if mentees.len() > NAMED {
        lines.push(format!("and {} more mentees have somebody else", mentees.len() - NAMED));
    }
    if lines.is_empty() && result.pairs != again.pairs {
        lines.push("the pairs of the result are not in the order of the mentees, or stand there twice".to_owned());
    }
    lines
}
