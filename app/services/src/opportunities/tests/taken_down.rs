//! A posting that is taken down from its desk: a decision of the moderation room, with its reasons and an appeal.

use domain::id::PublicId;
use domain::moderation::{Case, Ground};

use super::rooms::report;
use super::*;
use crate::moderation::{self, CaseError, QueueFilter};

fn refusal<T: std::fmt::Debug>(result: Result<T, CaseError>) -> Refusal {
    match result {
        Err(CaseError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// How many reports the settled cases of the room have.
async fn settled(moderator: &Person) -> Vec<i32> {
    let settled = QueueFilter { settled: true, ..QueueFilter::default() };
    moderation::desk(&moderator.ctx, &settled).await.unwrap().cases.iter().map(|one| one.reports).collect()
}

#[tokio::test]
async fn a_host_reads_why_and_another_moderator_answers_the_appeal() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, _) = applied(world, "ada", &id).await;
        let (mo, mia) =
            (world.person("mo", &[Capability::Moderator]).await, world.person("mia", &[Capability::Moderator]).await);
        let before = told(&host).await.len();
        let case = taken_down(&mo, &id).await;
        assert_eq!((state_of(&host, &id).await, stage_of(&ada).await), (State::TakenDown, Stage::Declined));
        assert_eq!(my_posting(&host.ctx, &id).await.unwrap().note.as_deref(), Some("It looks odd."));
        let hears = told(&host).await.split_off(before);
        assert_eq!(hears.len(), 1, "one notice says everything: {hears:?}");
        for words in [
            "Your posting was taken down: Observership",
            "Why: Something else.",
            "Every application that was not over has ended, and those people were told.",
            "ask for another look",
            "A moderator writes: It looks odd.",
        ] {
            assert!(hears[0].contains(words), "{words} is not in {hears:?}");
        }
        let decision = moderation::about_me(&host.ctx).await.unwrap().remove(0);
        assert!(matches!(decision.case, Case::Decided(_)) && !decision.alone, "{decision:?}");
        assert_eq!((decision.ground, decision.posting), (Some(Ground::Other), PublicId::parse(&id)));
        // Nothing but the case puts it back.
        assert_eq!(refused(decide(&mia.ctx, &id, Step::Restore, "").await), Refusal::PostingHidden);
        moderation::appeal(&host.ctx, &case, "It is a real place.").await.unwrap();
        let shown = moderation::case_page(&mia.ctx, &case).await.unwrap();
        assert!(shown.evidence[0].content.contains("Lakeshore Teaching Hospital"), "{shown:?}");
        assert_eq!((shown.told.len(), shown.told[0].details.as_str()), (1, "It looks odd."));
        assert_eq!(refusal(moderation::answer(&mo.ctx, &case, false).await), Refusal::AppealNeedsAnother);
        assert_eq!(state_of(&host, &id).await, State::TakenDown);
        moderation::answer(&mia.ctx, &case, false).await.unwrap();
        assert_eq!(state_of(&host, &id).await, State::Paused);
        assert_eq!(review(&mia.ctx, &id).await.unwrap().case, None);
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        assert_eq!(page(&ada.ctx, &id).await.unwrap().state, State::Published);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_host_reads_the_longest_reason_whole() {
    on_both(async |world| {
        let (title, why) = ("t".repeat(120), "y".repeat(500));
        let (host, id) = published(world, "host", &[("title", title.as_str())]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        moderation::take_posting_down(&mo.ctx, &id, "money", &why).await.unwrap();
        let hears = told(&host).await.pop().unwrap();
        assert!(hears.contains(&title) && hears.ends_with(&why), "{hears}");
    })
    .await;
}

#[tokio::test]
async fn a_case_that_is_open_about_a_posting_is_the_one_that_is_decided() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let ada = world.person("ada", &[]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        report(&ada, "posting", &id).await;
        taken_down(&mo, &id).await;
        assert_eq!(settled(&mo).await, [2], "of Ada and of the moderator");
        assert!(moderation::desk(&mo.ctx, &QueueFilter::default()).await.unwrap().cases.is_empty());
        assert_eq!(moderation::about_me(&host.ctx).await.unwrap().len(), 1);
        assert!(told(&ada).await.concat().contains("Your report was looked at"));
        assert!(!told(&mo).await.concat().contains("Your report was looked at"), "whoever decides knows");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_moderators_at_once_make_one_decision_about_a_posting() {
    on_both(async |world| {
        let host = world.person("host", &[Capability::Host]).await;
        let ada = world.person("ada", &[]).await;
        let (mo, mia) =
            (world.person("mo", &[Capability::Moderator]).await, world.person("mia", &[Capability::Moderator]).await);
        for reported in [false, true] {
            let id = opened(&host, &[]).await;
            if reported {
                report(&ada, "posting", &id).await;
            }
            let down = async |by: &Person| {
                moderation::take_posting_down(&by.ctx, &id, "money", "Asks for money in a chat.").await
            };
            let (one, two) = tokio::join!(down(&mo), down(&mia));
            assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
            assert_eq!(refusal(if one.is_ok() { two } else { one }), Refusal::PostingMoved);
        }
        assert_eq!(settled(&mo).await, [1, 2]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_down_their_own_or_without_a_reason_and_only_moderators_do() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let own = sent(&mo, &[]).await;
        let down = async |by: &Person, posting: &str, ground: &str, why: &str| {
            moderation::take_posting_down(&by.ctx, posting, ground, why).await
        };
        assert!(matches!(down(&host, &id, "other", "It looks odd.").await, Err(CaseError::Denied(_))));
        assert!(matches!(down(&mo, &own, "other", "It looks odd.").await, Err(CaseError::NotFound)));
        assert!(matches!(down(&mo, "none", "other", "It looks odd.").await, Err(CaseError::NotFound)));
        let (fits, long) = ("y".repeat(500), "y".repeat(501));
        for (ground, why, wrong) in [
            ("", "Odd.", vec!["ground", "details"]),
            ("other", long.as_str(), vec!["details"]),
            ("mended", fits.as_str(), vec!["ground"]),
            ("mended", "It looks odd.", vec!["ground"]),
            ("other", " \n ", vec!["details"]),
        ] {
            let Err(CaseError::Invalid(errors)) = down(&mo, &id, ground, why).await else { panic!("{ground} {why}") };
            assert_eq!(errors.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), wrong);
        }
        assert_eq!(refused(decide(&mo.ctx, &id, Step::TakeDown, "It looks odd.").await), Refusal::PostingMoved);
        step(&host.ctx, &id, Step::Withdraw).await.unwrap();
        assert_eq!(refusal(down(&mo, &id, "other", "It looks odd.").await), Refusal::PostingMoved);
        assert_eq!(settled(&mo).await, Vec::<i32>::new());
        is_whole(world).await;
    })
    .await;
}
