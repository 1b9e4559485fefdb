//! What people report, what is decided about it, and who keeps whom away.
//!
//! Here are the reports of a problem with a page, the first thing a visitor can write; they and all other reports are
//! cases of one room ([`decide`], [`desk`]). The report, its case, its screenshot and the key of its form are stored in
//! one transaction. What a report must look like is in `domain::moderation`; how many an address may send in an hour is
//! checked before this is called.

mod about_me;
mod appeals;
mod blocks;
pub mod case_entity;
mod case_store;
#[cfg(test)]
mod case_tests;
mod cases;
mod closing;
mod content_store;
mod desk;
pub mod entity;
mod evidence;
mod export;
mod held;
mod held_store;
#[cfg(test)]
mod held_tests;
#[cfg(test)]
mod picture_tests;
mod reporting;
mod store;
mod taking_down;
mod telling;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::moderation::{Report, ReportForm, What, words};
use domain::refusal::Refusal;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

pub use about_me::{AboutMe, about_me};
pub use appeals::{answer, appeal, undo};
pub(crate) use blocks::blocks_of;
pub use blocks::{Blocked, Known, block, blocked, hidden_from, is_blocked_between, is_hidden_from, unblock};
pub(crate) use case_store::case as read_case;
pub use cases::{CaseError, DecideForm, decide};
pub use closing::close;
pub(crate) use closing::purge_closed;
pub use desk::{CasePage, Desk, QueueFilter, Queued, ToldOf, Version, Waiting, case_page, desk};
pub use evidence::{SCREENSHOT, case_picture};
pub(crate) use export::export_part;
pub use held::HELD;
pub(crate) use held::{forget_person, hold_again, purge_cases};
pub use reporting::{Told, hidden_by, hidden_profiles, is_hidden, report_person};
pub use taking_down::take_posting_down;

use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::files;
use crate::idempotency::{self, Key, Once};

/// The action's name, as it stands beside its idempotency keys.
pub(crate) const REPORT: &str = "moderation/report";

/// A stored report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// The number to name it by.
    pub id: PublicId,
}

/// Why a report was not stored.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Fields to be filled in again.
    #[error("the form has fields to correct")]
    Invalid(Vec<FieldError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// The same form was sent before with other content.
    #[error("the form was sent before with other content")]
    KeyConflict,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for ReportError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

/// Stores a report of a problem with a page. Sending the same form again answers with the report of the first time.
pub async fn report_problem(ctx: &Ctx, form: ReportForm) -> Result<Filed, ReportError> {
    let report = form.parse().map_err(ReportError::Invalid)?;
    let key = Key::parse(&form.key).ok_or_else(|| ReportError::Invalid(vec![FieldError::new("key", words::KEY)]))?;
    let body = serde_json::to_vec(&form).map_err(|error| DbErr::Custom(error.to_string()))?;
    let (id, now) = (ctx.dice.public_id(), ctx.now());

    #[cfg(feature = "chaos")]
    if ctx.db.chaos() == Some(crate::chaos::Chaos::SplitWrite) {
        return split::report_problem(ctx, report, key, body, id, now).await;
    }
    ctx.db
        .write(move |tx| {
            let (report, key, body) = (report.clone(), key.clone(), body.clone());
            Box::pin(async move {
                match idempotency::once(tx, &key, REPORT, &body, now).await? {
                    Once::Replay(filed) => Ok(filed),
                    Once::Conflict => Err(ReportError::KeyConflict),
                    Once::Fresh(ticket) => {
                        let filed = file_report(tx, &report, id, now).await?;
                        ticket.finish(tx, &filed).await?;
                        Ok(filed)
                    }
                }
            })
        })
        .await
}

async fn file_report(tx: &WriteTx, report: &Report, id: PublicId, now: DateTime<Utc>) -> Result<Filed, ReportError> {
    let file_id = match report.file {
        None => None,
        Some(file) => match files::attach(tx, file, files::Kind::Screenshot).await? {
            None => return Err(ReportError::Refused(Refusal::UploadGone)),
            taken => taken,
        },
    };
    let report = store::insert(tx, report, id, file_id, now).await?;
    // The case has the report's number, so that whoever reported and whoever decides speak of the same.
    let new = case_store::NewCase {
        id,
        kind: domain::moderation::Kind::Page,
        subject: None,
        content: "",
        open_key: None,
        report: Some(report),
    };
    case_store::open(tx, &new, now).await?;
    Ok(Filed { id })
}

/// The negative control of "one transaction": the key in a first one, the report in a second.
#[cfg(feature = "chaos")]
mod split {
    use super::{
        Ctx, DateTime, Filed, Key, Once, PublicId, REPORT, Report, ReportError, Utc, file_report, idempotency,
    };

    pub(super) async fn report_problem(
        ctx: &Ctx,
        report: Report,
        key: Key,
        body: Vec<u8>,
        id: PublicId,
        now: DateTime<Utc>,
    ) -> Result<Filed, ReportError> {
        let first = ctx
            .db
            .write(move |tx| {
                let (key, body) = (key.clone(), body.clone());
                Box::pin(async move {
                    match idempotency::once(tx, &key, REPORT, &body, now).await? {
                        Once::Replay(filed) => Ok(Some(filed)),
                        Once::Conflict => Err(ReportError::KeyConflict),
                        Once::Fresh(ticket) => {
                            ticket.finish(tx, &Filed { id }).await?;
                            Ok(None)
                        }
                    }
                })
            })
            .await?;
        if let Some(filed) = first {
            return Ok(filed);
        }
        ctx.db
            .write(move |tx| {
                let report = report.clone();
                Box::pin(async move { file_report(tx, &report, id, now).await })
            })
            .await
    }
}

/// A report as the desk and the command line show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub id: PublicId,
    /// The local path it is about.
    pub page: String,
    /// What kind of problem.
    pub what: What,
    /// In the person's own words.
    pub details: String,
    /// Whether a screenshot is attached.
    pub has_file: bool,
    /// Whether it is sample content.
    pub sample: bool,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// When it was closed; `None` while it is open.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Reports, the newest first, at most `limit`; open ones only, or all.
pub async fn list(ctx: &Ctx, open_only: bool, limit: u64) -> Result<Vec<Listed>, DbError> {
    let rows = store::list(ctx.db.read(), open_only, limit).await?;
    Ok(rows.into_iter().filter_map(Listed::from_row).collect())
}

impl Listed {
    fn from_row(row: entity::Model) -> Option<Self> {
        Some(Self {
            id: PublicId::parse(&row.public_id)?,
            page: row.page,
            what: row.what.into(),
            details: row.details,
            has_file: row.file_id.is_some(),
            sample: row.sample,
            created_at: row.created_at,
            closed_at: row.closed_at,
        })
    }
}
