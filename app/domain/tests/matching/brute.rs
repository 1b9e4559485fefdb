//! Small inputs by trying everything, and middle ones by a slow method that is easy to believe.

use std::collections::BTreeSet;

use domain::matching::check::check;
use domain::matching::population::dice::Dice;
use domain::matching::{Input, Instance, Objective, Side, solve};

use super::make::{Draft, Shape, TINY, Wish, draft};

type Pairs = Vec<(u32, u32)>;

/// Every matching of people who accept each other within the seats.
fn everything(draft: &Draft) -> Vec<Pairs> {
    let mut all = vec![Vec::new()];
    for (mentee, list) in (0..).zip(&draft.mentees) {
        let mut more = all.clone();
        for (mentor, _, _) in list {
            let (seats, theirs) = &draft.mentors[*mentor];
            if theirs.iter().all(|wish| wish.0 != mentee as usize) {
                continue;
            }
            let mentor = u32::try_from(*mentor).unwrap();
            more.extend(all.iter().filter_map(|pairs: &Pairs| {
                let taken = pairs.iter().filter(|pair| pair.1 == mentor).count();
                (taken < *seats as usize).then(|| [&pairs[..], &[(mentee, mentor)]].concat())
            }));
        }
        all = more;
    }
    all
}

/// The mentee's rank of what they have; nothing is worse than everything.
fn rank(draft: &Draft, pairs: &[(u32, u32)], mentee: u32) -> u32 {
    let Some((_, mentor)) = pairs.iter().find(|pair| pair.0 == mentee) else { return u32::MAX };
    let wish = draft.mentees[mentee as usize].iter().find(|wish| wish.0 == *mentor as usize);
    wish.map_or(u32::MAX, |wish| wish.1)
}

fn stable_ones(draft: &Draft, input: &Input) -> Vec<Pairs> {
    everything(draft).into_iter().filter(|pairs| check(input, pairs).is_stable()).collect()
}

fn answer(input: &Input, objective: Objective) -> Pairs {
    solve(&Instance::new(input), objective)
}

#[test]
fn every_mentee_gets_the_best_of_all_stable_matches_and_every_mentor_the_worst() {
    let mut dice = Dice::new(11);
    let mut several = 0;
    for round in 0..6000 {
        // Every other input is dense: those have more than one stable match now and then.
        let shape = if round % 2 == 0 { TINY } else { Shape { seats: 1, listed: 100, ..TINY } };
        let draft = draft(&mut dice, shape);
        let input = draft.input();
        let ours = answer(&input, Objective::Stable);
        let others = stable_ones(&draft, &input);
        assert!(others.contains(&ours), "{draft:?}");
        several += usize::from(others.len() > 1);
        for other in &others {
            for mentee in input.people(Side::Mentee) {
                assert!(rank(&draft, &ours, mentee) <= rank(&draft, other, mentee), "{draft:?}");
            }
            for (mentor, (_, list)) in (0..).zip(&draft.mentors) {
                let held = |pairs: &Pairs| -> Vec<u32> {
                    let rank = |mentee: u32| list.iter().find(|wish| wish.0 == mentee as usize).unwrap().1;
                    let mut ranks: Vec<u32> =
                        pairs.iter().filter(|pair| pair.1 == mentor).map(|pair| rank(pair.0)).collect();
                    ranks.sort_unstable();
                    ranks
                };
                assert!(held(&ours).iter().zip(held(other)).all(|(ours, other)| *ours >= other), "{draft:?}");
            }
        }
    }
    assert!(several > 20, "only {several} inputs have more than one stable match");
}

#[test]
fn the_same_people_and_seats_are_filled_in_every_stable_match() {
    let mut dice = Dice::new(12);
    for _ in 0..3000 {
        let draft = draft(&mut dice, TINY);
        let input = draft.input();
        let ours = answer(&input, Objective::Stable);
        let of = |pairs: &Pairs, mentor: u32| -> BTreeSet<u32> {
            pairs.iter().filter(|pair| pair.1 == mentor).map(|pair| pair.0).collect()
        };
        for other in stable_ones(&draft, &input) {
            let matched = |pairs: &Pairs| pairs.iter().map(|pair| pair.0).collect::<BTreeSet<u32>>();
            assert_eq!(matched(&ours), matched(&other), "{draft:?}");
            for (mentor, (seats, _)) in (0..).zip(&draft.mentors) {
                let (one, two) = (of(&ours, mentor), of(&other, mentor));
                assert_eq!(one.len(), two.len(), "{draft:?}");
                assert!(one.len() == *seats as usize || one == two, "{draft:?}");
            }
        }
    }
}

/// All lists of some of the mentors, in every order.
fn every_list(mentors: usize) -> Vec<Vec<Wish>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    let mut at = 0;
    while at < all.len() {
        for mentor in 0..mentors {
            if !all[at].contains(&mentor) {
                let longer = [&all[at][..], &[mentor]].concat();
                all.push(longer);
            }
        }
        at += 1;
    }
    let ranked = |list: Vec<usize>| (1..).zip(list).map(|(rank, mentor)| (mentor, rank, 0)).collect();
    all.into_iter().map(ranked).collect()
}

