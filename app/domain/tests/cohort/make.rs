//! Random cohorts as they can be: strict lists of mentees, mentors who rank only those who listed them, some in the order
//! of the fit with ties, some with a never.

use domain::cohort::{Person, Ranked, input};
use domain::matching::population::dice::Dice;
use domain::matching::{Hash, Input, Seed, Side};

pub(crate) fn cohort(dice: &mut Dice) -> Vec<Person> {
    let (mentees, mentors) = (dice.below(10), dice.below(6));
    let name = |side: Side, at: u32| format!("{}{at:02}", if side == Side::Mentee { 'a' } else { 'm' });
    let mut people = Vec::new();
    let mut listed: Vec<Vec<(String, u32)>> = vec![Vec::new(); mentors as usize];
    for at in 0..mentees {
        let mut all: Vec<u32> = (0..mentors).collect();
        dice.shuffle(&mut all);
        all.truncate(dice.below(mentors + 1) as usize);
        let id = name(Side::Mentee, at);
        let mut list = Vec::new();
        for (rank, mentor) in (1..).zip(all) {
            let fit = dice.below(4) * 100;
            listed[mentor as usize].push((id.clone(), fit));
            list.push(Ranked { who: name(Side::Mentor, mentor), rank, fit });
        }
        people.push(person(dice, id, Side::Mentee, 0, list));
    }
    for (at, mut own) in (0..).zip(listed) {
        let prefilled = dice.below(2) == 0;
        if !prefilled {
            dice.shuffle(&mut own);
        }
        let fits: Vec<u32> = own.iter().map(|(_, fit)| *fit).collect();
        let ranks = if prefilled {
            domain::cohort::prefilled(&fits)
        } else {
            domain::cohort::closed_up(
                &(1..).zip(&own).map(|(at, _)| if dice.below(5) == 0 { 0 } else { at }).collect::<Vec<u32>>(),
            )
        };
        let entry = |((who, fit), rank): ((String, u32), u32)| (rank > 0).then_some(Ranked { who, rank, fit });
        let list = own.into_iter().zip(ranks).filter_map(entry).collect();
        let seats = 1 + dice.below(3);
        people.push(person(dice, name(Side::Mentor, at), Side::Mentor, seats, list));
    }
    people
}

fn person(dice: &mut Dice, id: String, side: Side, seats: u32, list: Vec<Ranked>) -> Person {
    let mut bytes = [0; 32];
    bytes.chunks_exact_mut(8).for_each(|chunk| chunk.copy_from_slice(&dice.bits().to_be_bytes()));
    Person { id, side, draw: Hash(bytes).to_string(), seats, list }
}

/// As [`drawn`], with entries of mentees taken away after their mentors have ranked.
pub(crate) fn one_sided(dice: &mut Dice) -> Input {
    let mut people = cohort(dice);
    for person in people.iter_mut().filter(|person| person.side == Side::Mentee) {
        person.list.retain(|_| dice.below(4) > 0);
        (1..).zip(&mut person.list).for_each(|(rank, one)| one.rank = rank);
    }
    input(Seed::new([5; 32]), &people).unwrap()
}

pub(crate) fn drawn(dice: &mut Dice) -> Input {
    let people = cohort(dice);
    let seed = u8::try_from(dice.below(256)).unwrap();
    input(Seed::new([seed; 32]), &people).unwrap()
}
