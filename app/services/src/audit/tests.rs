//! The chain and what is gathered for it, on both databases.

use chrono::TimeDelta;
use domain::access::{Action, Capability, Object};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::entity::{head, log};
use super::{Entry, Filter, Outcome, all_breaks, flush_denials, list, note};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::testing::{TestWorld, on_both};

async fn write(ctx: &Ctx, action: Action) {
    let (entry, now) = (Entry::done(&ctx.viewer, action), ctx.now());
    ctx.db
        .write(move |tx| {
            let entry = entry.clone();
            Box::pin(async move { Ok::<_, DbError>(note(tx, &entry, now).await?) })
        })
        .await
        .unwrap();
}

async fn rows(ctx: &Ctx) -> Vec<log::Model> {
    log::Entity::find().all(ctx.db.read()).await.unwrap()
}

async fn run(ctx: &Ctx, sql: String) {
    ctx.db
        .write(move |tx| {
            let sql = sql.clone();
            Box::pin(async move { Ok::<_, DbError>(tx.execute_unprepared(&sql).await?) })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_deeds_at_once_make_one_chain_without_gap_or_fork() {
    on_both(async |world| {
        let ada = world.person("ada", &[Capability::Admin]).await;
        let before = rows(&world.ctx).await.len();
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let ctx = ada.ctx.clone();
                tokio::spawn(async move { write(&ctx, Action::ChangeGrants).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(rows(&world.ctx).await.len(), before + 50);
        assert_eq!(all_breaks(world.ctx.db.read()).await.unwrap(), []);
        let head = head::Entity::find().one(world.ctx.db.read()).await.unwrap().unwrap();
        assert_eq!(head.seq, i64::try_from(before + 50).unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deed_that_is_rolled_back_leaves_no_gap() {
    on_both(async |world| {
        write(&world.ctx, Action::RunDesk).await;
        let (entry, now) = (Entry::done(&world.ctx.viewer, Action::RunDesk), world.ctx.now());
        let refused = world.ctx.db.write(move |tx| {
            let entry = entry.clone();
            Box::pin(async move {
                note(tx, &entry, now).await?;
                Err::<(), _>(DbError::Stopping)
            })
        });
        assert!(refused.await.is_err());
        write(&world.ctx, Action::RunDesk).await;
        assert_eq!(rows(&world.ctx).await.iter().map(|row| row.seq).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(all_breaks(world.ctx.db.read()).await.unwrap(), []);
    })
    .await;
}

/// F39: every row altered in each of its columns, deleted, and swapped with its neighbor.
#[tokio::test(flavor = "multi_thread")]
async fn altering_deleting_or_swapping_any_row_is_found() {
    const ROWS: i64 = 40;
    on_both(async |world| {
        let ctx = &world.ctx;
        for at in 0..ROWS {
            world.clock.advance(TimeDelta::seconds(1));
            write(ctx, Action::ALL[usize::try_from(at).unwrap() % Action::ALL.len()]).await;
        }
        let all = rows(ctx).await;
        run(ctx, "CREATE TABLE kept AS SELECT * FROM audit_log".to_owned()).await;
        let restore = || run(ctx, "INSERT INTO audit_log SELECT * FROM kept".to_owned());
        for row in &all {
            let mut sabotages: Vec<String> = [
                "at = '2026-01-01T00:00:00+00:00'",
                "actor = 'somebody'",
                "action = 'Nothing'",
                "object = 'case 1'",
                "outcome = 'denied'",
                "count = count + 1",
                "request_id = 'other'",
                "note = 'x'",
                "prev_hash = 'x'",
                "hash = 'x'",
                "seq = 1000",
            ]
            .map(|change| format!("UPDATE audit_log SET {change} WHERE seq = {}", row.seq))
            .to_vec();
            sabotages.push(format!("DELETE FROM audit_log WHERE seq = {}", row.seq));
            for sql in sabotages {
                run(ctx, sql.clone()).await;
                assert_ne!(all_breaks(ctx.db.read()).await.unwrap(), [], "{}: {sql}", world.kind().name());
                run(ctx, "DELETE FROM audit_log".to_owned()).await;
                restore().await;
            }
            if row.seq < ROWS {
                for (from, to) in [(row.seq, 9_999), (row.seq + 1, row.seq), (9_999, row.seq + 1)] {
                    run(ctx, format!("UPDATE audit_log SET seq = {to} WHERE seq = {from}")).await;
                }
                assert_ne!(all_breaks(ctx.db.read()).await.unwrap(), [], "rows {} and the next swapped", row.seq);
                run(ctx, "DELETE FROM audit_log".to_owned()).await;
                restore().await;
            }
            assert_eq!(all_breaks(ctx.db.read()).await.unwrap(), [], "the log is whole again");
        }
        run(ctx, "UPDATE audit_head SET seq = seq - 1".to_owned()).await;
        assert_ne!(all_breaks(ctx.db.read()).await.unwrap(), []);
        run(ctx, "DELETE FROM audit_head".to_owned()).await;
        assert_ne!(all_breaks(ctx.db.read()).await.unwrap(), []);
        run(ctx, "DROP TABLE kept".to_owned()).await;
    })
    .await;
}

fn denied(rows: &[log::Model]) -> Vec<(String, i64)> {
    rows.iter().filter(|row| row.outcome == Outcome::Denied).map(|row| (row.action.clone(), row.count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn denied_attempts_of_an_hour_become_a_row_at_once_and_one_when_it_is_over() {
    on_both(async |world| {
        let eve = world.person("eve", &[]).await;
        let anonymous = world
            .ctx
            .with_viewer(crate::ctx::Viewer { peer: Some([192, 0, 2, 1].into()), ..crate::ctx::Viewer::default() });
        for _ in 0..3 {
            assert!(allow(&eve.ctx, Action::ReadAudit, Object::None).is_err());
            assert!(allow(&anonymous, Action::ReadAudit, Object::None).is_err());
        }
        let ctx = &world.ctx;
        assert_eq!(flush_denials(ctx, false).await.unwrap(), 1);
        for _ in 0..1_000 {
            assert!(allow(&eve.ctx, Action::ReadAudit, Object::None).is_err());
        }
        assert!(allow(&eve.ctx, Action::RunDesk, Object::None).is_err());
        assert_eq!(flush_denials(ctx, false).await.unwrap(), 1);
        assert_eq!(flush_denials(ctx, false).await.unwrap(), 0);
        world.clock.advance(TimeDelta::hours(1));
        assert_eq!(flush_denials(ctx, false).await.unwrap(), 1);
        let audit = "ReadAudit".to_owned();
        assert_eq!(denied(&rows(ctx).await), [(audit.clone(), 3), ("RunDesk".to_owned(), 1), (audit, 1_000)]);
        assert_eq!(flush_denials(ctx, true).await.unwrap(), 0);
        assert_eq!(all_breaks(ctx.db.read()).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flush_that_fails_loses_no_attempt() {
    let world = TestWorld::sqlite().await;
    let eve = world.person("eve", &[]).await;
    assert!(allow(&eve.ctx, Action::ReadAudit, Object::None).is_err());
    run(&world.ctx, "ALTER TABLE audit_log RENAME TO away".to_owned()).await;
    assert!(flush_denials(&world.ctx, false).await.is_err());
    assert!(allow(&eve.ctx, Action::ReadAudit, Object::None).is_err());
    run(&world.ctx, "ALTER TABLE away RENAME TO audit_log".to_owned()).await;
    flush_denials(&world.ctx, true).await.unwrap();
    assert_eq!(denied(&rows(&world.ctx).await).iter().map(|(_, count)| count).sum::<i64>(), 2);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_read_page_by_page_and_by_whom_it_is_for() {
    on_both(async |world| {
        let (ada, eve) = (world.person("ada", &[Capability::Admin]).await, world.person("eve", &[]).await);
        assert!(list(&eve.ctx, &Filter::default()).await.is_err());
        for _ in 0..120 {
            write(&ada.ctx, Action::ChangeGrants).await;
        }
        write(&world.ctx, Action::RunDesk).await;
        let by_ada = ada.ctx.viewer.member.as_ref().map(|member| member.pseudonym.to_string());
        let mut filter = Filter { actor: by_ada, action: Some(Action::ChangeGrants), before: None };
        let mut seen = Vec::new();
        loop {
            let page = list(&ada.ctx, &filter).await.unwrap();
            assert!(page.holds && page.rows.len() <= 50);
            seen.extend(page.rows.iter().map(|row| row.seq));
            filter.before = page.next;
            if page.next.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 120);
        assert!(seen.is_sorted_by(|one, other| one > other));
        let by_house = Filter { actor: Some(super::HOUSE.to_owned()), action: Some(Action::RunDesk), before: None };
        assert_eq!(list(&ada.ctx, &by_house).await.unwrap().rows.len(), 1);
        run(&world.ctx, "UPDATE audit_log SET count = 2 WHERE seq = 100".to_owned()).await;
        assert!(!list(&ada.ctx, &Filter::default()).await.unwrap().holds);
    })
    .await;
}
