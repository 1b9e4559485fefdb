//! Invented cohorts show each stage, keep every promise, and go again.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_invented_cohorts_show_each_stage_and_hold() {
    on_both(async |world| {
        crate::identity::add_sample_people(&world.ctx).await.unwrap();
        mentorship::add_sample_mentors(&world.ctx).await.unwrap();
        add_sample_cohorts(&world.ctx).await.unwrap();
        add_sample_cohorts(&world.ctx).await.unwrap();
        let all = list(&world.ctx).await.unwrap();
        let states: Vec<State> = all.iter().map(|one| one.state).collect();
        assert_eq!(states, [State::SignUp, State::Mentees, State::Mentors, State::Published]);
        let done = certificate(&world.ctx, all[3].id.as_str()).await.unwrap();
        assert!(done.verified.unwrap().holds(Objective::Stable));
        assert_eq!((done.runs.len(), done.run.unwrap().placed), (4, 4));
        is_whole(world).await;
        remove_sample_cohorts(&world.ctx).await.unwrap();
        assert!(list(&world.ctx).await.unwrap().is_empty());
        is_whole(world).await;
    })
    .await;
}
