//! Telling the moderators about a person or what they wrote.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Action, Object, Verdict, may};
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
use crate::{cohort, mentorship, opportunities};

/// The action's name, as it stands beside its idempotency keys.
const REPORT_PERSON: &str = "moderation/report-person";
/// People who report a posting before it is held for a check.
const HOLDS: u64 = 2;
/// Reports one person may make in a day. Whoever decides cases is not limited: what they take down is among theirs.
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
    let named = report.person.ok_or(CaseError::NotFound)?;
    let person = mentorship::whom(ctx.db.read(), named, reporter).await?;
    let person = cohort::whom(ctx, person, reporter).await?;
    let evidence = evidence_of(ctx, report.kind, person, (named, reporter)).await?;
    let limited = may(&ctx.viewer.actor(), Action::DecideCase, Object::None) != Verdict::Yes;
    let (id, now, ctx) = (ctx.dice.public_id(), ctx.now(), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let ctx = ctx.clone();
            let (report, key, body, evidence) = (report.clone(), key.clone(), body.clone(), evidence.clone());
            Box::pin(async move {
                match idempotency::once(tx, &key, REPORT_PERSON, &body, now).await? {
                    Once::Replay(told) => Ok(told),
                    Once::Conflict => Err(CaseError::KeyConflict),
                    Once::Fresh(ticket) => {
                        let subject = subject(tx, report.kind, person).await?.ok_or(CaseError::NotFound)?;
                        let day = now - TimeDelta::days(1);
                        if limited && store::told_since(tx, reporter, day).await? >= REPORTS_A_DAY {
                            return Err(Refusal::TooManyReports.into());
                        }
                        let (case, before) = take(tx, reporter, (&subject, person), &report, id, now).await?;
                        content_store::keep(tx, case, &evidence, now).await?;
                        // Only whoever makes it enough: what a moderator has approved since is not held once more.
                        let posting = report.kind == Kind::Posting;
                        if posting && before < HOLDS && store::reporters(tx, case).await? >= HOLDS {
                            opportunities::hold_reported(tx, &ctx, person).await?;
                        }
                        let told = Told { received: true };
                        ticket.finish(tx, &told).await?;
                        Ok(told)
                    }
                }
            })
        })
        .await
}

/// The person a report is about; for a posting its host.
pub(super) async fn subject(tx: &WriteTx, kind: Kind, id: PublicId) -> Result<Option<Someone>, DbErr> {
    if kind != Kind::Posting {
        return people::by_id(tx, id).await;
    }
    let Some(host) = opportunities::host_of(tx, id).await? else { return Ok(None) };
    Ok(people::by_accounts(tx, &[host]).await?.pop())
}

/// Adds a report to the open case about the same, or opens one with it. Answers the case, and how many people had reported
/// the same before.
pub(super) async fn take(
    tx: &WriteTx,
    reporter: i64,
    (subject, thing): (&Someone, PublicId),
    report: &PersonReport,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<(i64, u64), CaseError> {
    let content = content_of(report.kind, thing);
    let open_key = match report.kind {
        Kind::Posting => format!("{} {thing}", report.kind.word()),
        kind => format!("{} {}", kind.word(), subject.account),
    };
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
    let before = store::reporters(tx, case).await?;
    store::add_report(tx, case, reporter, report, now).await?;
    Ok((case, before))
}

/// How hidden content is named: the kind and the public id of what was hidden.
pub(super) fn content_of(kind: Kind, id: PublicId) -> String {
    if kind.is_content() { format!("{} {id}", kind.word()) } else { String::new() }
}

/// Have moderators hidden this? `id` is the public id of the person for a profile, and of a posting.
pub async fn is_hidden(db: &impl ConnectionTrait, kind: Kind, id: PublicId) -> Result<bool, DbErr> {
    content_store::is_hidden(db, &content_of(kind, id)).await
}

/// The case by which moderators have hidden this; `None` where it is seen. `id` as for [`is_hidden`].
pub async fn hidden_by(db: &impl ConnectionTrait, kind: Kind, id: PublicId) -> Result<Option<PublicId>, DbErr> {
    match content_store::hidden_by(db, &content_of(kind, id)).await? {
        Some(case) => store::name_of(db, case).await,
        None => Ok(None),
    }
}

/// Public ids of people whose profile moderators have hidden: whom a list of people leaves out.
pub async fn hidden_profiles(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let begins = format!("{} ", Kind::Profile.word());
    let all = content_store::hidden(db, &begins).await?;
    Ok(all.into_iter().filter_map(|content| content.strip_prefix(&begins).map(ToOwned::to_owned)).collect())
}
