//! Nothing is read that nobody has checked: what is put back, whose host is none any more, and what was changed.

use domain::id::PublicId;

use super::*;
use crate::{grants, moderation};

/// An admin ends the only capability of somebody.
async fn ends(admin: &Person, host: &Person) {
    let held = grants::person_page(&admin.ctx, host.id.as_str()).await.unwrap().held;
    assert_eq!(held[0].capability, Capability::Host);
    grants::end(&admin.ctx, held[0].id.as_str(), "They have asked for it.").await.unwrap();
}

/// How many moderators people read that they have looked at a posting's host.
async fn looked(world: &TestWorld, posting: &str) -> usize {
    let id = PublicId::parse(posting).unwrap();
    super::super::checked(&world.ctx, id).await.unwrap().map_or(0, |checked| checked.by)
}

/// Why somebody was trusted with hosting.
async fn trusted_because(admin: &Person, host: &Person) -> String {
    let held = grants::person_page(&admin.ctx, host.id.as_str()).await.unwrap().held.remove(0);
    assert_eq!(held.capability, Capability::Host);
    held.reason
}

#[tokio::test]
async fn the_grant_says_whether_one_moderator_looked_alone() {
    on_both(async |world| {
        let (host, later) = (world.person("host", &[]).await, world.person("later", &[]).await);
        let admin = world.person("admin", &[Capability::Admin]).await;
        let one = world.person("one", &[Capability::Moderator]).await;
        let id = sent(&host, &[]).await;
        decide(&one.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&one.ctx, &id, Step::Approve, "Looked it up.").await.unwrap();
        assert_eq!((state_of(&host, &id).await, looked(world, &id).await), (State::Published, 1));
        assert_eq!(trusted_because(&admin, &host).await, "Checked by one moderator; there is no other.");
        // From the moment on in which there is a second one, both look.
        let two = world.person("two", &[Capability::Moderator]).await;
        let id = sent(&later, &[]).await;
        decide(&two.ctx, &id, Step::TakeUp, "").await.unwrap();
        for moderator in [&one, &two] {
            assert_eq!(state_of(&later, &id).await, State::InReview);
            decide(&moderator.ctx, &id, Step::Approve, "Looked it up.").await.unwrap();
        }
        assert_eq!((state_of(&later, &id).await, looked(world, &id).await), (State::Published, 2));
        assert_eq!(trusted_because(&admin, &later).await, "Checked by two moderators.");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn one_moderator_does_not_get_a_new_host_published_by_putting_it_back() {
    on_both(async |world| {
        let host = world.person("host", &[]).await;
        let (one, two) =
            (world.person("one", &[Capability::Moderator]).await, world.person("two", &[Capability::Moderator]).await);
        let id = sent(&host, &[]).await;
        decide(&one.ctx, &id, Step::TakeUp, "").await.unwrap();
        let case = taken_down(&one, &id).await;
        moderation::undo(&one.ctx, &case).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Submitted);
        assert!(matches!(page(&two.ctx, &id).await, Err(OpportunityError::NotFound)));
        assert_eq!(refused(step(&host.ctx, &id, Step::Resume).await), Refusal::PostingMoved);
        decide(&two.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&two.ctx, &id, Step::Approve, "Page and registry looked up.").await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::InReview, "two look at a host");
        decide(&one.ctx, &id, Step::Approve, "Called the department.").await.unwrap();
        assert_eq!(page(&two.ctx, &id).await.unwrap().state, State::Published);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_host_whose_capability_was_ended_is_looked_at_by_two_again() {
    on_both(async |world| {
        let host = world.person("host", &[]).await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        let (one, two) =
            (world.person("one", &[Capability::Moderator]).await, world.person("two", &[Capability::Moderator]).await);
        let id = sent(&host, &[]).await;
        decide(&one.ctx, &id, Step::TakeUp, "").await.unwrap();
        for moderator in [&one, &two] {
            decide(&moderator.ctx, &id, Step::Approve, "Looked it up.").await.unwrap();
        }
        assert_eq!((state_of(&host, &id).await, looked(world, &id).await), (State::Published, 2));
        ends(&admin, &host).await;
        assert_eq!((state_of(&host, &id).await, looked(world, &id).await), (State::Submitted, 0));
        decide(&one.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&one.ctx, &id, Step::Approve, "Looked it up.").await.unwrap();
        assert_eq!((state_of(&host, &id).await, looked(world, &id).await), (State::InReview, 1));
        decide(&two.ctx, &id, Step::Approve, "Looked it up.").await.unwrap();
        assert_eq!((state_of(&host, &id).await, looked(world, &id).await), (State::Published, 2));
        // What was taken down when the capability ended comes back to be checked.
        let case = taken_down(&one, &id).await;
        ends(&admin, &host).await;
        moderation::undo(&two.ctx, &case).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Submitted);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_moderators_at_once_are_two_checks_of_one_posting() {
    on_both(async |world| {
        let other = world.second_process().await;
        let (one, two) =
            (world.person("one", &[Capability::Moderator]).await, world.person("two", &[Capability::Moderator]).await);
        let there = Ctx { db: other.db.clone(), ..two.ctx.clone() };
        for round in 0..4 {
            let host = world.person(&format!("host{round}"), &[]).await;
            let id = sent(&host, &[]).await;
            let (first, second) =
                tokio::join!(decide(&one.ctx, &id, Step::TakeUp, ""), decide(&there, &id, Step::TakeUp, ""));
            assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
            let (first, second) = tokio::join!(
                decide(&one.ctx, &id, Step::Approve, "Page looked up."),
                decide(&there, &id, Step::Approve, "Called the department."),
            );
            first.unwrap();
            second.unwrap();
            assert_eq!((state_of(&host, &id).await, looked(world, &id).await), (State::Published, 2));
        }
        other.db.close().await.unwrap();
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn nobody_who_has_applied_reads_words_that_nobody_has_checked() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        let before = told(&ada).await.len();
        let new = [("title", "Pay Dr. X by Zelle"), ("supervisor", "Dr. Zelle Else"), ("city", "Zelle")];
        reworded(&host, &id, &new).await;
        assert_eq!(state_of(&host, &id).await, State::Submitted);
        let hears = told(&ada).await.split_off(before);
        assert!(hears.len() == 1 && hears[0].contains("Lakeshore Teaching Hospital"), "{hears:?}");
        assert!(hears[0].contains("who answers for it") && hears[0].contains("A moderator reads it"), "{hears:?}");
        let reads = mine(&ada.ctx, None).await.unwrap().rows.remove(0).posting.posting;
        assert_eq!((reads.title.as_str(), reads.place().as_str()), ("Observership in Cardiovascular Disease", "IL"));
        assert_eq!((reads.supervisor.as_str(), reads.institution.as_str()), ("", ""));
        step(&host.ctx, &id, Step::Withdraw).await.unwrap();
        let hears = told(&ada).await.split_off(before);
        assert!(hears.len() == 2 && !hears.concat().contains("Zelle"), "{hears:?}");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_expires_before_anybody_has_checked_it_is_read_by_nobody() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let ada = world.person("ada", &[]).await;
        save(&ada.ctx, &id).await.unwrap();
        reworded(&host, &id, &[("description", "Pay by Zelle today.")]).await;
        world.clock.advance(chrono::TimeDelta::days(60));
        expire_due(&world.ctx).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Expired);
        assert!(matches!(page(&ada.ctx, &id).await, Err(OpportunityError::NotFound)));
        assert_eq!(saved(&ada.ctx, None).await.unwrap().rows, []);
        assert_eq!(page(&host.ctx, &id).await.unwrap().state, State::Expired);
        is_whole(world).await;
    })
    .await;
}
