//! Negative controls: without its guard, each promise is seen to break; with it, the same story ends well.

use super::*;
use crate::chaos::Chaos;
use crate::db::{Db, DbConfig};

/// Five say yes at once on one seat. Answers how many held a seat, how many were refused kindly, and how many were stopped
/// by the database alone.
async fn five_on_one_seat(world: &TestWorld, name: &str, chaos: Option<Chaos>) -> (usize, usize, usize) {
    let (ada, a) = mentor(world, name, 1).await;
    let mut asked = Vec::new();
    for at in 0..5 {
        asked.extend(listed(&mentee(world, &format!("{name}{at}")).await, &[a]).await);
    }
    let config = DbConfig { chaos, ..world.db_config.clone() };
    let ctx = Ctx { db: Db::connect(&config).await.unwrap(), ..ada.ctx.clone() };
    let said = join_all(asked.iter().map(|id| accept(&ctx, id.as_str()))).await;
    ctx.db.close().await.unwrap();
    assert_eq!(row(world, ada.account).await.taken, 1, "whatever happens, nobody holds a seat that is not there");
    counts_agree(world).await;
    let count = |which: &dyn Fn(&Result<(), MentorshipError>) -> bool| said.iter().filter(|one| which(one)).count();
    (
        count(&Result::is_ok),
        count(&|one| matches!(one, Err(MentorshipError::Refused(Refusal::NoSeat)))),
        count(&|one| matches!(one, Err(MentorshipError::Db(_)))),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_of_seats_only_the_database_stops_a_second_yes() {
    on_both(async |world| {
        assert_eq!(five_on_one_seat(world, "bare", Some(Chaos::NoSeats)).await, (1, 0, 4));
        assert_eq!(five_on_one_seat(world, "guarded", None).await, (1, 4, 0));
    })
    .await;
}

/// The mentee presses confirm for two who have said yes, at once and again and again. Answers how often it was done, how
/// often kindly refused, and how often stopped by the database alone.
async fn confirms(world: &TestWorld, name: &str, chaos: Option<Chaos>) -> (usize, usize, usize) {
    let (ada, a) = mentor(world, &format!("{name}-a"), 1).await;
    let (bo, b) = mentor(world, &format!("{name}-b"), 1).await;
    let eve = mentee(world, name).await;
    let list = listed(&eve, &[a, b]).await;
    accept(&ada.ctx, list[0].as_str()).await.unwrap();
    accept(&bo.ctx, list[1].as_str()).await.unwrap();
    let config = DbConfig { chaos, ..world.db_config.clone() };
    let ctx = Ctx { db: Db::connect(&config).await.unwrap(), ..eve.ctx.clone() };
    let said = join_all(list.iter().cycle().take(20).map(|id| confirm(&ctx, id.as_str()))).await;
    ctx.db.close().await.unwrap();
    let all = engagements::Entity::find().all(world.ctx.db.read()).await.unwrap();
    assert_eq!(all.iter().filter(|one| one.mentee_account == eve.account).count(), 1, "whatever happens");
    let count =
        |which: &dyn Fn(&Result<PublicId, MentorshipError>) -> bool| said.iter().filter(|one| which(one)).count();
    (
        count(&Result::is_ok),
        count(&|one| matches!(one, Err(MentorshipError::Refused(_)))),
        count(&|one| matches!(one, Err(MentorshipError::Db(_)))),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_end_of_the_list_only_the_database_stops_a_second_mentor() {
    on_both(async |world| {
        assert_eq!(confirms(world, "bare", Some(Chaos::NoListEnd)).await, (1, 9, 10));
        assert_eq!(confirms(world, "guarded", None).await, (1, 19, 0));
        counts_agree(world).await;
    })
    .await;
}
