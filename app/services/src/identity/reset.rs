//! The way back in for somebody who has lost phone and recovery codes: the command line, by whoever runs the machine.

use domain::access::Action;
use domain::id::PublicId;
use domain::identity::Email;

use super::{end_sessions, letters, remove_two_factor, store};
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::mail::Letter;

/// Removes a person's second factor, signs them out everywhere and tells them by mail; `false` when nobody has this
/// address. As the house: the table of permissions is not asked.
pub async fn reset_two_factor(ctx: &Ctx, email: &Email) -> Result<bool, DbError> {
    let (ctx, email, now) = (ctx.clone(), email.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, email) = (ctx.clone(), email.clone());
            Box::pin(async move {
                let Some(row) = store::by_email(tx, &email).await? else { return Ok(false) };
                remove_two_factor(tx, row.id, now).await?;
                end_sessions(tx, row.id).await?;
                if row.totp_since.is_some() {
                    let settings = letters::path(letters::TWO_FACTOR);
                    letters::send(tx, &ctx, &row, &Letter::TwoFactorOff { at: now, settings }).await?;
                }
                let entry = Entry::done(&ctx.viewer, Action::ResetSecondFactor);
                let person = PublicId::parse(&row.pseudonym);
                let entry = match person {
                    Some(pseudonym) => entry.on("person", pseudonym),
                    None => entry,
                };
                audit::note(tx, &entry, now).await?;
                Ok(true)
            })
        })
        .await
}
