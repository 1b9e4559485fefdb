//! The result file.

use domain::matching::{Hash, Objective, Report};
use serde::{Deserialize, Serialize};

use super::read::Unreadable;

const FORMAT: &str = "landfall-match-result/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    algorithm: String,
    objective: String,
    input_hash: String,
    seed: String,
    commitment: String,
    mentees: u64,
    mentors: u64,
    seats: u64,
    placed: u64,
    /// With three decimals, as text, so that it is the same everywhere; `-` where nobody is placed.
    mean_rank: String,
    rank_sum: u64,
    total_fit: u64,
    blocking_pairs: u64,
    pairs: Vec<Pair>,
    result_hash: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    mentee: String,
    mentor: String,
}

/// The bytes of a result: JSON, one line for each figure and each pair, the same each time.
pub fn write_result(report: &Report) -> Result<String, serde_json::Error> {
    let file = File {
        format: FORMAT.to_owned(),
        algorithm: report.algorithm.clone(),
        objective: report.objective.to_string(),
        input_hash: report.input_hash.to_string(),
        seed: report.seed.clone(),
        commitment: report.commitment.to_string(),
        mentees: report.mentees,
        mentors: report.mentors,
        seats: report.seats,
        placed: report.placed,
        mean_rank: report.mean_rank(),
        rank_sum: report.rank_sum,
        total_fit: report.total_fit,
        blocking_pairs: report.blocking_pairs,
        pairs: report
            .pairs
            .iter()
            .map(|(mentee, mentor)| Pair { mentee: mentee.clone(), mentor: mentor.clone() })
            .collect(),
        result_hash: report.result_hash().to_string(),
    };
    Ok(serde_json::to_string_pretty(&file)? + "\n")
}

/// A result as its file says it, with the hash and the mean rank that stand in the file. Nothing of it is believed.
pub fn read_result(bytes: &[u8]) -> Result<(Report, Hash, String), Unreadable> {
    let file: File = serde_json::from_slice(bytes)?;
    if file.format != FORMAT {
        return Err(Unreadable::Format { found: file.format.chars().take(64).collect(), wanted: FORMAT });
    }
    let hash = |name: &'static str, text: &str| Hash::parse(text).ok_or(Unreadable::Hash(name));
    let objective = Objective::parse(&file.objective)
        .ok_or(Unreadable::Format { found: file.objective, wanted: "the objectives stable, fit and placed" })?;
    let report = Report {
        algorithm: file.algorithm,
        objective,
        input_hash: hash("input_hash", &file.input_hash)?,
        seed: file.seed,
        commitment: hash("commitment", &file.commitment)?,
        mentees: file.mentees,
        mentors: file.mentors,
        seats: file.seats,
        placed: file.placed,
        rank_sum: file.rank_sum,
        total_fit: file.total_fit,
        blocking_pairs: file.blocking_pairs,
        pairs: file.pairs.into_iter().map(|pair| (pair.mentee, pair.mentor)).collect(),
    };
    Ok((report, hash("result_hash", &file.result_hash)?, file.mean_rank))
}
