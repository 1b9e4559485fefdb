//! What people tell lies sealed, comes along in their archives and goes with them; what the proofs need stays.

use sea_orm::{ConnectionTrait, Statement};

use super::*;
use crate::db::DbKind;
use crate::identity::rewrap_all;
use crate::transfer::{dump, load};
use crate::vault::{Rotation, Vault};

/// Every value of every table of cohorts, and of what people are told and what is written down about deeds.
async fn everything_stored(world: &TestWorld) -> String {
    let db = world.ctx.db.read();
    let mut all = String::new();
    for table in [
        "cohorts",
        "cohort_people",
        "cohort_ranks",
        "cohort_runs",
        "mentor_asks",
        "mails",
        "notifications",
        "audit_log",
    ] {
        let cast = match world.kind() {
            DbKind::Sqlite => format!("SELECT * FROM {table}"),
            DbKind::Postgres => format!("SELECT CAST({table} AS TEXT) FROM {table}"),
        };
        for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), cast)).await.unwrap() {
            for at in 0..row.column_names().len() {
                all.extend(row.try_get_by_index::<String>(at));
                all.push('\n');
            }
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mentee_tells_and_the_seed_lie_sealed_until_the_result_is_out() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let eve = &cast.mentees[0];
        let canary = fields(&[("topics", "asylum"), ("stage", "exams"), ("goals", "Canary goals for a quiet year.")]);
        sign_up_mentee(&eve.ctx, &cast.id, &canary).await.unwrap();
        cast.ranked(world).await;
        let row = cohorts::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        let seed = seed_of(&world.ctx, &row).unwrap().to_string();
        let stored = everything_stored(world).await;
        assert!(stored.len() > 2_000);
        for secret in ["Canary", "asylum", &seed] {
            assert!(!stored.contains(secret), "{secret} on {}", world.kind().name());
        }
        let archive = crate::cohort::export_part(&eve.ctx, eve.account).await.unwrap().to_string();
        for own in ["Canary goals", "asylum", "ticket", "list"] {
            assert!(archive.contains(own), "{own}");
        }
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        let stored = everything_stored(world).await;
        assert!(stored.contains(&seed) && !stored.contains("Canary"), "{}", world.kind().name());
        assert_eq!(certificate(&world.ctx, &cast.id).await.unwrap().seed, Some(seed));
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_of_the_house_opens_a_seed_and_what_was_told() {
    on_both(async |world| {
        let folder = tempfile::tempdir().unwrap();
        let ctx = Ctx { vault: Vault::open(folder.path(), None, &world.ctx.dice).unwrap(), ..world.ctx.clone() };
        let (dice, cast) = (ctx.dice.clone(), cast_with(world, &ctx, "stable").await);
        let (viewer, id) = (cast.mentees[0].ctx.viewer.clone(), cast.id.clone());
        let row = cohorts::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        let seed = seed_of(&ctx, &row).unwrap();
        drop((ctx, cast));
        let rotation = Rotation::begin(folder.path()).unwrap();
        let half = Ctx { vault: rotation.new_key(&dice).unwrap(), ..world.ctx.clone() };
        let others = seed_keys(&half).await.unwrap();
        assert_eq!(others, (0, 1));
        rewrap_all(&half).await.unwrap();
        drop(half);
        let anew = Ctx { vault: rotation.finish(&dice).unwrap(), ..world.ctx.clone() };
        let row = cohorts::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        assert_eq!(seed_of(&anew, &row).unwrap(), seed);
        let reader = Ctx { viewer, ..anew.clone() };
        assert!(cohort_page(&reader, &id).await.unwrap().mine.unwrap().needs.is_some());
        assert_eq!(crate::check::check(&anew).await.unwrap(), [], "{}", world.kind().name());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_moved_to_the_other_database_holds_there() {
    on_both(async |world| {
        let cast = to_publish(world, "stable").await;
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        let archive = world.ctx.db.data_dir().join("cohorts.tar");
        dump(&world.ctx, &archive).await.unwrap();
        let other = match world.kind() {
            DbKind::Sqlite if !crate::testing::kinds().contains(&DbKind::Postgres) => return,
            DbKind::Sqlite => TestWorld::postgres().await,
            DbKind::Postgres => TestWorld::sqlite().await,
        };
        load(&other.ctx, &archive).await.unwrap();
        let there = certificate(&other.ctx, &cast.id).await.unwrap();
        assert!(there.verified.unwrap().holds(Objective::Stable));
        is_whole(&other).await;
        other.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_leaves_a_number_and_the_proofs_of_the_others_hold() {
    on_both(async |world| {
        let cast = cast(world, "stable").await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        cast.ranked(world).await;
        preview(&cast.organizer.ctx, &cast.id, KEY).await.unwrap();
        // Before the result is out, the part goes, and what was looked at does not hold any more.
        crate::identity::erase_person(&admin.ctx, cast.mentees[1].id.as_str(), "asked", true).await.unwrap();
        let changed = publish(&cast.organizer.ctx, &cast.id, "stable", true).await;
        assert_eq!(refused(changed), Refusal::CohortInputChanged);
        assert!(side_by_side(&cast.organizer.ctx, &cast.id).await.unwrap().changed);
        preview(&cast.organizer.ctx, &cast.id, "fedcba9876543210").await.unwrap();
        publish(&cast.organizer.ctx, &cast.id, "stable", true).await.unwrap();
        // After it, a number stays.
        let number = number_of(world, cast.mentees[0].account).await;
        crate::identity::erase_person(&admin.ctx, cast.mentees[0].id.as_str(), "asked", true).await.unwrap();
        let all = people::Entity::find().all(world.ctx.db.read()).await.unwrap();
        let left = all.iter().find(|one| one.public_id == number).unwrap();
        assert_eq!((left.account_id, left.told.is_none()), (None, true));
        assert!(certificate(&world.ctx, &cast.id).await.unwrap().verified.unwrap().holds(Objective::Stable));
        for person in [&cast.mentees[2], &cast.mentors[0].0, &cast.mentors[1].0] {
            assert!(my_cohort(&person.ctx, &cast.id).await.unwrap().proof.unwrap().1);
        }
        is_whole(world).await;
    })
    .await;
}
