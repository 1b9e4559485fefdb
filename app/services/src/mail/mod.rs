//! Mail: letters, the outbox, and the worker that is the only one to talk to a mail server.
//!
//! A letter is rendered, then [`queue`]d in the transaction of the deed that makes it necessary: no deed without its
//! mail, no mail without its deed. Which notifications become mails belongs to [`crate::notifications`].

pub mod addresses;
mod calendar_part;
mod desk;
pub mod entity;
mod letter;
mod mailbox;
mod message;
mod outgoing;
mod render;
mod road;
mod rsvp_words;
mod store;
mod suppressions;
#[cfg(test)]
mod tests;
mod verdict;
mod words;
mod worker;

use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::Email;
use domain::notifications::{
    BY_STRANGERS_IN_ALL, BY_STRANGERS_PER_ADDRESS, BY_STRANGERS_PER_RECIPIENT, WINDOW_MINUTES,
};
use sea_orm::DbErr;

pub use calendar_part::CalendarPart;
pub use desk::{Backlog, Suppressed, Troubled, backlog, came_back, lift, retry, suppressed, troubled};
pub use letter::{Letter, RsvpDate, RsvpNews, RsvpTold, Told, WhenEnded};
pub(crate) use mailbox::forget_kept;
pub use mailbox::{Kept, kept, kept_one};
pub use outgoing::{Outgoing, To};
pub use road::{RoadError, check_config, mailbox_is_open};
pub use suppressions::lift_confirmed;
pub(crate) use suppressions::{takes_no_mail, who_takes_no_mail};
pub use worker::run;
#[cfg(any(test, feature = "testing"))]
pub use worker::send_all;

use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::dialect;
use entity::mails::State;

const KEPT_DONE: TimeDelta = TimeDelta::days(7);
const KEPT_FAILED: TimeDelta = TimeDelta::days(30);

/// What became of a mail that was asked for. Answers to strangers must not depend on it: it would tell whether an
/// address has an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued {
    /// It will be sent.
    Waiting,
    /// It will not: this address, or whoever asks, has had its share for the hour.
    TooMany,
}

/// Puts a mail into the outbox, in the transaction of the deed.
///
/// Mails that anybody can cause are limited by the hour: to one address, from one network address, and in all
/// (`domain::notifications`). Beyond that the mail is left out and the deed goes on.
pub async fn queue(tx: &WriteTx, mail: &Outgoing, now: DateTime<Utc>) -> Result<Queued, DbErr> {
    if mail.is_by_strangers() && has_had_its_share(tx, mail, now).await? {
        tracing::warn!(kind = mail.kind(), "a mail was left out: too many in an hour");
        return Ok(Queued::TooMany);
    }
    store::insert(tx, mail, now).await?;
    tx.has_mail();
    Ok(Queued::Waiting)
}

/// Forgets mails about dates to a guest that wait or were given up: the guest is being forgotten.
pub(crate) async fn forget_unsent_to_guest(tx: &WriteTx, email: &Email) -> Result<(), DbErr> {
    store::delete_unsent_to_guest(tx, &entity::address_sha256(email)).await
}

/// Mails about notifications that a person got within the hour.
pub(crate) async fn notices_within_the_hour(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<u64, DbErr> {
    store::to_account_since(tx, account, Letter::NOTICE, now - TimeDelta::minutes(WINDOW_MINUTES)).await
}

/// Forgets mails that were sent or dropped a week ago or given up a month ago.
pub(crate) async fn purge(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                store::delete_done(tx, &[State::Sent, State::Dropped], now - KEPT_DONE).await?;
                store::delete_done(tx, &[State::Failed], now - KEPT_FAILED).await?;
                Ok::<_, DbError>(())
            })
        })
        .await?;
    mailbox::clear_old(ctx).await;
    Ok(())
}

async fn has_had_its_share(tx: &WriteTx, mail: &Outgoing, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let since = now - TimeDelta::minutes(WINDOW_MINUTES);
    // Two at once must not both be the last.
    dialect::one_at_a_time(tx, &format!("mail to {}", mail.recipient_sha256())).await?;
    if store::by_strangers_to(tx, mail.recipient_sha256(), since).await? >= BY_STRANGERS_PER_RECIPIENT {
        return Ok(true);
    }
    if let Some(caused_by) = mail.caused_by() {
        dialect::one_at_a_time(tx, &format!("mail by {caused_by}")).await?;
        if store::by_strangers_from(tx, caused_by, since).await? >= BY_STRANGERS_PER_ADDRESS {
            return Ok(true);
        }
    }
    Ok(store::by_strangers(tx, since).await? >= BY_STRANGERS_IN_ALL)
}
