//! Leaving: at once out of sight, two weeks to come back, then erased for good.
//!
//! Erasing deletes the row with all that hangs on it and the key of what is sealed. A hash of the public id stays in
//! the database and in a file beside it, so that a restored backup erases the same people before it serves.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::identity::{ErasureGround, words};
use domain::refusal::Refusal;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

use super::entity::accounts::{self, Model, State};
use super::entity::erasures;
use super::sessions::{Which, end_all, member};
use super::sign_in::proven_account;
use super::{IdentityError, letters, store};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::{DbError, DbKind, WriteTx};
use crate::idempotency::hex;
use crate::mail::Letter;

/// The list of erased people beside the database: one hash to a line.
pub const ERASURES_FILE: &str = "erasures.log";
const BATCH: u64 = 100;

/// Marks the viewer's account to be erased in two weeks and ends every session. `confirmed` is the ticked box.
pub async fn leave(ctx: &Ctx, password: &str, confirmed: bool) -> Result<(), IdentityError> {
    allow(ctx, Action::LeaveAccount, Object::Own)?;
    if !confirmed {
        return Err(IdentityError::field("understood", words::CONFIRM_LEAVE));
    }
    let row = proven_account(ctx, password, "password").await?;
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, row) = (ctx.clone(), row.clone());
            Box::pin(async move {
                let leaving = store::state_of(&row).leave(now);
                if !store::set_state(tx, &row, leaving, now).await? {
                    return Err(Refusal::SignInAgain.into());
                }
                end_all(tx, row.id, Which::All).await?;
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
    let (account, now) = (member(&ctx.viewer)?.account, ctx.now());
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                let row = store::by_id(tx, account).await?.ok_or(Refusal::AccountGone)?;
                let back =
                    store::state_of(&row).come_back(row.suspended_at.is_some(), row.confirmed_at.is_some(), now)?;
                if store::set_state(tx, &row, back, now).await? { Ok(()) } else { Err(Refusal::SignInAgain.into()) }
            })
        })
        .await
}

/// Erases the viewer, who is leaving, without waiting.
pub async fn erase_now(ctx: &Ctx) -> Result<(), IdentityError> {
    allow(ctx, Action::EraseNow, Object::Own)?;
    let row = store::by_id(ctx.db.read(), member(&ctx.viewer)?.account).await?.ok_or(IdentityError::NotFound)?;
    if row.state != State::Leaving {
        return Err(IdentityError::NotFound);
    }
    erase(ctx, &row, None).await
}

/// Erases somebody on a lawful request. `person` is the public id, `ground` the word of an [`ErasureGround`], which stands
/// in the audit log; `confirmed` is the ticked box.
pub async fn erase_person(ctx: &Ctx, person: &str, ground: &str, confirmed: bool) -> Result<(), IdentityError> {
    allow(ctx, Action::ErasePerson, Object::None)?;
    let ground = ErasureGround::parse(ground).ok_or_else(|| IdentityError::field("ground", words::ERASURE_GROUND))?;
    if !confirmed {
        return Err(IdentityError::field("understood", words::CONFIRM_ERASURE));
    }
    let found = accounts::Entity::find().filter(accounts::COLUMN.public_id.eq(person)).one(ctx.db.read()).await?;
    let row = found.ok_or(IdentityError::NotFound)?;
    // Nobody erases themselves from the desk: that is what leaving is for.
    if member(&ctx.viewer)?.account == row.id {
        return Err(IdentityError::NotFound);
    }
    let mut entry = Entry::done(&ctx.viewer, Action::ErasePerson).saying(ground.word());
    if let Some(pseudonym) = domain::id::PublicId::parse(&row.pseudonym) {
        entry = entry.on("person", pseudonym);
    }
    erase(ctx, &row, Some(entry)).await
}

/// Erases everybody whose time to come back is over, and accounts nobody ever confirmed.
pub(crate) async fn erase_due(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let unconfirmed_before = now - domain::identity::limits::UNCONFIRMED_KEPT;
    let due =
        accounts::Entity::find()
            .filter(accounts::COLUMN.erase_at.lte(now).or(
                accounts::COLUMN.state.eq(State::Unconfirmed).and(accounts::COLUMN.created_at.lt(unconfirmed_before)),
            ))
            .order_by_asc(accounts::Column::Id)
            .limit(BATCH)
            .all(ctx.db.read())
            .await?;
    for row in due {
        erase(ctx, &row, None).await.map_err(|error| match error {
            IdentityError::Db(error) => error,
            other => DbError::Db(DbErr::Custom(other.to_string())),
        })?;
    }
    Ok(())
}

