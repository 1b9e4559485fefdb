//! Negative controls: without its guard, each promise is seen to break.

use std::time::Duration;

use domain::moderation::ReportForm;
use sea_orm::{ConnectionTrait, Statement};

use crate::chaos::Chaos;
use crate::ctx::Ctx;
use crate::db::{Db, DbConfig, DbError};
use crate::testing::{TestWorld, on_both};

async fn without_guard(world: &TestWorld, chaos: Chaos) -> Ctx {
    let config = DbConfig { chaos: Some(chaos), busy_timeout: Duration::from_millis(200), ..world.db_config.clone() };
    Ctx { db: Db::connect(&config).await.unwrap(), ..world.ctx.clone() }
}

async fn count(ctx: &Ctx, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let statement = Statement::from_string(ctx.db.read().get_database_backend(), sql);
    ctx.db.read().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_task_of_its_own_a_cancelled_write_is_lost() {
    on_both(async |world| {
        let ctx = without_guard(world, Chaos::NoSpawn).await;
        let db = ctx.db.clone();
        let caller = tokio::spawn(async move {
            db.write(|tx| {
                Box::pin(async move {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    tx.execute_unprepared("DELETE FROM jobs").await?;
                    Ok::<_, DbError>(())
                })
            })
            .await
        });
        tokio::time::sleep(Duration::from_millis(30)).await;
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
        ctx.db.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_two_transactions_a_refused_report_leaves_its_key_behind_and_the_check_sees_it() {
    on_both(async |world| {
        let ctx = without_guard(world, Chaos::SplitWrite).await;
        let form = ReportForm {
            page: "/".to_owned(),
            what: "unkind".to_owned(),
            details: "A remark that helps nobody.".to_owned(),
            file: ctx.dice.public_id().to_string(),
            key: "0123456789abcdef".to_owned(),
        };
        assert!(crate::moderation::report_problem(&ctx, form).await.is_err());
        assert_eq!((count(&ctx, "idempotency_keys").await, count(&ctx, "reports").await), (1, 0));
        assert_eq!(crate::check::check(&ctx).await.unwrap().len(), 1);
        ctx.db.close().await.unwrap();
    })
    .await;
}
