//! Seats and the line for them, over many answers and changes of the room.

use std::collections::VecDeque;

use domain::events::rsvp::Seats;
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
enum Step {
    Comes,
    GivesBack(usize),
    LeavesLine(usize),
    Room(Option<u32>),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Comes),
        2 => any::<usize>().prop_map(Step::GivesBack),
        1 => any::<usize>().prop_map(Step::LeavesLine),
        1 => prop::option::of(1_u32..12).prop_map(Step::Room),
    ]
}

proptest! {
    /// Whatever happens: no seat is given beyond the capacity, a smaller room takes none away, whoever has waited longest
    /// is next, and nobody waits beside a free seat.
    #[test]
    fn seats_are_given_in_order_and_never_beyond_the_room(steps in prop::collection::vec(step(), 1..200)) {
        let mut seats = Seats { taken: 0, capacity: Some(5) };
        let (mut going, mut line, mut next) = (Vec::new(), VecDeque::new(), 0_u64);
        for step in steps {
            let before = seats.taken;
            match step {
                Step::Comes => {
                    if seats.gives(line.len() as u64) {
                        seats.taken += 1;
                        going.push(next);
                    } else {
                        line.push_back(next);
                    }
                    next += 1;
                }
                Step::GivesBack(which) if !going.is_empty() => {
                    going.swap_remove(which % going.len());
                    seats.taken -= 1;
                }
                Step::LeavesLine(which) if !line.is_empty() => {
                    line.remove(which % line.len());
                }
                Step::Room(capacity) => seats.capacity = capacity,
                Step::GivesBack(_) | Step::LeavesLine(_) => {}
            }
            for _ in 0..seats.promotes(line.len() as u64) {
                seats.taken += 1;
                going.extend(line.pop_front());
            }
            prop_assert_eq!(seats.taken as usize, going.len());
            prop_assert!(seats.taken <= before || seats.capacity.is_none_or(|most| seats.taken <= most));
            prop_assert!(line.is_empty() || seats.free() == Some(0));
            prop_assert!(going.iter().max() < line.front() || line.is_empty());
            let gave_back = matches!(step, Step::GivesBack(_));
            prop_assert!(seats.taken >= before || gave_back, "{step:?} took a seat away");
        }
    }
}
