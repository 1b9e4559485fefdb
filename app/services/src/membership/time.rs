//! What time does: orders that nobody paid, ends, days of grace, reminders. Every step is taken once, whatever the clock
//! skipped, and asked for again in its own transaction.

use chrono::NaiveDate;
use domain::id::PublicId;
use domain::membership::{Deed, OrderDeed, REMINDED_DAYS_BEFORE};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::days::{self, some_day};
use super::entity::memberships::{self, State};
use super::entity::orders as rows;
use super::error::MembershipError;
use super::{news, orders, person};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};

/// Rows of one run; the rest waits for the next.
const BATCH: u64 = 500;

fn as_db(error: MembershipError) -> DbError {
    match error {
        MembershipError::Db(error) => error,
        other => DbError::Db(DbErr::Custom(other.to_string())),
    }
}

/// Takes every step that is due.
pub(crate) async fn steps(ctx: &Ctx) -> Result<(), DbError> {
    drop_unpaid(ctx).await?;
    let day = ctx.today();
    let (db, of, today) = (ctx.db.read(), memberships::Column::State, days::text(day));
    let ended = of.eq(State::Active).and(memberships::Column::LastDay.lt(today.clone()));
    let over = of.eq(State::Grace).and(memberships::Column::GraceUntil.lt(today.clone()));
    let soon = day + chrono::Days::new(u64::from(REMINDED_DAYS_BEFORE[0]));
    let remind = of.eq(State::Active).and(memberships::Column::LastDay.between(today, days::text(soon)));
    let due = memberships::Entity::find().filter(ended.or(over)).order_by_asc(memberships::Column::Id).limit(BATCH);
    for row in due.all(db).await? {
        in_own(ctx, row.account_id, false).await?;
    }
    let near = memberships::Entity::find().filter(remind).order_by_asc(memberships::Column::Id);
    for row in near.all(db).await? {
        // A transaction only for those who have not heard yet.
        if reminder(&row, day)?.is_some() {
            in_own(ctx, row.account_id, true).await?;
        }
    }
    Ok(())
}

/// The reminder that a row asks for today.
fn reminder(row: &memberships::Model, today: NaiveDate) -> Result<Option<u16>, DbErr> {
    let before = row.reminded_days.and_then(|days| u16::try_from(days).ok());
    Ok(person::life_of(row)?.and_then(|life| life.reminder(today, before)))
}

async fn in_own(ctx: &Ctx, account: i64, remind_too: bool) -> Result<(), DbError> {
    let own = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = own.clone();
            Box::pin(async move {
                tx.housekeeping();
                step_on(tx, &ctx, account).await?;
                if remind_too {
                    remind(tx, &ctx, account).await?;
                }
                Ok::<_, DbError>(())
            })
        })
        .await
}

/// Takes the steps of one person that are due today, and tells them where these have led.
pub(super) async fn step_on(tx: &WriteTx, ctx: &Ctx, account: i64) -> Result<(), DbErr> {
    let (now, today) = (ctx.now(), ctx.today());
    let mut row = person::hold(tx, account, now).await?;
    let mut last = None;
    while let Some(deed) = person::life_of(&row)?.and_then(|life| life.due(today)) {
        let Some(after) = person::moved(tx, &row, deed, now, |_| {}).await? else { break };
        row = after;
        last = Some(deed);
    }
    // After a pause several steps are due at once, and of those before the last nothing is true any more.
    match last {
        Some(Deed::End) => {
            let until = some_day(row.grace_until.as_deref())?;
            news::grace(tx, ctx, account, until, row.confirm_by.is_some()).await
        }
        Some(_) => news::lapsed(tx, ctx, account).await,
        None => Ok(()),
    }
}

async fn remind(tx: &WriteTx, ctx: &Ctx, account: i64) -> Result<(), DbErr> {
    let row = person::hold(tx, account, ctx.now()).await?;
    let Some(life) = person::life_of(&row)? else { return Ok(()) };
    let (Some(days), Some(last)) = (reminder(&row, ctx.today())?, life.period.last_day()) else { return Ok(()) };
    memberships::Entity::update_many()
        .col_expr(memberships::Column::RemindedDays, Expr::value(Some(i32::from(days))))
        .filter(memberships::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    // The last year of training ends by itself; before that a word brings it on.
    let training = life.period.confirm_by.is_some_and(|by| Some(by) < life.period.through);
    news::reminded(tx, ctx, account, last, training).await
}

async fn drop_unpaid(ctx: &Ctx) -> Result<(), DbError> {
    let today = days::text(ctx.today());
    let due = rows::Entity::find()
        .filter(rows::Column::State.eq(rows::State::Open))
        .filter(rows::Column::DueDay.lt(today.clone()))
        .order_by_asc(rows::Column::Id)
        .limit(BATCH)
        .all(ctx.db.read())
        .await?;
    for row in due {
        let Some(id) = PublicId::parse(&row.public_id) else { continue };
        let (own, today) = (ctx.clone(), today.clone());
        let done = ctx
            .db
            .write(move |tx| {
                let (ctx, today) = (own.clone(), today.clone());
                Box::pin(async move {
                    tx.housekeeping();
                    let (order, whose) = orders::hold(tx, id, ctx.now()).await?;
                    if order.state != rows::State::Open || order.due_day >= today {
                        return Ok(());
                    }
                    orders::take_back(tx, &ctx, &order, whose.as_ref(), OrderDeed::Drop).await?;
                    if let Some(whose) = &whose {
                        news::dropped(tx, &ctx, whose.account_id, &order).await?;
                    }
                    Ok::<_, MembershipError>(())
                })
            })
            .await;
        done.map_err(as_db)?;
    }
    Ok(())
}
