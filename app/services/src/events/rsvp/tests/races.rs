//! Many at once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::events::Slug;
use domain::events::rsvp::Answer;
use futures::future::join_all;
use sea_orm::{ColumnTrait, QueryFilter};
use tokio::sync::Notify;

use super::super::entity::guests;
use super::super::who::Who;
use super::guests::{form, token};
use super::*;

const PEOPLE: usize = 300;
const CANCELS: usize = 100;
const PLACES: u32 = 50;
const FEWER: u32 = 40;
/// Looks at the date while the room is smaller, and the time between two.
const LOOKS: usize = 20;
const BETWEEN: Duration = Duration::from_millis(10);

/// A date of its own for each round.
fn day(round: usize) -> String {
    (start(FIRST).date() + chrono::Days::new(7 * u64::try_from(round).unwrap())).to_string()
}

/// The programme with the room of one date.
fn room(round: usize, capacity: u32) -> String {
    programme(Some(PLACES), &format!("[[series.dates]]\ndate = {}\ncapacity = {capacity}\n", day(round)))
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

/// The counter of a date, once anybody has answered, and the tickets of those who have a seat, both of one moment.
async fn look(ctx: &Ctx, name: &str) -> (Option<rsvp_seats::Model>, BTreeSet<i64>) {
    let (view, at) = (ctx.db.snapshot().await.unwrap(), start(name));
    let seats = rsvp_seats::Entity::find().filter(rsvp_seats::Column::OriginalStart.eq(at)).one(&view).await.unwrap();
    let going = rsvps::Entity::find().filter(rsvps::Column::OriginalStart.eq(at));
    let going = going.filter(rsvps::Column::State.eq(State::Going)).all(&view).await.unwrap();
    view.end().await.unwrap();
    (seats, going.into_iter().map(|row| row.ticket).collect())
}

/// No seat is given while as many are taken as there are, or more. The room stays the same here, so a ticket that has a
/// seat and had none in the look before got it in between. There was one to give at that moment, and from then on no more
/// can be taken than there are. A look that finds both, such a ticket and more taken than there are, has found a seat that
/// was not there to give, whenever it is taken.
async fn no_seat_is_given_that_is_not_there(ctx: &Ctx, name: &str) {
    let (fewer, mut before) = (i32::try_from(FEWER).unwrap(), None::<BTreeSet<i64>>);
    for _ in 0..LOOKS {
        let (seats, going) = look(ctx, name).await;
        if let Some(seats) = seats {
            assert_eq!((seats.capacity, seats.room), (Some(fewer), Some(Ord::max(fewer, seats.taken))), "{name}");
            assert_eq!(usize::try_from(seats.taken).unwrap(), going.len(), "{name}");
            let given = before.is_some_and(|before| !going.is_subset(&before));
            assert!(!given || seats.taken <= fewer, "{name}: a seat was given, and {} are taken", seats.taken);
        }
        before = Some(going);
        tokio::time::sleep(BETWEEN).await;
    }
}

/// 300 people answer for 50 places and 100 of them take it back, while the room shrinks to 40 and grows again: no seat
/// beyond the room, none while as many are taken as there are, nobody passes the line, one mail for each seat.
async fn great_race(rounds: usize) {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(PLACES), "")).await;
        // Looks through connections of its own: those of the others are all in use.
        let watcher = world.second_process().await;
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
                store(&world.ctx, &room(round, FEWER)).await;
                no_seat_is_given_that_is_not_there(&watcher, &name).await;
                store(&world.ctx, &room(round, PLACES)).await;
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
        watcher.db.close().await.unwrap();
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

#[tokio::test(flavor = "multi_thread")]
async fn a_press_that_came_twice_at_once_is_one_answer_for_all_dates_and_one_calendar() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let ada = world.person("ada", &[]).await;
        for said in join_all((0..20).map(|_| answer_series(&ada.ctx, "chat", Answer::Going))).await {
            said.unwrap();
        }
        assert_eq!(rows(&world.ctx).await.len(), 26);
        assert_eq!(standing_rsvps::Entity::find().all(world.ctx.db.read()).await.unwrap().len(), 1);
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going-to-series"]);
        for made in join_all((0..20).map(|_| make_feed(&ada.ctx))).await {
            made.unwrap();
        }
        let feeds = super::super::entity::personal_feeds::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert_eq!(feeds.len(), 1);
        is_whole(world).await;
    })
    .await;
}

/// Answers for the first date in a write that says `written` and goes on for a while, as if another statement were slow.
async fn answers_slowly(ctx: &Ctx, who: Who, written: Arc<Notify>) {
    let own = ctx.clone();
    let done = ctx.db.write(move |tx| {
        let (ctx, written) = (own.clone(), written.clone());
        Box::pin(async move {
            let slug = Slug::parse("chat").unwrap();
            let (key, series) = super::super::store::held_series(tx, &slug).await?.unwrap();
            super::super::answer::one(tx, &ctx, (key, &series), start(FIRST), who, Answer::Going).await?;
            written.notify_one();
            // Long enough for the other to be done, if nothing made it wait.
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            Ok::<_, RsvpError>(())
        })
    });
    done.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_forgotten_or_erased_while_an_answer_of_theirs_is_written_keeps_no_seat() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(Some(2), "")).await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        let ada = world.person("ada", &[]).await;
        ask_as_guest(ctx, "chat", Some(FIRST), &form("Grace", "grace@example.net")).await.unwrap();
        let link = token(ctx, "grace@example.net").await;
        answer_as_guest(ctx, &link, "", Answer::NotGoing).await.unwrap();
        let guest = guests::Entity::find().one(ctx.db.read()).await.unwrap().unwrap();
        let written = Arc::new(Notify::new());
        let forgets = async {
            written.notified().await;
            forget_guest(ctx, &link).await.unwrap();
        };
        futures::join!(answers_slowly(ctx, Who::Guest(guest.id), written.clone()), forgets);
        let erases = async {
            written.notified().await;
            crate::identity::erase_person(&admin.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        };
        futures::join!(answers_slowly(ctx, Who::Account(ada.account), written.clone()), erases);
        assert!(rows(ctx).await.is_empty());
        let seats = rsvp_seats::Entity::find().all(ctx.db.read()).await.unwrap();
        assert!(seats.iter().all(|seats| seats.taken == 0), "{seats:?}");
        is_whole(world).await;
    })
    .await;
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
