//! What the desk of the moderators shows, and what the person a decision is about reads of it.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::moderation::{Case, Decision, Ground, Kind};
use domain::refusal::Refusal;
use sea_orm::DbErr;

use super::case_entity::cases as entity;
use super::case_store::{self as store, Wanted};
use super::cases::{CaseError, me, others};
use super::content_store;
use super::evidence::told_of;
use super::store as report_store;
use crate::access::allow;
use crate::ctx::Ctx;
use crate::identity::people;

/// Cases on a page of the queue.
const PAGE: u64 = 50;

/// A case in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its public id.
    pub id: PublicId,
    /// What it is about.
    pub kind: Kind,
    /// How far it is.
    pub case: Case,
    /// How many reports it has.
    pub reports: i32,
    /// Since when a moderator has something to do.
    pub since: DateTime<Utc>,
}

/// How many cases of a kind wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The kind.
    pub kind: Kind,
    /// How many.
    pub cases: i64,
    /// Since when the first of them.
    pub oldest: Option<DateTime<Utc>>,
}

/// The desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// By kind, only kinds with something to do.
    pub waiting: Vec<Waiting>,
    /// Since when the oldest case waits.
    pub oldest: Option<DateTime<Utc>>,
    /// The longest waiting first.
    pub cases: Vec<Queued>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What somebody wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Only this kind.
    pub kind: Option<Kind>,
    /// What is settled, not what waits.
    pub settled: bool,
    /// As [`Desk::next`] said.
    pub after: Option<String>,
}

/// What waits, or what is settled. Cases about the viewer are not among them.
pub async fn desk(ctx: &Ctx, filter: &QueueFilter) -> Result<Desk, CaseError> {
    allow(ctx, Action::ReadModeration, Object::None)?;
    let (db, me) = (ctx.db.read(), me(ctx)?.account);
    let counts = store::counts(db, me).await?;
    let waiting: Vec<Waiting> = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let (_, cases, oldest) = counts.iter().find(|(word, ..)| word == kind.word())?;
            Some(Waiting { kind, cases: *cases, oldest: *oldest })
        })
        .collect();
    let after = filter.after.as_deref().and_then(place);
    let wanted = Wanted { kind: filter.kind, waiting: !filter.settled, not_about: me, after };
    let mut rows = store::queue(db, wanted, PAGE + 1).await?;
    let more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| format!("{}-{}", row.waiting_since.timestamp_micros(), row.id));
    let cases = rows.iter().filter_map(queued).collect();
    Ok(Desk { oldest: waiting.iter().filter_map(|one| one.oldest).min(), waiting, cases, next })
}

fn place(text: &str) -> Option<(DateTime<Utc>, i64)> {
    let (since, id) = text.split_once('-')?;
    Some((DateTime::from_timestamp_micros(since.parse().ok()?)?, id.parse().ok()?))
}

fn queued(row: &entity::Model) -> Option<Queued> {
    Some(Queued {
        id: PublicId::parse(&row.public_id)?,
        kind: Kind::parse(&row.kind)?,
        case: store::case(row)?,
        reports: row.reports,
        since: row.waiting_since,
    })
}

/// What somebody has told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldOf {
    /// What is wrong, in fixed words.
    pub ground: &'static str,
    /// In the reporter's own words. Who that was is not shown.
    pub details: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A version of what was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// 1 for the first.
    pub version: i32,
    /// What was there, as text.
    pub content: String,
    /// There is a photo with it.
    pub picture: bool,
    /// What the person had told whoever reported it.
    pub told: Option<String>,
    /// When it was taken.
    pub at: DateTime<Utc>,
}

/// A case with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// As in the queue.
    pub head: Queued,
    /// Public id of the person it is about.
    pub subject: Option<PublicId>,
    /// The page it is about.
    pub page: Option<String>,
    /// Whoever reported the page has sent a picture of it.
    pub screenshot: bool,
    /// The person it is about has been erased.
    pub gone: bool,
    /// What was told.
    pub told: Vec<ToldOf>,
    /// What was there.
    pub evidence: Vec<Version>,
    /// Why it was decided so.
    pub ground: Option<Ground>,
    /// The moderator's note.
    pub note: Option<String>,
    /// What the person said against it.
    pub appeal: Option<String>,
    /// Decisions that fit.
    pub choices: Vec<Decision>,
    /// Why the viewer cannot answer the appeal.
    pub not_yours: Option<Refusal>,
    /// Nobody but who decided could answer an appeal.
    pub alone: bool,
}

/// A case with everything that belongs to it; not found for the one it is about.
pub async fn case_page(ctx: &Ctx, id: &str) -> Result<CasePage, CaseError> {
    allow(ctx, Action::ReadModeration, Object::None)?;
    let (db, me) = (ctx.db.read(), me(ctx)?);
    let id = PublicId::parse(id).ok_or(CaseError::NotFound)?;
    let row = store::find(db, id).await?.filter(|row| row.subject_account != Some(me.account));
    let row = row.ok_or(CaseError::NotFound)?;
    let head = queued(&row).ok_or(CaseError::NotFound)?;
    let subject = match row.subject_account {
        Some(account) => people::by_accounts(db, &[account]).await?.pop(),
        None => None,
    };
    let alone = !others(db, &row).await?;
    let decided_here = row.decided_by.as_deref() == Some(me.pseudonym.as_str());
    let appealed = matches!(head.case, Case::Appealed(_));
    let (page, screenshot, told) = told(ctx, &row).await?;
    let gone = head.kind.is_about_a_person() && row.subject_account.is_none();
    let fits = |decision: &Decision| head.kind.takes(*decision) && !(gone && decision.is_felt());
    let mut evidence = Vec::new();
    for one in content_store::evidence(db, row.id).await? {
        let told = told_of(ctx, &row, &one).await?;
        let picture = one.picture.is_some();
        evidence.push(Version { version: one.version, content: one.content, picture, told, at: one.taken_at });
    }
    Ok(CasePage {
        choices: Decision::ALL.into_iter().filter(fits).collect(),
        subject: subject.map(|person| person.id),
        page,
        screenshot,
        gone,
        told,
        evidence,
        ground: row.ground.as_deref().and_then(Ground::parse),
        note: row.note,
        appeal: row.appeal,
        not_yours: (appealed && decided_here && !alone).then_some(Refusal::AppealNeedsAnother),
        alone,
        head,
    })
}

/// The page, whether there is a picture of it, and what was told.
async fn told(ctx: &Ctx, row: &entity::Model) -> Result<(Option<String>, bool, Vec<ToldOf>), DbErr> {
    let db = ctx.db.read();
    if let Some(report) = row.report_id {
        let report = report_store::by_key(db, report).await?;
        let Some(report) = report else { return Ok((None, false, Vec::new())) };
        let ground = domain::moderation::What::from(report.what).label();
        let told = ToldOf { ground, details: report.details, at: report.created_at };
        return Ok((Some(report.page), report.file_id.is_some(), vec![told]));
    }
    let show = |one: super::case_entity::case_reports::Model| {
        let ground = Ground::parse(&one.ground)?;
        Some(ToldOf { ground: domain::moderation::words::ground(ground), details: one.details, at: one.created_at })
    };
    Ok((None, false, store::reports(db, row.id).await?.into_iter().filter_map(show).collect()))
}
