//! The treasurer's lists are read page by page, and none leaves anything out or says it twice.

use domain::access::Capability;
use domain::id::PublicId;
use domain::membership::RefundForm;

use super::super::{
    Listed, MembershipError, OnDesk, OrderList, PAGE, cancel_for, join as order_with, order_list, payment_list,
};
use super::{furnish, give_back, is_whole, pays, treasurer, wants};
use crate::testing::{Person, TestWorld, on_both};

const ALL: usize = PAGE + 3;

async fn orders(world: &TestWorld) -> Vec<PublicId> {
    let mut all = Vec::with_capacity(ALL);
    for nth in 0..ALL {
        let person = world.person(&format!("p{nth}"), &[]).await;
        let key = person.ctx.dice.public_id().to_string();
        all.push(order_with(&person.ctx, &wants("fellow", "fellow", ""), &key).await.unwrap());
    }
    all
}

fn ids(page: &Listed<OnDesk>) -> Vec<PublicId> {
    page.rows.iter().map(|one| one.order.id).collect()
}

/// Both pages of a list, one after the other.
async fn walked(desk: &Person, list: OrderList) -> Vec<PublicId> {
    let first = order_list(&desk.ctx, list, None).await.unwrap();
    assert_eq!((first.rows.len(), first.next), (PAGE, ids(&first).last().copied()));
    let second = order_list(&desk.ctx, list, first.next).await.unwrap();
    assert_eq!((second.rows.len(), second.next), (ALL - PAGE, None));
    [ids(&first), ids(&second)].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_list_of_the_treasurer_is_walked_to_its_end() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let all = orders(world).await;
        assert_eq!(walked(&desk, OrderList::Waiting).await, all, "whoever waits longest is the first");
        for order in &all {
            pays(&desk, order.as_str(), "80").await.unwrap();
        }
        assert!(order_list(&desk.ctx, OrderList::Waiting, None).await.unwrap().rows.is_empty());
        assert_eq!(walked(&desk, OrderList::Owed).await, all);
        let newest: Vec<PublicId> = all.iter().rev().copied().collect();
        assert_eq!(walked(&desk, OrderList::Paid).await, newest);

        let first = payment_list(&desk.ctx, None).await.unwrap();
        let second = payment_list(&desk.ctx, first.next).await.unwrap();
        assert_eq!((first.rows.len(), second.rows.len(), second.next), (PAGE, ALL - PAGE, None));
        let paid_for = first.rows.iter().chain(&second.rows).map(|one| one.order);
        assert_eq!(paid_for.collect::<Vec<_>>(), newest);
        assert!(first.rows.iter().all(|one| one.amount.to_string() == "$80.00" && one.method.is_some()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_back_stands_among_the_payments_and_a_wrong_place_begins_at_the_start() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let key = ada.ctx.dice.public_id().to_string();
        let order = order_with(&ada.ctx, &wants("fellow", "fellow", ""), &key).await.unwrap();
        pays(&desk, order.as_str(), "20").await.unwrap();
        cancel_for(&desk.ctx, order.as_str()).await.unwrap();
        let back = RefundForm { amount: "20".to_owned(), reason: "Ordered by mistake.".to_owned() };
        give_back(&desk.ctx, order.as_str(), &back).await.unwrap();
        let nowhere = Some(world.ctx.dice.public_id());
        let found = payment_list(&desk.ctx, nowhere).await.unwrap();
        let said: Vec<_> = found.rows.iter().map(|one| (one.amount.to_string(), one.method.is_some())).collect();
        assert_eq!(said, [("\u{2212}$20.00".to_owned(), false), ("$20.00".to_owned(), true)]);
        assert!(order_list(&desk.ctx, OrderList::Owed, nowhere).await.unwrap().rows.is_empty());
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_reads_them() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let others = [world.person("ada", &[]).await, world.person("admin", &[Capability::Admin]).await];
        for other in &others {
            for list in OrderList::ALL {
                let denied = order_list(&other.ctx, list, None).await;
                assert!(matches!(denied, Err(MembershipError::Denied(_))));
            }
            assert!(matches!(payment_list(&other.ctx, None).await, Err(MembershipError::Denied(_))));
        }
    })
    .await;
}
