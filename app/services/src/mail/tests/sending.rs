//! One mail and the server's answers to it.

use chrono::TimeDelta;
use domain::notifications::Topic;
use sea_orm::ConnectionTrait;

use super::smtp::{Mood, Smtp};
use super::*;
use crate::mail::entity::mails::State;
use crate::mail::road::Road;
use crate::mail::{self, worker};
use crate::mail::{Told, verdict::Verdict};
use crate::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_arrives_once_with_the_headers_it_needs_and_is_then_forgotten() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        queue_to(ctx, "ada").await;
        assert_eq!(send(ctx).await, 1);
        assert_eq!(send(ctx).await, 0);
        let [mail] = server.taken().try_into().unwrap();
        assert_eq!(mail.to, ["ada@example.org"]);
        let row = &rows(ctx).await[0];
        assert_eq!(mail.message_id(), format!("<{}@127.0.0.1>", row.public_id));
        assert_eq!(mail.header("To").as_deref(), Some("ada@example.org"));
        assert_eq!(mail.header("From").as_deref(), Some("Harborlight <hello@example.org>"));
        assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert_eq!(mail.header("Date").as_deref(), Some("Tue, 03 Nov 2026 15:00:00 +0000"));
        assert!(mail.header("Content-Type").unwrap().starts_with("multipart/alternative"));
        assert_eq!(mail.header("List-Unsubscribe"), None, "nobody turns this one off");
        assert_eq!(row.state, State::Sent);
        let gone = [&row.recipient, &row.subject, &row.body_text, &row.body_html, &row.unsubscribe];
        assert!(gone.iter().all(|value| value.is_none()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_turned_off_says_how_in_one_press() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        let ada = world.person("ada", &[]).await;
        let told = Told {
            topic: Topic::News,
            title: "The new calendar is out".to_owned(),
            text: String::new(),
            path: path("/events"),
            discreet: false,
        };
        queue_one(ctx, stoppable(ctx, To::person(&ada.email, ada.account, None), &Letter::Notice(told))).await;
        send(ctx).await;
        let [mail] = server.taken().try_into().unwrap();
        let page = "http://127.0.0.1:3000/unsubscribe/0123456789abcdef0123456789abcdef-news";
        assert_eq!(mail.header("List-Unsubscribe"), Some(format!("<{page}>")));
        assert_eq!(mail.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
        assert_eq!(mail.header("Subject").as_deref(), Some("The new calendar is out"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_now_is_tried_again_after_one_two_and_four_minutes() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        server.next(&[
            Mood::Greet("421 too busy"),
            Mood::Rcpt("451 4.3.0 <ada@example.org> later"),
            Mood::EndOfData("452 4.3.1 disk full"),
        ]);
        queue_to(ctx, "ada").await;
        for minutes in [1, 2, 4] {
            assert_eq!(send(ctx).await, 1);
            let row = &rows(ctx).await[0];
            let pause = (row.due_at - ctx.now()).num_seconds();
            assert!((minutes * 48..=minutes * 60).contains(&pause), "{pause} seconds of {minutes} minutes");
            assert!(!row.last_error.clone().unwrap().contains("ada@"), "{row:?}");
            assert_eq!(send(ctx).await, 0, "not before it is due");
            world.clock.advance(TimeDelta::minutes(minutes));
        }
        assert_eq!((send(ctx).await, server.taken().len()), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_such_mailbox_is_one_attempt_and_no_further_mail_to_that_address() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        server.next(&[Mood::Rcpt("550 5.1.1 <ada@example.org> no such user")]);
        queue_to(ctx, "ada").await;
        send(ctx).await;
        let row = &rows(ctx).await[0];
        assert_eq!((row.state, row.attempts), (State::Failed, 1));
        assert_eq!(row.last_error.as_deref(), Some("the mail server said 550 5.1.1 (address) no such user"));
        world.clock.advance(TimeDelta::days(1));
        assert_eq!(send(ctx).await, 0);

        // Queued before anybody knew, looked at when it is to leave.
        queue_to(ctx, "ada").await;
        assert_eq!((send(ctx).await, server.connections()), (0, 1));
        assert_eq!(rows(ctx).await[1].state, State::Dropped);

        let admin = world.person("grace", &[domain::access::Capability::Admin]).await.ctx;
        // All staff are told of the new admin.
        assert_eq!((send(ctx).await, server.taken().len()), (1, 1));
        let troubled = mail::troubled(&admin).await.unwrap();
        assert_eq!((troubled.len(), troubled[0].attempts, troubled[0].next), (1, 1, None));
        assert!(mail::retry(&admin, Some(troubled[0].id)).await.unwrap());
        assert!(!mail::retry(&admin, Some(troubled[0].id)).await.unwrap(), "it has not failed any more");
        assert!(mail::retry(&world.person("eve", &[]).await.ctx, Some(troubled[0].id)).await.is_err());
        assert_eq!((send(ctx).await, server.taken().len()), (1, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_or_a_full_mailbox_says_nothing_about_the_address() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        server.next(&[Mood::EndOfData("554 5.7.1 looks like spam"), Mood::Rcpt("552 5.2.2 mailbox full")]);
        queue_to(ctx, "ada").await;
        send(ctx).await;
        queue_to(ctx, "ada").await;
        send(ctx).await;
        assert!(rows(ctx).await.iter().all(|row| (row.state, row.attempts) == (State::Failed, 1)));
        queue_to(ctx, "ada").await;
        assert_eq!((send(ctx).await, server.taken().len()), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_cannot_be_sent_holds_up_no_other() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        for name in ["ada", "grace", "mary"] {
            queue_to(ctx, name).await;
        }
        let spoilt = ctx.db.write(|tx| {
            Box::pin(async move {
                tx.execute_unprepared("UPDATE mails SET recipient = 'no address' WHERE id = 1").await?;
                Ok::<_, DbError>(())
            })
        });
        spoilt.await.unwrap();
        server.next(&[Mood::Silent]);
        let begun = tokio::time::Instant::now();
        assert_eq!(send(ctx).await, 3);
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert_eq!(server.taken().len(), 1, "one is poison, one met silence, one arrived");
        let row = &rows(ctx).await[0];
        assert_eq!((row.state, row.last_error.as_deref()), (State::Failed, Some("the recipient is not an address")));
        world.clock.advance(TimeDelta::minutes(1));
        assert_eq!((send(ctx).await, server.taken().len()), (1, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_at_once_send_nothing_twice() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let first = with_server(&world.ctx, server.port);
        let second = with_server(&world.second_process().await, server.port);
        for number in 0..40 {
            queue_to(&first, &format!("person{number}")).await;
        }
        let (one, two) = tokio::join!(send(&first), send(&second));
        assert_eq!((one + two, server.taken().len()), (40, 40));
        let mut ids: Vec<String> = server.taken().iter().map(smtp::Taken::message_id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 40);
        second.db.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_dies_between_the_servers_ok_and_the_mark_sends_the_same_message_again() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        queue_to(ctx, "ada").await;
        let row = rows(ctx).await.remove(0);
        let claimed = worker::claim(ctx, row).await.unwrap().unwrap();
        let road = Road::of(ctx, PACE.command).unwrap();
        assert_eq!(worker::attempt(&road, PACE, &claimed).await, Verdict::Sent);
        // Here the process dies. Nobody else takes the mail while the lease may still be a living worker's.
        assert_eq!(send(ctx).await, 0);
        world.clock.advance(TimeDelta::minutes(10));
        assert_eq!(send(ctx).await, 1);
        let [first, second] = server.taken().try_into().unwrap();
        assert_eq!(first.message_id(), second.message_id());
        assert_eq!(first.data, second.data, "byte for byte");
        // The dead worker's mark comes late and changes nothing.
        worker::mark(ctx, claimed, Verdict::Later("late".to_owned())).await.unwrap();
        assert_eq!(rows(ctx).await[0].state, State::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_has_run_out_is_not_sent() {
    on_both(async |world| {
        let ctx = &world.ctx;
        queue_one(ctx, Outgoing::new(ctx, To::address(&email("ada@example.org")), &reset(ctx))).await;
        world.clock.advance(TimeDelta::minutes(31));
        assert_eq!(send(ctx).await, 0);
        assert_eq!(rows(ctx).await[0].state, State::Dropped);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hour_has_a_limit_and_keeps_a_fifth_for_what_is_needed() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = with_server(&world.ctx, server.port);
        let mut config = (*ctx.config).clone();
        config.limits.mails_per_hour = 10;
        let ctx = &Ctx { config: Arc::new(config), ..ctx };
        let ada = world.person("ada", &[]).await;
        let told =
            Told { topic: Topic::News, title: "News".into(), text: String::new(), path: path("/"), discreet: false };
        for _ in 0..9 {
            let to = To::person(&ada.email, ada.account, None);
            queue_one(ctx, stoppable(ctx, to, &Letter::Notice(told.clone()))).await;
        }
        assert_eq!(send(ctx).await, 8);
        for name in ["grace", "mary", "rosalind"] {
            queue_to(ctx, name).await;
        }
        assert_eq!(send(ctx).await, 2);
        world.clock.advance(TimeDelta::minutes(61));
        assert_eq!((send(ctx).await, server.taken().len()), (2, 12));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_word_to_stop_no_mail_is_begun() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        server.stay(Mood::Slow);
        for number in 0..20 {
            queue_to(ctx, &format!("person{number}")).await;
        }
        let (sender, stop) = watch::channel(false);
        let (given, receiver) = (ctx.clone(), stop.clone());
        let working = tokio::spawn(async move { send_due(&given, PACE, &receiver).await.unwrap() });
        while server.taken().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        sender.send(true).unwrap();
        let tried = working.await.unwrap();
        assert!(tried < 20, "{tried}");
        let states: Vec<State> = rows(ctx).await.into_iter().map(|row| row.state).collect();
        assert_eq!(states.iter().filter(|state| **state == State::Sent).count(), tried, "none was cut off");
        assert_eq!(server.taken().len(), tried);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_server_mails_lie_in_a_private_folder() {
    on_both(async |world| {
        let ctx = &world.ctx;
        queue_to(ctx, "ada").await;
        assert_eq!(send(ctx).await, 1);
        let kept = mail::kept(ctx).await.unwrap();
        assert_eq!(
            (kept.len(), kept[0].to.as_str(), kept[0].kind.as_str()),
            (1, "ada@example.org", "password-changed")
        );
        assert!(kept[0].text.contains("http://127.0.0.1:3000/forgot-password"));
        assert!(mail::kept_one(ctx, &kept[0].name).await.is_some_and(|one| one == kept[0]));
        for name in ["", "../secret", "a/b", "x.json"] {
            assert!(mail::kept_one(ctx, name).await.is_none(), "{name}");
        }
        let folder = ctx.config.data_dir.join("mail");
        let file = std::fs::read_to_string(folder.join(format!("{}.eml", kept[0].name))).unwrap();
        assert!(file.contains("Message-ID: <"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o077, 0);
        }
        let config = Config { public_url: "https://landfall.example".parse().unwrap(), ..(*ctx.config).clone() };
        let public = Ctx { config: Arc::new(config), ..ctx.clone() };
        assert!(mail::kept(&public).await.is_none() && mail::kept_one(&public, &kept[0].name).await.is_none());
        let served = with_server(ctx, 9);
        assert!(mail::kept(&served).await.is_none());
    })
    .await;
}
