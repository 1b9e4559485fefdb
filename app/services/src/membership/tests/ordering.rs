//! What an order does before it is paid, and what a refused one does not.

use domain::membership::{JoinForm, OrderState};
use domain::refusal::Refusal;

use super::super::{MembershipError, cancel_for, cancel_order, join as order_with, mine, receipt, steps};
use super::{fields, fresh, furnish, is_whole, join, pays, refusal, told, treasurer, wants};
use crate::testing::{Person, on_both};

async fn sections(person: &Person) -> Vec<&'static str> {
    mine(&person.ctx).await.unwrap().sections.into_iter().map(|section| section.key).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_wrong_code_the_same_form_takes_another() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let ada = world.person("ada", &[]).await;
        let key = fresh(&ada.ctx);
        let (wrong, right) = (wants("fellow", "fellow", "wrong-one"), wants("fellow", "fellow", "IMG"));
        assert_eq!(fields(order_with(&ada.ctx, &wrong, &key).await), ["code"]);
        // The browser's way back leads to the form as it was sent, with the same key.
        assert_eq!(fields(order_with(&ada.ctx, &wrong, &key).await), ["code"]);
        let id = order_with(&ada.ctx, &right, &key).await.unwrap();
        assert_eq!(receipt(&ada.ctx, id.as_str()).await.unwrap().order.state, OrderState::Open);
        // What was ordered is remembered.
        assert_eq!(order_with(&ada.ctx, &right, &key).await.unwrap(), id);
        let other = order_with(&ada.ctx, &wrong, &key).await;
        assert!(matches!(other, Err(MembershipError::KeyConflict)));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_code_costs_a_try_also_under_one_key() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let ada = world.person("ada", &[]).await;
        let key = fresh(&ada.ctx);
        for _ in 0..5 {
            let wrong = wants("fellow", "fellow", "wrong-one");
            assert_eq!(fields(order_with(&ada.ctx, &wrong, &key).await), ["code"]);
        }
        let right = wants("fellow", "fellow", "IMG");
        assert_eq!(fields(order_with(&ada.ctx, &right, &key).await), ["code"], "also the right one waits now");
        assert!(mine(&ada.ctx).await.unwrap().orders.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stage_and_sections_change_with_the_payment() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let first = join(&ada.ctx, &wants("resident", "exams", "")).await.unwrap();
        assert!(sections(&ada).await.is_empty());
        pays(&desk, first.as_str(), "50").await.unwrap();
        assert_eq!(sections(&ada).await, ["img", "on-the-way"]);

        // Residency has begun, and the price of the next plan has not come yet.
        let not_img = JoinForm { img: String::new(), ..wants("fellow", "fellow", "") };
        let next = join(&ada.ctx, &not_img).await.unwrap();
        assert_eq!(sections(&ada).await, ["img", "on-the-way"], "an order alone moves nobody");
        is_whole(world).await;
        pays(&desk, next.as_str(), "40").await.unwrap();
        assert_eq!(sections(&ada).await, ["img", "on-the-way"], "nor does a part of the price");
        pays(&desk, next.as_str(), "35").await.unwrap();
        assert_eq!(sections(&ada).await, ["trainees"]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_taken_back_leaves_stage_and_sections_alone() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let first = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        pays(&desk, first.as_str(), "75").await.unwrap();
        let next = join(&ada.ctx, &wants("physician", "practising", "")).await.unwrap();
        cancel_order(&ada.ctx, next.as_str()).await.unwrap();
        assert_eq!(sections(&ada).await, ["img", "trainees"]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_pays_again_for_the_flat_rate_that_a_word_brings_on() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let wish = wants("resident", "resident", "");
        let first = join(&ada.ctx, &wish).await.unwrap();
        pays(&desk, first.as_str(), "50").await.unwrap();
        // A member, in grace, and run out.
        for today in ["2026-11-04T12:00:00Z", "2027-11-10T12:00:00Z", "2028-02-10T12:00:00Z"] {
            world.clock.set(today.parse().unwrap());
            steps(&world.ctx).await.unwrap();
            assert!(mine(&ada.ctx).await.unwrap().can_confirm, "{today}");
            assert_eq!(refusal(join(&ada.ctx, &wish).await), Refusal::TrainingGoesOn, "{today}");
        }
        // What comes after it is another plan.
        join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_of_a_code_if_there_is_one_and_who_took_the_order_back() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let plain = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        let (_, text) = told(&ada).await.remove(0);
        assert_eq!(text, "We keep it until November 17, 2026. The page says how to pay $75.00.");
        pays(&desk, plain.as_str(), "20").await.unwrap();
        cancel_for(&desk.ctx, plain.as_str()).await.unwrap();
        let (title, text) = told(&ada).await.remove(0);
        assert_eq!(title, "Your order was canceled");
        let words = "The association canceled it. What you paid will be given back. You can order again at any time.";
        assert_eq!(text, words);
        let reduced = join(&ada.ctx, &wants("fellow", "fellow", "IMG")).await.unwrap();
        let (_, text) = told(&ada).await.remove(0);
        assert!(text.starts_with("We keep it, and the code on it, until November 17, 2026."), "{text}");
        cancel_for(&desk.ctx, reduced.as_str()).await.unwrap();
        let (_, text) = told(&ada).await.remove(0);
        assert_eq!(text, "The association canceled it. You can order again at any time.");
    })
    .await;
}
