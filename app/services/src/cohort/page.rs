//! What everybody may read of cohorts, and what the viewer's own part is.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::access::{Action, Object, Standing};
use domain::cohort::{Needs, Plan, State, end_of};
use domain::id::PublicId;
use domain::matching::Side;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::cohorts;
use super::{CohortError, flow, join, sealed, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::mentorship;

/// A cohort in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Names its page.
    pub id: PublicId,
    /// What it is called.
    pub title: String,
    /// How far it is.
    pub state: State,
    /// The last second of the phase it is in; `None` where no clock runs.
    pub until: Option<DateTime<Utc>>,
}

/// The viewer's own part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// On which side.
    pub side: Side,
    /// What a mentee has told.
    pub needs: Option<Needs>,
    /// A mentor's seats.
    pub seats: i32,
    /// They have saved a list.
    pub ranked: bool,
}

/// A cohort's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortPage {
    /// Names it.
    pub id: PublicId,
    /// What it is about.
    pub plan: Plan,
    /// How far it is.
    pub state: State,
    /// The last seconds of the three phases.
    pub until: [DateTime<Utc>; 3],
    /// What binds the seed of the lottery.
    pub commitment: String,
    /// How many take part.
    pub mentees: usize,
    /// How many take part.
    pub mentors: usize,
    /// Of all mentors together.
    pub seats: i32,
    /// The viewer's own part.
    pub mine: Option<Mine>,
    /// The viewer's seats that nobody holds, if they were checked as a mentor and could sign up as one.
    pub free_seats: Option<i32>,
    /// The viewer is signed in and in good standing.
    pub is_active: bool,
    /// The cohort is not for members only, or the viewer is one.
    pub may_join: bool,
}

/// Cohorts that are open or were, the newest first; at most 50.
pub async fn list(ctx: &Ctx) -> Result<Vec<Listed>, CohortError> {
    allow(ctx, Action::ReadCohorts, Object::None)?;
    let rows = cohorts::Entity::find()
        .filter(cohorts::Column::OpenedAt.is_not_null())
        .order_by_desc(cohorts::Column::OpenedAt)
        .order_by_desc(cohorts::Column::Id)
        .limit(50)
        .all(ctx.db.read())
        .await?;
    let show = |row: &cohorts::Model| {
        let (state, days) = (flow::seen_state(ctx, row), store::dates(row));
        let day = match state {
            State::SignUp => Some(days.sign_up),
            State::Mentees => Some(days.mentees),
            State::Mentors => Some(days.mentors),
            _ => None,
        };
        Some(Listed {
            id: PublicId::parse(&row.public_id)?,
            title: row.title.clone(),
            state,
            until: day.map(|day| end_of(ctx.config.org.zone, day)),
        })
    };
    Ok(rows.iter().filter_map(show).collect())
}

/// One cohort; a draft is as if it were not there.
pub async fn cohort_page(ctx: &Ctx, cohort: &str) -> Result<CohortPage, CohortError> {
    allow(ctx, Action::ReadCohorts, Object::None)?;
    let (db, zone) = (ctx.db.read(), ctx.config.org.zone);
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let row = store::by_public(db, id).await?.filter(|row| row.opened_at.is_some()).ok_or(CohortError::NotFound)?;
    let people = store::people(db, row.id).await?;
    let mut sides: HashMap<bool, usize> = HashMap::new();
    for one in &people {
        *sides.entry(store::side(one) == Side::Mentee).or_default() += 1;
    }
    let member = ctx.viewer.member.as_ref().filter(|member| member.standing == Standing::Active);
    let mine = member.and_then(|member| people.iter().find(|one| one.account_id == Some(member.account)));
    let helper = match member {
        Some(member) => mentorship::helpers(db, &[member.account]).await?.remove(&member.account),
        None => None,
    };
    let mine = match mine {
        Some(part) => Some(Mine {
            side: store::side(part),
            needs: sealed::needs(ctx, db, part).await?,
            seats: part.seats,
            ranked: part.ranked_at.is_some(),
        }),
        None => None,
    };
    let plan = store::plan(&row);
    let may_join = match member {
        _ if !row.members_only => true,
        Some(member) => join::is_member(db, member).await?,
        None => false,
    };
    let days = plan.dates;
    Ok(CohortPage {
        id,
        state: flow::seen_state(ctx, &row),
        until: [days.sign_up, days.mentees, days.mentors].map(|day| end_of(zone, day)),
        plan,
        commitment: row.commitment.clone().unwrap_or_default(),
        mentees: sides.get(&true).copied().unwrap_or_default(),
        mentors: sides.get(&false).copied().unwrap_or_default(),
        seats: people.iter().map(|one| one.seats).sum(),
        mine,
        free_seats: helper.map(|helper| helper.free),
        is_active: member.is_some(),
        may_join,
    })
}
