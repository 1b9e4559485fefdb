//! A number stands for a mentee before the mentors whom they listed, in reports and blocks too, and before nobody else.

use domain::moderation::{Kind, PersonReportForm};

use super::*;
use crate::moderation::QueueFilter;

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
        assert_eq!((kept.len(), kept[0].person, kept[0].asked), (1, number, true));
        moderation::unblock(&ada.ctx, number.as_str()).await.unwrap();
        assert_eq!(ranking(&ada.ctx, &cast.id).await.unwrap().mentees.len(), 1);
        is_whole(world).await;
    })
    .await;
}
