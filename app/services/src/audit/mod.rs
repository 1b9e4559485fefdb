//! Who did what: one chain of rows, each in the transaction of the deed it tells of.
//!
//! A row names people by pseudonym and says the rest in fixed words, so that it can outlive the person. What somebody
//! typed (a reason, a name, an address) belongs to the row of the feature, never here.

mod chain;
mod denied;
pub mod entity;
mod store;
#[cfg(test)]
mod tests;

use chrono::{DateTime, SubsecRound, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use sea_orm::DbErr;

pub(crate) use chain::all_breaks;
pub(crate) use denied::remember;
pub use denied::{Denials, flush_denials};
pub use entity::log::Outcome;

use crate::access::{Denied, allow};
use crate::ctx::{Ctx, Viewer};
use crate::db::{DbError, WriteTx};

/// The command line and the jobs, where a person would stand.
pub const HOUSE: &str = "house";
/// Somebody who is not signed in, where a person would stand.
pub const ANONYMOUS: &str = "anonymous";
/// Characters of a request's id that are kept.
const REQUEST_ID: usize = 64;

/// What is to be remembered of a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    actor: String,
    action: Action,
    object: String,
    outcome: Outcome,
    count: i64,
    request_id: String,
    note: String,
}

impl Entry {
    /// The viewer did `action`.
    pub fn done(viewer: &Viewer, action: Action) -> Self {
        Self {
            actor: actor(viewer),
            action,
            object: String::new(),
            outcome: Outcome::Done,
            count: 1,
            request_id: domain::text::cut(&viewer.request_id, REQUEST_ID).to_owned(),
            note: String::new(),
        }
    }

    /// The thing it was done to: its kind, such as `case`, and its public id; for a person `person` and the pseudonym.
    #[must_use]
    pub fn on(self, kind: &'static str, id: PublicId) -> Self {
        Self { object: format!("{kind} {id}"), ..self }
    }

    /// One more fixed word about it.
    #[must_use]
    pub fn saying(mut self, word: &'static str) -> Self {
        if !self.note.is_empty() {
            self.note.push(' ');
        }
        self.note.push_str(word);
        self
    }
}

/// How the log names whoever is asking.
pub fn actor(viewer: &Viewer) -> String {
    match (&viewer.member, viewer.peer) {
        (Some(member), _) => member.pseudonym.to_string(),
        (None, None) => HOUSE.to_owned(),
        (None, Some(_)) => ANONYMOUS.to_owned(),
    }
}

/// Remembers a deed in its transaction. Call it last: from here to the commit every other deed waits.
pub async fn note(tx: &WriteTx, entry: &Entry, now: DateTime<Utc>) -> Result<(), DbErr> {
    let (seq, prev_hash) = store::take_place(tx).await?;
    let mut row = entity::log::Model {
        id: 0,
        seq,
        // Postgres keeps millionths of a second, and the hash must find what it was made of.
        at: now.trunc_subsecs(6),
        actor: entry.actor.clone(),
        action: entry.action.word().to_owned(),
        object: entry.object.clone(),
        outcome: entry.outcome,
        count: entry.count,
        request_id: entry.request_id.clone(),
        note: entry.note.clone(),
        prev_hash,
        hash: String::new(),
    };
    row.hash = chain::hash(&row)?;
    store::append(tx, row).await
}

/// What somebody wants to see of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A pseudonym, [`HOUSE`] or [`ANONYMOUS`].
    pub actor: Option<String>,
    /// Only deeds of this kind.
    pub action: Option<Action>,
    /// Only rows before this place.
    pub before: Option<i64>,
}

/// A row as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Place in the chain.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Pseudonym, [`HOUSE`] or [`ANONYMOUS`].
    pub actor: String,
    /// A word of [`Action`], also one of an older version.
    pub action: String,
    /// Kind and public id of the thing; empty for none.
    pub object: String,
    /// Done or denied.
    pub outcome: Outcome,
    /// How often.
    pub count: i64,
    /// Fixed words about it.
    pub note: String,
    /// The request, as the logs name it.
    pub request_id: String,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The newest first.
    pub rows: Vec<Row>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<i64>,
    /// Place and hash of the newest row; `None` before the first.
    pub end: Option<(i64, String)>,
    /// Whether the newest rows hang together as they were written; the check of the database looks at all.
    pub holds: bool,
}

/// Rows of a page of the log.
const PAGE: u64 = 50;
/// Rows that are verified each time the log is looked at.
const VERIFIED: i64 = 500;

/// Why the log was not shown.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The table of permissions said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for AuditError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

/// Who did what, the newest first.
pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<Page, AuditError> {
    allow(ctx, Action::ReadAudit, Object::None)?;
    let db = ctx.db.read();
    let wanted = store::Wanted {
        actor: filter.actor.as_deref(),
        action: filter.action.map(Action::word),
        before: filter.before,
    };
    let mut rows = store::list(db, &wanted, PAGE + 1).await?;
    let more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let end = store::head(db).await?.map(|head| (head.seq, head.hash));
    Ok(Page {
        next: rows.last().filter(|_| more).map(|row| row.seq),
        rows: rows.into_iter().map(Row::from).collect(),
        holds: newest_hold(ctx, end.as_ref().map_or(0, |(seq, _)| *seq)).await?,
        end,
    })
}

/// On one view, since others may be adding to the log.
async fn newest_hold(ctx: &Ctx, end: i64) -> Result<bool, AuditError> {
    let view = ctx.db.snapshot().await?;
    let first = (end - VERIFIED).max(0);
    let before = match store::behind(&view, first - 1, 1).await?.pop() {
        Some(row) if first > 0 && row.seq == first => row.hash,
        _ => chain::START.to_owned(),
    };
    let breaks = chain::breaks(&view, first, before).await?;
    view.end().await?;
    Ok(breaks.is_empty())
}

impl From<entity::log::Model> for Row {
    fn from(row: entity::log::Model) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            action: row.action,
            object: row.object,
            outcome: row.outcome,
            count: row.count,
            note: row.note,
            request_id: row.request_id,
        }
    }
}
