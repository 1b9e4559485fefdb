//! Sessions: begun by signing in, found again by their cookie, gone at once when they end.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::identity::limits::{PROOF, SessionLimits};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{accounts, sessions};
use super::token::Token;
use super::{IdentityError, store};
use crate::access::allow;
use crate::ctx::{Ctx, Member, Viewer};
use crate::db::{DbError, WriteTx};

/// What a fresh session is made of.
#[derive(Debug, Clone)]
pub(super) struct NewSession {
    pub(super) id: PublicId,
    pub(super) token: Token,
    pub(super) device: String,
    pub(super) two_factor: bool,
}

impl NewSession {
    /// `user_agent` is what the browser says of itself.
    pub(super) fn new(ctx: &Ctx, user_agent: &str, two_factor: bool) -> Self {
        Self {
            id: ctx.dice.public_id(),
            token: Token::new(&ctx.dice),
            device: domain::identity::device::describe(user_agent),
            two_factor,
        }
    }
}

/// Begins a session; the password was given just now.
pub(super) async fn begin(tx: &WriteTx, account: i64, new: &NewSession, now: DateTime<Utc>) -> Result<(), DbErr> {
    let staff = crate::grants::capabilities(tx, account, now).await?.is_staff();
    let row = sessions::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(new.id.to_string()),
        account_id: ActiveValue::Set(account),
        token_sha256: ActiveValue::Set(new.token.sha256()),
        device: ActiveValue::Set(new.device.clone()),
        two_factor: ActiveValue::Set(new.two_factor),
        created_at: ActiveValue::Set(now),
        seen_at: ActiveValue::Set(now),
        ends_at: ActiveValue::Set(now + SessionLimits::of(staff).absolute),
        proved_at: ActiveValue::Set(now),
    };
    sessions::Entity::insert(row).exec(tx).await?;
    Ok(())
}

/// Whose cookie is this? `None` for one that is unknown, ended, or belongs to an account that is gone.
pub async fn resume(ctx: &Ctx, cookie: &str) -> Result<Option<Member>, DbError> {
    let Some(token) = Token::parse(cookie) else { return Ok(None) };
    let (db, now) = (ctx.db.read(), ctx.now());
    let found = sessions::Entity::find().filter(sessions::COLUMN.token_sha256.eq(token.sha256())).one(db).await?;
    let Some(session) = found else { return Ok(None) };
    let Some(account) = accounts::Entity::find_by_id(session.account_id).one(db).await? else { return Ok(None) };
    let capabilities = crate::grants::capabilities(db, account.id, now).await?;
    let seen_at = ctx.seen.of(session.id).map_or(session.seen_at, |seen_at| seen_at.max(session.seen_at));
    let limits = SessionLimits::of(capabilities.is_staff());
    let over = now >= limits.end(session.created_at, seen_at).min(session.ends_at);
    // A clock that went back must not bring an ended session to life.
    let (Some(id), Some(pseudonym), false) =
        (PublicId::parse(&account.public_id), PublicId::parse(&account.pseudonym), over)
    else {
        return Ok(None);
    };
    ctx.seen.note(session.id, now.max(seen_at));
    Ok(Some(Member {
        account: account.id,
        id,
        pseudonym,
        session: session.id,
        standing: store::state_of(&account).standing(),
        capabilities,
        two_factor: session.two_factor,
        proved: now < session.proved_at + PROOF && session.proved_at <= now,
        ends_at: limits.end(session.created_at, now).min(session.ends_at),
    }))
}

/// Ends the viewer's own session. Whoever has none is signed out already.
pub async fn sign_out(ctx: &Ctx) -> Result<(), IdentityError> {
    allow(ctx, Action::SignOut, Object::Own)?;
    let Some(session) = ctx.viewer.member.as_ref().map(|member| member.session) else { return Ok(()) };
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                sessions::Entity::delete_by_id(session).exec(tx).await?;
                Ok(())
            })
        })
        .await
}

/// Which sessions of a person to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// Every one.
    All,
    /// Every one but this.
    Others(i64),
}

/// Ends sessions and forgets known devices and half-done sign-ins, so that whoever knew the old secret starts anew.
pub(crate) async fn end_all(tx: &WriteTx, account: i64, which: Which) -> Result<(), DbErr> {
    let mut ended = sessions::Entity::delete_many().filter(sessions::COLUMN.account_id.eq(account));
    if let Which::Others(session) = which {
        ended = ended.filter(sessions::COLUMN.id.ne(session));
    }
    ended.exec(tx).await?;
    super::links::supersede(tx, account, domain::identity::Purpose::SecondFactor).await?;
    store::forget_devices(tx, account).await
}

/// A signed-in browser, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// How it is named when it is to be ended.
    pub id: PublicId,
    /// "Firefox on Windows".
    pub name: String,
    /// Whether it is the one that asks.
    pub current: bool,
    /// When it signed in.
    pub since: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
}

/// The viewer's signed-in browsers, the last used first.
pub async fn devices(ctx: &Ctx) -> Result<Vec<Device>, IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    let member = member(&ctx.viewer)?;
    let rows = sessions::Entity::find()
        .filter(sessions::COLUMN.account_id.eq(member.account))
        .filter(sessions::COLUMN.ends_at.gt(ctx.now()))
        .order_by_desc(sessions::Column::SeenAt)
        .order_by_desc(sessions::Column::Id)
        .all(ctx.db.read())
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Device {
                id: PublicId::parse(&row.public_id)?,
                current: row.id == member.session,
                since: row.created_at,
                seen_at: ctx.seen.of(row.id).unwrap_or(row.seen_at).max(row.seen_at),
                name: row.device,
            })
        })
        .collect())
}

/// Ends one of the viewer's sessions by its name. One of somebody else's is not found.
pub async fn end_device(ctx: &Ctx, id: &str) -> Result<(), IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    let (account, id) = (member(&ctx.viewer)?.account, id.to_owned());
    ctx.db
        .write(move |tx| {
            let id = id.clone();
            Box::pin(async move {
                let gone = sessions::Entity::delete_many()
                    .filter(sessions::COLUMN.account_id.eq(account))
                    .filter(sessions::COLUMN.public_id.eq(id))
                    .exec(tx)
                    .await?;
                if gone.rows_affected == 0 { Err(IdentityError::NotFound) } else { Ok(()) }
            })
        })
        .await
}

/// Ends all of the viewer's sessions but the one that asks.
pub async fn end_other_devices(ctx: &Ctx) -> Result<(), IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    let (account, session) = (member(&ctx.viewer)?.account, member(&ctx.viewer)?.session);
    ctx.db.write(move |tx| Box::pin(async move { Ok(end_all(tx, account, Which::Others(session)).await?) })).await
}

/// Remembers that the password was given just now.
pub(super) async fn proved(tx: &WriteTx, session: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::ProvedAt, Expr::value(now))
        .filter(sessions::COLUMN.id.eq(session))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes sessions that have ended.
pub(super) async fn purge(tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    sessions::Entity::delete_many().filter(sessions::COLUMN.ends_at.lt(now)).exec(tx).await?;
    Ok(())
}

/// The signed-in person; the table of permissions has been asked before.
pub(super) fn member(viewer: &Viewer) -> Result<&Member, IdentityError> {
    viewer.member.as_ref().ok_or(IdentityError::NotFound)
}
