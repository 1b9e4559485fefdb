//! What time does: reminders, lapses, pauses that end, the question whether it fits, and the last day of an agreement.

use chrono::{DateTime, Utc};
use domain::mentorship::{ANSWER_WITHIN, FIT_CHECK_AFTER, Phase, REMIND_AFTER, State};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{engagements, mentors, requests};
use super::news::{self, ToMentor, Together};
use super::{MentorshipError, flow};
use crate::ctx::Ctx;
use crate::db::DbError;

/// Rows of a kind that one run looks at; the next run goes on.
const BATCH: u64 = 200;

/// Does everything whose time has come. One that fails does not hold up the rest; its error is answered at the end.
pub(crate) async fn tick(ctx: &Ctx) -> Result<(), DbError> {
    let (now, db) = (ctx.now(), ctx.db.read());
    let mut outcome = Ok(());
    let mut note = |done: Result<(), MentorshipError>| {
        if let Err(error) = done {
            tracing::error!(%error, "something of mentorship could not be done in time");
            outcome = Err(match error {
                MentorshipError::Db(error) => error,
                other => DbError::Db(DbErr::Custom(other.to_string())),
            });
        }
    };
    for row in due(ctx, now).await? {
        note(lapse(ctx, row, now).await);
    }
    for row in to_remind(ctx, now).await? {
        note(remind(ctx, row, now).await);
    }
    let rested = mentors::Entity::find().filter(mentors::Column::PausedUntil.lte(now)).limit(BATCH).all(db).await?;
    for mentor in rested {
        note(rest_is_over(ctx, mentor.id, now).await);
    }
    let together = engagements::Entity::find()
        .filter(engagements::Column::Phase.eq(Phase::Active.word()))
        .filter(engagements::Column::StartedAt.lte(now - FIT_CHECK_AFTER))
        .filter(engagements::Column::FitAskedAt.is_null())
        .limit(BATCH)
        .all(db)
        .await?;
    for row in together {
        note(tell_both(ctx, row, engagements::Column::FitAskedAt, Together::FitCheck).await);
    }
    let today = now.with_timezone(&ctx.config.org.zone).date_naive();
    let past = engagements::Entity::find()
        .filter(engagements::Column::Phase.eq(Phase::Active.word()))
        .filter(engagements::Column::EndsOn.lt(today.to_string()))
        .filter(engagements::Column::EndToldAt.is_null())
        .limit(BATCH)
        .all(db)
        .await?;
    for row in past {
        note(tell_both(ctx, row, engagements::Column::EndToldAt, Together::EndPassed).await);
    }
    outcome
}

async fn due(ctx: &Ctx, now: DateTime<Utc>) -> Result<Vec<requests::Model>, DbErr> {
    requests::Entity::find()
        .filter(requests::Column::State.is_in([State::Open, State::MoreAsked, State::Accepted].map(State::word)))
        .filter(requests::Column::DueAt.lte(now))
        .order_by_asc(requests::Column::DueAt)
        .limit(BATCH)
        .all(ctx.db.read())
        .await
}

async fn to_remind(ctx: &Ctx, now: DateTime<Utc>) -> Result<Vec<requests::Model>, DbErr> {
    requests::Entity::find()
        .filter(requests::Column::State.eq(State::Open.word()))
        .filter(requests::Column::DueAt.lte(now + ANSWER_WITHIN - REMIND_AFTER))
        .filter(requests::Column::DueAt.gt(now))
        .filter(requests::Column::RemindedAt.is_null())
        .limit(BATCH)
        .all(ctx.db.read())
        .await
}

async fn lapse(ctx: &Ctx, row: requests::Model, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    let inner = ctx.clone();
    ctx.db
        .write(move |tx| {
            let (ctx, id) = (inner.clone(), row.id);
            Box::pin(async move {
                flow::lock(tx).await?;
                // Answered or taken back in the meantime, or its time was set anew.
                let row = requests::Entity::find_by_id(id).one(tx).await?;
                let still = row.filter(|row| row.due_at.is_some_and(|due| due <= now) && flow::state(row).is_asked());
                let Some(row) = still else { return Ok(()) };
                let found = flow::find(tx, row).await?;
                flow::lapse(tx, &ctx, found, now).await
            })
        })
        .await
}

async fn remind(ctx: &Ctx, row: requests::Model, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    let inner = ctx.clone();
    ctx.db
        .write(move |tx| {
            let (ctx, row) = (inner.clone(), row.clone());
            Box::pin(async move {
                let done = requests::Entity::update_many()
                    .col_expr(requests::Column::RemindedAt, Expr::value(now))
                    .filter(requests::Column::Id.eq(row.id))
                    .filter(requests::Column::State.eq(State::Open.word()))
                    .filter(requests::Column::RemindedAt.is_null())
                    .exec(tx)
                    .await?;
                if done.rows_affected == 1 {
                    let found = flow::find(tx, row).await?;
                    news::mentor(tx, &ctx, (&found.row, &found.mentor), ToMentor::Reminder).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn rest_is_over(ctx: &Ctx, mentor: i64, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    let inner = ctx.clone();
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                mentors::Entity::update_many()
                    .col_expr(mentors::Column::PausedUntil, Expr::value(Option::<DateTime<Utc>>::None))
                    .filter(mentors::Column::Id.eq(mentor))
                    .filter(mentors::Column::PausedUntil.lte(now))
                    .exec(tx)
                    .await?;
                flow::promote(tx, &ctx, mentor, now).await
            })
        })
        .await
}

/// Tells both once; `once` remembers when.
async fn tell_both(
    ctx: &Ctx,
    row: engagements::Model,
    once: engagements::Column,
    what: Together,
) -> Result<(), MentorshipError> {
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, row) = (inner.clone(), row.clone());
            Box::pin(async move {
                let done = engagements::Entity::update_many()
                    .col_expr(once, Expr::value(now))
                    .filter(engagements::Column::Id.eq(row.id))
                    .filter(engagements::Column::Phase.eq(Phase::Active.word()))
                    .filter(once.is_null())
                    .exec(tx)
                    .await?;
                if done.rows_affected == 1 {
                    for account in [row.mentor_account, row.mentee_account] {
                        news::together(tx, &ctx, account, &row, what).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}
