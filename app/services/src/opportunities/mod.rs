//! Observerships and research: drafts, checks, lists, applications. The rules are in `domain::opportunities`.
//!
//! A posting's row holds its places: whoever moves an application first takes hold of it ([`store::hold`]), so that
//! everything about places happens one after the other, and a CHECK refuses what the guard forgets. What an applicant
//! released is sealed under their own key. Eligibility is computed when asked for and kept nowhere.

pub mod addresses;
mod again;
mod applicants;
mod apply;
mod away;
mod board;
mod calendar;
mod drafts;
mod drawer;
mod editing;
pub mod entity;
mod error;
mod export;
mod filed;
mod hosting;
mod list;
mod news;
mod paged;
mod pipeline;
mod reported;
mod review;
mod rows;
mod sample;
mod sealed;
mod seats;
mod shelf;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod timed;

pub use applicants::{Applicant, Applied, Whom, applicants};
pub use apply::{Mine, Near, am_i_eligible, apply, mine, near, save, saved, unsave};
pub use board::Board;
pub use calendar::{deadline, my_deadlines};
pub use drafts::{Draft, adopt, begin, change, discard, draft, draft_of, my_drafts};
pub use editing::edit;
pub use error::OpportunityError;
pub use hosting::{Hosted, hosted, my_posting, step, submit};
pub use list::{Address, Checked, Found, Line, addresses_of, checked, count, list, page};
pub use paged::{Listed, PAGE};
pub use pipeline::{line_up, move_as_applicant, move_as_host};
pub use review::{Review, decide, desk, review};
pub use rows::Stored;
pub use sample::add_sample_postings;
pub use sealed::Told;
pub use seats::set_seats;

pub(crate) use away::{away, back, capability_ended, leaves, part};
pub(crate) use export::export_part;
pub(crate) use reported::{evidence, hold_reported, host_of, put_back, take_down, take_down_for, title_taken_down};
pub(crate) use rows::{columns, posting, stage, state};
pub(crate) use sealed::told_of;
pub(crate) use store::marks;
pub(crate) use timed::tick;

use crate::ctx::{Ctx, Member};

/// Whoever asks; [`OpportunityError::NotFound`] for nobody.
fn me(ctx: &Ctx) -> Result<&Member, OpportunityError> {
    ctx.viewer.member.as_ref().ok_or(OpportunityError::NotFound)
}
