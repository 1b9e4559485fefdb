//! What a take-down ended: people hear once that the posting is back, and apply again.

use chrono::TimeDelta;
use domain::id::PublicId;

use super::rooms::{case_is, report};
use super::*;
use crate::moderation;

/// How often somebody was told that a posting is back.
async fn heard(person: &Person) -> usize {
    told(person).await.iter().filter(|one| one.starts_with("A posting is back: ")).count()
}

async fn applies(person: &Person, posting: &str) -> Result<PublicId, OpportunityError> {
    apply(&person.ctx, posting, &reason()).await
}

/// Whether the page of a posting, and that of their own applications, offer somebody to apply again.
async fn may_again(person: &Person, posting: &str) -> (bool, bool) {
    let near = near(&person.ctx, PublicId::parse(posting).unwrap()).await.unwrap();
    (near.again, mine(&person.ctx, None).await.unwrap().rows[0].again)
}

#[tokio::test]
async fn after_an_appeal_whoever_lost_an_application_hears_once_and_applies_again() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        let (cat, third) = applied(world, "cat", &id).await;
        let (dan, _) = applied(world, "dan", &id).await;
        let (eve, _) = applied(world, "eve", &id).await;
        let (fay, _) = applied(world, "fay", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        move_as_host(&host.ctx, &second, Move::Decline, 0).await.unwrap();
        move_as_applicant(&cat.ctx, &third, Move::Withdraw).await.unwrap();
        let (mo, mia) =
            (world.person("mo", &[Capability::Moderator]).await, world.person("mia", &[Capability::Moderator]).await);
        let case = taken_down(&mo, &id).await;
        // Meanwhile one of them keeps the host away, and the account of another is stopped.
        moderation::block(&dan.ctx, host.id.as_str()).await.unwrap();
        report(&fay, "person", eve.id.as_str()).await;
        let stopped = case_is(&mo, "suspend").await;
        moderation::appeal(&host.ctx, &case, "It is a real place.").await.unwrap();
        moderation::answer(&mia.ctx, &case, false).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Paused);
        assert_eq!((heard(&ada).await, may_again(&ada, &id).await), (0, (true, false)), "its host opens it");
        assert_eq!(refused(applies(&ada, &id).await), Refusal::PostingClosed);

        for _ in 0..2 {
            step(&host.ctx, &id, Step::Resume).await.unwrap();
            step(&host.ctx, &id, Step::Pause).await.unwrap();
        }
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        for (person, times) in [(&ada, 1), (&ben, 0), (&cat, 0), (&dan, 0), (&eve, 0), (&fay, 1)] {
            assert_eq!(heard(person).await, times);
            let archive = export_part(&person.ctx, person.account).await.unwrap().to_string();
            assert!(archive.contains("ended_by_take_down") && !archive.contains("told_"), "{archive}");
        }
        assert!(!may_again(&dan, &id).await.1, "nothing is offered of a host whom they keep away");
        // By a request of the host, not knowing that it is theirs: what is missing would tell.
        broken(world, format!("UPDATE blocks SET named = 'a-request' WHERE blocker = {}", dan.account)).await;
        assert!(may_again(&dan, &id).await.1);
        assert!(matches!(applies(&dan, &id).await, Err(OpportunityError::NotFound)));
        broken(world, format!("UPDATE blocks SET named = NULL WHERE blocker = {}", dan.account)).await;
        assert_eq!((stage_of(&ada).await, may_again(&ada, &id).await), (Stage::Declined, (true, true)));
        assert!(mine(&ada.ctx, None).await.unwrap().rows[0].ended_with_posting, "its host has not said no");

        let before = numbered(&host, &id).await;
        let again = applies(&ada, &id).await.unwrap();
        assert_eq!((stage_of(&ada).await, may_again(&ada, &id).await), (Stage::Received, (false, false)));
        for person in [&ada, &ben, &cat] {
            assert_eq!(refused(applies(person, &id).await), Refusal::ApplicationThere);
        }
        assert!(matches!(applies(&dan, &id).await, Err(OpportunityError::NotFound)));
        let received = read_by(&host, &id).await.iter().filter(|one| one.stage == Stage::Received).count();
        let after = numbered(&host, &id).await;
        assert_eq!((received, after.len(), after[0]), (1, 6, (1, again)), "one each");
        assert_eq!(after[1..], before[1..], "everybody else keeps their number");
        // Whoever was not told may apply all the same, once they are back.
        moderation::undo(&mia.ctx, &stopped).await.unwrap();
        applies(&eve, &id).await.unwrap();
        assert_eq!(heard(&eve).await, 0);
        is_whole(world).await;
    })
    .await;
}

