//! The short program that a person is handed says the truth, run by Python itself.

use std::path::{Path, PathBuf};
use std::process::Command;

use domain::cohort::{input, result_hash, script};
use domain::matching::population::dice::Dice;
use domain::matching::proof::{Proof, input_hash};
use domain::matching::{Hash, Objective, Report, Seed, Side};

use super::make::{cohort, drawn};

const PYTHON: &str = "LANDFALL_TEST_PYTHON";
const SQLITE_ONLY: &str = "LANDFALL_TEST_SQLITE_ONLY";

#[expect(clippy::disallowed_methods, reason = "only the test runner says where its Python is")]
fn python() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end/.venv/bin/python");
    let found = std::env::var_os(PYTHON).map_or(own, PathBuf::from);
    if found.exists() {
        return Some(found);
    }
    let partly = std::env::var_os(SQLITE_ONLY).is_some_and(|value| value == "1");
    assert!(partly, "there is no {}: run scripts/setup.sh test, or set {PYTHON} or {SQLITE_ONLY}=1", found.display());
    None
}

#[test]
fn the_program_of_each_person_finds_their_list_in_the_input_and_a_changed_one_not() {
    let Some(python) = python() else { return };
    let run = |text: &str| {
        let output = Command::new(&python).args(["-I", "-c", text]).output().expect("Python starts");
        assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let mut dice = Dice::new(107);
    let mut seen = 0;
    for _ in 0..6 {
        let input = drawn(&mut dice);
        let published = input_hash(&input);
        for side in [Side::Mentee, Side::Mentor] {
            for person in input.people(side).take(3) {
                let proof = Proof::new(&input, side, person);
                let text = script(&input, (side, person), &proof, published);
                assert_eq!(run(&text), "My list is in the input.\n");
                let moved = text.replace("    (1, ", "    (9, ");
                if moved != text {
                    assert_eq!(run(&moved), "My list is NOT in the input.\n");
                    seen += 1;
                }
                let other = script(&input, (side, person), &proof, Hash([7; 32]));
                assert_eq!(run(&other), "My list is NOT in the input.\n");
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn the_hash_of_a_result_depends_on_every_ticket_and_on_no_order() {
    let mut dice = Dice::new(109);
    let mut people = (0..50).map(|_| cohort(&mut dice)).find(|all| all.len() > 4).unwrap();
    let seed = Seed::new([5; 32]);
    let bound = input(seed, &people).unwrap();
    let report = Report::run(&bound, Objective::Stable);
    let hash = result_hash(&report, &bound);
    assert_ne!(hash, report.result_hash());
    // The report stays: whoever knows all of it, and all tickets but one, cannot try out what the hash is of.
    for at in 0..people.len() {
        let own = std::mem::replace(&mut people[at].draw, Hash([7; 32]).to_string());
        assert_ne!(result_hash(&report, &input(seed, &people).unwrap()), hash);
        people[at].draw = own;
    }
    people.reverse();
    let reversed = input(seed, &people).unwrap();
    assert_eq!(result_hash(&Report::run(&reversed, Objective::Stable), &reversed), hash);
}
