//! Whoever is erased holds no place any more: it goes on, nothing that they released is left, and the counts agree.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::super::entity::{applications, posting_drafts, saved_postings};
use super::*;
use crate::identity;

/// Erases somebody; nothing that hung on them is left.
async fn is_erased(world: &TestWorld, person: &Person) {
    let admin = world.person("admin", &[Capability::Admin]).await;
    identity::erase_person(&admin.ctx, person.id.as_str(), "asked", true).await.unwrap();
    let (db, account) = (world.ctx.db.read(), person.account);
    let sent = applications::Entity::find().filter(applications::Column::ApplicantAccount.eq(account));
    let kept = saved_postings::Entity::find().filter(saved_postings::Column::AccountId.eq(account));
    let begun = posting_drafts::Entity::find().filter(posting_drafts::Column::AccountId.eq(account));
    let left = [sent.count(db).await.unwrap(), kept.count(db).await.unwrap(), begun.count(db).await.unwrap()];
    assert_eq!(left, [0, 0, 0], "applications, saved postings, drafts");
    is_whole(world).await;
}

/// Offers that hold a place, and places that are taken.
async fn places(host: &Person, posting: &str) -> (u32, u32) {
    let places = my_posting(&host.ctx, posting).await.unwrap().stored.places;
    (places.offered, places.taken)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_offer_of_somebody_who_is_erased_goes_to_the_next_in_line() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 3).await.unwrap();
        line_up(&host.ctx, &second, Some(1)).await.unwrap();
        save(&ada.ctx, &id).await.unwrap();
        written(&ada, &[]).await;
        is_erased(world, &ada).await;
        assert_eq!(stage_of(&ben).await, Stage::Offered);
        assert_eq!(hold_of(&ben).await, Some(world.ctx.now() + TimeDelta::days(3)));
        assert_eq!(places(&host, &id).await, (1, 0));
        let people: Vec<_> = read_by(&host, &id).await.iter().map(|one| (one.nth, one.stage)).collect();
        assert_eq!(people, [(1, Stage::Offered)]);
        assert!(told(&host).await.last().unwrap().starts_with("Withdrawn: "), "the host hears that somebody has left");
        move_as_applicant(&ben.ctx, &second, Move::Accept).await.unwrap();
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_place_of_somebody_who_is_erased_goes_to_the_next_in_line() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        line_up(&host.ctx, &second, Some(1)).await.unwrap();
        assert_eq!((state_of(&host, &id).await, places(&host, &id).await), (State::Filled, (0, 1)));
        is_erased(world, &ada).await;
        assert_eq!(stage_of(&ben).await, Stage::Offered);
        assert_eq!((state_of(&host, &id).await, places(&host, &id).await), (State::Published, (1, 0)));
        move_as_applicant(&ben.ctx, &second, Move::Accept).await.unwrap();
        assert_eq!((state_of(&host, &id).await, places(&host, &id).await), (State::Filled, (0, 1)));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stay_that_is_over_keeps_its_place_and_offers_it_to_nobody() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        let (cleo, third) = applied(world, "cleo", &id).await;
        for (person, application) in [(&ada, &first), (&ben, &second)] {
            move_as_host(&host.ctx, application, Move::Offer, 7).await.unwrap();
            move_as_applicant(&person.ctx, application, Move::Accept).await.unwrap();
        }
        move_as_host(&host.ctx, &first, Move::Complete, 0).await.unwrap();
        line_up(&host.ctx, &third, Some(1)).await.unwrap();
        is_erased(world, &ada).await;
        assert_eq!((stage_of(&cleo).await, state_of(&host, &id).await), (Stage::Received, State::Filled));
        assert_eq!(places(&host, &id).await, (0, 2));
        // The place that becomes free now is one, and it opens the posting.
        move_as_applicant(&ben.ctx, &second, Move::Withdraw).await.unwrap();
        assert_eq!((stage_of(&cleo).await, state_of(&host, &id).await), (Stage::Offered, State::Published));
        assert_eq!(places(&host, &id).await, (1, 1));
        move_as_applicant(&cleo.ctx, &third, Move::Accept).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Filled);
        is_whole(world).await;
    })
    .await;
}
