//! The treasurer's plans: made, changed, closed, and what of them stays.

use domain::access::Capability;
use domain::membership::PlanForm;
use domain::refusal::Refusal;
use sea_orm::EntityTrait;

use super::super::{MembershipError, add_plan, change_plan, plan, plans, receipt, remove_sample};
use super::{fields, furnish, is_whole, join, refusal, treasurer, wants};
use crate::codes::entity::codes;
use crate::testing::on_both;

fn form(key: &str, price: &str) -> PlanForm {
    PlanForm {
        key: key.to_owned(),
        name: "Fellow membership".to_owned(),
        summary: "For a year.".to_owned(),
        price: price.to_owned(),
        currency: "USD".to_owned(),
        term: "months".to_owned(),
        months: "12".to_owned(),
        stages: "fellow".to_owned(),
        grace_days: "60".to_owned(),
        most_terms: "3".to_owned(),
        open: "yes".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_treasurer_makes_changes_and_closes_plans() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        add_plan(&desk.ctx, &form("fellow-abroad", "40")).await.unwrap();
        assert_eq!(refusal(add_plan(&desk.ctx, &form("fellow", "40")).await), Refusal::PlanThere);
        assert_eq!(plan(&desk.ctx, "fellow-abroad").await.unwrap().price.get(), 4_000);
        let all = plans(&desk.ctx).await.unwrap();
        let keys: Vec<&str> = all.iter().map(|plan| plan.key.as_str()).collect();
        assert_eq!(keys, ["fellow-abroad", "resident", "fellow", "physician", "life"], "the cheapest first");

        // Who has ordered pays what was asked for then.
        let order = join(&ada.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        change_plan(&desk.ctx, &form("fellow", "90")).await.unwrap();
        assert_eq!(receipt(&ada.ctx, order.as_str()).await.unwrap().order.total.get(), 7_500);
        assert_eq!(plan(&desk.ctx, "fellow").await.unwrap().price.get(), 9_000);

        // People have paid for the term, so it stays, and so does the currency.
        let longer = PlanForm { months: "24".to_owned(), ..form("fellow", "90") };
        assert_eq!(fields(change_plan(&desk.ctx, &longer).await), ["term"]);
        let dearer = PlanForm { currency: "EUR".to_owned(), ..form("fellow", "90") };
        assert_eq!(fields(change_plan(&desk.ctx, &dearer).await), ["term"]);
        let missing = change_plan(&desk.ctx, &form("no-such-plan", "90")).await;
        assert!(matches!(missing, Err(MembershipError::NotFound)));

        let closed = PlanForm { open: String::new(), ..form("fellow-abroad", "40") };
        change_plan(&desk.ctx, &closed).await.unwrap();
        let ben = world.person("ben", &[]).await;
        assert_eq!(refusal(join(&ben.ctx, &wants("fellow-abroad", "fellow", "")).await), Refusal::PlanNotForYou);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_treasurers_at_once_make_one_plan_of_a_name() {
    on_both(async |world| {
        let mut desks = Vec::new();
        for nth in 0..8 {
            desks.push(world.person(&format!("treasurer{nth}"), &[Capability::Treasurer]).await);
        }
        let wanted = form("fellow", "75");
        let all = futures::future::join_all(desks.iter().map(|desk| add_plan(&desk.ctx, &wanted))).await;
        assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 1);
        for refused in all.into_iter().filter(Result::is_err) {
            assert_eq!(refusal(refused), Refusal::PlanThere);
        }
        assert_eq!(plans(&desks[0].ctx).await.unwrap().len(), 1);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_treasurer_writes_plans() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, admin) = (world.person("ada", &[]).await, world.person("admin", &[Capability::Admin]).await);
        for someone in [&ada, &admin] {
            for denied in [
                add_plan(&someone.ctx, &form("mine", "1")).await,
                change_plan(&someone.ctx, &form("fellow", "1")).await,
                plans(&someone.ctx).await.map(|_| ()),
                plan(&someone.ctx, "fellow").await.map(|_| ()),
            ] {
                assert!(matches!(denied, Err(MembershipError::Denied(_))));
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_that_was_changed_stays_and_one_that_was_ordered_is_closed() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let (ada, desk) = (world.person("ada", &[]).await, treasurer(world).await);
        assert!(plan(&desk.ctx, "fellow").await.unwrap().sample);
        change_plan(&desk.ctx, &form("fellow", "90")).await.unwrap();
        assert!(!plan(&desk.ctx, "fellow").await.unwrap().sample, "the price is the association's own now");
        join(&ada.ctx, &wants("resident", "resident", "IMG")).await.unwrap();
        let later = world.ctx.now() + chrono::TimeDelta::days(3);
        world.clock.set(later);
        remove_sample(&world.ctx).await.unwrap();
        let left = plans(&desk.ctx).await.unwrap();
        let left: Vec<_> = left.iter().map(|plan| (plan.key.as_str(), plan.open)).collect();
        assert_eq!(left, [("resident", false), ("fellow", true)]);
        let ben = world.person("ben", &[]).await;
        assert_eq!(refusal(join(&ben.ctx, &wants("resident", "resident", "")).await), Refusal::PlanNotForYou);
        join(&ben.ctx, &wants("fellow", "fellow", "")).await.unwrap();
        let code = codes::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        assert_eq!((code.label.as_str(), code.stopped_at), ("IMG", Some(later)), "it worked until now");
        is_whole(world).await;
    })
    .await;
}
