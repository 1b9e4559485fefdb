//! Erasing for good: the row goes with all that hangs on it, and with it the key of what is sealed.
//!
//! A hash of the public id stays in the database and in a file beside it, so that a restored backup erases the same
//! people before it serves. Whether somebody may still be erased is asked in the transaction that does it.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::identity::{ErasureGround, words};
use sea_orm::sea_query::{ExprTrait, LockType, SimpleExpr};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::accounts::{self, State};
use super::entity::erasures;
use super::sessions::member;
use super::{IdentityError, erasure_log, letters, store};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::mail::Letter;

const BATCH: u64 = 100;

/// Who may be erased when it comes to it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Only {
    /// Whoever it is.
    Anybody,
    /// Somebody who is leaving.
    Leaving,
    /// Somebody whose time is over at this instant.
    Due(DateTime<Utc>),
}

impl Only {
    fn holds(self) -> Option<SimpleExpr> {
        match self {
            Self::Anybody => None,
            Self::Leaving => Some(accounts::COLUMN.state.eq(State::Leaving)),
            Self::Due(now) => {
                let unconfirmed_before = now - domain::identity::limits::UNCONFIRMED_KEPT;
                let never = accounts::COLUMN
                    .state
                    .eq(State::Unconfirmed)
                    .and(accounts::COLUMN.created_at.lt(unconfirmed_before));
                Some(accounts::COLUMN.erase_at.lte(now).or(never))
            }
        }
    }
}

/// Erases the viewer, who is leaving, without waiting.
pub async fn erase_now(ctx: &Ctx) -> Result<(), IdentityError> {
    allow(ctx, Action::EraseNow, Object::Own)?;
    let row = store::by_id(ctx.db.read(), member(&ctx.viewer)?.account).await?.ok_or(IdentityError::NotFound)?;
    if row.state != State::Leaving {
        return Err(IdentityError::NotFound);
    }
    erase(ctx, (row.id, &row.public_id), Only::Leaving, None).await
}

/// Erases somebody on a lawful request. `person` is the public id, `ground` the word of an [`ErasureGround`], which stands
/// in the audit log; `confirmed` is the ticked box.
pub async fn erase_person(ctx: &Ctx, person: &str, ground: &str, confirmed: bool) -> Result<(), IdentityError> {
    allow(ctx, Action::ErasePerson, Object::None)?;
    let ground = match (ErasureGround::parse(ground), confirmed) {
        (Some(ground), true) => ground,
        (ground, _) => {
            let no_ground = ground.is_none().then(|| FieldError::new("ground", words::ERASURE_GROUND));
            let unconfirmed = (!confirmed).then(|| FieldError::new("understood", words::CONFIRM_ERASURE));
            return Err(IdentityError::Invalid([no_ground, unconfirmed].into_iter().flatten().collect()));
        }
    };
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
    erase(ctx, (row.id, &row.public_id), Only::Anybody, Some(entry)).await
}

/// Erases everybody whose time to come back is over, and accounts nobody ever confirmed. One that fails does not hold up
/// the rest; its error is answered at the end.
pub(crate) async fn erase_due(ctx: &Ctx) -> Result<(), DbError> {
    let only = Only::Due(ctx.now());
    let due = accounts::Entity::find()
        .filter(only.holds().unwrap_or_else(|| SimpleExpr::from(false)))
        .order_by_asc(accounts::Column::Id)
        .limit(BATCH)
        .all(ctx.db.read())
        .await?;
    let mut outcome = Ok(());
    for row in due {
        match erase(ctx, (row.id, &row.public_id), only, None).await {
            // Gone already, or back in time.
            Ok(()) | Err(IdentityError::NotFound) => {}
            Err(error) => {
                tracing::error!(account = row.id, %error, "somebody whose time is over could not be erased");
                outcome = Err(match error {
                    IdentityError::Db(error) => error,
                    other => DbError::Db(DbErr::Custom(other.to_string())),
                });
            }
        }
    }
    outcome
}

