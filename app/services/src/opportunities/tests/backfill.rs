//! Databases of earlier versions: whoever lost an application to a take-down that still stands may apply again, and what lists
//! are narrowed by since stands beside what postings say.

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use crate::testing::{TestWorld, on_both_bare};

/// When everybody applied, and when the posting that is still down went.
const EARLY: &str = "2026-11-03T15:00:00+00:00";
const DOWN: &str = "2026-11-04T15:00:00+00:00";

fn account(id: i64) -> String {
    format!(
        "INSERT INTO accounts (id, public_id, pseudonym, email, email_key, password_hash, state, sample, created_at, \
         changed_at, password_at) VALUES ({id}, 'account-{id}', 'pseudonym-{id}', 'p{id}@example.org', \
         'p{id}@example.org', '', 'active', FALSE, '{EARLY}', '{EARLY}', '{EARLY}')"
    )
}

fn posting(id: i64, state: &str, body: &str) -> String {
    format!(
        "INSERT INTO postings (id, public_id, host_account, state, body, title, search, kind, contact, specialty, region, \
         mode, fee_week, weeks_least, weeks_most, visa_bits, group_bits, revision, seats, offered, taken, flags, checked, \
         expires_at, submitted_at, changed_at, sample) VALUES ({id}, 'posting-{id}', 1, '{state}', '{body}', '', '', '', '', '', \
         '', '', 0, 1, 1, 0, 0, 1, 1, 0, 0, '[]', TRUE, '{DOWN}', '{EARLY}', '{DOWN}', FALSE)"
    )
}

/// One that was declined, by the host or together with its posting.
fn application(id: i64, (posting, by): (i64, i64), declined: &str) -> String {
    format!(
        "INSERT INTO applications (id, public_id, posting_id, applicant_account, stage, applied_at, changed_at) \
         VALUES ({id}, 'application-{id}', {posting}, {by}, 'declined', '{EARLY}', '{declined}')"
    )
}

async fn up(world: &TestWorld, steps: u32) {
    world.ctx.db.migrate(async |connection| Migrator::up(&connection, Some(steps)).await).await.unwrap();
}

/// How many steps come before this one.
fn before(step: &str) -> u32 {
    let place = migrations::names().iter().position(|name| name.ends_with(step)).unwrap();
    u32::try_from(place).unwrap()
}

async fn run(world: &TestWorld, sql: &str) {
    let done = world.ctx.db.migrate(async |connection| connection.execute_unprepared(sql).await.map(drop)).await;
    done.unwrap();
}

/// Of each application whether a take-down has ended it, and whether its return was told.
async fn flags(world: &TestWorld) -> Vec<(bool, bool)> {
    let db = world.ctx.db.read();
    let all = "SELECT taken_down, told_back FROM applications ORDER BY id";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), all)).await.unwrap();
    let of = |name: &str| rows.iter().map(|row| row.try_get("", name).unwrap()).collect::<Vec<bool>>();
    of("taken_down").into_iter().zip(of("told_back")).collect()
}

#[tokio::test]
async fn only_what_ended_with_a_take_down_that_stands_may_be_made_again() {
    on_both_bare(async |world| {
        up(world, before("_apply_again")).await;
        let rows = [
            account(1),
            account(2),
            account(3),
            posting(1, "taken-down", ""),
            posting(2, "paused", ""),
            application(1, (1, 2), DOWN),
            application(2, (1, 3), EARLY),
            application(3, (2, 2), DOWN),
        ];
        for sql in &rows {
            run(world, sql).await;
        }
        let expected = [(true, false), (false, false), (false, false)];
        up(world, 1).await;
        assert_eq!(flags(world).await, expected, "lost, declined before, of one that is back");
        world.ctx.db.migrate(async |connection| Migrator::down(&connection, Some(1)).await).await.unwrap();
        let db = world.ctx.db.read();
        let kept = Statement::from_string(db.get_database_backend(), "SELECT id FROM applications");
        assert_eq!(db.query_all_raw(kept).await.unwrap().len(), expected.len());
        up(world, 1).await;
        assert_eq!(flags(world).await, expected, "once more");
    })
    .await;
}

/// Of each posting what may come of it, and the months in which a stay may begin.
async fn begins(world: &TestWorld) -> Vec<(i32, Option<i32>, Option<i32>)> {
    let db = world.ctx.db.read();
    let all = "SELECT outcome_bits, begins_from, begins_to FROM postings ORDER BY id";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), all)).await.unwrap();
    let month = |row: &QueryResult, name: &str| -> Option<i32> { row.try_get("", name).unwrap() };
    let of = |row: &QueryResult| {
        (row.try_get("", "outcome_bits").unwrap(), month(row, "begins_from"), month(row, "begins_to"))
    };
    rows.iter().map(of).collect()
}

#[tokio::test]
async fn postings_of_an_earlier_version_are_found_by_their_begin_and_their_outcomes() {
    on_both_bare(async |world| {
        up(world, before("_begins")).await;
        let between =
            r#"{"start":{"between":{"from":"2027-03-20","to":"2027-12-01"}},"outcomes":["certificate","authorship"]}"#;
        let rolling = r#"{"title":"\"certificate\"","start":"rolling","outcomes":["letter-if-earned"]}"#;
        let nothing = r#"{"start":"rolling","outcomes":[]}"#;
        let rows =
            [account(1), posting(1, "paused", between), posting(2, "paused", rolling), posting(3, "paused", nothing)];
        for sql in &rows {
            run(world, sql).await;
        }
        up(world, 1).await;
        let expected = [(10, Some(202_703), Some(202_712)), (1, None, None), (0, None, None)];
        assert_eq!(begins(world).await, expected);
        world.ctx.db.migrate(async |connection| Migrator::down(&connection, Some(1)).await).await.unwrap();
        up(world, 1).await;
        assert_eq!(begins(world).await, expected, "once more");
    })
    .await;
}
