//! What a code asks of an order, each rule through orders and payments; and what partners brought.

use domain::access::Capability;
use domain::codes::{CodeForm, words};

use sea_orm::{ConnectionTrait, QueryTrait};

use super::super::*;
use super::{add_code, answer, shared, stranger, used};
use crate::db::DbKind;
use crate::membership::cancel_order;
use crate::membership::tests::{fields, furnish, is_whole, join, pays, treasurer, wants};
use crate::testing::{Person, TestWorld, on_both};

/// Somebody orders as a fellow with a code, and pays what is left of the price.
async fn redeems(desk: &Person, person: &Person, code: &str) {
    let order = join(&person.ctx, &wants("fellow", "fellow", code)).await.unwrap();
    pays(desk, order.as_str(), "63.75").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_first_orders_is_for_whoever_has_paid_for_none() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        // Often enough by one person that only the rule can say no.
        let form = CodeForm { first_purchase: "yes".to_owned(), per_person: "5".to_owned(), ..shared("first") };
        add_code(&desk.ctx, &form).await.unwrap();
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let wish = wants("fellow", "fellow", "first");
        redeems(&desk, &ada, "first").await;
        assert_eq!(fields(join(&ada.ctx, &wish).await), ["code"]);
        assert_eq!(answer(&ada.ctx, "first").await, Answer::No("This code is for the first order."));
        // An order that was taken back unpaid was none.
        let without = join(&ben.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        cancel_order(&ben.ctx, without.as_str()).await.unwrap();
        join(&ben.ctx, &wish).await.unwrap();
        assert_eq!(used(&world.ctx).await.len(), 2);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_larger_orders_looks_at_the_price_before_anything_is_taken_off() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        // Between what the fellow's plan costs, $75, and what is left of that, $63.75.
        add_code(&desk.ctx, &CodeForm { minimum: "70".to_owned(), ..shared("large") }).await.unwrap();
        let ada = world.person("ada", &[]).await;
        assert_eq!(fields(join(&ada.ctx, &wants("resident", "resident", "large")).await), ["code"]);
        let residents = async |ctx: &Ctx| prices(ctx, Some(Stage::Resident), Some("large")).await.unwrap().code;
        assert_eq!(residents(&ada.ctx).await, Answer::No("This code is for larger orders."));
        assert_eq!(residents(&stranger(&world.ctx, 1)).await, Answer::No(words::NOT_HERE));
        assert!(used(&world.ctx).await.is_empty());
        redeems(&desk, &ada, "large").await;
        assert_eq!(used(&world.ctx).await.len(), 1);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_two_uses_by_each_person_is_refused_the_third_time() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        add_code(&desk.ctx, &CodeForm { per_person: "2".to_owned(), ..shared("twice") }).await.unwrap();
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        for _ in 0..2 {
            redeems(&desk, &ada, "twice").await;
        }
        let wish = wants("fellow", "fellow", "twice");
        assert_eq!(fields(join(&ada.ctx, &wish).await), ["code"]);
        assert_eq!(answer(&ada.ctx, "twice").await, Answer::No("You have used this code before."));
        let mut uses_of_it: Vec<_> = used(&world.ctx).await.into_iter().map(|row| (row.nth, row.state)).collect();
        uses_of_it.sort_unstable_by_key(|(nth, _)| *nth);
        assert_eq!(uses_of_it, [(1, uses::State::Redeemed), (2, uses::State::Redeemed)]);
        // Each person has their own two.
        join(&ben.ctx, &wish).await.unwrap();
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_works_from_its_first_moment_on() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        add_code(&desk.ctx, &CodeForm { from: "2026-12-01 00:00".to_owned(), ..shared("december") }).await.unwrap();
        let ada = world.person("ada", &[]).await;
        let wish = wants("fellow", "fellow", "december");
        // Midnight in New York, and the second before it.
        for early in [world.ctx.now(), "2026-12-01T04:59:59Z".parse().unwrap()] {
            world.clock.set(early);
            assert_eq!(fields(join(&ada.ctx, &wish).await), ["code"], "{early}");
            assert_eq!(answer(&ada.ctx, "december").await, Answer::No("This code does not work yet."), "{early}");
        }
        assert_eq!(answer(&stranger(&world.ctx, 1), "december").await, Answer::No(words::NOT_HERE));
        world.clock.set("2026-12-01T05:00:00Z".parse().unwrap());
        assert_eq!(answer(&stranger(&world.ctx, 1), "december").await, Answer::Works("DECEMBER".to_owned()));
        join(&ada.ctx, &wish).await.unwrap();
        is_whole(world).await;
    })
    .await;
}

