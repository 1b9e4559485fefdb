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
use super::hashing::{Checked, Line};
use super::proof::{counted_check, still_the_same};
use super::sessions::{NewSession, begin, end_of_browser};
use super::token::Token;
use super::{IdentityError, codes, devices, letters, links, store};
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
    #[cfg(feature = "chaos")]
    if found.is_none() && ctx.db.chaos() == Some(crate::chaos::Chaos::QuickExit) {
        return Err(IdentityError::field("email", words::SIGN_IN));
    }
    let stored = found.as_ref().map(|row| row.password_hash.0.as_str());
    let typed = if password.len() > MAX_PASSWORD { "" } else { password };
    let line = if known { Line::Known } else { Line::Stranger };
    let buckets = limits(ctx, &email, device.as_ref().filter(|_| known));
    let checked = counted_check(ctx, line, buckets, typed, stored).await?;
    let (Some(row), Checked::Right { weak }) = (found, checked) else {
        return Err(IdentityError::field("email", words::SIGN_IN));
    };
    let stronger = if weak { Some(ctx.hasher.queue(line)?.hash(password, &ctx.dice).await?) } else { None };
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
    let now = ctx.now();
    let link = links::peek(ctx, Purpose::SecondFactor, &challenge).await?.ok_or(Refusal::SignInAgain)?;
    let row = store::by_id(ctx.db.read(), link.account_id).await?.ok_or(Refusal::SignInAgain)?;
    if !take_now(ctx, vec![Bucket::new(ctx, "code", &row.public_id, Tries::ACCOUNT)]).await? {
        return Err(Refusal::TooManyTries.into());
    }
    let device = browser.device.as_deref().and_then(Token::parse);
    let known = is_known(ctx, Some(&row), device.as_ref()).await?;
    let (session, device) = (NewSession::new(ctx, &browser.user_agent, true), device_or_new(ctx, device, known));
    let done = SignedIn::Done { session: session.token.clone(), device: device.clone() };
    let proof = codes::read_code(ctx, &row, code).await?;
    let ctx = ctx.clone();
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, row, session, device) = (ctx.clone(), row.clone(), session.clone(), device.clone());
            let (challenge, proof) = (challenge.clone(), proof.clone());
            Box::pin(async move {
                if !codes::use_up(tx, row.id, &proof, now).await? {
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
    Ok(devices::is_known(ctx.db.read(), account, device, ctx.now() - DEVICE_KEPT).await?)
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
    let first = store::enter(tx, row.id, now).await?;
    end_of_browser(tx, row.id, device, ctx.viewer.member.as_ref().map(|member| member.session)).await?;
    begin(tx, row.id, session, device, now).await?;
    devices::remember(tx, row.id, device, now).await?;
    if !known && !first && row.confirmed_at.is_some() {
        let (device, devices) = (session.device.clone(), letters::path(letters::DEVICES));
        letters::send(tx, ctx, row, &Letter::NewDevice { device, at: now, devices }).await?;
    }
    Ok(())
}
