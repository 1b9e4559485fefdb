//! Many at once.

use std::sync::Arc;

use domain::events::rsvp::Answer;
use futures::future::join_all;

use super::*;

const PEOPLE: usize = 300;
const CANCELS: usize = 100;

/// A date of its own for each round.
fn day(round: usize) -> String {
    (start(FIRST).date() + chrono::Days::new(7 * u64::try_from(round).unwrap())).to_string()
}

/// The programme with the room of one date.
fn room(round: usize, capacity: u32) -> String {
    programme(Some(50), &format!("[[series.dates]]\ndate = {}\ncapacity = {capacity}\n", day(round)))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_seat_is_given_once() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let mut people = Vec::new();
        for nth in 0..20 {
            people.push(world.person(&format!("p{nth}"), &[]).await);
        }
        join_all(people.iter().map(|person| says(person, FIRST, Answer::Going))).await;
        let all = rows(&world.ctx).await;
        assert_eq!(all.iter().filter(|row| row.state == State::Going).count(), 1);
        assert_eq!(all.iter().filter(|row| row.state == State::Waiting).count(), 19);
        // The same person twenty times has one seat and one place in line.
        let last = &people[19];
        join_all((0..20).map(|_| says(last, "2026-11-18", Answer::Going))).await;
        assert_eq!(rows(&world.ctx).await.len(), 21);
        is_whole(world).await;
    })
    .await;
}

/// Whoever waited too long for the database was told so, nothing was stored, and they press again.
async fn says_in_the_end(person: &Person, name: &str, answer: Answer) {
    while let Err(error) = says(person, name, answer).await {
        assert!(matches!(error, RsvpError::Db(_)), "{error}");
    }
}

/// 300 people answer for 50 places and 100 of them take it back, while the room shrinks to 40 and grows again: no seat
/// beyond the room, nobody passes the line, one mail for each seat.
async fn great_race(rounds: usize) {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(50), "")).await;
        let mut people = Vec::new();
        for nth in 0..PEOPLE {
            people.push(world.person(&format!("p{nth}"), &[]).await);
        }
        let people = Arc::new(people);
        for round in 0..rounds {
            let name = day(round);
            let coming = join_all(people.iter().enumerate().map(async |(nth, person)| {
                says_in_the_end(person, &name, Answer::Going).await;
                if nth < CANCELS {
                    says_in_the_end(person, &name, Answer::NotGoing).await;
                }
            }));
            let resizing = async {
                for capacity in [40, 50] {
                    store(&world.ctx, &room(round, capacity)).await;
                }
            };
            futures::join!(coming, resizing);
            let of_date: Vec<_> =
                rows(&world.ctx).await.into_iter().filter(|row| row.original_start == start(&name)).collect();
            let tickets = |state| of_date.iter().filter(move |row| row.state == state).map(|row| row.ticket);
            assert_eq!(of_date.len(), PEOPLE, "round {round}");
            assert_eq!(tickets(State::Going).count(), 50, "round {round}: every seat, and none more");
            assert_eq!(tickets(State::NotGoing).count(), CANCELS, "round {round}");
            assert!(tickets(State::Going).max() < tickets(State::Waiting).min(), "round {round}: in order");
        }
        let all = mail_rows::Entity::find().all(world.ctx.db.read()).await.unwrap();
        let invited = all.iter().filter(|mail| mail.kind == "rsvp-going" || mail.kind == "rsvp-promoted").count();
        let told: usize = all.iter().filter(|mail| mail.kind == "rsvp-not-going").count();
        let with_seat = rows(&world.ctx).await.iter().filter(|row| row.uid.is_some()).count();
        // Whoever had a seat was told of it once; whoever gave it back, once.
        assert_eq!(invited, with_seat);
        assert_eq!(
            told,
            rows(&world.ctx).await.iter().filter(|row| row.uid.is_some() && row.state == State::NotGoing).count()
        );
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_answers_and_a_hundred_cancels_on_fifty_places_three_times() {
    great_race(3).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes on each database; ask for it with --run-ignored"]
async fn three_hundred_answers_and_a_hundred_cancels_on_fifty_places_thirty_times() {
    great_race(30).await;
}

/// The negative control: without the guard in the code the database's own check refuses the seat.
#[cfg(feature = "chaos")]
#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_the_database_refuses_a_seat_too_many() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let chaos = Some(crate::chaos::Chaos::NoSeats);
        let config = crate::db::DbConfig { chaos, ..world.db_config.clone() };
        let ctx = Ctx { db: crate::db::Db::connect(&config).await.unwrap(), ..world.ctx.clone() };
        let (ada, ben) = (world.person_with(&ctx, "ada", &[]).await, world.person_with(&ctx, "ben", &[]).await);
        says(&ada, FIRST, Answer::Going).await.unwrap();
        assert!(matches!(says(&ben, FIRST, Answer::Going).await, Err(RsvpError::Db(_))));
        assert_eq!(rows(&world.ctx).await.len(), 1);
        ctx.db.close().await.unwrap();
    })
    .await;
}
