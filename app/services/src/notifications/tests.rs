//! Notifications, on both databases.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Capability;
use domain::local_path::LocalPath;
use domain::notifications::{Choice, ChoicesForm, Digest, NOTICES_PER_RECIPIENT, Stop, Topic};
use sea_orm::{EntityTrait, QueryOrder};

use super::*;
use crate::ctx::{Ctx, Viewer};
use crate::mail::entity::mails;
use crate::mail::{Kept, kept, send_all};
use crate::testing::{Person, TestWorld, on_both};

fn notice(topic: Topic, title: &str) -> Notice {
    Notice::new(topic, title, "Two sentences. No more.", LocalPath::parse("/events").unwrap())
}

async fn tell_one(ctx: &Ctx, account: i64, notice: Notice) {
    let within = ctx.clone();
    let told = ctx.db.write(move |tx| {
        let (ctx, notice) = (within.clone(), notice.clone());
        Box::pin(async move { Ok::<_, DbError>(tell(tx, &ctx, account, &notice).await?) })
    });
    told.await.unwrap();
}

async fn mails_of(ctx: &Ctx) -> Vec<mails::Model> {
    mails::Entity::find().order_by_asc(mails::Column::Id).all(ctx.db.read()).await.unwrap()
}

/// What a sent mail said, the newest first.
async fn folder(ctx: &Ctx) -> Vec<Kept> {
    send_all(ctx).await;
    kept(ctx).await.unwrap()
}

fn form() -> ChoicesForm {
    ChoicesForm { events: "at-once".into(), news: "digest".into(), digest: "weekly".into(), ..ChoicesForm::default() }
}

