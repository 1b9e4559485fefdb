//! Whether what was written about single dates fits the series, in words for whoever wrote it.

use std::fmt;

use chrono::{Datelike, NaiveDateTime};

use super::{Series, limits, words};

/// What a date was written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateUse {
    /// To be added to what the rule chooses.
    Extra,
    /// To be left out.
    Excluded,
    /// To say something otherwise than the series.
    Override,
    /// To be moved there.
    MovedTo,
}

/// Why a date cannot be used so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateProblem {
    /// The series has no such date.
    NotADate {
        /// The original start of the nearest date it has; `None` when it has none at all.
        nearest: Option<NaiveDateTime>,
    },
    /// It is left out, so that nothing can be said of it.
    LeftOut,
    /// The rule chooses it already.
    ByRule,
    /// It stands there twice.
    Twice,
    /// Too long ago or too far ahead.
    Year,
}

/// A date that does not fit. `Display` says what would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateError {
    /// What it was written for.
    pub of: DateUse,
    /// The local start that was written.
    pub given: NaiveDateTime,
    /// What is wrong with it.
    pub problem: DateProblem,
}

impl fmt::Display for DateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = words::date_time(self.given);
        match self.problem {
            DateProblem::NotADate { nearest: Some(nearest) } => {
                write!(out, "{given} is not a date of this series; the nearest is {}", words::date_time(nearest))
            }
            DateProblem::NotADate { nearest: None } => {
                write!(out, "{given} is not a date of this series, which has none")
            }
            DateProblem::LeftOut => {
                write!(
                    out,
                    "{given} is left out of this series; take it out of the excluded dates, or cancel it instead"
                )
            }
            DateProblem::ByRule => write!(out, "{given} is already a date by the rule of this series"),
            DateProblem::Twice => write!(out, "{given} stands here twice; once is enough"),
            DateProblem::Year => {
                write!(out, "{given}: the year must be from {} to {}", limits::YEARS.start(), limits::YEARS.end())
            }
        }
    }
}

impl std::error::Error for DateError {}

impl Series {
    /// Every extra, excluded or overridden date that does not fit; empty when all is well.
    pub fn check_dates(&self) -> Vec<DateError> {
        let by_rule = Self { extra: Vec::new(), excluded: Vec::new(), overrides: Vec::new(), ..self.clone() };
        let mut wrong = Vec::new();
        let mut note = |of, given, problem: Option<DateProblem>| {
            wrong.extend(problem.map(|problem| DateError { of, given, problem }));
        };
        for (at, given) in self.extra.iter().enumerate() {
            let again = self.extra[..at].contains(given).then_some(DateProblem::Twice);
            let chosen = self.chooses(*given).then_some(DateProblem::ByRule);
            note(DateUse::Extra, *given, chosen.or(again).or(far_off(*given)));
        }
        for (at, given) in self.excluded.iter().enumerate() {
            let again = self.excluded[..at].contains(given).then_some(DateProblem::Twice);
            let not_chosen = (!self.chooses(*given)).then(|| by_rule.not_a_date(*given));
            note(DateUse::Excluded, *given, not_chosen.or(again));
        }
        for (at, date) in self.overrides.iter().enumerate() {
            let given = date.original_start;
            let again = self.overrides[..at].iter().any(|other| other.original_start == given);
            let left_out = self.excluded.contains(&given).then_some(DateProblem::LeftOut);
            let missing = (!self.has(given)).then(|| left_out.unwrap_or_else(|| self.not_a_date(given)));
            note(DateUse::Override, given, missing.or(again.then_some(DateProblem::Twice)));
            if let Some(moved_to) = date.moved_to {
                note(DateUse::MovedTo, moved_to, far_off(moved_to));
            }
        }
        wrong
    }

    fn not_a_date(&self, given: NaiveDateTime) -> DateProblem {
        DateProblem::NotADate { nearest: self.nearest(given.date(), 1).first().map(|near| near.original_start) }
    }
}

fn far_off(given: NaiveDateTime) -> Option<DateProblem> {
    (!limits::YEARS.contains(&given.year())).then_some(DateProblem::Year)
}
