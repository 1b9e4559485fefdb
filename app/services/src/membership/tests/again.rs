//! Payments for orders that ended: the order is taken up again, with its code or without, or the money is held.

use chrono::{DateTime, Utc};
use domain::access::Capability;
use domain::codes::CodeForm;
use domain::id::PublicId;
use domain::membership::ledger::Book;
use domain::membership::{JoinForm, OrderState, Paid, PaymentForm, RefundForm, State};
use domain::refusal::Refusal;
use sea_orm::EntityTrait;

use super::super::{Counts, cancel_order, mine, order, receipt, record_payment, steps};
use super::{
    book, counts, fresh, furnish, give_back, is_whole, join, mail_rows, mails_to, pays, refusal, state, treasurer,
    wants,
};
use crate::testing::{Person, TestWorld, on_both};

/// The day after the last one on which an order of the first day waits.
fn too_late() -> DateTime<Utc> {
    "2026-11-18T05:00:00Z".parse().unwrap()
}

async fn cast(world: &TestWorld) -> (Person, Person) {
    furnish(&world.ctx).await;
    (world.person("ada", &[]).await, treasurer(world).await)
}

/// Orders the plan for fellows, and nobody pays in time.
async fn dropped(world: &TestWorld, person: &Person, code: &str) -> PublicId {
    let id = join(&person.ctx, &wants("fellow", "fellow", code)).await.unwrap();
    world.clock.set(too_late());
    steps(&world.ctx).await.unwrap();
    assert_eq!(receipt(&person.ctx, id.as_str()).await.unwrap().order.state, OrderState::Dropped);
    id
}

async fn makes(desk: &Person, form: CodeForm) {
    let form = CodeForm {
        kind: "shared".to_owned(),
        off: "percent".to_owned(),
        amount: "15".to_owned(),
        purpose: "both".to_owned(),
        zone: "America/New_York".to_owned(),
        ..form
    };
    crate::codes::add_code(&desk.ctx, &form, &fresh(&desk.ctx)).await.unwrap();
}

fn back(amount: &str) -> RefundForm {
    RefundForm { amount: amount.to_owned(), reason: "It came too late.".to_owned() }
}

