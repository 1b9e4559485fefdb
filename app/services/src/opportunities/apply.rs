//! Saving, asking whether one fits, and applying.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object, Verdict, may};
use domain::events::zone;
use domain::id::PublicId;
use domain::identity::profile::Field;
use domain::opportunities::Fields;
use domain::opportunities::apply::Application;
use domain::opportunities::eligibility::{self, Eligibility, Facts};
use domain::opportunities::pipeline::Stage;
use domain::refusal::Refusal;
use sea_orm::ActiveValue;

use super::entity::{applications, postings};
use super::paged::{Listed, PAGE};
use super::rows::{self, Stored};
use super::sealed::{self, Told};
use super::{OpportunityError, away, filed, me, news, pipeline, shelf, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::profile;
use crate::moderation;
use crate::secret::Secret;

async fn open_posting(ctx: &Ctx, posting: &str) -> Result<Stored, OpportunityError> {
    super::list::page(ctx, posting).await
}

/// Keeps a posting in the viewer's list; doing so twice is doing so once.
pub async fn save(ctx: &Ctx, posting: &str) -> Result<(), OpportunityError> {
    allow(ctx, Action::ApplyToPosting, Object::Own)?;
    let (account, id, now) = (me(ctx)?.account, open_posting(ctx, posting).await?.id, ctx.now());
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                let row = store::posting(tx, id).await?.ok_or(OpportunityError::NotFound)?;
                Ok::<_, OpportunityError>(shelf::save(tx, account, row.id, now).await?)
            })
        })
        .await
}

/// Takes it out again, also one that nobody may read any more; doing so twice is doing so once.
pub async fn unsave(ctx: &Ctx, posting: &str) -> Result<(), OpportunityError> {
    allow(ctx, Action::ApplyToPosting, Object::Own)?;
    let (account, id) = (me(ctx)?.account, PublicId::parse(posting).ok_or(OpportunityError::NotFound)?);
    let was_there = ctx
        .db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                let row = store::posting(tx, id).await?.ok_or(OpportunityError::NotFound)?;
                Ok::<_, OpportunityError>(shelf::unsave(tx, account, row.id).await?)
            })
        })
        .await?;
    // Of what was never saved nobody learns whether there is such a posting.
    if was_there { Ok(()) } else { open_posting(ctx, posting).await.map(|_| ()) }
}

/// A page of the viewer's saved postings that everybody may still read; what ends first is on top. Behind `after`, if that is
/// one of them.
pub async fn saved(ctx: &Ctx, after: Option<PublicId>) -> Result<Listed<Stored>, OpportunityError> {
    allow(ctx, Action::ApplyToPosting, Object::Own)?;
    let (db, account, now) = (ctx.db.read(), me(ctx)?.account, ctx.now());
    let all = shelf::readable(db, account).await?;
    let all: Result<Vec<Stored>, OpportunityError> = all.iter().map(|row| rows::seen(row, now)).collect();
    let mut shown: Vec<Stored> = all?.into_iter().filter(|one| one.state.is_public()).collect();
    if let Some(at) = shown.iter().position(|one| Some(one.id) == after) {
        shown.drain(..=at);
    }
    let more = shown.len() > PAGE;
    shown.truncate(PAGE);
    let next = shown.last().filter(|_| more).map(|last| last.id);
    Ok(Listed { rows: shown, next })
}

/// What a posting is to the viewer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Near {
    /// It is their own.
    pub own: bool,
    /// It is on their list.
    pub saved: bool,
    /// How far their application is.
    pub stage: Option<Stage>,
    /// It ended because the posting was taken down, so they may apply again.
    pub again: bool,
}

