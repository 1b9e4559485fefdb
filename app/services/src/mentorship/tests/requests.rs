//! From the check to the answer: who can be asked, in which order, and until when.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_found_or_asked_before_they_were_checked_once() {
    on_both(async |world| {
        let person = world.person("vera", &[]).await;
        let said = "I help with interviews and forms, for an hour a month.";
        let work = fields(&[("name", "Vera"), ("role", "fellow"), ("statement", said)]);
        let proof = ProofForm { way: "moderator".to_owned(), what: "Ask the program office".to_owned() };
        save_step(&person.ctx, MentorStep::Work, &work).await.unwrap();
        assert_eq!(refused(ask_to_be_checked(&person.ctx, &proof).await), Refusal::SetUpFirst);
        save_step(&person.ctx, MentorStep::Help, &fields(&[("offers", "visa")])).await.unwrap();
        ask_to_be_checked(&person.ctx, &proof).await.unwrap();
        let eve = mentee(world, "eve").await;
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!(found.cards, []);
        let id = PublicId::parse(&row(world, person.account).await.public_id).unwrap();
        is_missing(mentor_page(&eve.ctx, id).await);
        is_missing(add_to_list(&eve.ctx, id.as_str()).await);
        let moderator = world.person("mo", &[Capability::Moderator]).await;
        let form = decided(&to_check(&moderator.ctx).await.unwrap()[0], "institution-mail");
        world.clock.advance(TimeDelta::hours(3));
        assert!(decide_check(&eve.ctx, &form).await.is_err(), "only moderators check");
        decide_check(&moderator.ctx, &form).await.unwrap();
        let card = search(&eve.ctx, &Filter::default()).await.unwrap().cards.remove(0);
        let badge = card.badge.unwrap();
        assert_eq!((badge.checked, badge.at), (Checked::InstitutionMail, world.ctx.now()));
        assert_eq!(row(world, person.account).await.proof, None, "what was offered as proof is forgotten");
        assert_eq!(refused(decide_check(&moderator.ctx, &form).await), Refusal::CaseSettled);
        // What was checked was checked of somebody of that name.
        let other = fields(&[("name", "Somebody Else"), ("role", "fellow"), ("statement", said)]);
        save_step(&person.ctx, MentorStep::Work, &other).await.unwrap();
        assert_eq!(search(&eve.ctx, &Filter::default()).await.unwrap().cards, []);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_are_asked_at_a_time_and_a_no_opens_the_next() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a, b, c]).await;
        assert_eq!(states(&eve).await, [State::Open, State::Open, State::Listed]);
        is_missing(accept(&eve.ctx, list[0].as_str()).await);
        decline(&ada.ctx, list[0].as_str(), "no-time").await.unwrap();
        assert_eq!(states(&eve).await, [State::Declined, State::Open, State::Open]);
        assert_eq!(refused(accept(&ada.ctx, list[0].as_str()).await), Refusal::RequestSettled);
        withdraw(&eve.ctx, list[1].as_str()).await.unwrap();
        assert_eq!(states(&eve).await, [State::Declined, State::Withdrawn, State::Open]);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_yes_that_is_confirmed_closes_the_rest() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let (bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a, b, c]).await;
        accept(&ada.ctx, list[0].as_str()).await.unwrap();
        accept(&bo.ctx, list[1].as_str()).await.unwrap();
        assert_eq!((row(world, ada.account).await.taken, row(world, bo.account).await.taken), (1, 1));
        let id = confirm(&eve.ctx, list[1].as_str()).await.unwrap();
        assert_eq!(refused(confirm(&eve.ctx, list[0].as_str()).await), Refusal::RequestSettled);
        assert_eq!((row(world, ada.account).await.taken, row(world, bo.account).await.taken), (0, 1));
        let page = engagement(&eve.ctx, id).await.unwrap();
        assert_eq!((page.phase, page.other_name.as_deref()), (Phase::Agreeing, Some("bo")));
        is_missing(engagement(&ada.ctx, id).await);
        // Who works together is matched: the mentor sees what the mentee shows to whom they are matched with.
        profile::save(&eve.ctx, Step::parse("you").unwrap(), &fields(&[("name", "Eve Moreau")])).await.unwrap();
        let read = profile::read(&bo.ctx, eve.id, profile::SeenAs::Viewer).await.unwrap();
        assert_eq!(read.name(), Some("Eve Moreau"));
        assert!(profile::read(&ada.ctx, eve.id, profile::SeenAs::Viewer).await.is_err());
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_finds_no_room_waits_in_a_line_with_a_place() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let mut first = Vec::new();
        for at in 0..5 {
            let person = mentee(world, &format!("first{at}")).await;
            first.push(listed(&person, &[a]).await[0]);
        }
        let (sixth, seventh) = (mentee(world, "sixth").await, mentee(world, "seventh").await);
        let waits = listed(&sixth, &[a]).await[0];
        listed(&seventh, &[a]).await;
        let place = async |person: &Person| my_list(&person.ctx).await.unwrap()[0].in_line;
        assert_eq!((place(&sixth).await, place(&seventh).await), (Some(1), Some(2)));
        assert_eq!(letters_with(world, &seventh, "You wait for ada, at place 2").await, 1);
        is_missing(request_page(&ada.ctx, waits).await);
        decline(&ada.ctx, first[0].as_str(), "other-field").await.unwrap();
        assert_eq!(states(&sixth).await, [State::Open]);
        assert_eq!(letters_with(world, &sixth, "ada has room for your request").await, 1);
        assert_eq!(place(&seventh).await, Some(1));
        // A pause sends nobody, and the end of it lets in.
        let pause = RoomForm { capacity: "1".to_owned(), paused_until: "2026-11-05".to_owned() };
        save_room(&ada.ctx, &pause).await.unwrap();
        decline(&ada.ctx, first[1].as_str(), "no-reason").await.unwrap();
        assert_eq!(states(&seventh).await, [State::Waiting]);
        world.clock.advance(TimeDelta::days(2));
        tick_now(world).await;
        assert_eq!(states(&seventh).await, [State::Open]);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_runs_out_after_a_week_with_a_reminder_and_two_pause_the_mentor() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        let (eve, fay) = (mentee(world, "eve").await, mentee(world, "fay").await);
        listed(&eve, &[a, b, c]).await;
        listed(&fay, &[a]).await;
        let mails = async || {
            let all = mails::Entity::find().all(world.ctx.db.read()).await.unwrap();
            all.iter().filter(|mail| mail.account_id == Some(ada.account)).count()
        };
        let before = mails().await;
        world.clock.advance(TimeDelta::days(4));
        tick_now(world).await;
        assert_eq!(mails().await, before + 2, "one reminder for each");
        tick_now(world).await;
        assert_eq!(mails().await, before + 2, "and no second one");
        world.clock.advance(TimeDelta::days(3));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::Lapsed, State::Lapsed, State::Open]);
        let paused = row(world, ada.account).await;
        assert!(paused.auto_paused && paused.lapses == 2 && paused.open_requests == 0);
        assert_eq!(paused.reply_minutes, Some(7 * 24 * 60), "silence counts as all the time there was");
        let gil = mentee(world, "gil").await;
        listed(&gil, &[a]).await;
        assert_eq!(states(&gil).await, [State::Waiting]);
        come_back(&ada.ctx).await.unwrap();
        assert_eq!(states(&gil).await, [State::Open]);
        // Who answers again is slow as long as half of the requests ran out.
        for (name, median) in [("hal", 10_080), ("ida", 10_080), ("jo", 60)] {
            let person = mentee(world, name).await;
            let asked = listed(&person, &[a]).await[0];
            world.clock.advance(TimeDelta::hours(1));
            decline(&ada.ctx, asked.as_str(), "no-time").await.unwrap();
            assert_eq!(row(world, ada.account).await.reply_minutes, Some(median), "{name}");
        }
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_is_not_confirmed_in_three_days_gives_its_seat_back() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a]).await;
        world.clock.advance(TimeDelta::hours(5));
        accept(&ada.ctx, list[0].as_str()).await.unwrap();
        assert_eq!(row(world, ada.account).await.reply_minutes, Some(300));
        world.clock.advance(TimeDelta::hours(71));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::Accepted]);
        world.clock.advance(TimeDelta::hours(2));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::Lapsed]);
        let ada = row(world, ada.account).await;
        assert_eq!((ada.taken, ada.lapses), (0, 0), "it was not the mentor who let it run out");
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tell_me_more_sets_the_week_anew() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 1).await;
        let eve = mentee(world, "eve").await;
        let list = listed(&eve, &[a]).await;
        world.clock.advance(TimeDelta::days(6));
        ask_more(&ada.ctx, list[0].as_str(), "Which season do you plan for?").await.unwrap();
        world.clock.advance(TimeDelta::days(6));
        tick_now(world).await;
        assert_eq!(states(&eve).await, [State::MoreAsked]);
        is_missing(tell_more(&ada.ctx, list[0].as_str(), "I am not the one to answer").await);
        tell_more(&eve.ctx, list[0].as_str(), "The next one.").await.unwrap();
        let page = request_page(&ada.ctx, list[0]).await.unwrap();
        assert_eq!(page.answer.as_deref(), Some("The next one."));
        assert_eq!(page.due_at, Some(world.ctx.now() + TimeDelta::days(7)));
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_keep_each_other_away_never_meet() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (bo, b) = mentor(world, "bo", 2).await;
        let eve = mentee(world, "eve").await;
        crate::moderation::block(&ada.ctx, eve.id.as_str()).await.unwrap();
        let found = search(&eve.ctx, &Filter::default()).await.unwrap();
        assert_eq!(found.cards.iter().map(|card| card.id).collect::<Vec<_>>(), [b]);
        is_missing(mentor_page(&eve.ctx, a).await);
        is_missing(add_to_list(&eve.ctx, a.as_str()).await);
        let list = listed(&eve, &[b]).await;
        accept(&bo.ctx, list[0].as_str()).await.unwrap();
        // A block in the middle ends what hangs between the two.
        crate::moderation::block(&eve.ctx, bo.id.as_str()).await.unwrap();
        is_missing(request_page(&bo.ctx, list[0]).await);
        assert!(confirm(&eve.ctx, list[0].as_str()).await.is_err());
        assert_eq!(row(world, bo.account).await.taken, 0);
        assert!(engagements::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        assert_eq!(inbox(&bo.ctx).await.unwrap().incoming, []);
        counts_agree(world).await;
    })
    .await;
}
