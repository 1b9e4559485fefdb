//! Organizers and imports at the very same moment, on both databases. Each holds a series while the others come.

use std::time::Duration;

use domain::events::rsvp::Answer;
use domain::events::{Rule, Series, Slug, Status};
use futures::future::join_all;
use sea_orm::EntityTrait;

use super::super::import::Work;
use super::super::store;
use super::tests::{CHAT, new_form, organizer};
use super::*;
use crate::events::import_programme;
use crate::events::rsvp::answer;
use crate::events::tests::import;
use crate::mail::entity::mails;
use crate::testing::on_both;

async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// Comes after `come`, holds the series of the chat, and stores what becomes of it after `think` more.
async fn change(ctx: &Ctx, come: u64, think: u64, into: fn(Series) -> Series) {
    pause(come).await;
    let of_write = ctx.clone();
    let done = ctx.db.write(move |tx| {
        let ctx = of_write.clone();
        Box::pin(async move {
            let slug = Slug::parse("chat").unwrap();
            store::hold(tx, &slug).await?;
            let mut work = Work::of_one(tx, &ctx);
            let (id, before) = work.fetch(&slug).await?.unwrap();
            pause(think).await;
            let after = into(before.clone());
            let how = before.becomes(&after, ctx.now());
            Box::pin(work.put(id, &before, after, how)).await?;
            work.close().await?;
            Ok::<_, OrganizeError>(())
        })
    });
    done.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_stores_nothing_over_what_it_has_not_seen() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, CHAT).await;
        let ada = world.person("ada", &[]).await;
        answer(&ada.ctx, "chat", "2026-11-25", Answer::Going).await.unwrap();
        let elsewhere = CHAT.replace("Video call", "Room 4");
        let importing = async {
            pause(150).await;
            import_programme(ctx, &elsewhere).await.unwrap();
        };
        let cancelling = change(ctx, 0, 500, |before| Series { status: Status::Cancelled, ..before });
        futures::join!(cancelling, importing);
        let mut all = mails::Entity::find().all(ctx.db.read()).await.unwrap();
        all.sort_by_key(|mail| mail.id);
        let kinds: Vec<_> = all.iter().map(|mail| mail.kind.as_str()).filter(|kind| kind.starts_with("rsvp")).collect();
        assert_eq!(kinds, ["rsvp-going", "rsvp-canceled", "rsvp-back"], "the file is held against the cancel");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waited_for_a_split_holds_the_part_that_goes_on() {
    on_both(async |world| {
        let ctx = &world.ctx;
        import(ctx, CHAT).await;
        let ada = world.person("ada", &[]).await;
        let splitting = change(ctx, 0, 400, |before| Series {
            rule: Some(Rule::parse("FREQ=MONTHLY;BYDAY=4WE").unwrap()),
            local_start: "2026-11-25T20:00:00".parse().unwrap(),
            ..before
        });
        let first = change(ctx, 100, 600, |before| Series { place: "Room 4".to_owned(), ..before });
        let second = change(ctx, 700, 0, |before| Series { title: "Tea chat".to_owned(), ..before });
        // Somebody answers while the address goes from one part to the other.
        let answering = async {
            pause(200).await;
            answer(&ada.ctx, "chat", "2026-11-25", Answer::Going).await.unwrap();
        };
        futures::join!(splitting, first, second, answering);
        let stored = store::by_slug(ctx.db.read(), &Slug::parse("chat").unwrap()).await.unwrap().unwrap();
        assert!(stored.continues.is_some(), "it was split");
        assert_eq!((stored.place.as_str(), stored.title.as_str()), ("Room 4", "Tea chat"), "neither was lost");
        assert_eq!(crate::check::check(ctx).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_title_at_the_same_moment_has_as_many_addresses_as_events() {
    on_both(async |world| {
        let olga = organizer(world).await.ctx;
        let keys: Vec<String> = (0..8).map(|nth| format!("012345678900000{nth}")).collect();
        let form = new_form(&[]);
        let saves = keys.iter().map(|key| save(&olga, None, &form, Press::Publish, key));
        let mut slugs: Vec<String> = join_all(saves).await.into_iter().map(|saved| saved.unwrap().slug).collect();
        slugs.sort();
        let numbered = (2..=8).map(|number| format!("board-review-{number}"));
        assert_eq!(slugs, ["board-review".to_owned()].into_iter().chain(numbered).collect::<Vec<_>>());
    })
    .await;
}
