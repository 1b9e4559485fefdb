//! What the moderation room wants to know of a posting, and what reports do to it.

use domain::access::Action;
use domain::id::PublicId;
use domain::opportunities::{By, State, Step};
use sea_orm::{ConnectionTrait, DbErr};

use super::entity::postings;
use super::{OpportunityError, hosting, news, rows, store};
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// The key of the account whose posting it is.
pub(crate) async fn host_of(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<i64>, DbErr> {
    Ok(store::posting(db, id).await?.map(|row| row.host_account))
}

/// What a posting says at this moment, as a moderator reads it later; `None` where there is none that people see.
pub(crate) async fn evidence(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<String>, DbErr> {
    let Some(row) = store::posting(db, id).await? else { return Ok(None) };
    if !rows::is_public(&row).map_err(OpportunityError::into_db)? {
        return Ok(None);
    }
    said(&row).map(Some).map_err(OpportunityError::into_db)
}

fn said(row: &postings::Model) -> Result<String, OpportunityError> {
    let posting = rows::posting(row)?;
    let fee = posting.fee.headline(posting.weeks.least);
    let head = format!("Posting {}: {}", row.public_id, posting.title);
    let texts = posting.texts().skip(1).filter(|text| !text.is_empty());
    Ok([head.as_str(), fee.as_str()].into_iter().chain(texts).collect::<Vec<_>>().join("\n"))
}

/// Two people have reported it: nobody sees it until a moderator has looked. One that is held already stays so.
pub(crate) async fn hold_reported(tx: &WriteTx, ctx: &Ctx, id: PublicId) -> Result<(), DbErr> {
    hold_in(tx, ctx, id).await.map_err(OpportunityError::into_db)
}

async fn hold_in(tx: &WriteTx, ctx: &Ctx, id: PublicId) -> Result<(), OpportunityError> {
    let Some(row) = store::posting(tx, id).await? else { return Ok(()) };
    let Some(row) = store::hold(tx, row.id).await? else { return Ok(()) };
    if !matches!(rows::state(&row)?, State::Published | State::Paused | State::Filled) {
        return Ok(());
    }
    hosting::take(tx, ctx, &row, (Step::Hold, By::House), None, ctx.now()).await?;
    Ok(news::tell_moderators(tx, ctx, &row, "A posting was reported and is held").await?)
}

/// A moderator takes a posting down from its desk; its host finds `why` beside it, and is told by the decision. Answers what
/// it said, public or not, for the case that the moderation room makes of it.
pub(crate) async fn take_down_for(
    tx: &WriteTx,
    ctx: &Ctx,
    id: PublicId,
    why: &str,
) -> Result<String, OpportunityError> {
    let row = store::posting(tx, id).await?.ok_or(OpportunityError::NotFound)?;
    let row = store::hold(tx, row.id).await?.ok_or(OpportunityError::NotFound)?;
    hosting::take(tx, ctx, &row, (Step::TakeDown, By::House), Some(why), ctx.now()).await?;
    let entry = Entry::done(&ctx.viewer, Action::ReviewPostings).on("posting", id).saying(Step::TakeDown.word());
    audit::note(tx, &entry, ctx.now()).await?;
    said(&row)
}

/// A moderator has hidden something in the moderation room: where it is a posting, it is taken down. `content` is its name
/// there, the kind and the public id. Whatever else it names, and a posting that is over already, stays as it is. Its host
/// is told by the decision alone.
pub(crate) async fn take_down(tx: &WriteTx, ctx: &Ctx, content: &str) -> Result<(), DbErr> {
    follow(tx, ctx, content, Step::TakeDown).await.map_err(OpportunityError::into_db)
}

/// What was hidden is seen again: a posting that was taken down is put back, and its host opens it; or it is checked first.
pub(crate) async fn put_back(tx: &WriteTx, ctx: &Ctx, content: &str) -> Result<(), DbErr> {
    follow(tx, ctx, content, Step::Restore).await.map_err(OpportunityError::into_db)
}

/// What a posting is called that is taken down; `None` for everything else. `content` is its name in the moderation room.
pub(crate) async fn title_taken_down(db: &impl ConnectionTrait, content: &str) -> Result<Option<String>, DbErr> {
    let Some(id) = named(content) else { return Ok(None) };
    let row = store::posting(db, id).await?.filter(|row| row.state == State::TakenDown.word());
    Ok(row.map(|row| row.title))
}

/// The posting that is named so in the moderation room.
fn named(content: &str) -> Option<PublicId> {
    content.strip_prefix(domain::moderation::Kind::Posting.word()).and_then(|id| PublicId::parse(id.trim()))
}

async fn follow(tx: &WriteTx, ctx: &Ctx, content: &str, step: Step) -> Result<(), OpportunityError> {
    let Some(id) = named(content) else { return Ok(()) };
    let Some(row) = store::posting(tx, id).await? else { return Ok(()) };
    let Some(row) = store::hold(tx, row.id).await? else { return Ok(()) };
    if rows::state(&row)?.after(step, By::House).is_err() {
        return Ok(());
    }
    if step == Step::Restore {
        return hosting::restore(tx, ctx, &row, (By::House, None), ctx.now()).await;
    }
    hosting::take(tx, ctx, &row, (step, By::House), None, ctx.now()).await
}
