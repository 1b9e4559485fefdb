//! Making an account and confirming its address. Nobody learns here whether an address has one already.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::identity::{Purpose, SignUp};
use domain::local_path::LocalPath;
use domain::refusal::Refusal;
use sea_orm::DbErr;

use super::hashing::Line;
use super::password::hash_new;
use super::token::Token;
use super::{IdentityError, letters, links, sessions, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::idempotency::{self, Key, Once};
use crate::mail::{Letter, Queued};

/// The action's name, as it stands beside its idempotency keys.
const SIGN_UP: &str = "identity/sign-up";

/// Makes an account whose address is to be confirmed by a mailed link. When the address has one, that mailbox is told
/// so instead; the answer is the same, and so is the work.
///
/// `next` is the page they are on the way to; [`confirm`] answers it, in whatever browser that is. It is stored beside the
/// link and stands in no mail; its address must hold nothing that the database may not know.
pub async fn sign_up(
    ctx: &Ctx,
    email: &str,
    password: &str,
    next: Option<&LocalPath>,
    key: &str,
) -> Result<(), IdentityError> {
    allow(ctx, Action::SignIn, Object::None)?;
    let form = SignUp::parse(email, password).map_err(IdentityError::Invalid)?;
    let key = Key::parse(key).ok_or_else(|| IdentityError::field("key", domain::moderation::words::KEY))?;
    let hash = hash_new(ctx, Line::Stranger, &form.password, "password").await?;
    let (id, pseudonym, token) = (ctx.dice.public_id(), ctx.dice.public_id(), Token::new(&ctx.dice));
    let wrapped = ctx.vault.new_person(id.as_str(), &ctx.dice);
    let (ctx, now, next) = (ctx.clone(), ctx.now(), next.cloned());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, form, key, hash) = (ctx.clone(), form.clone(), key.clone(), hash.clone());
            let (wrapped, token, next) = (wrapped.clone(), token.clone(), next.clone());
            Box::pin(async move {
                // The password is no part of the body: not even its hash may lie among the keys.
                let ticket = match idempotency::once::<()>(tx, &key, SIGN_UP, form.email.key().as_bytes(), now).await? {
                    Once::Replay(()) => return Ok(()),
                    Once::Conflict => return Err(IdentityError::KeyConflict),
                    Once::Fresh(ticket) => ticket,
                };
                let new = store::NewAccount { id, pseudonym, email: &form.email, password_hash: &hash, sample: false };
                if let Some(account) = store::insert_account(tx, &new, &wrapped, now).await? {
                    ask_to_confirm(tx, &ctx, account, &token, next.as_ref()).await?;
                } else if let Some(account) = store::by_email(tx, &form.email).await? {
                    letters::send_already(tx, &ctx, &account).await?;
                }
                ticket.finish(tx, &()).await?;
                Ok(())
            })
        })
        .await
}

async fn ask_to_confirm(
    tx: &WriteTx,
    ctx: &Ctx,
    account: i64,
    token: &Token,
    next: Option<&LocalPath>,
) -> Result<(), DbErr> {
    let Some(row) = store::by_id(tx, account).await? else { return Ok(()) };
    let now = ctx.now();
    let until = now + Purpose::Confirm.lifetime();
    let letter = Letter::ConfirmAddress { link: letters::with_token(letters::CONFIRM, token), until };
    if letters::send_link(tx, ctx, &row, &letter).await? == Queued::Waiting {
        links::issue(tx, account, Purpose::Confirm, token, None, now).await?;
        if let Some(next) = next {
            links::lead_on(tx, token, next).await?;
        }
    }
    Ok(())
}

/// Mails the link once more to the signed-in person, if the address still has to be confirmed.
pub async fn resend_confirmation(ctx: &Ctx) -> Result<(), IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    let account = sessions::member(&ctx.viewer)?.account;
    let (token, ctx) = (Token::new(&ctx.dice), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, token) = (ctx.clone(), token.clone());
            Box::pin(async move {
                let Some(row) = store::by_id(tx, account).await? else { return Err(IdentityError::NotFound) };
                if row.confirmed_at.is_some() {
                    return Ok(());
                }
                let next = links::leads_to(tx, account, Purpose::Confirm).await?;
                ask_to_confirm(tx, &ctx, account, &token, next.as_ref()).await?;
                Ok(())
            })
        })
        .await
}

/// Confirms the address that a link was mailed to. It signs nobody in: whoever made the account may not be the one who
/// reads the mailbox. Answers the page they were on the way to.
pub async fn confirm(ctx: &Ctx, token: &str) -> Result<Option<LocalPath>, IdentityError> {
    allow(ctx, Action::UseLink, Object::None)?;
    let token = Token::parse(token).ok_or(Refusal::LinkSpent)?;
    links::peek(ctx, Purpose::Confirm, &token).await?.ok_or(Refusal::LinkSpent)?;
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, token) = (ctx.clone(), token.clone());
            Box::pin(async move {
                let link = links::take(tx, Purpose::Confirm, &token, now).await?;
                confirm_owner(tx, &ctx, link.account_id, now).await?;
                Ok(link.next.as_deref().and_then(LocalPath::parse))
            })
        })
        .await
}

/// Confirms the address for whoever reads its mailbox. Where an account with this address was stopped and erased not
/// long ago, the new one begins stopped.
pub(super) async fn confirm_owner(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    if confirm_account(tx, account, now).await? {
        crate::moderation::hold_again(tx, ctx, account, now).await?;
    }
    Ok(())
}

/// Confirms the address of an account that is not confirmed; leaves any other as it is, and answers `false`.
pub(super) async fn confirm_account(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let Some(row) = store::by_id(tx, account).await? else { return Ok(false) };
    let state = store::state_of(&row);
    if state.confirm() == state {
        return Ok(false);
    }
    store::set_state(tx, &row, state.confirm(), now).await
}
