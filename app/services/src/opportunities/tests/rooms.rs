//! Postings and the moderation room: what is hidden, put back, and whose host is stopped.

use super::*;
use crate::moderation::{self, DecideForm, QueueFilter};

pub(super) async fn report(reporter: &Person, kind: &str, about: &str) {
    let form = domain::moderation::PersonReportForm {
        kind: kind.to_owned(),
        person: about.to_owned(),
        ground: "money".to_owned(),
        details: "Asked for money in a private chat.".to_owned(),
        key: reporter.ctx.dice.public_id().to_string(),
    };
    moderation::report_person(&reporter.ctx, form).await.unwrap();
}

pub(super) async fn case_is(moderator: &Person, decision: &str) -> String {
    let case = moderation::desk(&moderator.ctx, &QueueFilter::default()).await.unwrap().cases[0].id.to_string();
    let form = DecideForm {
        case: case.clone(),
        decision: decision.to_owned(),
        ground: "money".to_owned(),
        note: "Seen twice.".to_owned(),
    };
    moderation::decide(&moderator.ctx, &form).await.unwrap();
    case
}

#[tokio::test]
async fn what_the_room_hides_is_taken_down_and_comes_back_with_its_decision() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        let ben = world.person("ben", &[]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        report(&ada, "posting", &id).await;
        report(&ben, "posting", &id).await;
        assert_eq!(state_of(&host, &id).await, State::Submitted, "two reports hold it");
        let before = told(&host).await.len();
        let case = case_is(&mo, "hide").await;
        let hears = told(&host).await.split_off(before);
        assert!(hears.len() == 1 && hears[0].starts_with("Your posting was taken down"), "{hears:?}");
        assert!(!hears[0].contains("Seen twice."), "a note is for moderators alone: {hears:?}");
        assert_eq!((state_of(&host, &id).await, stage_of(&ada).await), (State::TakenDown, Stage::Declined));
        assert_eq!(refused(decide(&mo.ctx, &id, Step::Restore, "").await), Refusal::PostingHidden);
        assert_eq!(refused(step(&host.ctx, &id, Step::Resume).await), Refusal::PostingMoved);
        moderation::undo(&mo.ctx, &case).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Paused);
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        assert_eq!(page(&ben.ctx, &id).await.unwrap().state, State::Published);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_host_who_is_stopped_offers_nothing_and_gets_nothing_published() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let waiting = sent(&host, &[("description", "Write to me on Telegram.")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        set_seats(&host.ctx, &id, 1).await.unwrap();
        line_up(&host.ctx, &second, Some(1)).await.unwrap();
        let mo = world.person("mo", &[Capability::Moderator]).await;
        report(&ada, "person", host.id.as_str()).await;
        case_is(&mo, "suspend").await;
        assert!(matches!(page(&ada.ctx, &id).await, Err(OpportunityError::NotFound)));
        assert_eq!(state_of(&host, &id).await, State::Paused);
        move_as_applicant(&ada.ctx, &first, Move::Withdraw).await.unwrap();
        assert_eq!(stage_of(&ben).await, Stage::Received, "nobody offers in their name");
        decide(&mo.ctx, &waiting, Step::TakeUp, "").await.unwrap();
        assert_eq!(refused(decide(&mo.ctx, &waiting, Step::Approve, "Looked it up.").await), Refusal::HostAway);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_a_place_of_a_host_who_is_stopped_and_whoever_waits_is_told_once() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        save(&ada.ctx, &id).await.unwrap();
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        move_as_host(&host.ctx, &second, Move::Decline, 0).await.unwrap();
        let mo = world.person("mo", &[Capability::Moderator]).await;
        report(&ada, "person", host.id.as_str()).await;
        let case = case_is(&mo, "suspend").await;
        for person in [&ada, &ben, &mo] {
            assert!(matches!(page(&person.ctx, &id).await, Err(OpportunityError::NotFound)));
        }
        assert_eq!(saved(&ada.ctx, None).await.unwrap().rows, []);
        let heard =
            async |person: &Person| told(person).await.iter().filter(|one| one.starts_with("A host is away")).count();
        assert_eq!((heard(&ada).await, heard(&ben).await), (1, 0));
        assert_eq!(refused(move_as_applicant(&ada.ctx, &first, Move::Accept).await), Refusal::HostAway);
        assert!(!mine(&ada.ctx, None).await.unwrap().rows[0].host_is_there);
        moderation::undo(&mo.ctx, &case).await.unwrap();
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        assert_eq!((stage_of(&ada).await, page(&ada.ctx, &id).await.unwrap().state), (Stage::Accepted, State::Paused));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_filled_posting_of_a_host_who_is_stopped_does_not_open_again() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        assert_eq!(page(&ada.ctx, &id).await.unwrap().state, State::Filled);
        let mo = world.person("mo", &[Capability::Moderator]).await;
        report(&ada, "person", host.id.as_str()).await;
        case_is(&mo, "suspend").await;
        move_as_applicant(&ada.ctx, &first, Move::Withdraw).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Paused);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_changed_posting_that_was_hidden_comes_back_to_be_checked() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        report(&ada, "posting", &id).await;
        reworded(&host, &id, &[("supervisor", "Dr. Somebody Else")]).await;
        let case = case_is(&mo, "hide").await;
        assert_eq!(state_of(&host, &id).await, State::TakenDown);
        moderation::undo(&mo.ctx, &case).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Submitted, "nobody has checked the new words");
        assert_eq!(refused(step(&host.ctx, &id, Step::Resume).await), Refusal::PostingMoved);
        decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&mo.ctx, &id, Step::Approve, "Called the department.").await.unwrap();
        assert_eq!(page(&ada.ctx, &id).await.unwrap().posting.supervisor, "Dr. Somebody Else");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_a_moderator_has_approved_is_not_held_again_by_the_same_case() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let (cat, mo) = (world.person("cat", &[]).await, world.person("mo", &[Capability::Moderator]).await);
        report(&ada, "posting", &id).await;
        report(&ada, "posting", &id).await;
        assert_eq!(state_of(&host, &id).await, State::Published, "one person is one, however often");
        report(&ben, "posting", &id).await;
        assert_eq!(state_of(&host, &id).await, State::Submitted);
        decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&mo.ctx, &id, Step::Approve, "Nothing of it is true.").await.unwrap();
        for reporter in [&ada, &ben, &cat] {
            report(reporter, "posting", &id).await;
            assert_eq!(state_of(&host, &id).await, State::Published);
        }
        is_whole(world).await;
    })
    .await;
}

