//! Setting up the second factor and taking it away: a code of an app (RFC 6238, six digits, 30 seconds), or one of ten
//! recovery codes. What is sealed and how a code is used up is in [`super::codes`].

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::identity::limits::Tries;
use domain::identity::words;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{DbErr, EntityTrait, QueryFilter};
use totp_rs::Secret;

use super::buckets::{Bucket, take_now};
use super::codes::{SECRET_BYTES, Sealed, read_app_code, replace_codes, seal, sealed_of, use_up};
use super::entity::accounts::Model;
use super::entity::{recovery_codes, sessions};
use super::proof::{proven_account, still_proven};
use super::sessions::{Which, end_all, member};
use super::{IdentityError, letters, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::mail::Letter;

/// What the settings page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoFactor {
    /// Since when it is asked for; `None` while it is off.
    pub since: Option<DateTime<Utc>>,
    /// What is to be kept before it is switched on, or before new codes hold.
    pub pending: Option<Pending>,
    /// Recovery codes that are left.
    pub codes_left: usize,
}

/// A secret and codes that are shown until they are said to be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Pending {
    /// The secret in base 32, for typing; empty when only the codes are new.
    pub secret: String,
    /// `otpauth://` for an app's camera; empty when only the codes are new.
    pub address: String,
    /// The recovery codes.
    pub codes: Vec<String>,
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pending")
    }
}

async fn own(ctx: &Ctx) -> Result<Model, IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    store::by_id(ctx.db.read(), member(&ctx.viewer)?.account).await?.ok_or(IdentityError::NotFound)
}

/// What the viewer's settings page shows. Secret and new codes are for whoever has given the password a moment ago: a
/// page that was left open shows them no more.
pub async fn two_factor(ctx: &Ctx) -> Result<TwoFactor, IdentityError> {
    let row = own(ctx).await?;
    let sealed = if member(&ctx.viewer)?.proved { sealed_of(ctx, &row).await? } else { None };
    let pending = sealed.as_ref().and_then(|sealed| {
        let codes = sealed.still_pending(ctx.now())?.written();
        if row.totp_since.is_some() {
            return Some(Pending { secret: String::new(), address: String::new(), codes });
        }
        let secret = Secret::from(sealed.secret.to_vec()).to_base32();
        let address = otpauth(&ctx.config.org.short_name, &row.email, &secret);
        Some(Pending { secret, address, codes })
    });
    let left = recovery_codes::Entity::find()
        .filter(recovery_codes::COLUMN.account_id.eq(row.id))
        .filter(recovery_codes::COLUMN.used_at.is_null())
        .all(ctx.db.read())
        .await?;
    Ok(TwoFactor { since: row.totp_since, pending, codes_left: left.len() })
}

/// The address an app reads (Google Authenticator's Key Uri Format).
fn otpauth(issuer: &str, email: &str, secret: &str) -> String {
    let encode =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let issuer = encode(&issuer.replace(':', " "));
    format!("otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}", encode(email))
}

/// Makes a secret and codes to be shown; or, where the second factor is on, only new codes. Asks for the password.
pub async fn begin_two_factor(ctx: &Ctx, password: &str) -> Result<(), IdentityError> {
    let row = proven_account(ctx, password, "password").await?;
    let secret = match sealed_of(ctx, &row).await? {
        Some(sealed) if row.totp_since.is_some() => sealed.secret,
        _ => ctx.dice.bytes(),
    };
    let sealed = seal(ctx, &row, &Sealed::pending(ctx, secret)).await?;
    let (session, now) = (member(&ctx.viewer)?.session, ctx.now());
    ctx.db
        .write(move |tx| {
            let (row, sealed) = (row.clone(), sealed.clone());
            Box::pin(async move {
                still_proven(tx, &row, session, now).await?;
                changed(store::change_totp(tx, &row, &sealed, row.totp_since, now).await?)
            })
        })
        .await
}

/// Somebody else may have set it up, or taken it away, meanwhile.
fn changed(done: bool) -> Result<(), IdentityError> {
    if done { Ok(()) } else { Err(Refusal::SignInAgain.into()) }
}

