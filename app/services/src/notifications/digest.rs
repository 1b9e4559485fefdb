//! The job that writes digests: one mail with everything that waited for it.

use domain::local_path::LocalPath;
use domain::notifications::{Digest, Stop, Topic, Unsubscribe};
use sea_orm::DbErr;

use super::entity::settings::Model as Settings;
use super::{choices, store};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::identity;
use crate::mail::{self, Letter, Outgoing, To, Told, addresses};

/// Persons looked at in one run; the next run goes on.
const BATCH: u64 = 500;
/// A digest lists this many; how many more there are it says.
const LISTED: usize = 20;

/// Writes every digest that is due. Each person's is a transaction of its own, so that one that fails does not hold up the
/// rest; its error is answered at the end.
pub(crate) async fn send_digests(ctx: &Ctx) -> Result<(), DbError> {
    let mut outcome = Ok(());
    for settings in store::due_digests(ctx.db.read(), ctx.now(), BATCH).await? {
        let (within, account) = (ctx.clone(), settings.account_id);
        let sent = ctx
            .db
            .write(move |tx| {
                let (ctx, settings) = (within.clone(), settings.clone());
                Box::pin(async move {
                    tx.housekeeping();
                    Ok::<_, DbError>(send_one(tx, &ctx, &settings).await?)
                })
            })
            .await;
        if let Err(error) = sent {
            tracing::error!(account, %error, "a digest could not be written");
            outcome = Err(error);
        }
    }
    outcome
}

async fn send_one(tx: &WriteTx, ctx: &Ctx, settings: &Settings) -> Result<(), DbErr> {
    let (account, now) = (settings.account_id, ctx.now());
    let person = identity::reach(tx, account).await?;
    let zone = person.as_ref().and_then(|person| person.zone).unwrap_or(ctx.config.org.zone);
    let next = Digest::from(settings.digest).next(zone, now);
    if !store::move_digest(tx, settings, next).await? {
        return Ok(());
    }
    let Some(person) = person.filter(|person| person.active) else { return Ok(()) };
    let waiting = store::for_digest(tx, account).await?;
    store::leave_digest(tx, account).await?;
    let mut told: Vec<Told> = Vec::new();
    for row in &waiting {
        let (Some(topic), Some(path)) = (Topic::parse(&row.topic), LocalPath::parse(&row.path)) else { continue };
        let (title, text) = (row.title.clone(), row.body.clone());
        told.push(Told { topic, title, text, path, discreet: settings.discreet });
    }
    let (Some(list), false) = (LocalPath::parse(addresses::NOTIFICATIONS), told.is_empty()) else { return Ok(()) };
    let more = told.len().saturating_sub(LISTED) as u64;
    told.truncate(LISTED);
    let letter = Letter::Digest { told, more, list, discreet: settings.discreet };
    let token = Unsubscribe { secret: settings.secret.0.clone(), stop: Stop::Digest };
    let to = To::person(&person.email, account, person.zone);
    let due = choices::quiet_of(settings).map_or(now, |quiet| quiet.over(zone, now));
    mail::queue(tx, &Outgoing::with_unsubscribe(ctx, to, &letter, token).not_before(due), now).await?;
    Ok(())
}
