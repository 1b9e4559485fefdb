//! A posting that was taken down is back: whoever lost an application to that hears so, once, and may apply again.

use chrono::{DateTime, Utc};
use domain::opportunities::State;
use sea_orm::EntityTrait;

use super::entity::postings;
use super::{OpportunityError, filed, news, pipeline, rows};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::moderation;

/// A held posting takes applications: tells whoever lost one to a take-down and has not heard of its return. Not before, because
/// what is put back is paused or waits for a check. Of one that opens later its first day is told, once for all. Whoever is kept
/// away, stopped or about to leave hears nothing, now or later.
pub(super) async fn tell_back(
    tx: &WriteTx,
    ctx: &Ctx,
    posting: i64,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let lost = filed::lost_to_take_down(tx, posting).await?;
    if lost.is_empty() {
        return Ok(());
    }
    let Some(row) = postings::Entity::find_by_id(posting).one(tx).await? else { return Ok(()) };
    // One that is full waits for a free place, and they with it.
    if rows::state(&row)? != State::Published || rows::places(&row).is_filled() {
        return Ok(());
    }
    let from = rows::posting(&row)?.window.opens_later(now);
    let accounts: Vec<i64> = lost.iter().map(|one| one.applicant_account).collect();
    let there = pipeline::there(tx, &accounts).await?;
    for one in lost {
        let away = !there.contains(&one.applicant_account);
        if !away && !moderation::is_blocked_between(tx, row.host_account, one.applicant_account).await? {
            news::tell_back(tx, ctx, (&row, &one), from.as_deref()).await?;
        }
    }
    Ok(filed::note_told_back(tx, posting).await?)
}
