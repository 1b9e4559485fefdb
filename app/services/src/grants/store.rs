//! Queries of the table `grants`. A grant moves on only from the state it was read in.

use chrono::{DateTime, Utc};
use domain::access::grant::{By, Grant};
use domain::access::{Capabilities, Capability};
use domain::id::PublicId;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, TryInsertResult, UpdateMany,
};

use super::entity::{Column, Entity, Model, State};
use crate::audit::HOUSE;

/// Ended grants that are shown of a person.
const HISTORY: u64 = 50;

/// The rows that give a capability.
fn in_effect() -> Condition {
    Condition::any().add(Column::State.is_in([State::Active, State::Ending]))
}

/// What somebody may do, and whether they look after everything that is organized, not some categories of it.
pub(super) async fn trusted(db: &impl ConnectionTrait, account: i64) -> Result<(Capabilities, bool), DbErr> {
    let rows: Vec<(String, Option<String>)> = Entity::find()
        .select_only()
        .column(Column::Capability)
        .column(Column::Categories)
        .filter(Column::AccountId.eq(account))
        .filter(in_effect())
        .into_tuple()
        .all(db)
        .await?;
    let all = rows.iter().any(|(word, some)| word == Capability::Organizer.word() && some.is_none());
    Ok((rows.iter().filter_map(|(word, _)| Capability::parse(word)).collect(), all))
}

pub(super) async fn capabilities(db: &impl ConnectionTrait, account: i64) -> Result<Capabilities, DbErr> {
    let words: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Capability)
        .filter(Column::AccountId.eq(account))
        .filter(in_effect())
        .into_tuple()
        .all(db)
        .await?;
    Ok(words.iter().filter_map(|word| Capability::parse(word)).collect())
}

/// The accounts that have a capability, however they stand.
pub(super) async fn holders(db: &impl ConnectionTrait, capabilities: &[Capability]) -> Result<Vec<i64>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::AccountId)
        .distinct()
        .filter(Column::Capability.is_in(capabilities.iter().map(|one| one.word())))
        .filter(in_effect())
        .order_by_asc(Column::AccountId)
        .into_tuple()
        .all(db)
        .await
}

/// Stores a new grant; `false` when the person has this capability or it is on its way.
pub(super) async fn insert(tx: &impl ConnectionTrait, row: Model) -> Result<bool, DbErr> {
    let row = super::entity::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    let done = Entity::insert(row).on_conflict_do_nothing_on([Column::OpenKey]).exec(tx).await?;
    Ok(matches!(done, TryInsertResult::Inserted(_)))
}

pub(super) async fn find(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::PublicId.eq(id.as_str())).one(db).await
}

/// The open grant of a capability, if the person has one.
pub(super) async fn open(
    db: &impl ConnectionTrait,
    account: i64,
    capability: Capability,
) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::OpenKey.eq(open_key(account, capability))).one(db).await
}

/// Everything of a person: open ones first, then the newest.
pub(super) async fn of_account(db: &impl ConnectionTrait, account: i64) -> Result<Vec<Model>, DbErr> {
    let of = || Entity::find().filter(Column::AccountId.eq(account)).order_by_desc(Column::Id);
    let mut rows = of().filter(Column::State.ne(State::Ended)).all(db).await?;
    rows.extend(of().filter(Column::State.eq(State::Ended)).limit(HISTORY).all(db).await?);
    Ok(rows)
}

/// Everything that is open, of everybody who works for the association, by person.
pub(super) async fn open_of_staff(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Model>, DbErr> {
    let staff = Capability::ALL.into_iter().filter(|one| one.is_staff()).map(Capability::word);
    Entity::find()
        .filter(Column::State.ne(State::Ended))
        .filter(Column::Capability.is_in(staff))
        .order_by_asc(Column::AccountId)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await
}

/// Makes every other transaction that changes an admin wait for the end of this one. SQLite has one writer anyway.
pub(super) async fn lock_admins(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    let admin = Capability::Admin.word();
    Entity::update_many()
        .col_expr(Column::Capability, Expr::value(admin))
        .filter(Column::Capability.eq(admin))
        .filter(Column::State.ne(State::Ended))
        .exec(tx)
        .await?;
    Ok(())
}

/// What a change of a grant leaves behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'c> {
    pub(super) to: Grant,
    pub(super) by: &'c str,
    pub(super) reason: Option<&'c str>,
}

