//! Reminders, on the clock of the test.

use domain::notifications::ChoicesForm;

use super::guests::{form, token};
use super::*;
use crate::{jobs, notifications};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_comes_is_reminded_once_a_day_before() {
    on_both(async |world| {
        store(&world.ctx, &programme(Some(1), "")).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        says(&ada, FIRST, Answer::Going).await.unwrap();
        says(&ben, FIRST, Answer::Going).await.unwrap();
        jobs::ensure_recurring(&world.ctx).await.unwrap();
        let remind = async |now: &str| {
            world.clock.set(at(now));
            while jobs::run_due(&world.ctx).await.unwrap() > 0 {}
        };
        // It begins on the 12th at 01:00 UTC.
        remind("2026-11-11T00:50:00Z").await;
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going"]);
        remind("2026-11-11T01:00:00Z").await;
        remind("2026-11-11T01:10:00Z").await;
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going", "notice"]);
        assert_eq!(mailed(&world.ctx, "ben@example.org").await, ["rsvp-waiting"], "no seat, no reminder");
        let mail = last_mail(&world.ctx, "ada@example.org").await;
        assert!(mail.subject.unwrap().0.contains("Reminder: Coffee chat"));
        // Whoever gets a seat within that day has just been told.
        says(&ada, FIRST, Answer::NotGoing).await.unwrap();
        remind("2026-11-11T02:00:00Z").await;
        assert_eq!(mailed(&world.ctx, "ben@example.org").await, ["rsvp-waiting", "rsvp-promoted"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_what_does_not_take_place() {
    on_both(async |world| {
        store(&world.ctx, &programme(None, "")).await;
        let ada = world.person("ada", &[]).await;
        says(&ada, FIRST, Answer::Going).await.unwrap();
        store(&world.ctx, &programme(None, &format!("[[series.dates]]\ndate = {FIRST}\ncancelled = true\n"))).await;
        world.clock.set(at("2026-11-11T01:30:00Z"));
        remind_due(&world.ctx).await.unwrap();
        assert_eq!(mailed(&world.ctx, "ada@example.org").await, ["rsvp-going", "rsvp-canceled"]);
    })
    .await;
}

/// What somebody has chosen about mails.
fn choices(events: &str, quiet: (&str, &str)) -> ChoicesForm {
    ChoicesForm {
        events: events.into(),
        digest: "weekly".into(),
        quiet_from: quiet.0.into(),
        quiet_until: quiet.1.into(),
        ..ChoicesForm::default()
    }
}

/// FIRST begins on the 12th at 01:00 UTC, which is 8 pm on the 11th in New York, the zone of the association.
#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_never_comes_after_the_start_whatever_somebody_has_chosen() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, "")).await;
        let mut people = Vec::new();
        for (name, events, quiet) in [
            ("digest", "digest", ("", "")),
            ("off", "off", ("", "")),
            // The evening is quiet and ends in time.
            ("night", "at-once", ("18:00", "07:00")),
            // So does this one's, which has chosen the digest.
            ("both", "digest", ("18:00", "07:00")),
            // Quiet until half an hour before the start: too late.
            ("long", "at-once", ("19:45", "19:30")),
        ] {
            let person = world.person(name, &[]).await;
            notifications::choose(&person.ctx, &choices(events, quiet)).await.unwrap();
            says(&person, FIRST, Answer::Going).await.unwrap();
            people.push(person);
        }
        let reminded = async |name: &str| {
            let kinds = mailed(ctx, &format!("{name}@example.org")).await;
            kinds.iter().filter(|kind| *kind == "notice").count()
        };
        let look = async |now: &str| {
            world.clock.set(at(now));
            remind_due(ctx).await.unwrap();
            remind_due(ctx).await.unwrap();
        };
        look("2026-11-11T01:00:00Z").await;
        for (name, count) in [("digest", 1), ("off", 0), ("night", 0), ("both", 0), ("long", 1)] {
            assert_eq!(reminded(name).await, count, "{name} a day before");
        }
        let due = last_mail(ctx, "digest@example.org").await;
        assert_eq!((due.due_at, due.useless_at), (ctx.now(), Some(at("2026-11-12T01:00:00Z"))));
        look("2026-11-11T11:59:00Z").await;
        assert_eq!((reminded("night").await, reminded("both").await), (0, 0), "it is 6:59 am");
        look("2026-11-11T12:00:00Z").await;
        for (name, count) in [("digest", 1), ("off", 0), ("night", 1), ("both", 1), ("long", 1)] {
            assert_eq!(reminded(name).await, count, "{name} in the morning");
        }
        // On the site everybody has it, once, and no digest tells it again.
        for person in &people {
            let listed = notifications::list(&person.ctx, None).await.unwrap().listed;
            assert_eq!(listed.iter().filter(|one| one.title == "Reminder: Coffee chat").count(), 1);
        }
        world.clock.set(at("2026-11-16T14:00:00Z"));
        notifications::send_digests(ctx).await.unwrap();
        assert!(!mailed(ctx, "digest@example.org").await.contains(&"digest".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_it_back_in_the_quiet_hours_is_not_reminded_in_the_morning() {
    on_both(async |world| {
        let ctx = &world.ctx;
        store(ctx, &programme(None, "")).await;
        let ada = world.person("ada", &[]).await;
        notifications::choose(&ada.ctx, &choices("at-once", ("18:00", "07:00"))).await.unwrap();
        says(&ada, FIRST, Answer::Going).await.unwrap();
        // A guest has chosen nothing.
        ask_as_guest(ctx, "chat", Some(FIRST), &form("Grace", "grace@example.net")).await.unwrap();
        answer_as_guest(ctx, &token(ctx, "grace@example.net").await, "", Answer::Going).await.unwrap();
        world.clock.set(at("2026-11-11T01:00:00Z"));
        remind_due(ctx).await.unwrap();
        assert_eq!(mailed(ctx, "grace@example.net").await.last().unwrap(), "rsvp-reminder");
        says(&ada, FIRST, Answer::NotGoing).await.unwrap();
        world.clock.set(at("2026-11-11T12:00:00Z"));
        remind_due(ctx).await.unwrap();
        assert_eq!(mailed(ctx, "ada@example.org").await, ["rsvp-going", "rsvp-not-going"]);
        // A reminder that did not leave in time does not leave at all.
        world.clock.set(at("2026-11-12T01:00:00Z"));
        crate::mail::send_all(ctx).await;
        let reminder = mail_rows::Entity::find().all(ctx.db.read()).await.unwrap();
        let reminder = reminder.iter().find(|mail| mail.kind == "rsvp-reminder").unwrap();
        assert_eq!(reminder.state, crate::mail::entity::mails::State::Dropped);
    })
    .await;
}
