//! The one room: reports become cases, a moderator decides, the person is told and may appeal.
//!
//! The rules are `domain::moderation`. Whom a case is about never sees it here, also not as a moderator; what was
//! decided about them they read on their own page.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Action, Object, Standing};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::local_path::LocalPath;
use domain::moderation::{Case, Decision, Ground, Hands, Kind, PersonReport, PersonReportForm, words};
use domain::notifications::Topic;
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};

use super::case_entity::cases as entity;
use super::case_store::{self as store, NewCase, Step};
use crate::access::{Denied, allow};
use crate::audit::{self, Entry};
use crate::ctx::{Ctx, Member};
use crate::db::{DbError, WriteTx};
use crate::idempotency::{self, Key, Once};
use crate::identity::people::{self, Someone};
use crate::identity::profile::{self, ProfileError};
use crate::notifications::{self, Notice};
use crate::{grants, identity};

/// The action's name, as it stands beside its idempotency keys.
const REPORT_PERSON: &str = "moderation/report-person";
/// Reports one person may make in a day.
const REPORTS_A_DAY: u64 = 20;
/// Longest note and appeal, in characters.
const MAX_TEXT: usize = 4_000;

/// Why a deed of the room was not done.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The table of permissions said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such case or person, or not for this viewer.
    #[error("no such case or person")]
    NotFound,
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

impl From<DbErr> for CaseError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refusal> for CaseError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The person who is asking; the table of permissions has let nobody else come so far.
pub(super) fn me(ctx: &Ctx) -> Result<&Member, CaseError> {
    ctx.viewer.member.as_ref().ok_or(CaseError::NotFound)
}

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
                        store::keep(tx, case, &evidence, now).await?;
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

/// What is there at this moment, as the reporter sees it, as text. The one place where a feature says what a report of
/// its kind keeps. Sealed answers are not kept, whoever may see them.
async fn evidence_of(ctx: &Ctx, kind: Kind, person: PublicId) -> Result<String, CaseError> {
    let head = format!("{}: account {person}", kind.label());
    if kind != Kind::Profile {
        return Ok(head);
    }
    let profile = match profile::read(ctx, person, profile::SeenAs::Viewer).await {
        Ok(profile) => profile,
        Err(ProfileError::Denied(_) | ProfileError::NotFound) => return Ok(head),
        Err(ProfileError::Db(error)) => return Err(error.into()),
        Err(other) => return Err(DbErr::Custom(other.to_string()).into()),
    };
    let answers = profile.shown.iter().map(|shown| &shown.answer).filter(|answer| !answer.field().is_sealed());
    let lines = answers.map(|answer| format!("{}: {}", answer.field().label(), answer.words().join(", ")));
    Ok(std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n"))
}

/// Have moderators hidden this? `id` is the public id of the person for a profile.
pub async fn is_hidden(db: &impl ConnectionTrait, kind: Kind, id: PublicId) -> Result<bool, DbErr> {
    store::is_hidden(db, &content_of(kind, id)).await
}

/// The form of a decision as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecideForm {
    /// Public id of the case.
    pub case: String,
    /// A word of [`Decision`].
    pub decision: String,
    /// A word of [`Ground`].
    pub ground: String,
    /// For other moderators.
    pub note: String,
}

/// Decides a case, and makes it so.
pub async fn decide(ctx: &Ctx, form: &DecideForm) -> Result<(), CaseError> {
    allow(ctx, Action::DecideCase, Object::None)?;
    let id = PublicId::parse(form.case.trim()).ok_or(CaseError::NotFound)?;
    let (decision, ground) = parse(form)?;
    let note = domain::text::multi_line(domain::text::cut(&form.note, MAX_TEXT));
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, note) = (ctx.clone(), note.clone());
            Box::pin(async move {
                let (row, case, hands, subject) = load(tx, &ctx, id, now).await?;
                let kind = Kind::parse(&row.kind).ok_or(CaseError::NotFound)?;
                let decided = case.decide(kind, decision, hands, now)?;
                let note = (!note.is_empty()).then_some(note.as_str());
                move_on(tx, &ctx, &row, &decided, Step::Decide { ground, note }, now).await?;
                make_it_so(tx, &row, decision, now).await?;
                super::store::close_by_key(tx, row.report_id, now).await?;
                if let Some(subject) = subject.filter(|_| decision.is_felt()) {
                    tell_person(tx, &ctx, &subject, words::told(decision)).await?;
                }
                let entry = Entry::done(&ctx.viewer, Action::DecideCase).on("case", id);
                Ok(audit::note(tx, &entry.saying(decision.word()).saying(ground.word()), now).await?)
            })
        })
        .await
}

