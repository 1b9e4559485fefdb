//! Who sees who is in a section.

use domain::access::{Audience, Capability};
use domain::identity::profile::{Field, Step};
use domain::membership::JoinForm;
use sea_orm::{ActiveValue, EntityTrait};

use super::super::entity::section_members;
use super::super::{MembershipError, PAGE, Roster, join as order_with, leave, section, section_on_desk, sections};
use super::{furnish, is_whole, pays, treasurer, wants};
use crate::db::DbError;
use crate::identity::profile;
use crate::testing::{Person, TestWorld, on_both};

/// Somebody who belongs, in both sections for fellows who are IMGs, and shows this name to these readers.
async fn fellow(world: &TestWorld, desk: &Person, name: &str, seen_by: Audience) -> Person {
    let person = world.person(&name.to_lowercase(), &[]).await;
    let told = vec![("name".to_owned(), name.to_owned()), (Field::Name.audience_name(), seen_by.word().to_owned())];
    profile::save(&person.ctx, Step::parse("you").unwrap(), &told).await.unwrap();
    belongs(desk, &person, &wants("fellow", "fellow", "")).await;
    person
}

async fn belongs(desk: &Person, person: &Person, wish: &JoinForm) {
    let key = person.ctx.dice.public_id().to_string();
    let order = order_with(&person.ctx, wish, &key).await.unwrap();
    pays(desk, order.as_str(), "75").await.unwrap();
}

fn names(roster: &Roster) -> Vec<&str> {
    roster.people.iter().map(|one| one.name.as_str()).collect()
}

