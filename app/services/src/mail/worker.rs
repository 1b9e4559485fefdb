//! The loop that sends what is due, a few mails at a time, apart from the loop of jobs: a slow mail server holds up
//! nothing else.
//!
//! A mail is claimed under a lease, sent by a task of its own and marked. When the process dies between the server's
//! "250 OK" and the mark, the lease runs out and the mail goes once more, with the same Message-ID.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::Email;
use futures::{StreamExt, stream};
use tokio::sync::watch;

use super::entity::mails::Model;
use super::road::Road;
use super::store::{self, Claim, Mark};
use super::verdict::Verdict;
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::events::rsvp;
use crate::jobs::backoff;

const PAUSE: Duration = Duration::from_secs(2);
/// With pauses of up to an hour this is four to six days; RFC 5321 section 4.5.4.1 asks for four or five.
pub(super) const MAX_ATTEMPTS: i32 = 130;
/// Looked for at once.
const BATCH: u64 = 40;
/// Of the mails of an hour, a fifth is kept for those that nobody can turn off.
const RESERVED: u64 = 5;

/// How fast mails are sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// Mails on their way at the same time.
    pub(super) at_once: usize,
    /// For each answer of the mail server.
    pub(super) command: Duration,
    /// For the whole mail; shorter than the lease, so that a hanging server has let go before another worker begins.
    pub(super) whole: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { at_once: 4, command: Duration::from_mins(1), whole: Duration::from_mins(4) }
    }
}

/// Sends due mails until `stop` turns true. Mails on their way are finished first.
pub async fn run(ctx: Ctx, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = send_due(&ctx, Pace::default(), &stop).await {
            tracing::error!(%error, "mails cannot be read or written");
        }
        tokio::select! {
            changed = stop.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(PAUSE) => {}
            () = ctx.db.mail().notified() => {}
        }
    }
}

/// Sends everything that is due now; answers how many mails were tried.
pub(super) async fn send_due(ctx: &Ctx, pace: Pace, stop: &watch::Receiver<bool>) -> Result<usize, DbError> {
    let road = match Road::of(ctx, pace.command) {
        Ok(road) => road,
        Err(error) => {
            tracing::error!(%error, "no mail can be sent");
            return Ok(0);
        }
    };
    let mut tried = 0;
    while !*stop.borrow() {
        let due = due(ctx).await?;
        if due.is_empty() {
            break;
        }
        let mut sending = stream::iter(due)
            // Asked anew before each: after the word to stop none is begun.
            .take_while(|_| std::future::ready(!*stop.borrow()))
            .map(|mail| one(ctx, &road, pace, mail))
            .buffer_unordered(pace.at_once);
        let mut none = true;
        while let Some(sent) = sending.next().await {
            if sent? {
                none = false;
                tried += 1;
            }
        }
        // All of them are in the hands of another worker.
        if none {
            break;
        }
    }
    Ok(tried)
}

/// Sends everything that is due now, as the loop does.
///
/// # Panics
/// When the database fails.
#[cfg(any(test, feature = "testing"))]
pub async fn send_all(ctx: &Ctx) {
    let (_sender, stop) = watch::channel(false);
    send_due(ctx, Pace::default(), &stop).await.expect("the outbox can be read and written");
}

/// What may go now within the hour's share.
async fn due(ctx: &Ctx) -> Result<Vec<Model>, DbError> {
    let (db, now, share) = (ctx.db.read(), ctx.now(), u64::from(ctx.config.limits.mails_per_hour));
    let left = share.saturating_sub(store::sent_since(db, now - TimeDelta::hours(1)).await?);
    let reserved = share / RESERVED;
    let only_needed = left <= reserved;
    let limit = if only_needed { left } else { left - reserved };
    if limit == 0 {
        return Ok(Vec::new());
    }
    Ok(store::ready(db, now, limit.min(BATCH), only_needed).await?)
}

