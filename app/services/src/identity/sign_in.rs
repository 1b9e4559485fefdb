//! Signing in: the password, then for whoever has one the second factor.
//!
//! The answer to a wrong password takes as long and says the same whether there is such an account or not (figure F26).
//! Tries are counted before anything is hashed; a browser that has signed in before is counted by itself, so that its
//! owner gets in while somebody else guesses (figure F27).

use domain::access::{Action, Object};
use domain::identity::limits::{DEVICE_KEPT, MAX_PASSWORD, Tries};
use domain::identity::{Email, Purpose, words};
use domain::refusal::Refusal;

use super::buckets::{Bucket, take_now};
use super::entity::accounts::Model;
use super::hashing::Checked;
use super::sessions::{NewSession, begin};
use super::token::Token;
use super::{IdentityError, letters, links, store, two_factor};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::mail::Letter;

/// What the browser brings along.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    /// What it says of itself.
    pub user_agent: String,
    /// The cookie of a browser that has signed in before.
    pub device: Option<String>,
}

/// What came of a right password.
#[derive(Debug, Clone)]
pub enum SignedIn {
    /// The person is in.
    Done {
        /// The session's cookie.
        session: Token,
        /// The cookie by which the browser is known next time.
        device: Token,
    },
    /// The second factor is asked for next.
    SecondFactor {
        /// The cookie that leads there.
        challenge: Token,
    },
}

/// Checks address and password.
pub async fn sign_in(ctx: &Ctx, email: &str, password: &str, browser: &Browser) -> Result<SignedIn, IdentityError> {
    allow(ctx, Action::SignIn, Object::None)?;
    let mut errors = Vec::new();
    let email = domain::identity::parse_email("email", email, &mut errors);
    if password.is_empty() {
        errors.push(domain::form::FieldError::new("password", words::PASSWORD_MISSING));
    }
    let Some(email) = email.filter(|_| errors.is_empty()) else { return Err(IdentityError::Invalid(errors)) };
    let found = store::by_email(ctx.db.read(), &email).await?;
    let device = browser.device.as_deref().and_then(Token::parse);
    let known = is_known(ctx, found.as_ref(), device.as_ref()).await?;
    if !take_now(ctx, limits(ctx, &email, device.as_ref().filter(|_| known))).await? {
        return Err(Refusal::TooManyTries.into());
    }
    #[cfg(feature = "chaos")]
    if found.is_none() && ctx.db.chaos() == Some(crate::chaos::Chaos::QuickExit) {
        return Err(IdentityError::field("email", words::SIGN_IN));
    }
    let stored = found.as_ref().map(|row| row.password_hash.0.as_str());
    let typed = if password.len() > MAX_PASSWORD { "" } else { password };
    #[cfg(not(feature = "chaos"))]
    let checked = ctx.hasher.check(typed, stored).await?;
    #[cfg(feature = "chaos")]
    let checked = match ctx.db.chaos() {
        Some(crate::chaos::Chaos::NoQueue) => ctx.hasher.check_out_of_turn(typed, stored).await?,
        _ => ctx.hasher.check(typed, stored).await?,
    };
    let (Some(row), Checked::Right { weak }) = (found, checked) else {
        return Err(IdentityError::field("email", words::SIGN_IN));
    };
    let stronger = if weak { Some(ctx.hasher.hash(password, &ctx.dice).await?) } else { None };
    if row.totp_since.is_some() {
        let challenge = Token::new(&ctx.dice);
        challenge_for(ctx, row, challenge.clone(), stronger).await?;
        return Ok(SignedIn::SecondFactor { challenge });
    }
    let (session, device) = (NewSession::new(ctx, &browser.user_agent, false), device_or_new(ctx, device, known));
    let done = SignedIn::Done { session: session.token.clone(), device: device.clone() };
    let (ctx, now) = (ctx.clone(), ctx.now());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, row, session) = (ctx.clone(), row.clone(), session.clone());
            let (device, stronger) = (device.clone(), stronger.clone());
            Box::pin(async move {
                still_the_same(tx, &row).await?;
                if let Some(hash) = stronger {
                    store::rehash(tx, &row, &hash).await?;
                }
                welcome(tx, &ctx, &row, &session, &device, known, now).await
            })
        })
        .await?;
    Ok(done)
}

