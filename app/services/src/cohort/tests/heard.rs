//! Who hears what: each once, some at a time, nothing that is over, and nothing that the page does not show.

use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::*;
use crate::cohort::telling::{tell_some, waiting};
use crate::db::DbError;
use crate::notifications::entity::notifications;

/// What a person was told of the cohort so far, in order, without its name.
async fn heard(world: &TestWorld, person: &Person) -> Vec<String> {
    let all = notifications::Entity::find()
        .filter(notifications::Column::AccountId.eq(person.account))
        .order_by_asc(notifications::Column::Id)
        .all(world.ctx.db.read())
        .await
        .unwrap();
    let of_cohort = |one: notifications::Model| one.title.strip_prefix("Spring cohort: ").map(ToOwned::to_owned);
    all.into_iter().filter_map(of_cohort).collect()
}

const TURN: &str = "put the mentors in order";
const LISTED: &str = "put those who listed you in order";
const UNLISTED: &str = "nobody has listed you this time";
const OPEN: &str = "your list is still open";
const LEFT: &str = "a mentor on your list has left";
const OUT: &str = "you are not in it any more";
const CLOSED: &str = "the lists are closed";

#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_hears_of_nobody_whom_the_page_hides() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let (ada, bo) = (&cast.mentors[0].0, &cast.mentors[1].0);
        let (eve, fay) = (&cast.mentees[0], &cast.mentees[1]);
        world.clock.set(at(MENTEES_BEGIN));
        save_choices(&eve.ctx, &cast.id, &cast.choices(&[0])).await.unwrap();
        save_choices(&fay.ctx, &cast.id, &cast.choices(&[1])).await.unwrap();
        // One of the two keeps the other away, in either direction.
        moderation::block(&eve.ctx, ada.id.as_str()).await.unwrap();
        moderation::block(&bo.ctx, fay.id.as_str()).await.unwrap();
        world.clock.set(at(MENTORS_BEGIN));
        tick_now(world).await;
        world.clock.set(at(CLOSE) - TimeDelta::hours(30));
        tick_now(world).await;
        for mentor in [ada, bo] {
            assert!(ranking(&mentor.ctx, &cast.id).await.unwrap().mentees.is_empty());
            assert_eq!(heard(world, mentor).await, [UNLISTED], "{}", world.kind().name());
        }
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_is_told_some_at_a_time_and_each_of_them_once() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        world.clock.set(at(MENTEES_BEGIN));
        // Whoever comes first after the end of a phase takes the step, and tells nobody.
        save_choices(&cast.mentees[0].ctx, &cast.id, &cast.choices(&[0])).await.unwrap();
        let counts = async || {
            let mut all = Vec::new();
            for mentee in &cast.mentees {
                all.push(heard(world, mentee).await.len());
            }
            all
        };
        assert_eq!(counts().await, [0, 0, 0]);
        let row = cohorts::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        assert_eq!(tell_some(&world.ctx, row.id, 2).await.unwrap(), 2);
        assert_eq!(counts().await, [1, 1, 0], "as far as it came before it was stopped");
        tick_now(world).await;
        assert_eq!(counts().await, [1, 1, 1]);
        assert_eq!(heard(world, &cast.mentees[2]).await, [TURN]);
        assert!(waiting(world.ctx.db.read()).await.unwrap().is_empty());
        world.clock.advance(TimeDelta::minutes(10));
        tick_now(world).await;
        assert_eq!(counts().await, [1, 1, 1], "{}", world.kind().name());
        // The tick does it alone where the job was given up.
        world.clock.set(at(MENTORS_BEGIN));
        leave(&cast.mentees[1].ctx, &cast.id).await.unwrap();
        assert!(heard(world, &cast.mentors[0].0).await.is_empty());
        tick(&world.ctx).await.unwrap();
        assert_eq!(heard(world, &cast.mentors[0].0).await, [LISTED]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_takes_no_step_of_the_clock() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        world.clock.set(at(CLOSE));
        crate::identity::erase_person(&admin.ctx, cast.mentees[0].id.as_str(), "asked", true).await.unwrap();
        let row = cohorts::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        assert_eq!(row.state, State::SignUp.word());
        assert_eq!(cohort_page(&world.ctx, &cast.id).await.unwrap().mentees, 2);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_a_phase_that_is_over_or_reminded_of_one_that_has_just_begun() {
    on_both(async |world| {
        // No tick while people rank: everything is over at once.
        let first = cast(world, "stable").await;
        world.clock.set(at(CLOSE));
        tick_now(world).await;
        for person in first.mentees.iter().chain(first.mentors.iter().map(|(mentor, _)| mentor)) {
            assert_eq!(heard(world, person).await, Vec::<String>::new(), "{}", world.kind().name());
        }
        assert_eq!(heard(world, &first.organizer).await, [CLOSED]);
        // A phase of two days.
        let mut plan = a_plan("stable");
        for (name, day) in [("sign_up", "2026-12-05"), ("mentees", "2026-12-07"), ("mentors", "2026-12-09")] {
            plan.retain(|(field, _)| field != name);
            plan.push((name.to_owned(), day.to_owned()));
        }
        let organizer = &first.organizer.ctx;
        let id = save(organizer, "", &plan, "abcdefabcdefabcd").await.unwrap().to_string();
        open(organizer, &id).await.unwrap();
        let hal = world.person("hal", &[]).await;
        sign_up_mentee(&hal.ctx, &id, &told("visa")).await.unwrap();
        world.clock.set(at("2026-12-06T05:00:00Z"));
        tick_now(world).await;
        assert_eq!(heard(world, &hal).await, [TURN]);
        world.clock.set(at("2026-12-07T05:00:00Z"));
        tick_now(world).await;
        assert_eq!(heard(world, &hal).await, [TURN, OPEN]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_hears_that_the_lists_are_closed_even_if_everybody_takes_part() {
    for joins in [true, false] {
        on_both(async |world| {
            let (organizer, id) = opened(world, "stable").await;
            let admin = world.person("admin", &[Capability::Admin]).await;
            sign_up_mentee(&organizer.ctx, &id, &told("visa")).await.unwrap();
            if joins {
                sign_up_mentee(&admin.ctx, &id, &told("visa")).await.unwrap();
            }
            world.clock.set(at(CLOSE));
            tick_now(world).await;
            assert_eq!(heard(world, &admin).await, [CLOSED], "{}", world.kind().name());
            assert_eq!(heard(world, &organizer).await, Vec::<String>::new(), "who takes part runs nothing");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_taken_out_hears_of_it_and_so_do_those_who_listed_them() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let (bo, bo_id) = &cast.mentors[1];
        let moderator = world.person("takes-back", &[Capability::Moderator]).await;
        cast.ranked(world).await;
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        mentorship::take_check_back(&moderator.ctx, bo_id).await.unwrap();
        let (stopped, now) = (cast.mentees[2].account, world.ctx.now());
        world
            .ctx
            .db
            .write(move |tx| {
                Box::pin(async move { Ok::<_, DbError>(crate::identity::suspend(tx, stopped, now).await?) })
            })
            .await
            .unwrap();
        preview(&cast.organizer.ctx, &cast.id, "fedcba9876543210").await.unwrap();
        tick_now(world).await;
        let last = async |person: &Person| heard(world, person).await.pop().unwrap_or_default();
        assert_eq!(last(bo).await, OUT, "{}", world.kind().name());
        assert_eq!((last(&cast.mentees[0]).await, last(&cast.mentees[1]).await), (LEFT.to_owned(), LEFT.to_owned()));
        assert_ne!(last(&cast.mentees[2]).await, OUT, "whoever was stopped hears of that and of nothing else");
        is_missing(my_cohort(&bo.ctx, &cast.id).await);
    })
    .await;
}
