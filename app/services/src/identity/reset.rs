//! The way back in for somebody who has lost phone and recovery codes: the command line, by whoever runs the machine.

use domain::access::Action;
use domain::identity::Email;

use super::{end_sessions, people, remove_two_factor};
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::DbError;

/// Removes a person's second factor and signs them out everywhere; `false` when nobody has this address. As the house:
/// the table of permissions is not asked.
pub async fn reset_two_factor(ctx: &Ctx, email: &Email) -> Result<bool, DbError> {
    let (viewer, email, now) = (ctx.viewer.clone(), email.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (viewer, email) = (viewer.clone(), email.clone());
            Box::pin(async move {
                let Some(person) = people::by_email(tx, &email).await? else { return Ok(false) };
                remove_two_factor(tx, person.account, now).await?;
                end_sessions(tx, person.account).await?;
                let entry = Entry::done(&viewer, Action::ResetSecondFactor).on("person", person.pseudonym);
                audit::note(tx, &entry, now).await?;
                Ok(true)
            })
        })
        .await
}
