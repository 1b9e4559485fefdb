//! The one check of a mentor: it gives the capability, and takes it along when it ends.

use super::*;
use crate::{audit, grants};

async fn is_mentor(world: &TestWorld, person: &Person) -> bool {
    grants::capabilities(world.ctx.db.read(), person.account).await.unwrap().has(Capability::Mentor)
}

async fn words_of_the_log(world: &TestWorld) -> Vec<String> {
    let admin = world.person(&format!("reader{}", world.ctx.dice.public_id()), &[Capability::Admin]).await;
    let page = audit::list(&admin.ctx, &audit::Filter::default()).await.unwrap();
    assert!(page.holds);
    page.rows.into_iter().rev().map(|row| row.note).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_gives_the_capability_and_taking_it_back_ends_it() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (_bo, b) = mentor(world, "bo", 1).await;
        let (_cy, c) = mentor(world, "cy", 1).await;
        assert!(is_mentor(world, &ada).await);
        assert!(words_of_the_log(world).await.contains(&"granted mentor".to_owned()));
        let (eve, fay) = (mentee(world, "eve").await, mentee(world, "fay").await);
        let list = listed(&eve, &[a]).await;
        accept(&ada.ctx, list[0].as_str()).await.unwrap();
        let together = confirm(&eve.ctx, list[0].as_str()).await.unwrap();
        let gil = mentee(world, "gil").await;
        save_room(&ada.ctx, &RoomForm { capacity: "2".to_owned(), paused_until: "2026-12-01".to_owned() })
            .await
            .unwrap();
        listed(&gil, &[a]).await;
        assert_eq!(states(&gil).await, [State::Waiting]);
        come_back(&ada.ctx).await.unwrap();
        assert_eq!(states(&gil).await, [State::Open]);
        listed(&fay, &[a, b, c]).await;
        assert_eq!(states(&fay).await, [State::Open, State::Open, State::Listed]);

        let moderator = world.person("mo", &[Capability::Moderator]).await;
        assert!(take_check_back(&fay.ctx, a.as_str()).await.is_err(), "only moderators do");
        assert!(mentor_page(&moderator.ctx, a).await.unwrap().may_take_back);
        assert!(!mentor_page(&fay.ctx, a).await.unwrap().may_take_back);
        take_check_back(&moderator.ctx, a.as_str()).await.unwrap();
        assert!(!is_mentor(world, &ada).await);
        assert_eq!(states(&fay).await, [State::Closed, State::Open, State::Open], "the next is asked");
        for person in [&fay, &gil] {
            assert_eq!(letters_with(world, person, "A mentor on your list is no longer here").await, 1);
        }
        is_missing(mentor_page(&fay.ctx, a).await);
        assert_eq!(engagement(&ada.ctx, together).await.unwrap().phase, Phase::Agreeing, "who works together goes on");
        assert_eq!(refused(take_check_back(&moderator.ctx, a.as_str()).await), Refusal::CaseSettled);
        let log = words_of_the_log(world).await;
        assert!(log.contains(&"ended mentor".to_owned()) && log.contains(&"taken-back".to_owned()), "{log:?}");
        counts_agree(world).await;

        // They may be checked again.
        let proof = ProofForm { way: "moderator".to_owned(), what: "Ask the program office".to_owned() };
        ask_to_be_checked(&ada.ctx, &proof).await.unwrap();
        let form = decided(&to_check(&moderator.ctx).await.unwrap()[0], "moderator");
        decide_check(&moderator.ctx, &form).await.unwrap();
        assert!(is_mentor(world, &ada).await);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_and_an_end_by_an_admin_end_the_check_too() {
    on_both(async |world| {
        let (ada, a) = mentor(world, "ada", 2).await;
        let (bo, b) = mentor(world, "bo", 2).await;
        let eve = mentee(world, "eve").await;
        listed(&eve, &[a, b]).await;
        let said = "I help with interviews and forms, for an hour a month.";
        let other = fields(&[("name", "Somebody Else"), ("role", "fellow"), ("statement", said)]);
        save_step(&ada.ctx, MentorStep::Work, &other).await.unwrap();
        assert!(!is_mentor(world, &ada).await);
        assert_eq!(states(&eve).await, [State::Closed, State::Open]);

        let admin = world.person("admin", &[Capability::Admin]).await;
        let held = grants::person_page(&admin.ctx, bo.id.as_str()).await.unwrap().held;
        assert_eq!(held[0].capability, Capability::Mentor);
        assert_eq!(held[0].reason, "Checked as a mentor: by a moderator.");
        grants::end(&admin.ctx, held[0].id.as_str(), "They have asked for it.").await.unwrap();
        assert_eq!(status(world, bo.account).await, MentorStatus::Draft);
        assert_eq!(states(&eve).await, [State::Closed, State::Closed]);
        counts_agree(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_reads_where_a_number_can_be_looked_up_and_where_an_address_is() {
    on_both(async |world| {
        let moderator = world.person("mo", &[Capability::Moderator]).await;
        let said = "I help with interviews and forms, for an hour a month.";
        for (name, way, what) in [
            ("ada", "registry", "1234567893"),
            ("bo", "institution-mail", "bo@hospital.example"),
            ("cy", "moderator", "Ask the program office"),
        ] {
            let person = world.person(name, &[]).await;
            let work = fields(&[("name", name), ("role", "fellow"), ("statement", said)]);
            save_step(&person.ctx, MentorStep::Work, &work).await.unwrap();
            save_step(&person.ctx, MentorStep::Help, &fields(&[("offers", "visa")])).await.unwrap();
            let proof = ProofForm { way: way.to_owned(), what: what.to_owned() };
            ask_to_be_checked(&person.ctx, &proof).await.unwrap();
            world.clock.advance(TimeDelta::minutes(1));
        }
        let waiting = to_check(&moderator.ctx).await.unwrap();
        let told: Vec<_> = waiting.iter().map(|one| (one.way, one.what.as_str(), one.domain.as_str())).collect();
        assert_eq!(
            told,
            [
                (Some(Checked::Registry), "1234567893", "example.org"),
                // The domain is that of the confirmed address, whatever is typed.
                (Some(Checked::InstitutionMail), "bo@hospital.example", "example.org"),
                (Some(Checked::Moderator), "Ask the program office", "example.org"),
            ],
            "{}",
            world.kind().name()
        );
        let links: Vec<_> = waiting.iter().map(|one| one.look_up.as_deref()).collect();
        assert_eq!(links, [Some("https://npiregistry.cms.hhs.gov/provider-view/1234567893"), None, None]);
    })
    .await;
}
