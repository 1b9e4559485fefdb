//! How well a mentor fits somebody, with the reasons in words.
//!
//! A fit is a sum of small tests of the mentor, planned from what is [`Seen`] of the mentee. The plan is data, so that a
//! list can be sorted by the same tests in the database.

use super::mentor::Mentor;
use super::reveal::Seen;
use super::wish::{Weight, Wish, WishKind};
use super::words;
use crate::text;

/// One thing that is or is not so of a mentor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Helps with this topic.
    HelpsWith(String),
    /// Practices this specialty.
    Practices(String),
    /// Does one of these.
    WorksAs(Vec<&'static str>),
    /// Lives in this state.
    LivesIn(String),
    /// Lives by these clocks.
    LivesBy(String),
    /// Speaks this language.
    Speaks(String),
    /// Went to medical school in this country.
    SchoolIn(String),
    /// Went to this school; lower case.
    School(String),
    /// Is of this gender.
    Gender(String),
}

impl Test {
    /// Is it so?
    pub fn holds(&self, mentor: &Mentor) -> bool {
        match self {
            Self::HelpsWith(word) => mentor.topics.contains(word),
            Self::Practices(word) => mentor.specialties.contains(word),
            Self::WorksAs(roles) => mentor.role.as_deref().is_some_and(|role| roles.contains(&role)),
            Self::LivesIn(word) => mentor.state.as_ref() == Some(word),
            Self::LivesBy(zone) => mentor.zone.as_ref() == Some(zone),
            Self::Speaks(word) => mentor.languages.contains(word),
            Self::SchoolIn(word) => mentor.school_country.as_ref() == Some(word),
            Self::School(key) => mentor.school.as_ref().is_some_and(|school| school_key(school) == *key),
            Self::Gender(word) => mentor.gender.as_ref() == Some(word),
        }
    }

    /// The test that a wish means.
    pub fn of_wish(wish: &Wish) -> Self {
        let value = wish.value.clone();
        match wish.kind {
            WishKind::Specialty => Self::Practices(value),
            WishKind::Role => Self::WorksAs(words::ROLE_WORDS.iter().copied().filter(|word| *word == value).collect()),
            WishKind::State => Self::LivesIn(value),
            WishKind::Language => Self::Speaks(value),
            WishKind::Country => Self::SchoolIn(value),
            WishKind::School => Self::School(school_key(&value)),
            WishKind::Gender => Self::Gender(value),
        }
    }
}

/// The name of a school as it is compared.
pub fn school_key(name: &str) -> String {
    text::single_line(name).to_lowercase()
}

/// A test and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What is asked of the mentor.
    pub test: Test,
    /// What a yes counts.
    pub points: i32,
    /// The mentee has asked for it by name.
    pub wished: bool,
}

/// Needs count most, then the specialty, the stage and the place; the shares are a proposal of our own.
const TOPICS: i32 = 24;
const SPECIALTY: i32 = 20;
const STAGE: i32 = 10;
const PLACE: i32 = 4;

const fn points(kind: WishKind) -> i32 {
    match kind {
        WishKind::School | WishKind::Specialty => 12,
        WishKind::Country => 10,
        WishKind::Gender => 8,
        WishKind::Role | WishKind::State | WishKind::Language => 6,
    }
}

fn share(all: i32, of: usize) -> i32 {
    i32::try_from(of).map_or(1, |of| (all / of.max(1)).max(1))
}

/// The tests that what is seen of a mentee asks for, each once.
pub fn plan(seen: &Seen) -> Vec<Term> {
    let term = |test, points| Term { test, points, wished: false };
    let mut plan = Vec::new();
    for topic in &seen.topics {
        plan.push(term(Test::HelpsWith(topic.clone()), share(TOPICS, seen.topics.len())));
    }
    for specialty in &seen.facts.specialties {
        plan.push(term(Test::Practices(specialty.clone()), share(SPECIALTY, seen.facts.specialties.len())));
    }
    let ahead = words::ahead_of(seen.stage.as_deref().unwrap_or_default());
    if !ahead.is_empty() {
        plan.push(term(Test::WorksAs(ahead.to_vec()), STAGE));
    }
    plan.extend(seen.facts.state.clone().map(|state| term(Test::LivesIn(state), PLACE)));
    plan.extend(seen.facts.zone.clone().map(|zone| term(Test::LivesBy(zone), PLACE)));
    for wish in &seen.wishes {
        let test = Test::of_wish(wish);
        match plan.iter_mut().find(|known| known.test == test) {
            Some(known) => {
                known.points += points(wish.kind);
                known.wished = true;
            }
            None => plan.push(Term { test, points: points(wish.kind), wished: true }),
        }
    }
    plan
}

/// What must be so, by the mentee's own wishes.
impl Seen {
    /// The tests a mentor must pass to be shown.
    pub fn musts(&self) -> Vec<Test> {
        self.wishes.iter().filter(|wish| wish.weight == Weight::Must).map(Test::of_wish).collect()
    }
}

/// How well a mentor fits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// The sum; more is better.
    pub points: i32,
    /// What was so.
    pub met: Vec<Met>,
}

/// A test that was passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// Which.
    pub test: Test,
    /// The mentee has asked for it by name.
    pub wished: bool,
}

/// Adds up the tests a mentor passes.
pub fn fit(mentor: &Mentor, plan: &[Term]) -> Fit {
    let passed = plan.iter().filter(|term| term.test.holds(mentor));
    passed.fold(Fit::default(), |mut fit, term| {
        fit.points += term.points;
        fit.met.push(Met { test: term.test.clone(), wished: term.wished });
        fit
    })
}

/// Who reads the reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    /// Who looks for a mentor.
    Mentee,
    /// Who is asked.
    Mentor,
}

/// The reasons as short sentences, what counts most first.
pub fn reasons(fit: &Fit, eyes: Eyes) -> Vec<String> {
    words::reasons(fit, eyes)
}
