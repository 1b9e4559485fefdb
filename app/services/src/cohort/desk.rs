//! The organizers' desk: cohorts are planned, opened and called off. Each deed is a row of the audit log.

use chrono::{DateTime, Utc};
use domain::access::{Action, Capability, Object};
use domain::cohort::{Deed, Plan, PlanForm, State, words};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::identity::profile::Typed;
use domain::matching::{Seed, Side};
use domain::refusal::Refusal;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::cohorts::{self, Column};
use super::news::{self, News};
use super::{CohortError, flow, forget, me, sealed, store};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::idempotency::{self, Key, Once};

/// The action's name, as it stands beside its idempotency keys.
const NEW: &str = "cohort/new";

/// A cohort on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// Names it.
    pub id: PublicId,
    /// What it is called.
    pub title: String,
    /// How far it is.
    pub state: State,
    /// How many take part.
    pub mentees: usize,
    /// How many take part.
    pub mentors: usize,
}

/// One cohort on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Names it.
    pub id: PublicId,
    /// As it is planned.
    pub plan: Plan,
    /// How far it is.
    pub state: State,
    /// What binds the seed, once it is open.
    pub commitment: Option<String>,
    /// How many take part.
    pub mentees: usize,
    /// How many of them have saved a list.
    pub mentees_ranked: usize,
    /// How many take part.
    pub mentors: usize,
    /// How many of them have saved a list.
    pub mentors_ranked: usize,
    /// The viewer takes part, so that somebody else runs it.
    pub own: bool,
}

/// Asks the table of permissions. Organizers of some categories of events run no cohorts: to them the desk is not there.
pub(super) fn may_run(ctx: &Ctx) -> Result<(), CohortError> {
    allow(ctx, Action::RunCohorts, Object::None)?;
    if runs_cohorts(ctx) { Ok(()) } else { Err(CohortError::NotFound) }
}

/// Whether the desk of cohorts is that of the viewer, whom the table of permissions lets in: not of those who organize some
/// categories of events only.
pub fn runs_cohorts(ctx: &Ctx) -> bool {
    ctx.viewer.member.as_ref().is_some_and(|member| member.organizes_all || member.capabilities.has(Capability::Admin))
}

/// Every cohort, the newest first; at most 100.
pub async fn desk(ctx: &Ctx) -> Result<Vec<DeskRow>, CohortError> {
    may_run(ctx)?;
    let db = ctx.db.read();
    let rows = cohorts::Entity::find().order_by_desc(Column::Id).limit(100).all(db).await?;
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let people = store::people(db, row.id).await?;
        let mentees = people.iter().filter(|one| store::side(one) == Side::Mentee).count();
        let Some(id) = PublicId::parse(&row.public_id) else { continue };
        let state = flow::seen_state(ctx, &row);
        shown.push(DeskRow { id, title: row.title, state, mentees, mentors: people.len() - mentees });
    }
    Ok(shown)
}

/// One cohort for its organizers.
pub async fn draft(ctx: &Ctx, cohort: &str) -> Result<Draft, CohortError> {
    may_run(ctx)?;
    let (db, account) = (ctx.db.read(), me(ctx)?.account);
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let row = store::by_public(db, id).await?.ok_or(CohortError::NotFound)?;
    let people = store::people(db, row.id).await?;
    let count = |side: Side, ranked: bool| {
        people.iter().filter(|one| store::side(one) == side && (!ranked || one.ranked_at.is_some())).count()
    };
    Ok(Draft {
        id,
        plan: store::plan(&row),
        state: flow::seen_state(ctx, &row),
        commitment: row.commitment.clone(),
        mentees: count(Side::Mentee, false),
        mentees_ranked: count(Side::Mentee, true),
        mentors: count(Side::Mentor, false),
        mentors_ranked: count(Side::Mentor, true),
        own: people.iter().any(|one| one.account_id == Some(account)),
    })
}

/// Stores a plan: a new one where `cohort` is empty, else a draft. `typed` are the form's fields as they came. Sending the
/// form of a new one twice makes one.
pub async fn save(ctx: &Ctx, cohort: &str, typed: &[(String, String)], key: &str) -> Result<PublicId, CohortError> {
    may_run(ctx)?;
    let member = me(ctx)?.clone();
    let today = ctx.today();
    let plan = PlanForm(Typed::new(typed)).parse(today).map_err(CohortError::Invalid)?;
    let known = match cohort.trim() {
        "" => None,
        known => Some(PublicId::parse(known).ok_or(CohortError::NotFound)?),
    };
    let no_key = || CohortError::Invalid(vec![FieldError::new("key", domain::moderation::words::KEY)]);
    let key = Key::parse(key).ok_or_else(no_key)?;
    let (new, inner, now) = (ctx.dice.public_id(), ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, plan, key, by) = (inner.clone(), plan.clone(), key.clone(), member.pseudonym);
            Box::pin(async move {
                let Some(id) = known else {
                    let body = format!("{by} {plan:?}");
                    return match idempotency::once::<String>(tx, &key, NEW, body.as_bytes(), now).await? {
                        Once::Replay(id) => PublicId::parse(&id).ok_or(CohortError::NotFound),
                        Once::Conflict => Err(CohortError::KeyConflict),
                        Once::Fresh(ticket) => {
                            insert(tx, &plan, (new, by), now).await?;
                            ticket.finish(tx, &new.to_string()).await?;
                            note(tx, &ctx, new, "planned", now).await?;
                            Ok(new)
                        }
                    };
                };
                let row = flow::take(tx, &ctx, id, now).await?;
                let update = cohorts::Entity::update_many()
                    .col_expr(Column::Title, Expr::value(plan.title.clone()))
                    .col_expr(Column::About, Expr::value(plan.about.clone()))
                    .col_expr(Column::Promise, Expr::value(plan.promise.word()))
                    .col_expr(Column::MembersOnly, Expr::value(plan.members_only))
                    .col_expr(Column::Stages, Expr::value(store::to_list(&plan.stages)))
                    .col_expr(Column::Most, Expr::value(plan.most))
                    .col_expr(Column::SignUpUntil, Expr::value(plan.dates.sign_up.to_string()))
                    .col_expr(Column::MenteesUntil, Expr::value(plan.dates.mentees.to_string()))
                    .col_expr(Column::MentorsUntil, Expr::value(plan.dates.mentors.to_string()))
                    .col_expr(Column::ChangedAt, Expr::value(now))
                    .filter(Column::Id.eq(row.id))
                    .filter(Column::State.eq(State::Draft.word()));
                // What people have signed up for does not change any more.
                if update.exec(tx).await?.rows_affected != 1 {
                    return Err(Refusal::CohortClosed.into());
                }
                note(tx, &ctx, id, "changed", now).await?;
                Ok(id)
            })
        })
        .await
}

