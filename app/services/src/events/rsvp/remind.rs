//! Reminders a day before, and forgetting guests whose dates are long over.

use chrono::{DateTime, Utc};
use domain::events::rsvp::{GUEST_CONFIRMS_WITHIN, GUEST_KEPT, REMINDED_BEFORE};
use domain::events::{Series, Status};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::entity::{guest_links, guests, rsvps, standing_rsvps};
use super::who::Who;
use super::{answer, forget, mails, personal, seats, store, view};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::events::entity::occurrences;
use crate::notifications;

/// Guests who are forgotten in one run of the job; the next goes on.
const FORGOTTEN_AT_ONCE: u64 = 200;

/// Reminds everybody who comes to a date that begins within a day, once it is not quiet for them or would be too late
/// after. Each once; whoever answered within that day has just been told.
pub(crate) async fn remind_due(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let soon = occurrences::Entity::find()
        .filter(occurrences::Column::StartsAt.gt(now))
        .filter(occurrences::Column::StartsAt.lte(now + REMINDED_BEFORE))
        .filter(occurrences::Column::Cancelled.eq(false))
        .order_by_asc(occurrences::Column::StartsAt)
        .all(ctx.db.read())
        .await?;
    for date in soon {
        let rows = store::of_date((date.series_id, date.original_start))
            .filter(rsvps::Column::State.eq(rsvps::State::Going))
            .filter(rsvps::Column::RemindedAt.is_null())
            .filter(rsvps::Column::ChangedAt.lte(date.starts_at - REMINDED_BEFORE))
            .all(ctx.db.read())
            .await?;
        for row in rows {
            let own = ctx.clone();
            ctx.db
                .write(move |tx| {
                    let (ctx, row) = (own.clone(), row.clone());
                    Box::pin(async move { Ok::<_, DbError>(remind(tx, &ctx, &row, now).await?) })
                })
                .await?;
        }
    }
    Ok(())
}

/// Reminds one person, if they are to be reminded still: what was `seen` before the transaction may be different by now.
pub(super) async fn remind(tx: &WriteTx, ctx: &Ctx, seen: &rsvps::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    tx.housekeeping();
    let Some(series) = store::held_series_by_key(tx, seen.series_id).await? else { return Ok(()) };
    let date = (seen.series_id, seen.original_start);
    // From here on nobody answers for this date, and nobody moves or cancels it.
    seats::hold(tx, date, series.told(date.1).capacity).await?;
    let found = rsvps::Entity::find_by_id(seen.id).one(tx).await?;
    let Some(row) = found.filter(|row| (row.series_id, row.original_start) == date) else { return Ok(()) };
    let Some(begins) = due(&series, &row, now) else { return Ok(()) };
    if let Some(account) = row.account_id
        && notifications::is_quiet_for(tx, ctx, account, begins).await?
    {
        // The next run of the job looks again.
        return Ok(());
    }
    store::note_reminded(tx, &[row.id], now).await?;
    mails::remind(tx, ctx, &series, &row).await
}

/// When the date begins of which this person is to be reminded now.
fn due(series: &Series, row: &rsvps::Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let comes = series.status == Status::Published && row.state == rsvps::State::Going && row.reminded_at.is_none();
    let at = series.occurrence(row.original_start).filter(|at| comes && series.takes_place(at))?;
    let from = at.start - REMINDED_BEFORE;
    (from <= now && now < at.start && row.changed_at <= from).then_some(at.start)
}

/// Forgets links that no longer work, guests who never confirmed, and those whose last date is a month ago; and calendar
/// addresses that nobody uses.
pub(crate) async fn purge_guests(ctx: &Ctx) -> Result<(), DbError> {
    take_back(ctx).await?;
    let own = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                tx.housekeeping();
                Ok::<_, DbError>(purge(tx, &ctx).await?)
            })
        })
        .await?;
    forget_over(ctx).await
}

/// Forgets guests whose last date is a month ago, each in a transaction of their own, so that nobody waits for the others.
async fn forget_over(ctx: &Ctx) -> Result<(), DbError> {
    let (db, now) = (ctx.db.read(), ctx.now());
    let found = over(db, now, None).await?.order_by_asc(guests::Column::Id).limit(FORGOTTEN_AT_ONCE).all(db).await?;
    for guest in found {
        let (key, own) = (guest.id, ctx.clone());
        ctx.db
            .write(move |tx| {
                let ctx = own.clone();
                Box::pin(async move {
                    tx.housekeeping();
                    // Held, and looked at once more: they may have come again meanwhile.
                    forget::hold(tx, key).await?;
                    if over(tx, now, Some(key)).await?.one(tx).await?.is_some() {
                        forget::forget(tx, &ctx, key).await?;
                    }
                    Ok::<_, DbError>(())
                })
            })
            .await?;
    }
    Ok(())
}

