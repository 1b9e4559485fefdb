//! Another e-mail address for an account: the new one must be confirmed, the old one is told.

use domain::access::{Action, Object};
use domain::identity::{Email, Purpose, parse_email, words};
use domain::refusal::Refusal;
use sea_orm::{DbErr, SqlErr};

use super::proof::{proven_account, still_proven};
use super::sessions::member;
use super::token::Token;
use super::{IdentityError, letters, links, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::mail::{Letter, Queued};

/// Mails a link to the new address and a word to the old one. Whether the new one has an account already shows only to
/// whoever reads its mailbox. When that has had its share of mails for the hour, a link mailed before goes on working.
pub async fn ask_for_email(ctx: &Ctx, email: &str, password: &str) -> Result<(), IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    let mut errors = Vec::new();
    let Some(email) = parse_email("email", email, &mut errors) else { return Err(IdentityError::Invalid(errors)) };
    let row = proven_account(ctx, password, "password").await?;
    if row.email_key == email.key() {
        return Err(IdentityError::field("email", words::EMAIL_SAME));
    }
    let (token, session) = (Token::new(&ctx.dice), member(&ctx.viewer)?.session);
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, email, token, row) = (ctx.clone(), email.clone(), token.clone(), row.clone());
            Box::pin(async move {
                still_proven(tx, &row, session, now).await?;
                if let Some(taken) = store::by_email(tx, &email).await? {
                    if letters::send_already(tx, &ctx, &taken).await? == Queued::Waiting {
                        links::supersede(tx, row.id, Purpose::ChangeEmail).await?;
                    }
                } else {
                    let link = letters::with_token(letters::CHANGE_EMAIL, &token);
                    let letter = Letter::ChangeAddressConfirm { link, until: now + Purpose::ChangeEmail.lifetime() };
                    if letters::send_to(tx, &ctx, &row, &email, &letter).await? == Queued::Waiting {
                        links::issue(tx, row.id, Purpose::ChangeEmail, &token, Some(email.as_str()), now).await?;
                    }
                }
                let told = Letter::AddressChangeTold { at: now, forgotten: letters::path(letters::FORGOT) };
                letters::send(tx, &ctx, &row, &told).await?;
                Ok(())
            })
        })
        .await
}

/// Sets the new address by the link mailed to it, and tells the old one.
pub async fn confirm_email(ctx: &Ctx, token: &str) -> Result<(), IdentityError> {
    allow(ctx, Action::UseLink, Object::None)?;
    let token = Token::parse(token).ok_or(Refusal::LinkSpent)?;
    links::peek(ctx, Purpose::ChangeEmail, &token).await?.ok_or(Refusal::LinkSpent)?;
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, token) = (ctx.clone(), token.clone());
            Box::pin(async move {
                let link = links::take(tx, Purpose::ChangeEmail, &token, now).await?;
                let email = link.email.as_deref().and_then(Email::parse).ok_or(Refusal::LinkSpent)?;
                let row = store::by_id(tx, link.account_id).await?.ok_or(Refusal::LinkSpent)?;
                // Somebody may have made an account with it meanwhile.
                if store::by_email(tx, &email).await?.is_some() {
                    return Err(Refusal::LinkSpent.into());
                }
                store::set_email(tx, row.id, &email, now).await.map_err(taken)?;
                crate::mail::lift_confirmed(tx, &email).await?;
                super::sign_up::confirm_owner(tx, &ctx, row.id, now).await?;
                links::supersede(tx, row.id, Purpose::Reset).await?;
                letters::send(tx, &ctx, &row, &Letter::AddressChanged { at: now }).await?;
                Ok(())
            })
        })
        .await
}

/// Somebody has made an account with the address at the same moment.
fn taken(error: DbErr) -> IdentityError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Refusal::LinkSpent.into(),
        _ => error.into(),
    }
}
