//! Capabilities from the asking to the end, on both databases.

use chrono::TimeDelta;
use domain::access::{Capabilities, Capability};
use domain::id::PublicId;
use domain::refusal::Refusal;

use super::{AskForm, GrantError, Progress, ask, capabilities, confirm, end, organized, person_page, staff};
use crate::audit;
use crate::ctx::Ctx;
use crate::jobs::run_due;
use crate::testing::{Person, TestWorld, on_both};

fn form(person: &Person, capability: Capability) -> AskForm {
    AskForm {
        person: person.id.to_string(),
        capability: capability.word().to_owned(),
        categories: String::new(),
        reason: "They have offered to help.".to_owned(),
    }
}

async fn has(ctx: &Ctx, person: &Person) -> Capabilities {
    capabilities(ctx.db.read(), person.account).await.unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T, GrantError>) -> Refusal {
    match result {
        Err(GrantError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

async fn asked(admin: &Person, person: &Person, capability: Capability) -> PublicId {
    ask(&admin.ctx, &form(person, capability)).await.unwrap()
}

async fn words_of_the_log(world: &TestWorld, admin: &Person) -> Vec<String> {
    let page = audit::list(&admin.ctx, &audit::Filter::default()).await.unwrap();
    assert!(page.holds, "{}", world.kind().name());
    page.rows.into_iter().rev().map(|row| row.note).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn work_for_the_association_wants_a_second_admin() {
    on_both(async |world| {
        let ada = world.person("ada", &[Capability::Admin]).await;
        let bo = world.person("bo", &[Capability::Admin]).await;
        let eve = world.person("eve", &[]).await;
        let grant = asked(&ada, &eve, Capability::Moderator).await;
        assert_eq!(has(&world.ctx, &eve).await, Capabilities::NONE);
        assert_eq!(refused(confirm(&ada.ctx, grant.as_str()).await), Refusal::GrantNeedsAnother);
        let page = person_page(&bo.ctx, eve.id.as_str()).await.unwrap();
        assert_eq!(page.held[0].progress, Progress::WaitsForAnother { yours: true });
        world.clock.advance(TimeDelta::days(30));
        assert_eq!(has(&world.ctx, &eve).await, Capabilities::NONE, "it waits as long as it takes");
        confirm(&bo.ctx, grant.as_str()).await.unwrap();
        assert_eq!(has(&world.ctx, &eve).await, Capabilities::NONE.with(Capability::Moderator));
        assert_eq!(refused(confirm(&bo.ctx, grant.as_str()).await), Refusal::GrantSettled);
        assert_eq!(refused(ask(&ada.ctx, &form(&eve, Capability::Moderator)).await), Refusal::GrantThere);
        end(&ada.ctx, grant.as_str(), "They have moved on.").await.unwrap();
        assert_eq!(has(&world.ctx, &eve).await, Capabilities::NONE);
        let words = words_of_the_log(world, &ada).await;
        assert!(words.ends_with(&["asked moderator", "granted moderator", "ended moderator"].map(ToOwned::to_owned)));
        asked(&ada, &eve, Capability::Moderator).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_admin_waits_a_day_and_anybody_may_stop_it() {
    on_both(async |world| {
        let ada = world.person("ada", &[Capability::Admin]).await;
        let eve = world.person("eve", &[]).await;
        let stopped = asked(&ada, &eve, Capability::Editor).await;
        end(&ada.ctx, stopped.as_str(), "A slip.").await.unwrap();
        asked(&ada, &eve, Capability::Treasurer).await;
        world.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
        run_due(&world.ctx).await.unwrap();
        assert_eq!(has(&world.ctx, &eve).await, Capabilities::NONE);
        world.clock.advance(TimeDelta::seconds(1));
        let treasurer = Capabilities::NONE.with(Capability::Treasurer);
        assert_eq!(
            has(&world.ctx, &eve).await,
            Capabilities::NONE,
            "whoever asked must still be an admin: the job looks"
        );
        run_due(&world.ctx).await.unwrap();
        assert_eq!(has(&world.ctx, &eve).await, treasurer);
        let words = words_of_the_log(world, &ada).await;
        assert!(words.ends_with(&["asked treasurer".to_owned(), "granted treasurer".to_owned()]), "{words:?}");
        assert_eq!(crate::check::check(&world.ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn membership_needs_one_admin_and_nobody_else_grants_anything() {
    on_both(async |world| {
        let ada = world.person("ada", &[Capability::Admin]).await;
        let mo = world.person("mo", &[Capability::Moderator]).await;
        let eve = world.person("eve", &[]).await;
        asked(&ada, &eve, Capability::Mentor).await;
        assert_eq!(has(&world.ctx, &eve).await, Capabilities::NONE.with(Capability::Mentor));
        assert!(matches!(ask(&mo.ctx, &form(&mo, Capability::Admin)).await, Err(GrantError::Denied(_))));
        assert!(matches!(staff(&mo.ctx).await, Err(GrantError::Denied(_))));
        let nobody = AskForm { person: world.ctx.dice.public_id().to_string(), ..form(&eve, Capability::Host) };
        assert!(matches!(ask(&ada.ctx, &nobody).await, Err(GrantError::NotFound)));
        let empty = AskForm { person: eve.id.to_string(), ..AskForm::default() };
        assert!(matches!(ask(&ada.ctx, &empty).await, Err(GrantError::Invalid(errors)) if errors.len() == 2));
        let listed: Vec<String> = staff(&ada.ctx).await.unwrap().into_iter().map(|row| row.person.email).collect();
        assert_eq!(listed, ["ada@example.org", "mo@example.org"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organizer_may_have_some_categories_or_all() {
    on_both(async |world| {
        let ada = world.person("ada", &[Capability::Admin]).await;
        let bo = world.person("bo", &[Capability::Admin]).await;
        let (some, all) = (world.person("some", &[]).await, world.person("all", &[Capability::Organizer]).await);
        let wish =
            AskForm { categories: "Coffee chats\r\n\r\nResearch".to_owned(), ..form(&some, Capability::Organizer) };
        let grant = ask(&ada.ctx, &wish).await.unwrap();
        let of = async |person: &Person| organized(world.ctx.db.read(), person.account).await.unwrap();
        assert_eq!(of(&some).await, Some(Vec::new()));
        confirm(&bo.ctx, grant.as_str()).await.unwrap();
        assert_eq!(of(&some).await.unwrap().len(), 2);
        assert_eq!(of(&all).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_admin_stays_even_when_two_give_it_back_at_once() {
    on_both(async |world| {
        for round in 0..5 {
            let ada = world.person(&format!("ada{round}"), &[Capability::Admin]).await;
            let bo = world.person(&format!("bo{round}"), &[Capability::Admin]).await;
            let grant_of =
                async |person: &Person| person_page(&ada.ctx, person.id.as_str()).await.unwrap().held[0].id.to_string();
            let (of_ada, of_bo) = (grant_of(&ada).await, grant_of(&bo).await);
            let (one, other) = tokio::join!(end(&ada.ctx, &of_ada, "Enough."), end(&bo.ctx, &of_bo, "Enough."));
            assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
            let (left, grant) = if one.is_ok() { (&bo, of_bo) } else { (&ada, of_ada) };
            assert_eq!(refused(end(&left.ctx, &grant, "Me too.").await), Refusal::LastAdmin);
            // They go with a stroke that no page offers, so that each round begins alone.
            let gone = world.ctx.db.write(|tx| {
                Box::pin(async move {
                    sea_orm::ConnectionTrait::execute_unprepared(tx, "DELETE FROM grants").await?;
                    Ok::<_, crate::db::DbError>(())
                })
            });
            gone.await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_confirmed_and_ended_by_many_at_once_is_settled_once() {
    on_both(async |world| {
        let ada = world.person("ada", &[Capability::Admin]).await;
        let others = [world.person("bo", &[Capability::Admin]).await, world.person("cy", &[Capability::Admin]).await];
        let eve = world.person("eve", &[]).await;
        let grant = asked(&ada, &eve, Capability::Council).await.to_string();
        let tasks: Vec<_> = (0..40)
            .map(|at| {
                let (ctx, grant) = (others[at % 2].ctx.clone(), grant.clone());
                tokio::spawn(async move { confirm(&ctx, &grant).await.is_ok() })
            })
            .collect();
        let mut confirmed = 0;
        for task in tasks {
            confirmed += usize::from(task.await.unwrap());
        }
        assert_eq!(confirmed, 1);
        let words = words_of_the_log(world, &ada).await;
        assert_eq!(words.iter().filter(|word| *word == "granted council").count(), 1);
    })
    .await;
}
