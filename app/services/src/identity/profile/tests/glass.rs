//! A moderator looks at a private answer: for a reason, for a while, and the person is told.

use super::super::{break_glass, opened_by_viewer, who_saw};
use super::*;

const REASON: &str = "A report says that the visa named here is forged.";

async fn queued(world: &TestWorld) -> i64 {
    let count = sea_orm::Statement::from_string(
        world.ctx.db.read().get_database_backend(),
        "SELECT COUNT(*) FROM mails WHERE kind = 'break-glass-told'",
    );
    world.ctx.db.read().query_one_raw(count).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_glass_is_broken_with_a_reason_and_in_the_open() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        fill_in(&ada.ctx, |_| None).await;
        let shown = [("name".to_owned(), "Mo Derator".to_owned()), ("name_audience".to_owned(), "members".to_owned())];
        save(&moderator.ctx, Step::You, &shown).await.unwrap();
        assert!(matches!(read(&moderator.ctx, ada.id, SeenAs::Viewer).await, Err(ProfileError::NotFound)));
        let answer = break_glass(&moderator.ctx, ada.id, Field::VisaNeed, REASON).await.unwrap().unwrap();
        assert_eq!(answer.as_str(), "j1-or-h1b");
        let views = who_saw(&ada.ctx).await.unwrap();
        assert_eq!(views.len(), 1);
        assert_eq!((views[0].field, views[0].reason.as_str()), (Field::VisaNeed, REASON));
        assert_eq!((views[0].by.as_deref(), views[0].at), (Some("Mo Derator"), world.ctx.now()));
        assert_eq!(queued(world).await, 1, "Ada is told");
        assert_eq!(who_saw(&moderator.ctx).await.unwrap(), []);
        assert_eq!(check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_is_read_again_for_ten_minutes_by_who_opened_it_and_only_as_it_was() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        let other = world.person("other", &[Capability::Moderator]).await;
        fill_in(&ada.ctx, |_| None).await;
        for field in [Field::VisaNeed, Field::Citizenship] {
            break_glass(&moderator.ctx, ada.id, field, REASON).await.unwrap();
            world.clock.advance(chrono::TimeDelta::seconds(1));
        }
        let open = opened_by_viewer(&moderator.ctx, ada.id).await.unwrap();
        assert_eq!(open.iter().map(|one| one.field).collect::<Vec<_>>(), [Field::Citizenship, Field::VisaNeed]);
        assert_eq!(open[1].answer.as_ref().unwrap().as_str(), "j1-or-h1b");
        assert_eq!(opened_by_viewer(&other.ctx, ada.id).await.unwrap(), []);
        assert!(matches!(opened_by_viewer(&ada.ctx, ada.id).await, Err(ProfileError::Denied(_))));
        save(&ada.ctx, Step::Papers, &[("visa_need".to_owned(), "none".to_owned())]).await.unwrap();
        let open = opened_by_viewer(&moderator.ctx, ada.id).await.unwrap();
        assert!(open.iter().all(|one| one.field != Field::VisaNeed), "what she says since is another look");
        assert_eq!(who_saw(&ada.ctx).await.unwrap().len(), 2, "reading again is no new look");
        world.clock.advance(chrono::TimeDelta::minutes(10));
        assert_eq!(opened_by_viewer(&moderator.ctx, ada.id).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_right_reason_or_proof_the_glass_holds_and_nothing_is_written() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        fill_in(&ada.ctx, |_| None).await;
        let moderator = world.person("moderator", &[Capability::Moderator]).await;
        let without = |change: fn(&mut crate::ctx::Member)| {
            let mut viewer = moderator.ctx.viewer.clone();
            change(viewer.member.as_mut().unwrap());
            moderator.ctx.with_viewer(viewer)
        };
        let member: Person = world.person("member", &[Capability::Mentor]).await;
        for (ctx, verdict) in [
            (member.ctx.clone(), Verdict::Forbidden),
            (world.ctx.clone(), Verdict::SignIn),
            (without(|member| member.two_factor = false), Verdict::SecondFactor),
            (without(|member| member.proved = false), Verdict::Prove),
        ] {
            let answer = break_glass(&ctx, ada.id, Field::VisaNeed, REASON).await;
            assert!(matches!(answer, Err(ProfileError::Denied(denied)) if denied.verdict == verdict), "{verdict:?}");
        }
        for reason in ["", "because", &"x".repeat(501)] {
            let answer = break_glass(&moderator.ctx, ada.id, Field::VisaNeed, reason).await;
            assert!(matches!(answer, Err(ProfileError::Invalid(_))));
        }
        let nobody = break_glass(&moderator.ctx, world.ctx.dice.public_id(), Field::VisaNeed, REASON).await;
        assert!(matches!(nobody, Err(ProfileError::NotFound)));
        assert_eq!(who_saw(&ada.ctx).await.unwrap(), []);
        assert_eq!(queued(world).await, 0);
    })
    .await;
}