pub(super) async fn insert(
    tx: &WriteTx,
    plan: &Plan,
    (id, by): (PublicId, PublicId),
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    let row = cohorts::Model {
        id: 0,
        public_id: id.to_string(),
        state: State::Draft.word().to_owned(),
        title: plan.title.clone(),
        about: plan.about.clone(),
        promise: plan.promise.word().to_owned(),
        members_only: plan.members_only,
        stages: store::to_list(&plan.stages),
        most: plan.most,
        sign_up_until: plan.dates.sign_up.to_string(),
        mentees_until: plan.dates.mentees.to_string(),
        mentors_until: plan.dates.mentors.to_string(),
        seed_key: None,
        seed: None,
        open_seed: None,
        commitment: None,
        runs: 0,
        published_run: None,
        created_by: by.to_string(),
        created_at: now,
        changed_at: now,
        opened_at: None,
        closed_at: None,
        closed_input: None,
        published_at: None,
        canceled_at: None,
    };
    let row = cohorts::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    cohorts::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Opens a draft for sign-up. The seed of the lottery is thrown and its hash published here, before the first draw is given.
pub async fn open(ctx: &Ctx, cohort: &str) -> Result<(), CohortError> {
    may_run(ctx)?;
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let seed = Seed::new(ctx.dice.bytes());
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let mut row = flow::take(tx, &ctx, id, now).await?;
                let today = ctx.day_of(now);
                if store::state(&row) == State::Draft && store::dates(&row).sign_up <= today {
                    return Err(Refusal::CohortDaysGone.into());
                }
                let sets = bound(&ctx, id, &seed, now)?;
                flow::step(tx, &mut row, Deed::Open, sets, now).await?;
                note(tx, &ctx, id, "opened", now).await
            })
        })
        .await
}

/// What is stored when a cohort opens: its seed, sealed, and what binds it.
pub(super) fn bound(
    ctx: &Ctx,
    id: PublicId,
    seed: &Seed,
    now: DateTime<Utc>,
) -> Result<Vec<(Column, SimpleExpr)>, CohortError> {
    let (key, sealed) = sealed::seal_seed(ctx, id, seed)?;
    Ok(vec![
        (Column::OpenedAt, Expr::value(Some(now))),
        (Column::SeedKey, Expr::value(Some(key))),
        (Column::Seed, Expr::value(Some(sealed))),
        (Column::Commitment, Expr::value(Some(seed.commitment().to_string()))),
    ])
}

/// Calls a cohort off; everybody in it is told. What they ranked and told goes; what was run stays, with the seed, so that
/// nobody can call off a lottery that they do not like and throw another unseen. Once the lists are closed, whoever takes
/// part does not call it off.
pub async fn cancel(ctx: &Ctx, cohort: &str, understood: bool) -> Result<(), CohortError> {
    may_run(ctx)?;
    let account = me(ctx)?.account;
    let id = PublicId::parse(cohort.trim()).ok_or(CohortError::NotFound)?;
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let mut row = flow::take(tx, &ctx, id, now).await?;
                if store::state(&row).may_run() && store::person(tx, row.id, account).await?.is_some() {
                    return Err(Refusal::CohortOwn.into());
                }
                if !understood {
                    return Err(CohortError::Invalid(vec![FieldError::new("understood", words::CONFIRM_CANCEL)]));
                }
                // A seed that cannot be opened keeps nobody from calling it off.
                let seed = sealed::seed(&ctx, &row).ok().map(|seed| seed.to_string());
                let sets = vec![(Column::CanceledAt, Expr::value(Some(now))), (Column::OpenSeed, Expr::value(seed))];
                flow::step(tx, &mut row, Deed::Cancel, sets, now).await?;
                forget::lists(tx, row.id).await?;
                news::everybody(tx, &row, News::Off, now).await?;
                note(tx, &ctx, id, "canceled", now).await
            })
        })
        .await
}

/// Remembers a deed of the organizers.
pub(super) async fn note(
    tx: &WriteTx,
    ctx: &Ctx,
    id: PublicId,
    word: &'static str,
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    let entry = Entry::done(&ctx.viewer, Action::RunCohorts).on("cohort", id).saying(word);
    Ok(audit::note(tx, &entry, now).await?)
}
