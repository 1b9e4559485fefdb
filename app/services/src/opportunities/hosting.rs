//! What a host does with their postings: send in, pause, fill, renew, withdraw.

use chrono::{DateTime, Utc};
use domain::access::{Action, Capability, Object};
use domain::id::PublicId;
use domain::identity::Email;
use domain::opportunities::flags::{Fired, Host, flags};
use domain::opportunities::{By, Posting, State, Step, draft, limits};
use domain::refusal::Refusal;
use sea_orm::{ActiveValue, EntityTrait};

use super::entity::{posting_drafts, postings};
use super::rows::{self, Stored};
use super::{OpportunityError, again, away, drafts, drawer, editing, me, news, pipeline, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::grants;
use crate::identity::people;

/// A posting as its host sees it: the status page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosted {
    /// What it says and how far it is.
    pub stored: Stored,
    /// The rules that fired, told with their reasons.
    pub flags: Vec<Fired>,
    /// What the last moderator said.
    pub note: Option<String>,
    /// When it moved last.
    pub changed_at: DateTime<Utc>,
}

/// The viewer's postings, the newest first.
pub async fn hosted(ctx: &Ctx) -> Result<Vec<Hosted>, OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    let all = store::of_host(ctx.db.read(), me(ctx)?.account).await?;
    all.iter().map(as_hosted).collect()
}

/// One of the viewer's postings.
pub async fn my_posting(ctx: &Ctx, posting: &str) -> Result<Hosted, OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    let (account, id) = (me(ctx)?.account, PublicId::parse(posting).ok_or(OpportunityError::NotFound)?);
    as_hosted(&store::of(ctx.db.read(), id, account).await?)
}

fn as_hosted(row: &postings::Model) -> Result<Hosted, OpportunityError> {
    let (flags, note, changed_at) = (rows::flags(row), row.note.clone(), row.changed_at);
    Ok(Hosted { stored: rows::stored(row)?, flags, note, changed_at })
}

/// Sends a draft in. A host who was checked, and whose posting fires no rule and is answered for by the physician and
/// the institution of one that was checked, is published at once; everybody else waits for the one check of host and
/// posting. Answers the posting.
pub async fn submit(ctx: &Ctx, draft: &str) -> Result<PublicId, OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    let (account, key) = (me(ctx)?.account, drafts::find(ctx, draft, None).await?.id);
    let (id, now, ctx) = (ctx.dice.public_id(), ctx.now(), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move { submit_in(tx, &ctx, (account, key), id, now).await })
        })
        .await
}

