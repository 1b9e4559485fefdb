//! Signing up for a cohort, on one side or the other, and leaving it again.

use chrono::{DateTime, Utc};
use domain::access::{Action, Capability, Object};
use domain::cohort::{MOST_PEOPLE, MenteeForm, State, words};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::identity::profile::Typed;
use domain::matching::{Hash, Side};
use domain::membership::{Thing, sees};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};

use super::entity::{cohorts, people};
use super::news::{self, News};
use super::{CohortError, flow, me, sealed, store};
use crate::access::allow;
use crate::ctx::{Ctx, Member};
use crate::db::WriteTx;
use crate::dice::Dice;
use crate::secret::Secret;
use crate::{membership, mentorship};

/// Signs up as a mentee, or changes what was told, while sign-up is open. `typed` are the form's fields as they came.
pub async fn sign_up_mentee(ctx: &Ctx, cohort: &str, typed: &[(String, String)]) -> Result<(), CohortError> {
    allow(ctx, Action::JoinCohort, Object::Own)?;
    let member = me(ctx)?.clone();
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let typed = typed.to_vec();
    let (new, inner, now) = (numbers(&ctx.dice), ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, new, member, typed) = (inner.clone(), new.clone(), member.clone(), typed.clone());
            Box::pin(async move {
                let row = flow::take_public(tx, &ctx, id, now).await?;
                let is_member = is_member(tx, &member).await?;
                let known = part(tx, &row, (member.account, is_member), Side::Mentee).await?;
                let needs = MenteeForm(Typed::new(&typed)).parse(&store::plan(&row)).map_err(CohortError::Invalid)?;
                let number = known.as_ref().map_or_else(|| new.0.to_string(), |known| known.public_id.clone());
                let told = sealed::seal_needs(&ctx, tx, (member.account, &number), &needs).await?;
                match known {
                    Some(known) => {
                        people::Entity::update_many()
                            .col_expr(people::Column::Told, Expr::value(Some(told)))
                            .filter(people::Column::Id.eq(known.id))
                            .exec(tx)
                            .await?;
                        Ok(())
                    }
                    None => insert(tx, &row, (member.account, store::MENTEE), (Some(told), 0), new, now).await,
                }
            })
        })
        .await
}

/// Signs up as a mentor with so many seats, or changes them, while sign-up is open. Only mentors who were checked, with as
/// many seats as are free.
pub async fn sign_up_mentor(ctx: &Ctx, cohort: &str, seats: &str) -> Result<(), CohortError> {
    allow(ctx, Action::JoinCohort, Object::Own)?;
    let member = me(ctx)?.clone();
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let seats = domain::cohort::seats(seats).map_err(CohortError::Invalid)?;
    let (new, inner, now) = (numbers(&ctx.dice), ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, new, member) = (inner.clone(), new.clone(), member.clone());
            Box::pin(async move {
                let row = flow::take_public(tx, &ctx, id, now).await?;
                let is_member = is_member(tx, &member).await?;
                let known = part(tx, &row, (member.account, is_member), Side::Mentor).await?;
                let helper = mentorship::helpers(tx, &[member.account]).await?.remove(&member.account);
                let free = helper.ok_or(Refusal::CohortMentorsChecked)?.free;
                if seats > free {
                    let wrong = FieldError::new("seats", words::seats_free(free));
                    return Err(CohortError::Invalid(vec![wrong]));
                }
                match known {
                    Some(known) => {
                        people::Entity::update_many()
                            .col_expr(people::Column::Seats, Expr::value(seats))
                            .col_expr(people::Column::Counted, Expr::value(seats))
                            .filter(people::Column::Id.eq(known.id))
                            .exec(tx)
                            .await?;
                        Ok(())
                    }
                    None => insert(tx, &row, (member.account, store::MENTOR), (None, seats), new, now).await,
                }
            })
        })
        .await
}

/// Whether somebody takes part where only members do: by how they stand, or because an admin said so.
pub(super) async fn is_member(db: &impl ConnectionTrait, member: &Member) -> Result<bool, DbErr> {
    let stands = membership::stands(db, member.account).await?;
    Ok(member.capabilities.has(Capability::Member) || sees(stands, Thing::Cohorts))
}

/// A number and a draw that nobody knows, thrown before the transaction because that may run twice.
pub(super) fn numbers(dice: &Dice) -> (PublicId, Secret) {
    (dice.public_id(), Secret(Hash(dice.bytes()).to_string()))
}

/// The part that the person takes on this side already; a refusal where they cannot take one.
async fn part(
    tx: &WriteTx,
    cohort: &cohorts::Model,
    (account, is_member): (i64, bool),
    side: Side,
) -> Result<Option<people::Model>, CohortError> {
    if store::state(cohort) != State::SignUp {
        return Err(Refusal::CohortClosed.into());
    }
    if cohort.members_only && !is_member {
        return Err(Refusal::CohortMembersOnly.into());
    }
    let known = store::person(tx, cohort.id, account).await?;
    if known.as_ref().is_some_and(|known| store::side(known) != side) {
        return Err(Refusal::CohortSignedUp.into());
    }
    if known.is_none() {
        let all = people::Entity::find().filter(people::Column::CohortId.eq(cohort.id)).count(tx).await?;
        if all >= MOST_PEOPLE {
            return Err(Refusal::CohortFull.into());
        }
    }
    Ok(known)
}

pub(super) async fn insert(
    tx: &WriteTx,
    cohort: &cohorts::Model,
    (account, side): (i64, &str),
    (told, seats): (Option<Secret>, i32),
    (id, draw): (PublicId, Secret),
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    let row = people::Model {
        id: 0,
        public_id: id.to_string(),
        cohort_id: cohort.id,
        account_id: Some(account),
        side: side.to_owned(),
        draw,
        seats,
        counted: seats,
        told,
        ranked_at: None,
        reminded_at: None,
        news: None,
        created_at: now,
    };
    let row = people::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    people::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Leaves a cohort while its lists are open; everything that was said goes with it. Leaving twice is leaving once.
pub async fn leave(ctx: &Ctx, cohort: &str) -> Result<(), CohortError> {
    allow(ctx, Action::JoinCohort, Object::Own)?;
    let account = me(ctx)?.account;
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let row = flow::take_public(tx, &ctx, id, now).await?;
                let Some(person) = store::person(tx, row.id, account).await? else { return Ok(()) };
                if !store::state(&row).may_leave() {
                    return Err(Refusal::CohortClosed.into());
                }
                Ok(take_out(tx, &row, &person, now).await?)
            })
        })
        .await
}

/// Takes somebody out of a cohort whose result is not out, with every entry about them.
pub(super) async fn take_out(
    tx: &WriteTx,
    cohort: &cohorts::Model,
    person: &people::Model,
    now: DateTime<Utc>,
) -> Result<(), sea_orm::DbErr> {
    if store::side(person) == Side::Mentor && !store::state(cohort).is_final() {
        let listed: Vec<i64> = store::about(tx, person.id).await?.into_iter().map(|row| row.person_id).collect();
        news::queue(tx, cohort, &listed, News::Left, now).await?;
    }
    people::Entity::delete_by_id(person.id).exec(tx).await?;
    Ok(())
}
