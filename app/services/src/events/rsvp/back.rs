//! A stopped account goes on: it is put back where it was, as far as there is room.
//!
//! What it held is not written down twice. Whoever is stopped can say nothing about dates, so every place they gave up
//! from that moment on was given up because of it.

use chrono::{DateTime, Utc};
use domain::events::rsvp::Answer;
use sea_orm::DbErr;

use super::answer::{is_open, lets_in, of_state, put};
use super::calendars::News;
use super::who::Who;
use super::{mails, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// Answers for an account that was stopped at `since` and goes on now: for each date to come that it gave up then, a seat
/// if one is free and nobody waits, or else the end of the line. Nobody loses a seat to it. One mail for each series.
pub(crate) async fn back(tx: &WriteTx, ctx: &Ctx, account: i64, since: DateTime<Utc>) -> Result<(), DbErr> {
    let (who, now, mut last) = (Who::Account(account), ctx.now(), 0);
    // Whoever is leaving has left their places themselves.
    if !mails::may_be_seated(tx, who).await? {
        return Ok(());
    }
    // While a series was waited for, a split may have taken answers to its new part, which is a later series.
    while let Some(key) = store::given_up(tx, who, since, last).await?.first().map(|row| row.series_id) {
        last = key;
        let Some(series) = store::held_series_by_key(tx, key).await? else { continue };
        if !lets_in(tx, &series, who).await? {
            continue;
        }
        let mut rows = store::given_up(tx, who, since, key - 1).await?;
        rows.retain(|row| row.series_id == key && is_open(&series, row.original_start, now));
        let mut news = Vec::new();
        for row in &rows {
            let put = put(tx, ctx, (key, &series), row.original_start, who, Answer::Going).await?;
            news.extend(put.changed.map(|row| News::of(&row, of_state(row.state), &series)));
        }
        mails::tell_all(tx, ctx, (key, &series), news).await?;
    }
    Ok(())
}
