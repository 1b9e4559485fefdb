//! Work that happens later: one table, one loop, on the injected clock.
//!
//! A job is asked for in the transaction that makes it necessary. It carries ids, its handler is idempotent and says
//! whether a failure is worth another try. What a job does belongs to its feature; only the list of kinds is here.

mod desk;
pub mod entity;
mod run;
mod store;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DbErr;
use serde_json::Value;

pub use desk::{DeskError, Troubled, retry, troubled};
pub(crate) use run::backoff;
pub use run::{run, run_due};

use crate::ctx::Ctx;
use crate::db::{Boxed, DbError, WriteTx};
use entity::State;

/// A job to be asked for.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// One of the kinds in the list of handlers.
    pub kind: &'static str,
    /// Not before this instant.
    pub due_at: DateTime<Utc>,
    /// Ids for the handler.
    pub payload: Value,
    /// If a job with this key exists, the new one is dropped.
    pub dedupe_key: Option<String>,
}

/// What a handler is given.
#[derive(Debug, Clone)]
pub struct Job {
    /// The row's key.
    pub id: i64,
    /// The ids it was asked for with.
    pub payload: Value,
    /// 1 on the first attempt.
    pub attempt: i32,
}

/// Why a job did not succeed. The text goes to the desk of stuck jobs: no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// Worth another try later.
    #[error("{0}")]
    Retry(String),
    /// Another try would fail the same way.
    #[error("{0}")]
    Fail(String),
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> Self {
        Self::Retry(error.to_string())
    }
}

impl From<DbErr> for JobError {
    fn from(error: DbErr) -> Self {
        Self::Retry(error.to_string())
    }
}

/// The function behind a kind.
type Handler = fn(Ctx, Job) -> Boxed<'static, Result<(), JobError>>;

/// One kind of job.
struct Kind {
    name: &'static str,
    /// For work that comes around by itself: the time from one success to the next run.
    every: Option<TimeDelta>,
    run: Handler,
}

/// Clears away uploads that no form ever used.
pub const PURGE_FILES: &str = "files.purge_orphans";
/// Forgets which forms were sent.
pub const PURGE_KEYS: &str = "idempotency.purge";
/// Forgets sessions, links and tries that have run out.
pub const PURGE_SESSIONS: &str = "identity.purge";
/// Erases whoever has left and not come back.
pub const ERASE_DUE: &str = "identity.erase_due";
/// Deletes reports and cases that were closed long ago.
pub const PURGE_REPORTS: &str = "reports.purge";
/// Keeps the stored dates of series some years ahead.
pub const EXTEND_DATES: &str = "events.extend_dates";
/// Raises the versions of feeds when a canceled date leaves them.
pub const STEP_FEEDS: &str = "events.step_feeds";
/// Makes a grant, or the end of one, so when its time has come.
pub const GRANTS: &str = "grants.take_effect";
/// Gives a time to what waits for a second admin when none is left.
pub const GRANTS_ALONE: &str = "grants.leave_alone";
/// Forgets mails that left, and old notifications.
pub const PURGE_MAILS: &str = "mail.purge";
/// Reminds mentors, lets requests run out, ends pauses, asks whether it fits.
pub const MENTORSHIP: &str = "mentorship.tick";
/// Ends the phases of cohorts with their days, reminds those who have not ranked.
pub const COHORTS: &str = "cohort.tick";
/// Tells the people of a cohort what waits to be told to them.
pub const COHORT_NEWS: &str = "cohort.news";
/// Writes the digests that are due.
pub const SEND_DIGESTS: &str = "notifications.digests";

/// Reminds people of dates that begin within a day.
pub const REMIND_RSVPS: &str = "rsvp.remind";
/// Takes seats on dates that have come near for whoever comes to all of a series.
pub const EXTEND_RSVPS: &str = "rsvp.extend_standing";
/// Forgets guests and calendar addresses whose time is over.
pub const PURGE_GUESTS: &str = "rsvp.purge_guests";
/// Drops orders that nobody paid, ends memberships, reminds of their ends.
pub const MEMBERSHIP_STEPS: &str = "membership.steps";

/// Lets postings expire and offers lapse, and forgets old drafts and what was released long ago.
pub const STEP_POSTINGS: &str = "opportunities.step";

