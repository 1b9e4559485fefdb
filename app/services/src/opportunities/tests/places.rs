//! Places: who is offered them when, and when nobody is.

use chrono::TimeDelta;
use domain::opportunities::words::NEVER_PAY;

use super::super::timed::forget_told;
use super::*;

#[tokio::test]
async fn whoever_has_applied_always_knows_state_and_date() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, application) = applied(world, "ada", &id).await;
        let knows = async |stage: Stage| {
            let shown = mine(&ada.ctx, None).await.unwrap().rows.remove(0);
            assert_eq!((shown.stage, shown.changed_at), (stage, world.ctx.now()));
            let until = stage.holds_offer().then(|| world.ctx.now() + TimeDelta::days(7));
            assert_eq!(shown.hold_until, until, "{stage:?}");
        };
        // The newest notice is of this stage and of this moment; for an offer it says how long that holds.
        let hears = async |stage: Stage| {
            let told = crate::notifications::list(&ada.ctx, None).await.unwrap().listed.remove(0);
            let title = format!("Your application: {}", stage.label());
            assert_eq!((told.title, told.at), (title, world.ctx.now()));
            assert!(told.text.contains(stage.told_applicant()), "{}", told.text);
            for words in ["It is held until", NEVER_PAY] {
                assert_eq!(told.text.contains(words), stage.holds_offer(), "{words}: {}", told.text);
            }
        };
        knows(Stage::Received).await;
        hears(Stage::Received).await;
        for (step, stage) in
            [(Move::Review, Stage::InReview), (Move::Invite, Stage::Interview), (Move::Offer, Stage::Offered)]
        {
            world.clock.advance(TimeDelta::hours(5));
            move_as_host(&host.ctx, &application, step, 7).await.unwrap();
            knows(stage).await;
            hears(stage).await;
        }
        // What she did herself she knows: it stands on her page, and the host is told.
        let before = told(&ada).await.len();
        world.clock.advance(TimeDelta::hours(5));
        move_as_applicant(&ada.ctx, &application, Move::Accept).await.unwrap();
        knows(Stage::Accepted).await;
        assert_eq!(told(&ada).await.len(), before);
        assert!(told(&host).await.iter().any(|one| one.starts_with("Accepted: ")));
        world.clock.advance(TimeDelta::days(60));
        move_as_host(&host.ctx, &application, Move::Complete, 0).await.unwrap();
        knows(Stage::Completed).await;
        hears(Stage::Completed).await;
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_a_host_has_marked_as_filled_stays_so_and_what_was_full_opens_again() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        step(&host.ctx, &id, Step::Fill).await.unwrap();
        move_as_host(&host.ctx, &first, Move::Review, 0).await.unwrap();
        move_as_applicant(&ada.ctx, &first, Move::Withdraw).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Filled, "two places are free, and the host has said enough");
        step(&host.ctx, &id, Step::Reopen).await.unwrap();
        set_seats(&host.ctx, &id, 1).await.unwrap();
        move_as_host(&host.ctx, &second, Move::Offer, 7).await.unwrap();
        move_as_applicant(&ben.ctx, &second, Move::Accept).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Filled);
        set_seats(&host.ctx, &id, 2).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Published);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_place_goes_on_for_as_long_as_the_offer_before_it_held() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        let (cat, third) = applied(world, "cat", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 3).await.unwrap();
        line_up(&host.ctx, &second, Some(2)).await.unwrap();
        line_up(&host.ctx, &third, Some(1)).await.unwrap();
        world.clock.advance(TimeDelta::days(3));
        lapse_due(&world.ctx).await.unwrap();
        assert_eq!((stage_of(&ada).await, stage_of(&cat).await), (Stage::Lapsed, Stage::Offered));
        assert_eq!(hold_of(&cat).await, Some(world.ctx.now() + TimeDelta::days(3)));
        move_as_applicant(&cat.ctx, &third, Move::Withdraw).await.unwrap();
        let until = world.ctx.now() + TimeDelta::days(3);
        assert_eq!((stage_of(&ben).await, hold_of(&ben).await), (Stage::Offered, Some(until)));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn more_places_go_to_those_in_line_in_their_order() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let mut people = Vec::new();
        for (name, place) in [("ada", None), ("ben", Some(3)), ("cat", Some(1)), ("dan", Some(2))] {
            let (person, application) = applied(world, name, &id).await;
            match place {
                None => move_as_host(&host.ctx, &application, Move::Offer, 7).await.unwrap(),
                place => line_up(&host.ctx, &application, place).await.unwrap(),
            }
            people.push(person);
        }
        set_seats(&host.ctx, &id, 3).await.unwrap();
        let mut stages = Vec::new();
        for person in &people {
            stages.push(stage_of(person).await);
        }
        assert_eq!(stages, [Stage::Offered, Stage::Received, Stage::Offered, Stage::Offered]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn nobody_waits_in_line_for_a_free_place_and_no_correction_offers_it() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        assert_eq!(refused(line_up(&host.ctx, &first, Some(1)).await), Refusal::PlaceIsFree);
        // Out of the line is always possible.
        line_up(&host.ctx, &first, None).await.unwrap();
        reworded(&host, &id, &[("seats", "2"), ("description", "Rounds begin at seven.")]).await;
        step(&host.ctx, &id, Step::Pause).await.unwrap();
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        assert_eq!(stage_of(&ada).await, Stage::Received);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn an_offer_that_lapses_while_nobody_waits_goes_to_nobody_and_says_so() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 2).await.unwrap();
        world.clock.advance(TimeDelta::days(2));
        let late = refused(move_as_applicant(&ada.ctx, &first, Move::Accept).await).to_string();
        lapse_due(&world.ctx).await.unwrap();
        for said in [late, told(&ada).await.pop().unwrap()] {
            assert!(said.contains("the place is no longer held for you") && !said.contains("next person"), "{said}");
        }
        assert_eq!(page(&ada.ctx, &id).await.unwrap().places.free(), 1);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_promised_or_lost_while_a_posting_is_held_and_time_begins_afterwards() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        let (ben, second) = applied(world, "ben", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 3).await.unwrap();
        line_up(&host.ctx, &second, Some(1)).await.unwrap();
        // Somebody else who answers for it is looked at first.
        reworded(&host, &id, &[("supervisor", "Dr. Somebody Else")]).await;
        world.clock.advance(TimeDelta::days(3));
        lapse_due(&world.ctx).await.unwrap();
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Offered, Stage::Received));
        assert_eq!(refused(move_as_host(&host.ctx, &second, Move::Offer, 3).await), Refusal::PostingMoved);
        assert_eq!(refused(move_as_applicant(&ada.ctx, &first, Move::Accept).await), Refusal::PostingHeld);
        assert!(!my_deadlines(&ada.ctx).await.unwrap().contains("An offer ends"), "nobody knows when");
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        decide(&moderator.ctx, &id, Step::TakeUp, "").await.unwrap();
        assert_eq!(refused(move_as_applicant(&ada.ctx, &first, Move::Accept).await), Refusal::PostingHeld);
        decide(&moderator.ctx, &id, Step::Approve, "Called the department.").await.unwrap();
        assert_eq!(hold_of(&ada).await, Some(world.ctx.now() + TimeDelta::hours(48)));
        let hears = told(&ada).await.pop().unwrap();
        assert!(hears.starts_with("Your offer goes on: ") && hears.contains("It is held until"), "{hears}");
        lapse_due(&world.ctx).await.unwrap();
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Offered, Stage::Received));
        world.clock.advance(TimeDelta::hours(48));
        lapse_due(&world.ctx).await.unwrap();
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Lapsed, Stage::Offered));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_released_is_forgotten_half_a_year_after_the_end() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "3")]).await;
        let words: Fields = vec![("answer".to_owned(), "Because of the clinic.".to_owned())];
        let mut sent = Vec::new();
        for name in ["declined", "waiting", "accepted"] {
            let person = world.person(name, &[]).await;
            sent.push((apply(&person.ctx, &id, &words).await.unwrap().to_string(), person));
        }
        move_as_host(&host.ctx, &sent[0].0, Move::Decline, 0).await.unwrap();
        move_as_host(&host.ctx, &sent[2].0, Move::Offer, 7).await.unwrap();
        move_as_applicant(&sent[2].1.ctx, &sent[2].0, Move::Accept).await.unwrap();
        let told = async || {
            let all = read_by(&host, &id).await;
            all.iter().map(|one| one.told.is_some()).collect::<Vec<_>>()
        };
        world.clock.advance(TimeDelta::days(180));
        forget_told(&world.ctx).await.unwrap();
        assert_eq!(told().await, [true, true, true], "180 days are not over");
        world.clock.advance(TimeDelta::hours(1));
        forget_told(&world.ctx).await.unwrap();
        assert_eq!(told().await, [false, true, true], "the others have not ended");
        // The last day was December 31; whoever was not answered by then and for half a year is not answered any more.
        world.clock.advance(TimeDelta::days(60));
        forget_told(&world.ctx).await.unwrap();
        assert_eq!(told().await, [false, false, true], "a place that is taken needs its papers");
        world.clock.advance(TimeDelta::days(600));
        forget_told(&world.ctx).await.unwrap();
        assert_eq!(told().await, [false, false, false], "two years after a place was taken no stay is still to come");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_last_day_that_is_put_off_again_and_again_keeps_nothing_that_was_released() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[("seats", "2")]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        applied(world, "waiting", &id).await;
        move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
        move_as_applicant(&ada.ctx, &first, Move::Accept).await.unwrap();
        let mut kept = Vec::new();
        // Once in its time, then a day before and a day after what is kept is over; the last day always lies ahead.
        for (days, closes) in
            [(340, "2027-10-20"), (205, "2028-09-30"), (2, "2029-04-25"), (182, "2029-04-26"), (2, "2029-11-01")]
        {
            reworded(&host, &id, &[("seats", "2"), ("closes", closes)]).await;
            world.clock.advance(TimeDelta::days(days));
            forget_told(&world.ctx).await.unwrap();
            let all = read_by(&host, &id).await;
            kept.push(all.iter().map(|one| one.told.is_some()).collect::<Vec<_>>());
        }
        let (both, seated, none) = (vec![true, true], vec![true, false], vec![false, false]);
        assert_eq!(kept, [both.clone(), both, seated.clone(), seated, none]);
        is_whole(world).await;
    })
    .await;
}