fn is_hidden(answer: &Result<Roster, MembershipError>) -> bool {
    matches!(answer, Err(MembershipError::Denied(_) | MembershipError::NotFound))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_seen_by_those_in_it_and_names_those_who_show_their_name() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let ada = fellow(world, &desk, "Ada", Audience::Members).await;
        fellow(world, &desk, "Ben", Audience::OnlyMe).await;
        let eve = fellow(world, &desk, "Eve", Audience::Everyone).await;
        let found = section(&ada.ctx, "img", None).await.unwrap();
        assert_eq!((found.count, names(&found), found.next), (3, vec!["Ada", "Eve"], None));
        assert_eq!(found.people[1].id, eve.id);

        // Whoever is not in it learns nothing of it, whatever else they have been trusted with.
        let zoe = world.person("zoe", &[]).await;
        let admin = world.person("admin", &[Capability::Admin]).await;
        for other in [&zoe, &admin, &desk] {
            assert!(is_hidden(&section(&other.ctx, "img", None).await));
        }
        for nowhere in ["on-the-way", "none", ""] {
            assert!(is_hidden(&section(&ada.ctx, nowhere, None).await), "{nowhere}");
        }
        assert!(is_hidden(&section(&world.ctx, "img", None).await));

        // An order alone lets nobody in, and with the membership the view goes.
        let key = zoe.ctx.dice.public_id().to_string();
        let order = order_with(&zoe.ctx, &wants("fellow", "fellow", ""), &key).await.unwrap();
        assert!(is_hidden(&section(&zoe.ctx, "img", None).await));
        pays(&desk, order.as_str(), "75").await.unwrap();
        assert_eq!(section(&zoe.ctx, "img", None).await.unwrap().count, 4);
        leave(&eve.ctx).await.unwrap();
        assert!(is_hidden(&section(&eve.ctx, "img", None).await));
        assert_eq!(names(&section(&ada.ctx, "img", None).await.unwrap()), ["Ada"]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_one_keeps_away_and_whom_moderators_stopped_are_not_named() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let ada = fellow(world, &desk, "Ada", Audience::Members).await;
        let ben = fellow(world, &desk, "Ben", Audience::Members).await;
        let eve = fellow(world, &desk, "Eve", Audience::Members).await;
        crate::moderation::block(&ben.ctx, ada.id.as_str()).await.unwrap();
        assert_eq!(names(&section(&ada.ctx, "trainees", None).await.unwrap()), ["Ada", "Eve"]);
        assert_eq!(names(&section(&ben.ctx, "trainees", None).await.unwrap()), ["Ben", "Eve"]);
        assert_eq!(names(&section(&eve.ctx, "trainees", None).await.unwrap()), ["Ada", "Ben", "Eve"]);
        let stopped = crate::identity::entity::accounts::State::Suspended;
        crate::identity::stand_for_tests(&world.ctx, eve.account, stopped).await.unwrap();
        assert_eq!(names(&section(&ada.ctx, "trainees", None).await.unwrap()), ["Ada"]);
        assert_eq!(names(&section_on_desk(&desk.ctx, "trainees", None).await.unwrap()), ["Ada", "Ben"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_treasurer_sees_every_section_page_by_page() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let ada = fellow(world, &desk, "Ada", Audience::Members).await;
        for nth in 0..=PAGE {
            fellow(world, &desk, &format!("P{nth}"), Audience::Members).await;
        }
        let all = u64::try_from(PAGE).unwrap() + 2;
        let counts = sections(&desk.ctx).await.unwrap();
        let counts: Vec<_> = counts.into_iter().map(|(one, count)| (one.key, count)).collect();
        assert_eq!(counts, [("img", all), ("trainees", all), ("on-the-way", 0)]);
        let first = section_on_desk(&desk.ctx, "trainees", None).await.unwrap();
        assert_eq!((first.count, first.people.len(), names(&first)[0]), (all, PAGE, "Ada"));
        assert_eq!(first.next, first.people.last().map(|last| last.id), "the place is somebody who is named");
        let second = section_on_desk(&desk.ctx, "trainees", first.next).await.unwrap();
        assert_eq!((names(&second), second.next), (vec!["P49", "P50"], None));
        assert!(matches!(section_on_desk(&desk.ctx, "none", None).await, Err(MembershipError::NotFound)));
        for other in [&ada, &world.person("admin", &[Capability::Admin]).await] {
            assert!(matches!(section_on_desk(&other.ctx, "img", None).await, Err(MembershipError::Denied(_))));
            assert!(matches!(sections(&other.ctx).await, Err(MembershipError::Denied(_))));
        }
    })
    .await;
}

/// So many in a section who show no name; more than are looked at together.
async fn nameless(world: &TestWorld, section: &'static str, count: usize) {
    let mut rows = Vec::with_capacity(count);
    for nth in 0..count {
        rows.push(section_members::ActiveModel {
            id: ActiveValue::NotSet,
            section: ActiveValue::Set(section.to_owned()),
            account_id: ActiveValue::Set(world.person(&format!("nameless{nth}"), &[]).await.account),
            since: ActiveValue::Set(world.ctx.now()),
        });
    }
    let done = world.ctx.db.write(move |tx| {
        let rows = rows.clone();
        Box::pin(async move {
            section_members::Entity::insert_many(rows).exec_without_returning(tx).await?;
            Ok::<_, DbError>(())
        })
    });
    done.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_holds_names_and_begins_behind_nobody_whom_one_is_not_shown() {
    on_both(async |world| {
        furnish(&world.ctx).await;
        let desk = treasurer(world).await;
        let ada = fellow(world, &desk, "Ada", Audience::Members).await;
        let ben = fellow(world, &desk, "Ben", Audience::OnlyMe).await;
        let zoe = fellow(world, &desk, "Zoe", Audience::Members).await;
        nameless(world, "trainees", 4 * PAGE).await;
        let eve = fellow(world, &desk, "Eve", Audience::Members).await;
        let behind = async |after: Option<&Person>| {
            let after = after.map(|person| person.id);
            let found = section(&ada.ctx, "trainees", after).await.unwrap();
            assert_eq!((found.count, found.next), (u64::try_from(4 * PAGE).unwrap() + 4, None));
            found.people.into_iter().map(|one| one.name).collect::<Vec<_>>()
        };
        assert_eq!(behind(None).await, ["Ada", "Zoe", "Eve"]);
        assert_eq!(behind(Some(&ada)).await, ["Zoe", "Eve"]);
        assert_eq!(behind(Some(&zoe)).await, ["Eve"]);
        assert!(behind(Some(&eve)).await.is_empty());
        // An address with somebody else's id does not tell whether they are in it.
        assert_eq!(behind(Some(&ben)).await, ["Ada", "Zoe", "Eve"]);
        crate::moderation::block(&zoe.ctx, ada.id.as_str()).await.unwrap();
        assert_eq!(behind(Some(&zoe)).await, ["Ada", "Eve"]);
    })
    .await;
}
