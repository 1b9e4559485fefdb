//! `landfall key`: the key that sealed fields are under. Which one it is, whether it has a copy, and another in its place.

use super::say;
use crate::config::Config;
use crate::serve::{open, open_with, require_schema};
use anyhow::{Context, bail};
use clap::Subcommand;
use services::dice::Dice;
use services::identity::{key_state, rewrap_all};
use services::vault::{Rotation, confirm_copy, copy_is_confirmed, fingerprint_of_file};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Act {
    /// Show which key seals, whether a copy is confirmed, and whether all people are under it
    Status,
    /// Show the fingerprint of the key in a file, such as a copy on another disk
    Fingerprint {
        /// The copy of secret.key
        file: PathBuf,
    },
    /// Say that a copy of the key is kept elsewhere; doctor asks for it
    ConfirmCopy {
        /// What `landfall key fingerprint` shows for the copy
        fingerprint: String,
    },
    /// Put a new key in place of the old one; stop the site first
    Rotate,
}

pub(super) async fn run(config: &Config, act: Act) -> anyhow::Result<ExitCode> {
    match act {
        Act::Status => status(config).await,
        Act::Fingerprint { file } => {
            say(fingerprint_of_file(&file).context("this is no copy of the key")?);
            Ok(ExitCode::SUCCESS)
        }
        Act::ConfirmCopy { fingerprint } => confirm(config, &fingerprint).await,
        Act::Rotate => rotate(config).await,
    }
}

async fn status(config: &Config) -> anyhow::Result<ExitCode> {
    let ctx = open(config, "key").await?;
    require_schema(&ctx).await?;
    let state = key_state(&ctx).await.context("the keys of people could not be read")?;
    let copied = copy_is_confirmed(&config.storage.data_dir, &ctx.vault);
    say(format_args!("The key that seals: {}", ctx.vault.fingerprint()));
    say(if copied { "A copy of it is confirmed." } else { "No copy of it is confirmed; see `landfall doctor`." });
    say(format_args!("{} people under it, {} under another.", state.current, state.other));
    if ctx.vault.has_old_keys() {
        say("A rotation was begun and not finished: run `landfall key rotate` again.");
    }
    ctx.db.close().await?;
    Ok(if state.other == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn confirm(config: &Config, fingerprint: &str) -> anyhow::Result<ExitCode> {
    let ctx = open(config, "key").await?;
    if !confirm_copy(&config.storage.data_dir, &ctx.vault, fingerprint)? {
        bail!(
            "that is not the fingerprint of the key in use; run `landfall key fingerprint` on your copy of secret.key"
        );
    }
    say("Noted: this key has a copy elsewhere. A rotation will ask again.");
    ctx.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// A key given by a variable is changed there: a new first line; then this moves everybody under it.
async fn rotate(config: &Config) -> anyhow::Result<ExitCode> {
    if config.storage.secret_key.is_some() {
        let ctx = open(config, "key").await?;
        require_schema(&ctx).await?;
        let moved = rewrap_all(&ctx).await.context("not everybody is under the new key; nothing is lost, try again")?;
        ctx.db.close().await?;
        say(format_args!(
            "{moved} people moved under the first key of LANDFALL_SECRET_KEY. Take the other lines out now."
        ));
        return Ok(ExitCode::SUCCESS);
    }
    crate::cli::folder::ready(&config.storage.data_dir)?;
    let (folder, dice) = (&config.storage.data_dir, Dice::os());
    let rotation = Rotation::begin(folder).context("the key cannot be changed now")?;
    let ctx = open_with(config, "key", rotation.new_key(&dice)?, dice.clone()).await?;
    require_schema(&ctx).await?;
    let moved =
        rewrap_all(&ctx).await.context("not everybody is under the new key; nothing is lost, run this again")?;
    if key_state(&ctx).await?.other > 0 {
        bail!("somebody is still under the old key, so it stays; run this again");
    }
    ctx.db.close().await?;
    let vault = rotation.finish(&dice).context("the old key could not be taken out; run this again")?;
    say(format_args!(
        "{moved} people moved. The key is now {}. Copy secret.key to another place and confirm that copy.",
        vault.fingerprint()
    ));
    Ok(ExitCode::SUCCESS)
}
