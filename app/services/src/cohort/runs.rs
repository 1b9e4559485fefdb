//! Runs of the engine: all three objectives to look at, and the one result that is published and begins.

#[cfg(feature = "chaos")]
mod split;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::cohort::{Deed, Needs, Outcome, words};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::matching::proof::input_hash;
use domain::matching::{Hash, Input, Objective, Side};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, EntityTrait};

use super::desk::{may_run, note};
use super::engine::{apart, hash_of, outcome};
use super::entity::cohorts::{self, Column};
use super::entity::pairs;
use super::news::{self, News};
use super::store::Roll;
use super::written::add;
use super::{CohortError, flow, freeze, me, sealed, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::idempotency::{self, Key, Once};
use crate::mentorship::{self, MentorshipError};

/// The action's name, as it stands beside its idempotency keys.
const PREVIEW: &str = "cohort/preview";

/// Runs the three objectives on the closed lists. Each run is a row that stays; sending the same form twice runs them once.
pub async fn preview(ctx: &Ctx, cohort: &str, key: &str) -> Result<(), CohortError> {
    may_run(ctx)?;
    let member = me(ctx)?.clone();
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let no_key = || CohortError::Invalid(vec![FieldError::new("key", domain::moderation::words::KEY)]);
    let key = Key::parse(key).ok_or_else(no_key)?;
    let ahead = ahead(ctx, id, Objective::ALL.to_vec()).await?.map(Arc::new);
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, key, member, ahead) = (inner.clone(), key.clone(), member.clone(), ahead.clone());
            Box::pin(async move {
                let mut row = flow::take(tx, &ctx, id, now).await?;
                let body = format!("{} {id}", member.pseudonym);
                let ticket = match idempotency::once::<bool>(tx, &key, PREVIEW, body.as_bytes(), now).await? {
                    Once::Replay(_) => return Ok(()),
                    Once::Conflict => return Err(CohortError::KeyConflict),
                    Once::Fresh(ticket) => ticket,
                };
                let roll = to_run(tx, &ctx, &row, member.account, now).await?;
                let hash = hash_of(&roll.input).await?;
                match ahead.as_ref().filter(|ahead| ahead.input == hash) {
                    Some(ahead) => write_down(tx, &mut row, (&roll, &ahead.found), member.pseudonym, now).await?,
                    None => run_all(tx, &mut row, &roll, member.pseudonym, now).await?,
                }
                ticket.finish(tx, &true).await?;
                note(tx, &ctx, id, "previewed", now).await
            })
        })
        .await
}

/// What the objectives give on an input.
struct Ahead {
    input: Hash,
    found: Vec<Outcome>,
}

/// What these objectives give on the lists as they are stored now: the engine runs before the one writer is taken. It counts
/// if the lists are the same in there; `None` where the clock has still to close them, or nothing can be run.
async fn ahead(ctx: &Ctx, id: PublicId, objectives: Vec<Objective>) -> Result<Option<Ahead>, CohortError> {
    let db = ctx.db.read();
    let Some(row) = store::by_public(db, id).await?.filter(|row| store::state(row).may_run()) else { return Ok(None) };
    let input = store::roll(ctx, db, &row).await?.input;
    apart(move || Some(Ahead { input: input_hash(&input), found: all_of(&input, objectives) })).await
}

fn all_of(input: &Input, objectives: Vec<Objective>) -> Vec<Outcome> {
    objectives.into_iter().map(|objective| outcome(input, objective)).collect()
}

/// Publishes the result of one objective: the one that was promised, on the lists that were looked at. Two who press at once
/// publish once; a second result is never published.
pub async fn publish(ctx: &Ctx, cohort: &str, objective: &str, understood: bool) -> Result<(), CohortError> {
    may_run(ctx)?;
    let member = me(ctx)?.clone();
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let mut errors = Vec::new();
    let objective = Objective::parse(objective.trim());
    if objective.is_none() {
        errors.push(FieldError::new("objective", words::OBJECTIVE));
    }
    if !understood {
        errors.push(FieldError::new("understood", words::CONFIRM));
    }
    let ahead = match objective {
        Some(objective) if errors.is_empty() => ahead(ctx, id, vec![objective]).await?.map(Arc::new),
        _ => None,
    };
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write::<(), CohortError, _>(move |tx| {
            let (ctx, member, errors, ahead) = (inner.clone(), member.clone(), errors.clone(), ahead.clone());
            Box::pin(async move {
                let mut row = flow::take(tx, &ctx, id, now).await?;
                let Some(objective) = objective.filter(|_| errors.is_empty()) else {
                    return Err(CohortError::Invalid(errors));
                };
                let roll = to_run(tx, &ctx, &row, member.account, now).await?;
                if !store::plan(&row).promise.allows(objective) {
                    return Err(Refusal::CohortPromise.into());
                }
                let hash = hash_of(&roll.input).await?;
                let stored = hash.to_string();
                let looked = store::runs(tx, row.id).await?;
                let looked = looked.iter().rev().find(|run| run.objective == objective.word());
                if looked.is_none_or(|run| run.input_hash != stored) {
                    return Err(Refusal::CohortInputChanged.into());
                }
                let ready = ahead.as_ref().filter(|ahead| ahead.input == hash).and_then(|ahead| ahead.found.first());
                let found = result(tx, (&mut row, &roll), (objective, ready, member.pseudonym), now).await?;
                if begins_at_once(&ctx) {
                    begin(tx, &ctx, row.id, (&roll, &found), now).await?;
                }
                news::everybody(tx, &row, News::Result, now).await?;
                note(tx, &ctx, id, "published", now).await
            })
        })
        .await?;
    #[cfg(feature = "chaos")]
    if let Some(objective) = objective.filter(|_| !begins_at_once(ctx)) {
        split::begin_apart(ctx, id, objective, now).await?;
    }
    Ok(())
}