const KINDS: &[Kind] = &[
    Kind {
        name: PURGE_FILES,
        every: Some(TimeDelta::hours(1)),
        run: |ctx, _| Box::pin(async move { Ok(crate::files::purge_orphans(&ctx).await?) }),
    },
    Kind {
        name: PURGE_KEYS,
        every: Some(TimeDelta::hours(1)),
        run: |ctx, _| Box::pin(async move { Ok(crate::idempotency::purge(&ctx).await?) }),
    },
    Kind {
        name: PURGE_SESSIONS,
        every: Some(TimeDelta::hours(1)),
        run: |ctx, _| Box::pin(async move { Ok(crate::identity::purge(&ctx).await?) }),
    },
    Kind {
        name: ERASE_DUE,
        every: Some(TimeDelta::hours(1)),
        run: |ctx, _| Box::pin(async move { Ok(crate::identity::erase_due(&ctx).await?) }),
    },
    Kind {
        name: PURGE_REPORTS,
        every: Some(TimeDelta::hours(24)),
        run: |ctx, _| {
            Box::pin(async move {
                crate::moderation::purge_closed(&ctx).await?;
                Ok(crate::moderation::purge_cases(&ctx).await?)
            })
        },
    },
    Kind {
        name: EXTEND_DATES,
        every: Some(TimeDelta::hours(24)),
        run: |ctx, _| Box::pin(async move { Ok(crate::events::extend_dates(&ctx).await?) }),
    },
    Kind {
        name: PURGE_MAILS,
        every: Some(TimeDelta::hours(1)),
        run: |ctx, _| {
            Box::pin(async move {
                crate::mail::purge(&ctx).await?;
                Ok(crate::notifications::purge(&ctx).await?)
            })
        },
    },
    Kind {
        name: SEND_DIGESTS,
        every: Some(TimeDelta::minutes(5)),
        run: |ctx, _| Box::pin(async move { Ok(crate::notifications::send_digests(&ctx).await?) }),
    },
    Kind {
        name: REMIND_RSVPS,
        every: Some(TimeDelta::minutes(5)),
        run: |ctx, _| Box::pin(async move { Ok(crate::events::rsvp::remind_due(&ctx).await?) }),
    },
    Kind {
        name: EXTEND_RSVPS,
        every: Some(TimeDelta::hours(24)),
        run: |ctx, _| Box::pin(async move { Ok(crate::events::rsvp::extend_standing(&ctx).await?) }),
    },
    Kind {
        name: PURGE_GUESTS,
        every: Some(TimeDelta::hours(1)),
        run: |ctx, _| Box::pin(async move { Ok(crate::events::rsvp::purge_guests(&ctx).await?) }),
    },
    Kind {
        name: MENTORSHIP,
        every: Some(TimeDelta::minutes(5)),
        run: |ctx, _| Box::pin(async move { Ok(crate::mentorship::tick(&ctx).await?) }),
    },
    Kind {
        name: COHORTS,
        every: Some(TimeDelta::minutes(5)),
        run: |ctx, _| Box::pin(async move { Ok(crate::cohort::tick(&ctx).await?) }),
    },
    Kind {
        name: STEP_POSTINGS,
        every: Some(TimeDelta::minutes(5)),
        run: |ctx, _| Box::pin(async move { Ok(crate::opportunities::tick(&ctx).await?) }),
    },
    Kind {
        name: MEMBERSHIP_STEPS,
        every: Some(TimeDelta::hours(1)),
        run: |ctx, _| Box::pin(async move { Ok(crate::membership::steps(&ctx).await?) }),
    },
    Kind {
        name: GRANTS_ALONE,
        every: Some(TimeDelta::hours(1)),
        run: |ctx, _| Box::pin(async move { Ok(crate::grants::leave_alone(&ctx).await?) }),
    },
    Kind {
        name: STEP_FEEDS,
        every: None,
        run: |ctx, job| Box::pin(async move { crate::events::step_feeds(&ctx, &job).await }),
    },
    Kind {
        name: GRANTS,
        every: None,
        run: |ctx, job| Box::pin(async move { crate::grants::take_effect(&ctx, &job).await }),
    },
    Kind {
        name: COHORT_NEWS,
        every: None,
        run: |ctx, job| Box::pin(async move { crate::cohort::tell_waiting(&ctx, &job).await }),
    },
];

/// Asks for a job in the transaction that makes it necessary. `false`: one with the same key was there.
pub async fn enqueue(tx: &WriteTx, job: &NewJob, now: DateTime<Utc>) -> Result<bool, DbErr> {
    store::insert(tx, job, now).await
}

/// Makes sure that the work that comes around by itself is in the table. Called once when the server starts.
///
/// Dates are looked at again with every start, not only a day later: the program may have come with new zone data.
pub async fn ensure_recurring(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                for kind in recurring() {
                    let job = NewJob { kind, due_at: now, payload: Value::Null, dedupe_key: Some(kind.to_owned()) };
                    enqueue(tx, &job, now).await?;
                }
                store::hasten(tx, EXTEND_DATES, now).await?;
                Ok(())
            })
        })
        .await
}

/// The kinds that come around by themselves.
pub(crate) fn recurring() -> impl Iterator<Item = &'static str> {
    KINDS.iter().filter(|kind| kind.every.is_some()).map(|kind| kind.name)
}

/// Removes work that comes around by itself, to make room for the same work in a dump.
pub(crate) async fn clear_untouched(tx: &WriteTx) -> Result<(), DbErr> {
    store::delete_by_dedupe(tx, recurring()).await
}

/// Is there a handler for this kind?
pub(crate) fn is_known(kind: &str) -> bool {
    KINDS.iter().any(|known| known.name == kind)
}

/// The word of a kind as the program writes it; `None` for a kind it does not know.
fn known_word(kind: &str) -> Option<&'static str> {
    KINDS.iter().map(|known| known.name).find(|name| *name == kind)
}

/// How much work is waiting, for the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Jobs to be run, now or later.
    pub waiting: u64,
    /// Jobs that a person has to look at.
    pub stuck: u64,
    /// How long the longest waiting job has been due, in seconds; 0 if none is.
    pub oldest_due_seconds: i64,
}

/// Counts the jobs.
pub async fn backlog(ctx: &Ctx) -> Result<Backlog, DbError> {
    let (db, now) = (ctx.db.read(), ctx.now());
    let oldest = store::oldest_due(db, now).await?;
    Ok(Backlog {
        waiting: store::count(db, State::Waiting).await?,
        stuck: store::count(db, State::Stuck).await?,
        oldest_due_seconds: oldest.map_or(0, |due| (now - due).num_seconds()),
    })
}
