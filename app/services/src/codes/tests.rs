//! Codes: prices before sign-up, one answer to strangers, batches, guesses and races, on both databases.

use domain::codes::{CodeForm, words};
use futures::future::join_all;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};

use super::*;
use crate::ctx::{Ctx, Viewer};
use crate::db::DbKind;
use crate::membership::MembershipError;
use crate::membership::tests::{fields, fresh, furnish, is_whole, join, treasurer, wants};
use crate::testing::{Person, TestWorld, on_both};

mod desk;
mod rules;

async fn add_code(ctx: &Ctx, form: &CodeForm) -> Result<domain::id::PublicId, MembershipError> {
    super::add_code(ctx, form, &fresh(ctx)).await
}

fn shared(code: &str) -> CodeForm {
    CodeForm {
        kind: "shared".to_owned(),
        code: code.to_owned(),
        off: "percent".to_owned(),
        amount: "15".to_owned(),
        purpose: "both".to_owned(),
        zone: "America/New_York".to_owned(),
        ..CodeForm::default()
    }
}

/// Somebody who is not signed in, from an address of their own.
fn stranger(ctx: &Ctx, last: u8) -> Ctx {
    let viewer = Viewer { peer: Some(std::net::IpAddr::from([203, 0, 113, last])), ..Viewer::house("stranger") };
    ctx.with_viewer(viewer)
}

async fn answer(ctx: &Ctx, code: &str) -> Answer {
    prices(ctx, None, Some(code)).await.unwrap().code
}

async fn used(ctx: &Ctx) -> Vec<uses::Model> {
    let all = uses::Entity::find().all(ctx.db.read()).await.unwrap();
    all.into_iter().filter(|row| row.state != uses::State::Released).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_sees_the_price_and_one_answer_to_everything_else() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let visitor = stranger(&world.ctx, 1);
        let seen = prices(&visitor, None, Some("\u{ff49}mg")).await.unwrap();
        assert_eq!(seen.code, Answer::Works("IMG".to_owned()));
        let resident = seen.offers.iter().find(|offer| offer.plan.key.as_str() == "resident").unwrap();
        let with_code = resident.with_code.as_ref().unwrap();
        assert_eq!((resident.full.total.get(), with_code.total.get()), (5_000, 4_250));
        assert_eq!(with_code.lines[1].label, "IMG \u{2212}15 %");
        // Over, used up, stopped, for renewals, not there.
        add_code(&desk.ctx, &CodeForm { until: "2026-11-01 00:00".to_owned(), ..shared("over") }).await.unwrap();
        add_code(&desk.ctx, &CodeForm { purpose: "renewal".to_owned(), ..shared("renew") }).await.unwrap();
        add_code(&desk.ctx, &CodeForm { cap: "1".to_owned(), ..shared("last") }).await.unwrap();
        let stopped = add_code(&desk.ctx, &shared("stopped")).await.unwrap();
        stop(&desk.ctx, stopped.as_str()).await.unwrap();
        let ada = world.person("ada", &[]).await;
        join(&ada.ctx, &wants("fellow", "fellow", "last")).await.unwrap();
        for code in ["over", "renew", "last", "stopped", "nothing", "0000-0000-0000", "'; DROP TABLE codes; --"] {
            assert_eq!(answer(&visitor, code).await, Answer::No(words::NOT_HERE), "{code}");
        }
        // Whoever has an account reads what helps.
        let ben = world.person("ben", &[]).await;
        assert_eq!(answer(&ben.ctx, "over").await, Answer::No("This code is over."));
        assert_eq!(answer(&ada.ctx, "last").await, Answer::No("This code has been used as often as it can be."));
        assert_eq!(answer(&ben.ctx, "stopped").await, Answer::No(words::NOT_HERE));
        assert_eq!(prices(&visitor, None, None).await.unwrap().code, Answer::None);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_a_stage_takes_something_off_the_plans_for_it_alone() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        add_code(&desk.ctx, &CodeForm { stages: "fellow".to_owned(), ..shared("fellows") }).await.unwrap();
        let visitor = stranger(&world.ctx, 1);
        let seen = prices(&visitor, None, Some("fellows")).await.unwrap();
        let reduced = seen.offers.iter().filter(|offer| offer.with_code.is_some());
        assert_eq!(reduced.map(|offer| offer.plan.key.as_str()).collect::<Vec<_>>(), ["fellow"]);
        let resident = prices(&visitor, Some(Stage::Resident), Some("fellows")).await.unwrap();
        assert_eq!(resident.code, Answer::No(words::NOT_HERE));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_guesses_find_nothing() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let form = CodeForm { kind: "single".to_owned(), count: "2000".to_owned(), ..shared("Spring fair") };
        let batch = add_code(&desk.ctx, &form).await.unwrap();
        hand_out(&desk.ctx, batch.as_str()).await.unwrap();
        let (mut not_here, mut wait) = (0, 0);
        for guess in 0..5_000_u64 {
            let code = domain::verification::Code::from_bytes(world.ctx.dice.bytes());
            let from = stranger(&world.ctx, u8::try_from(guess % 5).unwrap());
            match answer(&from, &code.to_string()).await {
                Answer::No(words::NOT_HERE) => not_here += 1,
                Answer::No(words::WAIT) => wait += 1,
                other => panic!("{other:?}"),
            }
        }
        // Twenty from each of five addresses were looked at.
        assert_eq!((not_here, wait), (100, 4_900));
        // Also somebody with an account has few tries, and then the right code waits too.
        let ada = world.person("ada", &[]).await;
        for _ in 0..5 {
            assert_eq!(fields(join(&ada.ctx, &wants("fellow", "fellow", "wrong-one")).await), ["code"]);
        }
        assert_eq!(fields(join(&ada.ctx, &wants("fellow", "fellow", "IMG")).await), ["code"]);
        assert!(used(&world.ctx).await.is_empty());
        is_whole(world).await;
    })
    .await;
}

