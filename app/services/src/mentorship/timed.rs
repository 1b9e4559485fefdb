//! What time does: reminders, lapses, pauses that end, lists of people who are back, the question whether it fits, and the last day of an agreement.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::mentorship::{
    AGREE_REMIND_AFTER, AGREE_REMIND_AGAIN_AFTER, ANSWER_WITHIN, FIT_CHECK_AFTER, MOST_ASKED, Phase, REMIND_AFTER,
    State,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{asks, engagements, mentors, requests};
use super::news::{self, ToMentor, Together};
use super::{MentorshipError, flow, store};
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
    for ask in standing_still(ctx).await? {
        note(go_on(ctx, ask, now).await);
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
    let today = ctx.day_of(now);
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
    for (row, once, what) in unsigned(ctx, now).await? {
        note(tell_both(ctx, row, once, what).await);
    }
    outcome
}

type ToTell = (engagements::Model, engagements::Column, Together);

/// Those who have not both signed after a while, and after a longer one; whoever was not told by then hears the second only.
async fn unsigned(ctx: &Ctx, now: DateTime<Utc>) -> Result<Vec<ToTell>, DbErr> {
    use engagements::Column;
    let (early, late) = (now - AGREE_REMIND_AFTER, now - AGREE_REMIND_AGAIN_AFTER);
    let agreeing = engagements::Entity::find().filter(Column::Phase.eq(Phase::Agreeing.word())).limit(BATCH);
    let first = agreeing.clone().filter(Column::CreatedAt.lte(early)).filter(Column::CreatedAt.gt(late));
    let first = first.filter(Column::AgreeToldAt.is_null()).all(ctx.db.read()).await?;
    let again = agreeing.filter(Column::CreatedAt.lte(late)).filter(Column::AgreeToldAgainAt.is_null());
    let again = again.all(ctx.db.read()).await?;
    let first = first.into_iter().map(|row| (row, Column::AgreeToldAt, Together::NotSigned));
    Ok(first.chain(again.into_iter().map(|row| (row, Column::AgreeToldAgainAt, Together::StillNotSigned))).collect())
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

/// Lists of people who are back after a while: somebody on them could be asked, and fewer are asked than may be.
async fn standing_still(ctx: &Ctx) -> Result<Vec<asks::Model>, DbErr> {
    let db = ctx.db.read();
    let states = [State::Listed, State::Open, State::MoreAsked, State::Accepted];
    let rows: Vec<(i64, String)> = requests::Entity::find()
        .select_only()
        .column(requests::Column::AskId)
        .column(requests::Column::State)
        .filter(requests::Column::State.is_in(states.map(State::word)))
        .into_tuple()
        .all(db)
        .await?;
    let mut lists = HashMap::<i64, (bool, usize)>::new();
    for (ask, state) in rows {
        let (listed, asked) = lists.entry(ask).or_default();
        if state == State::Listed.word() { *listed = true } else { *asked += 1 }
    }
    let still = lists.into_iter().filter(|(_, (listed, asked))| *listed && *asked < MOST_ASKED).map(|(ask, _)| ask);
    let mut found = Vec::new();
    for ask in still {
        let ask = store::ask(db, ask).await?.filter(|ask| ask.state == "looking");
        if let Some(ask) = ask
            && flow::is_here(db, ask.account_id).await?
        {
            found.push(ask);
        }
    }
    Ok(found)
}

async fn go_on(ctx: &Ctx, ask: asks::Model, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    let inner = ctx.clone();
    ctx.db
        .write(move |tx| {
            let (ctx, id) = (inner.clone(), ask.id);
            Box::pin(async move {
                flow::lock(tx).await?;
                match store::ask(tx, id).await? {
                    Some(ask) => flow::advance(tx, &ctx, &ask, now).await,
                    None => Ok(()),
                }
            })
        })
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

/// Tells both once; `once` remembers when. What was read must still be so: nobody is told that a day has passed while the two
/// sign another one.
pub(super) async fn tell_both(
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
                    .filter(engagements::Column::Phase.eq(row.phase.as_str()))
                    .filter(match &row.ends_on {
                        Some(day) => engagements::Column::EndsOn.eq(day.as_str()),
                        None => engagements::Column::EndsOn.is_null(),
                    })
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
