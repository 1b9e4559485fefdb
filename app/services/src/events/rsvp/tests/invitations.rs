//! Invitations and cancellations by mail, byte for byte. After a wanted change, read the new text and copy it to
//! `tests/golden`.

use super::*;
use crate::mail::entity::mails::Model;

fn assert_golden(name: &str, bytes: &str) {
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::fs::read_to_string(&golden).unwrap_or_default() != bytes {
        let fresh = std::env::temp_dir().join("landfall-golden");
        std::fs::create_dir_all(&fresh).unwrap();
        std::fs::write(fresh.join(name), bytes).unwrap();
        panic!("{name} differs; the new text is in {}:\n{bytes}", fresh.display());
    }
}

fn part(mail: &Model) -> String {
    mail.calendar.as_ref().map(|part| part.0.clone()).unwrap_or_default()
}

fn value<'p>(part: &'p str, name: &str) -> &'p str {
    let line = part.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name} in {part}"));
    line.rsplit_once(':').unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_and_a_cancellation_read_as_they_were_written() {
    let world = TestWorld::sqlite().await;
    store(&world.ctx, &programme(None, "")).await;
    let ada = world.person("ada", &[]).await;
    says(&ada, FIRST, Answer::Going).await.unwrap();
    let mail = last_mail(&world.ctx, "ada@example.org").await;
    assert_eq!(mail.calendar_method.as_deref(), Some("REQUEST"));
    assert_golden("invitation_request.ics", &part(&mail));
    world.clock.advance(chrono::TimeDelta::hours(1));
    says(&ada, FIRST, Answer::NotGoing).await.unwrap();
    let mail = last_mail(&world.ctx, "ada@example.org").await;
    assert_eq!(mail.calendar_method.as_deref(), Some("CANCEL"));
    assert_golden("invitation_cancel.ics", &part(&mail));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_uid_is_that_of_the_feed_the_sequence_rises_and_nobody_else_stands_in_it() {
    on_both(async |world| {
        let extra = "extra = [2026-11-13T18:00:00]\n";
        store(&world.ctx, &programme(Some(1), extra)).await;
        let (ada, ben) = (world.person("ada", &[]).await, world.person("ben", &[]).await);
        let scope = crate::events::FeedScope::All;
        let Ok(crate::events::FeedAnswer::Feed { bytes, .. }) = crate::events::feed(&world.ctx, &scope, None).await
        else {
            panic!("there is a feed");
        };
        let uids: Vec<_> = bytes.lines().filter_map(|line| line.strip_prefix("UID:")).map(str::to_owned).collect();
        for name in [FIRST, "2026-11-13"] {
            says(&ada, name, Answer::Going).await.unwrap();
            let part = part(&last_mail(&world.ctx, "ada@example.org").await);
            let uid = part.lines().find_map(|line| line.strip_prefix("UID:")).unwrap();
            assert!(uids.iter().any(|known| known == uid), "{name}: {uid} in {uids:?}");
            assert_eq!(part.contains("RECURRENCE-ID"), name == FIRST);
        }
        says(&ben, FIRST, Answer::Going).await.unwrap();
        assert_eq!(part(&last_mail(&world.ctx, "ben@example.org").await), "", "no seat, nothing for the calendar");
        // Back and forth, and moved in between: each number above the last, whoever sends it.
        let mut last = 0;
        let moved = format!("{extra}[[series.dates]]\ndate = {FIRST}\nmoved_to = 2026-11-11T21:00:00\n");
        for step in 0..5 {
            match step {
                0 | 2 => says(&ada, FIRST, Answer::NotGoing).await.unwrap(),
                1 | 3 => {
                    says(&ben, FIRST, Answer::NotGoing).await.unwrap();
                    says(&ada, FIRST, Answer::Going).await.unwrap();
                }
                _ => store(&world.ctx, &programme(Some(1), &moved)).await,
            }
            let part = part(&last_mail(&world.ctx, "ada@example.org").await);
            let sequence = value(&part, "SEQUENCE:").parse().unwrap();
            assert!(sequence > last, "step {step}: {sequence} after {last}\n{part}");
            last = sequence;
            assert_eq!(part.matches("ATTENDEE").count(), 1);
            let unfolded = part.replace("\r\n ", "");
            assert!(unfolded.contains("mailto:ada@example.org") && !unfolded.contains("ben@"), "{part}");
        }
        assert!(rows(&world.ctx).await.iter().any(|row| row.sequence.is_some_and(|sequence| sequence == last)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_on_the_wire_has_a_part_for_the_calendar() {
    let world = TestWorld::sqlite().await;
    store(&world.ctx, &programme(None, "")).await;
    let ada = world.person("ada", &[]).await;
    says(&ada, FIRST, Answer::Going).await.unwrap();
    crate::mail::send_all(&world.ctx).await;
    let kept = crate::mail::kept(&world.ctx).await.unwrap();
    let name = &kept.first().unwrap().name;
    let file = world.ctx.config.data_dir.join("mail").join(format!("{name}.eml"));
    let wire = std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("no {}", file.display()));
    assert!(wire.contains("text/calendar; charset=utf-8; method=REQUEST"), "{wire}");
    // What it said is forgotten once it has left, the calendar part too.
    let mails = mail_rows::Entity::find().all(world.ctx.db.read()).await.unwrap();
    assert!(mails.iter().all(|mail| mail.calendar.is_none() && mail.body_text.is_none()));
    world.end().await;
}
