//! `landfall doctor`: looks at everything the operator can put right, and says how.

use super::say;
use crate::config::Config;
use std::process::ExitCode;

pub(super) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let mut well = true;
    let mut line = |good: bool, what: &str, words: String| {
        well &= good;
        say(format_args!("{} {what}: {words}", if good { "ok  " } else { "MEND" }));
    };
    line(true, "configuration", format!("serves {} at {}", config.org.short_name, config.http.public_url));
    line(
        config.http.site_dir.join("pkg").is_dir(),
        "site folder",
        format!(
            "{} (style sheet, WASM and fonts; set LANDFALL_SITE_DIR if they are elsewhere)",
            config.http.site_dir.display()
        ),
    );
    let ctx = match crate::serve::open(config, "doctor").await {
        Ok(ctx) => ctx,
        Err(error) => {
            line(false, "database", format!("{error:#}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    for finding in services::doctor::examine(&ctx, &crate::cli::migrate::known()).await {
        line(finding.fit, finding.subject, finding.words);
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
