//! The second factor: a code of an app (RFC 6238, six digits, 30 seconds), or one of ten recovery codes.
//!
//! Secret and codes lie sealed in the account while they are being set up, so that the page can show them; once the
//! person has said that they are kept, only the secret stays and of the codes their hashes.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::identity::limits::RECOVERY_CODES;
use domain::identity::{recovery, words};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

use super::entity::accounts::Model;
use super::entity::{recovery_codes, sessions};
use super::sessions::{Which, end_all, member};
use super::sign_in::proven_account;
use super::{IdentityError, letters, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::idempotency::hex;
use crate::mail::Letter;
use crate::vault::{Place, Wrapped};

const SECRET_BYTES: usize = 20;
const CODE_BYTES: usize = 8;

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

/// What is sealed in the account.
struct Sealed {
    secret: [u8; SECRET_BYTES],
    codes: Vec<[u8; CODE_BYTES]>,
}

impl Sealed {
    fn new(ctx: &Ctx, secret: [u8; SECRET_BYTES]) -> Self {
        Self { secret, codes: (0..RECOVERY_CODES).map(|_| ctx.dice.bytes()).collect() }
    }

    fn bytes(&self) -> Vec<u8> {
        self.codes.iter().fold(self.secret.to_vec(), |mut all, code| {
            all.extend_from_slice(code);
            all
        })
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (secret, rest) = bytes.split_first_chunk::<SECRET_BYTES>()?;
        let (codes, []) = rest.as_chunks::<CODE_BYTES>() else { return None };
        Some(Self { secret: *secret, codes: codes.to_vec() })
    }
}

fn place(row: &Model) -> Place<'_> {
    Place { table: "accounts", row: &row.public_id, field: "totp_secret" }
}

async fn key_of(ctx: &Ctx, row: &Model) -> Result<Wrapped, IdentityError> {
    store::person_key(ctx.db.read(), row.id).await?.ok_or(IdentityError::NotFound)
}

async fn sealed_of(ctx: &Ctx, row: &Model) -> Result<Option<Sealed>, IdentityError> {
    let Some(text) = &row.totp_secret else { return Ok(None) };
    let bytes = ctx.vault.unseal(&row.public_id, &key_of(ctx, row).await?, place(row), &text.0)?;
    Sealed::read(&bytes).map(Some).ok_or_else(|| IdentityError::Secret("a second factor cannot be read".to_owned()))
}

async fn seal(ctx: &Ctx, row: &Model, sealed: &Sealed) -> Result<String, IdentityError> {
    Ok(ctx.vault.seal(&row.public_id, &key_of(ctx, row).await?, place(row), &sealed.bytes(), &ctx.dice)?)
}

fn totp(secret: &[u8; SECRET_BYTES]) -> Result<Totp, IdentityError> {
    let built = Builder::new().with_secret(secret.to_vec()).build();
    built.map_err(|error| IdentityError::Secret(error.to_string()))
}

async fn own(ctx: &Ctx) -> Result<Model, IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    store::by_id(ctx.db.read(), member(&ctx.viewer)?.account).await?.ok_or(IdentityError::NotFound)
}