async fn set_zone(world: &TestWorld, person: &Person, zone: &str) {
    use sea_orm::ConnectionTrait;
    let sql = format!("UPDATE accounts SET zone = '{zone}' WHERE id = {}", person.account);
    let set = world.ctx.db.write(move |tx| {
        let sql = sql.clone();
        Box::pin(async move {
            tx.execute_unprepared(&sql).await?;
            Ok::<_, DbError>(())
        })
    });
    set.await.unwrap();
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_is_listed_counted_and_read_by_its_person_only() {
    on_both(async |world| {
        let (ada, eve) = (world.person("ada", &[]).await, world.person("eve", &[]).await);
        for number in 0..35 {
            tell_one(&world.ctx, ada.account, notice(Topic::News, &format!("Number {number}\r\n"))).await;
        }
        let first = list(&ada.ctx, None).await.unwrap();
        assert_eq!((first.listed.len(), first.unread, first.listed[0].title.as_str()), (30, 35, "Number 34"));
        let second = list(&ada.ctx, first.next).await.unwrap();
        assert_eq!((second.listed.len(), second.next), (5, None));
        assert_eq!(second.listed[4].title, "Number 0");

        mark_read(&eve.ctx, Some(first.listed[0].id)).await.unwrap();
        assert_eq!(unread(&ada.ctx).await.unwrap(), 35, "another's");
        mark_read(&ada.ctx, Some(first.listed[0].id)).await.unwrap();
        assert_eq!(unread(&ada.ctx).await.unwrap(), 34);
        mark_all_read(&ada.ctx).await.unwrap();
        assert_eq!(unread(&ada.ctx).await.unwrap(), 0);
        assert!(list(&ada.ctx, None).await.unwrap().listed.iter().all(|one| one.read));
        assert_eq!(list(&eve.ctx, first.next).await.unwrap().listed, []);
        let nobody = world.ctx.with_viewer(Viewer::house("nobody"));
        assert!(matches!(list(&nobody, None).await, Err(NotificationsError::Denied(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_follows_the_choice_of_the_person() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let ada = world.person("ada", &[]).await;
        for topic in Topic::ALL {
            tell_one(ctx, ada.account, notice(topic, topic.label())).await;
        }
        let topics: Vec<String> = mails_of(ctx).await.into_iter().map(|mail| mail.topic).collect();
        assert_eq!(topics, ["account", "safety", "events", "mentorship", "staff"], "news wait for the digest");

        choose(&ada.ctx, &ChoicesForm { events: "off".into(), news: "at-once".into(), ..form() }).await.unwrap();
        let (choices, _) = chosen(&ada.ctx).await.unwrap();
        assert_eq!((choices.of(Topic::Events), choices.of(Topic::News)), (Choice::Off, Choice::AtOnce));
        for topic in [Topic::Events, Topic::News] {
            tell_one(ctx, ada.account, notice(topic, "Again")).await;
        }
        let topics: Vec<String> = mails_of(ctx).await.into_iter().map(|mail| mail.topic).skip(5).collect();
        assert_eq!(topics, ["news"]);
        assert_eq!(unread(&ada.ctx).await.unwrap(), 8, "on the site everything is told");

        let bad = ChoicesForm { digest: "hourly".into(), ..form() };
        assert!(matches!(choose(&ada.ctx, &bad).await, Err(NotificationsError::Invalid(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_of_the_last_minute_counts() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        tell_one(&world.ctx, ada.account, notice(Topic::Events, "Moved")).await;
        choose(&ada.ctx, &ChoicesForm { events: "off".into(), ..form() }).await.unwrap();
        assert!(folder(&world.ctx).await.is_empty());
        assert_eq!(mails_of(&world.ctx).await[0].state, mails::State::Dropped);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_quiet_hours_only_what_is_needed_is_mailed_and_the_rest_waits_for_the_morning() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        set_zone(world, &ada, "Asia/Karachi").await;
        let quiet = ChoicesForm { quiet_from: "19:00".into(), quiet_until: "07:00".into(), ..form() };
        choose(&ada.ctx, &quiet).await.unwrap();
        // 8 pm in Karachi.
        tell_one(&world.ctx, ada.account, notice(Topic::Events, "Moved")).await;
        tell_one(&world.ctx, ada.account, notice(Topic::Safety, "A decision")).await;
        let due: Vec<_> = mails_of(&world.ctx).await.into_iter().map(|mail| mail.due_at).collect();
        assert_eq!(due, [at("2026-11-04T02:00:00Z"), world.ctx.now()]);
        assert_eq!(folder(&world.ctx).await.len(), 1);
        world.clock.set(at("2026-11-04T02:00:00Z"));
        assert_eq!(folder(&world.ctx).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_digest_comes_in_the_morning_once_with_what_was_not_read() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let (ada, bob) = (world.person("ada", &[]).await, world.person("bob", &[]).await);
        set_zone(world, &ada, "Asia/Karachi").await;
        choose(&ada.ctx, &ChoicesForm { digest: "daily".into(), ..form() }).await.unwrap();
        choose(&bob.ctx, &ChoicesForm { digest: "daily".into(), ..form() }).await.unwrap();
        for number in 0..25 {
            tell_one(ctx, ada.account, notice(Topic::News, &format!("Number {number}"))).await;
        }
        let first = list(&ada.ctx, None).await.unwrap().listed[0].id;
        mark_read(&ada.ctx, Some(first)).await.unwrap();
        send_digests(ctx).await.unwrap();
        assert!(folder(ctx).await.is_empty(), "not due yet");

        // 8 am in Karachi, not yet in New York.
        world.clock.set(at("2026-11-04T03:00:00Z"));
        let second = world.second_process().await;
        let (one, two) = tokio::join!(send_digests(ctx), send_digests(&second));
        assert!(one.is_ok() && two.is_ok());
        let digest = folder(ctx).await;
        assert_eq!((digest.len(), digest[0].to.as_str()), (1, "ada@example.org"));
        assert_eq!(digest[0].subject, "24 things to know from Harborlight");
        let text = &digest[0].text;
        assert!(text.contains("Number 0\n") && text.contains("Number 19\n") && !text.contains("Number 20\n"));
        assert!(text.contains("And 4 more"));

        world.clock.set(at("2026-11-05T14:00:00Z"));
        send_digests(ctx).await.unwrap();
        assert_eq!(folder(ctx).await.len(), 1, "nothing new, no mail; and nothing for who was told nothing");
        second.db.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_ten_mails_in_an_hour_wait_for_the_digest() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        for number in 0..15 {
            tell_one(&world.ctx, ada.account, notice(Topic::Events, &format!("Number {number}"))).await;
        }
        assert_eq!(mails_of(&world.ctx).await.len() as u64, NOTICES_PER_RECIPIENT);
        assert_eq!(store::for_digest(world.ctx.db.read(), ada.account).await.unwrap().len(), 5);
        world.clock.advance(TimeDelta::minutes(61));
        tell_one(&world.ctx, ada.account, notice(Topic::Events, "Later")).await;
        assert_eq!(mails_of(&world.ctx).await.len() as u64, NOTICES_PER_RECIPIENT + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn discreet_titles_stand_in_no_subject() {
    on_both(async |world| {
        let ada = world.person("ada", &[Capability::Member]).await;
        choose(&ada.ctx, &ChoicesForm { discreet: "1".into(), ..form() }).await.unwrap();
        tell_one(&world.ctx, ada.account, notice(Topic::Events, "Visa evening")).await;
        let mail = folder(&world.ctx).await.remove(0);
        assert_eq!(mail.subject, "News from Harborlight");
        assert!(mail.text.contains("Visa evening"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_in_a_mail_stops_its_topic_and_no_other() {
    on_both(async |world| {
        let ctx = &world.ctx;
        let ada = world.person("ada", &[]).await;
        tell_one(ctx, ada.account, notice(Topic::Events, "Moved")).await;
        let token = mails_of(ctx).await.remove(0).unsubscribe.unwrap().0;
        assert_eq!(stoppable(ctx, &token).await.unwrap(), Some(Stop::Topic(Topic::Events)));
        assert_eq!(chosen(&ada.ctx).await.unwrap().0.of(Topic::Events), Choice::AtOnce, "reading stops nothing");
        for _ in 0..2 {
            assert!(stop(ctx, &token, false).await.unwrap());
        }
        let (choices, _) = chosen(&ada.ctx).await.unwrap();
        assert_eq!((choices.of(Topic::Events), choices.of(Topic::Staff)), (Choice::Off, Choice::AtOnce));
        assert_eq!(choices.digest, Digest::Weekly);

        assert!(stop(ctx, &token, true).await.unwrap());
        let (choices, _) = chosen(&ada.ctx).await.unwrap();
        assert!(choices.topics.iter().all(|(_, choice)| *choice == Choice::Off));
        assert_eq!(choices.digest, Digest::Off);
        tell_one(ctx, ada.account, notice(Topic::Safety, "A decision")).await;
        assert_eq!(mails_of(ctx).await.len(), 2, "what is needed still comes");

        let (secret, _) = token.split_once('-').unwrap();
        for wrong in [format!("{}-events", "0".repeat(32)), format!("{secret}-account"), secret.to_owned()] {
            assert!(!stop(ctx, &wrong, true).await.unwrap(), "{wrong}");
            assert_eq!(stoppable(ctx, &wrong).await.unwrap(), None, "{wrong}");
        }
    })
    .await;
}
