//! One answer, in its stored spelling.

use super::field::Field;
use super::shape::{Each, Parts, Shape};
use super::typed::Typed;
use super::vocab;
use crate::form::FieldError;
use crate::id::PublicId;

/// What a person has told about one field. Cannot be empty or wrong.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    field: Field,
    text: String,
}

/// What people tell stays out of logs.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Answer").field(&self.field).finish()
    }
}

/// A graduation lies at most so many years ahead.
const AHEAD: i32 = 10;
/// What is stored was in order in its own year; nothing more is asked of it.
const ANY_YEAR: i32 = 9_999;

impl Answer {
    /// Reads a field of a form; `None` when it was left empty. `this_year` is the present year.
    pub fn parse(field: Field, typed: Typed<'_>, this_year: i32) -> Result<Option<Self>, Vec<FieldError>> {
        let text = match field.shape() {
            Shape::Parts(parts) => read_parts(field, parts, |name| typed.first(name).to_owned())?,
            Shape::Photo => None,
            shape => shape
                .read(&typed.all(field.word()), this_year + AHEAD)
                .map_err(|message| vec![FieldError::new(field.word(), message)])?,
        };
        Ok(text.map(|text| Self { field, text }))
    }

    /// Reads again what [`Answer::as_str`] gave; `None` for anything else.
    pub fn stored(field: Field, stored: &str) -> Option<Self> {
        let text = match field.shape() {
            Shape::Parts(parts) => {
                let of = |name: &str| {
                    let part = name.strip_prefix(field.word()).and_then(|rest| rest.strip_prefix('_'));
                    part.and_then(|part| mark(stored, part)).unwrap_or_default().to_owned()
                };
                read_parts(field, parts, of).ok()?
            }
            Shape::Several(..) => field.shape().read(&stored.split(',').collect::<Vec<_>>(), ANY_YEAR).ok()?,
            shape => shape.read(&[stored], ANY_YEAR).ok()?,
        }?;
        (text == stored).then_some(Self { field, text })
    }

    /// The photo whose file has this public id.
    pub fn photo(file: PublicId) -> Self {
        Self { field: Field::Photo, text: file.to_string() }
    }

    /// What it is about.
    pub const fn field(&self) -> Field {
        self.field
    }

    /// The stored spelling.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The values that a form shows in the control of this name, in order.
    pub fn values(&self, name: &str) -> Vec<&str> {
        match self.field.shape() {
            Shape::Parts(_) => {
                let part = name.strip_prefix(self.field.word()).and_then(|rest| rest.strip_prefix('_'));
                part.and_then(|part| mark(&self.text, part)).into_iter().collect()
            }
            Shape::Several(..) => self.text.split(',').collect(),
            _ => vec![&self.text],
        }
    }

    /// As people read it: one line for each thing told.
    pub fn words(&self) -> Vec<String> {
        match self.field.shape() {
            Shape::Line(_) | Shape::Year | Shape::Npi | Shape::Photo => vec![self.text.clone()],
            Shape::Zone => vec![self.text.replace('_', " ")],
            Shape::One(choices) => vec![vocab::label(choices, &self.text)],
            Shape::Several(choices, _) => self.text.split(',').map(|word| vocab::label(choices, word)).collect(),
            Shape::Parts(parts) => marks(&self.text)
                .map(|(part, mark)| {
                    let told = match parts.each {
                        Each::One(choices) => vocab::label(choices, mark),
                        Each::Number(..) => mark.to_owned(),
                    };
                    format!("{}: {told}", vocab::label(parts.of, part))
                })
                .collect(),
        }
    }
}

fn read_parts(field: Field, parts: Parts, typed: impl Fn(&str) -> String) -> Result<Option<String>, Vec<FieldError>> {
    let (mut told, mut errors) = (Vec::new(), Vec::new());
    for part in parts.of {
        let name = field.part(part.word);
        match parts.read(&typed(&name)) {
            Ok(Some(mark)) => told.push(format!("{}:{mark}", part.word)),
            Ok(None) => {}
            Err(message) => errors.push(FieldError::new(name, message)),
        }
    }
    if errors.is_empty() { Ok((!told.is_empty()).then(|| told.join(","))) } else { Err(errors) }
}

fn marks(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(',').filter_map(|told| told.split_once(':'))
}

fn mark<'t>(text: &'t str, part: &str) -> Option<&'t str> {
    marks(text).find(|(known, _)| *known == part).map(|(_, mark)| mark)
}
