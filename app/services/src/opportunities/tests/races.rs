//! The last place, wanted by many at once.

use std::sync::Arc;

use chrono::TimeDelta;
use futures::future::join_all;
use sea_orm::{ActiveValue, EntityTrait};
use tokio::sync::Notify;

use super::*;
use crate::moderation::case_entity::blocks;
use crate::testing::TestClock;

/// Many offers for one place and many answers at once: the place is given once.
async fn race(rounds: usize) {
    on_both(async |world| {
        let host = world.person("host", &[Capability::Host]).await;
        let mut people = Vec::new();
        for nth in 0..12 {
            people.push(world.person(&format!("p{nth}"), &[]).await);
        }
        for round in 0..rounds {
            let id = opened(&host, &[]).await;
            let words = reason();
            let applying = people.iter().map(|person| apply(&person.ctx, &id, &words));
            let all: Vec<String> = join_all(applying).await.into_iter().map(|one| one.unwrap().to_string()).collect();
            let offers = join_all(all.iter().map(|one| move_as_host(&host.ctx, one, Move::Offer, 7))).await;
            assert_eq!(offers.iter().filter(|one| one.is_ok()).count(), 1, "round {round}: one place, one offer");
            let answers = join_all(
                (0..3)
                    .flat_map(|_| people.iter().zip(&all))
                    .map(async |(person, one)| move_as_applicant(&person.ctx, one, Move::Accept).await),
            );
            let accepted = answers.await.into_iter().flatten().count();
            assert_eq!(accepted, 1, "round {round}: accepted once");
            assert_eq!(page(&host.ctx, &id).await.unwrap().places.taken, 1);
        }
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_place_is_given_once_three_times() {
    race(3).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a minute on each database; ask for it with --run-ignored"]
async fn the_last_place_is_given_once_thirty_times() {
    race(30).await;
}

/// Offers lapse while others are withdrawn and the line is read: each place has one person at most, and nobody is forgotten.
#[tokio::test(flavor = "multi_thread")]
async fn lapses_withdrawals_and_the_line_at_once_leave_no_place_twice() {
    on_both(async |world| {
        let host = world.person("host", &[Capability::Host]).await;
        let mut people = Vec::new();
        for nth in 0..8 {
            people.push(world.person(&format!("p{nth}"), &[]).await);
        }
        for _ in 0..3 {
            let id = opened(&host, &[("seats", "3")]).await;
            let mut all = Vec::new();
            for (nth, person) in (1..).zip(&people) {
                let one = apply(&person.ctx, &id, &reason()).await.unwrap().to_string();
                match nth {
                    1..=3 => move_as_host(&host.ctx, &one, Move::Offer, 2).await.unwrap(),
                    place => line_up(&host.ctx, &one, Some(place)).await.unwrap(),
                }
                all.push(one);
            }
            world.clock.advance(chrono::TimeDelta::days(2));
            let leave = join_all(
                all[3..5]
                    .iter()
                    .zip(&people[3..5])
                    .map(|(one, person)| move_as_applicant(&person.ctx, one, Move::Withdraw)),
            );
            let (one, two, left) = tokio::join!(lapse_due(&world.ctx), lapse_due(&world.ctx), leave);
            one.unwrap();
            two.unwrap();
            assert!(left.iter().all(Result::is_ok), "{left:?}");
            let places = page(&host.ctx, &id).await.unwrap().places;
            assert_eq!((places.offered, places.taken), (3, 0), "three were left in line for three places");
            is_whole(world).await;
            step(&host.ctx, &id, Step::Withdraw).await.unwrap();
        }
    })
    .await;
}

/// Somebody accepts in the last second while the job finds that the time is over: one of the two, and the place has one owner.
#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_accepted_in_the_moment_it_lapses_has_one_end() {
    on_both(async |world| {
        let other = world.second_process().await;
        let host = world.person("host", &[Capability::Host]).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        for round in 0..6 {
            let id = opened(&host, &[]).await;
            let first = apply(&ada.ctx, &id, &reason()).await.unwrap().to_string();
            let second = apply(&ben.ctx, &id, &reason()).await.unwrap().to_string();
            move_as_host(&host.ctx, &first, Move::Offer, 2).await.unwrap();
            line_up(&host.ctx, &second, Some(1)).await.unwrap();
            world.clock.advance(TimeDelta::days(2));
            let before = Arc::new(TestClock::at(world.ctx.now() - TimeDelta::seconds(1)));
            let pressed = Ctx { db: other.db.clone(), clock: before, ..ada.ctx.clone() };
            let (accepted, lapsed) =
                tokio::join!(move_as_applicant(&pressed, &first, Move::Accept), lapse_due(&world.ctx));
            lapsed.unwrap();
            let places = page(&host.ctx, &id).await.unwrap().places;
            let now = (stage_of(&ada).await, stage_of(&ben).await, places.offered, places.taken);
            if accepted.is_ok() {
                assert_eq!(now, (Stage::Accepted, Stage::Received, 0, 1), "round {round}");
            } else {
                assert_eq!(refused(accepted), Refusal::ApplicationMoved);
                assert_eq!(now, (Stage::Lapsed, Stage::Offered, 1, 0), "round {round}");
            }
            is_whole(world).await;
            step(&host.ctx, &id, Step::Withdraw).await.unwrap();
        }
        other.db.close().await.unwrap();
    })
    .await;
}

/// Somebody applies while the host keeps them away and has found nothing to end yet: they are told that there is no posting.
#[tokio::test(flavor = "multi_thread")]
async fn an_application_does_not_pass_a_block_that_is_not_done_yet() {
    on_both(async |world| {
        let other = world.second_process().await;
        let (host, id) = published(world, "host", &[]).await;
        let ada = world.person("ada", &[]).await;
        let (pair, ctx, parted) = ((host.account, ada.account), host.ctx.clone(), Arc::new(Notify::new()));
        let says = parted.clone();
        let block = world.ctx.db.write(move |tx| {
            let (ctx, says) = (ctx.clone(), says.clone());
            Box::pin(async move {
                let row = blocks::ActiveModel {
                    id: ActiveValue::NotSet,
                    blocker: ActiveValue::Set(pair.0),
                    blocked: ActiveValue::Set(pair.1),
                    created_at: ActiveValue::Set(ctx.now()),
                    named: ActiveValue::Set(None),
                };
                blocks::Entity::insert(row).exec(tx).await?;
                part(tx, &ctx, pair, ctx.now()).await?;
                says.notify_one();
                // Long enough for the other to be done, if nothing made it wait.
                tokio::time::sleep(std::time::Duration::from_millis(500)).await;
                Ok::<_, crate::db::DbError>(())
            })
        });
        let there = Ctx { db: other.db.clone(), ..ada.ctx.clone() };
        let applies = async {
            parted.notified().await;
            apply(&there, &id, &reason()).await
        };
        let (done, sent_in) = tokio::join!(block, applies);
        done.unwrap();
        assert!(matches!(sent_in, Err(OpportunityError::NotFound)), "{sent_in:?}");
        assert_eq!(mine(&ada.ctx, None).await.unwrap().rows, []);
        other.db.close().await.unwrap();
        is_whole(world).await;
    })
    .await;
}