/// Ties on the mentors' side are allowed here: the lottery does not depend on what anybody ranks.
#[test]
fn no_mentee_gains_by_any_other_list() {
    let mut dice = Dice::new(13);
    let mut tried = 0;
    for _ in 0..400 {
        let mut truth = draft(&mut dice, Shape { ties: 40, ..TINY });
        for list in &mut truth.mentees {
            (1..).zip(list).for_each(|(rank, wish)| wish.1 = rank);
        }
        let honest = answer(&truth.input(), Objective::Stable);
        for mentee in 0..truth.mentees.len() {
            for list in every_list(truth.mentors.len()) {
                let mut other = truth.clone();
                other.mentees[mentee] = list;
                let mentee = u32::try_from(mentee).unwrap();
                let lied = answer(&other.input(), Objective::Stable);
                assert!(rank(&truth, &honest, mentee) <= rank(&truth, &lied, mentee), "{truth:?} {other:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 5000, "{tried}");
}

/// A mentor does better with a shorter list: what the page says about mentors is true.
#[test]
fn a_mentor_can_gain_by_another_list() {
    let one = |list: &[usize]| (1..).zip(list).map(|(rank, who)| (*who, rank, 0)).collect::<Vec<Wish>>();
    let mentees = vec![one(&[0, 1]), one(&[1, 0])];
    let honest = Draft { seed: [1; 32], mentees, mentors: vec![(1, one(&[1, 0])), (1, one(&[0, 1]))] };
    assert_eq!(answer(&honest.input(), Objective::Stable), [(0, 0), (1, 1)]);
    let mut other = honest.clone();
    other.mentors[0].1 = one(&[1]);
    assert_eq!(answer(&other.input(), Objective::Stable), [(0, 1), (1, 0)]);
}

fn value(draft: &Draft, pairs: &[(u32, u32)]) -> (u32, usize) {
    (pairs.iter().map(|pair| draft.fit(*pair)).sum(), pairs.len())
}

#[test]
fn fit_and_placed_are_the_best_there_is() {
    let mut dice = Dice::new(14);
    for _ in 0..3000 {
        let draft = draft(&mut dice, Shape { ties: 30, ..TINY });
        let input = draft.input();
        let all: Vec<(u32, usize)> = everything(&draft).iter().map(|pairs| value(&draft, pairs)).collect();
        let fit = value(&draft, &answer(&input, Objective::Fit));
        assert_eq!(Some(&fit), all.iter().max(), "{draft:?}");
        let (total, count) = value(&draft, &answer(&input, Objective::Placed));
        assert_eq!(Some((count, total)), all.iter().map(|(total, count)| (*count, *total)).max(), "{draft:?}");
    }
}

/// One path after the other, each the best by Bellman and Ford: stops when no path gains.
fn slowly(draft: &Draft, weight: impl Fn(u32) -> i64) -> i64 {
    let (mentees, mentors) = (draft.mentees.len(), draft.mentors.len());
    let (source, sink) = (mentees + mentors, mentees + mentors + 1);
    let mut arcs: Vec<(usize, usize, u32, i64)> = Vec::new();
    let mut add = |from, to, room, cost: i64| arcs.extend([(from, to, room, cost), (to, from, 0, -cost)]);
    for (mentee, list) in draft.mentees.iter().enumerate() {
        add(source, mentee, 1, 0);
        for (mentor, _, fit) in list {
            if draft.mentors[*mentor].1.iter().any(|wish| wish.0 == mentee) {
                add(mentee, mentees + mentor, 1, -weight(*fit));
            }
        }
    }
    for (mentor, (seats, _)) in draft.mentors.iter().enumerate() {
        add(mentees + mentor, sink, *seats, 0);
    }
    let mut total = 0;
    loop {
        let mut best = vec![(i64::MAX / 2, usize::MAX); sink + 1];
        best[source].0 = 0;
        while arcs.iter().enumerate().fold(false, |moved, (at, (from, to, room, cost))| {
            let shorter = *room > 0 && best[*from].0 < i64::MAX / 4 && best[*from].0 + cost < best[*to].0;
            if shorter {
                best[*to] = (best[*from].0 + cost, at);
            }
            moved || shorter
        }) {}
        if best[sink].0 >= 0 {
            return total;
        }
        total -= best[sink].0;
        let mut node = sink;
        while node != source {
            let at = best[node].1;
            arcs[at].2 -= 1;
            arcs[at ^ 1].2 += 1;
            node = arcs[at].0;
        }
    }
}

#[test]
fn fit_and_placed_agree_with_a_slow_method_on_larger_inputs() {
    let mut dice = Dice::new(15);
    for round in 0..300 {
        let fit = [1, 3, 100, 10_000][round % 4];
        let draft = draft(&mut dice, Shape { mentees: 40, mentors: 14, seats: 4, fit, ties: 20, listed: 40 });
        let input = draft.input();
        let many = 1_000_000;
        let (total, count) = value(&draft, &answer(&input, Objective::Fit));
        assert_eq!(
            i64::from(total) * 64 + i64::try_from(count).unwrap(),
            slowly(&draft, |fit| i64::from(fit) * 64 + 1)
        );
        let (total, count) = value(&draft, &answer(&input, Objective::Placed));
        assert_eq!(
            i64::from(total) + many * i64::try_from(count).unwrap(),
            slowly(&draft, |fit| i64::from(fit) + many)
        );
    }
}
