//! What goes back, and what is left of a membership then.

use domain::membership::{RefundForm, State};
use domain::refusal::Refusal;

use super::super::{MembershipError, OrderList, cancel_for, leave, mine, order_list};
use super::{furnish, give_back, is_whole, join, pays, refusal, state, treasurer, wants};
use crate::testing::{Person, TestWorld, on_both};

/// Orders a plan and pays for it.
async fn buys(person: &Person, desk: &Person, (plan, stage, price): (&str, &str, &str)) -> String {
    let order = join(&person.ctx, &wants(plan, stage, "")).await.unwrap();
    pays(desk, order.as_str(), price).await.unwrap();
    order.to_string()
}

async fn returns(desk: &Person, order: &str, amount: &str) -> Result<(), MembershipError> {
    let form = RefundForm { amount: amount.to_owned(), reason: "Ordered twice.".to_owned() };
    give_back(&desk.ctx, order, &form).await
}

async fn back(desk: &Person, order: &str, amount: &str) {
    returns(desk, order, amount).await.unwrap();
}

async fn last_day(person: &Person) -> String {
    mine(&person.ctx).await.unwrap().last_day.unwrap().to_string()
}

async fn owed_to(desk: &Person) -> usize {
    order_list(&desk.ctx, OrderList::Owed, None).await.unwrap().rows.len()
}

const FELLOW: (&str, &str, &str) = ("fellow", "fellow", "75");

async fn cast(world: &TestWorld) -> (Person, Person) {
    furnish(&world.ctx).await;
    (world.person("ada", &[]).await, treasurer(world).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_goes_back_leaves_what_was_paid_for_before() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let first = buys(&ada, &desk, FELLOW).await;
        let second = buys(&ada, &desk, FELLOW).await;
        assert_eq!(last_day(&ada).await, "2028-11-02");
        back(&desk, &second, "75").await;
        assert_eq!((state(&ada).await, last_day(&ada).await.as_str()), (State::Active, "2027-11-02"));
        is_whole(world).await;
        back(&desk, &first, "75").await;
        assert_eq!(state(&ada).await, State::Refunded);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_orders_in_a_row_the_later_goes_back_first() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let first = buys(&ada, &desk, FELLOW).await;
        let second = buys(&ada, &desk, FELLOW).await;
        let both = async || (state(&ada).await, last_day(&ada).await);
        let two_years = (State::Active, "2028-11-02".to_owned());
        // Else the second year would be kept, and the first one be had for nothing.
        assert_eq!(refusal(returns(&desk, &first, "75").await), Refusal::LaterOrderFirst);
        assert_eq!(both().await, two_years);
        is_whole(world).await;
        // A part of the price is a favor and takes nothing away.
        back(&desk, &first, "25").await;
        assert_eq!(both().await, two_years);
        // So is the rest, once the first year was had.
        world.clock.set("2027-11-20T12:00:00Z".parse().unwrap());
        back(&desk, &first, "50").await;
        assert_eq!(both().await, two_years);
        is_whole(world).await;
        back(&desk, &second, "75").await;
        assert_eq!(state(&ada).await, State::Refunded);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_a_member_for_life_or_has_left_gets_an_earlier_order_back() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        let first = buys(&ada, &desk, FELLOW).await;
        buys(&ada, &desk, ("life", "practising", "1500")).await;
        back(&desk, &first, "75").await;
        assert_eq!((state(&ada).await, mine(&ada.ctx).await.unwrap().last_day), (State::Active, None));
        let ben = world.person("ben", &[]).await;
        let first = buys(&ben, &desk, FELLOW).await;
        let second = buys(&ben, &desk, FELLOW).await;
        leave(&ben.ctx).await.unwrap();
        for order in [first, second] {
            back(&desk, &order, "75").await;
        }
        assert_eq!(state(&ben).await, State::Refunded);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_flat_rate_goes_on_when_the_plan_after_it_goes_back() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        buys(&ada, &desk, ("resident", "resident", "50")).await;
        let next = buys(&ada, &desk, ("physician", "practising", "150")).await;
        assert_eq!(last_day(&ada).await, "2027-12-31");
        back(&desk, &next, "150").await;
        let found = mine(&ada.ctx).await.unwrap();
        assert_eq!((found.state, found.can_confirm), (State::Active, true));
        assert_eq!(found.last_day.unwrap().to_string(), "2027-11-03");
        assert_eq!(found.training_ends.unwrap().to_string(), "2029-06-30");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_treasurer_sees_what_is_to_be_given_back() {
    on_both(async |world| {
        let (ada, desk) = cast(world).await;
        assert_eq!(owed_to(&desk).await, 0);
        let part = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        pays(&desk, part.as_str(), "20").await.unwrap();
        assert_eq!(owed_to(&desk).await, 0, "the rest may still come");
        cancel_for(&desk.ctx, part.as_str()).await.unwrap();
        let over = buys(&ada, &desk, ("fellow", "fellow", "80")).await;
        assert_eq!(owed_to(&desk).await, 2);
        back(&desk, part.as_str(), "20").await;
        back(&desk, &over, "5").await;
        assert_eq!(owed_to(&desk).await, 0);
        // A part of the price is a favor, and nothing more is owed for it.
        back(&desk, &over, "10").await;
        assert_eq!(owed_to(&desk).await, 0);
        is_whole(world).await;
    })
    .await;
}
