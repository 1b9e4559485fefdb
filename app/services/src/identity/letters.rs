//! Mails about an account, in the transaction of the deed, and the addresses that stand in them.
//!
//! The addresses are those of `app::routes`; a test there holds the two against each other.

use domain::identity::Email;
use domain::identity::limits::Tries;
use domain::local_path::LocalPath;
use sea_orm::DbErr;

use super::buckets::{self, Bucket};
use super::entity::accounts::Model;
use super::token::Token;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::mail::{self, Letter, Outgoing, Queued, To};

/// Where people sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Where people ask for a new password.
pub const FORGOT: &str = "/forgot-password";
/// Where an address is confirmed; the token follows.
pub const CONFIRM: &str = "/confirm/";
/// Where a new password is chosen; the token follows.
pub const RESET: &str = "/reset-password/";
/// Where a new address is confirmed; the token follows.
pub const CHANGE_EMAIL: &str = "/change-email/";
/// The list of signed-in browsers.
pub const DEVICES: &str = "/me/devices";
/// Where people read who of the staff saw a private field.
pub const PRIVACY: &str = "/me/privacy";
/// Where the second factor is set up.
pub const TWO_FACTOR: &str = "/me/two-factor";

pub(super) fn path(text: &str) -> LocalPath {
    LocalPath::parse(text).unwrap_or_else(LocalPath::home)
}

pub(super) fn with_token(text: &str, token: &Token) -> LocalPath {
    path(&format!("{text}{}", token.as_str()))
}

/// To the address of an account. One too many in an hour is left out, and the answer stays the same.
pub(super) async fn send(tx: &WriteTx, ctx: &Ctx, to: &Model, letter: &Letter) -> Result<(), DbErr> {
    send_link(tx, ctx, to, letter).await.map(|_| ())
}

/// The same for a letter with a link. A link whose letter is left out must not replace one that was mailed.
pub(super) async fn send_link(tx: &WriteTx, ctx: &Ctx, to: &Model, letter: &Letter) -> Result<Queued, DbErr> {
    let Some(email) = Email::parse(&to.email) else { return Ok(Queued::TooMany) };
    send_to(tx, ctx, to, &email, letter).await
}

/// As [`send_link`], to another address of that person.
pub(super) async fn send_to(
    tx: &WriteTx,
    ctx: &Ctx,
    to: &Model,
    email: &Email,
    letter: &Letter,
) -> Result<Queued, DbErr> {
    let zone = to.zone.as_deref().and_then(|zone| zone.parse().ok());
    mail::queue(tx, &Outgoing::new(ctx, To::person(email, to.id, zone), letter), ctx.now()).await
}

/// Tells the mailbox of an account that somebody has tried to make another with its address: once an hour at most, so
/// that nobody can use up the mails its owner may ask for.
pub(super) async fn send_already(tx: &WriteTx, ctx: &Ctx, to: &Model) -> Result<Queued, DbErr> {
    if !buckets::take(tx, &[Bucket::new(ctx, "already", &to.email_key, Tries::ALREADY)], ctx.now()).await? {
        return Ok(Queued::TooMany);
    }
    send_link(tx, ctx, to, &Letter::AlreadyHaveAccount { sign_in: path(SIGN_IN), forgotten: path(FORGOT) }).await
}

/// To an address whose account is about to be gone.
pub(super) async fn send_last(tx: &WriteTx, ctx: &Ctx, email: &str, letter: &Letter) -> Result<(), DbErr> {
    let Some(email) = Email::parse(email) else { return Ok(()) };
    mail::queue(tx, &Outgoing::new(ctx, To::address(&email), letter), ctx.now()).await.map(|_| ())
}
