//! What is shown when, and what is kept how long.

use domain::cohort::result_hash;
use domain::matching::{Hash, Report};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_their_list_from_the_close_on_and_the_hash_of_all_is_public_then() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let (eve, bo) = (&cast.mentees[0].ctx, &cast.mentors[1].0.ctx);
        world.clock.set(at(MENTEES_BEGIN));
        save_choices(eve, &cast.id, &cast.choices(&[1, 0])).await.unwrap();
        assert!(my_cohort(eve, &cast.id).await.unwrap().list.is_empty(), "it is still open");
        // Whether or not the job has run.
        world.clock.set(at(MENTORS_BEGIN));
        let mine = my_cohort(eve, &cast.id).await.unwrap();
        assert_eq!(mine.list, [("bo".to_owned(), 1), ("ada".to_owned(), 2)]);
        assert_eq!((mine.number.len(), mine.draw.len(), mine.proof), (20, 64, None));
        assert!(my_cohort(bo, &cast.id).await.unwrap().list.is_empty(), "a mentor's list is still open");
        assert_eq!(certificate(&world.ctx, &cast.id).await.unwrap().input_at_close, None);
        world.clock.set(at(CLOSE));
        tick_now(world).await;
        assert_eq!(my_cohort(bo, &cast.id).await.unwrap().list, [(format!("Number {}", mine.number), 1)]);
        let (hash, closed) = certificate(&world.ctx, &cast.id).await.unwrap().input_at_close.unwrap();
        assert_eq!(closed, at(CLOSE));
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        let run = side_by_side(&cast.organizer.ctx, &cast.id).await.unwrap().runs.remove(0);
        assert_eq!(run.input_hash, hash.to_string(), "nobody has left since: {}", world.kind().name());
        // A later run has a hash of its own; the one of the close stays.
        let admin = world.person("admin", &[Capability::Admin]).await;
        crate::identity::erase_person(&admin.ctx, cast.mentees[2].id.as_str(), "asked", true).await.unwrap();
        preview(&cast.organizer.ctx, &cast.id, "fedcba9876543210").await.unwrap();
        let run = side_by_side(&cast.organizer.ctx, &cast.id).await.unwrap().runs.remove(0);
        assert_ne!(run.input_hash, hash.to_string());
        let still = certificate(&world.ctx, &cast.id).await.unwrap().input_at_close;
        assert_eq!(still, Some((hash, closed)));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hash_of_a_result_is_salted_by_all_tickets() {
    on_both(async |world| {
        let cast = to_publish(world, "stable").await;
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        let db = world.ctx.db.read();
        let row = cohorts::Entity::find().one(db).await.unwrap().unwrap();
        let roll = store::roll(&world.ctx, db, &row).await.unwrap();
        let pairs = roll.pairs(&store::pairs(db, row.id).await.unwrap());
        let (report, _) = Report::of(&roll.input, Objective::Stable, &pairs);
        let found = certificate(&world.ctx, &cast.id).await.unwrap();
        let published = Hash::parse(&found.run.unwrap().result_hash).unwrap();
        assert_eq!(published, result_hash(&report, &roll.input), "{}", world.kind().name());
        assert_ne!(published, report.result_hash());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_reads_what_a_mentee_told_while_the_two_work_together() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let (ada, bo, gil) = (&cast.mentors[0].0, &cast.mentors[1].0, &cast.mentees[2]);
        let mut more = told("cv-review");
        more.push(("specialties".to_owned(), "psychiatry".to_owned()));
        sign_up_mentee(&gil.ctx, &cast.id, &more).await.unwrap();
        cast.ranked(world).await;
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        let needs = async |person: &Person| my_cohort(&person.ctx, &cast.id).await.unwrap().matched.remove(0).needs;
        let read = needs(ada).await.unwrap();
        assert_eq!((read.topics, read.stage.as_str()), (vec!["cv-review".to_owned()], "applying"));
        assert_eq!(
            (read.specialties, read.goals.as_str()),
            (vec!["psychiatry".to_owned()], "Find the right programs for me.")
        );
        assert!(needs(gil).await.is_none(), "a mentor has told nothing");
        let together = my_cohort(&gil.ctx, &cast.id).await.unwrap().matched[0].together.unwrap();
        mentorship::close_engagement(&gil.ctx, together.as_str(), "").await.unwrap();
        assert!(needs(ada).await.is_none(), "{}", world.kind().name());
        // The other mentor has eve, and keeps her away.
        assert!(needs(bo).await.is_some());
        moderation::block(&bo.ctx, cast.mentees[0].id.as_str()).await.unwrap();
        assert!(needs(bo).await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_whoever_is_erased_no_time_and_no_engagement_is_kept_and_what_was_told_goes_in_time() {
    on_both(async |world| {
        let cast = to_publish(world, "stable").await;
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        let admin = world.person("admin", &[Capability::Admin]).await;
        let eve = &cast.mentees[0];
        let number = number_of(world, eve.account).await;
        crate::identity::erase_person(&admin.ctx, eve.id.as_str(), "asked", true).await.unwrap();
        let db = world.ctx.db.read();
        let row = cohorts::Entity::find().one(db).await.unwrap().unwrap();
        let all = people::Entity::find().all(db).await.unwrap();
        let left = all.iter().find(|one| one.public_id == number).unwrap();
        assert_eq!((left.ranked_at, left.reminded_at, Some(left.created_at)), (None, None, row.opened_at));
        let pairs = pairs::Entity::find().all(db).await.unwrap();
        for pair in &pairs {
            assert_eq!(pair.engagement.is_none(), pair.mentee_id == left.id, "{}", world.kind().name());
        }
        assert_eq!(pairs.len(), 2);
        let partner = my_cohort(&cast.mentors[1].0.ctx, &cast.id).await.unwrap();
        assert_eq!((partner.matched.len(), &partner.matched[0].together), (1, &None));
        is_whole(world).await;
        let kept = async || {
            let all = people::Entity::find().all(world.ctx.db.read()).await.unwrap();
            all.iter().filter(|one| one.told.is_some()).count()
        };
        world.clock.set(row.published_at.unwrap() + TimeDelta::days(180));
        tick(&world.ctx).await.unwrap();
        assert_eq!(kept().await, 2);
        world.clock.advance(TimeDelta::minutes(5));
        tick(&world.ctx).await.unwrap();
        assert_eq!(kept().await, 0);
        assert!(certificate(&world.ctx, &cast.id).await.unwrap().verified.unwrap().holds(Objective::Stable));
        is_whole(world).await;
    })
    .await;
}
