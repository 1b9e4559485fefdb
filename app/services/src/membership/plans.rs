//! Plans: between rows and what they mean, and the treasurer's desk for them.

use std::collections::HashMap;

use domain::access::{Action, Object};
use domain::membership::{Plan, PlanForm, PlanKey, Stages, Term};
use domain::money::Currency;
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, TryInsertResult,
};

use super::days::{broken, cents};
use super::entity::plans::{ActiveModel, Column, Entity, Model};
use super::error::MembershipError;
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// What a row means.
pub(crate) fn plan_of(row: &Model) -> Result<Plan, DbErr> {
    let months = row.months.map(u16::try_from).transpose().map_err(|_| broken("a term"))?;
    Ok(Plan {
        key: PlanKey::parse(&row.slug).ok_or_else(|| broken("a key of a plan"))?,
        name: row.name.clone(),
        summary: row.summary.clone(),
        price: cents(row.price_cents)?,
        currency: Currency::parse(&row.currency).ok_or_else(|| broken("a currency"))?,
        term: Term::parse(&row.term, months).ok_or_else(|| broken("a term"))?,
        audience: Stages::parse(&row.audience).ok_or_else(|| broken("an audience"))?,
        grace_days: u16::try_from(row.grace_days).map_err(|_| broken("a grace"))?,
        most_terms: u16::try_from(row.most_terms).map_err(|_| broken("a number of terms"))?,
        open: row.open,
        sample: row.sample,
    })
}

/// A plan with its key in the database.
pub(super) async fn find(db: &impl ConnectionTrait, key: &PlanKey) -> Result<Option<(i64, Plan)>, DbErr> {
    let row = Entity::find().filter(Column::Slug.eq(key.as_str())).one(db).await?;
    row.map(|row| Ok((row.id, plan_of(&row)?))).transpose()
}

/// A plan by its key in the database.
pub(super) async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Plan, DbErr> {
    let row = Entity::find_by_id(id).one(db).await?.ok_or_else(|| broken("a plan"))?;
    plan_of(&row)
}

/// Every plan by its key in the database, for lists that name many.
pub(super) async fn by_keys(db: &impl ConnectionTrait) -> Result<HashMap<i64, Plan>, DbErr> {
    Entity::find().all(db).await?.iter().map(|row| Ok((row.id, plan_of(row)?))).collect()
}

/// Every plan, the cheapest first; only those that take orders where `open` says so.
pub(crate) async fn all(db: &impl ConnectionTrait, open: bool) -> Result<Vec<Plan>, DbErr> {
    let mut rows = Entity::find().order_by_asc(Column::PriceCents).order_by_asc(Column::Id);
    if open {
        rows = rows.filter(Column::Open.eq(true));
    }
    rows.all(db).await?.iter().map(plan_of).collect()
}

/// Every plan, for the treasurer.
pub async fn plans(ctx: &Ctx) -> Result<Vec<Plan>, MembershipError> {
    allow(ctx, Action::ReadBooks, Object::None)?;
    Ok(all(ctx.db.read(), false).await?)
}

/// One plan by its key, for the treasurer. [`MembershipError::NotFound`] when there is none.
pub async fn plan(ctx: &Ctx, key: &str) -> Result<Plan, MembershipError> {
    allow(ctx, Action::ReadBooks, Object::None)?;
    let key = PlanKey::parse(key).ok_or(MembershipError::NotFound)?;
    let found = find(ctx.db.read(), &key).await?;
    found.map(|(_, plan)| plan).ok_or(MembershipError::NotFound)
}

/// Makes a plan.
pub async fn add_plan(ctx: &Ctx, form: &PlanForm) -> Result<(), MembershipError> {
    allow(ctx, Action::KeepBooks, Object::None)?;
    let (plan, now, ctx) = (form.parse()?, ctx.now(), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, plan) = (ctx.clone(), plan.clone());
            Box::pin(async move {
                if !insert(tx, &plan, now).await? {
                    return Err(Refusal::PlanThere.into());
                }
                let entry = Entry::done(&ctx.viewer, Action::KeepBooks).saying("plan-added");
                Ok::<_, MembershipError>(audit::note(tx, &entry, now).await?)
            })
        })
        .await
}

/// Says something else about a plan. Orders that were placed keep their price and their lines; the term of a plan stays
/// what it is, because people have paid for it. A sample that the treasurer has changed is invented no more.
pub async fn change_plan(ctx: &Ctx, form: &PlanForm) -> Result<(), MembershipError> {
    allow(ctx, Action::KeepBooks, Object::None)?;
    let (plan, now, ctx) = (form.parse()?, ctx.now(), ctx.clone());
    ctx.db
        .clone()
        .write(move |tx| {
            let (ctx, plan) = (ctx.clone(), plan.clone());
            Box::pin(async move {
                let (id, before) = find(tx, &plan.key).await?.ok_or(MembershipError::NotFound)?;
                if before.term != plan.term || before.currency != plan.currency {
                    return Err(MembershipError::field("term", domain::membership::words::TERM_STAYS));
                }
                Entity::update_many()
                    .col_expr(Column::Name, Expr::value(plan.name.clone()))
                    .col_expr(Column::Summary, Expr::value(plan.summary.clone()))
                    .col_expr(Column::PriceCents, Expr::value(plan.price.get()))
                    .col_expr(Column::Audience, Expr::value(plan.audience.to_string()))
                    .col_expr(Column::GraceDays, Expr::value(i32::from(plan.grace_days)))
                    .col_expr(Column::MostTerms, Expr::value(i32::from(plan.most_terms)))
                    .col_expr(Column::Open, Expr::value(plan.open))
                    .col_expr(Column::Sample, Expr::value(false))
                    .filter(Column::Id.eq(id))
                    .exec(tx)
                    .await?;
                let entry = Entry::done(&ctx.viewer, Action::KeepBooks).saying("plan-changed");
                Ok(audit::note(tx, &entry, now).await?)
            })
        })
        .await
}

/// Stores a plan; `false` where there is one of that key, also one that is stored at this very moment.
pub(super) async fn insert(tx: &WriteTx, plan: &Plan, now: chrono::DateTime<chrono::Utc>) -> Result<bool, DbErr> {
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        slug: ActiveValue::Set(plan.key.to_string()),
        name: ActiveValue::Set(plan.name.clone()),
        summary: ActiveValue::Set(plan.summary.clone()),
        price_cents: ActiveValue::Set(plan.price.get()),
        currency: ActiveValue::Set(plan.currency.word().to_owned()),
        term: ActiveValue::Set(plan.term.word().to_owned()),
        months: ActiveValue::Set(plan.term.months().map(i32::from)),
        audience: ActiveValue::Set(plan.audience.to_string()),
        grace_days: ActiveValue::Set(i32::from(plan.grace_days)),
        most_terms: ActiveValue::Set(i32::from(plan.most_terms)),
        open: ActiveValue::Set(plan.open),
        sample: ActiveValue::Set(plan.sample),
        created_at: ActiveValue::Set(now),
    };
    let done = Entity::insert(row).on_conflict_do_nothing_on([Column::Slug]).exec(tx).await?;
    Ok(matches!(done, TryInsertResult::Inserted(_)))
}
