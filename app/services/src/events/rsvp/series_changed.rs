//! What becomes of answers when a series is stored anew. Called by whoever stores one, in the same transaction, after it.

use chrono::NaiveDateTime;
use domain::events::{Occurrence, Series};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::answer::promote;
use super::entity::{rsvp_seats, rsvps, standing_rsvps};
use super::who::Who;
use super::{guests, joining, mails, personal, seats, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::mail::RsvpNews;

/// `before` as it was, and what it has become: one series, or an ended and a living part, in this order. The parts are
/// stored. Answers go where their dates went; whoever comes is told by mail of what changed for them; capacities follow,
/// and seats that become free are given to whoever is next. Nobody loses a seat to a smaller room.
pub(crate) async fn series_changed(tx: &WriteTx, ctx: &Ctx, before: &Series, after: &[&Series]) -> Result<(), DbErr> {
    let mut parts = Vec::with_capacity(after.len());
    for series in after {
        let Some(key) = store::key_of(tx, series.public_id).await? else { return Ok(()) };
        parts.push((key, *series));
    }
    let Some((old, _)) = parts.first().copied() else { return Ok(()) };
    let held = rsvp_seats::Entity::find().filter(rsvp_seats::Column::SeriesId.eq(old));
    let dates = held.order_by_asc(rsvp_seats::Column::OriginalStart).all(tx).await?;
    if let Some((living, _)) = parts.get(1).copied() {
        go_on(tx, old, living).await?;
    }
    let ways: Vec<_> = parts.iter().enumerate().map(|(nth, part)| (*part, nth + 1 == parts.len())).collect();
    let target = |start| ways.iter().find_map(|(part, last)| target(before, part, *last, start));
    let answered: Vec<_> = dates.iter().map(|row| row.original_start).collect();
    let mut taken: Vec<(i64, NaiveDateTime)> = Vec::new();
    // Those that keep their very start go first, so that none of another time takes their place.
    let (exact, others): (Vec<_>, Vec<_>) =
        dates.into_iter().map(|row| row.original_start).partition(|start| parts.iter().any(|part| part.1.has(*start)));
    for start in exact.into_iter().chain(others) {
        let to = target(start).filter(|(to, _)| !taken.contains(to));
        match to {
            Some((to, series)) => {
                taken.push(to);
                if to != (old, start) {
                    move_date(tx, (old, start), to).await?;
                }
                follow(tx, ctx, (before, start), series, to).await?;
            }
            None => vanish(tx, ctx, before, (old, start)).await?,
        }
    }
    // Dates that nobody has answered for yet may have a way in, and links that guests have not pressed.
    let mut others = joining::starts(tx, old).await?;
    others.extend(guests::link_starts(tx, old).await?);
    others.sort_unstable();
    others.dedup();
    for start in others.into_iter().filter(|start| !answered.contains(start)) {
        if let Some((to, _)) = target(start).filter(|(to, _)| *to != (old, start)) {
            guests::links_moved(tx, (old, Some(start)), (to.0, Some(to.1))).await?;
            joining::move_date(tx, (old, start), to).await?;
        }
    }
    Ok(())
}

/// Where a date of the series is now; `last` is the part that goes on.
fn target<'s>(
    before: &Series,
    (key, series): &(i64, &'s Series),
    last: bool,
    start: NaiveDateTime,
) -> Option<((i64, NaiveDateTime), &'s Series)> {
    if series.has(start) {
        return Some(((*key, start), *series));
    }
    // A single event that was put off is the same event.
    if before.rule.is_none() && series.rule.is_none() && start == before.local_start {
        return Some(((*key, series.local_start), *series));
    }
    // Another hour of the same day, in the part that goes on.
    let goes_on = last && start.date() >= series.local_start.date();
    let same_day = series.by_name(&start.date().to_string()).filter(|_| goes_on)?;
    Some(((*key, same_day.original_start), *series))
}

/// Answers for all dates, and the way in, are those of the part that lives.
async fn go_on(tx: &WriteTx, old: i64, living: i64) -> Result<(), DbErr> {
    standing_rsvps::Entity::update_many()
        .col_expr(standing_rsvps::Column::SeriesId, Expr::value(living))
        .filter(standing_rsvps::Column::SeriesId.eq(old))
        .exec(tx)
        .await?;
    guests::links_moved(tx, (old, None), (living, None)).await?;
    joining::take_along(tx, old, living).await
}

async fn move_date(tx: &WriteTx, from: (i64, NaiveDateTime), to: (i64, NaiveDateTime)) -> Result<(), DbErr> {
    rsvp_seats::Entity::update_many()
        .col_expr(rsvp_seats::Column::SeriesId, Expr::value(to.0))
        .col_expr(rsvp_seats::Column::OriginalStart, Expr::value(to.1))
        .filter(seats::of(from))
        .exec(tx)
        .await?;
    rsvps::Entity::update_many()
        .col_expr(rsvps::Column::SeriesId, Expr::value(to.0))
        .col_expr(rsvps::Column::OriginalStart, Expr::value(to.1))
        .filter(rsvps::Column::SeriesId.eq(from.0))
        .filter(rsvps::Column::OriginalStart.eq(from.1))
        .exec(tx)
        .await?;
    guests::links_moved(tx, (from.0, Some(from.1)), (to.0, Some(to.1))).await?;
    joining::move_date(tx, from, to).await
}

/// Everybody who comes or waits, by place in line.
async fn concerned(tx: &WriteTx, date: (i64, NaiveDateTime)) -> Result<Vec<rsvps::Model>, DbErr> {
    let rows = store::of_date(date).filter(rsvps::Column::State.ne(rsvps::State::NotGoing));
    rows.order_by_asc(rsvps::Column::Ticket).all(tx).await
}

/// A date that is still there: who comes is told what is different, and the room follows.
async fn follow(
    tx: &WriteTx,
    ctx: &Ctx,
    (before, was): (&Series, NaiveDateTime),
    after: &Series,
    to: (i64, NaiveDateTime),
) -> Result<(), DbErr> {
    let capacity = after.told(to.1).capacity;
    seats::hold(tx, to, capacity).await?;
    let over = after.occurrence(to.1).is_none_or(|at| at.end <= ctx.now());
    if let Some(news) = news(before, was, after, to.1).filter(|_| !over) {
        for row in concerned(tx, to).await? {
            mails::tell(tx, ctx, after, &row, news).await?;
            if let Some(who) = Who::of(row.account_id, row.guest_id) {
                personal::changed(tx, who, ctx.now()).await?;
            }
        }
        if starts_at(before, was) != starts_at(after, to.1) {
            store::remind_again(tx, to).await?;
        }
    }
    seats::resize(tx, to, capacity).await?;
    promote(tx, ctx, after, to).await
}

/// A date that is not there any more: whoever comes is told as if it were canceled, and the answers go.
async fn vanish(tx: &WriteTx, ctx: &Ctx, before: &Series, date: (i64, NaiveDateTime)) -> Result<(), DbErr> {
    let over = before.occurrence(date.1).is_none_or(|at| at.end <= ctx.now());
    let known = takes_place(before, date.1);
    for row in concerned(tx, date).await? {
        if known && !over {
            mails::tell(tx, ctx, before, &row, RsvpNews::Canceled).await?;
        }
        if let Some(who) = Who::of(row.account_id, row.guest_id) {
            personal::changed(tx, who, ctx.now()).await?;
        }
    }
    let rows = rsvps::Entity::delete_many().filter(rsvps::Column::SeriesId.eq(date.0));
    rows.filter(rsvps::Column::OriginalStart.eq(date.1)).exec(tx).await?;
    rsvp_seats::Entity::delete_many().filter(seats::of(date)).exec(tx).await?;
    Ok(())
}

fn starts_at(series: &Series, start: NaiveDateTime) -> Option<chrono::DateTime<chrono::Utc>> {
    series.occurrence(start).map(|at| at.start)
}

fn takes_place(series: &Series, start: NaiveDateTime) -> bool {
    let there = series.occurrence(start).is_some_and(|at| !at.cancelled);
    there && series.cancelled_at.is_none() && series.status.is_public()
}

/// What whoever comes has to know; `None` when nothing they plan by is different.
fn news(before: &Series, was: NaiveDateTime, after: &Series, is: NaiveDateTime) -> Option<RsvpNews> {
    match (takes_place(before, was), takes_place(after, is)) {
        (true, false) => Some(RsvpNews::Canceled),
        (false, true) => Some(RsvpNews::Back),
        (false, false) => None,
        (true, true) => (plan(before, was) != plan(after, is)).then_some(RsvpNews::Changed),
    }
}

/// What people plan one date by.
fn plan(series: &Series, start: NaiveDateTime) -> impl PartialEq {
    let told = series.told(start);
    let at = series.occurrence(start).map(|Occurrence { start, end, .. }| (start, end));
    (at, told.title.to_owned(), told.place.to_owned(), told.link.cloned(), series.format)
}
