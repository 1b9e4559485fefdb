//! What an organizer writes down of a cohort before it opens.

use chrono::{NaiveDate, TimeDelta};

use super::{Dates, words};
use crate::form::FieldError;
use crate::identity::profile::Typed;
use crate::identity::profile::vocab::{STAGES, find};
use crate::matching::Objective;
use crate::text;

/// The longest list a mentee may be allowed.
pub const MAX_LIST: i32 = 20;
/// The last day of a cohort is at most this far ahead.
const HORIZON: TimeDelta = TimeDelta::days(366);

vocabulary! {
    /// What the result is made for, said before anybody ranks. Without it nobody could be told that honest ranking is
    /// safe: that holds for one objective only.
    Promise {
        /// No pair who would both rather have each other.
        Stable = "stable",
        /// The largest total fit.
        Fit = "fit",
        /// The most people placed.
        Placed = "placed",
        /// The organizers choose once they have seen all three.
        Open = "open",
    }
}

impl Promise {
    /// Whether a result for this objective keeps the promise.
    pub fn allows(self, objective: Objective) -> bool {
        match self {
            Self::Stable => objective == Objective::Stable,
            Self::Fit => objective == Objective::Fit,
            Self::Placed => objective == Objective::Placed,
            Self::Open => true,
        }
    }

    /// Whether mentees can be told that ranking honestly is safe.
    pub const fn is_safe_for_mentees(self) -> bool {
        matches!(self, Self::Stable)
    }
}

/// A cohort as it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// 3 to 120 characters.
    pub title: String,
    /// What it is about, 20 to 3,000 characters.
    pub about: String,
    /// What the result is made for.
    pub promise: Promise,
    /// Only for members of the association.
    pub members_only: bool,
    /// How far along mentees are, words of the vocabulary; empty for everybody.
    pub stages: Vec<String>,
    /// How many mentors a mentee may list, 1 to [`MAX_LIST`].
    pub most: i32,
    /// Its days.
    pub dates: Dates,
}

impl Plan {
    /// Whether somebody so far along may take part as a mentee.
    pub fn is_for_stage(&self, stage: &str) -> bool {
        self.stages.is_empty() || self.stages.iter().any(|one| one == stage)
    }
}

/// The form: `title`, `about`, `promise`, `members_only`, `stages` (several), `most`, and the days `sign_up`, `mentees`
/// and `mentors` such as 2027-01-31.
#[derive(Debug, Clone, Copy)]
pub struct PlanForm<'t>(pub Typed<'t>);

impl PlanForm<'_> {
    /// Reads the form. Days lie after `today`, each after the one before. The errors come in the order of the fields.
    pub fn parse(self, today: NaiveDate) -> Result<Plan, Vec<FieldError>> {
        let mut errors = Vec::new();
        let title = text::single_line(self.0.first("title"));
        if !(3..=120).contains(&text::length(&title)) {
            errors.push(FieldError::new("title", words::TITLE));
        }
        let about = text::multi_line(self.0.first("about"));
        if !(20..=3_000).contains(&text::length(&about)) {
            errors.push(FieldError::new("about", words::ABOUT));
        }
        let promise = Promise::parse(self.0.first("promise").trim());
        if promise.is_none() {
            errors.push(FieldError::new("promise", words::PROMISE));
        }
        let typed = self.0.all("stages");
        if typed.iter().any(|word| find(&STAGES, word).is_none()) {
            errors.push(FieldError::new("stages", words::STAGES_OF_PLAN));
        }
        let stages = STAGES.iter().filter(|one| typed.contains(&one.word)).map(|one| one.word.to_owned()).collect();
        let most = self.0.first("most").trim().parse::<i32>().ok().filter(|most| (1..=MAX_LIST).contains(most));
        if most.is_none() {
            errors.push(FieldError::new("most", words::MOST));
        }
        let dates = self.dates(today, &mut errors);
        match (promise, most, dates) {
            (Some(promise), Some(most), Some(dates)) if errors.is_empty() => {
                let members_only = self.0.first("members_only") == "yes";
                Ok(Plan { title, about, promise, members_only, stages, most, dates })
            }
            _ => Err(errors),
        }
    }

    fn dates(self, today: NaiveDate, errors: &mut Vec<FieldError>) -> Option<Dates> {
        let mut day = |name: &'static str, after: Option<NaiveDate>, wrong: &'static str| {
            let read = self.0.first(name).trim().parse::<NaiveDate>().ok();
            // A day that cannot be compared is told of once, at its own field.
            let fits = |day: &NaiveDate| after.is_none_or(|after| *day > after) && *day <= today + HORIZON;
            let read = read.filter(fits);
            if read.is_none() {
                errors.push(FieldError::new(name, wrong));
            }
            read
        };
        let sign_up = day("sign_up", Some(today), words::SIGN_UP_UNTIL);
        let mentees = day("mentees", sign_up.or(Some(today)), words::MENTEES_UNTIL);
        let mentors = day("mentors", mentees.or(sign_up).or(Some(today)), words::MENTORS_UNTIL);
        Some(Dates { sign_up: sign_up?, mentees: mentees?, mentors: mentors? })
    }
}
