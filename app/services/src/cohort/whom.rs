//! Whom a mentor means who was shown a number and no name.

use domain::cohort::{Needs, State};
use domain::id::PublicId;
use domain::matching::Side;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::{cohorts, people};
use super::{CohortError, flow, sealed, store};
use crate::ctx::Ctx;
use crate::identity::people as persons;

/// The person that a report or a block of `viewer` (the key of an account) names by their number in a cohort: a mentee who
/// listed the viewer, from the time on at which the viewer is shown who did. Anything else is answered as it was named.
pub(crate) async fn whom(ctx: &Ctx, named: PublicId, viewer: i64) -> Result<PublicId, DbErr> {
    let account = shown(ctx, named, viewer).await?.and_then(|(_, person)| person.account_id);
    let Some(account) = account else { return Ok(named) };
    let found = persons::by_accounts(ctx.db.read(), &[account]).await?.pop();
    Ok(found.map_or(named, |person| person.id))
}

/// What a mentor reads of a mentee under a number.
#[derive(Clone)]
pub(crate) struct ToldCohort {
    /// The public id of the cohort.
    pub(crate) cohort: String,
    /// What it is called.
    pub(crate) title: String,
    /// In the mentee's own words.
    pub(crate) goals: String,
}

/// What `viewer` (the key of an account) reads of the mentee with this number; `None` as long as they are not shown it, and
/// once it is forgotten.
pub(crate) async fn told_cohort(ctx: &Ctx, named: PublicId, viewer: i64) -> Result<Option<ToldCohort>, CohortError> {
    let Some((row, person)) = shown(ctx, named, viewer).await? else { return Ok(None) };
    let told = sealed::needs(ctx, ctx.db.read(), &person).await?;
    let kept =
        |needs: Needs| ToldCohort { cohort: row.public_id, title: row.title, goals: needs.goals.as_str().to_owned() };
    Ok(told.map(kept))
}

/// The mentee with this number, if the viewer is shown them, and the cohort.
async fn shown(ctx: &Ctx, named: PublicId, viewer: i64) -> Result<Option<(cohorts::Model, people::Model)>, DbErr> {
    let db = ctx.db.read();
    let person = people::Entity::find().filter(people::Column::PublicId.eq(named.as_str())).one(db).await?;
    let Some(person) = person.filter(|person| person.account_id.is_some()) else { return Ok(None) };
    let (Some(row), Some(own)) =
        (store::by_key(db, person.cohort_id).await?, store::person(db, person.cohort_id, viewer).await?)
    else {
        return Ok(None);
    };
    let early = matches!(flow::seen_state(ctx, &row), State::Draft | State::SignUp | State::Mentees);
    if early || store::side(&own) != Side::Mentor {
        return Ok(None);
    }
    let listed = store::about(db, own.id).await?.iter().any(|entry| entry.person_id == person.id)
        || store::list_of(db, own.id).await?.iter().any(|entry| entry.other_id == person.id);
    Ok(listed.then_some((row, person)))
}
