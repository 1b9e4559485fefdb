//! What admins do to a grant: confirm it, take it away, keep somebody whose end was asked for.

use chrono::{DateTime, Utc};
use domain::access::grant::{By, End, Grant};
use domain::access::{Action, Capability, Object};
use domain::id::PublicId;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use super::ask::reason;
use super::news::{Deed, What, tell};
use super::{GrantError, by, confirmers, entity, holders, store, timed};
use crate::access::allow;
use crate::audit;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::people::{self, Someone};

/// What is to happen to a grant.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Confirm,
    End(String),
    Keep,
    TakeEffect,
}

/// A second admin confirms a grant, or the end of one.
pub async fn confirm(ctx: &Ctx, grant: &str) -> Result<(), GrantError> {
    allow(ctx, Action::ChangeGrants, Object::None)?;
    step(ctx, grant, Step::Confirm).await
}

/// Takes a capability away at once, or stops a grant on its way. Another admin's work as an admin only begins to end:
/// a second admin confirms it, or a day passes where there is none.
pub async fn end(ctx: &Ctx, grant: &str, why: &str) -> Result<(), GrantError> {
    allow(ctx, Action::ChangeGrants, Object::None)?;
    let why = reason(why).map_err(|error| GrantError::Invalid(vec![error]))?;
    step(ctx, grant, Step::End(why)).await
}

/// Stops the end of an admin.
pub async fn keep(ctx: &Ctx, grant: &str) -> Result<(), GrantError> {
    allow(ctx, Action::ChangeGrants, Object::None)?;
    step(ctx, grant, Step::Keep).await
}

pub(super) async fn step(ctx: &Ctx, grant: &str, step: Step) -> Result<(), GrantError> {
    let id = PublicId::parse(grant.trim()).ok_or(GrantError::NotFound)?;
    let (now, ctx) = (ctx.now(), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, step) = (ctx.clone(), step.clone());
            Box::pin(async move { step_in(tx, &ctx, id, &step, now).await })
        })
        .await
}

/// A grant as it stands in the transaction, with whom it is about.
pub(super) struct Found {
    pub(super) row: entity::Model,
    pub(super) grant: Grant,
    pub(super) capability: Capability,
    pub(super) person: Someone,
}

pub(super) async fn find(tx: &WriteTx, id: PublicId) -> Result<Found, GrantError> {
    let row = store::find(tx, id).await?.ok_or(GrantError::NotFound)?;
    let grant = store::grant(&row).ok_or(GrantError::NotFound)?;
    let capability = Capability::parse(&row.capability).ok_or(GrantError::NotFound)?;
    let person = people::by_accounts(tx, &[row.account_id]).await?.pop().ok_or(GrantError::NotFound)?;
    Ok(Found { row, grant, capability, person })
}

async fn step_in(tx: &WriteTx, ctx: &Ctx, id: PublicId, step: &Step, now: DateTime<Utc>) -> Result<(), GrantError> {
    // Two admins who end each other at the same moment must not both succeed: what is done to an admin waits here.
    store::lock_admins(tx).await?;
    let Found { row, grant, capability, person } = find(tx, id).await?;
    let by = by(&ctx.viewer);
    let last_admin = capability == Capability::Admin && is_last_admin(tx, row.account_id).await?;
    let asker_is_admin = match grant.asked_by() {
        Some(By::Admin(asker)) => holders(tx, Capability::Admin).await?.iter().any(|one| one.pseudonym == asker),
        Some(By::House) | None => true,
    };
    let (to, reason) = match step {
        Step::Confirm if !asker_is_admin => (Err(Refusal::AskerGone), None),
        Step::Confirm => (grant.confirm(by, person.pseudonym, last_admin, now), None),
        Step::TakeEffect if !asker_is_admin => {
            (grant.take_effect(false, last_admin, now), Some("Whoever asked for it is no longer an admin."))
        }
        Step::TakeEffect => (grant.take_effect(true, last_admin, now), None),
        Step::Keep => (grant.keep(), None),
        Step::End(reason) => {
            let confirmable = !confirmers(tx, by, row.account_id).await?.is_empty();
            let end = End { by, of: person.pseudonym, capability, confirmable, last_admin };
            (grant.end(&end, now), Some(reason.as_str()))
        }
    };
    let to = to.map_err(GrantError::Refused)?;
    let word = audit::actor(&ctx.viewer);
    if !store::step(tx, &row, store::Change { to, by: &word, reason }).await? {
        return Err(GrantError::Refused(Refusal::GrantSettled));
    }
    if capability == Capability::Mentor && matches!(to, Grant::Ended { .. }) {
        crate::mentorship::capability_ended(tx, ctx, row.account_id, now).await?;
    }
    if capability == Capability::Host && matches!(to, Grant::Ended { .. }) {
        crate::opportunities::capability_ended(tx, ctx, row.account_id, now).await?;
    }
    if let Grant::Ending { ends_at: Some(at), .. } = to {
        timed::at_that_time(tx, id, at, now).await?;
    }
    let what = what(grant, to);
    // What happens by itself was wanted by whoever asked for it.
    let by = if matches!(step, Step::TakeEffect) { grant.asked_by().unwrap_or(by) } else { by };
    Ok(tell(tx, ctx, &Deed { what, capability, person: &person, by }, now).await?)
}

fn what(from: Grant, to: Grant) -> What {
    match (from, to) {
        (_, Grant::Ending { ends_at, .. }) => What::EndAsked(ends_at),
        (Grant::Ending { .. }, Grant::Active { .. }) => What::Kept,
        (Grant::Waiting { .. }, Grant::Ended { .. }) => What::Stopped,
        (_, Grant::Ended { .. }) => What::Ended,
        (_, Grant::Waiting { effective_at, .. }) => What::Asked(effective_at),
        (_, Grant::Active { .. }) => What::Granted,
    }
}

async fn is_last_admin(tx: &WriteTx, account: i64) -> Result<bool, DbErr> {
    Ok(!holders(tx, Capability::Admin).await?.iter().any(|admin| admin.account != account))
}
