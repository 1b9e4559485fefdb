//! The guarded statements hold to the two rules of the domain, over many answers and changes of the room.

use domain::events::rsvp::Seats;

use super::*;

/// What one date should be: the two rules and nothing else.
#[derive(Debug, Default, PartialEq, Eq)]
struct Model {
    capacity: Option<u32>,
    going: Vec<usize>,
    line: Vec<usize>,
}

impl Model {
    fn seats(&self) -> Seats {
        Seats { taken: u32::try_from(self.going.len()).unwrap(), capacity: self.capacity }
    }

    fn comes(&mut self, person: usize) {
        if self.going.contains(&person) || self.line.contains(&person) {
            return;
        }
        if self.seats().gives(self.line.len() as u64) { self.going.push(person) } else { self.line.push(person) }
    }

    fn leaves(&mut self, person: usize) {
        self.going.retain(|one| *one != person);
        self.line.retain(|one| *one != person);
        self.promote();
    }

    fn promote(&mut self) {
        let given = self.seats().promotes(self.line.len() as u64);
        self.going.extend(self.line.drain(..usize::try_from(given).unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stored_is_what_the_rules_say() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(2), "")).await;
        let mut people = Vec::new();
        for nth in 0..7 {
            people.push(world.person(&format!("p{nth}"), &[]).await);
        }
        let mut model = Model { capacity: Some(2), ..Model::default() };
        let mut dice = 2_463_534_242_u32;
        for step in 0..120 {
            // Xorshift (Marsaglia 2003): the same steps in every run.
            dice ^= dice << 13;
            dice ^= dice >> 17;
            dice ^= dice << 5;
            let nth = usize::try_from(dice >> 8).unwrap() % people.len();
            match dice % 8 {
                0..4 => {
                    says(&people[nth], FIRST, Answer::Going).await.unwrap();
                    model.comes(nth);
                }
                4..7 => {
                    says(&people[nth], FIRST, Answer::NotGoing).await.unwrap();
                    model.leaves(nth);
                }
                _ => {
                    model.capacity = [None, Some(1), Some(2), Some(3), Some(5)][nth % 5];
                    store(&world.ctx, &programme(model.capacity, "")).await;
                    model.promote();
                }
            }
            let mut stored = Model { capacity: model.capacity, ..Model::default() };
            let rows = rows(&world.ctx).await;
            let who = |account| people.iter().position(|person| Some(person.account) == account).unwrap();
            stored.going.extend(rows.iter().filter(|row| row.state == State::Going).map(|row| who(row.account_id)));
            stored.line.extend(rows.iter().filter(|row| row.state == State::Waiting).map(|row| who(row.account_id)));
            stored.going.sort_unstable();
            model.going.sort_unstable();
            assert_eq!(stored, model, "step {step}");
        }
        is_whole(world).await;
    })
    .await;
}
