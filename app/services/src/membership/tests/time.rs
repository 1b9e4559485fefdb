//! What the clock does: orders that nobody pays, the yearly word, grace and what comes after it.

use chrono::{DateTime, Utc};
use domain::membership::ledger::Book;
use domain::membership::{ConfirmForm, JoinForm, OrderState, RefundForm, State, Thing};
use domain::refusal::Refusal;

use super::super::{cancel_order, confirm_training, leave, may_see, mine, receipt, steps};
use super::{book, furnish, give_back, is_whole, join, mails_to, pays, refusal, state, told, treasurer, wants};
use crate::testing::{Person, on_both};

async fn says(person: &Person, training_ends: &str) {
    let form = ConfirmForm { training_ends: training_ends.to_owned() };
    confirm_training(&person.ctx, &form).await.unwrap();
}

async fn last_day(person: &Person) -> String {
    mine(&person.ctx).await.unwrap().last_day.unwrap().to_string()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_waits_until_its_day_and_sets_its_code_free() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let id = join(&ada.ctx, &wants("resident", "resident", "IMG")).await.unwrap();
        pays(&desk, id.as_str(), "10").await.unwrap();
        // The last day in New York; an hour before its end.
        world.clock.set(at("2026-11-18T04:00:00Z"));
        steps(&world.ctx).await.unwrap();
        assert_eq!(state(&ada).await, State::Pending);
        world.clock.set(at("2026-11-18T05:00:00Z"));
        steps(&world.ctx).await.unwrap();
        steps(&world.ctx).await.unwrap();
        assert_eq!(state(&ada).await, State::None);
        assert_eq!(receipt(&ada.ctx, id.as_str()).await.unwrap().order.state, OrderState::Dropped);
        assert_eq!((book(&desk, Book::Owed).await, book(&desk, Book::Dues).await), (-1_000, 0));
        let back = RefundForm { amount: "10".to_owned(), reason: "Not paid in time.".to_owned() };
        give_back(&desk.ctx, id.as_str(), &back).await.unwrap();
        is_whole(world).await;
        // Once each person, and this one was never used.
        let again = join(&ada.ctx, &wants("resident", "resident", "IMG")).await.unwrap();
        cancel_order(&ada.ctx, again.as_str()).await.unwrap();
        assert_eq!(refusal(cancel_order(&ada.ctx, again.as_str()).await), Refusal::OrderSettled);
        let third = join(&ada.ctx, &wants("resident", "resident", "IMG")).await.unwrap();
        pays(&desk, third.as_str(), "42.50").await.unwrap();
        assert_eq!(state(&ada).await, State::Active);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn residents_say_once_a_year_that_training_goes_on() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let id = join(&ada.ctx, &wants("resident", "resident", "")).await.unwrap();
        pays(&desk, id.as_str(), "50").await.unwrap();
        let told = mails_to(&world.ctx, "ada@example.org").await;
        let confirm = |day: &str| ConfirmForm { training_ends: day.to_owned() };
        world.clock.set(at("2027-10-10T12:00:00Z"));
        steps(&world.ctx).await.unwrap();
        steps(&world.ctx).await.unwrap();
        assert_eq!(mails_to(&world.ctx, "ada@example.org").await, told + 1, "one reminder");
        confirm_training(&ada.ctx, &confirm("2029-06-30")).await.unwrap();
        assert_eq!(mine(&ada.ctx).await.unwrap().last_day.unwrap().to_string(), "2028-10-10");
        // Forgotten a year later: grace, then it runs out, and one word brings it back.
        world.clock.set(at("2028-10-11T12:00:00Z"));
        steps(&world.ctx).await.unwrap();
        assert_eq!(state(&ada).await, State::Grace);
        assert!(may_see(&ada.ctx, Thing::MembersEvents).await.unwrap());
        world.clock.set(at("2028-12-11T12:00:00Z"));
        steps(&world.ctx).await.unwrap();
        assert_eq!(state(&ada).await, State::Lapsed);
        assert!(mine(&ada.ctx).await.unwrap().sections.is_empty());
        assert_eq!(receipt(&ada.ctx, id.as_str()).await.unwrap().order.state, OrderState::Paid, "it stays hers");
        is_whole(world).await;
        confirm_training(&ada.ctx, &confirm("2029-06-30")).await.unwrap();
        assert_eq!(mine(&ada.ctx).await.unwrap().last_day.unwrap().to_string(), "2029-06-30");
        // Residency is over: grace, and a choice that goes on from the day after.
        world.clock.set(at("2029-07-10T12:00:00Z"));
        steps(&world.ctx).await.unwrap();
        assert_eq!(state(&ada).await, State::Grace);
        let next = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        pays(&desk, next.as_str(), "75").await.unwrap();
        let found = mine(&ada.ctx).await.unwrap();
        assert_eq!((found.state, found.can_confirm), (State::Active, false));
        assert_eq!(found.last_day.unwrap().to_string(), "2030-06-30");
        is_whole(world).await;
        // Whoever leaves has left today.
        leave(&ada.ctx).await.unwrap();
        assert_eq!(state(&ada).await, State::Cancelled);
        assert_eq!(refusal(leave(&ada.ctx).await), Refusal::NoMembership);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_pause_people_are_told_once_how_they_stand_now() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let desk = treasurer(world).await;
        for person in [&ada, &ben] {
            let id = join(&person.ctx, &wants("resident", "resident", "")).await.unwrap();
            pays(&desk, id.as_str(), "50").await.unwrap();
        }
        let before = told(&ada).await.len();
        // The end and the days of grace are both over when the job runs again.
        world.clock.set(at("2028-06-01T12:00:00Z"));
        steps(&world.ctx).await.unwrap();
        assert_eq!(state(&ada).await, State::Lapsed);
        let all = told(&ada).await;
        assert_eq!((all.len(), all[0].0.as_str()), (before + 1, "Your membership has run out"));
        // The same where somebody says that training ended long ago.
        says(&ben, "2029-06-30").await;
        let before = told(&ben).await.len();
        says(&ben, "2028-02-20").await;
        assert_eq!(state(&ben).await, State::Lapsed);
        let all = told(&ben).await;
        assert_eq!((all.len(), all[0].0.as_str()), (before + 1, "Your membership has run out"));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_grace_the_mail_says_by_which_day_the_word_is_to_come() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let id = join(&ada.ctx, &wants("resident", "resident", "")).await.unwrap();
        pays(&desk, id.as_str(), "50").await.unwrap();
        world.clock.set(at("2027-11-05T12:00:00Z"));
        steps(&world.ctx).await.unwrap();
        let (_, text) = told(&ada).await.remove(0);
        assert!(text.starts_with("Say by January 2, 2028 that training goes on"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_keeps_the_year_before_a_flat_rate_that_was_bought_ahead() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        for (wish, price) in [(wants("fellow", "fellow", ""), "75"), (wants("resident", "resident", ""), "50")] {
            let id = join(&ada.ctx, &wish).await.unwrap();
            pays(&desk, id.as_str(), price).await.unwrap();
        }
        assert_eq!(last_day(&ada).await, "2028-11-03");
        world.clock.set(at("2026-11-04T15:00:00Z"));
        says(&ada, "2030-06-30").await;
        assert_eq!(last_day(&ada).await, "2028-11-03", "a year from the day it begins");
        says(&ada, "2026-10-01").await;
        assert_eq!((state(&ada).await, last_day(&ada).await.as_str()), (State::Active, "2027-11-03"));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flat_rate_that_was_confirmed_outlives_the_plan_after_it() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let wish = JoinForm { training_ends: "2027-06-30".to_owned(), ..wants("resident", "resident", "") };
        let flat = join(&ada.ctx, &wish).await.unwrap();
        pays(&desk, flat.as_str(), "50").await.unwrap();
        world.clock.set(at("2027-06-01T12:00:00Z"));
        says(&ada, "2029-06-30").await;
        let kept = receipt(&ada.ctx, flat.as_str()).await.unwrap().holds.unwrap();
        assert_eq!(kept.1.unwrap().to_string(), "2029-06-30");
        let back = RefundForm { amount: "150".to_owned(), reason: "Ordered by mistake.".to_owned() };
        // Given back while it is to come, and once it has run out.
        for (day, stands) in [("2027-09-20", State::Active), ("2029-03-10", State::Lapsed)] {
            let next = join(&ada.ctx, &wants("physician", "practising", "")).await.unwrap();
            pays(&desk, next.as_str(), "150").await.unwrap();
            world.clock.set(at(&format!("{day}T12:00:00Z")));
            steps(&world.ctx).await.unwrap();
            give_back(&desk.ctx, next.as_str(), &back).await.unwrap();
            let found = mine(&ada.ctx).await.unwrap();
            assert_eq!((found.state, found.can_confirm), (stands, true), "{day}");
            assert_eq!(found.last_day.unwrap().to_string(), "2028-06-01", "{day}");
            assert_eq!(found.training_ends.unwrap().to_string(), "2029-06-30", "{day}");
            is_whole(world).await;
        }
        says(&ada, "2029-06-30").await;
        assert_eq!((state(&ada).await, last_day(&ada).await.as_str()), (State::Active, "2029-06-30"));
    })
    .await;
}
