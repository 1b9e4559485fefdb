//! What people read about membership.

use chrono::NaiveDate;

use super::{OrderState, Paid, State, Term, TermError};
use crate::money::{Currency, Money};

/// No plan.
pub const PLAN: &str = "Choose a plan.";
/// No stage.
pub const STAGE: &str = "Choose where you are now, so that the right plans are offered.";
/// Stages that are none.
pub const STAGES: &str = "Choose stages of the list.";
/// No day.
pub const DAY: &str = "Write the day like 2029-06-30.";
/// Not that many terms.
pub const TERMS: &str = "Choose how many terms, from 1 to 10.";
/// More terms than the plan sells at once.
pub const TERMS_OF_PLAN: &str = "This plan is not sold for so many terms at once.";
/// No amount.
pub const AMOUNT: &str = "Write an amount such as 59.50.";
/// No way of paying.
pub const METHOD: &str = "Choose how the payment came.";
/// No day a payment came.
pub const RECEIVED_ON: &str = "Write the day the payment came, like 2026-11-28; not a day to come.";
/// A reference that is too long.
pub const REFERENCE: &str = "Shorten the reference to at most 120 characters.";
/// No reason.
pub const REASON: &str = "Say why in at most 500 characters; the person reads it.";
/// No key.
pub const KEY: &str = "Write from 2 to 40 small letters, digits and hyphens.";
/// No name.
pub const NAME: &str = "Give the plan a name of at most 80 characters.";
/// A summary that is too long.
pub const SUMMARY: &str = "Shorten the summary to at most 400 characters.";
/// No currency.
pub const CURRENCY: &str = "Choose a currency of the list.";
/// No term.
pub const TERM: &str = "Choose how long the plan holds; months need a number from 1 to 120.";
/// Another term or currency of a plan that people have paid for.
pub const TERM_STAYS: &str = "A plan keeps its term and its currency. Close it and make another.";
/// No grace.
pub const GRACE: &str = "Write a number of days from 0 to 366.";
/// More than there is to give back.
pub const TOO_MUCH: &str = "That is more than there is to give back.";

/// How long a plan holds.
pub fn term(term: Term) -> String {
    match term {
        Term::Months(12) => "A year from the day it begins".to_owned(),
        Term::Months(1) => "A month from the day it begins".to_owned(),
        Term::Months(months) => format!("{months} months from the day it begins"),
        Term::CalendarYear => "Until the end of the calendar year".to_owned(),
        Term::Lifetime => "For life".to_owned(),
        Term::UntilTrainingEnds => "Until residency ends: one price for all the years".to_owned(),
    }
}

/// What is wrong with the day training ends.
pub const fn term_error(error: TermError) -> &'static str {
    match error {
        TermError::EndMissing => "Say when you expect residency to end; a guess will do, you can change it each year.",
        TermError::EndBeforePlan => {
            "Training ends before this plan would begin. Write a later day, or choose another plan."
        }
        TermError::EndUnlikely => "Write a day within fifteen years.",
        TermError::NoSuchDay => DAY,
    }
}

/// What somebody who stands so reads first. `training` says that a word brings it on, which costs nothing.
pub fn state(state: State, last_day: Option<NaiveDate>, end_of_grace: Option<NaiveDate>, training: bool) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.format("%B %-d, %Y").to_string());
    match (state, day(last_day), day(end_of_grace)) {
        (State::None, ..) => "You are not a member.".to_owned(),
        (State::Pending, ..) => "Your membership begins when your payment has come.".to_owned(),
        (State::Active, Some(last), _) => format!("You are a member through {last}."),
        (State::Active, None, _) => "You are a member for life.".to_owned(),
        (State::Grace, _, Some(end)) if training => {
            format!("Say by {end} that training goes on, or choose what comes after it.")
        }
        (State::Lapsed, ..) if training => {
            "Your membership has run out. It comes back when you say that training goes on.".to_owned()
        }
        (State::Grace, _, Some(end)) => format!("Your membership is to be renewed by {end}."),
        (State::Grace, ..) => "Your membership is to be renewed.".to_owned(),
        (State::Lapsed, ..) => "Your membership has run out.".to_owned(),
        (State::Cancelled, ..) => "You have left. You can join again whenever you like.".to_owned(),
        (State::Refunded, ..) => "Your dues were paid back, and your membership ended with that.".to_owned(),
    }
}

/// Where an order stands, and what has come in as long as it is asked for or gives something. `here` is what came in less
/// what went back, in cents.
pub fn standing(state: OrderState, came: Paid, here: i64, currency: Currency) -> String {
    let label = state.label();
    match state {
        OrderState::Open | OrderState::Paid => format!("{label}. {}", paid(came, currency)),
        OrderState::Dropped | OrderState::Cancelled | OrderState::Refunded if here > 0 => {
            format!("{label}. {} came in and is to be given back.", Money::new(here, currency))
        }
        OrderState::Dropped | OrderState::Cancelled | OrderState::Refunded => format!("{label}."),
    }
}

/// What has come in, in one sentence.
fn paid(came: Paid, currency: Currency) -> String {
    match came {
        Paid::Nothing => "Nothing has come in yet.".to_owned(),
        Paid::Partly { left } => format!("{} is missing.", Money::of(left, currency)),
        Paid::Whole => "Paid in full.".to_owned(),
        Paid::Over { by } => format!("Paid in full; {} too much, to be given back.", Money::of(by, currency)),
    }
}