fn parse(form: &DecideForm) -> Result<(Decision, Ground), CaseError> {
    match (Decision::parse(&form.decision), Ground::parse(&form.ground)) {
        (Some(decision), Some(ground)) if ground.bears(decision) => Ok((decision, ground)),
        (Some(_), Some(_)) => Err(CaseError::Invalid(vec![FieldError::new("ground", words::GROUND_DOES_NOT_BEAR)])),
        (decision, ground) => {
            let missing = [
                decision.is_none().then(|| FieldError::new("decision", words::DECISION)),
                ground.is_none().then(|| FieldError::new("ground", words::GROUND)),
            ];
            Err(CaseError::Invalid(missing.into_iter().flatten().collect()))
        }
    }
}

/// A case as a moderator finds it, with whose hands it is in.
async fn load(
    tx: &WriteTx,
    ctx: &Ctx,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<(entity::Model, Case, Hands, Option<Someone>), CaseError> {
    let row = store::find(tx, id).await?.ok_or(CaseError::NotFound)?;
    let case = store::case(&row).ok_or(CaseError::NotFound)?;
    let subject = match row.subject_account {
        Some(account) => people::by_accounts(tx, &[account]).await?.pop(),
        None => None,
    };
    let by = me(ctx)?.pseudonym;
    let others = others(tx, &row, now).await?;
    Ok((row, case, Hands { by, subject: subject.as_ref().map(|one| one.pseudonym), others }, subject))
}

/// Is there a moderator who could answer an appeal: neither the one who decided nor the one it is about?
pub(super) async fn others(db: &impl ConnectionTrait, row: &entity::Model, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let all = grants::holders(db, domain::access::Capability::Moderator, now).await?;
    let could = |one: &Someone| {
        row.decided_by.as_deref() != Some(one.pseudonym.as_str()) && row.subject_account != Some(one.account)
    };
    Ok(all.iter().any(could))
}

async fn move_on(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &entity::Model,
    to: &Case,
    step: Step<'_>,
    now: DateTime<Utc>,
) -> Result<(), CaseError> {
    let by = audit::actor(&ctx.viewer);
    if store::step(tx, row, to, step, &by, now).await? { Ok(()) } else { Err(Refusal::CaseSettled.into()) }
}

async fn make_it_so(
    tx: &WriteTx,
    row: &entity::Model,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<(), CaseError> {
    match (decision, row.subject_account) {
        (Decision::NoAction | Decision::Warn, _) => Ok(()),
        (Decision::Hide, _) => Ok(store::hide(tx, row.id, &row.content, now).await?),
        (Decision::Suspend, Some(account)) => suspend(tx, account, now).await,
        (Decision::Suspend, None) => Err(Refusal::DecisionDoesNotFit.into()),
    }
}

async fn suspend(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<(), CaseError> {
    if grants::capabilities(tx, account, now).await?.is_staff() {
        return Err(Refusal::StaffFirst.into());
    }
    if identity::suspend(tx, account, now).await? {
        return Ok(());
    }
    // Another case may have stopped the account already; this one then keeps it stopped.
    match people::by_accounts(tx, &[account]).await?.pop() {
        Some(person) if person.standing == Standing::Suspended => Ok(()),
        _ => Err(Refusal::AccountNotActive.into()),
    }
}

/// Takes a decision back: what was hidden is seen, and the account goes on unless another case keeps it stopped.
async fn take_back(tx: &WriteTx, row: &entity::Model, now: DateTime<Utc>) -> Result<(), CaseError> {
    match (row.decision.as_deref().and_then(Decision::parse), row.subject_account) {
        (Some(Decision::Hide), _) => Ok(store::show(tx, row.id).await?),
        (Some(Decision::Suspend), Some(account)) => {
            let rows = store::felt(tx, account).await?;
            let holds = |one: &entity::Model| {
                one.id != row.id && store::case(one).and_then(|case| case.in_effect()) == Some(Decision::Suspend)
            };
            if !rows.iter().any(holds) {
                identity::restore(tx, account, now).await?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Answers an appeal: the decision stands, or it is taken back.
pub async fn answer(ctx: &Ctx, case: &str, stands: bool) -> Result<(), CaseError> {
    let to = move |case: Case, hands| case.answer(stands, hands);
    settle(ctx, case, if stands { Settled::Stands } else { Settled::TakenBack }, to).await
}

/// Takes a decision back without an appeal.
pub async fn undo(ctx: &Ctx, case: &str) -> Result<(), CaseError> {
    settle(ctx, case, Settled::TakenBack, Case::undo).await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Settled {
    Stands,
    TakenBack,
}

async fn settle(
    ctx: &Ctx,
    case: &str,
    settled: Settled,
    to: impl Fn(Case, Hands) -> Result<Case, Refusal> + Clone + Send + Sync + 'static,
) -> Result<(), CaseError> {
    allow(ctx, Action::DecideCase, Object::None)?;
    let id = PublicId::parse(case.trim()).ok_or(CaseError::NotFound)?;
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, to) = (ctx.clone(), to.clone());
            Box::pin(async move {
                let (row, case, hands, subject) = load(tx, &ctx, id, now).await?;
                move_on(tx, &ctx, &row, &to(case, hands)?, Step::Answer, now).await?;
                let (word, told) = match settled {
                    Settled::Stands => ("upheld", words::UPHELD),
                    Settled::TakenBack => ("overturned", words::OVERTURNED),
                };
                if settled == Settled::TakenBack {
                    take_back(tx, &row, now).await?;
                }
                if let Some(subject) = subject {
                    tell_person(tx, &ctx, &subject, told).await?;
                }
                let entry = Entry::done(&ctx.viewer, Action::DecideCase).on("case", id).saying(word);
                Ok(audit::note(tx, &entry, now).await?)
            })
        })
        .await
}

/// The person it is about asks for another look at a decision, once.
pub async fn appeal(ctx: &Ctx, case: &str, why: &str) -> Result<(), CaseError> {
    let id = PublicId::parse(case.trim()).ok_or(CaseError::NotFound)?;
    allow(ctx, Action::Appeal, Object::Own)?;
    let why = domain::text::multi_line(why);
    let length = domain::text::length(&why);
    if length == 0 || length > MAX_TEXT {
        let words = if length == 0 { words::APPEAL_MISSING } else { words::APPEAL_TOO_LONG };
        return Err(CaseError::Invalid(vec![FieldError::new("why", words)]));
    }
    let account = me(ctx)?.account;
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, why) = (ctx.clone(), why.clone());
            Box::pin(async move {
                let row = store::find(tx, id).await?.filter(|row| row.subject_account == Some(account));
                let row = row.ok_or(CaseError::NotFound)?;
                let appealed = store::case(&row).ok_or(CaseError::NotFound)?.appeal()?;
                let by = audit::actor(&ctx.viewer);
                if !store::step(tx, &row, &appealed, Step::Appeal { words: &why }, &by, now).await? {
                    return Err(Refusal::AppealTaken.into());
                }
                Ok(audit::note(tx, &Entry::done(&ctx.viewer, Action::Appeal).on("case", id), now).await?)
            })
        })
        .await
}

/// Tells the person, on the site and by mail, in the transaction of the deed. Their own page says the same.
async fn tell_person(tx: &WriteTx, ctx: &Ctx, person: &Someone, told: &'static str) -> Result<(), CaseError> {
    let Some(path) = LocalPath::parse("/me/appeal") else { return Ok(()) };
    let notice = Notice::new(Topic::Safety, words::ABOUT_YOU, told, path);
    Ok(notifications::tell(tx, ctx, person.account, &notice).await?)
}
