//! `landfall admin create|grant|reset-2fa`: the first admin, and the way back in. Whoever can use it can read the
//! database anyway, so it acts at once; the audit log names the house.

use super::say;
use crate::config::Config;
use crate::serve::{open, require_schema};
use anyhow::{Context, bail};
use clap::Subcommand;
use domain::access::Capability;
use domain::identity::Email;
use services::ctx::Ctx;
use services::identity::{self, Line, Made, people};
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Act {
    /// Make an account that is an admin, and print its password once
    Create {
        /// The e-mail address; it counts as confirmed
        email: String,
    },
    /// Trust somebody who has an account with something, at once
    Grant {
        /// The person's e-mail address
        email: String,
        /// member, mentor, host, organizer, editor, treasurer, moderator, council or admin
        capability: String,
    },
    /// Remove somebody's second factor and sign them out everywhere
    #[command(name = "reset-2fa")]
    ResetTwoFactor {
        /// The person's e-mail address
        email: String,
    },
}

pub(super) async fn run(config: &Config, act: Act) -> anyhow::Result<ExitCode> {
    let ctx = open(config, "admin").await?;
    require_schema(&ctx).await?;
    match act {
        Act::Create { email } => create(&ctx, &address(&email)?).await?,
        Act::Grant { email, capability } => grant(&ctx, &address(&email)?, &capability).await?,
        Act::ResetTwoFactor { email } => {
            let email = address(&email)?;
            if !identity::reset_two_factor(&ctx, &email).await.context("the second factor could not be removed")? {
                bail!("nobody has the address {}", email.as_str());
            }
            say(format_args!("{} signs in by password alone now, and is signed out everywhere.", email.as_str()));
        }
    }
    ctx.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn address(typed: &str) -> anyhow::Result<Email> {
    Email::parse(typed).with_context(|| format!("\"{typed}\" is not an e-mail address"))
}

async fn create(ctx: &Ctx, email: &Email) -> anyhow::Result<()> {
    let password = ctx.dice.public_id().to_string();
    let place = ctx.hasher.queue(Line::Known).context("the password could not be hashed")?;
    let password_hash = place.hash(&password, &ctx.dice).await.context("the password could not be hashed")?;
    let made = Made { email, password_hash: &password_hash, sample: false };
    let Some(account) = identity::make_account(ctx, made).await.context("the account could not be stored")? else {
        bail!("{} has an account; use landfall admin grant {0} admin", email.as_str());
    };
    services::grants::ask_as_house(ctx, account, Capability::Admin)
        .await
        .context("the account is made, but no admin")?;
    say(format_args!("{} is an admin now.", email.as_str()));
    say(format_args!("Password: {password}"));
    say("It is shown only this once. Sign in, set up two-step sign-in, and choose a password of your own.");
    Ok(())
}

async fn grant(ctx: &Ctx, email: &Email, word: &str) -> anyhow::Result<()> {
    let Some(capability) = Capability::parse(word) else {
        bail!("\"{word}\" is none of {}", Capability::ALL.map(Capability::word).join(", "));
    };
    let person = people::by_email(ctx.db.read(), email).await.context("the account could not be read")?;
    let Some(person) = person else { bail!("nobody has the address {}", email.as_str()) };
    match services::grants::ask_as_house(ctx, person.account, capability).await {
        Ok(_) => say(format_args!("{} has the capability {word} now.", email.as_str())),
        Err(services::grants::GrantError::Refused(refusal)) => bail!("{refusal}"),
        Err(error) => return Err(error).context("the grant could not be stored"),
    }
    Ok(())
}
