//! How long a match takes, as a line of JSON for each size, and the instance for others to solve.
//!
//! `cargo run --release -p domain --example match_speed -- N[,N...] OBJECTIVE [FILE]`: N mentees, N/3 mentors of capacity 3,
//! 20 ranks each, every mentor ranks whoever listed them, all at random but the same each time. `OBJECTIVE` is stable, fit,
//! placed or `none`. FILE receives the instance (of one size): a line `N MENTORS SEATS`, then for each mentee the mentors,
//! best first, then their fits, then for each mentor the mentees, best first. Prints microseconds of building the arrays and
//! of solving (medians), what came out, and the peak of resident memory in KiB (of Linux).
//!
//! Several sizes take turns. A machine that others use is slow for seconds at a time, and a processor remembers how it
//! branched in what it has just solved: taking turns is fair to all of them.

use std::fmt::Write as _;
use std::time::Instant;

use domain::matching::check::check;
use domain::matching::population::dice::Dice;
use domain::matching::{Builder, Input, Instance, Objective, Seed, Side, solve};

const SEATS: u32 = 3;
const RANKS: usize = 20;
const MAX_FIT: u32 = 1000;
/// At most; fewer where they take more than 20 seconds together.
const ROUNDS: usize = 21;

/// One size: its input, what its rounds took, and the last answer.
struct Size {
    input: Input,
    build: Vec<u128>,
    solve: Vec<u128>,
    pairs: Vec<(u32, u32)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [sizes, objective, file @ ..] = words.as_slice() else {
        return Err("usage: match_speed N[,N...] OBJECTIVE [FILE]".into());
    };
    let mut all = Vec::new();
    for n in sizes.split(',') {
        let input = input(n.parse()?)?;
        if let [file] = file {
            std::fs::write(file, text(&input)?)?;
        }
        all.push(Size { input, build: Vec::new(), solve: Vec::new(), pairs: Vec::new() });
    }
    let Some(objective) = Objective::parse(objective) else { return Ok(()) };
    let began = Instant::now();
    for _ in 0..ROUNDS {
        for size in &mut all {
            round(size, objective);
        }
        if began.elapsed().as_secs() >= 20 {
            break;
        }
    }
    for size in all {
        let found = check(&size.input, &size.pairs);
        assert!(found.is_matching(), "{found:?}");
        assert!(objective != Objective::Stable || found.is_stable(), "{found:?}");
        println!("{}", line(size, objective, found.blocking_pairs));
    }
    Ok(())
}

fn round(size: &mut Size, objective: Objective) {
    let began = Instant::now();
    let instance = std::hint::black_box(Instance::new(&size.input));
    size.build.push(began.elapsed().as_micros());
    let began = Instant::now();
    size.pairs = std::hint::black_box(solve(&instance, objective));
    size.solve.push(began.elapsed().as_micros());
}

fn line(size: Size, objective: Objective, blocking: u64) -> String {
    let Size { input, build, solve, pairs } = size;
    let mark: u64 = pairs
        .iter()
        .map(|(mentee, mentor)| number(&input, Side::Mentee, *mentee) * number(&input, Side::Mentor, *mentor))
        .sum();
    let fit: u64 = pairs.iter().map(|pair| u64::from(fit_of(&input, *pair))).sum();
    format!(
        r#"{{"mentees":{},"objective":"{objective}","build":{},"microseconds":{},"placed":{},"fit":{fit},"mark":{mark},"blocking":{blocking},"peak_kib":{}}}"#,
        input.count(Side::Mentee),
        median(build),
        median(solve),
        pairs.len(),
        peak_kib().unwrap_or_default(),
    )
}

fn median(mut rounds: Vec<u128>) -> u128 {
    rounds.sort_unstable();
    rounds[rounds.len() / 2]
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