/// Claims, sends and marks one mail; `false` when another worker was quicker.
async fn one(ctx: &Ctx, road: &Road, pace: Pace, mail: Model) -> Result<bool, DbError> {
    let Some(mail) = claim(ctx, mail).await? else { return Ok(false) };
    #[cfg(feature = "chaos")]
    if ctx.db.chaos() == Some(crate::chaos::Chaos::MarkFirst) {
        mark(ctx, mail.clone(), Verdict::Sent).await?;
    }
    let verdict = attempt(road, pace, &mail).await;
    mark(ctx, mail, verdict).await?;
    Ok(true)
}

/// `None`: another worker has it, or it is not to be sent any more.
pub(super) async fn claim(ctx: &Ctx, mail: Model) -> Result<Option<Model>, DbError> {
    let (now, given) = (ctx.now(), mail.clone());
    let guarded = is_guarded(ctx);
    let claim = ctx
        .db
        .write(move |tx| {
            let mail = given.clone();
            Box::pin(async move {
                tx.housekeeping();
                Ok::<_, DbError>(store::claim(tx, &mail, now, guarded).await?)
            })
        })
        .await?;
    Ok(match claim {
        Claim::Ours(lease) => Some(Model { leased_until: Some(lease), attempts: mail.attempts + 1, ..mail }),
        Claim::Anothers => None,
        Claim::Dropped(reason) => {
            tracing::info!(mail = mail.public_id, kind = mail.kind, reason, "a mail was dropped");
            None
        }
    })
}

#[cfg(not(feature = "chaos"))]
fn is_guarded(_: &Ctx) -> bool {
    true
}

#[cfg(feature = "chaos")]
fn is_guarded(ctx: &Ctx) -> bool {
    ctx.db.chaos() != Some(crate::chaos::Chaos::NoLease)
}

/// Sends in a task of its own: a panic or a hang there is a failed attempt, not the end of the loop.
pub(super) async fn attempt(road: &Road, pace: Pace, mail: &Model) -> Verdict {
    let (road, given) = (road.clone(), mail.clone());
    let mut task = tokio::spawn(async move { road.send(&given).await });
    match tokio::time::timeout(pace.whole, &mut task).await {
        Ok(Ok(verdict)) => verdict,
        Ok(Err(_)) => Verdict::later("sending it panicked"),
        Err(_) => {
            task.abort();
            Verdict::later("the mail server took too long")
        }
    }
}

pub(super) async fn mark(ctx: &Ctx, mail: Model, verdict: Verdict) -> Result<(), DbError> {
    let (now, jitter) = (ctx.now(), ctx.dice.below(1_000));
    if let Verdict::Later(reason) | Verdict::Never { reason, .. } = &verdict {
        let (id, kind, attempt) = (&mail.public_id, &mail.kind, mail.attempts);
        tracing::warn!(mail = id, kind, attempt, reason, "a mail did not leave");
    }
    let mark = next(verdict, &mail, now, jitter);
    let of_write = ctx.clone();
    ctx.db
        .write(move |tx| {
            let (ctx, mail, mark) = (of_write.clone(), mail.clone(), mark.clone());
            Box::pin(async move {
                tx.housekeeping();
                store::mark(tx, &mail, &mark, now).await?;
                let came_back = matches!(mark, Mark::Failed { suppress: true, .. });
                let email = mail.recipient.as_ref().filter(|_| came_back).and_then(|to| Email::parse(&to.0));
                match email {
                    Some(email) => Ok(rsvp::cannot_be_told(tx, &ctx, &email).await?),
                    None => Ok(()),
                }
            })
        })
        .await
}

fn next(verdict: Verdict, mail: &Model, now: DateTime<Utc>, jitter: u64) -> Mark {
    match verdict {
        Verdict::Sent => Mark::Sent,
        Verdict::Later(reason) if mail.attempts < MAX_ATTEMPTS => {
            Mark::Later { due_at: now + backoff(mail.attempts, jitter), reason }
        }
        Verdict::Later(reason) => Mark::Failed { reason, suppress: false },
        Verdict::Never { reason, address_is_gone } => Mark::Failed { reason, suppress: address_is_gone },
    }
}
