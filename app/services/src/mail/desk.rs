//! Mails as the desk, the metrics and the doctor see them.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::identity::Email;

use super::entity::address_sha256;
use super::entity::mails::{Model, State};
use super::entity::suppressions::Model as SuppressedRow;
use super::{store, suppressions};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::identity::people;
use crate::jobs::DeskError;

/// The desk shows at most this many of a kind.
const SHOWN: u64 = 100;
/// Characters of a hash that the desk shows.
const MARK: usize = 8;

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
    let (viewer, now) = (ctx.viewer.clone(), ctx.now());
    let revived = ctx.db.write(move |tx| {
        let viewer = viewer.clone();
        Box::pin(async move {
            let Some(recipient) = store::revive(tx, id.as_str(), now).await? else { return Ok(false) };
            let mut entry = Entry::done(&viewer, Action::RunDesk).on("mail", id).saying("retried");
            if suppressions::remove(tx, &recipient).await? {
                entry = entry.saying("suppression-lifted");
            }
            audit::note(tx, &entry, now).await?;
            Ok::<_, DbError>(true)
        })
    });
    Ok(revived.await?)
}

/// An address that takes no mail. The desk does not know which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// The first eight characters of the address's hash.
    pub mark: String,
    /// What the mail server said, without addresses.
    pub reason: String,
    /// When it said so.
    pub since: DateTime<Utc>,
}

/// Addresses that take no mail, the newest first.
pub async fn suppressed(ctx: &Ctx) -> Result<Vec<Suppressed>, DeskError> {
    allow(ctx, Action::RunDesk, Object::None)?;
    let rows = suppressions::list(ctx.db.read(), SHOWN).await.map_err(DbError::from)?;
    let show = |row: SuppressedRow| Suppressed {
        mark: row.address_sha256.chars().take(MARK).collect(),
        reason: row.reason,
        since: row.created_at,
    };
    Ok(rows.into_iter().map(show).collect())
}

/// Writes to an address again; `false` when it takes mail anyway, or is no address.
pub async fn lift(ctx: &Ctx, typed: &str) -> Result<bool, DeskError> {
    allow(ctx, Action::RunDesk, Object::None)?;
    let Some(email) = Email::parse(typed.trim()) else { return Ok(false) };
    let (viewer, hash, now) = (ctx.viewer.clone(), address_sha256(&email), ctx.now());
    let lifted = ctx.db.write(move |tx| {
        let (viewer, hash) = (viewer.clone(), hash.clone());
        Box::pin(async move {
            if !suppressions::remove(tx, &hash).await? {
                return Ok(false);
            }
            audit::note(tx, &Entry::done(&viewer, Action::RunDesk).saying("suppression-lifted"), now).await?;
            Ok::<_, DbError>(true)
        })
    });
    Ok(lifted.await?)
}

/// Since when mails to the viewer's address come back; `None` while it takes mail.
pub async fn came_back(ctx: &Ctx) -> Result<Option<DateTime<Utc>>, DeskError> {
    allow(ctx, Action::ManageNotifications, Object::Own)?;
    let db = ctx.db.read();
    let keys: Vec<i64> = ctx.viewer.member.iter().map(|member| member.account).collect();
    let me = people::by_accounts(db, &keys).await.map_err(DbError::from)?.pop();
    let Some(email) = me.and_then(|me| Email::parse(&me.email)) else { return Ok(None) };
    let row = suppressions::of_address(db, &address_sha256(&email)).await.map_err(DbError::from)?;
    Ok(row.map(|row| row.created_at))
}
