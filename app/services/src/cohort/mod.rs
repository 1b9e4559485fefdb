//! Cohorts: people sign up, rank each other, and are matched once for all, with a certificate.
//!
//! The rules are `domain::cohort`, the engine is `domain::matching`. Everything that moves a cohort passes [`flow`], one at a
//! time, and first takes the steps that the clock has still to take: so a list that comes after the close finds it closed
//! whether or not the job has run. Runs are rows that are added and never changed; a result is computed again, and judged
//! by the independent checker, when somebody reads its certificate, at most once a minute ([`Looked`]).
//!
//! Who is to be told of it has a word in their row, and is told a little later, see [`news`].
//!
//! What binds the lottery: the hash of the seed is public before anybody signs up, and each draw is thrown after that. So
//! nobody who learns the seed can choose a draw, and no draw can be the reason for a seed. What it does not promise: the
//! house throws both dice, and whoever could change the program could throw them otherwise.

pub mod addresses;
mod beside;
mod cards;
mod certificate;
mod desk;
mod engine;
pub mod entity;
mod error;
mod export;
mod flow;
mod forget;
mod freeze;
mod join;
mod looked;
mod mine;
mod news;
mod page;
mod rank;
mod runs;
mod sample;
mod sealed;
mod store;
mod telling;
#[cfg(test)]
pub(crate) mod tests;
mod timed;
mod whom;
mod written;

pub use beside::{Beside, SideBySide, side_by_side};
pub use cards::{MenteeCard, MentorCard};
pub use certificate::{Certificate, Run, Verified, certificate};
pub use desk::{DeskRow, Draft, cancel, desk, draft, open, runs_cohorts, save};
pub use error::CohortError;
pub use join::{leave, sign_up_mentee, sign_up_mentor};
pub use looked::Looked;
pub use mine::{Matched, MyCohort, MyPlace, mine, my_cohort};
pub use page::{CohortPage, Listed, Mine, cohort_page, list};
pub use rank::{Ranking, ranking, save_choices, save_places};
pub use runs::{preview, publish};
pub use sample::{add_sample_cohorts, remove_sample_cohorts};

pub(crate) use certificate::{odd_runs, verify};
pub(crate) use export::export_part;
pub(crate) use forget::forget_person;
pub(crate) use sealed::{needs_of, rewrap_seeds, seed as seed_of, seed_keys};
pub(crate) use telling::tell_waiting;
pub(crate) use timed::tick;
pub(crate) use whom::{ToldCohort, told_cohort, whom};

use crate::ctx::{Ctx, Member};

fn me(ctx: &Ctx) -> Result<&Member, CohortError> {
    ctx.viewer.member.as_ref().ok_or(CohortError::NotFound)
}
