//! `landfall sample add|remove`.

use super::say;
use crate::config::Config;
use crate::serve::{open, require_schema};
use anyhow::{Context, bail};
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Act {
    /// Add the invented series; twice changes nothing
    Add,
    /// Remove everything that sample add added
    Remove,
}

pub(super) async fn run(config: &Config, act: Act) -> anyhow::Result<ExitCode> {
    if matches!(act, Act::Add) && !config.sample {
        bail!("sample content is only for a copy on this machine: set LANDFALL_SAMPLE=1");
    }
    let ctx = open(config, "sample").await?;
    require_schema(&ctx).await?;
    match act {
        Act::Add => {
            let report = services::events::add_sample(&ctx).await.context("the sample content could not be added")?;
            say(format_args!("Sample content:\n{report}"));
        }
        Act::Remove => {
            let removed =
                services::events::remove_sample(&ctx).await.context("the sample content could not be removed")?;
            say(format_args!("Removed {} sample series.", removed.len()));
        }
    }
    ctx.db.close().await?;
    Ok(ExitCode::SUCCESS)
}
