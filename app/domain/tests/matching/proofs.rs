//! The hash of an input stands for everything that decides, and for each person's list.

use domain::matching::population::dice::Dice;
use domain::matching::proof::{Proof, input_hash, leaf};
use domain::matching::{Hash, Side};

use super::make::{Draft, SMALL, draft};

#[test]
fn everybody_can_prove_their_own_list_and_no_other() {
    let mut dice = Dice::new(21);
    for _ in 0..300 {
        let draft = draft(&mut dice, SMALL);
        let input = draft.input();
        let (hash, commitment) = (input_hash(&input), input.seed().commitment());
        for side in [Side::Mentee, Side::Mentor] {
            for person in input.people(side) {
                let proof = Proof::new(&input, side, person);
                assert_eq!(proof.leaf, leaf(&input, side, person));
                assert!(proof.holds(hash, commitment));
                assert!(!proof.holds(hash, Hash([0; 32])));
                let forged = Proof { leaf: Hash([7; 32]), ..proof };
                assert!(!forged.holds(hash, commitment));
            }
        }
    }
}

#[test]
fn the_hash_is_that_of_the_people_and_not_of_their_order() {
    let mut dice = Dice::new(22);
    for _ in 0..300 {
        let one = draft(&mut dice, SMALL);
        let other = |change: &dyn Fn(&mut Draft)| {
            let mut other = one.clone();
            change(&mut other);
            input_hash(&other.input())
        };
        let hash = input_hash(&one.input());
        // Entries of a tie may come in any order.
        assert_eq!(
            hash,
            other(&|draft| draft.mentees.iter_mut().for_each(|list| list.sort_by_key(|wish| (wish.1, wish.0))))
        );
        assert_ne!(hash, other(&|draft| draft.seed[0] ^= 1));
        if let Some(mentor) = one.mentors.len().checked_sub(1) {
            assert_ne!(hash, other(&|draft| draft.mentors[mentor].0 += 1));
        }
        if let Some(mentee) = one.mentees.iter().position(|list| !list.is_empty()) {
            assert_ne!(hash, other(&|draft| draft.mentees[mentee][0].2 += 1));
            let shorter = other(&|draft| {
                draft.mentees[mentee].pop();
            });
            assert_ne!(hash, shorter);
        }
    }
}