/// A host who was stopped while somebody waited in line for the place that the first gave back.
async fn stopped(world: &TestWorld) -> (Person, String, Person, Person, String) {
    let (host, id) = published(world, "host", &[]).await;
    let (ada, first) = applied(world, "ada", &id).await;
    let (ben, second) = applied(world, "ben", &id).await;
    move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
    line_up(&host.ctx, &second, Some(1)).await.unwrap();
    let mo = world.person("mo", &[Capability::Moderator]).await;
    report(&ada, "person", host.id.as_str()).await;
    let case = case_is(&mo, "suspend").await;
    move_as_applicant(&ada.ctx, &first, Move::Withdraw).await.unwrap();
    assert_eq!(stage_of(&ben).await, Stage::Received);
    (host, id, ben, mo, case)
}

#[tokio::test]
async fn what_became_free_while_a_host_was_stopped_goes_on_when_they_open_it_again() {
    on_both(async |world| {
        let (host, id, ben, mo, case) = stopped(world).await;
        moderation::undo(&mo.ctx, &case).await.unwrap();
        assert_eq!(stage_of(&ben).await, Stage::Received, "it is paused, and its host opens it");
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        assert_eq!(stage_of(&ben).await, Stage::Offered);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_has_expired_while_a_host_was_stopped_goes_on_when_they_are_back() {
    on_both(async |world| {
        let (host, id, ben, mo, case) = stopped(world).await;
        world.clock.advance(chrono::TimeDelta::days(60));
        expire_due(&world.ctx).await.unwrap();
        assert_eq!((state_of(&host, &id).await, stage_of(&ben).await), (State::Expired, Stage::Received));
        moderation::undo(&mo.ctx, &case).await.unwrap();
        assert_eq!(stage_of(&ben).await, Stage::Offered);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn whoever_was_offered_a_place_before_two_reports_takes_it_once_a_moderator_has_looked() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        let (before, cat) = (hold_of(&ada).await, world.person("cat", &[]).await);
        report(&ada, "posting", &id).await;
        report(&cat, "posting", &id).await;
        assert_eq!(refused(move_as_applicant(&ada.ctx, &first, Move::Accept).await), Refusal::PostingHeld);
        assert_eq!((state_of(&host, &id).await, stage_of(&ada).await), (State::Submitted, Stage::Offered));
        world.clock.advance(chrono::TimeDelta::days(1));
        let mo = world.person("mo", &[Capability::Moderator]).await;
        decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&mo.ctx, &id, Step::Approve, "Nothing of it is true.").await.unwrap();
        assert_eq!(hold_of(&ada).await, before, "six days are left, which is more than two");
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        assert_eq!((state_of(&host, &id).await, stage_of(&ada).await), (State::Filled, Stage::Accepted));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn an_offer_outlives_the_last_day_of_a_posting_that_moderators_look_at() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 3).await.unwrap();
        line_up(&host.ctx, &second, Some(1)).await.unwrap();
        let cat = world.person("cat", &[]).await;
        report(&ada, "posting", &id).await;
        report(&cat, "posting", &id).await;
        world.clock.advance(chrono::TimeDelta::days(60));
        lapse_due(&world.ctx).await.unwrap();
        expire_due(&world.ctx).await.unwrap();
        assert_eq!((state_of(&host, &id).await, stage_of(&ada).await), (State::Submitted, Stage::Offered));
        assert_eq!(refused(move_as_applicant(&ada.ctx, &first, Move::Accept).await), Refusal::PostingHeld);
        let mo = world.person("mo", &[Capability::Moderator]).await;
        decide(&mo.ctx, &id, Step::TakeUp, "").await.unwrap();
        decide(&mo.ctx, &id, Step::Approve, "Nothing of it is true.").await.unwrap();
        assert_eq!((state_of(&host, &id).await, stage_of(&ada).await), (State::Expired, Stage::Offered));
        world.clock.advance(chrono::TimeDelta::hours(48));
        lapse_due(&world.ctx).await.unwrap();
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Lapsed, Stage::Offered));
        move_as_applicant(&ben.ctx, &second, Move::Accept).await.unwrap();
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_given_back_while_a_posting_was_held_goes_on_when_it_expires() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 3).await.unwrap();
        line_up(&host.ctx, &second, Some(1)).await.unwrap();
        let cat = world.person("cat", &[]).await;
        report(&ada, "posting", &id).await;
        report(&cat, "posting", &id).await;
        move_as_applicant(&ada.ctx, &first, Move::Withdraw).await.unwrap();
        world.clock.advance(chrono::TimeDelta::days(60));
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Withdrawn, Stage::Received));
        expire_due(&world.ctx).await.unwrap();
        assert_eq!((state_of(&host, &id).await, stage_of(&ben).await), (State::Expired, Stage::Offered));
        is_whole(world).await;
    })
    .await;
}
