//! Two who do the same at once, and a result that comes out while something else befalls one of a pair.

use std::time::Duration;

use domain::moderation::{Kind, PersonReportForm};

use super::*;
use crate::mentorship::entity::{engagements, mentors};
use crate::moderation::{DecideForm, QueueFilter};

/// How often a result comes out beside something else, on each database.
const ROUNDS: u64 = 5;

#[tokio::test(flavor = "multi_thread")]
async fn two_who_publish_at_once_publish_once() {
    on_both(async |world| {
        let cast = cast(world, "open").await;
        cast.ranked(world).await;
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        let second = world.person("pavel", &[Capability::Organizer]).await;
        let presses = (0..20).map(|nth| {
            let (who, what) = if nth % 2 == 0 { (&cast.organizer, "stable") } else { (&second, "placed") };
            publish(&who.ctx, &cast.id, what, true)
        });
        let done = join_all(presses).await.into_iter().flatten().count();
        assert_eq!(done, 1, "{}", world.kind().name());
        let all = runs::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert_eq!((all.len(), all.iter().filter(|run| run.published).count()), (4, 1));
        assert!(pairs::Entity::find().all(world.ctx.db.read()).await.unwrap().len() <= 2);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_at_the_very_end_is_whole_or_not_there() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        world.clock.set(at(MENTORS_BEGIN) - TimeDelta::seconds(1));
        let eve = &cast.mentees[0];
        save_choices(&eve.ctx, &cast.id, &cast.choices(&[0])).await.unwrap();
        world.clock.set(at(MENTORS_BEGIN));
        let lists = [cast.choices(&[1, 0]), cast.choices(&[1])];
        let saves = (0..8).map(|nth| save_choices(&eve.ctx, &cast.id, &lists[nth % 2]));
        let (answers, ()) = futures::future::join(join_all(saves), tick_now(world)).await;
        assert!(answers.into_iter().all(|one| refused(one) == Refusal::CohortClosed), "{}", world.kind().name());
        let left = ranks::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert_eq!(left.len(), 1, "what was saved in the last second holds");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_presses_twice_takes_part_once() {
    on_both(async |world| {
        let (_, id) = opened(world, "stable").await;
        let eve = world.person("eve", &[]).await;
        let needs = told("visa");
        let presses = (0..8).map(|_| sign_up_mentee(&eve.ctx, &id, &needs));
        assert!(join_all(presses).await.into_iter().all(|one| one.is_ok()));
        assert_eq!(cohort_page(&world.ctx, &id).await.unwrap().mentees, 1);
        is_whole(world).await;
    })
    .await;
}

/// The same person, in another process.
fn there(person: &Person, other: &Ctx) -> Ctx {
    Ctx { db: other.db.clone(), ..person.ctx.clone() }
}

/// Those who work together now.
async fn working(world: &TestWorld) -> Vec<engagements::Model> {
    let all = engagements::Entity::find().all(world.ctx.db.read()).await.unwrap();
    all.into_iter().filter(|one| one.phase != Phase::Ended.word()).collect()
}

/// Publishes while `deed` is done, a little later in each round. Whichever comes first, everything holds: the result is whole
/// or not there, nobody helps more than they have seats for, and nobody works with somebody they keep away.
async fn beside(world: &TestWorld, cast: &Cast, round: u64, deed: impl Future<Output = ()>) {
    let late = async {
        tokio::time::sleep(Duration::from_millis(round * 4)).await;
        deed.await;
    };
    let (published, ()) = tokio::join!(publish(&cast.organizer.ctx, &cast.id, "stable", true), late);
    let (db, kind, is_out) = (world.ctx.db.read(), world.kind().name(), published.is_ok());
    if !is_out {
        assert_eq!(refused(published), Refusal::CohortInputChanged, "{kind}");
    }
    let found = certificate(&world.ctx, &cast.id).await.unwrap();
    assert_eq!((found.state == State::Published, found.run.is_some()), (is_out, is_out), "{kind}");
    assert_eq!(found.verified.is_some_and(|one| one.holds(Objective::Stable)), is_out, "{kind}");
    let pairs = pairs::Entity::find().all(db).await.unwrap().len();
    assert_eq!(pairs, if is_out { 2 } else { 0 }, "{kind}");
    let working = working(world).await;
    for mentor in mentors::Entity::find().all(db).await.unwrap() {
        let helps = working.iter().filter(|one| one.mentor_id == mentor.id).count();
        assert!(i32::try_from(helps).unwrap() <= mentor.capacity, "{kind}: {helps} of {}", mentor.capacity);
    }
    for one in &working {
        assert!(!moderation::is_blocked_between(db, one.mentor_account, one.mentee_account).await.unwrap(), "{kind}");
    }
    is_whole(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_seat_of_a_mentor_goes_to_the_cohort_or_to_whoever_asked_and_never_to_both() {
    for round in 0..ROUNDS {
        on_both(async |world| {
            let (cast, other) = (to_publish(world, "stable").await, world.second_process().await);
            let (ada, mentor_id) = &cast.mentors[0];
            let one_seat = RoomForm { capacity: "1".to_owned(), paused_until: String::new() };
            mentorship::save_room(&ada.ctx, &one_seat).await.unwrap();
            let uma = world.person("uma", &[]).await;
            mentorship::save_ask(&uma.ctx, &told("visa")).await.unwrap();
            mentorship::add_to_list(&uma.ctx, mentor_id).await.unwrap();
            let request = mentorship::my_list(&uma.ctx).await.unwrap()[0].id;
            let deed = async {
                if mentorship::accept(&there(ada, &other), request.as_str()).await.is_ok() {
                    mentorship::confirm(&there(&uma, &other), request.as_str()).await.unwrap();
                }
            };
            beside(world, &cast, round, deed).await;
            let with_ada = working(world).await.iter().filter(|one| one.mentor_account == ada.account).count();
            assert_eq!(with_ada, 1, "{}", world.kind().name());
            other.db.close().await.unwrap();
        })
        .await;
    }
}

/// The first mentor and the last mentee, who are a pair of the result; now the one comes first, now the other.
fn one_of_them(cast: &Cast, round: u64) -> (&Person, &Person) {
    let (mentor, mentee) = (&cast.mentors[0].0, &cast.mentees[2]);
    if round.is_multiple_of(2) { (mentor, mentee) } else { (mentee, mentor) }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_erased_while_the_result_comes_out() {
    for round in 0..ROUNDS {
        on_both(async |world| {
            let (cast, other) = (to_publish(world, "stable").await, world.second_process().await);
            let admin = world.person("admin", &[Capability::Admin]).await;
            let (gone, left) = one_of_them(&cast, round);
            let deed = async {
                let there = there(&admin, &other);
                crate::identity::erase_person(&there, gone.id.as_str(), "asked", true).await.unwrap();
            };
            beside(world, &cast, round, deed).await;
            let with_them = working(world).await.iter().any(|one| {
                [one.mentor_account, one.mentee_account].iter().any(|one| [gone.account, left.account].contains(one))
            });
            assert!(!with_them, "{}", world.kind().name());
            other.db.close().await.unwrap();
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_a_pair_keeps_the_other_away_while_the_result_comes_out() {
    for round in 0..ROUNDS {
        on_both(async |world| {
            let (cast, other) = (to_publish(world, "stable").await, world.second_process().await);
            let (who, whom) = one_of_them(&cast, round);
            // A mentor knows the mentee by a number alone.
            let named =
                if round.is_multiple_of(2) { number_of(world, whom.account).await } else { whom.id.to_string() };
            let deed = async {
                moderation::block(&there(who, &other), &named).await.unwrap();
            };
            Box::pin(beside(world, &cast, round, deed)).await;
            other.db.close().await.unwrap();
        })
        .await;
    }
}

/// A case about somebody, who decides it, and what they decide.
async fn to_be_stopped(world: &TestWorld, person: &Person) -> (Person, DecideForm) {
    let moderator = world.person("mo", &[Capability::Moderator]).await;
    let reporter = world.person("reports", &[]).await;
    let report = PersonReportForm {
        kind: Kind::Person.word().to_owned(),
        person: person.id.to_string(),
        ground: "money".to_owned(),
        details: "Asked me for 500 dollars for a letter.".to_owned(),
        key: "fedcba9876543210".to_owned(),
    };
    moderation::report_person(&reporter.ctx, report).await.unwrap();
    let case = moderation::desk(&moderator.ctx, &QueueFilter::default()).await.unwrap().cases.remove(0).id.to_string();
    let form = DecideForm { case, decision: "suspend".to_owned(), ground: "money".to_owned(), note: String::new() };
    (moderator, form)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_a_pair_cannot_leave_and_is_stopped_while_the_result_comes_out() {
    for round in 0..ROUNDS {
        on_both(async |world| {
            let (cast, other) = (to_publish(world, "stable").await, world.second_process().await);
            let (gone, _) = one_of_them(&cast, round);
            let (moderator, form) = to_be_stopped(world, gone).await;
            let deed = async {
                assert_eq!(refused(leave(&there(gone, &other), &cast.id).await), Refusal::CohortClosed);
                moderation::decide(&there(&moderator, &other), &form).await.unwrap();
            };
            beside(world, &cast, round, deed).await;
            other.db.close().await.unwrap();
        })
        .await;
    }
}
