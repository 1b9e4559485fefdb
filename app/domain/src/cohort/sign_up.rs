//! What people tell when they sign up, and how well two fit by it.

use super::{Plan, words};
use crate::form::FieldError;
use crate::identity::profile::Typed;
use crate::identity::profile::vocab::{NEEDS, SPECIALTIES, STAGES, find};
use crate::matching::input::MAX_FIT;
use crate::mentorship::{Ask, Eyes, Facts, Fit, Goals, MAX_TOPICS, Mentor, Reveal, Revealed, Seen, fit, plan, reasons};

/// Seats a mentor may give to one cohort.
pub const MAX_SEATS: i32 = 10;
/// Specialties a mentee may name.
const MAX_SPECIALTIES: usize = 3;
/// What one point of a fit counts in the result, which knows fits up to 10,000.
const POINT: u32 = 100;

/// What a mentee tells every mentor of the cohort whom they list. Nothing else of them is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// One to five words of the needs, in the order of the vocabulary.
    pub topics: Vec<String>,
    /// How far along they are.
    pub stage: String,
    /// What they want to train in; up to three, or none.
    pub specialties: Vec<String>,
    /// In their own words.
    pub goals: Goals,
}

impl Needs {
    /// The same as mentorship knows it, for two who were matched: what was told, and nothing beyond it is shown.
    pub fn ask(&self) -> Ask {
        Ask {
            goals: self.goals.clone(),
            topics: self.topics.clone(),
            stage: self.stage.clone(),
            wishes: Vec::new(),
            gender: None,
            reveals: Revealed::default(),
        }
    }
}

/// The form: `topics` and `specialties` (several), `stage`, `goals`.
#[derive(Debug, Clone, Copy)]
pub struct MenteeForm<'t>(pub Typed<'t>);

impl MenteeForm<'_> {
    /// Reads the form for a cohort. The errors come in the order of its fields.
    pub fn parse(self, cohort: &Plan) -> Result<Needs, Vec<FieldError>> {
        let mut errors = Vec::new();
        let typed = self.0.all("topics");
        let known = typed.iter().all(|word| find(&NEEDS, word).is_some());
        let topics: Vec<String> =
            NEEDS.iter().filter(|one| typed.contains(&one.word)).map(|one| one.word.to_owned()).collect();
        if !known || topics.is_empty() || topics.len() > MAX_TOPICS {
            errors.push(FieldError::new("topics", words::TOPICS));
        }
        let stage = find(&STAGES, self.0.first("stage").trim()).map(|one| one.word.to_owned());
        match &stage {
            None => errors.push(FieldError::new("stage", words::STAGE)),
            Some(stage) if !cohort.is_for_stage(stage) => {
                errors.push(FieldError::new("stage", words::NOT_FOR_STAGE));
            }
            Some(_) => {}
        }
        let mut specialties: Vec<String> = Vec::new();
        for word in self.0.all("specialties").into_iter().filter(|word| !word.is_empty()) {
            if find(&SPECIALTIES, word).is_none() {
                errors.push(FieldError::new("specialties", words::SPECIALTIES));
                break;
            }
            if !specialties.iter().any(|one| one == word) {
                specialties.push(word.to_owned());
            }
        }
        if specialties.len() > MAX_SPECIALTIES {
            errors.push(FieldError::new("specialties", words::SPECIALTIES));
        }
        let goals = Goals::parse(self.0.first("goals"));
        if goals.is_none() {
            errors.push(FieldError::new("goals", words::GOALS));
        }
        match (stage, goals) {
            (Some(stage), Some(goals)) if errors.is_empty() => Ok(Needs { topics, stage, specialties, goals }),
            _ => Err(errors),
        }
    }
}

/// Reads the seats of a mentor, 1 to [`MAX_SEATS`].
pub fn seats(typed: &str) -> Result<i32, Vec<FieldError>> {
    let seats = typed.trim().parse::<i32>().ok().filter(|seats| (1..=MAX_SEATS).contains(seats));
    seats.ok_or_else(|| vec![FieldError::new("seats", words::SEATS)])
}

/// What is seen of a mentee here: what they told at sign-up, and no wish.
fn seen(needs: &Needs) -> Seen {
    let facts = Facts { specialties: needs.specialties.clone(), ..Facts::default() };
    Seen::of(&needs.ask(), &facts, &[Reveal::Specialties].into_iter().collect())
}

fn fit_of(needs: &Needs, mentor: &Mentor) -> Fit {
    fit(mentor, &plan(&seen(needs)))
}

/// How well two fit, 0 to 10,000.
pub fn pair_fit(needs: &Needs, mentor: &Mentor) -> u32 {
    let points = u32::try_from(fit_of(needs, mentor).points).unwrap_or_default();
    points.saturating_mul(POINT).min(MAX_FIT)
}

/// Why two fit, as short sentences for one of them.
pub fn pair_reasons(needs: &Needs, mentor: &Mentor, eyes: Eyes) -> Vec<String> {
    reasons(&fit_of(needs, mentor), eyes)
}
