//! A form that is sent twice has one effect: the second sending is answered with what came of the first.
//!
//! Each form carries a key. The key is stored in the transaction of the effect, so that there is never one without
//! the other. The semantics are Stripe's: same key and same body replays, same key and another body is refused.

pub mod entity;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ConnectionTrait, DbErr, EntityTrait, QueryFilter, TryInsertResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use entity::{ActiveModel, COLUMN, Column, Entity};

/// How long a key is remembered.
const REMEMBERED: TimeDelta = TimeDelta::hours(48);

/// The key of a form: 16 to 64 letters, digits, `-` or `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Reads a key; `None` if it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (16..=64).contains(&text.len());
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        (fits && plain).then(|| Self(text.to_owned()))
    }

    /// The key as it stands in the form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether this is the first sending.
#[derive(Debug)]
pub enum Once<T> {
    /// The first: do it, then call [`Ticket::finish`] in the same transaction, or [`Ticket::forget`] where it came to
    /// nothing and the transaction is stored all the same.
    Fresh(Ticket),
    /// Sent before with the same body: this came of it.
    Replay(T),
    /// Sent before with another body.
    Conflict,
}

/// The duty to store what came of it.
#[derive(Debug)]
#[must_use = "without its outcome the key would replay nothing"]
pub struct Ticket {
    id: i64,
}

impl Ticket {
    /// Stores what a second sending will be answered with.
    pub async fn finish<T: Serialize>(self, tx: &WriteTx, outcome: &T) -> Result<(), DbErr> {
        let outcome = serde_json::to_string(outcome).map_err(|error| DbErr::Custom(error.to_string()))?;
        Entity::update_many()
            .col_expr(Column::Outcome, Expr::value(outcome))
            .filter(COLUMN.id.eq(self.id))
            .exec(tx)
            .await?;
        Ok(())
    }

    /// Forgets the sending: the form was refused, and whoever corrects it may send the same form again with other content.
    /// What else the transaction stores stays. Whoever waited for the key meanwhile finds it free.
    pub async fn forget(self, tx: &WriteTx) -> Result<(), DbErr> {
        Entity::delete_many().filter(COLUMN.id.eq(self.id)).exec(tx).await?;
        Ok(())
    }
}

/// Takes the key, or tells what came of the first sending. Call it first in the transaction of the effect: while the
/// first sending is still open, the second waits here for its end.
pub async fn once<T: DeserializeOwned>(
    tx: &WriteTx,
    key: &Key,
    action: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<Once<T>, DbErr> {
    let body_sha256 = hex(&Sha256::digest(body));
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        key: ActiveValue::Set(key.0.clone()),
        action: ActiveValue::Set(action.to_owned()),
        body_sha256: ActiveValue::Set(body_sha256.clone()),
        outcome: ActiveValue::Set(String::new()),
        created_at: ActiveValue::Set(now),
    };
    let taken = Entity::insert(row).on_conflict_do_nothing_on([Column::Key, Column::Action]).exec(tx).await?;
    if let TryInsertResult::Inserted(done) = taken {
        return Ok(Once::Fresh(Ticket { id: done.last_insert_id }));
    }
    match find(tx, key, action).await? {
        Some(first) if first.body_sha256 == body_sha256 => serde_json::from_str(&first.outcome)
            .map(Once::Replay)
            .map_err(|error| DbErr::Custom(format!("unreadable outcome of {action}: {error}"))),
        Some(_) => Ok(Once::Conflict),
        None => Err(DbErr::RecordNotFound(format!("the key of {action} vanished"))),
    }
}

async fn find(tx: &impl ConnectionTrait, key: &Key, action: &str) -> Result<Option<entity::Model>, DbErr> {
    Entity::find().filter(COLUMN.key.eq(key.as_str())).filter(COLUMN.action.eq(action)).one(tx).await
}

/// Forgets keys older than 48 hours.
pub(crate) async fn purge(ctx: &Ctx) -> Result<(), DbError> {
    let before = ctx.now() - REMEMBERED;
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                Entity::delete_many().filter(COLUMN.created_at.lt(before)).exec(tx).await?;
                Ok(())
            })
        })
        .await
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
