//! The moderators' desk: one check of host and posting.
//!
//! A host is trusted once two moderators have looked. Where there is no other moderator the one who is there suffices,
//! and the check says so.

use chrono::{DateTime, Utc};
use domain::access::{Action, Capability, Object};
use domain::id::PublicId;
use domain::moderation::Kind;
use domain::opportunities::flags::Fired;
use domain::opportunities::{By, Step};
use domain::refusal::Refusal;

use super::entity::{host_checks, postings};
use super::rows::{self, Stored};
use super::{OpportunityError, hosting, me, news, pipeline, store};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::grants;
use crate::identity::people::{self, Someone};
use crate::moderation;

/// Moderators that look at a host.
const CHECKS: usize = 2;
/// Postings that the desk shows at once.
const MOST: u64 = 100;
/// Longest note, in characters.
const NOTE: usize = 500;

/// A posting as a moderator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What it says and how far it is.
    pub stored: Stored,
    /// Whose.
    pub host: Someone,
    /// Whether the host is trusted already, so that one look is enough.
    pub trusted: bool,
    /// The rules that fired.
    pub flags: Vec<Fired>,
    /// When somebody has looked at the host, and what they looked at; by pseudonym.
    pub checks: Vec<(String, String, DateTime<Utc>)>,
    /// The case that has taken it down and is in effect.
    pub case: Option<PublicId>,
    /// What a moderator may do here, each with what it does now: no approval opens what its host had closed.
    pub steps: Vec<(Step, Step)>,
}

/// What waits, the longest waiting first; the moderator's own postings are not among it.
pub async fn desk(ctx: &Ctx) -> Result<Vec<Stored>, OpportunityError> {
    allow(ctx, Action::ReviewPostings, Object::None)?;
    let me = me(ctx)?.account;
    let all = store::waiting(ctx.db.read(), MOST).await?;
    all.iter().filter(|row| row.host_account != me).map(rows::stored).collect()
}

/// One posting for a moderator; not found for its own host.
pub async fn review(ctx: &Ctx, posting: &str) -> Result<Review, OpportunityError> {
    allow(ctx, Action::ReviewPostings, Object::None)?;
    let (db, me) = (ctx.db.read(), me(ctx)?.account);
    let id = PublicId::parse(posting).ok_or(OpportunityError::NotFound)?;
    let row = store::posting(db, id).await?.filter(|row| row.host_account != me).ok_or(OpportunityError::NotFound)?;
    let host = people::by_accounts(db, &[row.host_account]).await?.pop().ok_or(OpportunityError::NotFound)?;
    let checks = store::checks(db, row.host_account).await?;
    let told = |check: host_checks::Model| (check.moderator, check.what, check.checked_at);
    let (stored, flags) = (rows::stored(&row)?, rows::flags(&row));
    let trusted = grants::capabilities(db, row.host_account).await?.has(Capability::Host);
    let case = moderation::hidden_by(db, Kind::Posting, id).await?;
    let now = ctx.now();
    let steps = stored.state.steps(By::Moderator).map(|step| (step, outcome(&row, step, trusted, now))).collect();
    Ok(Review { stored, host, trusted, flags, checks: checks.into_iter().map(told).collect(), case, steps })
}

/// What a moderator's step does with a posting of a host who is trusted or not.
fn outcome(row: &postings::Model, step: Step, trusted: bool, now: DateTime<Utc>) -> Step {
    match step {
        Step::Approve => approval(row, now),
        Step::Restore => hosting::restoring(row, trusted),
        step => step,
    }
}

/// What an approval does. Where its last day went by while offers of it were kept, they go on, and nobody new applies. What
/// its host had closed, its host opens.
fn approval(row: &postings::Model, now: DateTime<Utc>) -> Step {
    if row.offered > 0 && row.expires_at <= now {
        Step::ApproveLate
    } else if row.closed {
        Step::ApproveClosed
    } else {
        Step::Approve
    }
}