/// What a posting is to the viewer; nothing to whoever is not signed in or not in good standing.
pub async fn near(ctx: &Ctx, posting: PublicId) -> Result<Near, OpportunityError> {
    // Asked, not demanded: it is a part of a page that everybody reads, so a no is no denial.
    let may = may(&ctx.viewer.actor(), Action::ApplyToPosting, Object::Own) == Verdict::Yes;
    let Some(member) = ctx.viewer.member.as_ref().filter(|_| may) else { return Ok(Near::default()) };
    let db = ctx.db.read();
    let Some(row) = store::posting(db, posting).await? else { return Ok(Near::default()) };
    let application = filed::application_by(db, row.id, member.account).await?;
    Ok(Near {
        own: row.host_account == member.account,
        saved: shelf::is_saved(db, member.account, row.id).await?,
        stage: application.as_ref().map(rows::stage).transpose()?,
        again: application.is_some_and(|row| row.taken_down),
    })
}

/// Holds the viewer's own profile against a posting. Nothing of it is kept, logged or told to the host.
pub async fn am_i_eligible(ctx: &Ctx, posting: &str) -> Result<Eligibility, OpportunityError> {
    allow(ctx, Action::ApplyToPosting, Object::Own)?;
    let posting = open_posting(ctx, posting).await?.posting;
    let mine = profile::answers_of(ctx, me(ctx)?.account, &eligibility::FIELDS).await?;
    let facts = Facts::of(&mine);
    let today = zone::local_time(posting.window.zone, ctx.now()).date();
    Ok(eligibility::evaluate(&posting, &facts, today))
}

/// Applies with an answer and exactly the ticked fields of the profile, as they are at this moment. Once; whoever lost an
/// application because the posting was taken down applies again, and the new one takes its place. Answers the application.
pub async fn apply(ctx: &Ctx, posting: &str, fields: &Fields) -> Result<PublicId, OpportunityError> {
    allow(ctx, Action::ApplyToPosting, Object::Own)?;
    let member = me(ctx)?.clone();
    let stored = open_posting(ctx, posting).await?;
    let application = Application::parse(fields, &stored.posting).map_err(OpportunityError::Invalid)?;
    let mine = profile::answers_of(ctx, member.account, &application.released).await?;
    let of = |field: &Field| mine.iter().find(|answer| answer.field() == *field).cloned();
    let fields = application.released.iter().filter_map(of).collect();
    let told = Told { answer: application.answer, fields };
    let id = ctx.dice.public_id();
    let sealed = sealed::seal(ctx, ctx.db.read(), (member.account, id.as_str()), &told).await?;
    let (now, ctx) = (ctx.now(), ctx.clone());
    let (posting, account) = (stored.id, member.account);
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, sealed) = (ctx.clone(), sealed.clone());
            Box::pin(async move { apply_in(tx, &ctx, (posting, account), (id, sealed), now).await })
        })
        .await
}

/// Whether a posting takes applications.
fn is_open(row: &postings::Model, now: DateTime<Utc>) -> Result<bool, OpportunityError> {
    Ok(rows::state(row)?.is_listed() && rows::posting(row)?.window.is_open(now))
}

