//! Runs the job loop beside the server and keeps its figures fresh.

use crate::state::AppState;
use std::time::Duration;
use tokio::sync::watch;

/// Until `stop` turns true. A job in hand is finished first.
pub async fn run(state: AppState, stop: watch::Receiver<bool>) {
    let ctx = state.ctx.with_viewer(services::ctx::Viewer::house("jobs"));
    if let Err(error) = services::jobs::ensure_recurring(&ctx).await {
        tracing::error!(%error, "recurring jobs could not be scheduled");
    }
    let figures = tokio::spawn(figures(state.clone()));
    services::jobs::run(ctx, stop).await;
    figures.abort();
}

async fn figures(state: AppState) {
    loop {
        if let Ok(backlog) = services::jobs::backlog(&state.ctx).await {
            state.metrics.job_depth.set(i64::try_from(backlog.waiting + backlog.stuck).unwrap_or(i64::MAX));
            state.metrics.job_age.set(backlog.oldest_due_seconds);
        }
        state.tidy_gates();
        tokio::time::sleep(Duration::from_secs(15)).await;
    }
}
