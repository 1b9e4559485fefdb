//! Mails as the desk, the metrics and the doctor see them.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;

use super::entity::mails::{Model, State};
use super::{store, suppressions};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::jobs::DeskError;

/// The desk shows at most this many of a kind.
const SHOWN: u64 = 100;

/// How much mail is waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Mails to be sent, now or later.
    pub waiting: u64,
    /// Mails given up.
    pub failed: u64,
    /// Addresses that take no mail.
    pub suppressed: u64,
    /// How long the longest waiting mail has been due, in seconds; 0 if none is.
    pub oldest_due_seconds: i64,
}

/// Counts the mails, for the metrics and the doctor.
pub async fn backlog(ctx: &Ctx) -> Result<Backlog, DbError> {
    let (db, now) = (ctx.db.read(), ctx.now());
    let oldest = store::oldest_due(db, now).await?;
    Ok(Backlog {
        waiting: store::count(db, State::Waiting).await?,
        failed: store::count(db, State::Failed).await?,
        suppressed: suppressions::count(db).await?,
        oldest_due_seconds: oldest.map_or(0, |due| (now - due).num_seconds()),
    })
}

/// A mail in trouble. Neither its address nor what it says is for the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Troubled {
    /// Names it.
    pub id: PublicId,
    /// Which letter.
    pub kind: String,
    /// Why it did not leave.
    pub reason: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was written.
    pub since: DateTime<Utc>,
    /// When it is tried next; `None` once it is given up.
    pub next: Option<DateTime<Utc>>,
}

/// Mails given up, then mails that go on being tried.
pub async fn troubled(ctx: &Ctx) -> Result<Vec<Troubled>, DeskError> {
    allow(ctx, Action::RunDesk, Object::None)?;
    let db = ctx.db.read();
    let failed = store::failed(db, SHOWN).await.map_err(DbError::from)?;
    let delayed = store::delayed(db, SHOWN).await.map_err(DbError::from)?;
    Ok(failed.into_iter().chain(delayed).filter_map(Troubled::of).collect())
}

impl Troubled {
    fn of(mail: Model) -> Option<Self> {
        Some(Self {
            id: PublicId::parse(&mail.public_id)?,
            kind: mail.kind,
            reason: mail.last_error.unwrap_or_default(),
            attempts: mail.attempts,
            since: mail.created_at,
            next: (mail.state == State::Waiting).then_some(mail.due_at),
        })
    }
}

/// Tries a failed mail again, and writes to its address again; `false` if it has not failed (any more).
pub async fn retry(ctx: &Ctx, id: Option<PublicId>) -> Result<bool, DeskError> {
    allow(ctx, Action::RunDesk, Object::None)?;
    let Some(id) = id else { return Ok(false) };
    let now = ctx.now();
    let revived = ctx.db.write(move |tx| {
        Box::pin(async move {
            let Some(recipient) = store::revive(tx, id.as_str(), now).await? else { return Ok(false) };
            suppressions::remove(tx, &recipient).await?;
            Ok::<_, DbError>(true)
        })
    });
    Ok(revived.await?)
}