/// `noted` is what the audit log says of it, when somebody else did it.
async fn erase(ctx: &Ctx, row: &Model, noted: Option<Entry>) -> Result<(), IdentityError> {
    let hash = hash_of(&row.public_id);
    // The file first: if the transaction fails the next start tries again, the other way round a backup would forget.
    append(ctx.db.data_dir(), &hash).map_err(|error| DbErr::Custom(format!("{ERASURES_FILE}: {error}")))?;
    let files = super::files_of(ctx.db.read(), row.id).await?;
    let (inner, now, row) = (ctx.clone(), ctx.now(), row.clone());
    let email = row.email.clone();
    let orphans = ctx
        .db
        .write(move |tx| {
            let (ctx, row, hash, files) = (inner.clone(), row.clone(), hash.clone(), files.clone());
            let noted = noted.clone();
            Box::pin(async move {
                erase_row(tx, row.id, &hash, now).await?;
                if let Some(entry) = &noted {
                    audit::note(tx, entry, now).await?;
                }
                let orphans = crate::files::forget(tx, files).await?;
                if row.confirmed_at.is_some() && !row.sample {
                    letters::send_last(tx, &ctx, &row.email, &Letter::AccountErased { at: now }).await?;
                }
                Ok::<_, IdentityError>(orphans)
            })
        })
        .await?;
    crate::files::remove_forgotten(ctx, &orphans).await;
    crate::mail::forget_kept(ctx, &email).await;
    forget_on_disk(ctx).await;
    Ok(())
}

async fn erase_row(tx: &WriteTx, account: i64, hash: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = erasures::ActiveModel {
        id: ActiveValue::NotSet,
        account_sha256: ActiveValue::Set(hash.to_owned()),
        erased_at: ActiveValue::Set(now),
    };
    erasures::Entity::insert(row).on_conflict_do_nothing_on([erasures::Column::AccountSha256]).exec(tx).await?;
    // Everything that is the person's hangs on this row.
    accounts::Entity::delete_by_id(account).exec(tx).await?;
    Ok(())
}

/// SQLite overwrites what it deletes; the log of what was there before goes with this.
async fn forget_on_disk(ctx: &Ctx) {
    if ctx.db.kind() == DbKind::Sqlite
        && let Err(error) = ctx.db.truncate_log().await
    {
        tracing::warn!(%error, "the database's log could not be emptied yet");
    }
}

/// Erases once more whoever was erased before this database was backed up. Called before the server serves and after a
/// dump was loaded.
pub async fn replay_erasures(ctx: &Ctx) -> Result<u64, DbError> {
    let erased: BTreeSet<String> = read(ctx.db.data_dir())
        .map_err(|error| DbErr::Custom(format!("{ERASURES_FILE}: {error}")))?
        .into_iter()
        .chain(erasures::Entity::find().all(ctx.db.read()).await?.into_iter().map(|row| row.account_sha256))
        .collect();
    if erased.is_empty() {
        return Ok(0);
    }
    let mut again = 0;
    for (id, public_id) in everybody(ctx.db.read()).await? {
        let hash = hash_of(&public_id);
        if erased.contains(&hash) {
            let now = ctx.now();
            ctx.db
                .write(move |tx| {
                    let hash = hash.clone();
                    Box::pin(async move { Ok::<_, DbError>(erase_row(tx, id, &hash, now).await?) })
                })
                .await?;
            again += 1;
        }
    }
    if again > 0 {
        forget_on_disk(ctx).await;
    }
    Ok(again)
}

async fn everybody(db: &impl ConnectionTrait) -> Result<Vec<(i64, String)>, DbErr> {
    accounts::Entity::find()
        .select_only()
        .columns([accounts::Column::Id, accounts::Column::PublicId])
        .into_tuple()
        .all(db)
        .await
}

fn hash_of(public_id: &str) -> String {
    hex(&Sha256::digest(public_id.as_bytes()))
}

fn append(data_dir: &Path, hash: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(data_dir.join(ERASURES_FILE))?;
    writeln!(file, "{hash}")?;
    file.sync_all()
}

fn read(data_dir: &Path) -> std::io::Result<Vec<String>> {
    match std::fs::read_to_string(data_dir.join(ERASURES_FILE)) {
        Ok(text) => Ok(text.lines().map(|line| line.trim().to_owned()).filter(|line| line.len() == 64).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// A moderator stops an account: its sessions end at once. `false` when it is not one that can be stopped.
pub(crate) async fn suspend(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let Some(row) = store::by_id(tx, account).await? else { return Ok(false) };
    let Ok(next) = store::state_of(&row).suspend() else { return Ok(false) };
    end_all(tx, account, Which::All).await?;
    store::set_state(tx, &row, next, now).await
}

/// A moderator lets an account go on. `false` when it was not stopped.
pub(crate) async fn restore(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let Some(row) = store::by_id(tx, account).await? else { return Ok(false) };
    let Ok(next) = store::state_of(&row).restore() else { return Ok(false) };
    store::set_state(tx, &row, next, now).await
}