const PEOPLE: usize = 500;
const CAP: usize = 100;

/// Whoever waited too long for the database was told so, nothing was stored, and they press again.
async fn orders_in_the_end(person: &Person, code: &str) -> bool {
    loop {
        match join(&person.ctx, &wants("fellow", "fellow", code)).await {
            Ok(_) => return true,
            Err(MembershipError::Db(_)) => {}
            Err(MembershipError::Invalid(_)) => return false,
            Err(other) => panic!("{other}"),
        }
    }
}

async fn great_race(rounds: usize) {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let mut people = Vec::new();
        for nth in 0..PEOPLE {
            people.push(world.person(&format!("p{nth}"), &[]).await);
        }
        for round in 0..rounds {
            let code = format!("RACE-{round}");
            let form = CodeForm { cap: CAP.to_string(), per_person: "20".to_owned(), ..shared(&code) };
            let id = add_code(&desk.ctx, &form).await.unwrap();
            let got = join_all(people.iter().map(|person| orders_in_the_end(person, &code))).await;
            assert_eq!(got.iter().filter(|got| **got).count(), CAP, "round {round}: all of them, and none more");
            let seen = list(&desk.ctx, None).await.unwrap().rows.into_iter().find(|one| one.id == id).unwrap();
            assert_eq!((seen.held, seen.redeemed), (100, 0), "round {round}");
            is_whole(world).await;
            // Everybody is free for the next round.
            for person in &people {
                for order in crate::membership::mine(&person.ctx).await.unwrap().orders {
                    if order.state == domain::membership::OrderState::Open {
                        crate::membership::cancel_order(&person.ctx, order.id.as_str()).await.unwrap();
                    }
                }
            }
            // Tries come back within the hour.
            world.clock.set(world.ctx.now() + chrono::TimeDelta::hours(2));
        }
        assert!(used(&world.ctx).await.is_empty());
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_people_on_a_cap_of_a_hundred_three_times() {
    great_race(3).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes on each database; ask for it with --run-ignored"]
async fn five_hundred_people_on_a_cap_of_a_hundred_thirty_times() {
    great_race(30).await;
}

/// Transactions that waited for each other in a ring, in this database since it was made. Postgres tells of them within a second.
async fn deadlocks(world: &TestWorld) -> i64 {
    if world.kind() == DbKind::Sqlite {
        return 0;
    }
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    let sql = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    let row = world.ctx.db.read().query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
    row.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// One takes the code while another gives it back: both wait for the code before they wait for the log.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_orders_and_whoever_cancels_do_not_wait_for_each_other_in_a_ring() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let mut people = Vec::new();
        for nth in 0..12 {
            people.push(world.person(&format!("p{nth}"), &[]).await);
        }
        let wish = wants("fellow", "fellow", "IMG");
        let orders_and_cancels = async |person: &Person| {
            for _ in 0..10 {
                let order = join(&person.ctx, &wish).await.unwrap();
                crate::membership::cancel_order(&person.ctx, order.as_str()).await.unwrap();
            }
        };
        join_all(people.iter().map(orders_and_cancels)).await;
        assert_eq!(deadlocks(world).await, 0);
        assert!(used(&world.ctx).await.is_empty());
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_person_fifty_times_gets_one() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let ada = world.person("ada", &[]).await;
        let asked = wants("fellow", "fellow", "IMG");
        let all = join_all((0..50).map(|_| join(&ada.ctx, &asked))).await;
        assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 1);
        assert_eq!(used(&world.ctx).await.len(), 1);
        is_whole(world).await;
    })
    .await;
}

/// The negative control: without the guard in the code the database's own check refuses a code too many.
#[cfg(feature = "chaos")]
#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_the_database_refuses_a_code_too_many() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let chaos = Some(crate::chaos::Chaos::NoCap);
        let config = crate::db::DbConfig { chaos, ..world.db_config.clone() };
        let ctx = Ctx { db: crate::db::Db::connect(&config).await.unwrap(), ..world.ctx.clone() };
        let desk = treasurer(world).await;
        let form = CodeForm { cap: "1".to_owned(), ..shared("last") };
        add_code(&desk.ctx, &form).await.unwrap();
        let found = find(ctx.db.read(), "last").await.unwrap().unwrap();
        let own = ctx.clone();
        let twice = ctx
            .db
            .write(move |tx| {
                let (ctx, found) = (own.clone(), found.clone());
                Box::pin(async move {
                    count_taken(tx, &ctx, &found).await?;
                    count_taken(tx, &ctx, &found).await?;
                    Ok::<_, MembershipError>(())
                })
            })
            .await;
        assert!(matches!(twice, Err(MembershipError::Db(_))));
        assert!(used(&world.ctx).await.is_empty());
        ctx.db.close().await.unwrap();
    })
    .await;
}
