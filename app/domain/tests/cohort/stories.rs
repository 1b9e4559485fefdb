//! Explanations are true: of every person, in every result, by the definition and by the independent judge.

use domain::cohort::{Unplaced, Why, mentee_story, mentor_story, outcome, prices, words};
use domain::matching::check::check;
use domain::matching::population::dice::Dice;
use domain::matching::{Input, Objective, Side};

use super::make::{drawn, one_sided};

const COHORTS: usize = 4_000;

fn rank(input: &Input, side: Side, of: u32, whom: u32) -> Option<u32> {
    input.list(side, of).iter().find(|entry| entry.who == whom).map(|entry| entry.rank)
}

/// The sentence of a stable result, read word by word: every seat of theirs is held by somebody they rank higher, or as
/// high and luckier in the lottery; or they did not rank the mentee.
fn sentence_holds(input: &Input, pairs: &[(u32, u32)], mentee: u32, mentor: u32) -> bool {
    let Some(own) = rank(input, Side::Mentor, mentor, mentee) else { return true };
    let ticket = |who: u32| input.seed().ticket(input.draw(Side::Mentee, who));
    let held: Vec<u32> = pairs.iter().filter(|(_, with)| *with == mentor).map(|(who, _)| *who).collect();
    held.len() == input.seats(mentor) as usize
        && held.iter().all(|who| {
            let theirs = rank(input, Side::Mentor, mentor, *who).unwrap();
            theirs < own || (theirs == own && ticket(*who) < ticket(mentee))
        })
}

#[test]
fn what_a_mentee_is_told_of_a_stable_result_is_so() {
    let mut dice = Dice::new(101);
    let (mut told, mut lucky) = (0, 0);
    for _ in 0..COHORTS {
        let input = drawn(&mut dice);
        let found = outcome(&input, Objective::Stable);
        for mentee in input.people(Side::Mentee) {
            let story = mentee_story(&input, &found.pairs, mentee);
            for (mentor, why) in &story.above {
                assert!(sentence_holds(&input, &found.pairs, mentee, *mentor), "{why:?} of {input:?}");
                assert_ne!(*why, Why::Wanted);
                assert_eq!(*why == Why::NotAccepted, rank(&input, Side::Mentor, *mentor, mentee).is_none());
                told += 1;
                lucky += usize::from(*why == Why::HigherOrLuckier);
            }
            let place = story.got.map(|(mentor, place)| {
                assert_eq!(rank(&input, Side::Mentee, mentee, mentor), Some(place), "lists of mentees are strict");
                place
            });
            assert_eq!(story.above.len(), place.map_or(story.listed, |place| place as usize - 1));
        }
    }
    assert!(told > COHORTS && lucky > 50, "{told} sentences, {lucky} by the lottery");
}

#[test]
fn what_a_mentor_is_told_of_a_stable_result_is_so() {
    let mut dice = Dice::new(102);
    let mut told = 0;
    for _ in 0..COHORTS {
        let input = drawn(&mut dice);
        let found = outcome(&input, Objective::Stable);
        for mentor in input.people(Side::Mentor) {
            let story = mentor_story(&input, &found.pairs, mentor);
            for (mentee, elsewhere) in &story.above {
                assert!(*elsewhere, "{input:?}");
                let with = found.pairs.iter().find(|(who, _)| who == mentee).unwrap().1;
                let (theirs, own) =
                    (rank(&input, Side::Mentee, *mentee, with), rank(&input, Side::Mentee, *mentee, mentor));
                assert!(theirs.unwrap() < own.unwrap(), "ranked higher, as the sentence says");
                told += 1;
            }
        }
    }
    assert!(told > COHORTS / 4, "{told}");
}

