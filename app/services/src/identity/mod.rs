//! People: accounts, sessions, mailed links, second factors, leaving.
//!
//! What a form about people must look like and how long things hold is in `domain::identity`, who may do what in
//! `domain::access`. Cookies and pages are the server's and the app's.

mod address;
pub(crate) mod buckets;
mod codes;
mod devices;
mod ended;
pub mod entity;
mod erasing;
mod erasure_log;
mod error;
mod export;
mod guessing;
mod hashing;
mod keys;
mod leave;
pub mod letters;
mod links;
mod password;
pub mod people;
pub mod profile;
mod proof;
mod reach;
mod reset;
mod sample;
mod seen;
mod sessions;
mod sign_in;
mod sign_up;
mod store;
#[cfg(test)]
mod tests;
mod token;
mod two_factor;

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value;

pub use address::{ask_for_email, confirm_email};
pub use devices::{Device, devices, end_device, end_other_devices};
pub use erasing::{erase_now, erase_person, replay_erasures};
pub use erasure_log::ERASURES_FILE;
pub use error::IdentityError;
pub use export::{FILE_NAME, WHAT_STAYS, export};
pub use hashing::{Checked, HashError, Hasher, Line};
pub use keys::{KeyError, KeyState, key_state, rewrap_all};
pub use leave::{come_back, leave, leaving_at};
pub use links::link_works;
pub use password::{change_password, forgot_password, reset_password};
pub use proof::prove;
pub use reset::reset_two_factor;
pub use sample::{SamplePerson, add_sample_people, remove_sample_people};
pub use seen::{Seen, flush_seen};
pub use sessions::{resume, sign_out};
pub use sign_in::{Browser, SignedIn, second_factor, sign_in};
pub use sign_up::{confirm, resend_confirmation, sign_up};
pub use token::Token;
pub use two_factor::{Pending, TwoFactor, begin_two_factor, confirm_two_factor, end_two_factor, two_factor};

pub(crate) use erasing::{erase_due, stays};
pub(crate) use leave::{restore, suspend};
pub(crate) use reach::reach;
pub(crate) use two_factor::remove as remove_two_factor;

use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::vault::Wrapped;

/// The sealed key of a person; `None` once they are erased.
pub(crate) async fn person_key(db: &impl ConnectionTrait, account: i64) -> Result<Option<Wrapped>, DbErr> {
    store::person_key(db, account).await
}

/// The public ids and the sealed keys of people, by account; without those who are erased.
pub(crate) async fn person_keys(
    db: &impl ConnectionTrait,
    accounts: &[i64],
) -> Result<HashMap<i64, (String, Wrapped)>, DbErr> {
    store::person_keys_of(db, accounts).await
}

/// Ends every session of an account at once.
pub(crate) async fn end_sessions(tx: &WriteTx, account: i64) -> Result<(), DbErr> {
    sessions::end_all(tx, account, sessions::Which::All).await
}

/// Uploaded files that are a person's own.
async fn files_of(db: &impl ConnectionTrait, account: i64) -> Result<Vec<i64>, DbErr> {
    profile::files_of(db, account).await
}

/// What other features keep of the viewer, for the archive they can take along.
async fn export_parts(ctx: &Ctx) -> Result<Vec<(&'static str, Value)>, IdentityError> {
    let profile = profile::export_part(ctx).await?;
    let Some(member) = &ctx.viewer.member else { return Ok(vec![("profile", profile)]) };
    let grants = crate::grants::export_part(ctx, member.account).await?;
    let moderation = crate::moderation::export_part(ctx, member.account).await?;
    let notifications = crate::notifications::export_part(ctx, member.account).await?;
    let rsvps = crate::events::rsvp::export_part(ctx, member.account).await?;
    let mentorship = crate::mentorship::export_part(ctx, member.account).await?;
    let cohorts = crate::cohort::export_part(ctx, member.account).await?;
    let opportunities = crate::opportunities::export_part(ctx, member.account).await?;
    let membership = crate::membership::export_part(ctx, member.account).await?;
    Ok(vec![
        ("profile", profile),
        ("grants", grants),
        ("moderation", moderation),
        ("notifications", notifications),
        ("events", rsvps),
        ("mentorship", mentorship),
        ("cohorts", cohorts),
        ("opportunities", opportunities),
        ("membership", membership),
    ])
}

