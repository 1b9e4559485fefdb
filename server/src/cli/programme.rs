//! `landfall programme import|export FILE`.

use super::say;
use crate::config::Config;
use crate::serve::{open, require_schema};
use anyhow::Context;
use clap::Subcommand;
use services::events::ImportError;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Act {
    /// Store the series of the file, all or nothing; twice changes nothing
    Import {
        /// A file as `programme export` writes it
        file: PathBuf,
    },
    /// Write all series that are not sample content
    Export {
        /// The file to write
        file: PathBuf,
    },
}

pub(super) async fn run(config: &Config, act: Act) -> anyhow::Result<ExitCode> {
    let ctx = open(config, "programme").await?;
    require_schema(&ctx).await?;
    let code = match act {
        Act::Import { file } => {
            let text = std::fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
            match services::events::import_programme(&ctx, &text).await {
                Ok(report) => {
                    say(format_args!("Imported {}:\n{report}", file.display()));
                    ExitCode::SUCCESS
                }
                Err(ImportError::Mistakes(problems)) => {
                    for problem in &problems {
                        say(format_args!("{}: {problem}", file.display()));
                    }
                    say(format_args!("Nothing was stored. Mend {} place(s) and import again.", problems.len()));
                    ExitCode::FAILURE
                }
                Err(error) => return Err(error).context("nothing was stored"),
            }
        }
        Act::Export { file } => {
            let text = services::events::export_programme(&ctx).await.context("the series could not be read")?;
            std::fs::write(&file, text).with_context(|| format!("could not write {}", file.display()))?;
            say(format_args!("Written to {}.", file.display()));
            ExitCode::SUCCESS
        }
    };
    ctx.db.close().await?;
    Ok(code)
}
