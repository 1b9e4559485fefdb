//! Asking for a capability.

use chrono::{DateTime, Utc};
use domain::access::grant::Grant;
use domain::access::{Action, Capability, Object, Standing};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::refusal::Refusal;

use super::news::{Deed, What, tell};
use super::{GrantError, by, confirmers, entity, store, timed};
use crate::access::allow;
use crate::audit;
use crate::ctx::{Ctx, Viewer};
use crate::db::WriteTx;
use crate::identity::people;

/// A wish to trust somebody with something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskForm {
    /// Public id of the person.
    pub person: String,
    /// A word of [`Capability`].
    pub capability: String,
    /// For organizers: names of categories, one to a line; empty for all.
    pub categories: String,
    /// Why.
    pub reason: String,
}

struct Ask {
    capability: Capability,
    categories: Option<String>,
    reason: String,
}

/// Longest reason, in characters.
pub const MAX_REASON: usize = 500;

/// A reason of 1 to 500 characters on one line.
pub(super) fn reason(text: &str) -> Result<String, FieldError> {
    let clean = domain::text::single_line(text);
    match domain::text::length(&clean) {
        0 => Err(FieldError::new("reason", "Say in a few words why. It is kept with the grant.")),
        long if long > MAX_REASON => Err(FieldError::new("reason", "Please shorten this to 500 characters.")),
        _ => Ok(clean),
    }
}

impl AskForm {
    fn parse(&self) -> Result<Ask, GrantError> {
        let capability = Capability::parse(&self.capability);
        let reason = reason(&self.reason);
        let categories: Vec<String> = self.categories.lines().map(crate::events::category_key).collect();
        let categories: Vec<String> = categories.into_iter().filter(|key| !key.is_empty()).collect();
        let scoped = capability == Some(Capability::Organizer) && !categories.is_empty();
        match (capability, reason) {
            (Some(capability), Ok(reason)) => {
                Ok(Ask { capability, categories: scoped.then(|| categories.join("\n")), reason })
            }
            (capability, reason) => {
                let choose = || FieldError::new("capability", "Choose what the person is trusted with.");
                let missing = capability.is_none().then(choose);
                Err(GrantError::Invalid(missing.into_iter().chain(reason.err()).collect()))
            }
        }
    }
}

/// Trusts a person with something, or asks a second admin to. Answers the grant.
pub async fn ask(ctx: &Ctx, form: &AskForm) -> Result<PublicId, GrantError> {
    allow(ctx, Action::ChangeGrants, Object::None)?;
    let ask = form.parse()?;
    let person = PublicId::parse(form.person.trim()).ok_or(GrantError::NotFound)?;
    let person = people::by_id(ctx.db.read(), person).await?.ok_or(GrantError::NotFound)?;
    store_ask(ctx, person.account, ask).await
}

/// The command line trusts a person with something at once.
pub async fn ask_as_house(ctx: &Ctx, account: i64, capability: Capability) -> Result<PublicId, GrantError> {
    let ask = Ask { capability, categories: None, reason: "by the command line".to_owned() };
    store_ask(&ctx.with_viewer(Viewer::house(&ctx.viewer.request_id)), account, ask).await
}

async fn store_ask(ctx: &Ctx, account: i64, ask: Ask) -> Result<PublicId, GrantError> {
    let (id, now, ctx) = (ctx.dice.public_id(), ctx.now(), ctx.clone());
    let ask = std::sync::Arc::new(ask);
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, ask) = (ctx.clone(), ask.clone());
            Box::pin(async move { ask_in(tx, &ctx, account, &ask, id, now).await })
        })
        .await
}

async fn ask_in(
    tx: &WriteTx,
    ctx: &Ctx,
    account: i64,
    ask: &Ask,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<PublicId, GrantError> {
    // Read again in the transaction: the person may have left since the page was drawn.
    let person = people::by_accounts(tx, &[account]).await?.pop().ok_or(GrantError::NotFound)?;
    if person.standing != Standing::Active {
        return Err(GrantError::Refused(Refusal::AccountNotActive));
    }
    let by = by(&ctx.viewer);
    let confirmable = !confirmers(tx, by, account).await?.is_empty();
    let grant = Grant::ask(ask.capability, by, confirmable, now);
    let (state, effective_at) = match grant {
        Grant::Waiting { effective_at, .. } => (entity::State::Waiting, effective_at),
        Grant::Active { since } => (entity::State::Active, Some(since)),
        Grant::Ending { .. } | Grant::Ended { .. } => return Err(GrantError::Refused(Refusal::GrantSettled)),
    };
    let row = entity::Model {
        id: 0,
        public_id: id.to_string(),
        account_id: account,
        capability: ask.capability.word().to_owned(),
        categories: ask.categories.clone(),
        state,
        open_key: Some(store::open_key(account, ask.capability)),
        asked_by: audit::actor(&ctx.viewer),
        asked_at: now,
        reason: ask.reason.clone(),
        effective_at,
        confirmed_by: None,
        ended_by: None,
        ended_at: None,
        end_reason: None,
        end_asked_by: None,
        ends_at: None,
    };
    if !store::insert(tx, row).await? {
        return Err(GrantError::Refused(Refusal::GrantThere));
    }
    let what = match effective_at {
        _ if state == entity::State::Active => What::Granted,
        Some(at) => {
            timed::at_that_time(tx, id, at, now).await?;
            What::Asked(Some(at))
        }
        None => What::Asked(None),
    };
    tell(tx, ctx, &Deed { what, capability: ask.capability, person: &person, by }, now).await?;
    Ok(id)
}
