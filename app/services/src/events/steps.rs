//! The instants at which canceled dates leave the feeds. Nothing is written then, and yet the feeds are different: a job
//! at that instant raises their versions.

use chrono::{DateTime, TimeDelta, Utc};
use domain::events::Series;
use domain::id::PublicId;
use sea_orm::DbErr;
use serde_json::{Value, json};

use super::touched::{key_of, keys_of};
use super::{lineage, store, versions};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::jobs::{self, Job, JobError, NewJob, STEP_FEEDS};

/// Asks for the steps of a series that are still to come, in the transaction that stores it.
pub(super) async fn plan(tx: &WriteTx, series: &Series, now: DateTime<Utc>) -> Result<(), DbErr> {
    let mut after = now;
    while let Some(at) = series.next_step(after) {
        let payload = json!({ "series": series.public_id, "at": at.timestamp_micros() });
        let dedupe_key = Some(format!("{STEP_FEEDS} {} {}", series.public_id, at.timestamp_micros()));
        jobs::enqueue(tx, &NewJob { kind: STEP_FEEDS, due_at: at, payload, dedupe_key }, now).await?;
        after = at;
    }
    Ok(())
}

/// Raises the versions of the feeds that something left at the job's instant. Feeds that have changed since are left
/// alone, so that a second run changes nothing; so are all of them when the cancel was undone.
pub(crate) async fn step_feeds(ctx: &Ctx, job: &Job) -> Result<(), JobError> {
    let Some((id, at)) = asked(&job.payload) else { return Err(JobError::Fail("unreadable payload".to_owned())) };
    let now = ctx.now().max(at);
    let done = ctx.db.write(move |tx| Box::pin(async move { Ok::<_, DbError>(step(tx, id, at, now).await?) }));
    Ok(done.await?)
}

fn asked(payload: &Value) -> Option<(PublicId, DateTime<Utc>)> {
    let id = PublicId::parse(payload.get("series")?.as_str()?)?;
    Some((id, DateTime::from_timestamp_micros(payload.get("at")?.as_i64()?)?))
}

async fn step(tx: &WriteTx, id: PublicId, at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let Some(series) = store::by_public_id(tx, id).await? else { return Ok(()) };
    if !series.status.is_public() || series.next_step(at - TimeDelta::microseconds(1)) != Some(at) {
        return Ok(());
    }
    let parts = lineage::of(tx, &series.slug, None).await?.later;
    for scope in keys_of(&series).into_iter().chain(parts.iter().map(key_of)) {
        let held = versions::feed_version(tx, &scope).await?;
        if held.is_none_or(|held| held.changed_at < at) {
            versions::raise_feed(tx, &scope, now).await?;
        }
    }
    Ok(())
}
