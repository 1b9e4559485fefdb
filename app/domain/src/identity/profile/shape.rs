//! What an answer looks like, and how a form's values become its one stored spelling.
//!
//! A list is stored as words with commas, marks of several exams as `exam:mark`. The errors are sentences for the person.

use super::vocab::{self, Choice};
use super::{is_npi, words};
use crate::id::PublicId;
use crate::text;

/// What an answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A line of text in any script, of at most so many characters.
    Line(usize),
    /// A year of four digits.
    Year,
    /// One of these.
    One(&'static [Choice]),
    /// At most so many of these.
    Several(&'static [Choice], usize),
    /// A time zone by its IANA name.
    Zone,
    /// A National Provider Identifier.
    Npi,
    /// A picture, by the public id of its file. Not typed but uploaded.
    Photo,
    /// A few questions of one kind.
    Parts(Parts),
}

/// A few questions of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// What is asked about.
    pub of: &'static [Choice],
    /// What is asked about each.
    pub each: Each,
}

/// What is asked about each part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// One of these.
    One(&'static [Choice]),
    /// A whole number from one to another.
    Number(u16, u16),
}

/// A reading: the stored spelling, nothing, or what to do.
pub(super) type Read = Result<Option<String>, String>;

/// The first year that a living person may have graduated in.
const FIRST_YEAR: i32 = 1940;

impl Shape {
    /// Reads the values of an answer that has one name. `latest` is the last year that makes sense.
    pub(super) fn read(self, values: &[&str], latest: i32) -> Read {
        let first = values.first().copied().unwrap_or_default();
        match self {
            Self::Line(most) => line(first, most),
            Self::Year => year(first, latest),
            Self::One(choices) => one(first, choices),
            Self::Several(choices, most) => several(values, choices, most),
            Self::Zone => zone(first),
            Self::Npi => npi(first),
            Self::Photo => Ok(PublicId::parse(first).map(|id| id.to_string())),
            Self::Parts(_) => Ok(None),
        }
    }
}

impl Parts {
    /// Reads the value of one part.
    pub(super) fn read(self, typed: &str) -> Read {
        match self.each {
            Each::One(choices) => one(typed, choices),
            Each::Number(least, most) => number(typed, least, most),
        }
    }
}

fn line(typed: &str, most: usize) -> Read {
    let clean = text::single_line(typed);
    if text::length(&clean) > most {
        return Err(words::too_long(most));
    }
    Ok((!clean.is_empty()).then_some(clean))
}

fn year(typed: &str, latest: i32) -> Read {
    let clean = text::single_line(typed);
    if clean.is_empty() {
        return Ok(None);
    }
    let digits = clean.len() == 4 && clean.bytes().all(|byte| byte.is_ascii_digit());
    match clean.parse::<i32>() {
        Ok(year) if digits && (FIRST_YEAR..=latest).contains(&year) => Ok(Some(clean)),
        _ => Err(words::year(FIRST_YEAR, latest)),
    }
}

fn one(typed: &str, choices: &'static [Choice]) -> Read {
    let word = typed.trim();
    if word.is_empty() {
        return Ok(None);
    }
    vocab::find(choices, word).map(|choice| Some(choice.word.to_owned())).ok_or_else(|| words::CHOOSE.to_owned())
}

fn several(typed: &[&str], choices: &'static [Choice], most: usize) -> Read {
    let mut chosen: Vec<&str> = Vec::new();
    for value in typed {
        if let Some(word) = one(value, choices)? {
            let word = vocab::find(choices, &word).map_or("", |choice| choice.word);
            if !chosen.contains(&word) {
                chosen.push(word);
            }
        }
    }
    if chosen.len() > most {
        return Err(words::too_many(most));
    }
    Ok((!chosen.is_empty()).then(|| chosen.join(",")))
}

fn zone(typed: &str) -> Read {
    let name = typed.trim();
    if name.is_empty() {
        return Ok(None);
    }
    name.parse::<chrono_tz::Tz>().map(|zone| Some(zone.name().to_owned())).map_err(|_| words::ZONE.to_owned())
}

/// Spaces and hyphens are how people group digits.
fn npi(typed: &str) -> Read {
    let digits: String = text::single_line(typed).chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    if is_npi(&digits) { Ok(Some(digits)) } else { Err(words::NPI.to_owned()) }
}

fn number(typed: &str, least: u16, most: u16) -> Read {
    let clean = text::single_line(typed);
    if clean.is_empty() {
        return Ok(None);
    }
    let digits = clean.len() <= 4 && clean.bytes().all(|byte| byte.is_ascii_digit());
    match clean.parse::<u16>() {
        Ok(number) if digits && (least..=most).contains(&number) => Ok(Some(number.to_string())),
        _ => Err(words::number(least, most)),
    }
}