/// What the viewer's settings page shows.
pub async fn two_factor(ctx: &Ctx) -> Result<TwoFactor, IdentityError> {
    let row = own(ctx).await?;
    let pending = sealed_of(ctx, &row).await?.filter(|sealed| !sealed.codes.is_empty()).map(|sealed| {
        let (secret, address) = if row.totp_since.is_none() {
            let secret = Secret::from(sealed.secret.to_vec()).to_base32();
            let address = otpauth(&ctx.config.org.short_name, &row.email, &secret);
            (secret, address)
        } else {
            (String::new(), String::new())
        };
        Pending { secret, address, codes: sealed.codes.iter().map(|code| recovery::write(*code)).collect() }
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
    let (sealed, now) = (seal(ctx, &row, &Sealed::new(ctx, secret)).await?, ctx.now());
    ctx.db
        .write(move |tx| {
            let (row, sealed) = (row.clone(), sealed.clone());
            Box::pin(async move {
                store::set_totp(tx, row.id, Some(&sealed), row.totp_since, now).await?;
                Ok(())
            })
        })
        .await
}

/// Switches the second factor on, or new codes in force: the code shows that the app has the secret.
pub async fn confirm_two_factor(ctx: &Ctx, code: &str) -> Result<(), IdentityError> {
    let row = own(ctx).await?;
    let sealed = sealed_of(ctx, &row).await?.filter(|sealed| !sealed.codes.is_empty()).ok_or(Refusal::SignInAgain)?;
    let proof = read_app_code(ctx, &sealed, code)?;
    let kept = seal(ctx, &row, &Sealed { secret: sealed.secret, codes: Vec::new() }).await?;
    let hashes: Vec<String> =
        sealed.codes.iter().map(|code| code_sha256(&recovery::write(*code).replace('-', ""))).collect();
    let (session, ctx, now) = (member(&ctx.viewer)?.session, ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, row, kept, hashes, proof) =
                (ctx.clone(), row.clone(), kept.clone(), hashes.clone(), proof.clone());
            Box::pin(async move {
                if !use_up(tx, row.id, &proof, now).await? {
                    return Err(IdentityError::field("code", words::CODE_WRONG));
                }
                store::set_totp(tx, row.id, Some(&kept), Some(row.totp_since.unwrap_or(now)), now).await?;
                replace_codes(tx, row.id, &hashes, now).await?;
                if row.totp_since.is_none() {
                    // Whoever knew only the password is out.
                    end_all(tx, row.id, Which::Others(session)).await?;
                    sessions::Entity::update_many()
                        .col_expr(sessions::Column::TwoFactor, Expr::value(true))
                        .filter(sessions::COLUMN.id.eq(session))
                        .exec(tx)
                        .await?;
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
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, row) = (ctx.clone(), row.clone());
            Box::pin(async move {
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

/// Removes secret and codes.
pub(crate) async fn remove(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    store::set_totp(tx, account, None, None, now).await?;
    replace_codes(tx, account, &[], now).await
}

/// Switches the second factor of an invented person on with a secret of its own; answers it in base 32.
pub(super) async fn set_for_sample(ctx: &Ctx, row: &Model) -> Result<String, IdentityError> {
    let secret: [u8; SECRET_BYTES] = ctx.dice.bytes();
    let (sealed, now) = (seal(ctx, row, &Sealed { secret, codes: Vec::new() }).await?, ctx.now());
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

async fn replace_codes(tx: &WriteTx, account: i64, hashes: &[String], now: DateTime<Utc>) -> Result<(), DbErr> {
    let old = recovery_codes::Entity::delete_many().filter(recovery_codes::COLUMN.account_id.eq(account));
    old.exec(tx).await?;
    for hash in hashes {
        let row = recovery_codes::ActiveModel {
            id: ActiveValue::NotSet,
            account_id: ActiveValue::Set(account),
            code_sha256: ActiveValue::Set(hash.clone()),
            used_at: ActiveValue::Set(None),
            created_at: ActiveValue::Set(now),
        };
        recovery_codes::Entity::insert(row).exec(tx).await?;
    }
    Ok(())
}

/// What a typed code proves, if it is right and unused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    /// The code of a time step.
    Step(i64),
    /// A recovery code, hashed.
    Recovery(String),
}

/// Reads a code of the app or a recovery code.
pub(super) async fn read_code(ctx: &Ctx, row: &Model, code: &str) -> Result<Proof, IdentityError> {
    if let Some(signs) = recovery::read(code) {
        return Ok(Proof::Recovery(code_sha256(&signs)));
    }
    let sealed = sealed_of(ctx, row).await?.ok_or(Refusal::SignInAgain)?;
    read_app_code(ctx, &sealed, code)
}

fn read_app_code(ctx: &Ctx, sealed: &Sealed, code: &str) -> Result<Proof, IdentityError> {
    let wrong = || IdentityError::field("code", words::CODE_WRONG);
    let digits: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let now = u64::try_from(ctx.now().timestamp()).unwrap_or_default();
    let step = totp(&sealed.secret)?.check(&digits, now).ok_or_else(wrong)?;
    Ok(Proof::Step(i64::try_from(step).unwrap_or_default()))
}

/// Uses a code up; `false` when somebody has used it before. None works twice.
pub(super) async fn use_up(tx: &WriteTx, account: i64, proof: &Proof, now: DateTime<Utc>) -> Result<bool, DbErr> {
    match proof {
        Proof::Step(step) => store::use_step(tx, account, *step).await,
        Proof::Recovery(hash) => {
            let used = recovery_codes::Entity::update_many()
                .col_expr(recovery_codes::Column::UsedAt, Expr::value(now))
                .filter(recovery_codes::COLUMN.account_id.eq(account))
                .filter(recovery_codes::COLUMN.code_sha256.eq(hash.as_str()))
                .filter(recovery_codes::COLUMN.used_at.is_null())
                .exec(tx)
                .await?;
            Ok(used.rows_affected == 1)
        }
    }
}

fn code_sha256(signs: &str) -> String {
    hex(&Sha256::digest(signs.as_bytes()))
}
