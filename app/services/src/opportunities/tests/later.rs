//! The job, calendars, and limits.

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::*;
use crate::db::DbKind;

#[tokio::test]
async fn one_that_fails_holds_up_nothing_else() {
    on_both(async |world| {
        let host = world.person("host", &[Capability::Host]).await;
        let (first, second) = (opened(&host, &[]).await, sent(&host, &[]).await);
        let over = sent(&host, &[("closes", "2026-11-05")]).await;
        let (ada, a) = applied(world, "ada", &first).await;
        let (ben, b) = applied(world, "ben", &second).await;
        move_as_host(&host.ctx, &a, Move::Offer, 2).await.unwrap();
        move_as_host(&host.ctx, &b, Move::Offer, 3).await.unwrap();
        // Nothing is counted, so nothing can be given back: the earlier of the two fails each time.
        broken(world, format!("UPDATE postings SET offered = 0 WHERE public_id = '{first}'")).await;
        world.clock.advance(TimeDelta::days(3));
        assert!(tick(&world.ctx).await.is_err(), "it is said");
        assert_eq!((stage_of(&ada).await, stage_of(&ben).await), (Stage::Offered, Stage::Lapsed));
        assert_eq!(state_of(&host, &over).await, State::Expired);
        broken(world, format!("UPDATE postings SET offered = 1 WHERE public_id = '{first}'")).await;
        tick(&world.ctx).await.unwrap();
        assert_eq!(stage_of(&ada).await, Stage::Lapsed);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_calendar_says_the_moment_and_by_whose_clocks() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, first) = applied(world, "ada", &id).await;
        save(&ada.ctx, &id).await.unwrap();
        move_as_host(&host.ctx, &first, Move::Offer, 2).await.unwrap();
        let file = async || my_deadlines(&ada.ctx).await.unwrap().replace("\r\n ", "");
        let said = file().await;
        for words in [
            "SUMMARY:Last day to apply (America/New York time): Observership",
            "SUMMARY:An offer ends Thursday\\, November 5\\, 2026\\, 10:00 am EST: Observership",
            "DTSTART;VALUE=DATE:20261105",
        ] {
            assert!(said.contains(words), "{words} in {said}");
        }
        assert!(!said.contains("LAST-MODIFIED:20261105"), "{said}");
        world.clock.advance(TimeDelta::days(2));
        lapse_due(&world.ctx).await.unwrap();
        move_as_host(&host.ctx, &first, Move::Offer, 2).await.unwrap();
        let said = file().await;
        assert!(
            said.contains("DTSTART;VALUE=DATE:20261107") && said.contains("LAST-MODIFIED:20261105T150000Z"),
            "{said}"
        );
        let one = deadline(&world.ctx, &id).await.unwrap().replace("\r\n ", "");
        assert!(one.contains("Last day to apply (America/New York time): "), "{one}");
        // The last day is over before any job has run.
        world.clock.advance(TimeDelta::days(60));
        assert!(!file().await.contains("Last day to apply"));
    })
    .await;
}

#[tokio::test]
async fn a_posting_takes_from_one_to_five_hundred_people_while_it_is_there() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        for wrong in [501, u16::MAX] {
            let Err(OpportunityError::Invalid(errors)) = set_seats(&host.ctx, &id, wrong).await else { panic!() };
            assert_eq!(errors[0].field, "seats");
        }
        assert_eq!(page(&host.ctx, &id).await.unwrap().places.seats, 1);
        set_seats(&host.ctx, &id, 500).await.unwrap();
        reworded(&host, &id, &[("seats", "1")]).await;
        assert_eq!(page(&host.ctx, &id).await.unwrap().places.seats, 500);
        step(&host.ctx, &id, Step::Withdraw).await.unwrap();
        assert_eq!(refused(set_seats(&host.ctx, &id, 3).await), Refusal::PostingMoved);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_postings_of_a_host_wait_and_no_sixth() {
    on_both(async |world| {
        let host = world.person("host", &[]).await;
        let first = sent(&host, &[]).await;
        for _ in 0..3 {
            sent(&host, &[]).await;
        }
        let (one, two) = (written(&host, &[]).await, written(&host, &[]).await);
        let (sent_one, sent_two) = tokio::join!(submit(&host.ctx, &one), submit(&host.ctx, &two));
        assert!(sent_one.is_ok() != sent_two.is_ok(), "{sent_one:?} {sent_two:?}");
        let (left, refusal) = if sent_one.is_ok() { (two, sent_two) } else { (one, sent_one) };
        assert_eq!(refused(refusal), Refusal::TooManyPostings);
        assert_eq!((hosted(&host.ctx).await.unwrap().len(), my_drafts(&host.ctx).await.unwrap().len()), (5, 1));
        let mo = world.person("mo", &[Capability::Moderator]).await;
        decide(&mo.ctx, &first, Step::TakeUp, "").await.unwrap();
        assert_eq!(refused(submit(&host.ctx, &left).await), Refusal::TooManyPostings, "it is not looked at yet");
        decide(&mo.ctx, &first, Step::Approve, "Looked it up.").await.unwrap();
        // Whoever is known now is published at once, however much waits.
        submit(&host.ctx, &left).await.unwrap();
        sent(&host, &[("description", "Write to me on Telegram.")]).await;
        let late = written(&host, &[("description", "Write to me on Telegram.")]).await;
        assert_eq!(refused(submit(&host.ctx, &late).await), Refusal::TooManyPostings);
        is_whole(world).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_saved_is_taken_off_also_when_nobody_may_read_it() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (ada, mo) = (world.person("ada", &[]).await, world.person("mo", &[Capability::Moderator]).await);
        for _ in 0..2 {
            save(&ada.ctx, &id).await.unwrap();
        }
        for _ in 0..2 {
            unsave(&ada.ctx, &id).await.unwrap();
        }
        save(&ada.ctx, &id).await.unwrap();
        let case = taken_down(&mo, &id).await;
        unsave(&ada.ctx, &id).await.unwrap();
        assert!(matches!(unsave(&ada.ctx, &id).await, Err(OpportunityError::NotFound)));
        crate::moderation::undo(&mo.ctx, &case).await.unwrap();
        step(&host.ctx, &id, Step::Resume).await.unwrap();
        assert_eq!(saved(&ada.ctx, None).await.unwrap().rows, []);
        is_whole(world).await;
    })
    .await;
}

/// What a person or a posting takes along when it goes, and what is looked for by it.
const HANGS_ON: [(&str, &str); 8] = [
    ("postings", "host_account"),
    ("posting_drafts", "account_id"),
    ("posting_drafts", "posting_id"),
    ("host_checks", "account_id"),
    ("saved_postings", "account_id"),
    ("saved_postings", "posting_id"),
    ("applications", "posting_id"),
    ("applications", "applicant_account"),
];

#[tokio::test]
async fn whatever_hangs_on_a_row_is_found_by_an_index() {
    on_both(async |world| {
        let db = world.ctx.db.read();
        for (table, column) in HANGS_ON {
            let sql = match world.kind() {
                DbKind::Sqlite => "SELECT sql AS made FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
                DbKind::Postgres => "SELECT indexdef AS made FROM pg_indexes WHERE true",
            };
            let named = if world.kind() == DbKind::Sqlite { "tbl_name" } else { "tablename" };
            let sql = format!("{sql} AND {named} = '{table}'");
            let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
            let begins = |row: &QueryResult| {
                let made: String = row.try_get("", "made").unwrap();
                made.contains(&format!("({column}"))
            };
            assert!(rows.iter().any(begins), "{table}.{column}");
        }
    })
    .await;
}
