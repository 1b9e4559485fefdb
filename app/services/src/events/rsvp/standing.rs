//! An answer for every date of a series that is to come. It takes seats as far ahead as people plan; a daily job goes on.

use chrono::{DateTime, Utc};
use domain::events::Series;
use domain::events::rsvp::{Answer, STANDING_AHEAD, STANDING_DATES, may_answer};
use domain::refusal::Refusal;
use sea_orm::{DbErr, EntityTrait, QueryOrder};

use super::answer::{lets_in, may_come, promotions, put};
use super::calendars::News;
use super::entity::rsvps::{Model, State};
use super::entity::standing_rsvps;
use super::error::RsvpError;
use super::who::Who;
use super::{mails, personal, store};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::dialect;
use crate::mail::RsvpNews;

/// Dates for which an answer for all of them counts now.
fn near(series: &Series, now: DateTime<Utc>) -> impl Iterator<Item = domain::events::Occurrence> {
    let until = now + STANDING_AHEAD;
    series.next(now, STANDING_DATES).into_iter().filter(move |at| at.start <= until)
}

/// Writes the answer down and takes or gives back all seats: the rows that are different, and what is to be mailed of it
/// once; `None` when there is nothing to tell.
pub(super) async fn write_down(
    tx: &WriteTx,
    ctx: &Ctx,
    (key, series): (i64, &Series),
    who: Who,
    answer: Answer,
) -> Result<Option<(Vec<Model>, RsvpNews)>, RsvpError> {
    let now = ctx.now();
    tx.housekeeping();
    may_come(tx, series, who, answer).await?;
    // Of two presses at once the second finds what the first has written.
    dialect::one_at_a_time(tx, &format!("standing {key} {who:?}")).await?;
    let was = store::stands(tx, key, who).await?;
    let before = store::of_series(tx, key, who).await?;
    let wanted: Vec<_> = match answer {
        Answer::Going if was => return Ok(None),
        Answer::Going => near(series, now).map(|at| at.original_start).collect(),
        Answer::NotGoing => {
            before.iter().filter(|row| row.state != State::NotGoing).map(|row| row.original_start).collect()
        }
    };
    let open = |start: &chrono::NaiveDateTime| {
        series.occurrence(*start).is_some_and(|at| may_answer(series, &at, answer, now).is_ok())
    };
    let wanted: Vec<_> = wanted.into_iter().filter(open).collect();
    if answer == Answer::Going && wanted.is_empty() {
        let canceled = series.cancelled_at.is_some();
        return Err(if canceled { Refusal::DateCanceled } else { Refusal::DateOver }.into());
    }
    store::set_standing(tx, key, who, answer == Answer::Going, now).await?;
    personal::changed(tx, who, now).await?;
    let (mut changed, mut promoted): (Vec<Model>, Vec<Model>) = (Vec::new(), Vec::new());
    for start in &wanted {
        let put = put(tx, ctx, (key, series), *start, who, answer).await?;
        changed.extend(put.changed);
        promoted.extend(put.promoted);
    }
    mails::tell_all(tx, ctx, (key, series), promotions(&promoted, series)).await?;
    let news = match answer {
        Answer::NotGoing if changed.is_empty() && !was => return Ok(None),
        Answer::NotGoing => RsvpNews::LeftSeries,
        Answer::Going => {
            // A date they had answered for before is one of those they come to.
            let mut rows = store::of_series(tx, key, who).await?;
            rows.retain(|row| wanted.contains(&row.original_start));
            let count = |state| rows.iter().filter(|row| row.state == state).count();
            RsvpNews::GoingToSeries { going: count(State::Going), waiting: count(State::Waiting) }
        }
    };
    Ok(Some((changed, news)))
}

/// Answers for dates that have come near since. What somebody said of a date stays.
pub(crate) async fn extend_standing(ctx: &Ctx) -> Result<(), DbError> {
    let all = standing_rsvps::Entity::find().order_by_asc(standing_rsvps::Column::Id).all(ctx.db.read()).await?;
    for row in all {
        let (key, own) = (row.series_id, ctx.clone());
        let Some(who) = Who::of(row.account_id, row.guest_id) else { continue };
        ctx.db
            .write(move |tx| {
                let ctx = own.clone();
                Box::pin(async move { Ok::<_, DbError>(extend(tx, &ctx, key, who).await?) })
            })
            .await?;
    }
    Ok(())
}

async fn extend(tx: &WriteTx, ctx: &Ctx, key: i64, who: Who) -> Result<(), DbErr> {
    tx.housekeeping();
    let Some(series) = store::held_series_by_key(tx, key).await? else { return Ok(()) };
    if !store::stands(tx, key, who).await? || !mails::may_be_seated(tx, who).await? {
        return Ok(());
    }
    if !lets_in(tx, &series, who).await? {
        return Ok(());
    }
    let (now, known) = (ctx.now(), store::of_series(tx, key, who).await?);
    let missing = near(&series, now)
        .filter(|at| may_answer(&series, at, Answer::Going, now).is_ok())
        .map(|at| at.original_start)
        .filter(|start| known.iter().all(|row| row.original_start != *start));
    let mut told = Vec::new();
    for start in missing {
        if let Some(row) = put(tx, ctx, (key, &series), start, who, Answer::Going).await?.changed {
            let news = if row.state == State::Going { RsvpNews::Going } else { RsvpNews::Waiting };
            told.push(News::of(&row, news, &series));
        }
    }
    mails::tell_all(tx, ctx, (key, &series), told).await
}
