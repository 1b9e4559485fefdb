//! Telling the moderators about a person or what they wrote.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::moderation::{Kind, PersonReport, PersonReportForm, words};
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};

use super::case_store::{self as store, NewCase};
use super::cases::{CaseError, me};
use super::content_store;
use super::evidence::evidence_of;
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::idempotency::{self, Key, Once};
use crate::identity::people::{self, Someone};
use crate::{cohort, mentorship};

/// The action's name, as it stands beside its idempotency keys.
const REPORT_PERSON: &str = "moderation/report-person";
/// Reports one person may make in a day.
const REPORTS_A_DAY: u64 = 20;

/// What a report has led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The report is with the moderators.
    pub received: bool,
}

/// Stores a report of a person or of what they wrote. Reports of one thing come together in one case while it is open;
/// sending the same form again answers with the first time.
pub async fn report_person(ctx: &Ctx, form: PersonReportForm) -> Result<Told, CaseError> {
    allow(ctx, Action::ReportPerson, Object::None)?;
    let reporter = me(ctx)?.account;
    let report = form.parse().map_err(CaseError::Invalid)?;
    let key = Key::parse(&form.key).ok_or_else(|| CaseError::Invalid(vec![FieldError::new("key", words::KEY)]))?;
    let body = serde_json::to_vec(&(reporter, &form)).map_err(|error| DbErr::Custom(error.to_string()))?;
    let person = report.person.ok_or(CaseError::NotFound)?;
    let person = mentorship::whom(ctx.db.read(), person, reporter).await?;
    let person = cohort::whom(ctx, person, reporter).await?;
    let evidence = evidence_of(ctx, report.kind, person).await?;
    let (id, now) = (ctx.dice.public_id(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (report, key, body, evidence) = (report.clone(), key.clone(), body.clone(), evidence.clone());
            Box::pin(async move {
                match idempotency::once(tx, &key, REPORT_PERSON, &body, now).await? {
                    Once::Replay(told) => Ok(told),
                    Once::Conflict => Err(CaseError::KeyConflict),
                    Once::Fresh(ticket) => {
                        let subject = people::by_id(tx, person).await?.ok_or(CaseError::NotFound)?;
                        let case = take(tx, reporter, &subject, &report, id, now).await?;
                        content_store::keep(tx, case, &evidence, now).await?;
                        let told = Told { received: true };
                        ticket.finish(tx, &told).await?;
                        Ok(told)
                    }
                }
            })
        })
        .await
}

async fn take(
    tx: &WriteTx,
    reporter: i64,
    subject: &Someone,
    report: &PersonReport,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<i64, CaseError> {
    if store::told_since(tx, reporter, now - TimeDelta::days(1)).await? >= REPORTS_A_DAY {
        return Err(Refusal::TooManyReports.into());
    }
    let content = content_of(report.kind, subject.id);
    let open_key = format!("{} {}", report.kind.word(), subject.account);
    let case = if let Some(case) = store::join(tx, &open_key).await? {
        case
    } else {
        let new = NewCase {
            id,
            kind: report.kind,
            subject: Some(subject.account),
            content: &content,
            open_key: Some(open_key.clone()),
            report: None,
        };
        match store::open(tx, &new, now).await? {
            Some(case) => case,
            // Somebody else has reported the same a moment ago.
            None => store::join(tx, &open_key).await?.ok_or(Refusal::FormAlreadySent)?,
        }
    };
    store::add_report(tx, case, reporter, report, now).await?;
    Ok(case)
}

/// How hidden content is named: the kind and the public id of what was hidden.
pub(super) fn content_of(kind: Kind, id: PublicId) -> String {
    if kind.is_content() { format!("{} {id}", kind.word()) } else { String::new() }
}

/// Have moderators hidden this? `id` is the public id of the person for a profile.
pub async fn is_hidden(db: &impl ConnectionTrait, kind: Kind, id: PublicId) -> Result<bool, DbErr> {
    content_store::is_hidden(db, &content_of(kind, id)).await
}

/// Public ids of people whose profile moderators have hidden: whom a list of people leaves out.
pub async fn hidden_profiles(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let begins = format!("{} ", Kind::Profile.word());
    let all = content_store::hidden(db, &begins).await?;
    Ok(all.into_iter().filter_map(|content| content.strip_prefix(&begins).map(ToOwned::to_owned)).collect())
}
