//! After a decision: an appeal, its answer, and taking a decision back.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::moderation::{Case, Decision, Hands, words};
use domain::refusal::Refusal;

use super::case_entity::cases as entity;
use super::case_store::{self as store, Step};
use super::cases::{CaseError, MAX_TEXT, load, me, move_on};
use super::telling::tell_person;
use super::{content_store, held_store};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::events::rsvp;
use crate::identity;

/// Takes a decision back: what was hidden is seen, and the account goes on, at its dates too, unless another case
/// keeps it stopped.
async fn take_back(tx: &WriteTx, ctx: &Ctx, row: &entity::Model, now: DateTime<Utc>) -> Result<(), CaseError> {
    match (row.decision.as_deref().and_then(Decision::parse), row.subject_account) {
        (Some(Decision::Hide), _) => {
            content_store::show(tx, row.id).await?;
            // Another case may still hide it.
            if !content_store::is_hidden(tx, &row.content).await? {
                crate::opportunities::put_back(tx, ctx, &row.content).await?;
            }
            Ok(())
        }
        (Some(Decision::Suspend), None) => Ok(held_store::release(tx, row.id).await?),
        (Some(Decision::Suspend), Some(account)) => {
            let rows = store::felt(tx, account).await?;
            let holds = |one: &entity::Model| {
                one.id != row.id && store::case(one).and_then(|case| case.in_effect()) == Some(Decision::Suspend)
            };
            if !rows.iter().any(holds) {
                if let Some(since) = identity::restore(tx, account, now).await? {
                    rsvp::back(tx, ctx, account, since).await?;
                }
                crate::opportunities::back(tx, ctx, account, now).await?;
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
                let (row, case, hands, subject) = load(tx, &ctx, id).await?;
                move_on(tx, &ctx, &row, &to(case, hands)?, Step::Answer, now).await?;
                let (word, told) = match settled {
                    Settled::Stands => ("upheld", words::UPHELD),
                    Settled::TakenBack => ("overturned", words::OVERTURNED),
                };
                if settled == Settled::TakenBack {
                    take_back(tx, &ctx, &row, now).await?;
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
