//! What a run publishes: pairs, what they cost, and a hash over all of it.

use std::collections::HashMap;
use std::fmt::{self, Write as _};

use super::check::{Findings, check};
use super::hash::Hash;
use super::input::Input;
use super::instance::Instance;
use super::mistake::Side;
use super::proof::input_hash;
use super::{ALGORITHM, solve};

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// No pair who would both rather have each other.
    Stable,
    /// The largest total fit.
    Fit,
    /// The most people placed.
    Placed,
}

impl Objective {
    /// All three, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Stable, Self::Fit, Self::Placed];

    /// The word in files and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Fit => "fit",
            Self::Placed => "placed",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|objective| objective.word() == word)
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// The result of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The rules it was computed by, [`ALGORITHM`] for this program.
    pub algorithm: String,
    /// What it was for.
    pub objective: Objective,
    /// Of the input, see [`super::proof`].
    pub input_hash: Hash,
    /// The seed of the lottery, 64 hexadecimal digits.
    pub seed: String,
    /// What was published of the seed before.
    pub commitment: Hash,
    /// How many there were.
    pub mentees: u64,
    /// How many there were.
    pub mentors: u64,
    /// Of all mentors together.
    pub seats: u64,
    /// Mentees with a mentor.
    pub placed: u64,
    /// The sum of the ranks of those placed: 1 for a first choice, and for a tie 1 and how many are liked better.
    pub rank_sum: u64,
    /// The sum of the fits of all pairs.
    pub total_fit: u64,
    /// As the independent judge counts them.
    pub blocking_pairs: u64,
    /// Ids (mentee, mentor), by mentee.
    pub pairs: Vec<(String, String)>,
}

impl Report {
    /// Runs an objective on an input and has the judge look at the answer.
    pub fn run(input: &Input, objective: Objective) -> Self {
        let pairs = solve(&Instance::new(input), objective);
        Self::of(input, objective, &pairs).0
    }

    /// The report of given pairs, and what the judge finds.
    pub fn of(input: &Input, objective: Objective, pairs: &[(u32, u32)]) -> (Self, Findings) {
        let findings = check(input, pairs);
        let (mut rank_sum, mut total_fit) = (0, 0);
        for (mentee, mentor) in pairs {
            let list = input.list(Side::Mentee, *mentee);
            if let Some(entry) = list.iter().find(|entry| entry.who == *mentor) {
                rank_sum += 1 + list.iter().filter(|other| other.rank < entry.rank).count() as u64;
                total_fit += u64::from(entry.fit);
            }
        }
        let mut named: Vec<(String, String)> = pairs
            .iter()
            .map(|(mentee, mentor)| {
                (input.id(Side::Mentee, *mentee).to_owned(), input.id(Side::Mentor, *mentor).to_owned())
            })
            .collect();
        named.sort_unstable();
        let report = Self {
            algorithm: ALGORITHM.to_owned(),
            objective,
            input_hash: input_hash(input),
            seed: input.seed().to_string(),
            commitment: input.seed().commitment(),
            mentees: input.count(Side::Mentee) as u64,
            mentors: input.count(Side::Mentor) as u64,
            seats: input.people(Side::Mentor).map(|mentor| u64::from(input.seats(mentor))).sum(),
            placed: pairs.len() as u64,
            rank_sum,
            total_fit,
            blocking_pairs: findings.blocking_pairs,
            pairs: named,
        };
        (report, findings)
    }

    /// The mean rank of those placed with three decimals, half up; `-` without any.
    pub fn mean_rank(&self) -> String {
        if self.placed == 0 {
            return "-".to_owned();
        }
        // A result that somebody made up may name any numbers.
        let (sum, placed) = (u128::from(self.rank_sum), u128::from(self.placed));
        let thousandths = (sum * 2000 + placed) / (placed * 2);
        format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
    }

    /// The hash of everything above, as lines `name value` and `pair mentee<tab>mentor`.
    pub fn result_hash(&self) -> Hash {
        let mut text = String::new();
        for (name, value) in self.figures() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name} {value}");
        }
        for (mentee, mentor) in &self.pairs {
            let _ = writeln!(text, "pair {mentee}\t{mentor}");
        }
        Hash::of(&[b"landfall match result 1", text.as_bytes()])
    }

    /// Everything but the pairs, by the names of the result file.
    pub fn figures(&self) -> [(&'static str, String); 13] {
        [
            ("algorithm", self.algorithm.clone()),
            ("objective", self.objective.to_string()),
            ("input_hash", self.input_hash.to_string()),
            ("seed", self.seed.clone()),
            ("commitment", self.commitment.to_string()),
            ("mentees", self.mentees.to_string()),
            ("mentors", self.mentors.to_string()),
            ("seats", self.seats.to_string()),
            ("placed", self.placed.to_string()),
            ("mean_rank", self.mean_rank()),
            ("rank_sum", self.rank_sum.to_string()),
            ("total_fit", self.total_fit.to_string()),
            ("blocking_pairs", self.blocking_pairs.to_string()),
        ]
    }

    /// The pairs as indices of the input, or the first that names somebody who is not in it.
    pub fn indices(&self, input: &Input) -> Result<Vec<(u32, u32)>, String> {
        let names = [Side::Mentee, Side::Mentor]
            .map(|side| input.people(side).map(|one| (input.id(side, one), one)).collect::<HashMap<_, _>>());
        let find = |(mentee, mentor): &(String, String)| {
            let one = names[0].get(mentee.as_str()).ok_or_else(|| format!("there is no mentee {mentee:?}"))?;
            let two = names[1].get(mentor.as_str()).ok_or_else(|| format!("there is no mentor {mentor:?}"))?;
            Ok((*one, *two))
        };
        self.pairs.iter().map(find).collect()
    }
}