/// Makes `change` so, unless the row has moved on since it was read.
pub(super) async fn step(tx: &impl ConnectionTrait, row: &Model, change: Change<'_>) -> Result<bool, DbErr> {
    let update = Entity::update_many().filter(Column::Id.eq(row.id)).filter(Column::State.eq(row.state));
    let not_ending = |update: UpdateMany<Entity>| {
        update
            .col_expr(Column::EndAskedBy, Expr::value(Option::<String>::None))
            .col_expr(Column::EndsAt, Expr::value(Option::<DateTime<Utc>>::None))
    };
    let update = match change.to {
        Grant::Waiting { .. } => return Ok(false),
        Grant::Active { .. } if row.state == State::Ending => not_ending(update)
            .col_expr(Column::State, Expr::value(State::Active))
            .col_expr(Column::EndReason, Expr::value(Option::<String>::None)),
        Grant::Active { since } => update
            .col_expr(Column::State, Expr::value(State::Active))
            .col_expr(Column::EffectiveAt, Expr::value(since))
            .col_expr(Column::ConfirmedBy, Expr::value(change.by)),
        Grant::Ending { ends_at, .. } => update
            .col_expr(Column::State, Expr::value(State::Ending))
            .col_expr(Column::EndAskedBy, Expr::value(change.by))
            .col_expr(Column::EndsAt, Expr::value(ends_at))
            .col_expr(Column::EndReason, Expr::value(change.reason)),
        Grant::Ended { at } => not_ending(update)
            .col_expr(Column::State, Expr::value(State::Ended))
            .col_expr(Column::OpenKey, Expr::value(Option::<String>::None))
            .col_expr(Column::EndedAt, Expr::value(at))
            .col_expr(Column::EndedBy, Expr::value(change.by))
            .col_expr(Column::EndReason, Expr::value(change.reason.or(row.end_reason.as_deref()))),
    };
    Ok(update.exec(tx).await?.rows_affected == 1)
}

/// What waits for another admin.
pub(super) async fn waiting_for_another(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    let timeless = |state, time: Column| Condition::all().add(Column::State.eq(state)).add(time.is_null());
    let either = Condition::any()
        .add(timeless(State::Waiting, Column::EffectiveAt))
        .add(timeless(State::Ending, Column::EndsAt));
    Entity::find().filter(either).order_by_asc(Column::Id).all(db).await
}

/// Gives what waits a time, unless the row has moved on since it was read.
pub(super) async fn set_time(tx: &impl ConnectionTrait, row: &Model, to: Grant) -> Result<bool, DbErr> {
    let (column, at) = match to {
        Grant::Waiting { effective_at, .. } => (Column::EffectiveAt, effective_at),
        Grant::Ending { ends_at, .. } => (Column::EndsAt, ends_at),
        Grant::Active { .. } | Grant::Ended { .. } => return Ok(false),
    };
    let update = Entity::update_many().filter(Column::Id.eq(row.id)).filter(Column::State.eq(row.state));
    let done = update.col_expr(column, Expr::value(at)).filter(column.is_null()).exec(tx).await?;
    Ok(done.rows_affected == 1)
}

pub(super) fn open_key(account: i64, capability: Capability) -> String {
    format!("{account} {}", capability.word())
}

/// The grant a row means; `None` for a row the database should have refused.
pub(super) fn grant(row: &Model) -> Option<Grant> {
    Some(match row.state {
        State::Waiting => Grant::Waiting { asked_by: by(&row.asked_by)?, effective_at: row.effective_at },
        State::Active => Grant::Active { since: row.effective_at? },
        State::Ending => Grant::Ending {
            since: row.effective_at?,
            asked_by: by(row.end_asked_by.as_deref()?)?,
            ends_at: row.ends_at,
        },
        State::Ended => Grant::Ended { at: row.ended_at? },
    })
}

pub(super) fn by(word: &str) -> Option<By> {
    if word == HOUSE { Some(By::House) } else { PublicId::parse(word).map(By::Admin) }
}
