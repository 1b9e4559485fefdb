//! Who comes: an answer for a date or for a whole series, seats and the line for them, and when the way in is shown.
//!
//! All of it is pure; which answers there are and who stands where is in the services.

mod guest;
mod invitation;
mod joining;
mod seats;
pub mod words;

use chrono::{DateTime, TimeDelta, Utc};

pub use guest::{GuestForm, NewGuest};
pub use invitation::next_sequence;
pub use joining::{JoiningForm, NewJoining, OPENS_BEFORE, opens_at};
pub use seats::Seats;

use super::{Occurrence, Series};
use crate::refusal::Refusal;

/// How long before the start people are reminded.
pub const REMINDED_BEFORE: TimeDelta = TimeDelta::hours(24);
/// An answer for a whole series takes seats this far ahead; later dates follow as they come near.
pub const STANDING_AHEAD: TimeDelta = TimeDelta::days(190);
/// And no more dates than these at once.
pub const STANDING_DATES: usize = 60;
/// How long the link of a guest who has not confirmed works.
pub const GUEST_CONFIRMS_WITHIN: TimeDelta = TimeDelta::hours(24);
/// How long what a guest told is kept after their last date.
pub const GUEST_KEPT: TimeDelta = TimeDelta::days(30);

/// What somebody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// They come.
    Going,
    /// They do not.
    NotGoing,
}

impl Answer {
    /// The word a form carries.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Going => "going",
            Self::NotGoing => "not-going",
        }
    }

    /// The answer behind a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Going, Self::NotGoing].into_iter().find(|answer| answer.word() == word)
    }
}

/// How somebody stands to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stand {
    /// They have a seat.
    Going,
    /// They stand in line, at this place from 1.
    Waiting(u64),
    /// They have said that they do not come.
    NotGoing,
}

/// May an answer be given for this date now? Taking a seat back is possible as long as the date is not over; taking one
/// wants a date that takes place.
pub fn may_answer(series: &Series, at: &Occurrence, answer: Answer, now: DateTime<Utc>) -> Result<(), Refusal> {
    if at.end <= now {
        return Err(Refusal::DateOver);
    }
    if answer == Answer::Going && !series.takes_place(at) {
        return Err(Refusal::DateCanceled);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
