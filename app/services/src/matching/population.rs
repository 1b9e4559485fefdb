//! An invented population as a file: an input of a match that also says who its people are and what shaped them.

use domain::matching::population::{Population, Profile, Wish, facts::GIVEN};
use domain::matching::{Seed, Side};
use serde::Serialize;

use super::json::FORMAT;

#[derive(Serialize)]
struct File {
    format: &'static str,
    assumptions: Vec<Line>,
    seed: String,
    commitment: String,
    mentees: Vec<Person>,
    mentors: Vec<Person>,
}

#[derive(Serialize)]
struct Line {
    what: &'static str,
    value: &'static str,
    source: &'static str,
    as_of: &'static str,
    assumption: bool,
}

#[derive(Serialize)]
struct Person {
    id: String,
    name: String,
    profile: About,
    #[serde(skip_serializing_if = "Option::is_none")]
    seats: Option<u32>,
    ranks: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fits: Option<Vec<u32>>,
}

#[derive(Serialize)]
struct About {
    invented: bool,
    woman: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    us_img: bool,
    specialty: &'static str,
    state: &'static str,
    country: &'static str,
    languages: Vec<&'static str>,
    stage: &'static str,
    needs: Vec<&'static str>,
}

/// The file: JSON that `match run` reads. The lottery's seed is made of the population's and is no secret.
pub fn write_population(people: u32, seed: u64) -> Result<String, serde_json::Error> {
    let population = Population::invent(people, seed);
    let mut bytes = [0; 32];
    bytes[24..].copy_from_slice(&seed.to_be_bytes());
    let lottery = Seed::new(bytes);
    let file = File {
        format: FORMAT,
        assumptions: GIVEN
            .iter()
            .map(|given| Line {
                what: given.what,
                value: given.value,
                source: given.source,
                as_of: given.as_of,
                assumption: given.assumption,
            })
            .collect(),
        seed: lottery.to_string(),
        commitment: lottery.commitment().to_string(),
        mentees: side(Side::Mentee, &population.mentees, &population.mentee_lists),
        mentors: side(Side::Mentor, &population.mentors, &population.mentor_lists),
    };
    Ok(serde_json::to_string(&file)? + "\n")
}

fn side(side: Side, people: &[Profile], lists: &[Vec<Wish>]) -> Vec<Person> {
    let of = |(person, (who, list)): (u32, (&Profile, &Vec<Wish>))| Person {
        id: Population::id(side, person),
        name: who.name.clone(),
        profile: About {
            invented: true,
            woman: who.woman,
            us_img: who.us_img,
            specialty: who.specialty,
            state: who.state,
            country: who.country,
            languages: who.languages.clone(),
            stage: who.stage,
            needs: who.needs.clone(),
        },
        seats: (side == Side::Mentor).then(Population::seats),
        ranks: list.iter().map(|wish| Population::id(side.other(), wish.who)).collect(),
        fits: (side == Side::Mentee).then(|| list.iter().map(|wish| wish.fit).collect()),
    };
    (0..).zip(people.iter().zip(lists)).map(of).collect()
}
