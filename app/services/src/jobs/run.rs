//! The loop that runs due jobs, one after the other.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

use super::entity::{Model, State};
use super::{Job, JobError, KINDS, Kind, store};
use crate::ctx::Ctx;
use crate::db::DbError;

const PAUSE: Duration = Duration::from_secs(5);
/// Shorter than the lease, so that a hanging handler is gone before another worker takes its job.
const TIME_LIMIT: Duration = Duration::from_mins(4);
const BATCH: u64 = 20;
const MAX_ATTEMPTS: i32 = 12;
const ERROR_CHARS: usize = 500;

/// Runs due jobs until `stop` turns true. The job at hand is finished first.
pub async fn run(ctx: Ctx, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = run_due(&ctx).await {
            tracing::error!(%error, "jobs cannot be read or written");
        }
        tokio::select! {
            changed = stop.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Runs everything that is due now; answers how many jobs ran, whatever came of them.
pub async fn run_due(ctx: &Ctx) -> Result<usize, DbError> {
    let mut ran = 0;
    for candidate in store::ready(ctx.db.read(), ctx.now(), BATCH).await? {
        if let Some(job) = claim(ctx, candidate).await? {
            run_one(ctx, job).await?;
            ran += 1;
        }
    }
    Ok(ran)
}

async fn claim(ctx: &Ctx, job: Model) -> Result<Option<Model>, DbError> {
    let (id, now) = (job.id, ctx.now());
    let lease = now + store::LEASE;
    let ours = ctx
        .db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                Ok::<_, DbError>(store::claim(tx, id, now, lease).await?)
            })
        })
        .await?;
    Ok(ours.then(|| Model { leased_until: Some(lease), attempts: job.attempts + 1, ..job }))
}

async fn run_one(ctx: &Ctx, job: Model) -> Result<(), DbError> {
    let kind = KINDS.iter().find(|kind| kind.name == job.kind);
    let outcome = match kind {
        Some(kind) => call(ctx, kind, &job).await,
        None => Err(JobError::Fail("no handler for this kind of job".to_owned())),
    };
    if let Err(error) = &outcome {
        tracing::warn!(job = job.id, kind = job.kind, attempt = job.attempts, %error, "a job did not succeed");
    }
    let every = kind.and_then(|kind| kind.every);
    let next = Next::after(&outcome, every, &job, ctx.now(), ctx.dice.below(1_000));
    ctx.db
        .write(move |tx| {
            let (job, next) = (job.clone(), next.clone());
            Box::pin(async move {
                tx.housekeeping();
                match next {
                    Next::Done => store::finish(tx, &job).await?,
                    Next::Later(due_at, attempts, error) => {
                        store::put_back(tx, &job, State::Waiting, due_at, attempts, error).await?
                    }
                    Next::Stuck(error) => {
                        store::put_back(tx, &job, State::Stuck, job.due_at, job.attempts, Some(error)).await?
                    }
                };
                Ok(())
            })
        })
        .await
}

/// Runs a handler in a task of its own: a panic or a hang there is a failed attempt, not the end of the loop.
async fn call(ctx: &Ctx, kind: &Kind, job: &Model) -> Result<(), JobError> {
    let payload = serde_json::from_str(&job.payload).map_err(|_| JobError::Fail("unreadable payload".to_owned()))?;
    let given = Job { id: job.id, payload, attempt: job.attempts };
    let mut task = tokio::spawn((kind.run)(ctx.clone(), given));
    match tokio::time::timeout(TIME_LIMIT, &mut task).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(JobError::Retry("the handler panicked".to_owned())),
        Err(_) => {
            task.abort();
            Err(JobError::Retry("the handler took too long".to_owned()))
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    Done,
    Later(DateTime<Utc>, i32, Option<String>),
    Stuck(String),
}

impl Next {
    /// `jitter` is 0 to 999 thousandths of the leeway.
    fn after(
        outcome: &Result<(), JobError>,
        every: Option<TimeDelta>,
        job: &Model,
        now: DateTime<Utc>,
        jitter: u64,
    ) -> Self {
        match (outcome, every) {
            (Ok(()), None) => Self::Done,
            (Ok(()), Some(every)) => Self::Later(now + every, 0, None),
            // Work that comes around by itself is never given up.
            (Err(JobError::Retry(error)), _) if job.attempts < MAX_ATTEMPTS => {
                Self::Later(now + backoff(job.attempts, jitter), job.attempts, Some(short(error)))
            }
            (Err(error), Some(every)) => Self::Later(now + every, 0, Some(short(&error.to_string()))),
            (Err(error), None) => Self::Stuck(short(&error.to_string())),
        }
    }
}

/// 1, 2, 4 and so on up to 60 minutes, less up to a fifth, so that what failed together does not return together.
pub(crate) fn backoff(attempts: i32, jitter: u64) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(1, 7) - 1).unwrap_or(0);
    let seconds = i64::from((1_u32 << doublings).min(60)) * 60;
    let less = seconds * i64::try_from(jitter.min(999)).unwrap_or(0) / 5_000;
    TimeDelta::seconds(seconds - less)
}

fn short(error: &str) -> String {
    error.chars().take(ERROR_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_up_to_an_hour_and_jitter_only_shortens_it() {
        let minutes: Vec<i64> = (1..=9).map(|attempt| backoff(attempt, 0).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        for attempt in 1..=9 {
            let (longest, shortest) = (backoff(attempt, 0), backoff(attempt, 999));
            assert!(shortest < longest && shortest >= longest * 4 / 5);
        }
    }
}
