//! Why somebody has whom they have: read off the lists and the result by the definition, not by the engine's steps.

use crate::matching::{Input, Side};

/// Why a mentee is not with a mentor whom they rank above the one they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The mentor does not accept them.
    NotAccepted,
    /// The mentor gave no seat.
    NoSeat,
    /// Every seat went to somebody whom the mentor ranks higher.
    Higher,
    /// Every seat went to somebody whom the mentor ranks higher, or as high and luckier in the lottery.
    HigherOrLuckier,
    /// The mentor would rather have them too. Never so in a stable result.
    Wanted,
}

/// What came of one mentee's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenteeStory {
    /// The mentor they have, and which of their choices that is, from 1.
    pub got: Option<(u32, u32)>,
    /// How many they listed.
    pub listed: usize,
    /// Mentors they rank above whom they have (all, when they have nobody), best first, and why not.
    pub above: Vec<(u32, Why)>,
}

/// What came of one mentor's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentorStory {
    /// Whom they have.
    pub got: Vec<u32>,
    /// How many seats they gave.
    pub seats: u32,
    /// Mentees they accept, who accept them, and whom they would rather have than a free seat or somebody they have;
    /// and whether that mentee is with a mentor whom they rank higher. Always so in a stable result.
    pub above: Vec<(u32, bool)>,
}

fn rank(input: &Input, side: Side, of: u32, whom: u32) -> Option<u32> {
    input.list(side, of).iter().find(|entry| entry.who == whom).map(|entry| entry.rank)
}

/// Why a mentee is not with a mentor, as the result stands.
pub fn why(input: &Input, pairs: &[(u32, u32)], mentee: u32, mentor: u32) -> Why {
    let Some(own) = rank(input, Side::Mentor, mentor, mentee) else { return Why::NotAccepted };
    let seats = input.seats(mentor);
    if seats == 0 {
        return Why::NoSeat;
    }
    let theirs: Vec<Option<u32>> = pairs
        .iter()
        .filter(|(_, with)| *with == mentor)
        .map(|(held, _)| rank(input, Side::Mentor, mentor, *held))
        .collect();
    if theirs.len() < seats as usize || theirs.iter().any(|held| held.is_none_or(|held| held > own)) {
        Why::Wanted
    } else if theirs.contains(&Some(own)) {
        Why::HigherOrLuckier
    } else {
        Why::Higher
    }
}

/// What came of a mentee's list.
pub fn mentee_story(input: &Input, pairs: &[(u32, u32)], mentee: u32) -> MenteeStory {
    let list = input.list(Side::Mentee, mentee);
    let with = pairs.iter().find(|(who, _)| *who == mentee).map(|(_, mentor)| *mentor);
    let own = with.and_then(|mentor| rank(input, Side::Mentee, mentee, mentor));
    let better: Vec<u32> =
        list.iter().filter(|entry| own.is_none_or(|own| entry.rank < own)).map(|entry| entry.who).collect();
    let place = crate::matching::narrow(better.len() + 1);
    MenteeStory {
        got: with.map(|mentor| (mentor, place)),
        listed: list.len(),
        above: better.into_iter().map(|mentor| (mentor, why(input, pairs, mentee, mentor))).collect(),
    }
}

/// What came of a mentor's list.
pub fn mentor_story(input: &Input, pairs: &[(u32, u32)], mentor: u32) -> MentorStory {
    let got: Vec<u32> = pairs.iter().filter(|(_, with)| *with == mentor).map(|(mentee, _)| *mentee).collect();
    let seats = input.seats(mentor);
    let full = got.len() >= seats as usize;
    let worst = got.iter().filter_map(|mentee| rank(input, Side::Mentor, mentor, *mentee)).max();
    let list = input.list(Side::Mentor, mentor).iter();
    let rather = list.filter(|entry| {
        let better = !full || worst.is_some_and(|worst| entry.rank < worst);
        seats > 0 && better && !got.contains(&entry.who)
    });
    let above = rather.filter_map(|entry| {
        let ours = rank(input, Side::Mentee, entry.who, mentor)?;
        let with = pairs.iter().find(|(mentee, _)| *mentee == entry.who).map(|(_, with)| *with);
        let theirs = with.and_then(|with| rank(input, Side::Mentee, entry.who, with));
        // In a tie the mentee does not want to change, which is enough.
        Some((entry.who, theirs.is_some_and(|theirs| theirs <= ours)))
    });
    let above = above.collect();
    MentorStory { got, seats, above }
}
