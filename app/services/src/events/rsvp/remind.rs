//! Reminders a day before, and forgetting guests whose dates are long over.

use chrono::{DateTime, Utc};
use domain::events::Status;
use domain::events::rsvp::{GUEST_CONFIRMS_WITHIN, GUEST_KEPT, REMINDED_BEFORE};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{guest_links, guests, rsvps};
use super::who::Who;
use super::{answer, mails, personal, store};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::events::entity::occurrences;
use crate::notifications;

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

async fn remind(tx: &WriteTx, ctx: &Ctx, row: &rsvps::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    tx.housekeeping();
    let series = store::held_series_by_key(tx, row.series_id).await?;
    let at = series.as_ref().and_then(|series| series.occurrence(row.original_start));
    if let (Some(account), Some(at)) = (row.account_id, at)
        && notifications::is_quiet_for(tx, ctx, account, at.start).await?
    {
        // The next run of the job looks again.
        return Ok(());
    }
    let mine = rsvps::Entity::update_many()
        .col_expr(rsvps::Column::RemindedAt, Expr::value(Some(now)))
        .filter(rsvps::Column::Id.eq(row.id))
        .filter(rsvps::Column::State.eq(rsvps::State::Going))
        .filter(rsvps::Column::RemindedAt.is_null())
        .exec(tx)
        .await?;
    if mine.rows_affected == 0 {
        return Ok(());
    }
    let Some(series) = series.filter(|series| series.status == Status::Published) else { return Ok(()) };
    mails::remind(tx, ctx, &series, row).await
}

/// Forgets links that no longer work, guests who never confirmed, and those whose last date is a month ago; and calendar
/// addresses that nobody uses.
pub(crate) async fn purge_guests(ctx: &Ctx) -> Result<(), DbError> {
    let own = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                tx.housekeeping();
                Ok(purge(tx, &ctx).await?)
            })
        })
        .await
}

async fn purge(tx: &WriteTx, ctx: &Ctx) -> Result<(), DbErr> {
    let now = ctx.now();
    personal::purge_unused(tx, now).await?;
    guest_links::Entity::delete_many().filter(guest_links::Column::ExpiresAt.lte(now)).exec(tx).await?;
    let unconfirmed = guests::Entity::delete_many().filter(guests::Column::ConfirmedAt.is_null());
    unconfirmed.filter(guests::Column::CreatedAt.lt(now - GUEST_CONFIRMS_WITHIN)).exec(tx).await?;
    // Of a guest whose every link has run out nothing is left that they could do: their dates are over.
    let mut linked = Query::select();
    linked.column(guest_links::Column::GuestId).from(guest_links::Entity);
    let mut lately = Query::select();
    lately
        .column(rsvps::Column::GuestId)
        .from(rsvps::Entity)
        .and_where(rsvps::Column::GuestId.is_not_null())
        .and_where(rsvps::Column::OriginalStart.gt((now - GUEST_KEPT).naive_utc()));
    let gone = guests::Entity::find()
        .filter(guests::Column::ConfirmedAt.lt(now - GUEST_KEPT))
        .filter(guests::Column::Id.not_in_subquery(linked))
        .filter(guests::Column::Id.not_in_subquery(lately))
        .all(tx)
        .await?;
    for guest in gone {
        // The seats they had are counted no more.
        answer::give_all_back(tx, ctx, Who::Guest(guest.id)).await?;
        guests::Entity::delete_by_id(guest.id).exec(tx).await?;
    }
    Ok(())
}