/// Switches the second factor on, or new codes in force: the code shows that the app has the secret. Codes are counted,
/// and what has waited longer than half an hour is begun anew.
pub async fn confirm_two_factor(ctx: &Ctx, code: &str) -> Result<(), IdentityError> {
    let row = own(ctx).await?;
    if !take_now(ctx, vec![Bucket::new(ctx, "confirm-code", &row.public_id, Tries::ACCOUNT)]).await? {
        return Err(IdentityError::field("code", words::CODE_TRIES));
    }
    let sealed = sealed_of(ctx, &row).await?.ok_or(Refusal::SignInAgain)?;
    let over = || IdentityError::field("code", words::CODE_OVER);
    let hashes = sealed.still_pending(ctx.now()).ok_or_else(over)?.hashes();
    let proof = read_app_code(ctx, &sealed, code)?;
    let kept = seal(ctx, &row, &Sealed::kept(sealed.secret)).await?;
    let (session, ctx, now) = (member(&ctx.viewer)?.session, ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, row, kept, hashes, proof) =
                (ctx.clone(), row.clone(), kept.clone(), hashes.clone(), proof.clone());
            Box::pin(async move {
                changed(store::change_totp(tx, &row, &kept, Some(row.totp_since.unwrap_or(now)), now).await?)?;
                if !use_up(tx, row.id, &proof, now).await? {
                    return Err(IdentityError::field("code", words::CODE_WRONG));
                }
                replace_codes(tx, row.id, &hashes, now).await?;
                if row.totp_since.is_none() {
                    // Whoever knew only the password is out.
                    end_all(tx, row.id, Which::Others(session)).await?;
                    let own = sessions::Entity::update_many()
                        .col_expr(sessions::Column::TwoFactor, Expr::value(true))
                        .filter(sessions::COLUMN.id.eq(session))
                        .filter(sessions::COLUMN.account_id.eq(row.id));
                    changed(own.exec(tx).await?.rows_affected == 1)?;
                    let settings = letters::path(letters::TWO_FACTOR);
                    letters::send(tx, &ctx, &row, &Letter::TwoFactorOn { at: now, settings }).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Switches the second factor off. People with work for the association must keep it.
pub async fn end_two_factor(ctx: &Ctx, password: &str) -> Result<(), IdentityError> {
    let row = proven_account(ctx, password, "password").await?;
    if member(&ctx.viewer)?.capabilities.is_staff() {
        return Err(Refusal::StaffNeedsSecondFactor.into());
    }
    let (session, ctx, now) = (member(&ctx.viewer)?.session, ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, row) = (ctx.clone(), row.clone());
            Box::pin(async move {
                still_proven(tx, &row, session, now).await?;
                remove(tx, row.id, now).await?;
                if row.totp_since.is_some() {
                    let settings = letters::path(letters::TWO_FACTOR);
                    letters::send(tx, &ctx, &row, &Letter::TwoFactorOff { at: now, settings }).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Removes secret and codes; no session counts as having given one any more.
pub(crate) async fn remove(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    store::set_totp(tx, account, None, None, now).await?;
    sessions::Entity::update_many()
        .col_expr(sessions::Column::TwoFactor, Expr::value(false))
        .filter(sessions::COLUMN.account_id.eq(account))
        .exec(tx)
        .await?;
    replace_codes(tx, account, &[], now).await
}

/// Switches the second factor of an invented person on with a secret of its own; answers it in base 32.
pub(super) async fn set_for_sample(ctx: &Ctx, row: &Model) -> Result<String, IdentityError> {
    let secret: [u8; SECRET_BYTES] = ctx.dice.bytes();
    let (sealed, now) = (seal(ctx, row, &Sealed::kept(secret)).await?, ctx.now());
    let account = row.id;
    ctx.db
        .write(move |tx| {
            let sealed = sealed.clone();
            Box::pin(async move {
                store::set_totp(tx, account, Some(&sealed), Some(now), now).await?;
                Ok::<_, IdentityError>(())
            })
        })
        .await?;
    Ok(Secret::from(secret.to_vec()).to_base32())
}