const UNION: &str = "Harbor Residents Union";
const CLUB: &str = "Lakes Physicians Club";
const QUIET: &str = "Nobody Came Yet";

/// Three partners: of the union a code and a batch, of the club a code, and one of which nobody has come.
async fn three_partners(world: &TestWorld, desk: &Person) {
    let of = |code: &str, partner: &str| CodeForm { partner: partner.to_owned(), ..shared(code) };
    for form in [of("harbor", " Harbor  Residents Union "), of("lakes", CLUB), of("quiet", QUIET), shared("plain")] {
        add_code(&desk.ctx, &form).await.unwrap();
    }
    let form = CodeForm { kind: "single".to_owned(), count: "5".to_owned(), ..of("Spring fair", UNION) };
    let batch = add_code(&desk.ctx, &form).await.unwrap();
    let (_, file) = hand_out(&desk.ctx, batch.as_str()).await.unwrap();
    let of_batch = file.lines().nth(1).unwrap();
    for (name, code) in [("ada", "harbor"), ("cat", "lakes"), ("dan", "lakes"), ("eve", "plain")] {
        redeems(desk, &world.person(name, &[]).await, code).await;
    }
    let (ben, fay) = (world.person("ben", &[]).await, world.person("fay", &[]).await);
    join(&ben.ctx, &wants("fellow", "fellow", of_batch)).await.unwrap();
    // What was taken back has brought nobody.
    let back = join(&fay.ctx, &wants("fellow", "fellow", "harbor")).await.unwrap();
    cancel_order(&fay.ctx, back.as_str()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_listed_with_its_partner_and_how_many_came() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        three_partners(world, &desk).await;
        let rows = list(&desk.ctx, None).await.unwrap().rows;
        let of = |label: &str| {
            let found = rows.iter().find(|code| code.label == label).unwrap();
            (found.partner.as_deref(), found.held, found.redeemed)
        };
        assert_eq!(of("HARBOR"), (Some(UNION), 0, 1));
        assert_eq!(of("Spring fair"), (Some(UNION), 1, 0));
        assert_eq!(of("LAKES"), (Some(CLUB), 0, 2));
        assert_eq!(of("QUIET"), (Some(QUIET), 0, 0));
        assert_eq!(of("PLAIN"), (None, 0, 1));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_partner_brought_is_added_up_over_its_codes_for_the_treasurer_alone() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        assert_eq!(by_partner(&desk.ctx).await.unwrap(), [], "the sample has no partner");
        three_partners(world, &desk).await;
        let all = by_partner(&desk.ctx).await.unwrap();
        let all: Vec<_> = all.iter().map(|one| (one.partner.as_str(), one.held, one.redeemed)).collect();
        assert_eq!(all, [(CLUB, 0, 2), (UNION, 1, 1), (QUIET, 0, 0)]);
        let mo = world.person("mo", &[Capability::Moderator]).await;
        for ctx in [&mo.ctx, &stranger(&world.ctx, 1)] {
            assert!(matches!(by_partner(ctx).await, Err(MembershipError::Denied(_))));
        }
        is_whole(world).await;
    })
    .await;
}

/// Postgres reads so few rows from end to end; SQLite has no such choice.
#[tokio::test(flavor = "multi_thread")]
async fn the_uses_of_a_person_are_found_by_their_index() {
    on_both(async |world| {
        let query = taken::count_by(1, 1).build(world.ctx.db.read().get_database_backend());
        let plan = world.plan_of(query).await;
        println!("{}:\n{}", world.kind().name(), plan.join("\n"));
        if world.kind() == DbKind::Sqlite {
            assert_eq!(plan.len(), 1, "{plan:?}");
            assert!(plan[0].contains("INDEX code_uses_person (code_id=? AND account_id=?)"), "{plan:?}");
        }
    })
    .await;
}
