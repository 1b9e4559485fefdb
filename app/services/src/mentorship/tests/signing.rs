//! What two write and sign, and when they hear of what they have not: each text and each day once.

use super::*;

fn text(scope: &str, ends_on: &str) -> AgreementForm {
    AgreementForm { scope: scope.to_owned(), ends_on: ends_on.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_other_has_written_or_signed_in_the_meantime_stays() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let write = async |person: &Person, version: &str, scope: &str| {
            write_agreement(&person.ctx, id.as_str(), version, &text(scope, "2027-05-01")).await
        };
        // Pressed twice, or sent again after somebody has signed: the text is there already.
        for version in ["0", "1"] {
            write(&ada, version, "Interviews, once a month.").await.unwrap();
        }
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!((page.version, page.mine_signed_at.is_some()), (1, true), "{}", world.kind().name());
        assert_eq!(letters_with(world, &eve, "Your agreement has a new text").await, 1);
        // Both change it at once: the second has to read first.
        write(&eve, "1", "Interviews, twice a month.").await.unwrap();
        assert_eq!(refused(write(&ada, "1", "Interviews, once a week.").await), Refusal::AgreementChanged);
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!((page.version, page.scope.as_str()), (2, "Interviews, twice a month."));
        is_missing(write(&ada, "", "Interviews, once a week.").await);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_whose_last_day_has_passed_is_not_signed_but_written_anew() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let late = async || engagement(&eve.ctx, id).await.unwrap().late;
        world.clock.advance(TimeDelta::days(179));
        assert!(!late().await, "it is the last day itself");
        world.clock.advance(TimeDelta::days(1));
        assert!(late().await, "{}", world.kind().name());
        assert_eq!(refused(sign(&eve.ctx, id.as_str(), "1", true).await), Refusal::AgreementLate);
        let anew = text("Interviews, once a month.", "2027-09-01");
        write_agreement(&eve.ctx, id.as_str(), "1", &anew).await.unwrap();
        for person in [&ada, &eve] {
            sign(&person.ctx, id.as_str(), "2", true).await.unwrap();
        }
        let page = engagement(&eve.ctx, id).await.unwrap();
        assert_eq!((page.phase, page.late), (Phase::Active, false));
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_that_is_proposed_already_is_signed_by_the_other_and_proposed_once() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        for _ in 0..2 {
            propose_end(&eve.ctx, id.as_str(), "2027-08-01").await.unwrap();
        }
        let page = engagement(&ada.ctx, id).await.unwrap();
        let day = "2027-08-01".parse().unwrap();
        assert_eq!((page.version, page.new_end), (2, Some(NewEnd { ends_on: day, by: Side::Mentee })));
        assert_eq!(letters_with(world, &ada, "Another last day is proposed").await, 1);
        let part = export_part(&ada.ctx, ada.account).await.unwrap();
        let one = &part["together"][0];
        let proposed = (one["proposed_last_day"].as_str(), one["proposed_by"].as_str());
        assert_eq!(proposed, (Some("2027-08-01"), Some("mentee")), "{part}");
        assert!(one["proposed_at"].is_string(), "{part}");
        // Both thought of the same day.
        propose_end(&ada.ctx, id.as_str(), "2027-08-01").await.unwrap();
        let page = engagement(&eve.ctx, id).await.unwrap();
        assert_eq!((page.ends_on, page.new_end), (Some(day), None), "{}", world.kind().name());
        assert_eq!(letters_with(world, &eve, "Your agreement has a new last day").await, 1);
        assert_eq!(letters_with(world, &eve, "Another last day is proposed").await, 0);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_proposed_a_last_day_takes_it_back_and_nobody_signs_it_any_more() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let back = async |person: &Person, version: &str| take_end_back(&person.ctx, id.as_str(), version).await;
        assert_eq!(refused(back(&eve, "1").await), Refusal::RequestSettled, "the text can be changed still");
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        assert_eq!(refused(back(&eve, "1").await), Refusal::ProposalMoved, "nothing is proposed");
        propose_end(&eve.ctx, id.as_str(), "2027-08-01").await.unwrap();
        // Nobody but whoever has proposed it, and nothing but what they have read of.
        let stranger = world.person("stranger", &[]).await;
        is_missing(back(&stranger, "2").await);
        is_missing(back(&eve, "").await);
        assert_eq!(refused(back(&ada, "2").await), Refusal::ProposalMoved);
        assert_eq!(refused(back(&eve, "1").await), Refusal::ProposalMoved);
        back(&eve, "2").await.unwrap();
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        let until = day("2027-05-01");
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!((page.ends_on, page.new_end, page.version), (Some(until), None, 3), "{}", world.kind().name());
        counts_agree(world).await;
        // Pressed twice, and signed on a page that still shows it.
        assert_eq!(refused(back(&eve, "2").await), Refusal::ProposalMoved);
        assert_eq!(refused(sign(&ada.ctx, id.as_str(), "2", true).await), Refusal::ProposalMoved);
        let told = async |person: &Person| letters_with(world, person, "The proposed last day was taken back").await;
        assert_eq!((told(&ada).await, told(&eve).await), (1, 0));
        // Another one is another text.
        propose_end(&eve.ctx, id.as_str(), "2027-09-01").await.unwrap();
        assert_eq!(refused(sign(&ada.ctx, id.as_str(), "2", true).await), Refusal::ProposalMoved);
        assert_eq!(refused(back(&eve, "2").await), Refusal::ProposalMoved);
        assert_eq!(engagement(&ada.ctx, id).await.unwrap().ends_on, Some(until));
        for _ in 0..2 {
            sign(&ada.ctx, id.as_str(), "4", true).await.unwrap();
        }
        assert_eq!(refused(back(&eve, "4").await), Refusal::ProposalMoved, "what both have signed stays");
        let page = engagement(&eve.ctx, id).await.unwrap();
        assert_eq!((page.ends_on, page.new_end), (Some(day("2027-09-01")), None));
        assert_eq!(told(&ada).await, 1);
        close_engagement(&ada.ctx, id.as_str(), "").await.unwrap();
        assert_eq!(refused(back(&eve, "4").await), Refusal::EngagementOver);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_hears_of_a_last_day_that_is_replaced_while_it_is_told() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        sign(&eve.ctx, id.as_str(), "1", true).await.unwrap();
        world.clock.advance(TimeDelta::days(180));
        let read = engagements::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        propose_end(&eve.ctx, id.as_str(), "2027-07-01").await.unwrap();
        sign(&ada.ctx, id.as_str(), "2", true).await.unwrap();
        let (once, what) = (engagements::Column::EndToldAt, news::Together::EndPassed);
        timed::tell_both(&world.ctx, read, once, what).await.unwrap();
        let told = async || {
            let words = "The last day of your agreement has passed";
            (letters_with(world, &ada, words).await, letters_with(world, &eve, words).await)
        };
        assert_eq!(told().await, (0, 0), "{}", world.kind().name());
        world.clock.advance(TimeDelta::days(62));
        tick_now(world).await;
        assert_eq!(told().await, (1, 1), "they hear of the new one");
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_do_not_sign_are_reminded_after_a_week_and_after_a_month() {
    on_both(async |world| {
        let (ada, eve, id) = a_pair(world).await;
        let told = async || {
            let mut all = Vec::new();
            for person in [&ada, &eve] {
                for words in ["Your agreement is not signed yet", "Your agreement is still not signed"] {
                    all.push(letters_with(world, person, words).await);
                }
            }
            all
        };
        for (days, expected) in [(6, [0; 4]), (1, [1, 0, 1, 0]), (22, [1, 0, 1, 0]), (1, [1; 4]), (40, [1; 4])] {
            world.clock.advance(TimeDelta::days(days));
            for _ in 0..2 {
                tick_now(world).await;
                assert_eq!(told().await, expected, "{}", world.kind().name());
            }
        }
        assert_eq!(engagement(&ada.ctx, id).await.unwrap().phase, Phase::Agreeing, "they may still sign");
        counts_agree(world).await;
    })
    .await;
}
