//! Changes that take dates away from people who have answered for them, on both databases.

use domain::events::rsvp::Answer;
use sea_orm::EntityTrait;

use super::tests::{CHAT, date_form, fields_wrong, form, organizer};
use super::*;
use crate::ctx::Ctx;
use crate::events::rsvp::{Answered, answer, answer_series};
use crate::events::tests::import;
use crate::mail::entity::mails;
use crate::testing::{Person, TestWorld, on_both};

const DAY: &str = "2027-01-27";

/// What everybody was mailed about dates, without what they did themselves.
async fn news(ctx: &Ctx) -> Vec<String> {
    let mut all = mails::Entity::find().all(ctx.db.read()).await.unwrap();
    all.sort_by_key(|mail| mail.id);
    let kinds = all.into_iter().map(|mail| mail.kind).filter(|kind| kind.starts_with("rsvp"));
    kinds.filter(|kind| !["rsvp-going", "rsvp-waiting", "rsvp-not-going"].contains(&kind.as_str())).collect()
}

/// At the date in January one comes, one waits, and one has said no.
async fn answered(world: &TestWorld) -> Person {
    import(&world.ctx, &format!("{CHAT}capacity = 1\n")).await;
    for (name, said) in [("ada", Answer::Going), ("ben", Answer::Going), ("eve", Answer::NotGoing)] {
        answer(&world.person(name, &[]).await.ctx, "chat", DAY, said).await.unwrap();
    }
    organizer(world).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_people_have_answered_for_goes_only_once_that_was_read() {
    on_both(async |world| {
        let olga = answered(world).await.ctx;
        // Words change without a question.
        let words = form(&olga, "chat", &[("place", "Room 4")]).await;
        assert_eq!(look(&olga, Some("chat"), &words).await.unwrap().unwrap().people, 0);
        save(&olga, Some("chat"), &words, Press::Save, "").await.unwrap();
        let before = news(&world.ctx).await;
        for changes in [
            &[("except", DAY)][..],
            &[("ends", "until"), ("until", "2026-12-31")],
            &[("nth", "1"), ("weekday", "TH"), ("every", "1"), (AGREE, "2026-11-05")],
        ] {
            let away = form(&olga, "chat", changes).await;
            let looked = look(&olga, Some("chat"), &away).await.unwrap().unwrap();
            assert_eq!(looked.people, 2, "{changes:?}");
            assert_eq!(fields_wrong(save(&olga, Some("chat"), &away, Press::Save, "").await), [AGREE], "{changes:?}");
            // Who has read of fewer has not read this.
            let fewer = people_told(1);
            let stale = with_more(away, AGREE, &fewer);
            assert_eq!(fields_wrong(save(&olga, Some("chat"), &stale, Press::Save, "").await), [AGREE], "{changes:?}");
        }
        assert_eq!(news(&world.ctx).await, before, "nobody was told, and nothing was stored");
        let away = form(&olga, "chat", &[("except", DAY), (AGREE, people_told(2).as_str())]).await;
        save(&olga, Some("chat"), &away, Press::Save, "").await.unwrap();
        assert_eq!(news(&world.ctx).await[before.len()..], ["rsvp-canceled", "rsvp-canceled"]);
        assert!(open(&olga, "chat").await.unwrap().series.by_name(DAY).is_none());
        // A date that nobody has answered for goes as ever.
        let free = form(&olga, "chat", &[("except", "2027-01-27\n2027-03-24")]).await;
        save(&olga, Some("chat"), &free, Press::Save, "").await.unwrap();
    })
    .await;
}

/// One more value of a field that may have several.
fn with_more(mut fields: domain::events::desk::Fields, name: &str, value: &str) -> domain::events::desk::Fields {
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_find_their_day_in_another_rhythm_ask_nothing() {
    on_both(async |world| {
        let olga = answered(world).await.ctx;
        answer_series(&world.person("kim", &[]).await.ctx, "chat", Answer::Going).await.unwrap();
        let following = [("time", "18:00"), ("reach", "following"), (AGREE, DAY)];
        let following = date_form(&olga, "chat", DAY, &following).await;
        assert_eq!(look_at_date(&olga, "chat", DAY, &following).await.unwrap().unwrap().people, 0);
        save_date(&olga, "chat", DAY, &following).await.unwrap();
        assert!(!news(&world.ctx).await.contains(&"rsvp-canceled".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_date_knows_whom_a_cancel_mails() {
    on_both(async |world| {
        let olga = answered(world).await.ctx;
        let drawn = async |day: &str| drawn_date(&olga, "chat", day, None).await.unwrap().answered;
        let both = Answered { going: 1, waiting: 1 };
        assert_eq!((drawn(DAY).await, drawn("2026-11-25").await), (both, Answered::default()));
        set_date(&olga, "chat", DAY, DateDeed::Cancel).await.unwrap();
        assert_eq!(news(&world.ctx).await, ["rsvp-canceled", "rsvp-canceled"]);
        assert_eq!(drawn(DAY).await, both, "and the same when it is undone");
        // Of a series that does not take place nobody is told a second time.
        set_series(&olga, "chat", SeriesDeed::Cancel).await.unwrap();
        assert_eq!(drawn(DAY).await, Answered::default());
    })
    .await;
}