/// What an account of the house is made of: for the command line and for sample people.
#[derive(Debug, Clone)]
pub struct Made<'m> {
    /// The address; it counts as confirmed.
    pub email: &'m domain::identity::Email,
    /// The password's hash, as [`Hasher`] makes it.
    pub password_hash: &'m str,
    /// Invented.
    pub sample: bool,
}

/// Stores a confirmed account; answers its key. `None` when the address has one.
pub async fn make_account(ctx: &Ctx, made: Made<'_>) -> Result<Option<i64>, DbError> {
    let (id, pseudonym, now) = (ctx.dice.public_id(), ctx.dice.public_id(), ctx.now());
    let wrapped = ctx.vault.new_person(id.as_str(), &ctx.dice);
    let (email, hash, sample) = (made.email.clone(), made.password_hash.to_owned(), made.sample);
    ctx.db
        .write(move |tx| {
            let (email, hash, wrapped) = (email.clone(), hash.clone(), wrapped.clone());
            Box::pin(async move {
                let new = store::NewAccount { id, pseudonym, email: &email, password_hash: &hash, sample };
                let Some(account) = store::insert_account(tx, &new, &wrapped, now).await? else { return Ok(None) };
                sign_up::confirm_account(tx, account, now).await?;
                Ok(Some(account))
            })
        })
        .await
}

/// Forgets what has run out: sessions, links, buckets, devices.
pub(crate) async fn purge(ctx: &Ctx) -> Result<(), DbError> {
    use sea_orm::{EntityTrait, QueryFilter};
    // What was used a moment ago must not look unused.
    flush_seen(ctx).await?;
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                sessions::purge(tx, now).await?;
                buckets::purge(tx, now).await?;
                let links = entity::link_tokens::Entity::delete_many();
                links.filter(entity::link_tokens::COLUMN.expires_at.lt(now)).exec(tx).await?;
                let devices = entity::known_devices::Entity::delete_many();
                let kept = domain::identity::limits::DEVICE_KEPT;
                devices.filter(entity::known_devices::COLUMN.used_at.lt(now - kept)).exec(tx).await?;
                Ok(())
            })
        })
        .await
}

/// Begins a session of an account, as if it had just signed in; answers the cookie.
#[cfg(any(test, feature = "testing"))]
pub async fn session_for_tests(ctx: &Ctx, account: i64, two_factor: bool) -> Result<Token, DbError> {
    let (new, now) = (sessions::NewSession::new(ctx, "Firefox Linux", two_factor), ctx.now());
    let (token, browser) = (new.token.clone(), Token::new(&ctx.dice));
    ctx.db
        .write(move |tx| {
            let (new, browser) = (new.clone(), browser.clone());
            Box::pin(async move { Ok::<_, DbError>(sessions::begin(tx, account, &new, &browser, now).await?) })
        })
        .await?;
    Ok(token)
}

/// Moves an account to a state, as a moderator, its owner or time would.
#[cfg(any(test, feature = "testing"))]
pub async fn stand_for_tests(ctx: &Ctx, account: i64, state: entity::accounts::State) -> Result<(), DbError> {
    use domain::identity::Account;
    use entity::accounts::State;
    let now = ctx.now();
    let next = match state {
        State::Unconfirmed => Account::Unconfirmed,
        State::Active => Account::Active,
        State::Suspended => Account::Suspended,
        State::Leaving => Account::Active.leave(now),
    };
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(row) = store::by_id(tx, account).await? {
                    store::set_state(tx, &row, next, now).await?;
                }
                Ok::<_, DbError>(())
            })
        })
        .await
}

/// Stores a confirmed account without a usable password.
#[cfg(any(test, feature = "testing"))]
pub(crate) async fn add_for_tests(
    ctx: &Ctx,
    email: &domain::identity::Email,
    id: domain::id::PublicId,
    pseudonym: domain::id::PublicId,
) -> Result<i64, DbError> {
    let (now, email) = (ctx.now(), email.clone());
    let wrapped = ctx.vault.new_person(id.as_str(), &ctx.dice);
    ctx.db
        .write(move |tx: &WriteTx| {
            let (email, wrapped) = (email.clone(), wrapped.clone());
            Box::pin(async move {
                let new = store::NewAccount { id, pseudonym, email: &email, password_hash: "-", sample: false };
                let account = store::insert_account(tx, &new, &wrapped, now).await?.ok_or(DbErr::RecordNotInserted)?;
                sign_up::confirm_account(tx, account, now).await?;
                Ok(account)
            })
        })
        .await
}
