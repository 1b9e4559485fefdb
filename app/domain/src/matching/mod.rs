//! Who is matched with whom: one input, one lottery, three objectives, one answer that anybody can compute again.
//!
//! - **Stable** ([`stable`]): deferred acceptance, mentees propose. No mentee and mentor who would both rather have each
//!   other are left apart. Best possible for mentees among the answers that are stable once the lottery has broken ties
//!   (without ties, among all stable answers); ranking honestly is safe for mentees, and for nobody else.
//! - **Fit** ([`flow`]): the largest total of the fits of the pairs; among those, most people placed. Neither stable nor
//!   safe to rank honestly.
//! - **Placed** ([`flow`]): as many people placed as possible; among those, the largest total fit.
//!
//! # The same answer whatever the order of the input and the ids
//!
//! Equals must be told apart by something, and nothing in the lists tells apart two people with the same list. So each
//! person carries a **draw**: a text that is given once, at sign-up, and means nothing. A person's ticket is the SHA-256
//! of the lottery's seed and their draw ([`lottery`]). Before anything is computed, everybody is put in the order of their
//! tickets ([`instance`]); from there on neither the order of the input nor an id is looked at. The hash of the seed must be
//! published before the first draw is given: then nobody who keeps the seed can choose it for a person. Whoever
//! gives the draws must not know the seed. Where an input gives no draw, the id serves as the draw; giving that person
//! another id then is another lottery.
//!
//! One lottery serves all: whoever has the smaller ticket is preferred by everybody who is indifferent.
//!
//! # Parts
//!
//! [`input`] (what people said, checked), [`instance`] (the arrays that the engine runs on), [`stable`], [`flow`],
//! [`check`] (an independent judge), [`report`] (what is published, with its hash), [`proof`] (that one person's list was
//! part of the input), [`population`] (invented people to try it with). Files belong to `services::matching`.

pub mod check;
pub mod flow;
pub mod hash;
pub mod input;
pub mod instance;
pub mod lottery;
pub mod mistake;
mod placed;
#[cfg(feature = "zones")]
pub mod population;
pub mod proof;
pub mod report;
pub mod stable;

pub use hash::Hash;
pub use input::{Builder, Input};
pub use instance::Instance;
pub use lottery::Seed;
pub use mistake::{Mistake, Place, Side, Wrong};
pub use report::{Objective, Report};

/// The version of the rules by which an answer is computed; part of each result.
///
/// It changes when the same input could get another answer.
pub const ALGORITHM: &str = "landfall-match/1";

/// Nobody: a mentee without an edge, a list without the person.
pub const NOBODY: u32 = u32::MAX;

/// The pairs of an objective, as indices of the input: (mentee, mentor), by mentee.
///
/// The same for every order of the input and for all ids, as long as the draws stay.
pub fn solve(instance: &Instance, objective: Objective) -> Vec<(u32, u32)> {
    let given = match objective {
        Objective::Stable => stable::deferred_acceptance(instance),
        Objective::Fit => flow::largest_fit(instance),
        Objective::Placed => flow::most_placed(instance),
    };
    instance.named(&given)
}

/// An index as a `u32`; all counts are kept below by the limits of [`input`].
pub(crate) fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NOBODY)
}
