//! The password given once more for something that matters, and whether it still holds when the thing is done.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::identity::limits::{MAX_PASSWORD, Tries};
use domain::identity::words;
use domain::refusal::Refusal;

use super::buckets::{Bucket, give_back, take_now};
use super::entity::accounts::Model;
use super::hashing::{Checked, HashError, Line};
use super::sessions::{member, proved};
use super::{IdentityError, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// Gives the password again for something that matters. `field` is where a wrong one is told.
pub async fn prove(ctx: &Ctx, password: &str, field: &str) -> Result<(), IdentityError> {
    let row = proven_account(ctx, password, field).await?;
    let (session, now) = (member(&ctx.viewer)?.session, ctx.now());
    ctx.db
        .write(move |tx| {
            let row = row.clone();
            Box::pin(async move {
                tx.housekeeping();
                still_proven(tx, &row, session, now).await
            })
        })
        .await
}

/// The viewer's account, after their password was right; counted like signing in. The transaction of the deed asks
/// [`still_proven`].
pub(super) async fn proven_account(ctx: &Ctx, password: &str, field: &str) -> Result<Model, IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    let account = member(&ctx.viewer)?.account;
    let row = store::by_id(ctx.db.read(), account).await?.ok_or(IdentityError::NotFound)?;
    if password.is_empty() {
        return Err(IdentityError::field(field, words::PASSWORD_MISSING));
    }
    let buckets = vec![Bucket::new(ctx, "prove", &row.public_id, Tries::ACCOUNT)];
    let typed = if password.len() > MAX_PASSWORD { "" } else { password };
    match counted_check(ctx, Line::Known, buckets, typed, Some(&row.password_hash.0)).await? {
        Checked::Right { .. } => Ok(row),
        Checked::Wrong => Err(IdentityError::field(field, words::PASSWORD_WRONG)),
    }
}

/// Counts a try, then checks a password. Whoever finds the line full is turned away before anything is written, and
/// whoever has waited in vain gets the try back.
pub(super) async fn counted_check(
    ctx: &Ctx,
    line: Line,
    buckets: Vec<Bucket>,
    password: &str,
    stored: Option<&str>,
) -> Result<Checked, IdentityError> {
    #[cfg(feature = "chaos")]
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoQueue) {
        let counted = take_now(ctx, buckets).await?;
        let checked = if counted { Some(ctx.hasher.check_out_of_turn(password, stored).await?) } else { None };
        return checked.ok_or(Refusal::TooManyTries.into());
    }
    let place = ctx.hasher.queue(line)?;
    if !take_now(ctx, buckets.clone()).await? {
        return Err(Refusal::TooManyTries.into());
    }
    let checked = place.check(password, stored).await;
    if checked == Err(HashError::Busy) {
        give_back(ctx, buckets).await?;
    }
    Ok(checked?)
}

/// As [`still_the_same`], for somebody who is signed in: their session may have been ended as well. While it stands, the
/// password counts as given just now.
pub(super) async fn still_proven(
    tx: &WriteTx,
    row: &Model,
    session: i64,
    now: DateTime<Utc>,
) -> Result<(), IdentityError> {
    still_the_same(tx, row).await?;
    if proved(tx, row.id, session, now).await? { Ok(()) } else { Err(Refusal::SignInAgain.into()) }
}

/// The password may have been changed, or the account erased, while the old one was being checked. From here on both
/// stay as they are until the transaction ends.
pub(super) async fn still_the_same(tx: &WriteTx, row: &Model) -> Result<(), IdentityError> {
    if store::hold(tx, row).await? { Ok(()) } else { Err(Refusal::SignInAgain.into()) }
}
