//! Erasures that fail, come too late, or are done once more for a restored backup.

use chrono::TimeDelta;
use domain::identity::limits::TIME_TO_COME_BACK;

use super::super::erasing::{Only, erase};
use super::*;

async fn by_hand(ctx: &Ctx, sql: String) {
    let done = ctx.db.write(move |tx| {
        let sql = sql.clone();
        Box::pin(async move {
            sea_orm::ConnectionTrait::execute_unprepared(tx, &sql).await?;
            Ok::<_, DbError>(())
        })
    });
    done.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_fails_harms_nobody_and_holds_up_nobody() {
    on_both(async |world| {
        let ctx = &world.ctx;
        for email in ["ada@example.org", "boris@example.org", "carlotta@example.org"] {
            join(ctx, email).await;
            let (cookie, _) = enter(ctx, email, PASSWORD).await.unwrap();
            leave(&holding(ctx, &cookie).await.unwrap(), PASSWORD, true).await.unwrap();
        }
        // The database refuses to delete the first.
        by_hand(ctx, "CREATE TABLE holds (account_id BIGINT REFERENCES accounts (id))".to_owned()).await;
        by_hand(ctx, "INSERT INTO holds SELECT MIN(id) FROM accounts".to_owned()).await;
        world.clock.advance(TIME_TO_COME_BACK - TimeDelta::milliseconds(1));
        let (cookie, _) = enter(ctx, "ada@example.org", PASSWORD).await.unwrap();
        let ada = holding(ctx, &cookie).await.unwrap();
        let failed = erase_now(&ada).await;
        assert!(matches!(failed, Err(IdentityError::Db(_))), "{failed:?}");
        assert_eq!(replay_erasures(ctx).await.unwrap(), 0, "the next start erases nobody who is there");
        world.clock.advance(TimeDelta::milliseconds(1));
        assert!(erase_due(ctx).await.is_err(), "the failure is told");
        assert_eq!(count_accounts(ctx).await, 1, "the others are erased");
        by_hand(ctx, "DROP TABLE holds".to_owned()).await;
        assert_eq!(replay_erasures(ctx).await.unwrap(), 0);
        erase_due(ctx).await.unwrap();
        assert_eq!(count_accounts(ctx).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_came_back_a_moment_before_is_not_erased_now_or_at_the_next_start() {
    on_both(async |world| {
        let ctx = &world.ctx;
        join(ctx, "ada@example.org").await;
        let row = accounts::Entity::find().one(ctx.db.read()).await.unwrap().unwrap();
        for only in [Only::Leaving, Only::Due(ctx.now())] {
            let outcome = erase(ctx, (row.id, &row.public_id), only, None).await;
            assert!(matches!(outcome, Err(IdentityError::NotFound)), "{outcome:?}");
        }
        assert_eq!(replay_erasures(ctx).await.unwrap(), 0);
        erase(ctx, (row.id, &row.public_id), Only::Anybody, None).await.unwrap();
        let again = erase(ctx, (row.id, &row.public_id), Only::Anybody, None).await;
        assert!(matches!(again, Err(IdentityError::NotFound)));
        let listed = erasure_log::erased(ctx.db.data_dir()).unwrap();
        assert_eq!(listed.len(), 1, "who is erased twice stays on the list");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_forgets_the_files_too() {
    on_both(async |world| {
        let ada = world.person("ada", &[]).await;
        let chunks = futures::stream::iter([Ok::<_, std::convert::Infallible>(crate::files::camera_photo(300, 300))]);
        let staged = crate::files::stage(&ada.ctx, crate::files::Kind::Photo, chunks).await.unwrap();
        profile::set_photo(&ada.ctx, staged.id, "members").await.unwrap();
        let hash = erasure_log::hash_of(ada.id.as_str());
        erasure_log::add(ada.ctx.db.data_dir(), &hash).unwrap();
        assert_eq!(replay_erasures(&world.ctx).await.unwrap(), 1);
        let findings = crate::check::check(&world.ctx).await.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(crate::files::entity::Entity::find().count(world.ctx.db.read()).await.unwrap(), 0);
    })
    .await;
}
