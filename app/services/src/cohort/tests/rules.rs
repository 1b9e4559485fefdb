//! Who may do what, and when it is too late.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_comes_after_the_close_is_refused_whether_or_not_the_job_has_run() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let eve = &cast.mentees[0].ctx;
        assert_eq!(refused(save_choices(eve, &cast.id, &cast.choices(&[0])).await), Refusal::CohortClosed);
        world.clock.set(at(MENTEES_BEGIN));
        assert_eq!(refused(sign_up_mentee(eve, &cast.id, &told("visa")).await), Refusal::CohortClosed);
        save_choices(eve, &cast.id, &cast.choices(&[0])).await.unwrap();
        world.clock.set(at(MENTORS_BEGIN) - TimeDelta::seconds(1));
        save_choices(eve, &cast.id, &cast.choices(&[1, 0])).await.unwrap();
        world.clock.set(at(MENTORS_BEGIN));
        assert_eq!(refused(save_choices(eve, &cast.id, &cast.choices(&[0])).await), Refusal::CohortClosed);
        is_missing(save_places(eve, &cast.id, &[]).await);
        assert_eq!(ranks::Entity::find().all(world.ctx.db.read()).await.unwrap().len(), 2);
        world.clock.set(at(CLOSE));
        let ada = &cast.mentors[0].0.ctx;
        assert_eq!(refused(save_places(ada, &cast.id, &[]).await), Refusal::CohortClosed);
        assert_eq!(refused(leave(ada, &cast.id).await), Refusal::CohortClosed);
        tick_now(world).await;
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_take_part_and_who_may_run_it() {
    on_both(async |world| {
        let (organizer, id) = opened(world, "stable").await;
        let plain = world.person("plain", &[]).await;
        assert!(save(&plain.ctx, "", &a_plan("stable"), KEY).await.is_err(), "only organizers plan");
        let chess = world.organizer_of("chess", "Chess").await;
        is_missing(draft(&chess.ctx, &id).await);
        assert!(!runs_cohorts(&chess.ctx) && runs_cohorts(&organizer.ctx) && !runs_cohorts(&plain.ctx));
        assert_eq!(refused(sign_up_mentor(&plain.ctx, &id, "1").await), Refusal::CohortMentorsChecked);
        let (ada, _) = mentor(world, "ada").await;
        sign_up_mentor(&ada.ctx, &id, "2").await.unwrap();
        // Nobody gives seats that they do not have.
        assert!(matches!(sign_up_mentor(&ada.ctx, &id, "3").await, Err(CohortError::Invalid(_))));
        more_seats(&ada, 4).await;
        sign_up_mentor(&ada.ctx, &id, "3").await.unwrap();
        assert_eq!(refused(sign_up_mentee(&ada.ctx, &id, &told("visa")).await), Refusal::CohortSignedUp);
        assert_eq!(cohort_page(&ada.ctx, &id).await.unwrap().seats, 3);
        // Whoever takes part does not run it.
        sign_up_mentee(&organizer.ctx, &id, &told("visa")).await.unwrap();
        world.clock.set(at(CLOSE));
        tick_now(world).await;
        assert_eq!(refused(preview(&organizer.ctx, &id, KEY).await), Refusal::CohortOwn);
        let other = world.person("other", &[Capability::Organizer]).await;
        preview(&other.ctx, &id, KEY).await.unwrap();
        // A plan does not change once people have seen it, and a draft is nobody's to see.
        assert_eq!(refused(save(&other.ctx, &id, &later_plan(), KEY).await), Refusal::CohortClosed);
        let hidden = save(&other.ctx, "", &later_plan(), "abcdefabcdefabcd").await.unwrap();
        is_missing(cohort_page(&plain.ctx, hidden.as_str()).await);
        is_missing(sign_up_mentee(&plain.ctx, hidden.as_str(), &told("visa")).await);
        cancel(&other.ctx, &id, true).await.unwrap();
        assert_eq!(cohort_page(&plain.ctx, &id).await.unwrap().state, State::Canceled);
        is_missing(cohort_page(&plain.ctx, PublicId::from_bytes([0; 12]).as_str()).await);
        is_whole(world).await;
    })
    .await;
}

fn later_plan() -> Vec<(String, String)> {
    let mut plan = a_plan("fit");
    for (name, day) in [("sign_up", "2026-12-10"), ("mentees", "2026-12-20"), ("mentors", "2026-12-30")] {
        plan.retain(|(field, _)| field != name);
        plan.push((name.to_owned(), day.to_owned()));
    }
    plan
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_whom_one_keeps_the_other_away_are_not_matched_and_nobody_is_told_why() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        world.clock.set(at(MENTEES_BEGIN));
        let eve = &cast.mentees[0];
        save_choices(&eve.ctx, &cast.id, &cast.choices(&[0])).await.unwrap();
        let ada = &cast.mentors[0].0;
        moderation::block(&ada.ctx, eve.id.as_str()).await.unwrap();
        // From now on she cannot choose her; what she chose before stays as it was.
        assert_eq!(ranking(&eve.ctx, &cast.id).await.unwrap().mentors.len(), 1);
        world.clock.set(at(MENTORS_BEGIN));
        tick_now(world).await;
        assert!(ranking(&ada.ctx, &cast.id).await.unwrap().mentees.is_empty());
        world.clock.set(at(CLOSE));
        tick_now(world).await;
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        let mine = my_cohort(&eve.ctx, &cast.id).await.unwrap();
        assert!(mine.matched.is_empty() && mine.proof.unwrap().1, "her list was an input unchanged");
        is_whole(world).await;
    })
    .await;
}
