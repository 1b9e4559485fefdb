//! Places of a posting over many offers, answers and lapses.

use domain::opportunities::pipeline::{Hand, Move, Places, Stage};
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
enum Deed {
    Host(usize, Move),
    Applicant(usize, Move),
    House(usize, Move),
    Seats(u32),
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = || 0_usize..8;
    prop_oneof![
        4 => (who(), prop::sample::select(Move::ALL)).prop_map(|(who, one)| Deed::Host(who, one)),
        4 => (who(), prop::sample::select(Move::ALL)).prop_map(|(who, one)| Deed::Applicant(who, one)),
        2 => (who(), prop::sample::select(Move::ALL)).prop_map(|(who, one)| Deed::House(who, one)),
        1 => (1_u32..5).prop_map(Deed::Seats),
    ]
}

proptest! {
    /// Whatever anybody tries: what is promised and taken never goes beyond the seats, and the counters are those of
    /// the stages.
    #[test]
    fn no_place_is_promised_twice(deeds in prop::collection::vec(deed(), 1..200)) {
        let mut stages = [Stage::Received; 8];
        let mut places = Places { seats: 2, offered: 0, taken: 0 };
        for deed in deeds {
            let (who, step, hand) = match deed {
                Deed::Host(who, step) => (who, step, Hand::Host),
                Deed::Applicant(who, step) => (who, step, Hand::Applicant),
                Deed::House(who, step) => (who, step, Hand::House),
                Deed::Seats(seats) => {
                    if seats >= places.least() {
                        places.seats = seats;
                    }
                    continue;
                }
            };
            let Ok(after) = stages[who].after(step, hand) else { continue };
            // Counted from the stages alone, so that a wrong `free` is seen.
            let held = stages.iter().filter(|one| one.holds_offer() || one.has_seat()).count();
            let free = places.seats.checked_sub(u32::try_from(held).unwrap());
            prop_assert_eq!(Some(places.free()), free);
            if after.holds_offer() && free == Some(0) {
                continue;
            }
            stages[who] = after;
            let count = |of: fn(Stage) -> bool| u32::try_from(stages.iter().filter(|one| of(**one)).count()).unwrap();
            places.offered = count(Stage::holds_offer);
            places.taken = count(Stage::has_seat);
            prop_assert!(places.offered + places.taken <= places.seats);
            prop_assert!(!places.is_filled() || places.free() == 0);
        }
    }
}
