//! How long a match takes, as one line of JSON, and the instance for others to solve.
//!
//! `cargo run --release -p domain --example match_speed -- N OBJECTIVE [FILE]`: N mentees, N/3 mentors of capacity 3, 20
//! ranks each, every mentor ranks whoever listed them, all at random but the same each time. `OBJECTIVE` is stable, fit,
//! placed or `none`. FILE receives the instance: a line `N MENTORS SEATS`, then for each mentee the mentors, best first,
//! then their fits, then for each mentor the mentees, best first. Prints microseconds of building the arrays and of
//! solving (medians), what came out, and the peak of resident memory in KiB (of Linux).

use std::fmt::Write as _;
use std::time::Instant;

use domain::matching::check::check;
use domain::matching::population::dice::Dice;
use domain::matching::{Builder, Input, Instance, Objective, Seed, Side, solve};

const SEATS: u32 = 3;
const RANKS: usize = 20;
const MAX_FIT: u32 = 1000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [n, objective, file @ ..] = words.as_slice() else {
        return Err("usage: match_speed N OBJECTIVE [FILE]".into());
    };
    let n: u32 = n.parse()?;
    let input = input(n)?;
    if let [file] = file {
        std::fs::write(file, text(&input)?)?;
    }
    let Some(objective) = Objective::parse(objective) else { return Ok(()) };
    let (build, instance) = median(|| Instance::new(&input));
    let (took, pairs) = median(|| solve(&instance, objective));
    let found = check(&input, &pairs);
    assert!(found.is_matching(), "{found:?}");
    assert!(objective != Objective::Stable || found.is_stable(), "{found:?}");
    let mark: u64 = pairs
        .iter()
        .map(|(mentee, mentor)| number(&input, Side::Mentee, *mentee) * number(&input, Side::Mentor, *mentor))
        .sum();
    let fit: u64 = pairs.iter().map(|pair| u64::from(fit_of(&input, *pair))).sum();
    println!(
        r#"{{"mentees":{n},"objective":"{objective}","build":{build},"microseconds":{took},"placed":{},"fit":{fit},"mark":{mark},"blocking":{},"peak_kib":{}}}"#,
        pairs.len(),
        found.blocking_pairs,
        peak_kib().unwrap_or_default(),
    );
    Ok(())
}

fn fit_of(input: &Input, (mentee, mentor): (u32, u32)) -> u32 {
    input.list(Side::Mentee, mentee).iter().find(|entry| entry.who == mentor).map_or(0, |entry| entry.fit)
}

/// The number in a person's id, from 1.
fn number(input: &Input, side: Side, person: u32) -> u64 {
    input
        .id(side, person)
        .rsplit('-')
        .next()
        .and_then(|number| number.parse::<u64>().ok())
        .map_or(0, |number| number + 1)
}

/// The median of microseconds over up to 21 rounds of at most 10 seconds together, and the last answer.
fn median<T>(mut work: impl FnMut() -> T) -> (u128, T) {
    let all = Instant::now();
    let mut rounds = Vec::new();
    loop {
        let began = Instant::now();
        let answer = std::hint::black_box(work());
        rounds.push(began.elapsed().as_micros());
        if rounds.len() == 21 || all.elapsed().as_secs() >= 10 {
            rounds.sort_unstable();
            return (rounds[rounds.len() / 2], answer);
        }
    }
}

fn input(n: u32) -> Result<Input, Box<dyn std::error::Error>> {
    let mentors = n / 3;
    let mut dice = Dice::new(2026);
    let mut builder = Builder::new(Seed::new([26; 32]));
    let mut listed = vec![Vec::new(); mentors as usize];
    let mentor_id = |mentor: u32| format!("mentor-{mentor}");
    for mentee in 0..n {
        let id = format!("mentee-{mentee}");
        builder.person(Side::Mentee, &id, 0, None)?;
        let mut list: Vec<u32> = Vec::with_capacity(RANKS);
        while list.len() < RANKS.min(mentors as usize) {
            let mentor = dice.below(mentors);
            if list.contains(&mentor) {
                continue;
            }
            list.push(mentor);
            listed[mentor as usize].push(mentee);
            let fit = dice.below(MAX_FIT + 1);
            builder.entry(Side::Mentee, &id, &mentor_id(mentor), u32::try_from(list.len())?, Some(fit))?;
        }
    }
    for (mentor, mut mentees) in (0..mentors).zip(listed) {
        builder.person(Side::Mentor, &mentor_id(mentor), SEATS, None)?;
        dice.shuffle(&mut mentees);
        for (rank, mentee) in (1..).zip(mentees) {
            builder.entry(Side::Mentor, &mentor_id(mentor), &format!("mentee-{mentee}"), rank, None)?;
        }
    }
    Ok(builder.finish()?)
}

/// The instance with the numbers in the names, which are those of the people.
fn text(input: &Input) -> Result<String, std::fmt::Error> {
    let mut text = format!("{} {} {SEATS}\n", input.count(Side::Mentee), input.count(Side::Mentor));
    let number = |side, person: u32| input.id(side, person).rsplit('-').next().unwrap_or_default().to_owned();
    for side in [Side::Mentee, Side::Mentor] {
        let mut people: Vec<u32> = input.people(side).collect();
        people.sort_by_key(|person| number(side, *person).parse::<u32>().unwrap_or_default());
        let parts = if side == Side::Mentee { 2 } else { 1 };
        for part in 0..parts {
            for person in &people {
                for entry in input.list(side, *person) {
                    match part {
                        0 => write!(text, "{} ", number(side.other(), entry.who))?,
                        _ => write!(text, "{} ", entry.fit)?,
                    }
                }
                text.push('\n');
            }
        }
    }
    Ok(text)
}

/// The peak of resident memory of this process.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
