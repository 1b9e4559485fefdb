//! The mail server is away, comes back, and misbehaves: everything arrives, and nothing twice but where it cannot be
//! known (security figures F9 and F10, quick tier).

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::smtp::{Mood, Smtp};
use super::*;
use crate::mail::backlog;
use crate::mail::entity::mails::State;
use crate::testing::on_both;

const MAILS: usize = 60;

/// Lets time pass until nothing waits.
async fn until_delivered(ctx: &Ctx, clock: &crate::testing::TestClock) {
    for _ in 0..120 {
        send(ctx).await;
        if backlog(ctx).await.unwrap().waiting == 0 {
            return;
        }
        clock.advance(TimeDelta::minutes(1));
    }
    panic!("mails are still waiting after two hours");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_ten_minutes_away_every_mail_arrives_once() {
    on_both(async |world| {
        let port = Smtp::start().await.port;
        let ctx = &with_server(&world.ctx, port);
        let names: BTreeSet<String> = (0..MAILS).map(|number| format!("person{number}")).collect();
        for name in &names {
            queue_to(ctx, name).await;
        }
        for _ in 0..10 {
            send(ctx).await;
            world.clock.advance(TimeDelta::minutes(1));
        }
        let waiting = rows(ctx).await;
        assert!(waiting.iter().all(|row| row.state == State::Waiting && (3..=5).contains(&row.attempts)));
        assert!(waiting.iter().all(|row| row.last_error.is_some()));
        let dues: BTreeSet<_> = waiting.iter().map(|row| row.due_at).collect();
        assert!(dues.len() > MAILS / 2, "they do not all come back at once");

        let server = Smtp::on(port).await;
        until_delivered(ctx, &world.clock).await;
        let taken = server.taken();
        let arrived: BTreeSet<String> = taken.iter().map(|mail| mail.to[0].replace("@example.org", "")).collect();
        assert_eq!((taken.len(), arrived), (MAILS, names));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_server_does_every_mail_arrives_and_only_a_drop_after_the_data_can_double_it() {
    on_both(async |world| {
        let server = Smtp::start().await;
        let ctx = &with_server(&world.ctx, server.port);
        let moods = [
            Mood::HangUp,
            Mood::Silent,
            Mood::Greet("421 not now"),
            Mood::Rcpt("451 4.7.1 greylisted"),
            Mood::EndOfData("450 4.2.0 later"),
            Mood::DropAfterData { kept: false },
            Mood::Well,
            Mood::DropAfterData { kept: true },
        ];
        for round in 0..6 {
            server.next(&moods[round % 3..]);
        }
        let doubled = 6;
        for number in 0..MAILS {
            queue_to(ctx, &format!("person{number}")).await;
        }
        until_delivered(ctx, &world.clock).await;
        assert!(rows(ctx).await.iter().all(|row| row.state == State::Sent));
        let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
        let mut by_recipient: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for mail in server.taken() {
            *by_id.entry(mail.message_id()).or_default() += 1;
            by_recipient.entry(mail.to[0].clone()).or_default().insert(mail.message_id());
        }
        assert_eq!(by_recipient.len(), MAILS, "nothing is lost");
        assert!(by_recipient.values().all(|ids| ids.len() == 1), "a double has the same Message-ID");
        let more_than_once: usize = by_id.values().map(|times| times - 1).sum();
        assert_eq!(more_than_once, doubled, "one for each drop after the data was kept");
    })
    .await;
}
