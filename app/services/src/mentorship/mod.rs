//! Mentorship by one's own choice: mentors, lists, requests, and two who work together.
//!
//! The rules are `domain::mentorship`. Everything that moves a request, a seat or an engagement passes [`flow`], one at a
//! time; what a mentor reads of a mentee passes [`seen`].

pub mod addresses;
mod agreement;
mod answers;
mod ask;
mod desk;
mod engagement;
pub mod entity;
mod error;
mod export;
mod flow;
mod forget;
mod inbox;
mod list;
mod matched;
mod new_end;
mod news;
mod notes;
mod roll;
mod sample;
mod sealed;
mod search;
mod seek;
mod seen;
mod setup;
mod store;
#[cfg(test)]
mod tests;
mod timed;
mod unlist;

pub use agreement::{sign, write_agreement};
pub use answers::{accept, ask_more, decline};
pub use ask::{MyAsk, end_ask, my_ask, save_ask};
pub use desk::{CheckForm, ToCheck, decide_check, to_check};
pub use engagement::{Engagement, LoggedMeeting, NewEnd, PlannedStep, Together, engagement, together};
pub use error::MentorshipError;
pub use inbox::{AsMentor, Incoming, inbox};
pub use list::{Listed, add_to_list, my_list, raise_on_list, take_off_list};
pub use new_end::{propose_end, take_end_back};
pub use notes::{answer_fit, close_engagement, log_meeting, mark_step, plan_step};
pub use roll::Roll;
pub use sample::add_sample_mentors;
#[cfg(any(test, feature = "testing"))]
pub use sample::add_synthetic_mentors;
pub use search::{Badge, Card, Filter, Found, MentorPage, NextDeed, mentor_page, search};
pub use seek::{confirm, set_revealed, tell_more, withdraw};
pub use seen::{RequestPage, ShownField, request_page};
pub use setup::{MySetup, ask_to_be_checked, come_back, my_setup, save_room, save_step};
pub use unlist::take_check_back;

pub(crate) use export::export_part;
pub(crate) use forget::{away, forget_person, hidden, part};
pub(crate) use matched::{Helper, begin_matched, helpers, hold_seats, lines, pairs_now, together_now};
pub(crate) use sealed::{Column as Sealed, Pen, open_ask};
pub(crate) use seen::{told_request, whom};
pub(crate) use store::{are_together, requests_among};
pub(crate) use timed::tick;
pub(crate) use unlist::capability_ended;

use crate::ctx::{Ctx, Member};

fn me(ctx: &Ctx) -> Result<&Member, MentorshipError> {
    ctx.viewer.member.as_ref().ok_or(MentorshipError::NotFound)
}
