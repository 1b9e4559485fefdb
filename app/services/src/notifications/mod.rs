//! What people are told: a list on the site, mirrored to mail as each person has chosen.
//!
//! [`tell`] is called in the transaction of the deed. How a mail is written and sent is in [`crate::mail`].

mod choices;
mod digest;
pub mod entity;
mod export;
mod list;
mod store;
#[cfg(test)]
mod tests;
mod unsubscribe;

use chrono::{DateTime, Utc};
use domain::form::FieldError;
use domain::local_path::LocalPath;
use domain::notifications::{Choice, Choices, Digest, NOTICES_PER_RECIPIENT, Stop, Topic, Unsubscribe};
use domain::text;
use sea_orm::{ConnectionTrait, DbErr};

pub use choices::{choose, chosen};
pub use list::{Listed, Page, list, mark_all_read, mark_read, unread};
pub use unsubscribe::{stop, stoppable};

pub(crate) use digest::send_digests;
pub(crate) use export::export_part;

use crate::access::Denied;
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::mail::{self, Letter, Outgoing, To, Told};
use crate::{dialect, identity};
use entity::settings::Model as Settings;

/// Longest title, in characters.
const TITLE_CHARS: usize = 120;
/// Longest text, in characters.
const TEXT_CHARS: usize = 500;
/// Longest text of a decision, in characters: reasons are told whole.
const WHOLE_CHARS: usize = 1_500;

/// What happened, in words for the person it is told to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    topic: Topic,
    title: String,
    text: String,
    path: LocalPath,
}

impl Notice {
    /// Somebody's words are cleaned and cut: 120 characters for the title, 500 for the text, which may be empty.
    pub fn new(topic: Topic, title: &str, text: &str, path: LocalPath) -> Self {
        Self::of_length(topic, title, (text, TEXT_CHARS), path)
    }

    /// The same of a decision about the person, whose reasons are not cut: up to 1,500 characters for the text.
    pub(crate) fn whole(topic: Topic, title: &str, text: &str, path: LocalPath) -> Self {
        Self::of_length(topic, title, (text, WHOLE_CHARS), path)
    }

    fn told(&self, discreet: bool) -> Told {
        let Self { topic, title, text, path } = self.clone();
        Told { topic, title, text, path, discreet }
    }

    fn of_length(topic: Topic, title: &str, (text, most): (&str, usize), path: LocalPath) -> Self {
        Self {
            topic,
            title: text::cut(&text::single_line(title), TITLE_CHARS).to_owned(),
            text: text::cut(&text::multi_line(text), most).to_owned(),
            path,
        }
    }
}

/// Why something about notifications was not done.
#[derive(Debug, thiserror::Error)]
pub enum NotificationsError {
    /// Not for this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Fields to be filled in again.
    #[error("the form has fields to correct")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DbErr> for NotificationsError {
    fn from(error: DbErr) -> Self {
        Self::Db(error.into())
    }
}

/// Tells a person what happened, in the transaction in which it happens. They find it on the site, and by mail at once,
/// in the digest or not at all, as they have chosen. What they cannot turn off is always mailed at once.
///
/// More than ten mails in an hour are not sent: the rest waits for the digest.
pub async fn tell(tx: &WriteTx, ctx: &Ctx, account: i64, notice: &Notice) -> Result<(), DbErr> {
    let now = ctx.now();
    let for_digest = mirror(tx, ctx, account, notice, None).await? == Mirror::Digest;
    store::insert(tx, ctx.dice.public_id(), account, notice, for_digest, now).await
}

/// Reminds a person of what begins at an instant. Unless they want no mail of the topic it is mailed now: a digest may leave
/// after the start. Whoever calls it has asked [`is_quiet_for`] before.
pub(crate) async fn remind(
    tx: &WriteTx,
    ctx: &Ctx,
    account: i64,
    notice: &Notice,
    begins: DateTime<Utc>,
) -> Result<(), DbErr> {
    mirror(tx, ctx, account, notice, Some(begins)).await?;
    store::insert(tx, ctx.dice.public_id(), account, notice, false, ctx.now()).await
}

/// Whether a person is not to be reminded yet of what begins at an instant: it is quiet for them, and once it is not, a
/// reminder still comes in time. What is not written yet cannot be outdated when they read it.
pub(crate) async fn is_quiet_for(
    db: &impl ConnectionTrait,
    ctx: &Ctx,
    account: i64,
    begins: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let Some(quiet) = store::settings(db, account).await?.as_ref().and_then(choices::quiet_of) else {
        return Ok(false);
    };
    let zone = identity::reach(db, account).await?.and_then(|person| person.zone).unwrap_or(ctx.config.org.zone);
    Ok(quiet.over_in_time(zone, ctx.now(), begins) > ctx.now())
}

