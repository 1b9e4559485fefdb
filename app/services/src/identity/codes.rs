//! Codes of the second factor: the secret they come from, the recovery codes, and using one up.
//!
//! Secret and codes lie sealed in the account while they are being set up, so that the page can show them; once the
//! person has said that they are kept, only the secret stays and of the codes their hashes.

use chrono::{DateTime, Utc};
use domain::identity::limits::{PENDING_KEPT, RECOVERY_CODES};
use domain::identity::{recovery, words};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};

use super::entity::accounts::Model;
use super::entity::recovery_codes;
use super::{IdentityError, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::idempotency::hex;
use crate::vault::{Place, Wrapped};

pub(super) const SECRET_BYTES: usize = 20;
const CODE_BYTES: usize = 8;
const TIME_BYTES: usize = 8;

/// What is sealed in the account: the secret alone, or with what is still to be kept.
pub(super) struct Sealed {
    pub(super) secret: [u8; SECRET_BYTES],
    pub(super) pending: Option<New>,
}

/// Recovery codes that are shown until they are said to be kept.
pub(super) struct New {
    codes: Vec<[u8; CODE_BYTES]>,
    /// Seconds since 1970.
    made_at: i64,
}

impl New {
    /// The codes as they are read.
    pub(super) fn written(&self) -> Vec<String> {
        self.codes.iter().map(|code| recovery::write(*code)).collect()
    }

    /// What is stored of them.
    pub(super) fn hashes(&self) -> Vec<String> {
        self.written().iter().map(|code| code_sha256(&code.replace('-', ""))).collect()
    }
}

impl Sealed {
    /// With new codes.
    pub(super) fn pending(ctx: &Ctx, secret: [u8; SECRET_BYTES]) -> Self {
        let codes = (0..RECOVERY_CODES).map(|_| ctx.dice.bytes()).collect();
        Self { secret, pending: Some(New { codes, made_at: ctx.now().timestamp() }) }
    }

    /// What has been kept.
    pub(super) const fn kept(secret: [u8; SECRET_BYTES]) -> Self {
        Self { secret, pending: None }
    }

    /// What waits to be kept, unless it has waited too long.
    pub(super) fn still_pending(&self, now: DateTime<Utc>) -> Option<&New> {
        let waited = |new: &New| now.timestamp().checked_sub(new.made_at);
        self.pending
            .as_ref()
            .filter(|new| waited(new).is_some_and(|seconds| (0..PENDING_KEPT.num_seconds()).contains(&seconds)))
    }

    fn bytes(&self) -> Vec<u8> {
        let mut all = self.secret.to_vec();
        if let Some(new) = &self.pending {
            all.extend_from_slice(&new.made_at.to_be_bytes());
            all.extend(new.codes.iter().flatten());
        }
        all
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (secret, rest) = bytes.split_first_chunk::<SECRET_BYTES>()?;
        if rest.is_empty() {
            return Some(Self::kept(*secret));
        }
        let (made_at, rest) = rest.split_first_chunk::<TIME_BYTES>()?;
        let (codes, []) = rest.as_chunks::<CODE_BYTES>() else { return None };
        let pending = New { codes: codes.to_vec(), made_at: i64::from_be_bytes(*made_at) };
        Some(Self { secret: *secret, pending: Some(pending) })
    }
}

fn place(row: &Model) -> Place<'_> {
    Place { table: "accounts", row: &row.public_id, field: "totp_secret" }
}

async fn key_of(ctx: &Ctx, row: &Model) -> Result<Wrapped, IdentityError> {
    store::person_key(ctx.db.read(), row.id).await?.ok_or(IdentityError::NotFound)
}

pub(super) async fn sealed_of(ctx: &Ctx, row: &Model) -> Result<Option<Sealed>, IdentityError> {
    let Some(text) = &row.totp_secret else { return Ok(None) };
    let bytes = ctx.vault.unseal(&row.public_id, &key_of(ctx, row).await?, place(row), &text.0)?;
    Sealed::read(&bytes).map(Some).ok_or_else(|| IdentityError::Secret("a second factor cannot be read".to_owned()))
}

pub(super) async fn seal(ctx: &Ctx, row: &Model, sealed: &Sealed) -> Result<String, IdentityError> {
    Ok(ctx.vault.seal(&row.public_id, &key_of(ctx, row).await?, place(row), &sealed.bytes(), &ctx.dice)?)
}

fn totp(secret: &[u8; SECRET_BYTES]) -> Result<Totp, IdentityError> {
    let built = Builder::new().with_secret(secret.to_vec()).build();
    built.map_err(|error| IdentityError::Secret(error.to_string()))
}

/// Puts new recovery codes in force, or none.
pub(super) async fn replace_codes(
    tx: &WriteTx,
    account: i64,
    hashes: &[String],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
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

pub(super) fn read_app_code(ctx: &Ctx, sealed: &Sealed, code: &str) -> Result<Proof, IdentityError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_read_again_with_and_without_codes() {
        let secret = [7; SECRET_BYTES];
        let kept = Sealed::read(&Sealed::kept(secret).bytes()).unwrap();
        assert!(kept.secret == secret && kept.pending.is_none());
        let new = New { codes: vec![[1; CODE_BYTES], [2; CODE_BYTES]], made_at: 1_000 };
        let sealed = Sealed { secret, pending: Some(new) };
        let read = Sealed::read(&sealed.bytes()).unwrap();
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        assert_eq!(read.still_pending(at(1_000)).unwrap().written().len(), 2);
        assert!(read.still_pending(at(1_000) + PENDING_KEPT - chrono::TimeDelta::seconds(1)).is_some());
        assert!(read.still_pending(at(1_000) + PENDING_KEPT).is_none());
        assert!(read.still_pending(at(999)).is_none(), "a clock put back shows nothing");
        assert!(Sealed::read(&[0; SECRET_BYTES - 1]).is_none() && Sealed::read(&[0; SECRET_BYTES + 9]).is_none());
    }
}
