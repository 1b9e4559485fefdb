//! Mentorship by one's own choice: who offers help, who asks for it, what is shown to whom, and how the two come
//! together and part.
//!
//! What a mentor sees of a person who asks is a [`Seen`]: it holds what was revealed to that mentor and nothing else, and
//! the fit is computed from it alone. Citizenship, the need of a visa, religion, age and family are no inputs: no type
//! here holds them. Storing, telling and the clock belong to the services.

mod agreement;
mod ask;
mod engagement;
mod fit;
mod list;
mod mentor;
mod notes;
#[cfg(test)]
mod notes_tests;
mod reason;
mod reply;
mod request;
mod reveal;
mod roll;
#[cfg(test)]
mod roll_tests;
mod status;
#[cfg(test)]
mod tests;
mod topic;
mod wish;
pub mod words;

pub use agreement::{Agreement, AgreementForm, Boundary, new_end};
pub use ask::{Ask, AskForm, Goals, MAX_TOPICS};
pub use engagement::{FitAnswer, Phase, Side, Turn, next_phase};
pub use fit::{Eyes, Fit, Met, Term, Test, fit, plan, reasons, school_key};
pub use list::{
    ASKED_WITHIN, AskedBefore, MOST_ASKED, MOST_ASKED_AGAIN, MOST_LISTED, MOST_OPEN, NO_HOLDS, Slot, forward,
    may_ask_again,
};
pub use mentor::{
    Checked, GENDERS, MAX_CAPACITY, Mentor, MentorStep, Proof, ProofForm, Room, RoomForm, Statement, has_gender,
    is_paused,
};
pub use notes::{Line, Meeting, MeetingForm, NextStep, NextStepForm, Text};
pub use reason::Decline;
pub use reply::{Reply, median_reply};
pub use request::{Deed, State, TABLE, after, by};
pub use reveal::{Facts, Reveal, Revealed, Seen};
pub use roll::{Seats, Standing, Told, Wanted, find};
pub use status::{MentorDeed, MentorStatus};
pub use topic::{PRIVATE_TOPICS, address_topics};
pub use wish::{Weight, Wish, WishKind};

use chrono::TimeDelta;

/// How long a mentor has to answer a request, and a mentee to answer a question.
pub const ANSWER_WITHIN: TimeDelta = TimeDelta::days(7);
/// When a mentor who has not answered is reminded.
pub const REMIND_AFTER: TimeDelta = TimeDelta::days(4);
/// How long a mentee has to confirm a mentor who said yes.
pub const CONFIRM_WITHIN: TimeDelta = TimeDelta::hours(72);
/// When both are asked whether it fits.
pub const FIT_CHECK_AFTER: TimeDelta = TimeDelta::days(30);
/// When two who have not both signed are reminded of it.
pub const AGREE_REMIND_AFTER: TimeDelta = TimeDelta::days(7);
/// When they hear of it once more, and that either of them can end it.
pub const AGREE_REMIND_AGAIN_AFTER: TimeDelta = TimeDelta::days(30);
/// Requests that ran out one after the other, after which a mentor is paused.
pub const LAPSES_TO_PAUSE: i32 = 2;
