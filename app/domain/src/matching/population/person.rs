//! The people, what they say of themselves, how well two of them fit, and whom they rank.

use super::dice::Dice;
use super::facts::{COUNTRIES, SPECIALTIES, STATES, TWO_LANGUAGES, US_IMG, WOMEN};
use super::names;
use crate::identity::profile::vocab::{NEEDS, STAGES};
use crate::matching::{Builder, Input, Mistake, Seed, Side, narrow};

/// Entries of a mentee's list.
const RANKS: usize = 20;
/// How many a mentee looks at.
const LOOKED_AT: usize = 60;
/// Seats of each mentor.
const SEATS: u32 = 3;

/// What somebody invented says of themselves: words of the vocabularies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// First and last name.
    pub name: String,
    /// Whether the first name is a woman's.
    pub woman: bool,
    /// Mentees: a U.S. citizen trained abroad. Never an input of a fit.
    pub us_img: bool,
    /// A specialty's word.
    pub specialty: &'static str,
    /// A state's letters.
    pub state: &'static str,
    /// The country of the school, ISO 3166-1.
    pub country: &'static str,
    /// Languages, ISO 639-1.
    pub languages: Vec<&'static str>,
    /// The word of a stage.
    pub stage: &'static str,
    /// What a mentee needs, or a mentor helps with.
    pub needs: Vec<&'static str>,
}

/// Somebody on a list, and how well the two fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Index on the other side.
    pub who: u32,
    /// 0 to 10,000.
    pub fit: u32,
}

/// A whole invented population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    /// Those who look for a mentor.
    pub mentees: Vec<Profile>,
    /// A third as many.
    pub mentors: Vec<Profile>,
    /// By mentee, best first.
    pub mentee_lists: Vec<Vec<Wish>>,
    /// By mentor, best first: all who rank the mentor.
    pub mentor_lists: Vec<Vec<Wish>>,
}

impl Population {
    /// `people` mentees and a third as many mentors (at least one), the same each time for the same seed.
    pub fn invent(people: u32, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mentees: Vec<Profile> = (0..people).map(|_| profile(&mut dice, Side::Mentee)).collect();
        let mentors: Vec<Profile> = (0..(people / 3).max(1)).map(|_| profile(&mut dice, Side::Mentor)).collect();
        let of_specialty = |word: &str| -> Vec<u32> {
            (0..).zip(&mentors).filter(|(_, mentor)| mentor.specialty == word).map(|(at, _)| at).collect()
        };
        let specialties: Vec<(&str, Vec<u32>)> =
            SPECIALTIES.iter().map(|(word, _)| (*word, of_specialty(word))).collect();
        let mut mentor_lists = vec![Vec::new(); mentors.len()];
        let mut mentee_lists = Vec::with_capacity(mentees.len());
        for (mentee, who) in (0..).zip(&mentees) {
            let own = specialties.iter().find(|(word, _)| *word == who.specialty).map_or(&[][..], |(_, own)| own);
            let list = list(&mut dice, who, &mentors, own);
            for wish in &list {
                // A mentor sees the same fit and weighs it differently.
                let fit = shaken(&mut dice, wish.fit);
                mentor_lists[wish.who as usize].push(Wish { who: mentee, fit });
            }
            mentee_lists.push(list);
        }
        for list in &mut mentor_lists {
            best_first(list);
        }
        Self { mentees, mentors, mentee_lists, mentor_lists }
    }

    /// A person's id in files: the side and a number from 1.
    pub fn id(side: Side, person: u32) -> String {
        format!("{side}-{}", person + 1)
    }

    /// As input of a match; ids serve as draws.
    pub fn input(&self, seed: Seed) -> Result<Input, Mistake> {
        let mut builder = Builder::new(seed);
        for (side, lists) in [(Side::Mentee, &self.mentee_lists), (Side::Mentor, &self.mentor_lists)] {
            for (person, list) in (0..).zip(lists) {
                let id = Self::id(side, person);
                builder.person(side, &id, if side == Side::Mentor { SEATS } else { 0 }, None)?;
                for (rank, wish) in (1..).zip(list) {
                    let fit = (side == Side::Mentee).then_some(wish.fit);
                    builder.entry(side, &id, &Self::id(side.other(), wish.who), rank, fit)?;
                }
            }
        }
        builder.finish()
    }