/// Whether the pairs begin in the transaction of the result.
#[cfg(not(feature = "chaos"))]
fn begins_at_once(_: &Ctx) -> bool {
    true
}

#[cfg(feature = "chaos")]
fn begins_at_once(ctx: &Ctx) -> bool {
    ctx.db.chaos() != Some(crate::chaos::Chaos::SplitWrite)
}

/// Runs all three and writes each of them down.
pub(super) async fn run_all(
    tx: &WriteTx,
    row: &mut cohorts::Model,
    roll: &Roll,
    by: PublicId,
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    let input = roll.input.clone();
    let found = apart(move || all_of(&input, Objective::ALL.to_vec())).await?;
    write_down(tx, row, (roll, &found), by, now).await
}

async fn write_down(
    tx: &WriteTx,
    row: &mut cohorts::Model,
    (roll, all): (&Roll, &[Outcome]),
    by: PublicId,
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    for found in all {
        add(tx, row, (roll, found), (false, by), now).await?;
    }
    let sets = vec![(Column::Runs, Expr::value(row.runs))];
    flow::step(tx, row, Deed::Preview, sets, now).await
}

/// Publishes what one objective gives, and begins every pair.
pub(super) async fn publish_one(
    tx: &WriteTx,
    ctx: &Ctx,
    (row, roll): (&mut cohorts::Model, &Roll),
    (objective, by): (Objective, PublicId),
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    let found = result(tx, (&mut *row, roll), (objective, None, by), now).await?;
    begin(tx, ctx, row.id, (roll, &found), now).await
}

/// Writes what one objective gives down as the result; runs it unless what it gives is `ready`.
async fn result(
    tx: &WriteTx,
    (row, roll): (&mut cohorts::Model, &Roll),
    (objective, ready, by): (Objective, Option<&Outcome>, PublicId),
    now: DateTime<Utc>,
) -> Result<Outcome, CohortError> {
    let found = if let Some(ready) = ready {
        ready.clone()
    } else {
        let input = roll.input.clone();
        apart(move || outcome(&input, objective)).await?
    };
    let number = add(tx, row, (roll, &found), (true, by), now).await?;
    let sets = vec![
        (Column::Runs, Expr::value(row.runs)),
        (Column::PublishedRun, Expr::value(Some(number))),
        (Column::PublishedAt, Expr::value(Some(now))),
        (Column::OpenSeed, Expr::value(Some(roll.input.seed().to_string()))),
    ];
    flow::step(tx, row, Deed::Publish, sets, now).await?;
    Ok(found)
}

/// The lists of a cohort that can be run, for somebody who takes no part in it.
async fn to_run(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &cohorts::Model,
    account: i64,
    now: DateTime<Utc>,
) -> Result<Roll, CohortError> {
    if !store::state(row).may_run() {
        return Err(Refusal::CohortClosed.into());
    }
    mentorship::hold_seats(tx).await?;
    freeze::settle(tx, ctx, row, now).await?;
    let roll = store::roll(ctx, tx, row).await?;
    if roll.people.iter().any(|one| one.account_id == Some(account)) {
        return Err(Refusal::CohortOwn.into());
    }
    if roll.input.count(Side::Mentee) == 0 || roll.input.count(Side::Mentor) == 0 {
        return Err(Refusal::CohortNobody.into());
    }
    Ok(roll)
}

/// Every pair begins as two do who found each other by themselves. All of them, or no result.
async fn begin(
    tx: &WriteTx,
    ctx: &Ctx,
    cohort_id: i64,
    (roll, found): (&Roll, &Outcome),
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    let (mentees, mentors) = (roll.side(Side::Mentee), roll.side(Side::Mentor));
    let needs = sealed::needs_of(ctx, tx, mentees.iter().copied()).await?;
    for (mentee, mentor) in &found.pairs {
        let (mentee, mentor) = (mentees[*mentee as usize], mentors[*mentor as usize]);
        let accounts = mentor.account_id.zip(mentee.account_id).ok_or(Refusal::CohortInputChanged)?;
        let ask = needs.get(&mentee.id).map(Needs::ask).ok_or(Refusal::CohortInputChanged)?;
        let begun = mentorship::begin_matched(tx, ctx, accounts, &ask, now).await;
        let engagement = begun.map_err(|error| match error {
            MentorshipError::NotFound | MentorshipError::Refused(_) => Refusal::CohortInputChanged.into(),
            other => CohortError::from(other),
        })?;
        let row = pairs::ActiveModel {
            id: ActiveValue::NotSet,
            cohort_id: ActiveValue::Set(cohort_id),
            mentee_id: ActiveValue::Set(mentee.id),
            mentor_id: ActiveValue::Set(mentor.id),
            engagement: ActiveValue::Set(Some(engagement.to_string())),
        };
        pairs::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}
