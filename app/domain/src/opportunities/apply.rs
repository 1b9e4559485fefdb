//! Applying: an answer to the host's question and the fields of one's profile that the host may see.

use super::posting::{Posting, limits};
use super::{Fields, words};
use crate::form::{FieldError, too_long};
use crate::identity::profile::Field;
use crate::text;

/// What somebody sends to a host.
#[derive(Clone, PartialEq, Eq)]
pub struct Application {
    /// To the host's question, or who one is. Never empty: the site hands out no address, so it says how one is reached.
    pub answer: String,
    /// The fields the host may see, in the order of the profile, each once. A photo is no answer and never among them.
    pub released: Vec<Field>,
}

/// What people write stays out of logs.
impl std::fmt::Debug for Application {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Application").field("released", &self.released).finish_non_exhaustive()
    }
}

impl Application {
    /// Reads the fields `answer` and `release`, the latter as often as there are fields to release.
    pub fn parse(fields: &Fields, posting: &Posting) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let typed = fields.iter().find(|(name, _)| name == "answer").map_or("", |(_, value)| value);
        let answer = text::multi_line(typed.trim());
        if answer.is_empty() {
            let missing = if posting.question.is_empty() { words::WHO_MISSING } else { words::ANSWER_MISSING };
            errors.push(FieldError::new("answer", missing));
        }
        let long = text::length(&answer);
        if long > limits::ANSWER {
            errors.push(FieldError::new("answer", too_long(long, limits::ANSWER)));
        }
        let ticked: Vec<&str> =
            fields.iter().filter(|(name, _)| name == "release").map(|(_, value)| value.trim()).collect();
        let released: Vec<Field> = releasable().filter(|field| ticked.contains(&field.word())).collect();
        if ticked.iter().any(|word| !releasable().any(|field| field.word() == *word)) {
            errors.push(FieldError::new("release", words::CHOOSE));
        }
        if errors.is_empty() { Ok(Self { answer, released }) } else { Err(errors) }
    }
}

/// The fields that somebody may release to a host.
pub fn releasable() -> impl Iterator<Item = Field> {
    Field::ALL.iter().copied().filter(|field| *field != Field::Photo)
}
