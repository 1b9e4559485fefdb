//! Changing what a posting says after it was sent in: a draft beside it, until that is sent in too.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::opportunities::flags::{Fired, Host, flags};
use domain::opportunities::{By, Posting, Step, draft};
use domain::refusal::Refusal;

use super::entity::postings;
use super::{OpportunityError, drafts, hosting, me, news, pipeline, rows, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// Opens the draft of a posting of the viewer's; one that was begun before goes on. Answers the draft.
pub async fn edit(ctx: &Ctx, posting: &str) -> Result<PublicId, OpportunityError> {
    allow(ctx, Action::HostPosting, Object::Own)?;
    let (account, id) = (me(ctx)?.account, PublicId::parse(posting).ok_or(OpportunityError::NotFound)?);
    let (new, now) = (ctx.dice.public_id(), ctx.now());
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                let row = store::hold_of(tx, id, account).await?;
                if !rows::state(&row)?.is_editable() {
                    return Err(Refusal::PostingMoved.into());
                }
                let mut fields = draft::fields_of(&rows::posting(&row)?);
                // Said beside the draft, and by then perhaps another number.
                fields.retain(|(name, _)| name != "seats");
                drafts::open(tx, (account, row.id), new, &fields, now).await
            })
        })
        .await
}

/// Puts what a draft says in place of what its posting said. A rule that fires now and did not before, or somebody else
/// who answers for it, holds the posting for a check; whoever has applied hears of what concerns them, and reads nothing new
/// before it was checked. The number of places stays what it is now, whatever the draft says.
pub(super) async fn rewrite(
    tx: &WriteTx,
    ctx: &Ctx,
    (account, key): (i64, i64),
    (posting, host): (&Posting, Host<'_>),
    now: DateTime<Utc>,
) -> Result<postings::Model, OpportunityError> {
    let row = store::hold(tx, key).await?.filter(|row| row.host_account == account);
    let row = row.ok_or(OpportunityError::NotFound)?;
    if !rows::state(&row)?.is_editable() {
        return Err(Refusal::PostingMoved.into());
    }
    let before = rows::posting(&row)?;
    let posting = &Posting { seats: before.seats, ..posting.clone() };
    let fired = flags(posting, host);
    let known = rows::flags(&row);
    let is_new = |one: &Fired| !known.contains(one);
    let held = fired.iter().any(is_new) || !posting.is_vouched_as(&before);
    if held {
        // First: the database refuses a published posting whose words nobody has checked.
        hosting::take(tx, ctx, &row, (Step::Hold, By::House), None, now).await?;
    }
    store::rewrite(tx, &row, posting, (rows::flags_json(&fired), row.checked && !held), now).await?;
    let old = row;
    let row = store::hold(tx, key).await?.ok_or(OpportunityError::NotFound)?;
    let changes = posting.told_changes(&before);
    if held {
        news::tell_checking(tx, ctx, &old, &changes).await?;
        news::tell_moderators(tx, ctx, &row, "A changed posting waits for a check").await?;
    } else {
        if !changes.is_empty() {
            news::tell_changes(tx, ctx, &row, &changes).await?;
        }
        pipeline::fill_from_line(tx, ctx, key, now).await?;
        pipeline::settle(tx, ctx, &old, now).await?;
    }
    Ok(row)
}
