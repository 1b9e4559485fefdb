//! `landfall migrate`: backs up what is there, then brings the schema to this binary's version.

use super::say;
use crate::config::Config;
use crate::serve::open;
use anyhow::{Context, bail};
use migrations::{Migrator, MigratorTrait};
use services::schema::{self, SchemaState};
use std::process::ExitCode;

/// Names of all steps this binary knows, oldest first.
pub fn known() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

pub(super) async fn run(config: &Config, down: Option<u32>) -> anyhow::Result<ExitCode> {
    let ctx = open(config, "migrate").await?;
    let applied = schema::applied(&ctx.db).await.context("could not read the schema's state")?;
    match (schema::state(&ctx.db, &known()).await.context("could not read the schema's state")?, down) {
        (SchemaState::Newer(names), _) => bail!(
            "the database was migrated by a newer landfall (unknown steps: {}); install that version instead",
            names.join(", ")
        ),
        (SchemaState::UpToDate, None) => {
            say("The database is up to date.");
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    if !applied.is_empty() {
        let folder = config.storage.data_dir.join("backups");
        std::fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
        let file = folder.join(format!("before-migrate-{}.tar", ctx.now().format("%Y%m%dT%H%M%SZ")));
        services::transfer::backup(&ctx, &file)
            .await
            .context("the backup before migrating failed, so nothing was changed")?;
        say(format_args!("Backup written to {}.", file.display()));
    }
    match down {
        Some(steps) => ctx.db.migrate(async |db| Migrator::down(&db, Some(steps)).await).await,
        None => ctx.db.migrate(async |db| Migrator::up(&db, None).await).await,
    }
    .context(
        "a migration step failed; each step is all or nothing, so run the command again after mending the cause",
    )?;
    say(format_args!("The database has {} of {} steps.", schema::applied(&ctx.db).await?.len(), known().len()));
    ctx.db.close().await?;
    Ok(ExitCode::SUCCESS)
}
