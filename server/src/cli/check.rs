//! `landfall check`: reads the whole database and names every row that breaks a rule.

use super::say;
use crate::config::Config;
use crate::serve::{open, require_schema};
use anyhow::Context;
use std::process::ExitCode;

pub(super) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let ctx = open(config, "check").await?;
    require_schema(&ctx).await?;
    let findings = services::check::check(&ctx).await.context("the database could not be read to the end")?;
    ctx.db.close().await?;
    for finding in &findings {
        say(format_args!("{} {}: {}", finding.table, finding.row, finding.broken));
    }
    if findings.is_empty() {
        say("Everything holds.");
        Ok(ExitCode::SUCCESS)
    } else {
        say(format_args!("{} row(s) break a rule.", findings.len()));
        Ok(ExitCode::FAILURE)
    }
}
