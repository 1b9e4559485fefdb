//! What somebody looks for: goals, topics, stage, and wishes. They are never asked to prove anything.

use super::mentor::has_gender;
use super::reveal::Revealed;
use super::wish::{Weight, Wish, WishKind};
use super::words;
use crate::form::FieldError;
use crate::identity::profile::Typed;
use crate::identity::profile::vocab::{NEEDS, STAGES, find};
use crate::text;

/// Topics of one request.
pub const MAX_TOPICS: usize = 5;

/// What the person wants to reach, in their own words: 20 to 1,500 characters.
#[derive(Clone, PartialEq, Eq)]
pub struct Goals(String);

/// What people tell stays out of logs.
impl std::fmt::Debug for Goals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Goals")
    }
}

impl Goals {
    /// Reads them.
    pub fn parse(typed: &str) -> Option<Self> {
        let clean = text::multi_line(typed);
        (20..=1_500).contains(&text::length(&clean)).then_some(Self(clean))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// In their own words.
    pub goals: Goals,
    /// One to five words of the vocabulary's needs, in its order.
    pub topics: Vec<String>,
    /// How far along they are.
    pub stage: String,
    /// What a mentor must or should be.
    pub wishes: Vec<Wish>,
    /// Their gender, if they want to be able to tell it.
    pub gender: Option<String>,
    /// What each new request shows from the start.
    pub reveals: Revealed,
}

/// The form as it was sent. A wish of a kind has two fields, `wish_<kind>` and `weight_<kind>`.
#[derive(Clone, Copy, Debug)]
pub struct AskForm<'t>(pub Typed<'t>);

impl AskForm<'_> {
    /// The field that holds the value of a wish.
    pub fn wish_name(kind: WishKind) -> String {
        format!("wish_{}", kind.word())
    }

    /// The field that says how much it matters.
    pub fn weight_name(kind: WishKind) -> String {
        format!("weight_{}", kind.word())
    }

    /// Reads the form. The errors come in the order of its fields.
    pub fn parse(self) -> Result<Ask, Vec<FieldError>> {
        let mut errors = Vec::new();
        let goals = Goals::parse(self.0.first("goals"));
        if goals.is_none() {
            errors.push(FieldError::new("goals", words::GOALS));
        }
        let typed = self.0.all("topics");
        let known = typed.iter().all(|word| find(&NEEDS, word).is_some());
        let topics: Vec<String> =
            NEEDS.iter().filter(|one| typed.contains(&one.word)).map(|one| one.word.to_owned()).collect();
        if !known || topics.is_empty() || topics.len() > MAX_TOPICS {
            errors.push(FieldError::new("topics", words::TOPICS));
        }
        let stage = find(&STAGES, self.0.first("stage").trim()).map(|one| one.word.to_owned());
        if stage.is_none() {
            errors.push(FieldError::new("stage", words::STAGE));
        }
        let mut wishes = Vec::new();
        for kind in WishKind::ALL {
            let value = self.0.first(&Self::wish_name(*kind)).trim();
            if value.is_empty() {
                continue;
            }
            let weight = Weight::parse(self.0.first(&Self::weight_name(*kind))).unwrap_or(Weight::Nice);
            match Wish::parse(*kind, weight, value) {
                Some(wish) => wishes.push(wish),
                None => errors.push(FieldError::new(Self::wish_name(*kind), words::WISH)),
            }
        }
        let gender = self.0.first("gender").trim();
        if !gender.is_empty() && !has_gender(gender) {
            errors.push(FieldError::new("gender", words::GENDER));
        }
        match (goals, stage) {
            (Some(goals), Some(stage)) if errors.is_empty() => Ok(Ask {
                goals,
                topics,
                stage,
                wishes,
                gender: (!gender.is_empty()).then(|| gender.to_owned()),
                reveals: Revealed::read(self.0.all("reveals")),
            }),
            _ => Err(errors),
        }
    }
}
