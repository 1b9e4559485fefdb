//! The hash of an input, and the proof that one person's list was part of it unchanged.
//!
//! Each person is a leaf: the hash of their side, id, draw, seats and list. Leaves, mentees first and each side by id,
//! are hashed together in pairs up to one root; a leaf without a neighbor rises as it is. The input's hash is that of the
//! root and of the commitment to the seed. So it does not depend on the order or the format of a file, and a person can
//! check their own leaf with the hashes beside its way up, which tell nothing about other people's lists as long as
//! their draws cannot be guessed.

use std::fmt::Write as _;

use super::hash::Hash;
use super::input::Input;
use super::mistake::Side;

/// The hash of everything that decides the answer.
pub fn input_hash(input: &Input) -> Hash {
    sealed(input, root(&leaves(input)))
}

/// What one person needs to show that their list is in the hash of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The hash of what the person said.
    pub leaf: Hash,
    /// The hashes beside the way up, each with whether it stands to the left.
    pub beside: Vec<(bool, Hash)>,
}

impl Proof {
    /// The proof for one person of an input.
    pub fn new(input: &Input, side: Side, person: u32) -> Self {
        let order = order(input);
        let mut at = order.iter().position(|one| *one == (side, person)).unwrap_or_default();
        let mut row = leaves(input);
        let leaf = row[at];
        let mut beside = Vec::new();
        while row.len() > 1 {
            let neighbor = at ^ 1;
            if let Some(hash) = row.get(neighbor) {
                beside.push((neighbor < at, *hash));
            }
            row = row.chunks(2).map(joined).collect();
            at /= 2;
        }
        Self { leaf, beside }
    }

    /// Whether the leaf belongs to the input with this hash, drawn by a seed with this commitment.
    pub fn holds(&self, input_hash: Hash, commitment: Hash) -> bool {
        let root =
            self.beside.iter().fold(
                self.leaf,
                |hash, (left, beside)| {
                    if *left { joined(&[*beside, hash]) } else { joined(&[hash, *beside]) }
                },
            );
        Hash::of(&[SEALED, &root.0, &commitment.0]) == input_hash
    }
}

const SEALED: &[u8] = b"landfall match input 1";

fn sealed(input: &Input, root: Hash) -> Hash {
    Hash::of(&[SEALED, &root.0, &input.seed().commitment().0])
}

/// The hash of what one person said: one line for the person, one for each entry, ties by id.
pub fn leaf(input: &Input, side: Side, person: u32) -> Hash {
    let seats = if side == Side::Mentor { input.seats(person) } else { 0 };
    let list = input.list(side, person);
    let mut lines: Vec<(u32, &str, u32)> =
        list.iter().map(|entry| (entry.rank, input.id(side.other(), entry.who), entry.fit)).collect();
    lines.sort_unstable();
    let mut text = String::new();
    for (rank, who, fit) in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{rank} {fit} {who}");
    }
    let (kind, seats) = (side.to_string(), seats.to_string());
    let (id, draw) = (input.id(side, person), input.draw(side, person));
    let head = b"landfall match person 1".as_slice();
    Hash::of(&[head, kind.as_bytes(), id.as_bytes(), draw.as_bytes(), seats.as_bytes(), text.as_bytes()])
}

fn order(input: &Input) -> Vec<(Side, u32)> {
    let mut all = Vec::with_capacity(input.count(Side::Mentee) + input.count(Side::Mentor));
    for side in [Side::Mentee, Side::Mentor] {
        let begin = all.len();
        all.extend(input.people(side).map(|person| (side, person)));
        all[begin..].sort_unstable_by(|one, two| input.id(side, one.1).cmp(input.id(side, two.1)));
    }
    all
}

fn leaves(input: &Input) -> Vec<Hash> {
    order(input).into_iter().map(|(side, person)| leaf(input, side, person)).collect()
}

fn root(leaves: &[Hash]) -> Hash {
    let mut row = leaves.to_vec();
    while row.len() > 1 {
        row = row.chunks(2).map(joined).collect();
    }
    row.first().copied().unwrap_or_else(|| Hash::of(&[b"nobody"]))
}

fn joined(pair: &[Hash]) -> Hash {
    match pair {
        [left, right] => Hash::of(&[b"landfall match pair 1", &left.0, &right.0]),
        [single, ..] => *single,
        [] => Hash::of(&[]),
    }
}
