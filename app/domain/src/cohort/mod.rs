//! A cohort: people sign up, rank each other, and are matched once for all, with a certificate that anybody can check.
//!
//! The engine is [`crate::matching`]; what is here is everything around it: the states and dates of a cohort, who may take
//! part, what a list may hold, what each objective costs, and explanations that are true of the objective. Mentors are
//! told that somebody listed them and never in which place; a fit looks at topics, stage and specialties alone, which a
//! mentee tells at sign-up for exactly this.

#[macro_use]
mod vocabulary;

mod compare;
mod dates;
mod explain;
mod figures;
mod lists;
mod plan;
mod proof;
mod roll;
mod sign_up;
mod state;
#[cfg(test)]
mod tests;
pub mod words;

pub use compare::{Outcome, Price, Unplaced, outcome, prices};
pub use dates::Dates;
#[cfg(feature = "zones")]
pub use dates::{end_of, is_over};
pub use explain::{MenteeStory, MentorStory, Why, mentee_story, mentor_story, why};
pub use figures::may_be_told;
pub use lists::{choices, closed_up, places, prefilled};
pub use plan::{MAX_LIST, Plan, PlanForm, Promise};
pub use proof::{result_hash, script};
pub use roll::{Person, Ranked, input};
pub use sign_up::{MAX_SEATS, MenteeForm, Needs, pair_fit, pair_reasons, seats};
#[cfg(feature = "zones")]
pub use state::due;
pub use state::{Deed, State, TABLE, after};

use chrono::TimeDelta;

/// How long before the end of ranking those who have not ranked are reminded.
pub const REMIND_BEFORE: TimeDelta = TimeDelta::hours(48);
/// How long after its beginning nobody is reminded: they have just been told that it is their turn.
pub const REMIND_AFTER: TimeDelta = TimeDelta::hours(24);
/// How long after the result what mentees told at sign-up is kept.
pub const TOLD_KEPT: TimeDelta = TimeDelta::days(180);
/// People on both sides of one cohort; a result is computed again when its certificate is drawn.
pub const MOST_PEOPLE: u64 = 3_000;
/// The largest form in which a mentor ranks, in bytes: a place and a never for each of [`MOST_PEOPLE`].
pub const RANKING_FORM_BYTES: usize = 64 * 3_000 + 8 * 1024;
/// The most fields of that form.
pub const RANKING_FORM_FIELDS: usize = 2 * 3_000 + 10;
