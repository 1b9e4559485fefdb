//! Goals and next steps with their days, and the log of meetings.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use serde::{Deserialize, Serialize};

use super::words;
use crate::form::FieldError;
use crate::text;

/// A line of 3 to 200 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(String);

/// Several lines of at most 2,000 characters; may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Line {
    /// Reads it as the field `name`.
    pub fn parse(name: &str, typed: &str) -> Result<Self, FieldError> {
        let clean = text::single_line(typed);
        let fine = (3..=200).contains(&text::length(&clean));
        if fine { Ok(Self(clean)) } else { Err(FieldError::new(name, words::LINE)) }
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text {
    /// Reads it as the field `name`.
    pub fn parse(name: &str, typed: &str) -> Result<Self, FieldError> {
        let clean = text::multi_line(typed);
        if text::length(&clean) <= 2_000 { Ok(Self(clean)) } else { Err(FieldError::new(name, words::TEXT)) }
    }

    /// As [`Text::parse`], and it may not be empty.
    pub fn needed(name: &str, typed: &str) -> Result<Self, FieldError> {
        let read = Self::parse(name, typed)?;
        if read.0.is_empty() { Err(FieldError::new(name, words::NEEDED)) } else { Ok(read) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A goal or a next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// What is to be done.
    pub what: Line,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// The form for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NextStepForm {
    /// What is to be done.
    pub what: String,
    /// A day, or empty.
    pub due_on: String,
}

impl NextStepForm {
    /// Reads the form; a day is at most two years away.
    pub fn parse(&self, today: NaiveDate) -> Result<NextStep, Vec<FieldError>> {
        let what = Line::parse("what", &self.what);
        let near = |day: &NaiveDate| (*day - today).abs() <= TimeDelta::days(731);
        let due = match self.due_on.trim() {
            "" => Ok(None),
            typed => match typed.parse::<NaiveDate>().ok().filter(near) {
                Some(day) => Ok(Some(day)),
                None => Err(FieldError::new("due_on", words::DAY)),
            },
        };
        match (what, due) {
            (Ok(what), Ok(due_on)) => Ok(NextStep { what, due_on }),
            (what, due) => Err(what.err().into_iter().chain(due.err()).collect()),
        }
    }
}

/// One meeting of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// When it began.
    pub met_at: DateTime<Utc>,
    /// How long, in minutes.
    pub minutes: i32,
    /// What it was about.
    pub note: Text,
}

/// The form for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingForm {
    /// Such as 2026-12-01T18:30, by the clocks of whoever writes it.
    pub met_at: String,
    /// How long, in minutes.
    pub minutes: String,
    /// What it was about.
    pub note: String,
}

#[cfg(feature = "zones")]
impl MeetingForm {
    /// Reads the form in the writer's zone; a meeting is over when it is logged.
    pub fn parse(&self, zone: chrono_tz::Tz, now: DateTime<Utc>) -> Result<Meeting, Vec<FieldError>> {
        let mut errors = Vec::new();
        let typed = self.met_at.trim();
        let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(typed, form).ok());
        let met_at =
            local.and_then(|local| zone.from_local_datetime(&local).earliest()).map(|at| at.with_timezone(&Utc));
        let met_at = met_at.filter(|at| *at <= now && *at > now - TimeDelta::days(731));
        if met_at.is_none() {
            errors.push(FieldError::new("met_at", words::MET_AT));
        }
        let minutes = self.minutes.trim().parse::<i32>().ok().filter(|minutes| (1..=600).contains(minutes));
        if minutes.is_none() {
            errors.push(FieldError::new("minutes", words::MINUTES));
        }
        let note = Text::parse("note", &self.note).map_err(|error| errors.push(error));
        match (met_at, minutes, note) {
            (Some(met_at), Some(minutes), Ok(note)) => Ok(Meeting { met_at, minutes, note }),
            _ => Err(errors),
        }
    }
}
