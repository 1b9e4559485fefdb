//! Guards, each removed once: then what they guard must break, or the database must refuse it.

use super::*;
use crate::ctx::Ctx;

/// The negative control: without the guard in the code the database's own check refuses the place.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_the_database_refuses_a_place_too_many() {
    on_both(async |world| {
        let (host, id) = published(world, "host", &[]).await;
        let (_, first) = applied(world, "ada", &id).await;
        let (_, second) = applied(world, "ben", &id).await;
        let chaos = Some(crate::chaos::Chaos::NoSeats);
        let config = crate::db::DbConfig { chaos, ..world.db_config.clone() };
        let ctx = Ctx { db: crate::db::Db::connect(&config).await.unwrap(), ..host.ctx.clone() };
        move_as_host(&ctx, &first, Move::Offer, 7).await.unwrap();
        assert!(matches!(move_as_host(&ctx, &second, Move::Offer, 7).await, Err(OpportunityError::Db(_))));
        ctx.db.close().await.unwrap();
        is_whole(world).await;
    })
    .await;
}

/// The negative control: what a withdrawal frees goes to whoever is next, or to nobody.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_of_the_line_a_free_place_goes_to_nobody() {
    on_both(async |world| {
        for (name, chaos, expected) in
            [("bare", Some(crate::chaos::Chaos::NoNext), Stage::Received), ("guarded", None, Stage::Offered)]
        {
            let (host, id) = published(world, &format!("{name}-host"), &[]).await;
            let (ada, first) = applied(world, &format!("{name}-ada"), &id).await;
            let (ben, second) = applied(world, &format!("{name}-ben"), &id).await;
            move_as_host(&host.ctx, &first, Move::Offer, 7).await.unwrap();
            line_up(&host.ctx, &second, Some(1)).await.unwrap();
            let config = crate::db::DbConfig { chaos, ..world.db_config.clone() };
            let ctx = Ctx { db: crate::db::Db::connect(&config).await.unwrap(), ..ada.ctx.clone() };
            move_as_applicant(&ctx, &first, Move::Withdraw).await.unwrap();
            ctx.db.close().await.unwrap();
            assert_eq!(stage_of(&ben).await, expected, "{name}");
        }
        is_whole(world).await;
    })
    .await;
}
