//! Two who work together, to the end.

use super::*;
use crate::mentorship::entity::requests;

#[tokio::test(flavor = "multi_thread")]
async fn both_sign_the_same_text_and_work_to_the_end() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let other = AgreementForm { scope: "Interviews, twice a month.".to_owned(), ends_on: "2027-05-01".to_owned() };
        write_agreement(&eve.ctx, id.as_str(), "1", &other).await.unwrap();
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!((page.mine_signed_at, page.version), (None, 2), "a new text is signed anew");
        assert_eq!(refused(sign(&ada.ctx, id.as_str(), "1", true).await), Refusal::AgreementChanged);
        assert!(matches!(sign(&ada.ctx, id.as_str(), "2", false).await, Err(MentorshipError::Invalid(_))));
        sign(&ada.ctx, id.as_str(), "2", true).await.unwrap();
        sign(&eve.ctx, id.as_str(), "2", true).await.unwrap();
        assert_eq!(refused(write_agreement(&eve.ctx, id.as_str(), "2", &other).await), Refusal::AgreementSigned);
        let step = NextStepForm { what: "Send the CV".to_owned(), due_on: "2026-11-20".to_owned() };
        for _ in 0..2 {
            plan_step(&eve.ctx, id.as_str(), &step, "0000000000000001").await.unwrap();
        }
        let met =
            MeetingForm { met_at: "2026-11-02T19:00".to_owned(), minutes: "45".to_owned(), note: "CV".to_owned() };
        log_meeting(&ada.ctx, id.as_str(), &met, "0000000000000002").await.unwrap();
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!((page.phase, page.steps.len(), page.meetings.len()), (Phase::Active, 1, 1));
        assert_eq!(page.steps[0].by, Side::Mentee);
        mark_step(&ada.ctx, page.steps[0].id.as_str(), true).await.unwrap();
        let stranger = world.person("stranger", &[]).await;
        is_missing(mark_step(&stranger.ctx, page.steps[0].id.as_str(), false).await);
        is_missing(plan_step(&stranger.ctx, id.as_str(), &step, "0000000000000003").await);
        world.clock.advance(TimeDelta::days(30));
        tick_now(world).await;
        assert!(engagement(&eve.ctx, id).await.unwrap().fit_asked);
        answer_fit(&ada.ctx, id.as_str(), "good").await.unwrap();
        close_engagement(&eve.ctx, id.as_str(), "Thank you for your time.").await.unwrap();
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!(page.phase, Phase::Ended);
        assert_eq!(page.other_feedback.as_deref(), Some("Thank you for your time."));
        assert_eq!(refused(plan_step(&ada.ctx, id.as_str(), &step, "0000000000000004").await), Refusal::EngagementOver);
        assert_eq!(row(world, ada.account).await.taken, 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_of_a_next_step_is_kept_and_a_wrong_one_refused() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let plan = async |due_on: &str, key: &str| {
            let step = NextStepForm { what: "Send the CV".to_owned(), due_on: due_on.to_owned() };
            plan_step(&eve.ctx, id.as_str(), &step, key).await
        };
        plan("2026-11-20", "0000000000000001").await.unwrap();
        plan("", "0000000000000002").await.unwrap();
        for wrong in ["2026-02-30", "2029-01-01", "soon"] {
            let answer = plan(wrong, "0000000000000003").await;
            assert!(
                matches!(&answer, Err(MentorshipError::Invalid(errors)) if errors[0].field == "due_on"),
                "{wrong}: {answer:?}"
            );
        }
        let steps = engagement(&ada.ctx, id).await.unwrap().steps;
        let days: Vec<_> = steps.iter().map(|step| step.due_on.map(|day| day.to_string())).collect();
        assert_eq!(days, [Some("2026-11-20".to_owned()), None], "{}", world.kind().name());
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_parts_before_both_have_signed_looks_on_with_what_they_looked_for() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        close_engagement(&ada.ctx, id.as_str(), "").await.unwrap();
        assert_eq!(my_ask(&eve.ctx).await.unwrap().ask.unwrap().goals.as_str(), "Find the right programs for me.");
        assert_eq!(row(world, ada.account).await.taken, 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_fit_is_nobodys_fault_and_what_was_looked_for_is_open_again() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        answer_fit(&eve.ctx, id.as_str(), "not").await.unwrap();
        assert_eq!(engagement(&ada.ctx, id).await.unwrap().phase, Phase::Ended);
        let again = my_ask(&eve.ctx).await.unwrap().ask.unwrap();
        assert_eq!(again.goals.as_str(), "Find the right programs for me.");
        assert_eq!(states(&eve).await, []);
        assert_eq!(row(world, ada.account).await.taken, 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_leaves_nobody_stuck() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let fay = mentee(world, "fay").await;
        let a = PublicId::parse(&row(world, ada.account).await.public_id).unwrap();
        listed(&fay, &[a, b]).await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        crate::identity::erase_person(&admin.ctx, ada.id.as_str(), "asked", true).await.unwrap();
        is_missing(engagement(&eve.ctx, id).await);
        assert!(my_ask(&eve.ctx).await.unwrap().ask.is_some(), "the mentee may look again");
        assert_eq!(states(&fay).await, [State::Open]);
        crate::identity::erase_person(&admin.ctx, fay.id.as_str(), "asked", true).await.unwrap();
        assert_eq!(rows(world).await.iter().map(|row| row.open_requests).sum::<i32>(), 0);
        assert!(requests::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_are_told_once_that_the_last_day_has_passed() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        let told = async || {
            let words = "The last day of your agreement has passed";
            (letters_with(world, &ada, words).await, letters_with(world, &eve, words).await)
        };
        // On the last day itself nobody is.
        world.clock.advance(TimeDelta::days(179));
        tick_now(world).await;
        assert_eq!(told().await, (0, 0));
        world.clock.advance(TimeDelta::days(1));
        for _ in 0..2 {
            tick_now(world).await;
            assert_eq!(told().await, (1, 1), "{}", world.kind().name());
        }
        world.clock.advance(TimeDelta::days(40));
        tick_now(world).await;
        assert_eq!(told().await, (1, 1));
        assert_eq!(engagement(&ada.ctx, id).await.unwrap().phase, Phase::Active, "they may go on");
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn either_may_propose_another_last_day_and_the_old_one_holds_until_both_have_signed() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let propose = async |person: &Person, day: &str| propose_end(&person.ctx, id.as_str(), day).await;
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        assert_eq!(
            refused(propose(&eve, "2027-09-01").await),
            Refusal::RequestSettled,
            "the text can be changed still"
        );
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        for wrong in ["2027-05-01", "2027-03-01", "2028-05-01", "soon"] {
            assert!(matches!(propose(&eve, wrong).await, Err(MentorshipError::Invalid(_))), "{wrong}");
        }
        let stranger = world.person("stranger", &[]).await;
        is_missing(propose(&stranger, "2027-09-01").await);
        propose(&eve, "2027-08-01").await.unwrap();
        propose(&eve, "2027-09-01").await.unwrap();
        let page = engagement(&ada.ctx, id).await.unwrap();
        let proposed = NewEnd { ends_on: day("2027-09-01"), by: Side::Mentee };
        assert_eq!((page.ends_on, page.new_end, page.version), (Some(day("2027-05-01")), Some(proposed), 3));
        counts_agree(world).await;
        // What was read is what is signed; whoever has proposed it has signed it, and that is not enough.
        assert_eq!(refused(sign(&ada.ctx, id.as_str(), "2", true).await), Refusal::ProposalMoved);
        sign(&eve.ctx, id.as_str(), "3", true).await.unwrap();
        assert_eq!(engagement(&eve.ctx, id).await.unwrap().ends_on, Some(day("2027-05-01")), "{}", world.kind().name());
        // The other would rather have another day.
        world.clock.advance(TimeDelta::days(1));
        propose(&ada, "2027-10-01").await.unwrap();
        sign(&eve.ctx, id.as_str(), "4", true).await.unwrap();
        let page = engagement(&eve.ctx, id).await.unwrap();
        assert_eq!((page.ends_on, page.new_end, page.phase), (Some(day("2027-10-01")), None, Phase::Active));
        assert_eq!(page.mine_signed_at, Some(world.ctx.now()));
        let told = async |person: &Person, words: &str| letters_with(world, person, words).await;
        assert_eq!(told(&ada, "Another last day is proposed").await, 2);
        assert_eq!(told(&ada, "Your agreement has a new last day").await, 1);
        // Signing once more signs nothing.
        sign(&ada.ctx, id.as_str(), "4", true).await.unwrap();
        counts_agree(world).await;
        close_engagement(&eve.ctx, id.as_str(), "").await.unwrap();
        assert_eq!(refused(propose(&ada, "2027-10-20").await), Refusal::EngagementOver);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_are_told_again_once_a_new_last_day_has_passed() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        let told = async || letters_with(world, &ada, "The last day of your agreement has passed").await;
        world.clock.advance(TimeDelta::days(180));
        tick_now(world).await;
        assert_eq!(told().await, 1);
        propose_end(&eve.ctx, id.as_str(), "2027-07-01").await.unwrap();
        tick_now(world).await;
        sign(&ada.ctx, id.as_str(), "2", true).await.unwrap();
        tick_now(world).await;
        assert_eq!(told().await, 1, "{}", world.kind().name());
        world.clock.advance(TimeDelta::days(62));
        tick_now(world).await;
        assert_eq!(told().await, 2);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposed_last_day_that_has_passed_is_not_signed_any_more() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        propose_end(&eve.ctx, id.as_str(), "2027-05-20").await.unwrap();
        let proposed = async || engagement(&ada.ctx, id).await.unwrap().new_end.is_some();
        world.clock.advance(TimeDelta::days(197));
        assert!(proposed().await);
        // From the day itself on nothing is offered that would be refused.
        world.clock.advance(TimeDelta::days(1));
        assert!(!proposed().await, "{}", world.kind().name());
        assert_eq!(refused(sign(&ada.ctx, id.as_str(), "2", true).await), Refusal::ProposalMoved);
        counts_agree(world).await;
    })
    .await;
}
