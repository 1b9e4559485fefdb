//! Two who do the same at once.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn two_who_publish_at_once_publish_once() {
    on_both(async |world| {
        let cast = cast(world, "open").await;
        cast.ranked(world).await;
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        let second = world.person("pavel", &[Capability::Organizer]).await;
        let presses = (0..20).map(|nth| {
            let (who, what) = if nth % 2 == 0 { (&cast.organizer, "stable") } else { (&second, "placed") };
            publish(&who.ctx, &cast.id, what, true)
        });
        let done = join_all(presses).await.into_iter().flatten().count();
        assert_eq!(done, 1, "{}", world.kind().name());
        let all = runs::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert_eq!((all.len(), all.iter().filter(|run| run.published).count()), (4, 1));
        assert!(pairs::Entity::find().all(world.ctx.db.read()).await.unwrap().len() <= 2);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_at_the_very_end_is_whole_or_not_there() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        world.clock.set(at(MENTORS_BEGIN) - TimeDelta::seconds(1));
        let eve = &cast.mentees[0];
        save_choices(&eve.ctx, &cast.id, &cast.choices(&[0])).await.unwrap();
        world.clock.set(at(MENTORS_BEGIN));
        let lists = [cast.choices(&[1, 0]), cast.choices(&[1])];
        let saves = (0..8).map(|nth| save_choices(&eve.ctx, &cast.id, &lists[nth % 2]));
        let (answers, ()) = futures::future::join(join_all(saves), tick_now(world)).await;
        assert!(answers.into_iter().all(|one| refused(one) == Refusal::CohortClosed), "{}", world.kind().name());
        let left = ranks::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert_eq!(left.len(), 1, "what was saved in the last second holds");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_presses_twice_takes_part_once() {
    on_both(async |world| {
        let (_, id) = opened(world, "stable").await;
        let eve = world.person("eve", &[]).await;
        let needs = told("visa");
        let presses = (0..8).map(|_| sign_up_mentee(&eve.ctx, &id, &needs));
        assert!(join_all(presses).await.into_iter().all(|one| one.is_ok()));
        assert_eq!(cohort_page(&world.ctx, &id).await.unwrap().mentees, 1);
        is_whole(world).await;
    })
    .await;
}
