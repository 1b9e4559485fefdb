//! Ranking: mentees put mentors in order; mentors then put those who listed them in order, and never see in which place.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::cohort::{State, choices, end_of, pair_fit, places};
use domain::id::PublicId;
use domain::identity::profile::Typed;
use domain::matching::Side;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::cards::{Choosable, MenteeCard, MentorCard, cards, choosable, listed_by};
use super::entity::{cohorts, people, ranks};
use super::{CohortError, flow, freeze, me, sealed, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// What somebody has to rank.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// The cohort's public id.
    pub id: PublicId,
    /// What it is called.
    pub title: String,
    /// What mentees were promised.
    pub promise: domain::cohort::Promise,
    /// On which side the viewer is.
    pub side: Side,
    /// The viewer can rank now.
    pub open: bool,
    /// How far the cohort is.
    pub state: State,
    /// The last second to rank.
    pub until: DateTime<Utc>,
    /// The viewer has saved a list.
    pub saved: bool,
    /// How many mentors a mentee may list.
    pub most: usize,
    /// For a mentee: the mentors, the best fit first.
    pub mentors: Vec<MentorCard>,
    /// For a mentee: those chosen so far, in order, as ids of the cards.
    pub chosen: Vec<String>,
    /// For a mentor: those who listed them, in their order so far.
    pub mentees: Vec<MenteeCard>,
}

/// What the viewer has to rank in a cohort; as if it were not there for whoever takes no part.
pub async fn ranking(ctx: &Ctx, cohort: &str) -> Result<Ranking, CohortError> {
    allow(ctx, Action::JoinCohort, Object::Own)?;
    let (db, account) = (ctx.db.read(), me(ctx)?.account);
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let row = store::by_public(db, id).await?.ok_or(CohortError::NotFound)?;
    let person = store::person(db, row.id, account).await?.ok_or(CohortError::NotFound)?;
    let (side, state, dates) = (store::side(&person), flow::seen_state(ctx, &row), store::dates(&row));
    let (turn, last) = match side {
        Side::Mentee => (State::Mentees, dates.mentees),
        Side::Mentor => (State::Mentors, dates.mentors),
    };
    let mut ranking = Ranking {
        id,
        title: row.title.clone(),
        promise: store::plan(&row).promise,
        side,
        open: state == turn,
        state,
        until: end_of(ctx.config.org.zone, last),
        saved: person.ranked_at.is_some(),
        most: usize::try_from(row.most).unwrap_or_default(),
        mentors: Vec::new(),
        chosen: Vec::new(),
        mentees: Vec::new(),
    };
    match side {
        Side::Mentee => {
            let can_choose = choosable(db, &row, account).await?;
            let names: HashMap<i64, String> = can_choose.iter().map(|one| (one.part.id, one.name())).collect();
            let needs = sealed::needs(ctx, db, &person).await?;
            ranking.mentors = cards(can_choose, needs.as_ref());
            let own = store::list_of(db, person.id).await?;
            ranking.chosen = own.iter().filter_map(|row| names.get(&row.other_id).cloned()).collect();
        }
        // Nobody learns who listed them before all lists of mentees are closed.
        Side::Mentor if matches!(state, State::SignUp | State::Mentees | State::Draft) => {}
        Side::Mentor => ranking.mentees = listed_by(ctx, db, &row, (&person, account)).await?,
    }
    Ok(ranking)
}

/// Saves a mentee's list, all of it or nothing; an empty list is one too. `typed` are the form's fields as they came.
pub async fn save_choices(ctx: &Ctx, cohort: &str, typed: &[(String, String)]) -> Result<(), CohortError> {
    allow(ctx, Action::JoinCohort, Object::Own)?;
    let account = me(ctx)?.account;
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let typed = typed.to_vec();
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, typed) = (inner.clone(), typed.clone());
            Box::pin(async move {
                let (row, person) = own_turn(tx, &ctx, id, (account, Side::Mentee), now).await?;
                let mentors = choosable(tx, &row, account).await?;
                let known: Vec<String> = mentors.iter().map(Choosable::name).collect();
                let most = usize::try_from(row.most).unwrap_or_default();
                let list = choices(Typed::new(&typed), &known, most).map_err(CohortError::Invalid)?;
                let needs = sealed::needs(&ctx, tx, &person).await?;
                let mut new = Vec::with_capacity(list.len());
                for (rank, wanted) in (1..).zip(&list) {
                    let Some(one) = mentors.iter().find(|one| one.name() == *wanted) else { continue };
                    let fit = needs.as_ref().map_or(0, |needs| pair_fit(needs, &one.helper.facts));
                    let fit = i32::try_from(fit).unwrap_or_default();
                    new.push(freeze::entry_of(row.id, person.id, one.part.id, rank, fit));
                }
                store_list(tx, &person, new, now).await
            })
        })
        .await
}

/// Saves a mentor's order of those who listed them: a place or never for each. `typed` are the form's fields as they came.
pub async fn save_places(ctx: &Ctx, cohort: &str, typed: &[(String, String)]) -> Result<(), CohortError> {
    allow(ctx, Action::JoinCohort, Object::Own)?;
    let account = me(ctx)?.account;
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let typed = typed.to_vec();
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, typed) = (inner.clone(), typed.clone());
            Box::pin(async move {
                let (row, person) = own_turn(tx, &ctx, id, (account, Side::Mentor), now).await?;
                let people: HashMap<String, i64> =
                    store::people(tx, row.id).await?.into_iter().map(|one| (one.public_id, one.id)).collect();
                let ids: Vec<String> = listed_by(&ctx, tx, &row, (&person, account))
                    .await?
                    .iter()
                    .map(|card| card.id.to_string())
                    .collect();
                let given = places(Typed::new(&typed), &ids).map_err(CohortError::Invalid)?;
                let entry = |(id, place): (&String, u32)| {
                    let other = people.get(id)?;
                    let place = i32::try_from(place).unwrap_or_default();
                    Some(freeze::entry_of(row.id, person.id, *other, place, 0))
                };
                let new = ids.iter().zip(given).filter_map(entry).collect();
                store_list(tx, &person, new, now).await
            })
        })
        .await
}

/// The cohort and the person's part in it, while it is their side's turn to rank.
async fn own_turn(
    tx: &WriteTx,
    ctx: &Ctx,
    id: PublicId,
    (account, side): (i64, Side),
    now: DateTime<Utc>,
) -> Result<(cohorts::Model, people::Model), CohortError> {
    let row = flow::take_public(tx, ctx, id, now).await?;
    let person = store::person(tx, row.id, account).await?.ok_or(CohortError::NotFound)?;
    let turn = if side == Side::Mentee { State::Mentees } else { State::Mentors };
    if store::side(&person) != side {
        return Err(CohortError::NotFound);
    }
    if store::state(&row) != turn {
        return Err(Refusal::CohortClosed.into());
    }
    Ok((row, person))
}

pub(super) async fn store_list(
    tx: &WriteTx,
    person: &people::Model,
    new: Vec<ranks::Model>,
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    ranks::Entity::delete_many().filter(ranks::Column::PersonId.eq(person.id)).exec(tx).await?;
    freeze::insert(tx, new).await?;
    people::Entity::update_many()
        .col_expr(people::Column::RankedAt, Expr::value(Some(now)))
        .filter(people::Column::Id.eq(person.id))
        .exec(tx)
        .await?;
    Ok(())
}
