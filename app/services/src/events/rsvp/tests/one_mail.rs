//! However many dates something is about, a person gets one mail of it.

use super::client::objects;
use super::guests::{form, token};
use super::*;
use crate::events::ical::itip::Method;

const EXTRA: &str = "extra = [2026-11-13T18:00:00]\n";

/// The dates that the last mail to an address lists in words, and its calendar objects with the number of their dates.
async fn last(ctx: &Ctx, to: &str) -> (usize, Vec<(Method, usize)>) {
    let mail = last_mail(ctx, to).await;
    let listed = mail.body_text.unwrap().0.lines().filter(|line| line.starts_with("- ")).count();
    let stream = mail.calendar.map(|part| part.0).unwrap_or_default();
    (listed, objects(&stream).into_iter().map(|(method, events)| (method, events.len())).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_whole_series_is_one_mail_for_each_person() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, EXTRA)).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        // Dates of another name stand in an object of their own, in the same mail.
        let (_, parts) = last(ctx, "ada@example.org").await;
        assert_eq!(parts, [(Method::Request, 26), (Method::Request, 1)]);
        says(&ben, "2026-11-18", Answer::Going).await.unwrap();
        ask_as_guest(ctx, "chat", None, &form("Grace", "grace@example.net")).await.unwrap();
        let link = token(ctx, "grace@example.net").await;
        answer_as_guest(ctx, &link, "", Answer::Going).await.unwrap();
        let before = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap().len();
        let (going, whole, one) = (Method::Request, "rsvp-several", "rsvp-changed");

        let renamed = programme(None, EXTRA).replace("Coffee chat", "Tea chat");
        store(ctx, &renamed).await;
        assert_eq!(mailed(ctx, "ada@example.org").await, ["rsvp-going-to-series", whole]);
        assert_eq!(mailed(ctx, "ben@example.org").await, ["rsvp-going", one]);
        assert_eq!(mailed(ctx, "grace@example.net").await, ["rsvp-guest-asked", "rsvp-going-to-series", whole]);
        for to in ["ada@example.org", "grace@example.net"] {
            assert_eq!(last(ctx, to).await, (27, vec![(going, 26), (going, 1)]), "{to}");
        }
        assert_eq!(last(ctx, "ben@example.org").await, (0, vec![(going, 1)]));
        // The link in a guest's leads to all of their dates.
        let link = token(ctx, "grace@example.net").await;
        let page = guest_page(ctx, &link).await.unwrap().unwrap();
        assert!(page.whole_series && page.dates.iter().all(|date| date.2 == Some(Stand::Going)));

        store(ctx, &renamed.replace("\"published\"", "\"cancelled\"")).await;
        let canceled = last_mail(ctx, "ada@example.org").await;
        assert_eq!(canceled.subject.unwrap().0, "Canceled: Tea chat");
        assert_eq!(last(ctx, "ada@example.org").await, (27, vec![(Method::Cancel, 26), (Method::Cancel, 1)]));
        assert_eq!(mailed(ctx, "ben@example.org").await, ["rsvp-going", one, "rsvp-canceled"]);
        store(ctx, &renamed).await;
        let back = last_mail(ctx, "ada@example.org").await;
        assert_eq!(back.subject.unwrap().0, "It takes place after all: Tea chat");
        // An end that comes sooner takes dates away: those alone are told of.
        store(ctx, &renamed.replace("BYDAY=WE", "BYDAY=WE;UNTIL=20261202")).await;
        assert_eq!(last(ctx, "ada@example.org").await, (22, vec![(Method::Cancel, 22)]));
        assert_eq!(mailed(ctx, "ben@example.org").await.len(), 4, "of those ben knew nothing");

        let all = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap();
        assert_eq!(all.len() - before, 3 + 3 + 3 + 2, "one for each change and person");
        // And one line on the site for each.
        let listed = crate::notifications::list(&ada.ctx, None).await.unwrap().listed;
        assert_eq!(listed.len(), 4, "{listed:?}");
        assert!(listed.iter().all(|one| one.text.lines().count() == 9 && one.text.contains("more")), "{listed:?}");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_series_counts_the_dates_that_were_answered_for_before() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(Some(1), "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let text = async |to: &str| {
            let text = last_mail(ctx, to).await.body_text.unwrap().0;
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        says(&ada, FIRST, Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        answer_series(&ben.ctx, "chat", Answer::Going).await.unwrap();
        let told = text("ben@example.org").await;
        assert!(told.contains("a place at 25 dates and are on the waitlist of 1 date."), "{told}");
        // Only what is new goes to the calendar.
        assert_eq!(last(ctx, "ben@example.org").await.1, [(Method::Request, 25)]);
        for day in ["2026-11-18", "2026-11-25"] {
            says(&ada, day, Answer::NotGoing).await.unwrap();
        }
        answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
        let told = text("ada@example.org").await;
        assert!(told.contains("a place at 1 date and are on the waitlist of 25 dates."), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn places_at_many_dates_that_become_free_at_once_are_one_mail() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(Some(1), "")).await;
        let mut people = Vec::new();
        for name in ["ada", "ben", "eve", "kim"] {
            let person = world.person(name, &[]).await;
            answer_series(&person.ctx, "chat", Answer::Going).await.unwrap();
            people.push(person);
        }
        answer_series(&people[0].ctx, "chat", Answer::NotGoing).await.unwrap();
        assert_eq!(mailed(ctx, "ben@example.org").await, ["rsvp-going-to-series", "rsvp-several"]);
        assert_eq!(last(ctx, "ben@example.org").await, (26, vec![(Method::Request, 26)]));
        assert_eq!(mailed(ctx, "eve@example.org").await, ["rsvp-going-to-series"]);
        // A room that grows while the hour changes: whoever has a seat now is told that alone.
        let later = programme(Some(2), "").replace("2026-11-11T20:00:00", "2026-11-11T20:30:00");
        store(ctx, &later).await;
        for to in ["ben@example.org", "eve@example.org"] {
            assert_eq!(mailed(ctx, to).await.last().unwrap(), "rsvp-several", "{to}");
        }
        let eve = last_mail(ctx, "eve@example.org").await;
        assert_eq!(eve.subject.unwrap().0, "You have a place: Coffee chat");
        assert_eq!(last(ctx, "eve@example.org").await, (26, vec![(Method::Request, 26)]));
        assert_eq!(last(ctx, "ben@example.org").await, (26, vec![(Method::Request, 26), (Method::Cancel, 26)]));
        assert_eq!(last(ctx, "kim@example.org").await, (26, vec![]), "who waits is told in words");
        // Somebody leaves for good.
        crate::identity::erase_person(
            &world.person("admin", &[Capability::Admin]).await.ctx,
            people[1].id.as_str(),
            "asked",
            true,
        )
        .await
        .unwrap();
        assert_eq!(mailed(ctx, "kim@example.org").await, ["rsvp-going-to-series", "rsvp-several", "rsvp-several"]);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_objects_are_several_parts_of_one_mail() {
    let world = TestWorld::sqlite().await;
    let ctx = &world.ctx;
    store(ctx, &programme(None, "")).await;
    let ada = world.person("ada", &[]).await;
    answer_series(&ada.ctx, "chat", Answer::Going).await.unwrap();
    store(ctx, &programme(None, "").replace("2026-11-11T20:00:00", "2026-11-11T20:30:00")).await;
    crate::mail::send_all(ctx).await;
    let folder = ctx.config.data_dir.join("mail");
    let kept = crate::mail::kept(ctx).await.unwrap();
    let wires: Vec<String> =
        kept.iter().map(|mail| std::fs::read_to_string(folder.join(format!("{}.eml", mail.name))).unwrap()).collect();
    assert_eq!(wires.len(), 2);
    let wire = wires.iter().find(|wire| wire.contains("Subject: Changed:")).unwrap();
    for needed in [
        "multipart/mixed",
        "multipart/alternative",
        "text/calendar; charset=utf-8; method=REQUEST",
        "text/calendar; charset=utf-8; method=CANCEL",
        "Content-Disposition: attachment; filename=\"dates-2.ics\"",
    ] {
        assert_eq!(wire.matches(needed).count(), 1, "{needed}\n{wire}");
    }
    // What is to be kept is the alternative that every program reads.
    let place = |text: &str| wire.find(text).unwrap();
    assert!(
        place("method=REQUEST") < place("method=CANCEL") && place("multipart/mixed") < place("multipart/alternative")
    );
    world.end().await;
}
