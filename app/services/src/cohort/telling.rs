//! The telling of what waits in the rows of people, see [`super::news`]: some at a time, each once.

use domain::id::PublicId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::people::{self, Column};
use super::news::{self, News};
use super::{CohortError, flow, store};
use crate::ctx::Ctx;
use crate::jobs::{Job, JobError};

/// People who are told in one transaction.
const SOME: usize = 100;

/// Tells everybody of the job's cohort what is still to be told to them.
pub(crate) async fn tell_waiting(ctx: &Ctx, job: &Job) -> Result<(), JobError> {
    let Some(id) = job.payload["cohort"].as_str().and_then(PublicId::parse) else {
        return Err(JobError::Fail("the job names no cohort".to_owned()));
    };
    let Some(row) = store::by_public(ctx.db.read(), id).await? else { return Ok(()) };
    tell_all(ctx, row.id).await.map_err(|error| JobError::Retry(error.to_string()))
}

/// Cohorts in which something is still to be told to somebody.
pub(super) async fn waiting(db: &impl ConnectionTrait) -> Result<Vec<i64>, DbErr> {
    let mut all: Vec<i64> = people::Entity::find()
        .select_only()
        .column(Column::CohortId)
        .filter(Column::News.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Tells everybody of a cohort what is still to be told to them.
pub(super) async fn tell_all(ctx: &Ctx, cohort: i64) -> Result<(), CohortError> {
    while tell_some(ctx, cohort, SOME).await? == SOME {}
    Ok(())
}

/// Tells at most so many people; answers how many words were worked off. Nobody is told twice: the word goes with the
/// telling, in one transaction.
pub(super) async fn tell_some(ctx: &Ctx, cohort: i64, most: usize) -> Result<usize, CohortError> {
    let (inner, limit) = (ctx.clone(), u64::try_from(most).unwrap_or(u64::MAX));
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let Some(row) = store::by_key(tx, cohort).await? else { return Ok(0) };
                let state = flow::seen_state(&ctx, &row);
                let some = people::Entity::find()
                    .filter(Column::CohortId.eq(cohort))
                    .filter(Column::News.is_not_null())
                    .order_by_asc(Column::Id)
                    .limit(limit)
                    .all(tx)
                    .await?;
                for person in &some {
                    let word = person.news.as_deref().and_then(News::parse);
                    if let Some(word) = word.filter(|word| word.holds(state, person)) {
                        news::tell_one(tx, &ctx, &row, person, word).await?;
                    }
                }
                let told: Vec<i64> = some.iter().map(|person| person.id).collect();
                if !told.is_empty() {
                    people::Entity::update_many()
                        .col_expr(Column::News, Expr::value(Option::<String>::None))
                        .filter(Column::Id.is_in(told))
                        .exec(tx)
                        .await?;
                }
                Ok(some.len())
            })
        })
        .await
}
