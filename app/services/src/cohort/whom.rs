//! Whom a mentor means who was shown a number and no name.

use domain::cohort::State;
use domain::id::PublicId;
use domain::matching::Side;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::people;
use super::{flow, store};
use crate::ctx::Ctx;
use crate::identity::people as persons;

/// The person that a report or a block of `viewer` (the key of an account) names by their number in a cohort: a mentee who
/// listed the viewer, from the time on at which the viewer is shown who did. Anything else is answered as it was named.
pub(crate) async fn whom(ctx: &Ctx, named: PublicId, viewer: i64) -> Result<PublicId, DbErr> {
    let db = ctx.db.read();
    let person = people::Entity::find().filter(people::Column::PublicId.eq(named.as_str())).one(db).await?;
    let Some(person) = person else { return Ok(named) };
    let Some(account) = person.account_id else { return Ok(named) };
    let (Some(row), Some(own)) =
        (store::by_key(db, person.cohort_id).await?, store::person(db, person.cohort_id, viewer).await?)
    else {
        return Ok(named);
    };
    let early = matches!(flow::seen_state(ctx, &row), State::Draft | State::SignUp | State::Mentees);
    if early || store::side(&own) != Side::Mentor {
        return Ok(named);
    }
    let shown = store::about(db, own.id).await?.iter().any(|entry| entry.person_id == person.id)
        || store::list_of(db, own.id).await?.iter().any(|entry| entry.other_id == person.id);
    let found = if shown { persons::by_accounts(db, &[account]).await?.pop() } else { None };
    Ok(found.map_or(named, |person| person.id))
}