async fn submit_in(
    tx: &WriteTx,
    ctx: &Ctx,
    (account, key): (i64, i64),
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<PublicId, OpportunityError> {
    let of = drafts::hold(tx, key).await?.filter(|row| row.account_id == Some(account));
    let of = of.ok_or(OpportunityError::NotFound)?;
    if let Some(sent) = drafts::sent_as(&of) {
        return name_of(tx, sent).await;
    }
    let posting = draft::read(&rows::fields(&of)?, now).map_err(OpportunityError::Invalid)?;
    let person = people::by_accounts(tx, &[account]).await?.pop().ok_or(OpportunityError::NotFound)?;
    let email = Email::parse(&person.email);
    let host = Host { mail_host: email.as_ref().map_or("", Email::host) };
    if let Some(changed) = of.posting_id {
        let row = editing::rewrite(tx, ctx, (account, changed), (&posting, host), now).await?;
        drafts::sent(tx, key, row.id, now).await?;
        return PublicId::parse(&row.public_id).ok_or(OpportunityError::NotFound);
    }
    let fired = flags(&posting, host);
    let at_once = fired.is_empty() && is_known(tx, account, &posting).await? && is_host(tx, account).await?;
    let posting_key = store::insert(tx, (id, account), &posting, rows::flags_json(&fired), now).await?;
    // Counted after the insert, which holds the row of marks: of two that are sent in at once the second sees the first.
    if !at_once && store::waiting_of(tx, account).await? > limits::WAITING {
        return Err(Refusal::TooManyPostings.into());
    }
    drafts::sent(tx, key, posting_key, now).await?;
    let row = store::hold(tx, posting_key).await?.ok_or(OpportunityError::NotFound)?;
    if at_once {
        return publish(tx, ctx, &row, id, now).await;
    }
    news::tell_state(tx, ctx, &row, State::Submitted, None).await?;
    news::tell_moderators(tx, ctx, &row, "A posting waits for a check").await?;
    Ok(id)
}

/// Whether moderators have looked at who answers for it: people may read another posting of this host that names them.
async fn is_known(tx: &WriteTx, host: i64, posting: &Posting) -> Result<bool, OpportunityError> {
    let all = store::of_host(tx, host).await?;
    let names_them = |row: &postings::Model| rows::posting(row).is_ok_and(|known| posting.is_answered_for_as(&known));
    Ok(all.iter().any(|row| rows::is_public(row).is_ok_and(|public| public) && names_them(row)))
}

async fn name_of(tx: &WriteTx, posting: i64) -> Result<PublicId, OpportunityError> {
    let row = postings::Entity::find_by_id(posting).one(tx).await?;
    row.and_then(|row| PublicId::parse(&row.public_id)).ok_or(OpportunityError::NotFound)
}

async fn publish(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &postings::Model,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<PublicId, OpportunityError> {
    let to = rows::state(row)?.after(Step::PublishKnown, By::House)?;
    if !store::step(tx, row, store::Moved { to, reviewer: None, note: None, checks: true }, now).await? {
        return Err(Refusal::PostingMoved.into());
    }
    news::tell_state(tx, ctx, row, to, None).await?;
    Ok(id)
}

pub(super) async fn is_host(tx: &WriteTx, account: i64) -> Result<bool, OpportunityError> {
    Ok(grants::capabilities(tx, account).await?.has(Capability::Host))
}

/// A host's step with one of their postings. What ends it tells everybody who has applied.
pub async fn step(ctx: &Ctx, posting: &str, step: Step) -> Result<(), OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    let (account, id) = (me(ctx)?.account, PublicId::parse(posting).ok_or(OpportunityError::NotFound)?);
    let (now, ctx) = (ctx.now(), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move {
                let row = store::hold_of(tx, id, account).await?;
                take(tx, &ctx, &row, (step, By::Host), None, now).await?;
                if matches!(step, Step::Resume | Step::Reopen) {
                    // Places became free while its host was away and could offer none; or the last one is gone.
                    pipeline::fill_from_line(tx, &ctx, row.id, now).await?;
                    pipeline::settle(tx, &ctx, &row, now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Takes a step with a posting that is held.
pub(super) async fn take(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &postings::Model,
    (step, by): (Step, By),
    note: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let to = rows::state(row)?.after(step, by)?;
    let reviewer = (by == By::Moderator).then(|| crate::audit::actor(&ctx.viewer));
    let reviewer = reviewer.as_deref();
    if to == State::Draft {
        let moved = store::Moved { to: State::Withdrawn, reviewer, note, checks: false };
        return back_to_draft(tx, ctx, row, moved, now).await;
    }
    if to == State::Published && row.expires_at <= now {
        return Err(Refusal::PostingClosed.into());
    }
    let checks = matches!(step, Step::PublishKnown | Step::Approve | Step::ApproveLate | Step::ApproveClosed);
    if !store::step(tx, row, store::Moved { to, reviewer, note, checks }, now).await? {
        return Err(Refusal::PostingMoved.into());
    }
    if !to.keeps_applications() {
        away::close_all(tx, ctx, (row, to), now).await?;
    }
    if to == State::Published {
        again::tell_back(tx, ctx, row.id, now).await?;
    }
    // The host knows what they did themselves, and hears of a take-down by the decision, which says why and what follows.
    if by != By::Host && !matches!(to, State::InReview | State::TakenDown) {
        news::tell_state(tx, ctx, row, to, note).await?;
    }
    Ok(())
}

/// Puts back what was taken down: paused, or to be checked where nobody has checked what it says now or its host is none
/// any more. A host opens what is paused alone, so nothing else may get there.
pub(super) async fn restore(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &postings::Model,
    (by, note): (By, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    if restoring(row, is_host(tx, row.host_account).await?) == Step::Restore {
        return take(tx, ctx, row, (Step::Restore, by), note, now).await;
    }
    rows::state(row)?.after(Step::Restore, by)?;
    take(tx, ctx, row, (Step::Recheck, By::House), note, now).await?;
    Ok(news::tell_moderators(tx, ctx, row, "A posting waits for a check").await?)
}

/// How a posting comes back whose host is trusted or not.
pub(super) fn restoring(row: &postings::Model, trusted: bool) -> Step {
    if row.checked && trusted { Step::Restore } else { Step::Recheck }
}

/// Sent back or used again: a draft of its own, beside the posting, which is withdrawn where it still waits. Whoever has
/// applied is told then.
async fn back_to_draft(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &postings::Model,
    moved: store::Moved<'_>,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let fields = rows::fields_json(&draft::fields_of(&rows::posting(row)?))?;
    // A second press finds the draft of the first.
    if drawer::same(tx, row.host_account, &fields).await?.is_none() {
        // Only a host asks for one by themselves; what a moderator sends back is kept in any case.
        if moved.reviewer.is_none() {
            drawer::has_room(tx, row.host_account).await?;
        }
        posting_drafts::Entity::insert(new_draft(ctx, row.host_account, fields, now)).exec(tx).await?;
    }
    if rows::state(row)?.runs_out() {
        if !store::step(tx, row, moved, now).await? {
            return Err(Refusal::PostingMoved.into());
        }
        away::close_all(tx, ctx, (row, moved.to), now).await?;
        news::tell_state(tx, ctx, row, State::Draft, moved.note).await?;
    }
    Ok(())
}

fn new_draft(ctx: &Ctx, host: i64, fields: String, now: DateTime<Utc>) -> posting_drafts::ActiveModel {
    posting_drafts::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(ctx.dice.public_id().to_string()),
        account_id: ActiveValue::Set(Some(host)),
        token_sha256: ActiveValue::Set(None),
        posting_id: ActiveValue::Set(None),
        fields: ActiveValue::Set(fields),
        created_at: ActiveValue::Set(now),
        changed_at: ActiveValue::Set(now),
    }
}
