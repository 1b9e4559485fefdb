//! What a date is called: the same in mails, in the personal calendar and in everybody's, whatever becomes of it.

use std::collections::BTreeSet;

use super::client::{Client, dates_of};
use super::*;
use crate::events::feed_doctor::diagnose;
use crate::events::{FeedAnswer, FeedScope};

async fn personal(ctx: &Ctx, token: &str) -> String {
    match personal_feed(ctx, token, None).await.unwrap() {
        FeedAnswer::Feed { bytes, .. } => bytes.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn public(ctx: &Ctx) -> String {
    match crate::events::feed(ctx, &FeedScope::All, None).await.unwrap() {
        FeedAnswer::Feed { bytes, .. } => bytes.to_string(),
        other => panic!("{other:?}"),
    }
}

/// UID and instant of every date that takes place, as another reader finds them.
fn read(feed: &str, now: DateTime<Utc>) -> BTreeSet<(String, DateTime<Utc>)> {
    let found = diagnose(feed, now, 1000);
    assert!(
        found.is_healthy(),
        "{:#?}\n{feed}",
        found.checks.iter().filter(|check| !check.passed()).collect::<Vec<_>>()
    );
    found.starts.into_iter().filter(|start| !start.cancelled).map(|start| (start.uid, start.start)).collect()
}

/// A person with a calendar program that takes their mails, and with an address of their own.
struct Reader {
    person: Person,
    client: Client,
    token: String,
}

impl Reader {
    async fn new(world: &TestWorld, name: &str) -> Self {
        let person = world.person(name, &[]).await;
        let token = make_feed(&person.ctx).await.unwrap().as_str().to_owned();
        Self { person, client: Client::default(), token }
    }

    /// Mails, the personal calendar and everybody's agree on `count` dates.
    async fn agrees(&mut self, world: &TestWorld, count: usize, when: &str) {
        self.client.fetch(&world.ctx, self.person.email.as_str()).await;
        let personal = personal(&world.ctx, &self.token).await;
        assert_eq!(self.client.dates, dates_of(&personal), "{when}: mails and the personal calendar");
        let (mine, all) = (read(&personal, world.ctx.now()), read(&public(&world.ctx).await, world.ctx.now()));
        assert!(mine.is_subset(&all), "{when}: {:?} are not everybody's", mine.difference(&all).collect::<Vec<_>>());
        assert_eq!(mine.len(), count, "{when}: {mine:?}");
    }
}

const EXTRA: &str = "extra = [2026-11-13T18:00:00]\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_date_has_one_name_everywhere_whatever_becomes_of_it() {
    on_both(async |world| {
        store(&world.ctx, &programme(None, EXTRA)).await;
        let single = |day: &str| {
            programme(None, "")
                .replace("slug = \"chat\"", "slug = \"talk\"")
                .replace("repeats = \"FREQ=WEEKLY;BYDAY=WE\"\n", "")
                .replace(FIRST, day)
        };
        store(&world.ctx, &single("2026-11-19")).await;
        let mut ada = Reader::new(world, "ada").await;
        for day in [FIRST, "2026-11-13", "2026-11-18", "2026-11-25", "2026-12-02"] {
            says(&ada.person, day, Answer::Going).await.unwrap();
        }
        answer(&ada.person.ctx, "talk", "2026-11-19", Answer::Going).await.unwrap();
        ada.agrees(world, 6, "as planned").await;
        world.clock.advance(chrono::TimeDelta::minutes(5));
        let date = |day: &str, says: &str| format!("[[series.dates]]\ndate = {day}\n{says}\n");
        let moved = format!("{EXTRA}{}", date("2026-11-18", "moved_to = 2026-11-20T09:00:00"));
        store(&world.ctx, &programme(None, &moved)).await;
        ada.agrees(world, 6, "a date moved").await;
        let canceled = format!("{moved}{}", date("2026-11-25", "cancelled = true"));
        store(&world.ctx, &programme(None, &canceled)).await;
        ada.agrees(world, 5, "a date canceled").await;
        store(&world.ctx, &programme(None, &moved)).await;
        ada.agrees(world, 6, "takes place after all").await;
        store(&world.ctx, &single("2026-11-26")).await;
        ada.agrees(world, 6, "a single event put off").await;
        // Before anything has begun, another hour and another zone make another series of it.
        let later = |text: String| text.replace("2026-11-11T20:00:00", "2026-11-11T20:30:00");
        store(&world.ctx, &later(programme(None, EXTRA))).await;
        ada.agrees(world, 6, "another hour").await;
        let chicago = |text: String| text.replace("America/New_York", "America/Chicago");
        store(&world.ctx, &chicago(later(programme(None, EXTRA)))).await;
        ada.agrees(world, 6, "another zone").await;
        // After the first dates the rhythm changes; what stays as it is goes on under the new name as well.
        world.clock.set(at("2026-11-15T12:00:00Z"));
        ada.agrees(world, 4, "two dates are over").await;
        let every_other = chicago(programme(None, ""))
            .replace("2026-11-11T20:00:00", "2026-11-18T20:30:00")
            .replace("FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE");
        store(&world.ctx, &every_other).await;
        ada.agrees(world, 3, "another rhythm").await;
        let last = mailed(&world.ctx, "ada@example.org").await.pop().unwrap();
        assert_eq!(last, "rsvp-several", "two dates stay and one is gone");
        world.clock.set(at("2026-11-20T12:00:00Z"));
        let back = every_other
            .replace("2026-11-18T20:30:00", "2026-12-02T19:00:00")
            .replace("America/Chicago", "America/New_York");
        store(&world.ctx, &back).await;
        ada.agrees(world, 2, "and back, with another zone").await;
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_that_was_put_into_another_zone_while_it_was_a_draft_has_its_new_names() {
    on_both(async |world| {
        store(&world.ctx, &programme(None, "")).await;
        let mut ada = Reader::new(world, "ada").await;
        answer_series(&ada.person.ctx, "chat", Answer::Going).await.unwrap();
        ada.agrees(world, 26, "as planned").await;
        let draft = |text: String| text.replace("\"published\"", "\"draft\"");
        store(&world.ctx, &draft(programme(None, ""))).await;
        ada.agrees(world, 0, "a draft").await;
        let chicago = programme(None, "").replace("America/New_York", "America/Chicago");
        store(&world.ctx, &draft(chicago.clone())).await;
        store(&world.ctx, &chicago).await;
        ada.agrees(world, 26, "another zone").await;
        let name = ada.client.dates.keys().next().unwrap();
        assert!(name.1.starts_with("RECURRENCE-ID;TZID=America/Chicago:"), "{name:?}");
        assert_eq!(ada.client.mails, 3, "one for the answer, one for the draft, one for its return");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_rise_also_when_a_date_goes_and_comes_back() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let org = world.person("org", &[Capability::Organizer]).await;
        let mut ada = Reader::new(world, "ada").await;
        let day = "2026-11-18";
        for _ in 0..4 {
            says(&ada.person, day, Answer::Going).await.unwrap();
            says(&ada.person, day, Answer::NotGoing).await.unwrap();
        }
        says(&ada.person, day, Answer::Going).await.unwrap();
        ada.agrees(world, 1, "back and forth").await;
        let number = async || rows(&world.ctx).await[0].sequence.unwrap();
        let before = number().await;
        for round in 0..2 {
            store(&world.ctx, &programme(Some(1), &format!("except = [{day}]\n"))).await;
            ada.agrees(world, 0, "left out").await;
            assert!(matches!(date_view(&ada.person.ctx, "chat", day).await, Err(RsvpError::NotFound)));
            is_whole(world).await;
            store(&world.ctx, &programme(Some(1), "")).await;
            // The answers have gone with the date; only the number is remembered.
            assert_eq!(stand(&ada.person, day).await, None);
            let found = attendees(&org.ctx, "chat", day).await.unwrap();
            assert_eq!((found.going.len(), found.not_going, found.seats.taken), (0, 0, 0));
            let told = export_part(&ada.person.ctx, ada.person.account).await.unwrap();
            assert_eq!(told["answers"].as_array().unwrap().len(), 0, "{told}");
            says(&ada.person, day, Answer::Going).await.unwrap();
            ada.agrees(world, 1, "there again").await;
            assert!(number().await > before + round, "the client has checked every one of them");
            is_whole(world).await;
        }
        // Whoever comes to every date has the date again by itself.
        let mut ben = Reader::new(world, "ben").await;
        store(&world.ctx, &programme(Some(2), "")).await;
        answer_series(&ben.person.ctx, "chat", Answer::Going).await.unwrap();
        store(&world.ctx, &programme(Some(2), &format!("except = [{day}]\n"))).await;
        store(&world.ctx, &programme(Some(2), "")).await;
        assert_eq!(stand(&ben.person, day).await, None);
        extend_standing(&world.ctx).await.unwrap();
        assert_eq!(stand(&ben.person, day).await, Some(Stand::Going));
        ben.agrees(world, 26, "every date").await;
        // To say no to a date that has come back is no news for a calendar.
        store(&world.ctx, &programme(Some(2), &format!("except = [{day}]\n"))).await;
        store(&world.ctx, &programme(Some(2), "")).await;
        says(&ben.person, day, Answer::NotGoing).await.unwrap();
        ben.agrees(world, 25, "all but one").await;
        assert_eq!(mailed(&world.ctx, "ben@example.org").await.last().unwrap(), "rsvp-canceled");
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_waits_has_nothing_to_take_out() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (mut ada, ben) = (Reader::new(world, "ada").await, world.person("ben", &[]).await);
        says(&ada.person, FIRST, Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        says(&ada.person, FIRST, Answer::NotGoing).await.unwrap();
        says(&ada.person, FIRST, Answer::Going).await.unwrap();
        // In line again, and under another name since; then out of it, and the date is canceled.
        store(&world.ctx, &programme(Some(1), "").replace("2026-11-11T20:00:00", "2026-11-11T20:30:00")).await;
        ada.agrees(world, 0, "in line").await;
        says(&ada.person, FIRST, Answer::NotGoing).await.unwrap();
        ada.agrees(world, 0, "out of it").await;
        says(&ada.person, FIRST, Answer::Going).await.unwrap();
        let canceled = format!("[[series.dates]]\ndate = {FIRST}\ncancelled = true\n");
        store(&world.ctx, &programme(Some(1), &canceled).replace("2026-11-11T20:00:00", "2026-11-11T20:30:00")).await;
        ada.agrees(world, 0, "canceled").await;
        let kinds = ["rsvp-going", "rsvp-not-going", "rsvp-waiting", "rsvp-changed", "rsvp-waiting", "rsvp-canceled"];
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, kinds);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_takes_the_place_of_one_that_went_is_taken_out_under_its_own_name() {
    on_both(async |world| {
        let extra = "2026-11-11T1800";
        store(&world.ctx, &programme(None, "extra = [2026-11-11T18:00:00]\n")).await;
        let mut ada = Reader::new(world, "ada").await;
        for _ in 0..3 {
            says(&ada.person, extra, Answer::Going).await.unwrap();
            says(&ada.person, extra, Answer::NotGoing).await.unwrap();
        }
        for name in [extra, FIRST] {
            says(&ada.person, name, Answer::Going).await.unwrap();
        }
        ada.agrees(world, 2, "two on one day").await;
        store(&world.ctx, &programme(None, "")).await;
        ada.agrees(world, 1, "one of them went").await;
        // The numbers of the one that went are higher; its name is not that of the other.
        let sooner = programme(None, "").replace("2026-11-11T20:00:00", "2026-11-11T18:00:00");
        store(&world.ctx, &sooner).await;
        ada.agrees(world, 1, "the other begins when it would have").await;
        is_whole(world).await;
    })
    .await;
}
