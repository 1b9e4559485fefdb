//! What stays of cases: without the words of somebody who was erased, and for how long.

use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::Email;
use domain::moderation::Decision;
use sea_orm::DbErr;

use super::{case_store as store, held_store};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::identity;
use crate::identity::people;
use crate::mentorship;

/// How long the address of somebody is known who was erased while their account was stopped.
pub const HELD: TimeDelta = TimeDelta::days(180);
/// Cases that ended without a step, or whose decision was taken back, are kept so long.
const KEPT_WITHOUT_STEP: TimeDelta = TimeDelta::days(180);
/// Cases that ended with one.
const KEPT_DECIDED: TimeDelta = TimeDelta::days(730);

fn mark(ctx: &Ctx, email: &str) -> Option<String> {
    Some(ctx.vault.fingerprint_of("held address", Email::parse(email)?.key()))
}

/// Takes the words of a person out of the cases about them, in the transaction that erases them and before their account
/// is gone. What stays is that there was a case: its kind, its ground, what was decided and when. What reporters told
/// stays only while somebody still has to decide. Where the account is stopped a keyed hash of the address stays too.
pub(crate) async fn forget_person(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    let person = people::by_accounts(tx, &[account]).await?.pop();
    let address = person.and_then(|person| mark(ctx, &person.email));
    for row in held_store::about(tx, account).await? {
        let Some(case) = store::case(&row) else { continue };
        let left = case.left();
        let stopped = left.in_effect() == Some(Decision::Suspend);
        let held = address.clone().filter(|_| stopped).map(|address| (address, now + HELD));
        held_store::leave(tx, &row, &left, held).await?;
        if !left.waits() {
            held_store::forget_words(tx, &[row.id]).await?;
        }
    }
    Ok(())
}

/// A new account with a held address begins stopped, in the transaction that confirms it: the case is about this account
/// from now on, so that its owner reads why and may appeal.
pub(crate) async fn hold_again(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    let person = people::by_accounts(tx, &[account]).await?.pop();
    let Some(address) = person.and_then(|person| mark(ctx, &person.email)) else { return Ok(()) };
    if held_store::take_up(tx, &address, account, now).await? {
        identity::suspend(tx, account, now).await?;
        mentorship::away(tx, ctx, account, now).await?;
        crate::opportunities::away(tx, ctx, account, now).await?;
    }
    Ok(())
}

/// Deletes cases about people: after 180 days where nothing was done or it was taken back, after two years otherwise.
/// What is still hidden or stopped then keeps its case, without words. Reported pages go with their reports.
pub(crate) async fn purge_cases(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                held_store::release_old(tx, now).await?;
                held_store::delete_without_step(tx, now - KEPT_WITHOUT_STEP).await?;
                held_store::delete_decided(tx, now - KEPT_DECIDED).await?;
                let old = held_store::still_felt(tx, now - KEPT_DECIDED).await?;
                held_store::forget_words(tx, &old).await?;
                Ok::<_, DbError>(())
            })
        })
        .await
}
