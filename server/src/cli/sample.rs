//! `landfall sample add|remove|population`.

use super::say;
use crate::config::Config;
use crate::serve::{open, require_schema};
use anyhow::{Context, bail};
use clap::Subcommand;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Act {
    /// Add the invented series and people; a second time only makes new passwords
    Add,
    /// Remove everything that sample add added
    Remove,
    /// Write invented mentees and mentors to a file that `match run` reads; needs no database
    Population {
        /// How many mentees; there are a third as many mentors
        #[arg(value_parser = clap::value_parser!(u32).range(1..=100_000))]
        people: u32,
        /// The same number gives the same people
        #[arg(long, default_value_t = 1, value_name = "NUMBER")]
        seed: u64,
        /// The file to write; must not exist yet
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
}

pub(super) async fn run(config: &Config, act: Act) -> anyhow::Result<ExitCode> {
    if let Act::Population { people, seed, output } = &act {
        return super::matching::population(*people, *seed, output);
    }
    if matches!(act, Act::Add) && !config.sample {
        bail!("sample content is only for a copy on this machine: set LANDFALL_SAMPLE=1");
    }
    let ctx = open(config, "sample").await?;
    require_schema(&ctx).await?;
    match act {
        Act::Add => {
            let report = services::events::add_sample(&ctx).await.context("the sample content could not be added")?;
            services::membership::add_sample(&ctx).await.context("the sample plans could not be added")?;
            say(format_args!("Sample content:\n{report}"));
            let people =
                services::identity::add_sample_people(&ctx).await.context("the sample people could not be made")?;
            services::mentorship::add_sample_mentors(&ctx).await.context("the sample mentors could not be made")?;
            services::cohort::add_sample_cohorts(&ctx).await.context("the sample cohorts could not be made")?;
            let postings = services::opportunities::add_sample_postings(&ctx)
                .await
                .context("the sample postings could not be added")?;
            say(format_args!("Sample postings added: {postings}."));
            say("Sample people, with passwords made just now:");
            for person in people {
                let key = person.app_key.map(|key| format!("  key for a code app: {key}")).unwrap_or_default();
                say(format_args!("  {:<10} {:<24} {}{key}", person.role, person.email, person.password));
            }
        }
        Act::Population { .. } => {}
        Act::Remove => {
            let removed =
                services::events::remove_sample(&ctx).await.context("the sample content could not be removed")?;
            services::cohort::remove_sample_cohorts(&ctx).await.context("the sample cohorts could not be removed")?;
            services::membership::remove_sample(&ctx).await.context("the sample plans could not be removed")?;
            let people = services::identity::remove_sample_people(&ctx)
                .await
                .context("the sample people could not be removed")?;
            say(format_args!("Removed {} sample series and {people} sample people.", removed.len()));
        }
    }
    ctx.db.close().await?;
    Ok(ExitCode::SUCCESS)
}
