//! Jobs as the desk sees them: what is stuck and what goes on failing.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};

use super::entity::{Model, State};
use super::store;
use crate::access::{Denied, allow};
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::DbError;

/// The desk shows at most this many of a kind.
const SHOWN: u64 = 100;

/// Why the desk did not do it.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A job in trouble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Troubled {
    /// Names it on the desk; jobs have no public name, since nobody else ever sees one.
    pub id: i64,
    /// Which handler runs it.
    pub kind: String,
    /// Why the last attempt did not succeed.
    pub reason: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was asked for.
    pub since: DateTime<Utc>,
    /// When it is tried next; `None` once it is stuck.
    pub next: Option<DateTime<Utc>>,
}

/// Stuck jobs, then jobs that go on being tried.
pub async fn troubled(ctx: &Ctx) -> Result<Vec<Troubled>, DeskError> {
    allow(ctx, Action::RunDesk, Object::None)?;
    let rows = store::troubled(ctx.db.read(), SHOWN).await.map_err(DbError::from)?;
    let mut troubled: Vec<Troubled> = rows.into_iter().map(Troubled::of).collect();
    troubled.sort_by_key(|job| (job.next.is_some(), job.id));
    Ok(troubled)
}

impl Troubled {
    fn of(job: Model) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            reason: job.last_error.unwrap_or_default(),
            attempts: job.attempts,
            since: job.created_at,
            next: (job.state == State::Waiting).then_some(job.due_at),
        }
    }
}

/// Gives a stuck job a fresh start; `false` if it is not stuck (any more).
pub async fn retry(ctx: &Ctx, id: i64) -> Result<bool, DeskError> {
    allow(ctx, Action::RunDesk, Object::None)?;
    let (viewer, now) = (ctx.viewer.clone(), ctx.now());
    let revived = ctx.db.write(move |tx| {
        let viewer = viewer.clone();
        Box::pin(async move {
            let Some(kind) = store::revive(tx, id, now).await? else { return Ok(false) };
            let kind = super::known_word(&kind).unwrap_or("unknown");
            let entry = Entry::done(&viewer, Action::RunDesk).saying("retried").saying(kind);
            audit::note(tx, &entry, now).await?;
            Ok::<_, DbError>(true)
        })
    });
    Ok(revived.await?)
}