async fn apply_in(
    tx: &WriteTx,
    ctx: &Ctx,
    (posting, account): (PublicId, i64),
    (id, sealed): (PublicId, Secret),
    now: DateTime<Utc>,
) -> Result<PublicId, OpportunityError> {
    let row = store::posting(tx, posting).await?.ok_or(OpportunityError::NotFound)?;
    away::between(tx, account, row.host_account).await?;
    // Held: a posting that is paused or withdrawn at this moment takes no application, or closes this one.
    let row = store::hold(tx, row.id).await?.ok_or(OpportunityError::NotFound)?;
    if row.host_account == account {
        return Err(Refusal::OwnPosting.into());
    }
    if !is_open(&row, now)? {
        return Err(Refusal::PostingClosed.into());
    }
    if moderation::is_blocked_between(tx, account, row.host_account).await? {
        return Err(OpportunityError::NotFound);
    }
    let new = applications::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(id.to_string()),
        posting_id: ActiveValue::Set(row.id),
        applicant_account: ActiveValue::Set(account),
        stage: ActiveValue::Set(Stage::Received.word().to_owned()),
        sealed: ActiveValue::Set(Some(sealed)),
        line: ActiveValue::Set(None),
        hold_days: ActiveValue::Set(None),
        hold_until: ActiveValue::Set(None),
        applied_at: ActiveValue::Set(now),
        changed_at: ActiveValue::Set(now),
        taken_down: ActiveValue::Set(false),
        told_back: ActiveValue::Set(false),
    };
    let replaces = filed::replace_lost(tx, (row.id, account), new.clone()).await?;
    if !replaces && !filed::insert_application(tx, new).await? {
        return Err(Refusal::ApplicationThere.into());
    }
    news::tell_host(tx, ctx, &row, "Somebody has applied").await?;
    let stored = filed::application(tx, id).await?.ok_or(OpportunityError::NotFound)?;
    news::tell_applicant(tx, ctx, &row, &stored, Stage::Received, None).await?;
    Ok(id)
}

/// An application as the applicant sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// Public id.
    pub id: PublicId,
    /// To what.
    pub posting: Stored,
    /// How far.
    pub stage: Stage,
    /// It ended with its posting: the host has not said no.
    pub ended_with_posting: bool,
    /// The posting was taken down, and takes applications again, from whoever can reach its host.
    pub again: bool,
    /// Whether its host can act.
    pub host_is_there: bool,
    /// Until when the offer holds.
    pub hold_until: Option<DateTime<Utc>>,
    /// When they applied.
    pub applied_at: DateTime<Utc>,
    /// When it moved last.
    pub changed_at: DateTime<Utc>,
}

/// A page of the viewer's applications, the newest first, but one that took the place of a lost one where that stood; behind
/// `after`, if that is one of them.
pub async fn mine(ctx: &Ctx, after: Option<PublicId>) -> Result<Listed<Mine>, OpportunityError> {
    allow(ctx, Action::ApplyToPosting, Object::Own)?;
    let (db, account, now) = (ctx.db.read(), me(ctx)?.account, ctx.now());
    let behind = match after {
        Some(after) => filed::application(db, after).await?.filter(|row| row.applicant_account == account),
        None => None,
    };
    let mut applications = filed::page_of(db, account, behind.map(|row| row.id)).await?;
    let more = applications.len() > PAGE;
    applications.truncate(PAGE);
    let postings = store::postings(db, applications.iter().map(|row| row.posting_id).collect()).await?;
    let hosts: Vec<i64> = postings.iter().map(|posting| posting.host_account).collect();
    let there = pipeline::there(db, &hosts).await?;
    // Asked as for everything that is read: were a button missing after a block by a request, it would tell whose that was.
    let hidden = moderation::hidden_from(db, account).await?;
    let mut all = Vec::with_capacity(applications.len());
    for row in applications {
        let posting = postings.iter().find(|posting| posting.id == row.posting_id).ok_or(OpportunityError::NotFound)?;
        let stage = rows::stage(&row)?;
        // What ends with a posting ends in the moment in which that goes.
        let went = !rows::state(posting)?.keeps_applications() && row.changed_at >= posting.changed_at;
        let ended_with_posting = row.taken_down || (stage == Stage::Declined && went);
        let host_is_there = there.contains(&posting.host_account);
        let reachable = host_is_there && !hidden.contains(&posting.host_account);
        all.push(Mine {
            id: PublicId::parse(&row.public_id).ok_or(OpportunityError::NotFound)?,
            posting: rows::shown(posting)?,
            stage,
            ended_with_posting,
            again: row.taken_down && reachable && is_open(posting, now)?,
            host_is_there,
            hold_until: row.hold_until,
            applied_at: row.applied_at,
            changed_at: row.changed_at,
        });
    }
    let next = all.last().filter(|_| more).map(|last| last.id);
    Ok(Listed { rows: all, next })
}
