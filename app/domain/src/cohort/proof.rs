//! What a cohort publishes of its lists and its result: a person's own proof as a short program that needs nothing of ours,
//! and the hash of the result.

use std::fmt::Write as _;

use crate::matching::proof::Proof;
use crate::matching::{Hash, Input, Report, Side};

/// The hash of a result as a cohort publishes it: of its report and of a salt, which is the hash of all draws, mentees first
/// and each side by number. Without the salt some who know everything else that is published could try out who is with
/// whom, because pairs are few where lists are short.
pub fn result_hash(report: &Report, input: &Input) -> Hash {
    let mut draws: Vec<&[u8]> = Vec::new();
    for side in [Side::Mentee, Side::Mentor] {
        let mut all: Vec<u32> = input.people(side).collect();
        all.sort_unstable_by(|one, two| input.id(side, *one).cmp(input.id(side, *two)));
        draws.extend(all.into_iter().map(|one| input.draw(side, one).as_bytes()));
    }
    let salt = Hash::of(&draws);
    Hash::of(&[b"landfall cohort result 1", &report.result_hash().0, &salt.0])
}

/// A program in Python 3 without any package, that computes the person's leaf from what they said, walks up the tree and
/// prints whether it ends in the published hash of the inputs. `proof` is that of this person of the input.
pub fn script(input: &Input, (side, person): (Side, u32), proof: &Proof, published: Hash) -> String {
    let mut list: Vec<(u32, &str, u32)> = input
        .list(side, person)
        .iter()
        .map(|entry| (entry.rank, input.id(side.other(), entry.who), entry.fit))
        .collect();
    list.sort_unstable();
    let seats = if side == Side::Mentor { input.seats(person) } else { 0 };
    let mut text = String::from(HEAD);
    // Writing to a string cannot fail. Ids and draws are letters and digits here, so that nothing needs escaping.
    let _ = writeln!(
        text,
        "side, number, ticket, seats = \"{side}\", \"{}\", \"{}\", {seats}",
        { input.id(side, person) },
        { input.draw(side, person) }
    );
    text.push_str("my_list = [  # place, fit, number of the other\n");
    for (rank, who, fit) in list {
        let _ = writeln!(text, "    ({rank}, {fit}, \"{who}\"),");
    }
    text.push_str("]\nbeside = [  # does it stand to the left, hash\n");
    for (left, hash) in &proof.beside {
        let _ = writeln!(text, "    ({}, \"{hash}\"),", if *left { "True" } else { "False" });
    }
    let _ = writeln!(text, "]\ncommitment = \"{}\"\npublished = \"{published}\"", input.seed().commitment());
    text.push_str(TAIL);
    text
}

const HEAD: &str = "\
from hashlib import sha256

def together(*parts):
    return sha256(b\"\".join(len(part).to_bytes(8, \"big\") + part for part in parts)).digest()

";

const TAIL: &str = "
lines = \"\".join(f\"{place} {fit} {other}\\n\" for place, fit, other in my_list)
said = [side, number, ticket, str(seats), lines]
now = together(b\"landfall match person 1\", *(part.encode() for part in said))
for left, other in beside:
    other = bytes.fromhex(other)
    now = together(b\"landfall match pair 1\", *([other, now] if left else [now, other]))
now = together(b\"landfall match input 1\", now, bytes.fromhex(commitment))
print(\"My list is in the input.\" if now.hex() == published else \"My list is NOT in the input.\")
";
