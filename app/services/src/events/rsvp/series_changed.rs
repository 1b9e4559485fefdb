//! What becomes of answers when a series is stored anew. Called by whoever stores one, in the same transaction, after it.

use chrono::NaiveDateTime;
use domain::events::rsvp::REMINDED_BEFORE;
use domain::events::{Occurrence, Series};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::answer::{promote, promotions};
use super::calendars::{News, Place};
use super::entity::{rsvp_seats, rsvps, standing_rsvps};
use super::seats::{self, Date};
use super::who::Who;
use super::{guests, joining, mails, personal, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::mail::RsvpNews;

/// `before` as it was, and what it has become: one series, or an ended and a living part, in this order. The parts are
/// stored. Answers go where their dates went; whoever comes is told of what changed for them, in one mail for all dates;
/// capacities follow, and seats that become free are given to whoever is next. Nobody loses a seat to a smaller room.
pub(crate) async fn series_changed(tx: &WriteTx, ctx: &Ctx, before: &Series, after: &[&Series]) -> Result<(), DbErr> {
    let mut parts = Vec::with_capacity(after.len());
    for series in after {
        let Some(key) = store::key_of(tx, series.public_id).await? else { return Ok(()) };
        parts.push((key, *series));
    }
    let (Some((old, kept)), Some(living)) = (parts.first().copied(), parts.last().copied()) else { return Ok(()) };
    let held = rsvp_seats::Entity::find().filter(rsvp_seats::Column::SeriesId.eq(old));
    let dates = held.order_by_asc(rsvp_seats::Column::OriginalStart).all(tx).await?;
    let answered = store::answered(tx, old).await?;
    if living.0 != old {
        go_on(tx, ctx, (old, kept), living.0).await?;
    }
    let target = |start| goes_to(before, &parts, start);
    let mut dates: Vec<_> = dates.into_iter().map(|row| row.original_start).collect();
    // Dates that somebody has answered for go before those of which only a memory is left, and among both go those first
    // that keep their very start, so that none of another time takes their place.
    dates.sort_by_key(|start| (!answered.contains(start), !parts.iter().any(|part| part.1.has(*start)), *start));
    let (mut taken, mut news): (Vec<Date>, Vec<News<'_>>) = (Vec::new(), Vec::new());
    for start in dates.iter().copied() {
        let former = Place { series: before, start };
        match target(start).filter(|(to, _)| !taken.contains(to)) {
            Some((to, series)) => {
                taken.push(to);
                if to != (old, start) {
                    move_date(tx, (old, start), to).await?;
                }
                news.extend(follow(tx, ctx, former, series, to).await?);
            }
            None if taken.contains(&(old, start)) => {}
            None => news.extend(vanish(tx, ctx, former, kept, (old, start)).await?),
        }
    }
    mails::tell_all(tx, ctx, living, news).await?;
    // Dates that nobody has answered for yet may have a way in, and links that guests have not pressed.
    let mut others = joining::starts(tx, old).await?;
    others.extend(guests::link_starts(tx, old).await?);
    others.sort_unstable();
    others.dedup();
    for start in others.into_iter().filter(|start| !dates.contains(start)) {
        if let Some((to, _)) = target(start).filter(|(to, _)| *to != (old, start)) {
            guests::links_moved(tx, (old, Some(start)), (to.0, Some(to.1))).await?;
            joining::move_date(tx, (old, start), to).await?;
        }
    }
    Ok(())
}

/// Where a date of `before` is now, among the parts it has become with their keys, the one that goes on at the end.
pub(super) fn goes_to<'s>(
    before: &Series,
    parts: &[(i64, &'s Series)],
    start: NaiveDateTime,
) -> Option<(Date, &'s Series)> {
    let last = parts.len().saturating_sub(1);
    parts.iter().enumerate().find_map(|(nth, part)| target(before, part, nth == last, start))
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

/// Answers for all dates, and the way in, are those of the part that lives. As long as dates of the part before are to
/// come, what was answered for all of them holds there too.
async fn go_on(tx: &WriteTx, ctx: &Ctx, (old, kept): (i64, &Series), living: i64) -> Result<(), DbErr> {
    let of_old = standing_rsvps::Column::SeriesId.eq(old);
    if kept.next(ctx.now(), 1).is_empty() {
        standing_rsvps::Entity::update_many()
            .col_expr(standing_rsvps::Column::SeriesId, Expr::value(living))
            .filter(of_old)
            .exec(tx)
            .await?;
    } else {
        for row in standing_rsvps::Entity::find().filter(of_old).all(tx).await? {
            if let Some(who) = Who::of(row.account_id, row.guest_id) {
                store::set_standing(tx, living, who, true, row.created_at).await?;
            }
        }
    }
    guests::links_moved(tx, (old, None), (living, None)).await?;
    joining::take_along(tx, old, living).await
}

async fn move_date(tx: &WriteTx, from: Date, to: Date) -> Result<(), DbErr> {
    store::make_room(tx, from, to).await?;
    rsvp_seats::Entity::delete_many().filter(seats::of(to)).exec(tx).await?;
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
async fn concerned(tx: &WriteTx, date: Date) -> Result<Vec<rsvps::Model>, DbErr> {
    let rows = store::of_date(date).filter(rsvps::Column::State.ne(rsvps::State::NotGoing));
    rows.order_by_asc(rsvps::Column::Ticket).all(tx).await
}

/// A date that is still there: who comes is told what is different, and the room follows.
async fn follow<'s>(
    tx: &WriteTx,
    ctx: &Ctx,
    was: Place<'s>,
    after: &'s Series,
    to: Date,
) -> Result<Vec<News<'s>>, DbErr> {
    let (is, capacity) = (Place { series: after, start: to.1 }, after.told(to.1).capacity);
    seats::hold(tx, to, capacity).await?;
    let over = after.occurrence(to.1).is_none_or(|at| at.end <= ctx.now());
    let mut told = Vec::new();
    if let Some(news) = news(was, is).filter(|_| !over) {
        for row in concerned(tx, to).await? {
            note_change(tx, ctx, &row).await?;
            // Under another name is another date only for a calendar that keeps it.
            let keeps = row.state == rsvps::State::Going && row.uid.is_some();
            if keeps || news != RsvpNews::Stays {
                told.push(News { row, what: news, now: is, was: Some(was) });
            }
        }
        if was.begins() != is.begins() {
            store::remind_again(tx, to).await?;
        }
        // Within a day of the start, the mail that goes out now is the reminder.
        if is.begins().is_some_and(|begins| begins <= ctx.now() + REMINDED_BEFORE) {
            let just_told = told.iter().filter(|one| one.what != RsvpNews::Canceled);
            let ids: Vec<i64> = just_told.map(|one| one.row.id).collect();
            store::note_reminded(tx, &ids, ctx.now()).await?;
        }
    }
    if was.name() != is.name() {
        store::rename(tx, to, &is.name()).await?;
    }
    seats::resize(tx, to, capacity).await?;
    let promoted = promote(tx, ctx, after, to).await?;
    // That they have a place says everything.
    told.retain(|one| promoted.iter().all(|row| row.id != one.row.id));
    told.extend(promotions(&promoted, after));
    Ok(told)
}

/// A date that is not there any more: whoever comes is told as if it were canceled, and the answers go. `kept` is what the
/// series is now.
async fn vanish<'s>(
    tx: &WriteTx,
    ctx: &Ctx,
    was: Place<'s>,
    kept: &'s Series,
    date: Date,
) -> Result<Vec<News<'s>>, DbErr> {
    let over = was.series.occurrence(was.start).is_none_or(|at| at.end <= ctx.now());
    let known = takes_place(was) && !over;
    let mut told = Vec::new();
    for row in concerned(tx, date).await? {
        note_change(tx, ctx, &row).await?;
        if known {
            let now = Place { series: kept, start: was.start };
            told.push(News { row, what: RsvpNews::Canceled, now, was: Some(was) });
        }
    }
    if store::fade(tx, date).await? {
        seats::empty(tx, date).await?;
    } else {
        rsvp_seats::Entity::delete_many().filter(seats::of(date)).exec(tx).await?;
    }
    Ok(told)
}

async fn note_change(tx: &WriteTx, ctx: &Ctx, row: &rsvps::Model) -> Result<(), DbErr> {
    match Who::of(row.account_id, row.guest_id) {
        Some(who) => personal::changed(tx, who, ctx.now()).await,
        None => Ok(()),
    }
}

pub(super) fn takes_place(at: Place<'_>) -> bool {
    let there = at.series.occurrence(at.start).is_some_and(|at| !at.cancelled);
    there && at.series.cancelled_at.is_none() && at.series.status.is_public()
}

/// What whoever comes has to know; `None` when nothing they plan by is different.
fn news(was: Place<'_>, is: Place<'_>) -> Option<RsvpNews> {
    match (takes_place(was), takes_place(is)) {
        (true, false) => Some(RsvpNews::Canceled),
        (false, true) => Some(RsvpNews::Back),
        (false, false) => None,
        (true, true) if plan(was) != plan(is) => Some(RsvpNews::Changed),
        (true, true) => (was.name() != is.name()).then_some(RsvpNews::Stays),
    }
}

/// What people plan one date by.
fn plan(at: Place<'_>) -> impl PartialEq {
    let told = at.series.told(at.start);
    let times = at.series.occurrence(at.start).map(|Occurrence { start, end, .. }| (start, end));
    (times, told.title.to_owned(), told.place.to_owned(), told.link.cloned(), at.series.format)
}