/// Who has applied: the number by which the host knows each, and the application.
async fn numbered(host: &Person, posting: &str) -> Vec<(usize, PublicId)> {
    read_by(host, posting).await.into_iter().map(|one| (one.nth, one.id)).collect()
}

#[tokio::test]
async fn another_application_takes_the_place_of_the_lost_one_and_nothing_is_left_of_that() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (_, second) = applied(world, "ben", &id).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let case = taken_down(&mo, &id).await;
        moderation::undo(&mo.ctx, &case).await.unwrap();
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        world.clock.advance(TimeDelta::days(1));
        let said = vec![("answer".to_owned(), "Still because of the clinic.".to_owned())];
        let again = apply(&ada.ctx, &id, &said).await.unwrap();
        assert_eq!(numbered(&host, &id).await, [(1, again), (2, PublicId::parse(&second).unwrap())]);
        let shown = read_by(&host, &id).await.remove(0);
        assert_eq!(shown.told.unwrap().answer, "Still because of the clinic.");
        assert_eq!((shown.applied_at, shown.changed_at), (world.ctx.now(), world.ctx.now()));
        let gone = move_as_host(&host.ctx, &first, Move::Offer, 7).await;
        assert!(matches!(gone, Err(OpportunityError::NotFound)), "{gone:?}");
        move_as_host(&host.ctx, again.as_str(), Move::Offer, 7).await.unwrap();
        assert_eq!(stage_of(&ada).await, Stage::Offered);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn of_what_opens_later_the_first_day_is_told() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        reworded(&host, &id, &[("opens", "2026-12-01")]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let case = taken_down(&mo, &id).await;
        moderation::undo(&mo.ctx, &case).await.unwrap();
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        assert_eq!((state_of(&host, &id).await, heard(&ada).await), (State::Published, 1));
        let said = told(&ada).await.pop().unwrap();
        assert!(said.contains("you can apply again from Tuesday, December 1, 2026 (New York time) on"), "{said}");
        assert_eq!(may_again(&ada, &id).await, (true, false));
        assert_eq!(refused(applies(&ada, &id).await), Refusal::PostingClosed);
        world.clock.advance(TimeDelta::days(28));
        tick(&world.ctx).await.unwrap();
        assert_eq!((heard(&ada).await, may_again(&ada, &id).await), (1, (true, true)));
        applies(&ada, &id).await.unwrap();
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_comes_back_to_be_checked_is_told_of_once_it_is_read_again() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        reworded(&host, &id, &[("supervisor", "Dr. Somebody Else")]).await;
        for times in 1..=2 {
            let case = taken_down(&mo, &id).await;
            moderation::undo(&mo.ctx, &case).await.unwrap();
            if state_of(&host, &id).await == State::Submitted {
                assert_eq!(heard(&ada).await, 0, "nobody has checked the new words");
                decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
                decide(&mo.ctx, &id, Step::Approve, "Called the department.").await.unwrap();
            } else {
                step(&host.ctx, &id, Step::Resume).await.unwrap();
            }
            assert_eq!(heard(&ada).await, times, "once for each application that was lost");
            applies(&ada, &id).await.unwrap();
        }
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn of_a_second_take_down_nobody_hears_who_has_not_applied_again() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        for _ in 0..2 {
            let case = taken_down(&mo, &id).await;
            moderation::undo(&mo.ctx, &case).await.unwrap();
            step(&host.ctx, &id, Step::Resume).await.unwrap();
            assert_eq!(heard(&ada).await, 1);
        }
        applies(&ada, &id).await.unwrap();
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_comes_back_full_is_told_of_once_a_place_is_free() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, _) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        move_as_host(&host.ctx, &first, Move::Complete, 0).await.unwrap();
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let case = taken_down(&mo, &id).await;
        moderation::undo(&mo.ctx, &case).await.unwrap();
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        assert_eq!((state_of(&host, &id).await, heard(&ben).await), (State::Filled, 0));
        set_seats(&host.ctx, &id, 2).await.unwrap();
        assert_eq!((state_of(&host, &id).await, heard(&ben).await), (State::Published, 1));
        assert_eq!(heard(&ada).await, 0, "she has been there");
        applies(&ben, &id).await.unwrap();
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_presses_apply_again_once() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let case = taken_down(&mo, &id).await;
        moderation::undo(&mo.ctx, &case).await.unwrap();
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        let (one, two) = tokio::join!(applies(&ada, &id), applies(&ada, &id));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert_eq!(refused(if one.is_ok() { two } else { one }), Refusal::ApplicationThere);
        assert_eq!(read_by(&host, &id).await.len(), 1);
        is_whole(world).await;
    })
    .await;
}
