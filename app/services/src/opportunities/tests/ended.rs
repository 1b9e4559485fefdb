//! Nothing hangs on: what is sent back, two who keep each other away, people who leave, hosts who are erased.

use futures::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::super::entity::{applications, postings};
use super::*;
use crate::{identity, moderation};

/// Nobody sees the person any more.
async fn goes_away(person: &Person) {
    let (ctx, account, now) = (person.ctx.clone(), person.account, person.ctx.now());
    let done = person.ctx.db.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move { Ok::<_, crate::db::DbError>(away(tx, &ctx, account, now).await?) })
    });
    done.await.unwrap();
}

#[tokio::test]
async fn what_is_sent_back_ends_its_applications() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, _) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        reworded(&host, &id, &[("seats", "2"), ("supervisor", "Dr. Somebody Else")]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&mo.ctx, &id, Step::SendBack, "Who is that?").await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Withdrawn);
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Declined, Stage::Declined));
        let accepts = move_as_applicant(&ada.ctx, &first, Move::Accept).await;
        assert_eq!(refused(accepts), Refusal::ApplicationMoved);
        for person in [&ada, &ben] {
            let said = told(person).await.pop().unwrap();
            assert!(said.starts_with("Your application has ended") && said.contains("no longer offered"), "{said}");
            assert!(mine(&person.ctx, None).await.unwrap().rows[0].ended_with_posting, "its host has not said no");
        }
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_takedown_warns_everybody_who_may_have_paid() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "3")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        let (cat, third) = applied(world, "cat", &id).await;
        let (dan, _) = applied(world, "dan", &id).await;
        for application in [&first, &second] {
            move_as_host(&host.ctx, application, Move::Offer, 2).await.unwrap();
        }
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        move_as_host(&host.ctx, &first, Move::Complete, 0).await.unwrap();
        move_as_host(&host.ctx, &third, Move::Decline, 0).await.unwrap();
        world.clock.advance(chrono::TimeDelta::days(2));
        lapse_due(&world.ctx).await.unwrap();
        let mo = world.person("mo", &[Capability::Moderator]).await;
        taken_down(&mo, &id).await;
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Completed, Stage::Lapsed));
        for (person, title) in [
            (&ada, "A posting was taken down"),
            (&ben, "A posting was taken down"),
            (&dan, "Your application has ended"),
        ] {
            let said = told(person).await.pop().unwrap();
            assert!(said.starts_with(title) && said.contains("If anybody asked you for money, report it."), "{said}");
        }
        // Whom the host had declined before reads the host's no.
        assert!(told(&cat).await.last().unwrap().starts_with("Your application: Declined"));
        let ended = async |person: &Person| mine(&person.ctx, None).await.unwrap().rows[0].ended_with_posting;
        assert_eq!((ended(&dan).await, ended(&cat).await, ended(&ada).await), (true, false, false));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_block_ends_what_two_have_with_each_other() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        let (cat, third) = applied(world, "cat", &id).await;
        save(&ada.ctx, &id).await.unwrap();
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        for (place, application) in (1..).zip([&second, &third]) {
            line_up(&host.ctx, application, Some(place)).await.unwrap();
        }
        // Whoever applied takes it back by keeping the host away; the place goes on.
        moderation::block(&ada.ctx, host.id.as_str()).await.unwrap();
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Withdrawn, Stage::Offered));
        assert_eq!(saved(&ada.ctx, None).await.unwrap().rows, []);
        // Whom the host keeps away hears a no, and not why.
        moderation::block(&host.ctx, ben.id.as_str()).await.unwrap();
        assert_eq!((stage_of(&ben).await, stage_of(&cat).await), (Stage::Declined, Stage::Offered));
        assert!(told(&ben).await.last().unwrap().starts_with("Your application: Declined"));
        assert_eq!(refused(move_as_host(&host.ctx, &second, Move::Offer, 7).await), Refusal::ApplicationMoved);
        let kept: Vec<bool> = read_by(&host, &id).await.iter().map(|one| one.told.is_some()).collect();
        assert_eq!(kept, [false, false, true], "nothing that was released is kept between them");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_host_who_leaves_once_more_is_not_told_of_to_whoever_had_a_place_in_what_has_expired() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, _) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        let heard =
            async |person: &Person| told(person).await.iter().filter(|one| one.starts_with("A host is away")).count();
        goes_away(&host).await;
        assert_eq!((heard(&ada).await, heard(&ben).await), (1, 1));
        world.clock.advance(chrono::TimeDelta::days(60));
        expire_due(&world.ctx).await.unwrap();
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Accepted, Stage::Received));
        assert_eq!(state_of(&host, &id).await, State::Expired);
        goes_away(&host).await;
        assert_eq!((heard(&ada).await, heard(&ben).await), (1, 2));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn whoever_was_too_late_can_leave_and_is_offered_nothing_more() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "4")]).await;
        let mut people = Vec::new();
        for name in ["ada", "ben", "cat", "dan"] {
            let (person, application) = applied(world, name, &id).await;
            move_as_host(&host.ctx, &application, Move::Offer, 2).await.unwrap();
            people.push((person, application));
        }
        world.clock.advance(chrono::TimeDelta::days(2));
        lapse_due(&world.ctx).await.unwrap();
        let [(ada, first), (ben, second), (cat, third), (dan, fourth)] = people.as_slice() else { panic!() };
        move_as_applicant(&ada.ctx, first, Move::Withdraw).await.unwrap();
        goes_away(ben).await;
        moderation::block(&host.ctx, cat.id.as_str()).await.unwrap();
        assert_eq!((stage_of(ada).await, stage_of(ben).await), (Stage::Withdrawn, Stage::Withdrawn));
        for application in [first, second, third] {
            assert_eq!(refused(move_as_host(&host.ctx, application, Move::Offer, 7).await), Refusal::ApplicationMoved);
        }
        move_as_host(&host.ctx, fourth, Move::Offer, 7).await.unwrap();
        assert_eq!((stage_of(cat).await, stage_of(dan).await), (Stage::Lapsed, Stage::Offered));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_is_erased_while_people_accept_and_apply() {
    on_both(async |world| {
        let admin = world.person("admin", &[Capability::Admin]).await;
        let mut people = Vec::new();
        for nth in 0..6 {
            people.push(world.person(&format!("p{nth}"), &[]).await);
        }
        let (offered, new) = people.split_at(4);
        for round in 0..3 {
            let host = world.person(&format!("host{round}"), &[Capability::Host]).await;
            let id = opened(&host, &[("seats", "4")]).await;
            let mut offers = Vec::new();
            for person in offered {
                let one = apply(&person.ctx, &id, &reason()).await.unwrap().to_string();
                move_as_host(&host.ctx, &one, Move::Offer, 7).await.unwrap();
                offers.push((person, one));
            }
            let accepts = offers.iter().map(|(person, one)| move_as_applicant(&person.ctx, one, Move::Accept));
            let words = reason();
            let applies = new.iter().map(|person| apply(&person.ctx, &id, &words));
            let (erased, accepted, sent_in) = tokio::join!(
                identity::erase_person(&admin.ctx, host.id.as_str(), "asked", true),
                join_all(accepts),
                join_all(applies),
            );
            erased.unwrap();
            for one in accepted.into_iter().chain(sent_in.into_iter().map(|one| one.map(|_| ()))) {
                let a_rule = matches!(one, Ok(()) | Err(OpportunityError::NotFound | OpportunityError::Refused(_)));
                assert!(a_rule, "round {round}: {one:?}");
            }
            let db = world.ctx.db.read();
            assert_eq!(postings::Entity::find().count(db).await.unwrap(), 0);
            assert_eq!(applications::Entity::find().count(db).await.unwrap(), 0);
            is_whole(world).await;
        }
    })
    .await;
}
