//! The mentee's ordered list: two are asked at a time, and a no or a lapse opens the next.

use super::request::{Deed, State};

/// Mentors on one list.
pub const MOST_LISTED: usize = 5;
/// Mentors who are asked at the same time.
pub const MOST_ASKED: usize = 2;
/// Requests a mentor holds at the same time; more wait in a line.
pub const MOST_OPEN: i32 = 5;

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
