//! Choosing a new password: by a mailed link, or with the present one.

use domain::access::{Action, Object};
use domain::identity::{NewPassword, Purpose, parse_email, parse_password};
use domain::refusal::Refusal;

use super::hashing::Line;
use super::proof::{proven_account, still_proven};
use super::sessions::{Which, end_all, member};
use super::sign_up::confirm_owner;
use super::token::Token;
use super::{IdentityError, letters, links, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::mail::{Letter, Queued};

/// Mails a link to choose a new password, if the address has an account. The answer is the same if not; and when the
/// mailbox has had its share of mails for the hour, where the link mailed before goes on working.
pub async fn forgot_password(ctx: &Ctx, email: &str) -> Result<(), IdentityError> {
    allow(ctx, Action::SignIn, Object::None)?;
    let mut errors = Vec::new();
    let Some(email) = parse_email("email", email, &mut errors) else { return Err(IdentityError::Invalid(errors)) };
    let (token, ctx, now) = (Token::new(&ctx.dice), ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, email, token) = (ctx.clone(), email.clone(), token.clone());
            Box::pin(async move {
                tx.housekeeping();
                // Both ways commit once; what a stranger can measure is a row more or less.
                let Some(row) = store::by_email(tx, &email).await? else { return Ok(()) };
                let until = now + Purpose::Reset.lifetime();
                let letter = Letter::ResetPassword { link: letters::with_token(letters::RESET, &token), until };
                if letters::send_link(tx, &ctx, &row, &letter).await? == Queued::Waiting {
                    links::issue(tx, row.id, Purpose::Reset, &token, None, now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Sets the password by a mailed link. Every session ends; the address is confirmed by it, since its owner has the link.
pub async fn reset_password(ctx: &Ctx, token: &str, password: &str) -> Result<(), IdentityError> {
    allow(ctx, Action::UseLink, Object::None)?;
    let token = Token::parse(token).ok_or(Refusal::LinkSpent)?;
    let link = links::peek(ctx, Purpose::Reset, &token).await?.ok_or(Refusal::LinkSpent)?;
    let row = store::by_id(ctx.db.read(), link.account_id).await?.ok_or(Refusal::LinkSpent)?;
    let password = fit(password, &row.email, "password")?;
    let hash = hash_new(ctx, Line::Known, &password, "password").await?;
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, token, hash, row) = (ctx.clone(), token.clone(), hash.clone(), row.clone());
            Box::pin(async move {
                links::take(tx, Purpose::Reset, &token, now).await?;
                store::set_password(tx, row.id, &hash, now).await?;
                confirm_owner(tx, &ctx, row.id, now).await?;
                // Whoever had the mailbox may have had the calendar's address too.
                crate::events::rsvp::end_feed(tx, row.id).await?;
                links::supersede(tx, row.id, Purpose::Confirm).await?;
                end_all(tx, row.id, Which::All).await?;
                letters::send(tx, &ctx, &row, &changed(now)).await?;
                Ok(())
            })
        })
        .await
}

/// Sets the password of the signed-in person; their other sessions end.
pub async fn change_password(ctx: &Ctx, present: &str, new: &str) -> Result<(), IdentityError> {
    let row = proven_account(ctx, present, "present_password").await?;
    let password = fit(new, &row.email, "new_password")?;
    let session = member(&ctx.viewer)?.session;
    let hash = hash_new(ctx, Line::Known, &password, "new_password").await?;
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, hash, row) = (ctx.clone(), hash.clone(), row.clone());
            Box::pin(async move {
                still_proven(tx, &row, session, now).await?;
                store::set_password(tx, row.id, &hash, now).await?;
                links::supersede(tx, row.id, Purpose::Reset).await?;
                end_all(tx, row.id, Which::Others(session)).await?;
                letters::send(tx, &ctx, &row, &changed(now)).await?;
                Ok(())
            })
        })
        .await
}

fn changed(now: chrono::DateTime<chrono::Utc>) -> Letter {
    Letter::PasswordChanged { at: now, forgotten: letters::path(letters::FORGOT) }
}

fn fit(typed: &str, email: &str, field: &str) -> Result<NewPassword, IdentityError> {
    let mut errors = Vec::new();
    parse_password(field, typed, Some(email), &mut errors).ok_or(IdentityError::Invalid(errors))
}

/// The hash of a new password. One that would soon be guessed is refused beside `field`, with what is weak about it.
pub(super) async fn hash_new(
    ctx: &Ctx,
    line: Line,
    password: &NewPassword,
    field: &str,
) -> Result<String, IdentityError> {
    let hash = ctx.hasher.queue(line)?.hash_new(password.as_str(), &ctx.dice).await?;
    hash.map_err(|weak| IdentityError::field(field, &weak.words()))
}