async fn last_day(person: &Person) -> String {
    mine(&person.ctx).await.unwrap().last_day.unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_comes_too_late_takes_the_order_up_with_its_code() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let id = join(&ada.ctx, &wants("fellow", "fellow", "IMG")).await.unwrap();
        pays(&desk, id.as_str(), "10").await.unwrap();
        world.clock.set(too_late());
        steps(&world.ctx).await.unwrap();
        assert_eq!((state(&ada).await, book(&desk, Book::Owed).await), (State::None, -1_000));
        assert_eq!(counts(&desk, id.as_str(), "53.75").await.unwrap(), Counts::TakenUp);
        assert_eq!((state(&ada).await, last_day(&ada).await.as_str()), (State::Active, "2027-11-17"));
        let bill = order(&desk.ctx, id.as_str()).await.unwrap();
        assert_eq!((bill.order.state, bill.order.paid, bill.lines.len()), (OrderState::Paid, Paid::Whole, 2));
        assert_eq!((book(&desk, Book::Bank).await, book(&desk, Book::Owed).await), (6_375, 0));
        assert_eq!((book(&desk, Book::Dues).await, book(&desk, Book::Discounts).await), (-7_500, 1_125));
        // Of the order, its part, its end, and of the payment.
        assert_eq!(mails_to(&world.ctx, "ada@example.org").await, 4);
        is_whole(world).await;
        // The code counts as used.
        let again = join(&ada.ctx, &wants("fellow", "fellow", "IMG")).await;
        assert_eq!(super::fields(again), ["code"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_price_lets_a_canceled_order_wait_two_weeks_more() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let id = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        cancel_order(&ada.ctx, id.as_str()).await.unwrap();
        world.clock.set(too_late());
        let form = PaymentForm {
            amount: "20".to_owned(),
            method: "check".to_owned(),
            received_on: "2026-11-17".to_owned(),
            reference: String::new(),
        };
        let key = fresh(&desk.ctx);
        for _ in 0..2 {
            let came = record_payment(&desk.ctx, id.as_str(), &form, &key).await.unwrap();
            assert_eq!(came, Counts::TakenUp, "also when the form is sent twice");
        }
        steps(&world.ctx).await.unwrap();
        let waits = receipt(&ada.ctx, id.as_str()).await.unwrap().order;
        assert_eq!((waits.state, waits.due.to_string().as_str()), (OrderState::Open, "2026-12-02"));
        assert_eq!((state(&ada).await, book(&desk, Book::Receivable).await), (State::Pending, 5_500));
        is_whole(world).await;
        assert_eq!(counts(&desk, id.as_str(), "55").await.unwrap(), Counts::AsExpected);
        assert_eq!(state(&ada).await, State::Active);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_place_left_under_the_code_the_payment_is_a_part_of_the_full_price() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let ben = world.person("ben", &[]).await;
        makes(&desk, CodeForm { code: "last".to_owned(), cap: "1".to_owned(), ..CodeForm::default() }).await;
        let id = dropped(world, &ada, "last").await;
        let taken = join(&ben.ctx, &wants("fellow", "fellow", "last")).await.unwrap();
        assert_eq!(counts(&desk, id.as_str(), "63.75").await.unwrap(), Counts::WithoutCode);
        let bill = order(&desk.ctx, id.as_str()).await.unwrap();
        assert_eq!((bill.order.state, bill.order.total.get(), bill.lines.len()), (OrderState::Open, 7_500, 1));
        assert!(matches!(bill.order.paid, Paid::Partly { left } if left.get() == 1_125));
        // The discount in the books is that of the other.
        assert_eq!((book(&desk, Book::Discounts).await, book(&desk, Book::Owed).await), (1_125, 0));
        is_whole(world).await;
        let told = mail_rows::Entity::find().all(world.ctx.db.read()).await.unwrap();
        let said =
            |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").contains("again, without its code");
        assert_eq!(told.iter().filter(|mail| mail.body_text.as_ref().is_some_and(|text| said(&text.0))).count(), 1);
        pays(&desk, id.as_str(), "11.25").await.unwrap();
        pays(&desk, taken.as_str(), "63.75").await.unwrap();
        assert_eq!((state(&ada).await, state(&ben).await), (State::Active, State::Active));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_over_or_was_stopped_stays_off_the_order() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let until = "2026-11-10 00:00".to_owned();
        makes(&desk, CodeForm { code: "over".to_owned(), until, ..CodeForm::default() }).await;
        let over = dropped(world, &ada, "over").await;
        assert_eq!(counts(&desk, over.as_str(), "75").await.unwrap(), Counts::WithoutCode);
        assert_eq!(order(&desk.ctx, over.as_str()).await.unwrap().order.paid, Paid::Whole);
        let ben = world.person("ben", &[]).await;
        makes(&desk, CodeForm { code: "stopped".to_owned(), ..CodeForm::default() }).await;
        let stopped = join(&ben.ctx, &wants("fellow", "fellow", "stopped")).await.unwrap();
        cancel_order(&ben.ctx, stopped.as_str()).await.unwrap();
        let newest = crate::codes::list(&desk.ctx, None).await.unwrap().rows.remove(0);
        crate::codes::stop(&desk.ctx, newest.id.as_str()).await.unwrap();
        assert_eq!(counts(&desk, stopped.as_str(), "75").await.unwrap(), Counts::WithoutCode);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_joined_by_another_order_renews_and_that_can_go_back_alone() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let late = dropped(world, &ada, "IMG").await;
        let next = join(&ada.ctx, &wants("fellow", "fellow", "IMG")).await.unwrap();
        let other = counts(&desk, late.as_str(), "63.75").await;
        assert_eq!(refusal(other), Refusal::OtherOrderWaits);
        pays(&desk, next.as_str(), "63.75").await.unwrap();
        assert_eq!(last_day(&ada).await, "2027-11-17");
        world.clock.advance(chrono::TimeDelta::days(1));
        // The code is for each person once.
        assert_eq!(counts(&desk, late.as_str(), "63.75").await.unwrap(), Counts::WithoutCode);
        assert_eq!((state(&ada).await, last_day(&ada).await.as_str()), (State::Active, "2027-11-17"));
        pays(&desk, late.as_str(), "11.25").await.unwrap();
        assert_eq!(last_day(&ada).await, "2028-11-17");
        is_whole(world).await;
        // It was ordered first and paid last, so what was paid for before it stays.
        give_back(&desk.ctx, late.as_str(), &back("75")).await.unwrap();
        assert_eq!((state(&ada).await, last_day(&ada).await.as_str()), (State::Active, "2027-11-17"));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nothing_can_be_given_for_is_held_and_goes_back() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let late = dropped(world, &ada, "IMG").await;
        let life = join(&ada.ctx, &wants("life", "practising", "")).await.unwrap();
        pays(&desk, life.as_str(), "1500").await.unwrap();
        let told = mails_to(&world.ctx, "ada@example.org").await;
        assert_eq!(counts(&desk, late.as_str(), "63.75").await.unwrap(), Counts::Held);
        assert_eq!(mails_to(&world.ctx, "ada@example.org").await, told + 1);
        let bill = order(&desk.ctx, late.as_str()).await.unwrap();
        assert_eq!((bill.order.state, bill.payments.len()), (OrderState::Dropped, 1));
        assert_eq!((book(&desk, Book::Bank).await, book(&desk, Book::Owed).await), (156_375, -6_375));
        is_whole(world).await;
        give_back(&desk.ctx, late.as_str(), &back("63.75")).await.unwrap();
        assert_eq!((book(&desk, Book::Owed).await, state(&ada).await), (0, State::Active));
        // Of an order of which something went back nothing is asked for again.
        assert_eq!(counts(&desk, late.as_str(), "1").await.unwrap(), Counts::Held);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flat_rate_that_holds_anyway_is_not_taken_up_again() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let late = join(&ada.ctx, &wants("resident", "resident", "")).await.unwrap();
        cancel_order(&ada.ctx, late.as_str()).await.unwrap();
        let next = join(&ada.ctx, &wants("resident", "resident", "")).await.unwrap();
        pays(&desk, next.as_str(), "50").await.unwrap();
        let before = last_day(&ada).await;
        assert_eq!(counts(&desk, late.as_str(), "50").await.unwrap(), Counts::Held);
        assert_eq!(order(&desk.ctx, late.as_str()).await.unwrap().order.state, OrderState::Cancelled);
        assert_eq!((state(&ada).await, last_day(&ada).await), (State::Active, before));
        assert_eq!(book(&desk, Book::Owed).await, -5_000);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flat_rate_for_training_that_has_ended_is_not_taken_up() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let wish = JoinForm { training_ends: "2026-11-10".to_owned(), ..wants("resident", "resident", "") };
        let late = join(&ada.ctx, &wish).await.unwrap();
        cancel_order(&ada.ctx, late.as_str()).await.unwrap();
        world.clock.set(too_late());
        assert_eq!(counts(&desk, late.as_str(), "50").await.unwrap(), Counts::Held);
        assert_eq!((state(&ada).await, book(&desk, Book::Owed).await), (State::None, -5_000));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_of_somebody_who_was_erased_is_held() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let late = dropped(world, &ada, "").await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        crate::identity::erase_person(&admin.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        assert_eq!(counts(&desk, late.as_str(), "75").await.unwrap(), Counts::Held);
        assert_eq!(book(&desk, Book::Owed).await, -7_500);
        is_whole(world).await;
    })
    .await;
}
