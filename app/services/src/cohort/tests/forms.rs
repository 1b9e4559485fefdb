//! What the forms take, and what is said instead of a field that they do not have.

use super::*;
use crate::membership::tests as membership;

#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_may_rank_two_alike_and_a_form_from_before_somebody_left_counts() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        world.clock.set(at(MENTEES_BEGIN));
        for mentee in &cast.mentees {
            save_choices(&mentee.ctx, &cast.id, &cast.choices(&[0])).await.unwrap();
        }
        world.clock.set(at(MENTORS_BEGIN));
        tick_now(world).await;
        let ada = &cast.mentors[0].0.ctx;
        let places = async || {
            let cards = ranking(ada, &cast.id).await.unwrap().mentees;
            cards.iter().map(|card| card.place).collect::<Vec<u32>>()
        };
        // Only the first asks for what she helps with; the others fit alike, and the page says so.
        assert_eq!(places().await, [1, 2, 2]);
        leave(&cast.mentees[1].ctx, &cast.id).await.unwrap();
        let (eve, gil) =
            (number_of(world, cast.mentees[0].account).await, number_of(world, cast.mentees[2].account).await);
        let third = |who: &str| (format!("place_{who}"), "3".to_owned());
        save_places(ada, &cast.id, &[third(&eve), third(&gil)]).await.unwrap();
        assert_eq!(places().await, [1, 1], "a third place of two who are left");
        let never = (format!("never_{gil}"), "yes".to_owned());
        save_places(ada, &cast.id, &[third(&eve), third(&gil), never]).await.unwrap();
        assert_eq!(places().await, [1, 0]);
        assert!(matches!(save_places(ada, &cast.id, &[third(&eve)]).await, Err(CohortError::Invalid(_))));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_whose_days_are_gone_is_refused_in_words_and_not_at_a_field() {
    on_both(async |world| {
        let organizer = world.person("olga", &[Capability::Organizer]).await;
        let id = save(&organizer.ctx, "", &a_plan("stable"), KEY).await.unwrap().to_string();
        world.clock.set(at("2026-11-10T12:00:00Z"));
        assert_eq!(refused(open(&organizer.ctx, &id).await), Refusal::CohortDaysGone);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_knows_for_whom_a_members_cohort_is() {
    on_both(async |world| {
        let organizer = world.person("olga", &[Capability::Organizer]).await;
        let mut plan = a_plan("stable");
        plan.extend(fields(&[("members_only", "yes")]));
        let id = save(&organizer.ctx, "", &plan, KEY).await.unwrap().to_string();
        open(&organizer.ctx, &id).await.unwrap();
        let (stranger, member) = (world.person("plain", &[]).await, world.person("mem", &[Capability::Member]).await);
        let may_join = async |ctx: &Ctx| cohort_page(ctx, &id).await.unwrap().may_join;
        assert!(!may_join(&stranger.ctx).await && may_join(&member.ctx).await && !may_join(&world.ctx).await);
        assert_eq!(refused(sign_up_mentee(&stranger.ctx, &id, &told("visa")).await), Refusal::CohortMembersOnly);
        sign_up_mentee(&member.ctx, &id, &told("visa")).await.unwrap();
        is_whole(world).await;

        // Whoever has paid their dues is a member too, without anybody's grant.
        membership::furnish(&world.ctx).await;
        let (paid_up, desk) = (world.person("paid-up", &[]).await, membership::treasurer(world).await);
        let order = membership::join(&paid_up.ctx, &membership::wants("fellow", "fellow", "")).await.unwrap();
        assert!(!may_join(&paid_up.ctx).await, "an order alone makes nobody a member");
        membership::pays(&desk, order.as_str(), "75").await.unwrap();
        assert!(may_join(&paid_up.ctx).await);
        sign_up_mentee(&paid_up.ctx, &id, &told("visa")).await.unwrap();
        is_whole(world).await;
    })
    .await;
}
