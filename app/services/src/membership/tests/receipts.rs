//! What a receipt says of the money that came and went back.

use domain::membership::{OrderState, Paid, RefundForm};

use super::super::{Receipt, cancel_for, receipt};
use super::{furnish, give_back, join, pays, treasurer, wants};
use crate::testing::{Person, on_both};

async fn read(person: &Person, order: &str) -> Receipt {
    receipt(&person.ctx, order).await.unwrap()
}

async fn back(desk: &Person, order: &str, amount: &str) {
    let form = RefundForm { amount: amount.to_owned(), reason: "Paid too much.".to_owned() };
    give_back(&desk.ctx, order, &form).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_back_is_too_much_no_more() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let order = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap().to_string();
        pays(&desk, &order, "85").await.unwrap();
        let too_much = |paid: Paid| match paid {
            Paid::Over { by } => by.get(),
            other => panic!("{other:?}"),
        };
        assert_eq!(too_much(read(&ada, &order).await.order.paid), 1_000);
        back(&desk, &order, "4").await;
        assert_eq!(too_much(read(&ada, &order).await.order.paid), 600);
        // The rest of it, and some of the price.
        back(&desk, &order, "20").await;
        let kept = read(&ada, &order).await;
        assert_eq!((kept.order.paid, kept.refunded.get()), (Paid::Whole, 2_400));
        assert!(kept.holds.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_paid_and_stays_paid_holds() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        let order = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap().to_string();
        assert_eq!(read(&ada, &order).await.holds, None);
        pays(&desk, &order, "75").await.unwrap();
        assert!(read(&ada, &order).await.holds.is_some());
        back(&desk, &order, "75").await;
        let ended = read(&ada, &order).await;
        assert_eq!((ended.order.state, ended.holds), (OrderState::Refunded, None));
        assert!(ended.paid_at.is_some(), "it was paid once");
        let part = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap().to_string();
        pays(&desk, &part, "40").await.unwrap();
        cancel_for(&desk.ctx, &part).await.unwrap();
        let ended = read(&ada, &part).await;
        assert_eq!((ended.order.state, ended.holds), (OrderState::Cancelled, None));
    })
    .await;
}
