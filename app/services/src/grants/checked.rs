//! What another feature's check trusts a person with, in the transaction of that check. The person hears of it from there.

use chrono::{DateTime, Utc};
use domain::access::grant::Grant;
use domain::access::{Action, Capability};
use sea_orm::DbErr;

use super::{entity, store};
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::people::Someone;

/// Gives a capability that is no work for the association, with a row of the audit log. Having it already changes nothing.
pub(crate) async fn give(
    tx: &WriteTx,
    ctx: &Ctx,
    person: &Someone,
    (capability, reason): (Capability, &str),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = entity::Model {
        id: 0,
        public_id: ctx.dice.public_id().to_string(),
        account_id: person.account,
        capability: capability.word().to_owned(),
        categories: None,
        state: entity::State::Active,
        open_key: Some(store::open_key(person.account, capability)),
        asked_by: audit::actor(&ctx.viewer),
        asked_at: now,
        reason: reason.to_owned(),
        effective_at: Some(now),
        confirmed_by: None,
        ended_by: None,
        ended_at: None,
        end_reason: None,
        end_asked_by: None,
        ends_at: None,
    };
    if store::insert(tx, row).await? { note(tx, ctx, person, (capability, "granted"), now).await } else { Ok(()) }
}

/// Takes it away again, with a row of the audit log. Not having it changes nothing.
pub(crate) async fn take(
    tx: &WriteTx,
    ctx: &Ctx,
    person: &Someone,
    (capability, reason): (Capability, &str),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(row) = store::open(tx, person.account, capability).await? else { return Ok(()) };
    let by = audit::actor(&ctx.viewer);
    let change = store::Change { to: Grant::Ended { at: now }, by: &by, reason: Some(reason) };
    if store::step(tx, &row, change).await? { note(tx, ctx, person, (capability, "ended"), now).await } else { Ok(()) }
}

async fn note(
    tx: &WriteTx,
    ctx: &Ctx,
    person: &Someone,
    (capability, word): (Capability, &'static str),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let entry = Entry::done(&ctx.viewer, Action::ChangeGrants).on("person", person.pseudonym);
    audit::note(tx, &entry.saying(word).saying(capability.word()), now).await
}
