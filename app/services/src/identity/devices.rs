//! Browsers: those that are signed in, as their owner sees and ends them, and those that are known from before.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::identity::limits::SessionLimits;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::IdentityError;
use super::entity::{known_devices, sessions};
use super::sessions::{Which, end_all, member};
use super::token::Token;
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;

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
    let (member, now) = (member(&ctx.viewer)?, ctx.now());
    let limits = SessionLimits::of(member.capabilities.is_staff());
    let rows = sessions::Entity::find()
        .filter(sessions::COLUMN.account_id.eq(member.account))
        .filter(sessions::COLUMN.ends_at.gt(now))
        .all(ctx.db.read())
        .await?;
    let device = |row: sessions::Model| {
        let seen_at = ctx.seen.of(row.id).map_or(row.seen_at, |seen_at| seen_at.max(row.seen_at));
        (now < limits.end(row.created_at, seen_at)).then_some(())?;
        let (id, current) = (PublicId::parse(&row.public_id)?, row.id == member.session);
        Some(Device { id, current, since: row.created_at, seen_at, name: row.device })
    };
    let mut devices: Vec<Device> = rows.into_iter().filter_map(device).collect();
    devices.sort_by_key(|device| std::cmp::Reverse((device.seen_at, device.since)));
    Ok(devices)
}

/// Ends one of the viewer's sessions by its name; its browser is not known any more. One of somebody else's is not found.
pub async fn end_device(ctx: &Ctx, id: &str) -> Result<(), IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    let (account, id) = (member(&ctx.viewer)?.account, id.to_owned());
    ctx.db
        .write(move |tx| {
            let id = id.clone();
            Box::pin(async move {
                let found = sessions::Entity::find()
                    .filter(sessions::COLUMN.account_id.eq(account))
                    .filter(sessions::COLUMN.public_id.eq(id))
                    .one(tx)
                    .await?;
                let session = found.ok_or(IdentityError::NotFound)?;
                sessions::Entity::delete_by_id(session.id).exec(tx).await?;
                known_devices::Entity::delete_many()
                    .filter(known_devices::COLUMN.account_id.eq(account))
                    .filter(known_devices::COLUMN.token_sha256.eq(session.browser_sha256))
                    .exec(tx)
                    .await?;
                Ok(())
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

/// Has this browser signed in to this account before?
pub(super) async fn is_known(
    db: &impl ConnectionTrait,
    account: i64,
    token: &Token,
    since: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let found = known_devices::Entity::find()
        .filter(known_devices::COLUMN.account_id.eq(account))
        .filter(known_devices::COLUMN.token_sha256.eq(token.sha256()))
        .filter(known_devices::COLUMN.used_at.gt(since))
        .one(db)
        .await?;
    Ok(found.is_some())
}

pub(super) async fn remember(
    tx: &impl ConnectionTrait,
    account: i64,
    token: &Token,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let used = known_devices::Entity::update_many()
        .col_expr(known_devices::Column::UsedAt, Expr::value(now))
        .filter(known_devices::COLUMN.account_id.eq(account))
        .filter(known_devices::COLUMN.token_sha256.eq(token.sha256()))
        .exec(tx)
        .await?;
    if used.rows_affected == 0 {
        let row = known_devices::ActiveModel {
            id: ActiveValue::NotSet,
            account_id: ActiveValue::Set(account),
            token_sha256: ActiveValue::Set(token.sha256()),
            created_at: ActiveValue::Set(now),
            used_at: ActiveValue::Set(now),
        };
        known_devices::Entity::insert(row).exec(tx).await?;
    }
    Ok(())
}

/// Forgets the known browsers of an account, all or all but one.
pub(super) async fn forget(tx: &WriteTx, account: i64, but: Option<&str>) -> Result<(), DbErr> {
    let mut gone = known_devices::Entity::delete_many().filter(known_devices::COLUMN.account_id.eq(account));
    if let Some(but) = but {
        gone = gone.filter(known_devices::COLUMN.token_sha256.ne(but));
    }
    gone.exec(tx).await?;
    Ok(())
}
