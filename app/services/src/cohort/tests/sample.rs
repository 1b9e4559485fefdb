//! Invented cohorts show each stage, keep every promise, and go again.

use domain::identity::Email;

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
        // Derived, whatever the lottery: nobody saved an order, so the fit ranks. cohort-3 has okonkwo. abara's seat is
        // cohort-4's (topic and stage, 34) before cohort-2's (topic, 24) and member's (stage, 10); cohort-2 also falls behind
        // at mentor (10 against 24). Of member, cohort-1 and cohort-5, equal at mentor, one has mentor, and one of those left
        // has ferreira. So 4: every stable result leaves cohort-2 out, and one of those three; one seat of okonkwo stays empty.
        let run = done.run.unwrap();
        assert_eq!((done.runs.len(), run.placed, run.mentees, run.seats), (4, 4, 6, 5));
        let out = Email::parse("cohort-2@example.org").unwrap();
        let out = crate::identity::people::by_email(world.ctx.db.read(), &out).await.unwrap().unwrap().account;
        let all = people::Entity::find().all(world.ctx.db.read()).await.unwrap();
        let out: Vec<i64> = all.iter().filter(|one| one.account_id == Some(out)).map(|one| one.id).collect();
        let pairs = pairs::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert_eq!((out.len(), pairs.len()), (4, 4), "a part in each of the four cohorts, one of which is out");
        assert!(pairs.iter().all(|pair| !out.contains(&pair.mentee_id)));
        is_whole(world).await;
        remove_sample_cohorts(&world.ctx).await.unwrap();
        assert!(list(&world.ctx).await.unwrap().is_empty());
        is_whole(world).await;
    })
    .await;
}
