//! What happens to a grant by itself, a day after nobody could confirm it.

use chrono::{DateTime, Utc};
use domain::access::grant::Grant;
use domain::id::PublicId;
use sea_orm::DbErr;
use serde_json::json;

use super::news::{Deed, What, tell};
use super::steps::{Found, Step, find, step};
use super::{GrantError, confirmers, store};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};
use crate::jobs::{self, Job, JobError, NewJob};

/// Has [`take_effect`] called then.
pub(super) async fn at_that_time(
    tx: &WriteTx,
    id: PublicId,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let payload = json!({ "grant": id.as_str() });
    jobs::enqueue(tx, &NewJob { kind: jobs::GRANTS, due_at, payload, dedupe_key: None }, now).await?;
    Ok(())
}

/// A grant, or an end, that nobody could confirm and nobody stopped is made so.
pub(crate) async fn take_effect(ctx: &Ctx, job: &Job) -> Result<(), JobError> {
    let Some(grant) = job.payload["grant"].as_str() else {
        return Err(JobError::Fail("the job names no grant".to_owned()));
    };
    match step(ctx, grant, Step::TakeEffect).await {
        // Confirmed or ended in the meantime, or gone with its person.
        Ok(()) | Err(GrantError::Refused(_) | GrantError::NotFound) => Ok(()),
        Err(error) => Err(JobError::Retry(error.to_string())),
    }
}

/// What waits for another admin although nobody is left who could confirm it goes on by itself in a day.
pub(crate) async fn leave_alone(ctx: &Ctx) -> Result<(), DbError> {
    for row in store::waiting_for_another(ctx.db.read()).await? {
        let Some(id) = PublicId::parse(&row.public_id) else { continue };
        let (inner, now) = (ctx.clone(), ctx.now());
        let done = ctx.db.write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move { leave_one_alone(tx, &ctx, id, now).await })
        });
        match done.await {
            Ok(()) | Err(GrantError::NotFound) => {}
            Err(GrantError::Db(error)) => return Err(error),
            Err(other) => return Err(DbError::Db(DbErr::Custom(other.to_string()))),
        }
    }
    Ok(())
}

async fn leave_one_alone(tx: &WriteTx, ctx: &Ctx, id: PublicId, now: DateTime<Utc>) -> Result<(), GrantError> {
    store::lock_admins(tx).await?;
    let Found { row, grant, capability, person } = find(tx, id).await?;
    let (Some(by), Some(to)) = (grant.asked_by(), grant.alone(now)) else { return Ok(()) };
    if !confirmers(tx, by, row.account_id).await?.is_empty() || !store::set_time(tx, &row, to).await? {
        return Ok(());
    }
    let (what, at) = match to {
        Grant::Waiting { effective_at: Some(at), .. } => (What::Asked(Some(at)), at),
        Grant::Ending { ends_at: Some(at), .. } => (What::EndAsked(Some(at)), at),
        _ => return Ok(()),
    };
    at_that_time(tx, id, at, now).await?;
    Ok(tell(tx, ctx, &Deed { what, capability, person: &person, by }, now).await?)
}