/// A moderator's step: take up, approve, send back, put back. `note` is told to the host; for an approval it says what was
/// looked at. Taking down is a decision of the moderation room: [`moderation::take_posting_down`].
pub async fn decide(ctx: &Ctx, posting: &str, step: Step, note: &str) -> Result<(), OpportunityError> {
    allow(ctx, Action::ReviewPostings, Object::None)?;
    let id = PublicId::parse(posting).ok_or(OpportunityError::NotFound)?;
    let clean = domain::text::single_line(note);
    let note = domain::text::cut(&clean, NOTE).to_owned();
    if note.is_empty() && matches!(step, Step::Approve | Step::SendBack) {
        let missing = domain::form::FieldError::new("note", "Say in a few words what you looked at, or why.");
        return Err(OpportunityError::Invalid(vec![missing]));
    }
    let (now, ctx) = (ctx.now(), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, note) = (ctx.clone(), note.clone());
            Box::pin(async move { decide_in(tx, &ctx, (id, step), &note, now).await })
        })
        .await
}

async fn decide_in(
    tx: &WriteTx,
    ctx: &Ctx,
    (id, step): (PublicId, Step),
    note: &str,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let row = store::posting(tx, id).await?.ok_or(OpportunityError::NotFound)?;
    let row = store::hold(tx, row.id).await?.ok_or(OpportunityError::NotFound)?;
    if row.host_account == me(ctx)?.account {
        return Err(Refusal::OwnPosting.into());
    }
    // What cannot be done from here is refused before anything is written.
    rows::state(&row)?.after(step, By::Moderator)?;
    let publishes = matches!(step, Step::Approve | Step::Restore);
    if publishes && moderation::is_hidden(tx, Kind::Posting, id).await? {
        return Err(Refusal::PostingHidden.into());
    }
    if publishes && !pipeline::is_there(tx, row.host_account).await? {
        return Err(Refusal::HostAway.into());
    }
    let note = (!note.is_empty()).then_some(note);
    let word = if step == Step::Approve && !checked(tx, ctx, &row, note.unwrap_or_default(), now).await? {
        "checked-once"
    } else if step == Step::Restore {
        hosting::restore(tx, ctx, &row, (By::Moderator, note), now).await?;
        step.word()
    } else {
        let does = if step == Step::Approve { approval(&row, now) } else { step };
        let by = if does == step { By::Moderator } else { By::House };
        hosting::take(tx, ctx, &row, (does, by), note, now).await?;
        if step == Step::Approve {
            pipeline::keep_offers(tx, ctx, row.id, now).await?;
            // What became free while it was held.
            pipeline::fill_from_line(tx, ctx, row.id, now).await?;
            pipeline::settle(tx, ctx, &row, now).await?;
        }
        step.word()
    };
    let entry = Entry::done(&ctx.viewer, Action::ReviewPostings).on("posting", id).saying(word);
    Ok(audit::note(tx, &entry, now).await?)
}

/// Notes this moderator's look at the host; `true` when that makes enough of them. The host is trusted then.
async fn checked(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &postings::Model,
    what: &str,
    now: DateTime<Utc>,
) -> Result<bool, OpportunityError> {
    let host = row.host_account;
    if hosting::is_host(tx, host).await? {
        return Ok(true);
    }
    let moderator = audit::actor(&ctx.viewer);
    let new = store::add_check(tx, host, &moderator, what, now).await?;
    let seen = store::checks(tx, host).await?;
    let others = grants::holders(tx, Capability::Moderator).await?;
    let others = others
        .iter()
        .any(|one| one.account != host && !seen.iter().any(|check| check.moderator == one.pseudonym.as_str()));
    if seen.len() < CHECKS && others {
        if !new {
            return Err(Refusal::SecondCheckNeeded.into());
        }
        news::tell_moderators(tx, ctx, row, "A host waits for a second check").await?;
        return Ok(false);
    }
    let alone = seen.len() < CHECKS;
    let why = if alone { "Checked by one moderator; there is no other." } else { "Checked by two moderators." };
    if let Some(person) = people::by_accounts(tx, &[host]).await?.pop() {
        grants::give(tx, ctx, &person, (Capability::Host, why), now).await?;
    }
    Ok(true)
}
