//! A cohort that is called off: what was run stays for everybody to see, and what people said goes.

use domain::matching::Seed;

use super::*;
use crate::notifications::entity::notifications;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_part_sees_no_run_and_does_not_call_it_off_after_the_close() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let own = &cast.organizer.ctx;
        sign_up_mentee(own, &cast.id, &told("visa")).await.unwrap();
        cast.ranked(world).await;
        assert_eq!(refused(cancel(own, &cast.id, true).await), Refusal::CohortOwn);
        let other = world.person("other", &[Capability::Organizer]).await;
        preview(&other.ctx, &cast.id, KEY).await.unwrap();
        let seen = side_by_side(own, &cast.id).await.unwrap();
        assert!(seen.beside.is_empty() && seen.runs.is_empty() && !seen.changed);
        assert_eq!(side_by_side(&other.ctx, &cast.id).await.unwrap().runs.len(), 3);
        assert_eq!(refused(cancel(own, &cast.id, true).await), Refusal::CohortOwn);
        assert_eq!(cohort_page(&world.ctx, &cast.id).await.unwrap().state, State::Previewed);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_run_is_public_with_the_seed_and_what_people_said_is_gone() {
    on_both(async |world| {
        let cast = to_publish(world, "stable").await;
        let before = certificate(&world.ctx, &cast.id).await.unwrap();
        assert_eq!((before.runs.len(), before.made, before.state, before.seed), (0, 3, State::Previewed, None));
        cancel(&cast.organizer.ctx, &cast.id, true).await.unwrap();
        let found = certificate(&world.ctx, &cast.id).await.unwrap();
        assert_eq!((found.state, found.runs.len(), found.made), (State::Canceled, 3, 3));
        assert!(found.run.is_none() && found.verified.is_none() && found.published_at.is_none());
        let seed = Seed::parse(&found.seed.unwrap()).unwrap();
        assert_eq!(seed.commitment().to_string(), found.commitment);
        assert_eq!(found.input_at_close.map(|(hash, _)| hash.to_string()), Some(found.runs[0].input_hash.clone()));
        assert!(ranks::Entity::find().all(world.ctx.db.read()).await.unwrap().is_empty(), "{}", world.kind().name());
        let all = people::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert!(all.len() == 5 && all.iter().all(|one| one.told.is_none()));
        assert!(my_cohort(&cast.mentees[0].ctx, &cast.id).await.unwrap().list.is_empty());
        assert!(!side_by_side(&cast.organizer.ctx, &cast.id).await.unwrap().changed);
        is_whole(world).await;
        tick_now(world).await;
        let all = notifications::Entity::find().all(world.ctx.db.read()).await.unwrap();
        let told = all.iter().filter(|one| one.title == "Spring cohort was called off").count();
        assert_eq!(told, 5, "everybody hears of it, once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_is_called_off_has_nothing_to_tell() {
    on_both(async |world| {
        let organizer = world.person("olga", &[Capability::Organizer]).await;
        let id = save(&organizer.ctx, "", &a_plan("stable"), KEY).await.unwrap().to_string();
        cancel(&organizer.ctx, &id, true).await.unwrap();
        is_missing(certificate(&world.ctx, &id).await);
        is_whole(world).await;
    })
    .await;
}
