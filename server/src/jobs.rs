//! Runs the job loop beside the server and keeps its figures fresh.

use crate::state::AppState;
use services::ctx::Ctx;
use std::time::Duration;
use tokio::sync::watch;

/// Until `stop` turns true. A job in hand is finished first.
pub async fn run(state: AppState, stop: watch::Receiver<bool>) {
    let ctx = state.ctx.with_viewer(services::ctx::Viewer::house("jobs"));
    if let Err(error) = services::jobs::ensure_recurring(&ctx).await {
        tracing::error!(%error, "recurring jobs could not be scheduled");
    }
    let figures = tokio::spawn(figures(state.clone()));
    let observations = tokio::spawn(observations(ctx.clone()));
    services::jobs::run(ctx.clone(), stop).await;
    figures.abort();
    observations.abort();
    write_down(&ctx, true).await;
}

/// What was only looked at (sessions used, attempts denied) is written down now and then, and once more at the end.
async fn observations(ctx: Ctx) {
    loop {
        tokio::time::sleep(Duration::from_secs(30)).await;
        write_down(&ctx, false).await;
    }
}

async fn write_down(ctx: &Ctx, everything: bool) {
    if let Err(error) = services::identity::flush_seen(ctx).await {
        tracing::warn!(%error, "when sessions were used could not be written down");
    }
    if let Err(error) = services::events::rsvp::flush_fetches(ctx).await {
        tracing::warn!(%error, "when personal calendars were fetched could not be written down");
    }
    if let Err(error) = services::audit::flush_denials(ctx, everything).await {
        tracing::warn!(%error, "denied attempts could not be written down");
    }
}

async fn figures(state: AppState) {
    loop {
        if let Ok(backlog) = services::jobs::backlog(&state.ctx).await {
            state.metrics.job_depth.set(i64::try_from(backlog.waiting + backlog.stuck).unwrap_or(i64::MAX));
            state.metrics.job_age.set(backlog.oldest_due_seconds);
        }
        if let Ok(backlog) = services::mail::backlog(&state.ctx).await {
            state.metrics.mail_depth.set(i64::try_from(backlog.waiting).unwrap_or(i64::MAX));
            state.metrics.mail_age.set(backlog.oldest_due_seconds);
            state.metrics.mail_failed.set(i64::try_from(backlog.failed).unwrap_or(i64::MAX));
        }
        state.tidy_gates();
        tokio::time::sleep(Duration::from_secs(15)).await;
    }
}