/// Erases a person, named by key and public id. [`IdentityError::NotFound`] when somebody else was faster, or when they may
/// not be erased any more. `noted` is what the audit log says of it, when somebody else did it.
pub(super) async fn erase(
    ctx: &Ctx,
    (account, public_id): (i64, &str),
    only: Only,
    noted: Option<Entry>,
) -> Result<(), IdentityError> {
    let hash = erasure_log::hash_of(public_id);
    // The file first: the other way round a crash in between would let a backup forget.
    erasure_log::add(ctx.db.data_dir(), &hash)?;
    let (inner, now, of) = (ctx.clone(), ctx.now(), hash.clone());
    let done = ctx
        .db
        .write(move |tx| {
            let (ctx, hash, noted) = (inner.clone(), of.clone(), noted.clone());
            Box::pin(async move {
                let Some(row) = store::by_id(tx, account).await? else { return Err(IdentityError::NotFound) };
                let Some(orphans) = erase_row(tx, &ctx, (account, &hash), only, now).await? else {
                    return Err(IdentityError::NotFound);
                };
                if let Some(entry) = &noted {
                    audit::note(tx, entry, now).await?;
                }
                if row.confirmed_at.is_some() && !row.sample {
                    letters::send_last(tx, &ctx, &row.email, &Letter::AccountErased { at: now }).await?;
                }
                Ok((orphans, row.email))
            })
        })
        .await;
    let (orphans, email) = match done {
        Ok(done) => done,
        Err(error) => {
            // Whoever is still there must not be erased by the next start.
            if store::by_id(ctx.db.read(), account).await.is_ok_and(|row| row.is_some()) {
                erasure_log::take_back(ctx.db.data_dir(), &hash)?;
            }
            return Err(error);
        }
    };
    crate::files::remove_forgotten(ctx, &orphans).await;
    crate::mail::forget_kept(ctx, &email).await;
    ctx.db.forget_on_disk().await;
    Ok(())
}

/// Keeps an account from being erased until the end of the transaction; `false` when it is gone.
pub(crate) async fn stays(tx: &WriteTx, account: i64) -> Result<bool, DbErr> {
    let row = accounts::Entity::find_by_id(account).select_only().column(accounts::Column::Id);
    Ok(row.lock(LockType::KeyShare).into_tuple::<i64>().one(tx).await?.is_some())
}

/// Answers the names of the person's files on the disk, to be removed after the commit; `None` when the person may not be
/// erased, or is gone.
async fn erase_row(
    tx: &WriteTx,
    ctx: &Ctx,
    (account, hash): (i64, &str),
    only: Only,
    now: DateTime<Utc>,
) -> Result<Option<Vec<String>>, DbErr> {
    // Whoever writes something of the person's at this moment is waited for, and nobody does from here on: a seat given
    // after theirs were given back would be counted for ever.
    let row = accounts::Entity::find_by_id(account).select_only().column(accounts::Column::Id);
    row.lock_exclusive().into_tuple::<i64>().one(tx).await?;
    let files = super::files_of(tx, account).await?;
    crate::events::rsvp::leaves(tx, ctx, account).await?;
    crate::opportunities::leaves(tx, ctx, account).await?;
    crate::membership::leaves(tx, ctx, account).await?;
    crate::moderation::forget_person(tx, ctx, account, now).await?;
    crate::cohort::forget_person(tx, account, now).await?;
    crate::mentorship::forget_person(tx, ctx, account, now).await?;
    // Everything that is the person's hangs on this row.
    let mut row = accounts::Entity::delete_many().filter(accounts::COLUMN.id.eq(account));
    if let Some(holds) = only.holds() {
        row = row.filter(holds);
    }
    if row.exec(tx).await?.rows_affected == 0 {
        return Ok(None);
    }
    let row = erasures::ActiveModel {
        id: ActiveValue::NotSet,
        account_sha256: ActiveValue::Set(hash.to_owned()),
        erased_at: ActiveValue::Set(now),
    };
    erasures::Entity::insert(row).on_conflict_do_nothing_on([erasures::Column::AccountSha256]).exec(tx).await?;
    Ok(Some(crate::files::forget(tx, files).await?))
}

/// Erases once more whoever was erased before this database was backed up. Called before the server serves and after a
/// dump was loaded.
pub async fn replay_erasures(ctx: &Ctx) -> Result<u64, DbError> {
    let mut erased = erasure_log::erased(ctx.db.data_dir())?;
    erased.extend(erasures::Entity::find().all(ctx.db.read()).await?.into_iter().map(|row| row.account_sha256));
    if erased.is_empty() {
        return Ok(0);
    }
    let (mut again, now) = (0, ctx.now());
    for (id, public_id) in everybody(ctx.db.read()).await? {
        let hash = erasure_log::hash_of(&public_id);
        if !erased.contains(&hash) {
            continue;
        }
        let inner = ctx.clone();
        let orphans = ctx
            .db
            .write(move |tx| {
                let (ctx, hash) = (inner.clone(), hash.clone());
                Box::pin(async move { Ok::<_, DbError>(erase_row(tx, &ctx, (id, &hash), Only::Anybody, now).await?) })
            })
            .await?;
        crate::files::remove_forgotten(ctx, &orphans.unwrap_or_default()).await;
        again += 1;
    }
    if again > 0 {
        ctx.db.forget_on_disk().await;
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