    /// Seats of each mentor.
    pub const fn seats() -> u32 {
        SEATS
    }
}

fn profile(dice: &mut Dice, side: Side) -> Profile {
    let woman = dice.below(100) < WOMEN;
    let first = dice.one(if woman { &names::WOMEN } else { &names::MEN });
    let name = format!("{first} {}", dice.one(&names::LAST));
    let (country, _, spoken) = *dice.weighed(&COUNTRIES, |country| country.1);
    let mut languages = vec!["en"];
    if dice.below(100) < TWO_LANGUAGES {
        // Where only English is spoken, the second language is one of the region.
        let others: Vec<&'static str> = spoken.iter().copied().filter(|language| *language != "en").collect();
        languages.push(if others.is_empty() { "es" } else { *dice.one(&others) });
    }
    // Stages before residency for mentees, residency and later for mentors.
    let stages = if side == Side::Mentee { &STAGES[..5] } else { &STAGES[6..9] };
    let mut needs: Vec<&'static str> = NEEDS.iter().map(|need| need.word).collect();
    dice.shuffle(&mut needs);
    needs.truncate(if side == Side::Mentee { 2 + dice.below(4) } else { 4 + dice.below(6) } as usize);
    Profile {
        name,
        woman,
        us_img: side == Side::Mentee && dice.below(1000) < US_IMG,
        specialty: dice.weighed(&SPECIALTIES, |specialty| specialty.1).0,
        state: dice.weighed(&STATES, |state| state.1).0,
        country,
        languages,
        stage: dice.one(stages).word,
        needs,
    }
}

/// The best of those the mentee looks at: half of the own specialty, half anybody.
fn list(dice: &mut Dice, mentee: &Profile, mentors: &[Profile], own: &[u32]) -> Vec<Wish> {
    let mut seen = Vec::with_capacity(LOOKED_AT);
    for turn in 0..LOOKED_AT {
        let near = turn % 2 == 0 && !own.is_empty();
        let who = if near { *dice.one(own) } else { dice.below(narrow(mentors.len())) };
        if !seen.contains(&who) {
            seen.push(who);
        }
    }
    let wish = |who: u32| Wish { who, fit: shaken(dice, fit(mentee, &mentors[who as usize])) };
    let mut list: Vec<Wish> = seen.into_iter().map(wish).collect();
    best_first(&mut list);
    list.truncate(RANKS);
    list
}

fn best_first(list: &mut [Wish]) {
    list.sort_unstable_by_key(|wish| (std::cmp::Reverse(wish.fit), wish.who));
}

/// The scored criteria of the mentoring vocabulary that need no private field, of 10,000. Country and language count
/// here because these people do not exist; for members they count only when the mentee asks.
fn fit(mentee: &Profile, mentor: &Profile) -> u32 {
    let shared = mentee.needs.iter().filter(|need| mentor.needs.contains(need)).count();
    let needs = 3000 * narrow(shared) / narrow(mentee.needs.len()).max(1);
    let spoken = mentee.languages.iter().any(|one| *one != "en" && mentor.languages.contains(one));
    let near_peer = mentor.stage == STAGES[6].word;
    let points = [
        (mentee.specialty == mentor.specialty, 2500),
        (near_peer, 350),
        (mentee.country == mentor.country, 1500),
        (spoken, 750),
        (mentee.state == mentor.state, 1000),
    ];
    needs + 900 + points.iter().map(|(holds, points)| if *holds { *points } else { 0 }).sum::<u32>()
}

/// Up to a tenth more or less.
fn shaken(dice: &mut Dice, fit: u32) -> u32 {
    (fit + dice.below(2001)).saturating_sub(1000).min(10_000)
}
