//! From the plan to the certificate, and what each of them reads of it.

use domain::identity::profile::Step;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_cohort_goes_from_the_plan_to_a_certificate_that_holds() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let before = certificate(&cast.organizer.ctx, &cast.id).await.unwrap();
        assert_eq!((before.seed, before.made, before.commitment.len()), (None, 0, 64));
        cast.ranked(world).await;
        let state = cohort_page(&world.ctx, &cast.id).await.unwrap().state;
        assert_eq!(state, State::Closed);
        is_whole(world).await;
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        let beside = side_by_side(&cast.organizer.ctx, &cast.id).await.unwrap();
        assert_eq!(beside.runs.len(), 3, "the same form once more runs nothing");
        let stable = &beside.beside[0];
        assert_eq!((stable.run.objective, stable.run.placed, stable.price.blocking_pairs), (Objective::Stable, 2, 0));
        assert_eq!(stable.unplaced.len(), 1);
        // The promise holds the organizers too.
        assert_eq!(refused(publish(&cast.organizer.ctx, &cast.id, "fit", true).await), Refusal::CohortPromise);
        assert!(matches!(publish(&cast.organizer.ctx, &cast.id, "stable", false).await, Err(CohortError::Invalid(_))));
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        let found = certificate(&world.ctx, &cast.id).await.unwrap();
        let verified = found.verified.clone().unwrap();
        assert!(verified.holds(Objective::Stable), "{verified:?}");
        assert_eq!(verified.again, Some(true));
        assert_eq!((found.runs.len(), found.made, found.run.unwrap().number), (4, 4, 4));
        assert_eq!(found.commitment, before.commitment);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_has_a_proof_and_an_explanation_of_their_own() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        cast.ranked(world).await;
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        let early = my_cohort(&cast.mentees[0].ctx, &cast.id).await.unwrap();
        assert!(early.why.is_empty() && early.proof.is_none(), "nothing before the result is out");
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        // The last mentee has the first mentor; the second mentor takes whoever fits better by what they told.
        let mine = my_cohort(&cast.mentees[2].ctx, &cast.id).await.unwrap();
        assert_eq!(mine.matched[0].name.as_deref(), Some("ada"));
        assert!(mine.why[0].contains("first choice"), "{:?}", mine.why);
        let eve = my_cohort(&cast.mentees[0].ctx, &cast.id).await.unwrap();
        assert_eq!(eve.matched[0].name.as_deref(), Some("bo"));
        assert!(eve.why[1].contains("Each mentor you ranked above bo filled every seat"), "{:?}", eve.why);
        let fay = my_cohort(&cast.mentees[1].ctx, &cast.id).await.unwrap();
        assert!(fay.matched.is_empty() && fay.why[2].contains("every stable result"), "{:?}", fay.why);
        for person in cast.mentees.iter().chain(cast.mentors.iter().map(|(person, _)| person)) {
            let page = my_cohort(&person.ctx, &cast.id).await.unwrap();
            let (leaf, holds) = page.proof.unwrap();
            assert!(holds && leaf.len() == 64);
            assert!(page.script.unwrap().contains(&page.draw));
            is_missing(my_cohort(&cast.organizer.ctx, &cast.id).await);
        }
        // Nothing public holds a number, a ticket or a name of anybody.
        let public = format!("{:?}", certificate(&world.ctx, &cast.id).await.unwrap());
        for one in people::Entity::find().all(world.ctx.db.read()).await.unwrap() {
            assert!(!public.contains(&one.public_id) && !public.contains(&one.draw.0));
        }
        // Two who were matched see of each other what they show to whom they are matched with.
        let gil = &cast.mentees[2];
        let named = fields(&[("name", "Gil Marin"), ("name_audience", "matched")]);
        profile::save(&gil.ctx, Step::You, &named).await.unwrap();
        assert!(profile::read(&cast.mentors[0].0.ctx, gil.id, profile::SeenAs::Viewer).await.is_ok());
        assert!(profile::read(&cast.mentors[1].0.ctx, gil.id, profile::SeenAs::Viewer).await.is_err());
        let ada = my_cohort(&cast.mentors[0].0.ctx, &cast.id).await.unwrap();
        assert_eq!(ada.matched[0].name.as_deref(), Some("Gil Marin"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_when_it_is_their_turn_and_reminded_once() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let mails = async |person: &Person| {
            let all = mails::Entity::find().all(world.ctx.db.read()).await.unwrap();
            all.iter().filter(|mail| mail.account_id == Some(person.account)).count()
        };
        let (eve, gil) = (&cast.mentees[0], &cast.mentees[2]);
        let before = (mails(eve).await, mails(gil).await);
        world.clock.set(at(MENTEES_BEGIN));
        tick_now(world).await;
        assert_eq!((mails(eve).await, mails(gil).await), (before.0 + 1, before.1 + 1), "it is their turn");
        save_choices(&eve.ctx, &cast.id, &cast.choices(&[0])).await.unwrap();
        world.clock.set(at(MENTORS_BEGIN) - TimeDelta::hours(47));
        tick_now(world).await;
        tick_now(world).await;
        assert_eq!(
            (mails(eve).await, mails(gil).await),
            (before.0 + 1, before.1 + 2),
            "one reminder, to the silent one"
        );
        let ada = &cast.mentors[0].0;
        let before = mails(ada).await;
        world.clock.set(at(MENTORS_BEGIN));
        tick_now(world).await;
        assert_eq!(mails(ada).await, before + 1);
        leave(&ada.ctx, &cast.id).await.unwrap();
        tick_now(world).await;
        assert_eq!(mails(eve).await, 2, "a mentor on the list has left");
        is_whole(world).await;
    })
    .await;
}
