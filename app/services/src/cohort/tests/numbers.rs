//! A number stands for a mentee before the mentors whom they listed, in reports and blocks too, and before nobody else.

use domain::moderation::{Kind, PersonReportForm};

use super::*;
use crate::moderation::case_entity::evidence;
use crate::moderation::{Known, QueueFilter};

fn report(number: PublicId, key: &str) -> PersonReportForm {
    PersonReportForm {
        kind: Kind::Person.word().to_owned(),
        person: number.to_string(),
        ground: "money".to_owned(),
        details: "Asks for money in the goals.".to_owned(),
        key: key.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_mentor_who_was_shown_a_number_may_report_and_block_whoever_it_is() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let (eve, fay) = (&cast.mentees[0], &cast.mentees[1]);
        let (ada, bo) = (&cast.mentors[0].0, &cast.mentors[1].0);
        let stranger = world.person("stranger", &[]).await;
        let moderator = world.person("mo", &[Capability::Moderator]).await;
        world.clock.set(at(MENTEES_BEGIN));
        save_choices(&eve.ctx, &cast.id, &cast.choices(&[0])).await.unwrap();
        let number = PublicId::parse(&number_of(world, eve.account).await).unwrap();
        let asked = async |person: &Person| whom(&world.ctx, number, person.account).await.unwrap();
        assert_eq!(asked(ada).await, number, "nobody learns who listed them before all lists of mentees are closed");
        world.clock.set(at(MENTORS_BEGIN));
        tick_now(world).await;
        assert_eq!(asked(ada).await, eve.id, "{}", world.kind().name());
        for nobody in [bo, fay, eve, &stranger, &cast.organizer] {
            assert_eq!(asked(nobody).await, number);
            assert!(moderation::block(&nobody.ctx, number.as_str()).await.is_err());
            assert!(moderation::report_person(&nobody.ctx, report(number, KEY)).await.is_err());
        }
        moderation::report_person(&ada.ctx, report(number, "fedcba9876543210")).await.unwrap();
        assert_eq!(moderation::desk(&moderator.ctx, &QueueFilter::default()).await.unwrap().cases.len(), 1);
        assert_eq!(ranking(&ada.ctx, &cast.id).await.unwrap().mentees.len(), 1);
        moderation::block(&ada.ctx, number.as_str()).await.unwrap();
        assert!(ranking(&ada.ctx, &cast.id).await.unwrap().mentees.is_empty());
        // She is not told who it is, and can take it back by the number.
        let kept = moderation::blocked(&ada.ctx).await.unwrap();
        assert_eq!((kept.len(), kept[0].person, kept[0].known), (1, number, Known::Number));
        moderation::unblock(&ada.ctx, number.as_str()).await.unwrap();
        assert_eq!(ranking(&ada.ctx, &cast.id).await.unwrap().mentees.len(), 1);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_keeps_what_the_mentee_had_told_the_cohort_and_loses_it_with_them() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let (eve, ada) = (&cast.mentees[0], &cast.mentors[0].0);
        let moderator = world.person("mo", &[Capability::Moderator]).await;
        world.clock.set(at(MENTEES_BEGIN));
        save_choices(&eve.ctx, &cast.id, &cast.choices(&[0])).await.unwrap();
        world.clock.set(at(MENTORS_BEGIN));
        tick_now(world).await;
        let number = PublicId::parse(&number_of(world, eve.account).await).unwrap();
        // The second report finds the same, and adds no version.
        for key in [KEY, "fedcba9876543210"] {
            moderation::report_person(&ada.ctx, report(number, key)).await.unwrap();
        }
        let about = moderation::desk(&moderator.ctx, &QueueFilter::default()).await.unwrap().cases.remove(0).id;
        let page = async || moderation::case_page(&moderator.ctx, about.as_str()).await.unwrap();
        let kept = page().await.evidence;
        assert_eq!(kept.len(), 1, "{}", world.kind().name());
        assert_eq!(kept[0].told.as_deref(), Some("Find the right programs for me."));
        assert!(kept[0].content.contains("Spring cohort") && !kept[0].content.contains("programs"));
        // It lies sealed.
        let stored = evidence::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        assert!(stored.told.is_some_and(|told| !told.contains("programs")));
        // Where she is named by her account, nothing that was told a cohort is reported.
        moderation::report_person(&cast.organizer.ctx, report(eve.id, "00000000000000ff")).await.unwrap();
        let told: Vec<bool> = page().await.evidence.iter().map(|one| one.told.is_some()).collect();
        assert_eq!(told, [true, false]);
        is_whole(world).await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        crate::identity::erase_person(&admin.ctx, eve.id.as_str(), "asked", true).await.unwrap();
        assert!(page().await.evidence.is_empty());
        assert!(evidence::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty());
        is_whole(world).await;
    })
    .await;
}
