//! `landfall report list|close`: what people reported, until there is a desk for it.

use super::say;
use crate::config::Config;
use crate::serve::{open, require_schema};
use anyhow::{Context, bail};
use clap::Subcommand;
use domain::id::PublicId;
use std::process::ExitCode;

/// Reports shown at a time.
const MOST: u64 = 200;

#[derive(Subcommand)]
pub(super) enum Act {
    /// Show the open reports, oldest first
    List,
    /// Close a report; it is deleted 180 days later
    Close {
        /// The report's number as list shows it
        id: String,
    },
}

pub(super) async fn run(config: &Config, act: Act) -> anyhow::Result<ExitCode> {
    let ctx = open(config, "report").await?;
    require_schema(&ctx).await?;
    match act {
        Act::List => {
            let reports =
                services::moderation::list(&ctx, true, MOST).await.context("the reports could not be read")?;
            if reports.is_empty() {
                say("No open reports.");
            }
            for report in reports {
                let at = report.created_at.format("%Y-%m-%d %H:%M UTC");
                let picture = if report.has_file { "  (with a screenshot)" } else { "" };
                say(format_args!("{}  {at}  {}  {}{picture}", report.id, report.page, report.what.label()));
                for line in report.details.lines() {
                    say(format_args!("    {line}"));
                }
            }
        }
        Act::Close { id } => {
            let Some(public_id) = PublicId::parse(&id) else { bail!("\"{id}\" is not a report's number") };
            if !services::moderation::close(&ctx, public_id).await.context("the report could not be closed")? {
                bail!("there is no open report {id}");
            }
            say(format_args!("Closed {id}."));
        }
    }
    ctx.db.close().await?;
    Ok(ExitCode::SUCCESS)
}
