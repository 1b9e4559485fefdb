//! Who has been trusted with what: asked for, confirmed, taken away. The rules are `domain::access::grant`.
//!
//! What a capability allows is the table of permissions; what somebody does with it is the audit log.

mod desk;
pub mod entity;
mod store;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::access::grant::{By, Grant};
use domain::access::{Action, Capabilities, Capability, Object, Standing};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::identity::Email;
use domain::local_path::LocalPath;
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::json;

pub use desk::{Held, PersonPage, Progress, StaffRow, find_person, person_page, staff};

use crate::access::{Denied, allow};
use crate::audit::{self, Entry};
use crate::ctx::{Ctx, Viewer};
use crate::db::{DbError, WriteTx};
use crate::identity::people::{self, Someone};
use crate::jobs::{self, Job, JobError, NewJob};
use crate::mail::{self, Letter, Outgoing, To};

/// Why a grant did not move.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// The table of permissions said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such person or grant.
    #[error("no such person or grant")]
    NotFound,
    /// Fields to be filled in again.
    #[error("the form has fields to correct")]
    Invalid(Vec<FieldError>),
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for GrantError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

/// What a person may do at this moment: one indexed query. The session layer asks it with every request.
pub async fn capabilities(db: &impl ConnectionTrait, account: i64, now: DateTime<Utc>) -> Result<Capabilities, DbErr> {
    store::capabilities(db, account, now).await
}

/// The categories a person organizes: `None` for all of them, and an empty list for somebody who is no organizer.
pub async fn organized(
    db: &impl ConnectionTrait,
    account: i64,
    now: DateTime<Utc>,
) -> Result<Option<Vec<String>>, DbErr> {
    let row = store::open(db, account, Capability::Organizer).await?;
    let row = row.filter(|row| store::grant(row).is_some_and(|grant| grant.holds(now)));
    Ok(match row {
        None => Some(Vec::new()),
        Some(row) => row.categories.map(|keys| keys.lines().map(ToOwned::to_owned).collect()),
    })
}

/// Everybody in good standing who works for the association: whom news of trust is told to.
pub async fn all_staff(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Someone>, DbErr> {
    let staff: Vec<Capability> = Capability::ALL.into_iter().filter(|one| one.is_staff()).collect();
    standing_well(db, &staff, now).await
}

/// Everybody in good standing who has a capability.
pub async fn holders(
    db: &impl ConnectionTrait,
    capability: Capability,
    now: DateTime<Utc>,
) -> Result<Vec<Someone>, DbErr> {
    standing_well(db, &[capability], now).await
}

async fn standing_well(
    db: &impl ConnectionTrait,
    any_of: &[Capability],
    now: DateTime<Utc>,
) -> Result<Vec<Someone>, DbErr> {
    let accounts = store::holders(db, any_of, now).await?;
    let all = people::by_accounts(db, &accounts).await?;
    Ok(all.into_iter().filter(|person| person.standing == Standing::Active).collect())
}

/// What happened to a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Asked for; it waits.
    Asked,
    /// In effect now.
    Granted,
    /// Taken away, or stopped before it took effect.
    Ended,
}

/// Mails everybody who works for the association, in the transaction of the deed, where a grant of work takes effect at
/// a known moment: at once, or a day later unless somebody stops it.
async fn tell_staff(tx: &WriteTx, ctx: &Ctx, deed: &Deed<'_>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let from = match deed.what {
        What::Granted => now,
        What::Asked => match deed.effective_at {
            Some(at) => at,
            None => return Ok(()),
        },
        What::Ended => return Ok(()),
    };
    let Some(desk) = LocalPath::parse(&format!("/desk/people/{}", deed.person.id)) else { return Ok(()) };
    let staff = all_staff(tx, now).await?;
    let me = ctx.viewer.member.as_ref().and_then(|me| staff.iter().find(|one| one.account == me.account));
    let by = me.map_or_else(|| "The command line".to_owned(), |me| me.email.clone());
    let capability = deed.capability.word().to_owned();
    let letter = Letter::CapabilityGranted { capability, by, from, desk };
    for person in &staff {
        let Some(email) = Email::parse(&person.email) else { continue };
        mail::queue(tx, &Outgoing::new(ctx, To::person(&email, person.account, None), &letter), now).await?;
    }
    Ok(())
}

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
fn reason(text: &str) -> Result<String, FieldError> {
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

fn by(viewer: &Viewer) -> By {
    viewer.member.as_ref().map_or(By::House, |member| By::Admin(member.pseudonym))
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
    let admins = holders(tx, Capability::Admin, now).await?;
    let confirmable = admins.iter().any(|admin| admin.account != account && by != By::Admin(admin.pseudonym));
    let grant = Grant::ask(ask.capability, by, confirmable, now);
    let (state, effective_at) = match grant {
        Grant::Waiting { effective_at, .. } => (entity::State::Waiting, effective_at),
        Grant::Active { since } => (entity::State::Active, Some(since)),
        Grant::Ended { .. } => return Err(GrantError::Refused(Refusal::GrantSettled)),
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
    };
    if !store::insert(tx, row).await? {
        return Err(GrantError::Refused(Refusal::GrantThere));
    }
    if let Some(due_at) = effective_at.filter(|at| *at > now) {
        let payload = json!({ "grant": id.as_str() });
        jobs::enqueue(tx, &NewJob { kind: jobs::GRANTS, due_at, payload, dedupe_key: None }, now).await?;
    }
    let asked = state == entity::State::Waiting;
    let what = if asked { What::Asked } else { What::Granted };
    tell(tx, ctx, &Deed { what, capability: ask.capability, person: &person, effective_at }, now).await?;
    Ok(id)
}

/// What is told of a step: to the staff, where it is about work for the association, and to the audit log.
struct Deed<'d> {
    what: What,
    capability: Capability,
    person: &'d Someone,
    effective_at: Option<DateTime<Utc>>,
}

