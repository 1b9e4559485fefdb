//! How a person stands: their one row, held while it changes, and the sections that follow from it.

use chrono::{DateTime, Utc};
use domain::membership::{Deed, Facts, Life, Period, Section, Stage, State, step};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::days::{broken, some_day, some_text};
use super::entity::memberships::{ActiveModel, Column, Entity, Model, State as Stored};
use super::entity::section_members;
use crate::db::WriteTx;

/// What a stored state means.
pub(crate) const fn state_of(stored: Stored) -> State {
    match stored {
        Stored::None => State::None,
        Stored::Pending => State::Pending,
        Stored::Active => State::Active,
        Stored::Grace => State::Grace,
        Stored::Lapsed => State::Lapsed,
        Stored::Cancelled => State::Cancelled,
        Stored::Refunded => State::Refunded,
    }
}

/// How a state is stored.
pub(super) const fn stored(state: State) -> Stored {
    match state {
        State::None => Stored::None,
        State::Pending => Stored::Pending,
        State::Active => Stored::Active,
        State::Grace => Stored::Grace,
        State::Lapsed => Stored::Lapsed,
        State::Cancelled => Stored::Cancelled,
        State::Refunded => Stored::Refunded,
    }
}

/// What was paid for; `None` for somebody who never belonged.
pub(crate) fn period_of(row: &Model) -> Result<Option<Period>, DbErr> {
    let Some(from) = some_day(row.from_day.as_deref())? else { return Ok(None) };
    let (through, confirm_by) = (some_day(row.through_day.as_deref())?, some_day(row.confirm_by.as_deref())?);
    Ok(Some(Period { from, through, confirm_by }))
}

/// What time does to it; `None` for somebody who never belonged.
pub(crate) fn life_of(row: &Model) -> Result<Option<Life>, DbErr> {
    let grace_days = u16::try_from(row.grace_days).map_err(|_| broken("a grace"))?;
    Ok(period_of(row)?.map(|period| Life { state: state_of(row.state), period, grace_days }))
}

/// What rules of sections ask for.
pub(crate) fn facts_of(row: &Model) -> Facts {
    Facts { state: state_of(row.state), stage: row.stage.as_deref().and_then(Stage::parse), img: row.img }
}

/// The row of somebody, if they ever asked.
pub(super) async fn find(db: &impl ConnectionTrait, account: i64) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::AccountId.eq(account)).one(db).await
}

/// Takes hold of somebody's row, made where there is none, until the transaction ends.
pub(super) async fn hold(tx: &WriteTx, account: i64, now: DateTime<Utc>) -> Result<Model, DbErr> {
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(account),
        state: ActiveValue::Set(Stored::None),
        plan_id: ActiveValue::Set(None),
        stage: ActiveValue::Set(None),
        img: ActiveValue::Set(false),
        from_day: ActiveValue::Set(None),
        through_day: ActiveValue::Set(None),
        confirm_by: ActiveValue::Set(None),
        grace_days: ActiveValue::Set(0),
        last_day: ActiveValue::Set(None),
        grace_until: ActiveValue::Set(None),
        reminded_days: ActiveValue::Set(None),
        changed_at: ActiveValue::Set(now),
    };
    // A change that changes nothing holds the row that is there, and one statement answers with it.
    let mut there = OnConflict::column(Column::AccountId);
    there.value(Column::GraceDays, Expr::col((Entity, Column::GraceDays)));
    Entity::insert(row).on_conflict(there).exec_with_returning(tx).await
}

/// Moves a held row by a deed; `None` when there is no such step. `change` says what else is another than before.
pub(super) async fn moved(
    tx: &WriteTx,
    row: &Model,
    deed: Deed,
    now: DateTime<Utc>,
    change: impl FnOnce(&mut Model),
) -> Result<Option<Model>, DbErr> {
    let Some(state) = step(state_of(row.state), deed) else { return Ok(None) };
    let mut after = Model { state: stored(state), changed_at: now, ..row.clone() };
    change(&mut after);
    let life = life_of(&after)?;
    after.last_day = some_text(life.and_then(|life| life.period.last_day()));
    after.grace_until = some_text(life.and_then(|life| life.last_day_of_grace()));
    Entity::update_many()
        .col_expr(Column::State, Expr::value(after.state))
        .col_expr(Column::PlanId, Expr::value(after.plan_id))
        .col_expr(Column::Stage, Expr::value(after.stage.clone()))
        .col_expr(Column::Img, Expr::value(after.img))
        .col_expr(Column::FromDay, Expr::value(after.from_day.clone()))
        .col_expr(Column::ThroughDay, Expr::value(after.through_day.clone()))
        .col_expr(Column::ConfirmBy, Expr::value(after.confirm_by.clone()))
        .col_expr(Column::GraceDays, Expr::value(after.grace_days))
        .col_expr(Column::LastDay, Expr::value(after.last_day.clone()))
        .col_expr(Column::GraceUntil, Expr::value(after.grace_until.clone()))
        .col_expr(Column::RemindedDays, Expr::value(after.reminded_days))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    if !Section::of(&facts_of(row)).eq(Section::of(&facts_of(&after))) {
        sections(tx, &after, now).await?;
    }
    Ok(Some(after))
}

/// Brings the sections of a person in line with the rules.
async fn sections(tx: &WriteTx, row: &Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    use section_members::Column as In;
    let right: Vec<&str> = Section::of(&facts_of(row)).map(|section| section.key).collect();
    let mut gone = section_members::Entity::delete_many().filter(In::AccountId.eq(row.account_id));
    if !right.is_empty() {
        gone = gone.filter(In::Section.is_not_in(right.iter().copied()));
    }
    gone.exec(tx).await?;
    for section in right {
        let one = section_members::ActiveModel {
            id: ActiveValue::NotSet,
            section: ActiveValue::Set(section.to_owned()),
            account_id: ActiveValue::Set(row.account_id),
            since: ActiveValue::Set(now),
        };
        section_members::Entity::insert(one).on_conflict_do_nothing_on([In::Section, In::AccountId]).exec(tx).await?;
    }
    Ok(())
}
