//! Two who were matched begin as any two do: a seat, an agreement to sign, what was told and nothing more.

use domain::identity::profile::Step;
use domain::mentorship::Side;

use super::*;
use crate::mentorship::entity::{engagements, requests};
use crate::mentorship::{engagement, together};

/// The seats of a mentor that nobody holds.
async fn free(mentor: &Person, id: &str) -> i32 {
    cohort_page(&mentor.ctx, id).await.unwrap().free_seats.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_pair_holds_a_seat_and_goes_on_as_two_who_found_each_other() {
    on_both(async |world| {
        let cast = to_publish(world, "stable").await;
        let (ada, gil) = (&cast.mentors[0].0, &cast.mentees[2]);
        profile::save(&gil.ctx, Step::You, &fields(&[("name", "Gil Amar")])).await.unwrap();
        let seen = async || profile::read(&ada.ctx, gil.id, profile::SeenAs::Viewer).await;
        assert!(seen().await.is_err());
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        assert_eq!(free(ada, &cast.id).await, 1, "one of her two seats is held");
        let mine = my_cohort(&ada.ctx, &cast.id).await.unwrap();
        let id = mine.matched[0].together.unwrap();
        let theirs = my_cohort(&gil.ctx, &cast.id).await.unwrap();
        assert_eq!((theirs.matched[0].together, theirs.list.len()), (Some(id), 1));
        let page = engagement(&ada.ctx, id).await.unwrap();
        assert_eq!((page.phase, page.scope.as_str()), (Phase::Agreeing, ""));
        // Whoever is matched also reads what the profile shows to people one is matched with, as was said at sign-up.
        assert_eq!((seen().await.unwrap().name(), page.other_name.as_deref()), (Some("Gil Amar"), Some("Gil Amar")));
        // Of the request itself they read what was told to the cohort, and no field that was not shown.
        let all = engagements::Entity::find().all(world.ctx.db.read()).await.unwrap();
        let begun = all.iter().find(|row| row.public_id == id.as_str()).unwrap();
        let row = requests::Entity::find_by_id(begun.request_id).one(world.ctx.db.read()).await.unwrap().unwrap();
        let read = mentorship::request_page(&ada.ctx, PublicId::parse(&row.public_id).unwrap()).await.unwrap();
        assert_eq!((read.goals.as_str(), read.fields.len()), ("Find the right programs for me.", 0));
        // It ends as any other does, and the seat is free again.
        mentorship::close_engagement(&gil.ctx, id.as_str(), "").await.unwrap();
        assert_eq!(free(ada, &cast.id).await, 2);
        assert!(
            together(&ada.ctx).await.unwrap().iter().all(|one| one.side == Side::Mentor && one.phase == Phase::Ended)
        );
        assert!(certificate(&world.ctx, &cast.id).await.unwrap().verified.unwrap().holds(Objective::Stable));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_that_is_gone_since_somebody_looked_is_not_given_twice() {
    on_both(async |world| {
        let cast = to_publish(world, "stable").await;
        let ada = &cast.mentors[0].0;
        // She gave one of her two seats to the cohort; both go to others now.
        for name in ["uma", "vic"] {
            let other = world.person(name, &[]).await;
            let ask =
                fields(&[("goals", "Find the right programs for me."), ("topics", "visa"), ("stage", "applying")]);
            mentorship::save_ask(&other.ctx, &ask).await.unwrap();
            mentorship::add_to_list(&other.ctx, &cast.mentors[0].1).await.unwrap();
            let request = mentorship::my_list(&other.ctx).await.unwrap()[0].id;
            mentorship::accept(&ada.ctx, request.as_str()).await.unwrap();
            mentorship::confirm(&other.ctx, request.as_str()).await.unwrap();
        }
        let late = publish(&cast.organizer.ctx, &cast.id, "stable", true).await;
        assert_eq!(refused(late), Refusal::CohortInputChanged);
        is_whole(world).await;
        preview(&cast.organizer.ctx, &cast.id, "fedcba9876543210").await.unwrap();
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        let mine = my_cohort(&ada.ctx, &cast.id).await.unwrap();
        assert_eq!((mine.seats, mine.matched.len()), ((1, 0), 0));
        assert!(mine.proof.unwrap().1);
        assert!(certificate(&world.ctx, &cast.id).await.unwrap().verified.unwrap().holds(Objective::Stable));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_stopped_unchecked_or_kept_away_since_somebody_looked_is_matched_with_nobody() {
    on_both(async |world| {
        let cast = to_publish(world, "stable").await;
        let (organizer, gil) = (&cast.organizer.ctx, &cast.mentees[2]);
        let again = async |cast: &Cast, key: &str| {
            let late = publish(organizer, &cast.id, "stable", true).await;
            assert_eq!(refused(late), Refusal::CohortInputChanged);
            preview(organizer, &cast.id, key).await.unwrap();
        };
        // The mentee keeps the mentor away: it is said in the mentee's own list.
        moderation::block(&gil.ctx, cast.mentors[0].0.id.as_str()).await.unwrap();
        again(&cast, "fedcba9876543210").await;
        // A mentor whose check was taken back.
        let moderator = world.person("takes-back", &[Capability::Moderator]).await;
        mentorship::take_check_back(&moderator.ctx, &cast.mentors[1].1).await.unwrap();
        again(&cast, "fedcba9876543211").await;
        publish(organizer, &cast.id, "stable", true).await.unwrap();
        let mine = my_cohort(&gil.ctx, &cast.id).await.unwrap();
        assert!(mine.matched.is_empty() && mine.list.is_empty() && mine.proof.unwrap().1);
        is_missing(my_cohort(&cast.mentors[1].0.ctx, &cast.id).await);
        let pairs = pairs::Entity::find().all(world.ctx.db.read()).await.unwrap();
        assert_eq!(pairs.len(), 1, "the other two had the one seat that is left");
        is_whole(world).await;
    })
    .await;
}
