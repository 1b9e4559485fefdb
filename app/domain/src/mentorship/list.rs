//! The mentee's ordered list: two are asked at a time, and a no or a lapse opens the next.

use chrono::{DateTime, TimeDelta, Utc};

use super::request::{Deed, State};

/// Mentors on one list.
pub const MOST_LISTED: usize = 5;
/// Mentors who are asked at the same time.
pub const MOST_ASKED: usize = 2;
/// Requests a mentor holds at the same time; more wait in a line.
pub const MOST_OPEN: i32 = 5;

/// Whoever said no is not asked again by the same person for so long.
pub const NO_HOLDS: TimeDelta = TimeDelta::days(90);
/// One person asks one mentor at most so often in [`ASKED_WITHIN`], whatever becomes of it.
pub const MOST_ASKED_AGAIN: usize = 2;
/// See [`MOST_ASKED_AGAIN`].
pub const ASKED_WITHIN: TimeDelta = TimeDelta::days(30);

/// A request of somebody that was put before a mentor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedBefore {
    /// How far it came.
    pub state: State,
    /// When the mentor was asked.
    pub asked_at: DateTime<Utc>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
}

/// May somebody ask a mentor again whom they have asked `before`?
pub fn may_ask_again(before: &[AskedBefore], now: DateTime<Utc>) -> bool {
    let no = before
        .iter()
        .any(|one| one.state == State::Declined && one.ended_at.is_some_and(|ended_at| now < ended_at + NO_HOLDS));
    let lately = before.iter().filter(|one| now < one.asked_at + ASKED_WITHIN).count();
    !no && lately < MOST_ASKED_AGAIN
}

/// One place of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// How far the request is.
    pub state: State,
    /// The mentor could take one more request now.
    pub has_room: bool,
}

/// What to do next with a list in its order: positions and deeds. Whoever has no room is put in their line, and the next
/// is asked instead.
pub fn forward(list: &[Slot]) -> Vec<(usize, Deed)> {
    let mut asked = list.iter().filter(|slot| slot.state.is_asked()).count();
    let mut deeds = Vec::new();
    for (at, slot) in list.iter().enumerate() {
        if asked >= MOST_ASKED {
            break;
        }
        match (slot.state, slot.has_room) {
            (State::Listed | State::Waiting, true) => {
                asked += 1;
                deeds.push((at, Deed::Open));
            }
            (State::Listed, false) => deeds.push((at, Deed::Queue)),
            _ => {}
        }
    }
    deeds
}
