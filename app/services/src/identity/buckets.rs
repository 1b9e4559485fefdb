//! How many tries are left, kept in the database so that a restart gives none back (figure F27).
//!
//! What is counted for whom stands there only as a keyed hash: no list of addresses can be read out of it.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::identity::limits::Tries;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, DbErr, EntityTrait, QueryFilter};

use super::entity::buckets::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};

/// A bucket: what is counted, and for whom.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    name: String,
    tries: Tries,
}

impl Bucket {
    /// `what` is a fixed word, `whom` an address, an account or a device.
    pub(crate) fn new(ctx: &Ctx, what: &str, whom: &str, tries: Tries) -> Self {
        let hash = ctx.vault.fingerprint_of(what, whom);
        Self { name: format!("{what}:{}", &hash[..40]), tries }
    }

    /// For the network the viewer comes from; IPv6 by /64, which is what one household gets.
    pub(crate) fn of_peer(ctx: &Ctx, what: &str, tries: Tries) -> Self {
        Self::new(ctx, what, &household(ctx.viewer.peer), tries)
    }
}

fn household(peer: Option<IpAddr>) -> String {
    match peer {
        Some(IpAddr::V6(ip)) => IpAddr::from((ip.to_bits() & !u128::from(u64::MAX)).to_be_bytes()).to_string(),
        Some(ip) => ip.to_string(),
        None => "none".to_owned(),
    }
}

/// Takes one try from each bucket; `false`, with nothing taken, when one of them is empty.
pub(crate) async fn take(tx: &WriteTx, buckets: &[Bucket], now: DateTime<Utc>) -> Result<bool, DbErr> {
    let mut after = Vec::with_capacity(buckets.len());
    for bucket in buckets {
        // The row is made where there is none, so that two at once find the same one and the later waits for it.
        let row = ActiveModel {
            id: ActiveValue::NotSet,
            name: ActiveValue::Set(bucket.name.clone()),
            used: ActiveValue::Set(0),
            full_at: ActiveValue::Set(now),
        };
        let mut there = OnConflict::column(Column::Name);
        there.value(Column::Used, Expr::col((Entity, Column::Used)));
        let row = Entity::insert(row).on_conflict(there).exec_with_returning(tx).await?;
        let Some(next) = bucket.tries.take(row.used, row.full_at, now) else { return Ok(false) };
        after.push((row.id, next));
    }
    for (id, next) in after {
        set(tx, id, next).await?;
    }
    Ok(true)
}

/// The same in a transaction of its own.
pub(crate) async fn take_now(ctx: &Ctx, buckets: Vec<Bucket>) -> Result<bool, DbError> {
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            let buckets = buckets.clone();
            Box::pin(async move {
                tx.housekeeping();
                Ok(take(tx, &buckets, now).await?)
            })
        })
        .await
}

/// Whether each bucket has a try left; those that were used are held until the transaction ends. It comes to the same as
/// taking one and giving it back.
pub(crate) async fn any_left(tx: &WriteTx, buckets: &[Bucket], now: DateTime<Utc>) -> Result<bool, DbErr> {
    for bucket in buckets {
        let row = locked(tx, bucket).await?;
        if row.is_some_and(|row| bucket.tries.take(row.used, row.full_at, now).is_none()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Gives one try back to each bucket, because nobody has looked at what was tried.
pub(crate) async fn give_back(ctx: &Ctx, buckets: Vec<Bucket>) -> Result<(), DbError> {
    ctx.db
        .write(move |tx| {
            let buckets = buckets.clone();
            Box::pin(async move {
                tx.housekeeping();
                for bucket in &buckets {
                    let Some(row) = locked(tx, bucket).await? else { continue };
                    set(tx, row.id, bucket.tries.give_back(row.used, row.full_at)).await?;
                }
                Ok(())
            })
        })
        .await
}

/// The row of a bucket, which nobody else changes until the transaction ends.
async fn locked(tx: &WriteTx, bucket: &Bucket) -> Result<Option<Model>, DbErr> {
    let lock = Entity::update_many().col_expr(Column::Used, Expr::col(Column::Used)).filter(named(bucket));
    Ok(lock.exec_with_returning(tx).await?.into_iter().next())
}

async fn set(tx: &WriteTx, id: i64, (used, full_at): (i32, DateTime<Utc>)) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Used, Expr::value(used))
        .col_expr(Column::FullAt, Expr::value(full_at))
        .filter(COLUMN.id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

fn named(bucket: &Bucket) -> sea_orm::sea_query::SimpleExpr {
    COLUMN.name.eq(bucket.name.as_str())
}

/// Forgets buckets that are full again.
pub(super) async fn purge(tx: &WriteTx, now: DateTime<Utc>) -> Result<(), DbErr> {
    Entity::delete_many().filter(COLUMN.full_at.lt(now)).exec(tx).await?;
    Ok(())
}