/// Takes the places of whoever is not in good standing any more, or cannot be written to. Each was taken back when that
/// began; this is for what somebody did at that very moment. People are looked through before anything is written, so
/// that nobody waits for it.
async fn take_back(ctx: &Ctx) -> Result<(), DbError> {
    let db = ctx.db.read();
    let people: Vec<(Option<i64>, Option<i64>)> = rsvps::Entity::find()
        .select_only()
        .column(rsvps::Column::AccountId)
        .column(rsvps::Column::GuestId)
        .distinct()
        .filter(rsvps::Column::State.ne(rsvps::State::NotGoing))
        .filter(rsvps::Column::OriginalStart.gt((ctx.now() - GUEST_KEPT).naive_utc()))
        .into_tuple()
        .all(db)
        .await?;
    for who in people.into_iter().filter_map(|(account, guest)| Who::of(account, guest)) {
        if mails::may_be_seated(db, who).await? {
            continue;
        }
        let own = ctx.clone();
        ctx.db
            .write(move |tx| {
                let ctx = own.clone();
                Box::pin(async move {
                    tx.housekeeping();
                    if !mails::may_be_seated(tx, who).await? {
                        answer::give_all_back(tx, &ctx, who).await?;
                    }
                    Ok::<_, DbError>(())
                })
            })
            .await?;
    }
    Ok(())
}

async fn purge(tx: &WriteTx, ctx: &Ctx) -> Result<(), DbErr> {
    let now = ctx.now();
    personal::purge_unused(tx, now).await?;
    guest_links::Entity::delete_many().filter(guest_links::Column::ExpiresAt.lte(now)).exec(tx).await?;
    // Whoever asked once more meanwhile has a link that still works.
    let unconfirmed = guests::Entity::delete_many().filter(guests::Column::ConfirmedAt.is_null());
    let unconfirmed = unconfirmed.filter(guests::Column::CreatedAt.lt(now - GUEST_CONFIRMS_WITHIN));
    unconfirmed.filter(guests::Column::Id.not_in_subquery(linked_since(now - GUEST_KEPT))).exec(tx).await?;
    Ok(())
}

/// Guests who were mailed a link since, one that still works.
fn linked_since(since: DateTime<Utc>) -> SelectStatement {
    let mut linked = Query::select();
    linked
        .column(guest_links::Column::GuestId)
        .from(guest_links::Entity)
        .and_where(guest_links::Column::CreatedAt.gt(since));
    linked
}

/// Guests whose last date is a month ago. Links about whole series work for longer than that, so that a link alone keeps
/// nobody; whoever comes to every date has none that is the last while the series goes on. Only that one, where `guest`
/// names one.
async fn over(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    guest: Option<i64>,
) -> Result<Select<guests::Entity>, DbErr> {
    let by_guests = standing_rsvps::Column::GuestId.is_not_null();
    let series: Vec<i64> = standing_rsvps::Entity::find()
        .select_only()
        .column(standing_rsvps::Column::SeriesId)
        .distinct()
        .filter(by_guests.clone())
        .apply_if(guest, |all, guest| all.filter(standing_rsvps::Column::GuestId.eq(guest)))
        .into_tuple()
        .all(db)
        .await?;
    let series = view::public_series_of(db, series).await?.into_iter();
    let going_on = series.filter(|(_, series)| !series.next(now, 1).is_empty()).map(|(key, _)| key);
    let mut standing = Query::select();
    standing
        .column(standing_rsvps::Column::GuestId)
        .from(standing_rsvps::Entity)
        .and_where(by_guests)
        .and_where(standing_rsvps::Column::SeriesId.is_in(going_on));
    let mut lately = Query::select();
    lately
        .column(rsvps::Column::GuestId)
        .from(rsvps::Entity)
        .and_where(rsvps::Column::GuestId.is_not_null())
        .and_where(rsvps::Column::OriginalStart.gt((now - GUEST_KEPT).naive_utc()));
    Ok(guests::Entity::find()
        .apply_if(guest, |all, guest| all.filter(guests::Column::Id.eq(guest)))
        .filter(guests::Column::ConfirmedAt.lt(now - GUEST_KEPT))
        .filter(guests::Column::Id.not_in_subquery(linked_since(now - GUEST_KEPT)))
        .filter(guests::Column::Id.not_in_subquery(standing))
        .filter(guests::Column::Id.not_in_subquery(lately)))
}