/// Lists on the site what a letter of its own tells by mail, in the transaction in which it happens.
pub(crate) async fn list_only(tx: &WriteTx, ctx: &Ctx, account: i64, notice: &Notice) -> Result<(), DbErr> {
    store::insert(tx, ctx.dice.public_id(), account, notice, false, ctx.now()).await
}

/// What of a notice is mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mirror {
    Mailed,
    Digest,
    Nothing,
}

/// `begins` makes it a reminder of that instant.
async fn mirror(
    tx: &WriteTx,
    ctx: &Ctx,
    account: i64,
    notice: &Notice,
    begins: Option<DateTime<Utc>>,
) -> Result<Mirror, DbErr> {
    let Some(person) = identity::reach(tx, account).await? else { return Ok(Mirror::Nothing) };
    let now = ctx.now();
    let zone = person.zone.unwrap_or(ctx.config.org.zone);
    let to = To::person(&person.email, account, person.zone);
    if notice.topic.is_transactional() {
        let told = notice.told(is_discreet(tx, account).await?);
        mail::queue(tx, &Outgoing::new(ctx, to, &Letter::Notice(told)), now).await?;
        return Ok(Mirror::Mailed);
    }
    let settings = choices::settings_of(tx, ctx, account, zone).await?;
    let told = notice.told(settings.discreet);
    let has_digest = Digest::from(settings.digest) != Digest::Off;
    let instead = if has_digest { Mirror::Digest } else { Mirror::Nothing };
    match store::choice(tx, account, notice.topic).await? {
        _ if !person.active => return Ok(Mirror::Nothing),
        Choice::Off => return Ok(Mirror::Nothing),
        Choice::Digest if begins.is_none() => return Ok(instead),
        Choice::Digest | Choice::AtOnce => {}
    }
    dialect::one_at_a_time(tx, &format!("notices of {account}")).await?;
    if begins.is_none() && mail::notices_within_the_hour(tx, account, now).await? >= NOTICES_PER_RECIPIENT {
        return Ok(instead);
    }
    let token = Unsubscribe { secret: settings.secret.0.clone(), stop: Stop::Topic(notice.topic) };
    let outgoing = Outgoing::with_unsubscribe(ctx, to, &Letter::Notice(told), token);
    let outgoing = match begins {
        Some(begins) => outgoing.useless_from(begins),
        None => outgoing.not_before(choices::quiet_of(&settings).map_or(now, |quiet| quiet.over(zone, now))),
    };
    mail::queue(tx, &outgoing, now).await?;
    Ok(Mirror::Mailed)
}

/// Whether a person wants no title in the subjects of their mails.
pub(crate) async fn is_discreet(tx: &WriteTx, account: i64) -> Result<bool, DbErr> {
    Ok(store::settings(tx, account).await?.is_some_and(|settings| settings.discreet))
}

/// Asked when a mail that can be turned off is about to leave.
pub(crate) async fn still_wants(tx: &WriteTx, account: i64, topic: Topic, kind: &str) -> Result<bool, DbErr> {
    if identity::reach(tx, account).await?.is_none_or(|person| !person.active) {
        return Ok(false);
    }
    if kind == Letter::DIGEST {
        return Ok(store::settings(tx, account).await?.is_some_and(|settings| settings.digest_due_at.is_some()));
    }
    Ok(store::choice(tx, account, topic).await? != Choice::Off)
}

/// Forgets what was told more than 400 days ago.
pub(crate) async fn purge(ctx: &Ctx) -> Result<(), DbError> {
    let before = ctx.now() - KEPT;
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                Ok(store::delete_before(tx, before).await?)
            })
        })
        .await
}

const KEPT: chrono::TimeDelta = chrono::TimeDelta::days(400);

/// Whether a row of settings agrees with itself; for the check of the whole database.
pub(crate) fn is_whole(settings: &Settings) -> bool {
    let digest = (Digest::from(settings.digest) == Digest::Off) == settings.digest_due_at.is_none();
    let pair = settings.quiet_from.is_none() == settings.quiet_until.is_none();
    let quiet = settings.quiet_from.is_none() || choices::quiet_of(settings).is_some();
    digest && pair && quiet
}

/// What a person has chosen, put together from both tables.
fn assembled(settings: Option<&Settings>, rows: &[entity::choices::Model]) -> Choices {
    let mut choices = Choices::usual();
    for (topic, choice) in &mut choices.topics {
        if let Some(row) = rows.iter().find(|row| row.topic == topic.word()) {
            *choice = row.choice.into();
        }
    }
    if let Some(settings) = settings {
        choices.digest = settings.digest.into();
        choices.quiet = choices::quiet_of(settings);
        choices.discreet = settings.discreet;
    }
    choices
}
