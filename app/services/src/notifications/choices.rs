//! What a person has chosen: reading it, changing it.

use chrono_tz::Tz;
use domain::access::{Action, Object};
use domain::notifications::{Choices, ChoicesForm, Digest, QuietHours};
use sea_orm::DbErr;

use super::entity::settings::Model as Settings;
use super::{NotificationsError, assembled, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::idempotency::hex;
use crate::identity;

/// What the person who asks has chosen, and the zone that their quiet hours are in.
pub async fn chosen(ctx: &Ctx) -> Result<(Choices, Tz), NotificationsError> {
    allow(ctx, Action::ManageNotifications, Object::Own)?;
    let account = ctx.viewer.member.as_ref().map_or(0, |member| member.account);
    let db = ctx.db.read();
    let person = identity::reach(db, account).await?;
    let zone = person.and_then(|person| person.zone).unwrap_or(ctx.config.org.zone);
    let settings = store::settings(db, account).await?;
    Ok((assembled(settings.as_ref(), &store::choices(db, account).await?), zone))
}

/// Stores what the person who asks has chosen.
pub async fn choose(ctx: &Ctx, form: &ChoicesForm) -> Result<(), NotificationsError> {
    allow(ctx, Action::ManageNotifications, Object::Own)?;
    let account = ctx.viewer.member.as_ref().map_or(0, |member| member.account);
    let choices = form.parse().map_err(NotificationsError::Invalid)?;
    let within = ctx.clone();
    ctx.db
        .write(move |tx| {
            let (ctx, choices) = (within.clone(), choices.clone());
            Box::pin(async move {
                let person = identity::reach(tx, account).await?;
                let zone = person.and_then(|person| person.zone).unwrap_or(ctx.config.org.zone);
                let settings = settings_of(tx, &ctx, account, zone).await?;
                let due = due_of(&settings, choices.digest, zone, &ctx);
                store::change_settings(tx, account, &choices, due, ctx.now()).await?;
                for (topic, choice) in &choices.topics {
                    store::set_choice(tx, account, *topic, *choice).await?;
                }
                Ok(())
            })
        })
        .await
}

/// A digest that stays as it was keeps its date.
fn due_of(settings: &Settings, digest: Digest, zone: Tz, ctx: &Ctx) -> Option<chrono::DateTime<chrono::Utc>> {
    if Digest::from(settings.digest) == digest { settings.digest_due_at } else { digest.next(zone, ctx.now()) }
}

/// The person's settings; those that hold until they choose are stored first, because links need the secret.
pub(super) async fn settings_of(tx: &WriteTx, ctx: &Ctx, account: i64, zone: Tz) -> Result<Settings, DbErr> {
    if let Some(settings) = store::settings(tx, account).await? {
        return Ok(settings);
    }
    let usual = Choices::usual();
    let (secret, due) = (hex(&ctx.dice.bytes::<16>()), usual.digest.next(zone, ctx.now()));
    store::insert_settings(tx, account, &secret, &usual, due, ctx.now()).await?;
    let stored = store::settings(tx, account).await?;
    stored.ok_or_else(|| DbErr::RecordNotFound("settings that were just stored".to_owned()))
}

pub(super) fn quiet_of(settings: &Settings) -> Option<QuietHours> {
    let minute = |value: Option<i32>| u16::try_from(value?).ok();
    QuietHours::of_minutes(minute(settings.quiet_from)?, minute(settings.quiet_until)?)
}
