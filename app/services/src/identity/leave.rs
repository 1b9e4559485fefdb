//! Leaving: at once out of sight, two weeks to come back; and being stopped by a moderator. What comes at the end of
//! leaving is in [`super::erasing`].

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::identity::words;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use super::proof::{proven_account, still_proven};
use super::sessions::{Which, end_all, member};
use super::{IdentityError, erasure_log, letters, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::mail::Letter;

/// Marks the viewer's account to be erased in two weeks and ends every session. `confirmed` is the ticked box.
pub async fn leave(ctx: &Ctx, password: &str, confirmed: bool) -> Result<(), IdentityError> {
    allow(ctx, Action::LeaveAccount, Object::Own)?;
    if !confirmed {
        let mut errors = vec![FieldError::new("understood", words::CONFIRM_LEAVE)];
        errors.extend(password.is_empty().then(|| FieldError::new("password", words::PASSWORD_MISSING)));
        return Err(IdentityError::Invalid(errors));
    }
    let row = proven_account(ctx, password, "password").await?;
    let (session, ctx, now) = (member(&ctx.viewer)?.session, ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, row) = (ctx.clone(), row.clone());
            Box::pin(async move {
                still_proven(tx, &row, session, now).await?;
                let leaving = store::state_of(&row).leave(now);
                if !store::set_state(tx, &row, leaving, now).await? {
                    return Err(Refusal::SignInAgain.into());
                }
                end_all(tx, row.id, Which::All).await?;
                crate::events::rsvp::leaves(tx, &ctx, row.id).await?;
                crate::mentorship::away(tx, &ctx, row.id, now).await?;
                crate::opportunities::away(tx, &ctx, row.id, now).await?;
                if let domain::identity::Account::Leaving { erase_at } = leaving {
                    let sign_in = letters::path(letters::SIGN_IN);
                    letters::send(tx, &ctx, &row, &Letter::AccountLeaving { erase_at, sign_in }).await?;
                }
                Ok(())
            })
        })
        .await
}

/// When the viewer's account will be erased; `None` while nobody has asked for it.
pub async fn leaving_at(ctx: &Ctx) -> Result<Option<DateTime<Utc>>, IdentityError> {
    allow(ctx, Action::LeaveAccount, Object::Own)?;
    let row = store::by_id(ctx.db.read(), member(&ctx.viewer)?.account).await?.ok_or(IdentityError::NotFound)?;
    Ok(row.erase_at)
}

/// Takes the leaving back.
pub async fn come_back(ctx: &Ctx) -> Result<(), IdentityError> {
    allow(ctx, Action::LeaveAccount, Object::Own)?;
    let (account, now, inner) = (member(&ctx.viewer)?.account, ctx.now(), ctx.clone());
    let person = ctx
        .db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let row = store::by_id(tx, account).await?.ok_or(Refusal::AccountGone)?;
                let back =
                    store::state_of(&row).come_back(row.suspended_at.is_some(), row.confirmed_at.is_some(), now)?;
                if !store::set_state(tx, &row, back, now).await? {
                    return Err(IdentityError::from(Refusal::SignInAgain));
                }
                crate::opportunities::back(tx, &ctx, account, now).await?;
                Ok(row.public_id)
            })
        })
        .await?;
    // An erasure that failed half way may have left its line.
    Ok(erasure_log::strike(ctx.db.data_dir(), &erasure_log::hash_of(&person))?)
}

/// A moderator stops an account: its sessions end at once. `false` when it is not one that can be stopped.
pub(crate) async fn suspend(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let Some(row) = store::by_id(tx, account).await? else { return Ok(false) };
    let Ok(next) = store::state_of(&row).suspend() else { return Ok(false) };
    end_all(tx, account, Which::All).await?;
    crate::events::rsvp::end_feed(tx, account).await?;
    store::set_state(tx, &row, next, now).await
}

/// A moderator lets an account go on; whoever is leaving goes on leaving, and may come back in good standing. Answers since
/// when it was stopped; `None` when it was not.
pub(crate) async fn restore(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, DbErr> {
    let Some(row) = store::by_id(tx, account).await? else { return Ok(None) };
    let moved = match store::state_of(&row).restore() {
        Ok(next) => store::set_state(tx, &row, next, now).await?,
        Err(_) => store::lift_suspension(tx, &row, now).await?,
    };
    Ok(row.suspended_at.filter(|_| moved))
}
