//! `landfall dump|load|backup`.

use super::say;
use crate::config::Config;
use crate::serve::{open, require_schema};
use anyhow::{Context, bail};
use services::transfer::Moved;
use std::path::Path;
use std::process::ExitCode;

pub(super) async fn dump(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    must_be_new(file)?;
    let ctx = open(config, "dump").await?;
    require_schema(&ctx).await?;
    let moved = services::transfer::dump(&ctx, file).await.context("the dump was not written")?;
    tell(&moved);
    ctx.db.close().await?;
    say(format_args!("Written to {}. Load it anywhere with `landfall load`.", file.display()));
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn load(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let ctx = open(config, "load").await?;
    require_schema(&ctx).await?;
    let moved = services::transfer::load(&ctx, file).await.context("nothing was loaded")?;
    tell(&moved);
    ctx.db.close().await?;
    say(format_args!("Loaded {}.", file.display()));
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn backup(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    must_be_new(file)?;
    let ctx = open(config, "backup").await?;
    let moved = services::transfer::backup(&ctx, file).await.context("the backup was not written")?;
    tell(&moved);
    ctx.db.close().await?;
    say(format_args!(
        "Backup written to {}. Keep a copy on another machine. The key (secret.key) and the configuration are not inside: \
         without the key nobody can read sealed fields and photos of a restored backup.",
        file.display()
    ));
    Ok(ExitCode::SUCCESS)
}

fn tell(moved: &Moved) {
    for (table, rows) in &moved.rows {
        say(format_args!("{rows:>8} {table}"));
    }
    say(format_args!("{:>8} uploaded files", moved.files));
    for missing in &moved.missing_files {
        say(format_args!("missing on disk: {missing}"));
    }
}

fn must_be_new(file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!("{} exists already; choose another name", file.display());
    }
    Ok(())
}
