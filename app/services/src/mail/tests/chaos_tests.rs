//! The negative control of the claim: without it one mail goes out twice.

use super::smtp::Smtp;
use super::*;
use crate::chaos::Chaos;
use crate::db::{Db, DbConfig};
use crate::mail::road::Road;
use crate::mail::worker;
use crate::testing::on_both;

/// Two workers that have seen the same mail as ready; answers how often it arrives.
async fn arrivals(first: &Ctx, second: &Ctx) -> usize {
    let server = Smtp::start().await;
    let (first, second) = (with_server(first, server.port), with_server(second, server.port));
    queue_to(&first, "ada").await;
    let row = rows(&first).await.remove(0);
    for ctx in [&first, &second] {
        if let Some(claimed) = worker::claim(ctx, row.clone()).await.unwrap() {
            let road = Road::of(ctx, PACE.command).unwrap();
            worker::attempt(&road, PACE, &claimed).await;
        }
    }
    server.taken().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_lease_two_workers_send_one_mail_twice() {
    on_both(async |world| {
        let second = world.second_process().await;
        assert_eq!(arrivals(&world.ctx, &second).await, 1);
        second.db.close().await.unwrap();
    })
    .await;
    on_both(async |world| {
        let config = DbConfig { chaos: Some(Chaos::NoLease), ..world.db_config.clone() };
        let careless = Ctx { db: Db::connect(&config).await.unwrap(), ..world.ctx.clone() };
        assert_eq!(arrivals(&careless, &careless).await, 2);
        careless.db.close().await.unwrap();
    })
    .await;
}
