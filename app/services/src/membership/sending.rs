//! A form about money that is sent twice has one effect: a payment is written down once, an order placed once.

use std::fmt::Debug;

use chrono::{DateTime, Utc};
use domain::moderation::words::KEY;
use serde::de::DeserializeOwned;

use super::error::MembershipError;
use crate::db::WriteTx;
use crate::idempotency::{self, Key, Once, Ticket};

/// A form as it was sent: its key, and what it says.
#[derive(Debug, Clone)]
pub(crate) struct Sending {
    key: Key,
    action: &'static str,
    body: String,
}

/// Whether it was sent before.
pub(crate) enum Sent<T> {
    /// Never: do it, then finish the ticket in the same transaction.
    First(Ticket),
    /// With the same content; this came of it.
    Before(T),
}

impl Sending {
    /// `body` is everything that makes two sendings the same, the account included. [`MembershipError::Invalid`] without
    /// a key that could be one.
    pub(crate) fn new(key: &str, action: &'static str, body: &impl Debug) -> Result<Self, MembershipError> {
        let key = Key::parse(key).ok_or_else(|| MembershipError::field("key", KEY))?;
        Ok(Self { key, action, body: format!("{body:?}") })
    }

    /// Called first in the transaction. [`MembershipError::KeyConflict`] when it was sent before with other content.
    pub(crate) async fn begin<T: DeserializeOwned>(
        &self,
        tx: &WriteTx,
        now: DateTime<Utc>,
    ) -> Result<Sent<T>, MembershipError> {
        match idempotency::once(tx, &self.key, self.action, self.body.as_bytes(), now).await? {
            Once::Fresh(ticket) => Ok(Sent::First(ticket)),
            Once::Replay(came_of_it) => Ok(Sent::Before(came_of_it)),
            Once::Conflict => Err(MembershipError::KeyConflict),
        }
    }
}
