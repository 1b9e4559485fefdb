//! What signed-in people tried and may not: gathered in memory, so that trying costs the database nothing.
//!
//! A row of the log cannot change once it is written. So the first attempt of a person at an action in an hour is
//! written at the next flush with what has been counted by then, and whatever follows in that hour once it is over: at
//! most two rows an hour, however often somebody tries. People who are not signed in only leave lines in the server's
//! own log.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use domain::access::{Action, Verdict};

use super::{Entry, Outcome, note};
use crate::ctx::Ctx;
use crate::db::DbError;

/// People, actions and hours that are remembered at a time; a flush makes room.
const MOST: usize = 10_000;

/// Denied attempts that are not in the log yet. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Denials(Arc<Mutex<HashMap<Key, Count>>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    actor: String,
    action: Action,
    hour: i64,
}

#[derive(Debug, Clone, Default)]
struct Count {
    waiting: i64,
    /// A row of this hour is in the log already.
    told: bool,
    /// The request of the last attempt.
    request_id: String,
}

impl Denials {
    fn inside(&self) -> MutexGuard<'_, HashMap<Key, Count>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Remembers a no. Being asked to sign in, to confirm an address or to prove who one is, is not one.
pub(crate) fn remember(ctx: &Ctx, action: Action, verdict: Verdict) {
    if !matches!(verdict, Verdict::Forbidden | Verdict::NotFound) {
        return;
    }
    let request_id = &ctx.viewer.request_id;
    let Some(member) = &ctx.viewer.member else {
        tracing::info!(request_id, action = action.word(), "denied to somebody who is not signed in");
        return;
    };
    let key = Key { actor: member.pseudonym.to_string(), action, hour: hour(ctx.now()) };
    let mut all = ctx.denials.inside();
    if all.len() >= MOST && !all.contains_key(&key) {
        tracing::warn!(request_id, action = action.word(), "denied, and too many denials to remember this one");
        return;
    }
    let count = all.entry(key).or_default();
    count.waiting += 1;
    count.request_id.clone_from(request_id);
}

fn hour(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(3_600)
}

/// Writes what has been gathered and is due; with `everything`, when the process ends, all of it. Answers the number
/// of rows. The process that gathered calls this, every 30 seconds.
pub async fn flush_denials(ctx: &Ctx, everything: bool) -> Result<usize, DbError> {
    let now = ctx.now();
    let due = take_due(&ctx.denials, hour(now), everything);
    if due.is_empty() {
        return Ok(0);
    }
    let entries: Vec<Entry> = due.iter().map(|(key, count)| entry(key, count)).collect();
    let written = ctx
        .db
        .write(move |tx| {
            let entries = entries.clone();
            Box::pin(async move {
                tx.housekeeping();
                for entry in &entries {
                    note(tx, entry, now).await?;
                }
                Ok::<_, DbError>(entries.len())
            })
        })
        .await;
    if written.is_err() {
        put_back(&ctx.denials, due);
    }
    written
}

fn take_due(denials: &Denials, now: i64, everything: bool) -> Vec<(Key, Count)> {
    let mut all = denials.inside();
    let mut due = Vec::new();
    all.retain(|key, count| {
        let over = everything || key.hour != now;
        if count.waiting > 0 && (over || !count.told) {
            due.push((key.clone(), count.clone()));
            (count.waiting, count.told) = (0, true);
        }
        !over
    });
    // The order of the map is chance, that of the log should not be.
    due.sort_by(|(one, _), (other, _)| {
        (one.hour, &one.actor, one.action.word()).cmp(&(other.hour, &other.actor, other.action.word()))
    });
    due
}

fn put_back(denials: &Denials, due: Vec<(Key, Count)>) {
    let mut all = denials.inside();
    for (key, count) in due {
        let again = all.entry(key).or_default();
        again.waiting += count.waiting;
        again.told = count.told;
        again.request_id = count.request_id;
    }
}

fn entry(key: &Key, count: &Count) -> Entry {
    Entry {
        actor: key.actor.clone(),
        action: key.action,
        object: String::new(),
        outcome: Outcome::Denied,
        count: count.waiting,
        request_id: domain::text::cut(&count.request_id, super::REQUEST_ID).to_owned(),
        note: String::new(),
    }
}
