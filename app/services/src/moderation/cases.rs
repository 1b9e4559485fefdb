//! The one room: reports become cases, a moderator decides, the person is told and may appeal.
//!
//! The rules are `domain::moderation`. Whom a case is about never sees it here, also not as a moderator; what was
//! decided about them they read on their own page.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object, Standing};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::moderation::{Case, Decision, Ground, Hands, Kind, words};
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, DbErr};

use super::case_entity::cases as entity;
use super::case_store::{self as store, Step};
use super::telling::{tell_decision, tell_reporters};
use super::{content_store, held_store};
use crate::access::{Denied, allow};
use crate::audit::{self, Entry};
use crate::ctx::{Ctx, Member};
use crate::db::{DbError, WriteTx};
use crate::events::rsvp;
use crate::identity::people::{self, Someone};
use crate::opportunities::OpportunityError;
use crate::{grants, identity, mentorship};

/// Longest note and appeal, in characters.
pub(super) const MAX_TEXT: usize = 4_000;

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
        match refusal {
            // A moderator must not learn from a refusal that there is a case about them.
            Refusal::OwnCase => Self::NotFound,
            refusal => Self::Refused(refusal),
        }
    }
}

impl From<OpportunityError> for CaseError {
    fn from(error: OpportunityError) -> Self {
        match error {
            OpportunityError::Denied(denied) => Self::Denied(denied),
            OpportunityError::NotFound => Self::NotFound,
            OpportunityError::Invalid(errors) => Self::Invalid(errors),
            OpportunityError::Refused(refusal) => refusal.into(),
            OpportunityError::Broken(words) => DbErr::Custom(words).into(),
            OpportunityError::Db(error) => Self::Db(error),
        }
    }
}

/// The person who is asking; the table of permissions has let nobody else come so far.
pub(super) fn me(ctx: &Ctx) -> Result<&Member, CaseError> {
    ctx.viewer.member.as_ref().ok_or(CaseError::NotFound)
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
            Box::pin(async move { decide_in(tx, &ctx, id, (decision, ground), (note.as_str(), None), now).await })
        })
        .await
}

/// Decides a case in the transaction of the deed, and makes it so. `note` is for other moderators, and `why` for the person it
/// is about.
pub(super) async fn decide_in(
    tx: &WriteTx,
    ctx: &Ctx,
    id: PublicId,
    (decision, ground): (Decision, Ground),
    (note, why): (&str, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), CaseError> {
    let (row, case, hands, subject) = load(tx, ctx, id).await?;
    let kind = Kind::parse(&row.kind).ok_or(CaseError::NotFound)?;
    // Nothing can be done to somebody who is gone.
    if kind.is_about_a_person() && subject.is_none() && decision != Decision::NoAction {
        return Err(Refusal::DecisionDoesNotFit.into());
    }
    let decided = case.decide(kind, decision, hands, now)?;
    let note = (!note.is_empty()).then_some(note);
    move_on(tx, ctx, &row, &decided, Step::Decide { ground, note }, now).await?;
    make_it_so(tx, ctx, &row, decision, now).await?;
    super::store::close_by_key(tx, row.report_id, now).await?;
    if let Some(subject) = subject.filter(|_| decision.is_felt()) {
        tell_decision(tx, ctx, (&row, &subject), (decision, ground), why).await?;
    }
    tell_reporters(tx, ctx, &row).await?;
    if kind.is_about_a_person() && row.subject_account.is_none() {
        held_store::forget_words(tx, &[row.id]).await?;
    }
    let entry = Entry::done(&ctx.viewer, Action::DecideCase).on("case", id);
    Ok(audit::note(tx, &entry.saying(decision.word()).saying(ground.word()), now).await?)
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
pub(super) async fn load(
    tx: &WriteTx,
    ctx: &Ctx,
    id: PublicId,
) -> Result<(entity::Model, Case, Hands, Option<Someone>), CaseError> {
    let row = store::find(tx, id).await?.ok_or(CaseError::NotFound)?;
    let case = store::case(&row).ok_or(CaseError::NotFound)?;
    let subject = match row.subject_account {
        Some(account) => people::by_accounts(tx, &[account]).await?.pop(),
        None => None,
    };
    let by = me(ctx)?.pseudonym;
    let others = others(tx, &row).await?;
    Ok((row, case, Hands { by, subject: subject.as_ref().map(|one| one.pseudonym), others }, subject))
}

/// Is there a moderator who could answer an appeal: neither the one who decided nor the one it is about?
pub(super) async fn others(db: &impl ConnectionTrait, row: &entity::Model) -> Result<bool, DbErr> {
    let all = grants::holders(db, domain::access::Capability::Moderator).await?;
    let could = |one: &Someone| {
        row.decided_by.as_deref() != Some(one.pseudonym.as_str()) && row.subject_account != Some(one.account)
    };
    Ok(all.iter().any(could))
}

pub(super) async fn move_on(
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
    ctx: &Ctx,
    row: &entity::Model,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<(), CaseError> {
    match (decision, row.subject_account) {
        (Decision::NoAction | Decision::Warn, _) => Ok(()),
        (Decision::Hide, subject) => {
            content_store::hide(tx, row.id, &row.content, now).await?;
            if let Some(account) = subject.filter(|_| row.kind == Kind::Profile.word()) {
                mentorship::hidden(tx, ctx, account, now).await?;
            }
            // A posting leaves lists and takes no applications either.
            Ok(crate::opportunities::take_down(tx, ctx, &row.content).await?)
        }
        (Decision::Suspend, Some(account)) => suspend(tx, ctx, account, now).await,
        (Decision::Suspend, None) => Err(Refusal::DecisionDoesNotFit.into()),
    }
}

async fn suspend(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), CaseError> {
    if grants::capabilities(tx, account).await?.is_staff() {
        return Err(Refusal::StaffFirst.into());
    }
    if identity::suspend(tx, account, now).await? {
        rsvp::leaves(tx, ctx, account).await?;
        mentorship::away(tx, ctx, account, now).await?;
        return Ok(crate::opportunities::away(tx, ctx, account, now).await?);
    }
    // Another case may have stopped the account already; this one then keeps it stopped.
    match people::by_accounts(tx, &[account]).await?.pop() {
        Some(person) if person.standing == Standing::Suspended => Ok(()),
        _ => Err(Refusal::AccountNotActive.into()),
    }
}