/// As it is once somebody keeps a mentor away, or works with them already: the mentee's entry is gone, the mentor's stays.
#[test]
fn what_a_mentor_is_told_is_so_where_the_entry_of_the_mentee_is_gone() {
    let mut dice = Dice::new(108);
    let (mut told, mut gone) = (0, 0);
    for _ in 0..COHORTS {
        let input = one_sided(&mut dice);
        let found = outcome(&input, Objective::Stable);
        for mentor in input.people(Side::Mentor) {
            let story = mentor_story(&input, &found.pairs, mentor);
            let full = story.got.len() == story.seats as usize;
            let said = words::for_mentor(&story, Objective::Stable);
            let start = if full { "Everybody you ranked above somebody you have," } else { "Everybody you accept," };
            let end = "who accepts you and is not with you, was placed with a mentor they ranked higher than you.";
            assert_eq!(said[1], format!("{start} {end}"));
            // Read word by word.
            let own = |mentee: u32| rank(&input, Side::Mentor, mentor, mentee);
            let worst = story.got.iter().filter_map(|mentee| own(*mentee)).max();
            for entry in input.list(Side::Mentor, mentor) {
                let above = !full || worst.is_some_and(|worst| entry.rank < worst);
                if !above || story.got.contains(&entry.who) {
                    continue;
                }
                let with = found.pairs.iter().find(|(who, _)| *who == entry.who).map(|(_, with)| *with);
                match rank(&input, Side::Mentee, entry.who, mentor) {
                    Some(ours) => {
                        let theirs = with.and_then(|with| rank(&input, Side::Mentee, entry.who, with));
                        assert!(theirs.unwrap() < ours, "{input:?}");
                        told += 1;
                    }
                    // Of those who do not accept the mentor, nothing is said that would have to be so.
                    None => gone += usize::from(with.is_none()),
                }
            }
        }
    }
    assert!(told > COHORTS / 20 && gone > 100, "{told} sentences, {gone} who are with nobody");
}