async fn tell(tx: &WriteTx, ctx: &Ctx, deed: &Deed<'_>, now: DateTime<Utc>) -> Result<(), DbErr> {
    if deed.capability.is_staff() {
        tell_staff(tx, ctx, deed, now).await?;
    }
    let word = match deed.what {
        What::Asked => "asked",
        What::Granted => "granted",
        What::Ended => "ended",
    };
    let entry = Entry::done(&ctx.viewer, Action::ChangeGrants).on("person", deed.person.pseudonym);
    audit::note(tx, &entry.saying(word).saying(deed.capability.word()), now).await
}

/// What is to happen to a grant.
#[derive(Debug, Clone)]
enum Step {
    Confirm,
    End(String),
    TakeEffect,
}

/// A second admin confirms a grant.
pub async fn confirm(ctx: &Ctx, grant: &str) -> Result<(), GrantError> {
    allow(ctx, Action::ChangeGrants, Object::None)?;
    step(ctx, grant, Step::Confirm).await
}

/// Takes a capability away at once, or stops a grant on its way.
pub async fn end(ctx: &Ctx, grant: &str, why: &str) -> Result<(), GrantError> {
    allow(ctx, Action::ChangeGrants, Object::None)?;
    let why = reason(why).map_err(|error| GrantError::Invalid(vec![error]))?;
    step(ctx, grant, Step::End(why)).await
}

async fn step(ctx: &Ctx, grant: &str, step: Step) -> Result<(), GrantError> {
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

async fn step_in(tx: &WriteTx, ctx: &Ctx, id: PublicId, step: &Step, now: DateTime<Utc>) -> Result<(), GrantError> {
    let row = store::find(tx, id).await?.ok_or(GrantError::NotFound)?;
    let grant = store::grant(&row).ok_or(GrantError::NotFound)?;
    let capability = Capability::parse(&row.capability).ok_or(GrantError::NotFound)?;
    let person = people::by_accounts(tx, &[row.account_id]).await?.pop().ok_or(GrantError::NotFound)?;
    let (to, what, reason) = match step {
        Step::Confirm => (grant.confirm(by(&ctx.viewer), person.pseudonym, now), What::Granted, None),
        Step::TakeEffect => (grant.take_effect(now), What::Granted, None),
        Step::End(reason) => {
            let last = capability == Capability::Admin && is_last_admin(tx, row.account_id, now).await?;
            (grant.end(last, now), What::Ended, Some(reason.as_str()))
        }
    };
    let to = to.map_err(GrantError::Refused)?;
    let by = audit::actor(&ctx.viewer);
    if !store::step(tx, &row, store::Change { to, by: &by, reason }).await? {
        return Err(GrantError::Refused(Refusal::GrantSettled));
    }
    Ok(tell(tx, ctx, &Deed { what, capability, person: &person, effective_at: row.effective_at }, now).await?)
}

async fn is_last_admin(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<bool, DbErr> {
    // Two admins who end each other at the same moment must not both succeed: every end of an admin waits here.
    store::lock_admins(tx).await?;
    let admins = holders(tx, Capability::Admin, now).await?;
    Ok(!admins.iter().any(|admin| admin.account != account))
}

/// A grant that nobody could confirm and nobody stopped is written down as being in effect.
pub(crate) async fn take_effect(ctx: &Ctx, job: &Job) -> Result<(), JobError> {
    let Some(grant) = job.payload["grant"].as_str() else {
        return Err(JobError::Fail("the job names no grant".to_owned()));
    };
    match step(ctx, grant, Step::TakeEffect).await {
        // Confirmed or ended in the meantime, or gone with its person.
        Ok(()) | Err(GrantError::Refused(_) | GrantError::NotFound) => Ok(()),
        Err(error) => Err(JobError::Retry(error.to_string())),
    }
}

/// Gives a person of a test what they are said to have.
#[cfg(any(test, feature = "testing"))]
pub(crate) async fn add_for_tests(ctx: &Ctx, account: i64, capabilities: &[Capability]) -> Result<(), GrantError> {
    for capability in capabilities {
        ask_as_house(ctx, account, *capability).await?;
    }
    Ok(())
}