/// Finishes a sign-in with a code of the app or a recovery code. The challenge lives until a code is right.
pub async fn second_factor(
    ctx: &Ctx,
    challenge: &str,
    code: &str,
    browser: &Browser,
) -> Result<SignedIn, IdentityError> {
    allow(ctx, Action::SignIn, Object::None)?;
    let challenge = Token::parse(challenge).ok_or(Refusal::SignInAgain)?;
    let (now, db) = (ctx.now(), ctx.db.read());
    let link = links::peek(db, Purpose::SecondFactor, &challenge, now).await?.ok_or(Refusal::SignInAgain)?;
    let row = store::by_id(db, link.account_id).await?.ok_or(Refusal::SignInAgain)?;
    if !take_now(ctx, vec![Bucket::new(ctx, "code", &row.public_id, Tries::ACCOUNT)]).await? {
        return Err(Refusal::TooManyTries.into());
    }
    let device = browser.device.as_deref().and_then(Token::parse);
    let known = is_known(ctx, Some(&row), device.as_ref()).await?;
    let (session, device) = (NewSession::new(ctx, &browser.user_agent, true), device_or_new(ctx, device, known));
    let done = SignedIn::Done { session: session.token.clone(), device: device.clone() };
    let proof = two_factor::read_code(ctx, &row, code).await?;
    let ctx = ctx.clone();
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, row, session, device) = (ctx.clone(), row.clone(), session.clone(), device.clone());
            let (challenge, proof) = (challenge.clone(), proof.clone());
            Box::pin(async move {
                if !two_factor::use_up(tx, row.id, &proof, now).await? {
                    return Err(IdentityError::field("code", words::CODE_WRONG));
                }
                links::take(tx, Purpose::SecondFactor, &challenge, now).await.map_err(|_| Refusal::SignInAgain)?;
                still_the_same(tx, &row).await?;
                welcome(tx, &ctx, &row, &session, &device, known, now).await
            })
        })
        .await?;
    Ok(done)
}

/// Gives the password again for something that matters. `field` is where a wrong one is told.
pub async fn prove(ctx: &Ctx, password: &str, field: &str) -> Result<(), IdentityError> {
    let row = proven_account(ctx, password, field).await?;
    let (session, now) = (super::sessions::member(&ctx.viewer)?.session, ctx.now());
    drop(row);
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                tx.housekeeping();
                Ok(super::sessions::proved(tx, session, now).await?)
            })
        })
        .await
}

/// The viewer's account, after their password was right; counted like signing in.
pub(super) async fn proven_account(ctx: &Ctx, password: &str, field: &str) -> Result<Model, IdentityError> {
    allow(ctx, Action::ManageAccount, Object::Own)?;
    let account = super::sessions::member(&ctx.viewer)?.account;
    let row = store::by_id(ctx.db.read(), account).await?.ok_or(IdentityError::NotFound)?;
    if password.is_empty() {
        return Err(IdentityError::field(field, words::PASSWORD_MISSING));
    }
    if !take_now(ctx, vec![Bucket::new(ctx, "prove", &row.public_id, Tries::ACCOUNT)]).await? {
        return Err(Refusal::TooManyTries.into());
    }
    let typed = if password.len() > MAX_PASSWORD { "" } else { password };
    match ctx.hasher.check(typed, Some(&row.password_hash.0)).await? {
        Checked::Right { .. } => Ok(row),
        Checked::Wrong => Err(IdentityError::field(field, words::PASSWORD_WRONG)),
    }
}

fn limits(ctx: &Ctx, email: &Email, known: Option<&Token>) -> Vec<Bucket> {
    match known {
        Some(device) => vec![Bucket::new(ctx, "device", &device.sha256(), Tries::KNOWN_DEVICE)],
        None => vec![
            Bucket::new(ctx, "sign-in", email.key(), Tries::ACCOUNT),
            Bucket::of_peer(ctx, "sign-in-from", Tries::ADDRESS),
        ],
    }
}

/// Looks the browser up in any case, so that an account that is not there takes as long.
async fn is_known(ctx: &Ctx, row: Option<&Model>, device: Option<&Token>) -> Result<bool, IdentityError> {
    let Some(device) = device else { return Ok(false) };
    let account = row.map_or(0, |row| row.id);
    Ok(store::known_device(ctx.db.read(), account, device, ctx.now() - DEVICE_KEPT).await?)
}

/// A browser that is known keeps its cookie; any other gets one of its own, so that none can be planted.
fn device_or_new(ctx: &Ctx, device: Option<Token>, known: bool) -> Token {
    device.filter(|_| known).unwrap_or_else(|| Token::new(&ctx.dice))
}

async fn challenge_for(ctx: &Ctx, row: Model, challenge: Token, stronger: Option<String>) -> Result<(), IdentityError> {
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            let (row, challenge, stronger) = (row.clone(), challenge.clone(), stronger.clone());
            Box::pin(async move {
                tx.housekeeping();
                still_the_same(tx, &row).await?;
                if let Some(hash) = stronger {
                    store::rehash(tx, &row, &hash).await?;
                }
                links::issue(tx, row.id, Purpose::SecondFactor, &challenge, None, now).await?;
                Ok(())
            })
        })
        .await
}

/// The password may have been changed, or the account erased, while the old one was being checked.
async fn still_the_same(tx: &WriteTx, row: &Model) -> Result<(), IdentityError> {
    match store::by_id(tx, row.id).await? {
        Some(now) if now.password_at == row.password_at && now.totp_since == row.totp_since => Ok(()),
        _ => Err(Refusal::SignInAgain.into()),
    }
}

async fn welcome(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &Model,
    session: &NewSession,
    device: &Token,
    known: bool,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), IdentityError> {
    tx.housekeeping();
    let first = !store::any_known_device(tx, row.id).await?;
    begin(tx, row.id, session, now).await?;
    store::remember_device(tx, row.id, device, now).await?;
    if !known && !first && row.confirmed_at.is_some() {
        let (device, devices) = (session.device.clone(), letters::path(letters::DEVICES));
        letters::send(tx, ctx, row, &Letter::NewDevice { device, at: now, devices }).await?;
    }
    Ok(())
}