#[test]
fn whoever_has_nobody_on_their_list_is_told_that_and_not_that_they_handed_in_none() {
    let mut dice = Dice::new(109);
    let mut seen = 0;
    for _ in 0..400 {
        let input = one_sided(&mut dice);
        for objective in Objective::ALL {
            let found = outcome(&input, objective);
            for mentee in input.people(Side::Mentee).filter(|mentee| input.list(Side::Mentee, *mentee).is_empty()) {
                let said = words::for_mentee(&mentee_story(&input, &found.pairs, mentee), objective, None);
                let wanted = "Nobody was on your list when the result was made, so there was nobody to match you with.";
                assert_eq!(said, [wanted]);
                assert!(found.unplaced.contains(&(mentee, Unplaced::NoList)));
                seen += 1;
            }
            let organizer = words::unplaced(Unplaced::NoList, objective);
            assert_eq!(organizer, "Nobody is on their list, so there is nobody to match them with.");
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn those_who_would_both_rather_have_each_other_are_those_the_judge_counts() {
    let mut dice = Dice::new(103);
    let mut blocking = 0;
    for _ in 0..COHORTS {
        let input = drawn(&mut dice);
        for objective in Objective::ALL {
            let found = outcome(&input, objective);
            let stories = input.people(Side::Mentee).map(|mentee| mentee_story(&input, &found.pairs, mentee));
            let wanted: usize =
                stories.map(|story| story.above.iter().filter(|(_, why)| *why == Why::Wanted).count()).sum();
            assert_eq!(wanted as u64, check(&input, &found.pairs).blocking_pairs);
            assert_eq!(wanted as u64, found.report.blocking_pairs);
            blocking += wanted;
        }
    }
    assert!(blocking > 100, "{blocking}");
}

/// The largest number of people and the largest total, by trying everything.
fn all_ways(
    input: &Input,
    mentee: u32,
    left: &mut Vec<u32>,
    placed: &mut Vec<bool>,
    best: &mut dyn FnMut(&[bool], u64),
    fit: u64,
) {
    if mentee as usize == input.count(Side::Mentee) {
        best(placed, fit);
        return;
    }
    placed.push(false);
    all_ways(input, mentee + 1, left, placed, best, fit);
    placed.pop();
    for entry in input.list(Side::Mentee, mentee).to_vec() {
        let takes = rank(input, Side::Mentor, entry.who, mentee).is_some() && left[entry.who as usize] > 0;
        if takes {
            left[entry.who as usize] -= 1;
            placed.push(true);
            all_ways(input, mentee + 1, left, placed, best, fit + u64::from(entry.fit));
            placed.pop();
            left[entry.who as usize] += 1;
        }
    }
}

#[test]
fn what_the_organizer_is_told_of_those_without_a_mentor_is_so() {
    let mut dice = Dice::new(104);
    let mut seen = [0; 3];
    for _ in 0..400 {
        let input = drawn(&mut dice);
        if input.count(Side::Mentee) > 6 {
            continue;
        }
        let seats: Vec<u32> = input.people(Side::Mentor).map(|mentor| input.seats(mentor)).collect();
        // For each mentee: could anything place them, and what is the largest total with them placed?
        let (mut most, mut total) = (0, 0);
        let mut with = vec![None::<u64>; input.count(Side::Mentee)];
        let mut look = |placed: &[bool], fit: u64| {
            most = most.max(placed.iter().filter(|one| **one).count());
            total = total.max(fit);
            for (who, _) in placed.iter().enumerate().filter(|(_, one)| **one) {
                with[who] = Some(with[who].map_or(fit, |best| best.max(fit)));
            }
        };
        all_ways(&input, 0, &mut seats.clone(), &mut Vec::new(), &mut look, 0);
        for objective in Objective::ALL {
            let found = outcome(&input, objective);
            assert_eq!(found.unplaced.len() + found.pairs.len(), input.count(Side::Mentee));
            for (mentee, why) in &found.unplaced {
                let could = with[*mentee as usize];
                match why {
                    Unplaced::NoList => assert!(input.list(Side::Mentee, *mentee).is_empty()),
                    Unplaced::NobodyAccepts => assert_eq!(could, None, "nothing could place them"),
                    Unplaced::NoRoom if objective == Objective::Fit => assert!(could.unwrap() <= total),
                    Unplaced::NoRoom => assert!(could.is_some()),
                }
                seen[*why as usize] += 1;
            }
            if objective == Objective::Placed {
                assert_eq!(found.pairs.len(), most);
            }
            if objective == Objective::Fit {
                assert_eq!(found.report.total_fit, total);
            }
        }
    }
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
}

#[test]
fn prices_are_what_is_missing_to_the_best() {
    let mut dice = Dice::new(105);
    for _ in 0..1_000 {
        let input = drawn(&mut dice);
        let all = Objective::ALL.map(|objective| outcome(&input, objective));
        let price = prices(&all);
        let [stable, fit, placed] = price.as_slice() else { panic!("three prices") };
        assert_eq!((stable.blocking_pairs, fit.fit_lost, placed.fewer_placed), (0, 0, 0));
        for (one, price) in all.iter().zip(&price) {
            assert_eq!(one.report.placed + price.fewer_placed, all[2].report.placed);
            assert_eq!(one.report.total_fit + price.fit_lost, all[1].report.total_fit);
            assert_eq!(one.free_seats + one.report.placed, one.report.seats);
        }
    }
}

/// A mentee's honest order is the best order: no other order of the same mentors gets them somebody they like better.
#[test]
fn no_other_order_gets_a_mentee_somebody_better_under_the_stable_objective() {
    let mut dice = Dice::new(106);
    let (mut tried, mut lied) = (0, 0);
    for _ in 0..300 {
        let people = super::make::cohort(&mut dice);
        let seed = domain::matching::Seed::new([3; 32]);
        let honest = domain::cohort::input(seed, &people).unwrap();
        let result = outcome(&honest, Objective::Stable).pairs;
        for mentee in honest.people(Side::Mentee) {
            let own = mentee_story(&honest, &result, mentee).got.map_or(u32::MAX, |(_, place)| place);
            for _ in 0..6 {
                let mut people = people.clone();
                let liar = &mut people[mentee as usize];
                let mut ranks: Vec<u32> = liar.list.iter().map(|one| one.rank).collect();
                dice.shuffle(&mut ranks);
                liar.list.iter_mut().zip(&ranks).for_each(|(one, rank)| one.rank = *rank);
                let other = domain::cohort::input(seed, &people).unwrap();
                let got = outcome(&other, Objective::Stable).pairs;
                let got = got.iter().find(|(who, _)| *who == mentee).map(|(_, mentor)| *mentor);
                let place = got.map_or(u32::MAX, |mentor| rank(&honest, Side::Mentee, mentee, mentor).unwrap());
                assert!(place >= own, "a lie brought {place} instead of {own}");
                tried += 1;
                lied += usize::from(place > own);
            }
        }
    }
    assert!(tried > 3_000 && lied > 100, "{tried} orders, {lied} of them did harm");
}
