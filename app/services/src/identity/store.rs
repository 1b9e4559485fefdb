//! Queries of the tables of people. Every change that somebody could be too late for is a guarded update.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::id::PublicId;
use domain::identity::{Account, Email};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, TryInsertResult};

use super::entity::accounts::{self, COLUMN, Column, Entity, Model, State};
use super::entity::{Secret, person_keys};
use crate::vault::Wrapped;

/// What a new account is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewAccount<'n> {
    pub(super) id: PublicId,
    pub(super) pseudonym: PublicId,
    pub(super) email: &'n Email,
    pub(super) password_hash: &'n str,
    pub(super) sample: bool,
}

/// Stores an account and its key. `None` when the address has one, be it since a moment ago.
pub(super) async fn insert_account(
    tx: &impl ConnectionTrait,
    new: &NewAccount<'_>,
    wrapped: &Wrapped,
    now: DateTime<Utc>,
) -> Result<Option<i64>, DbErr> {
    let row = accounts::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(new.id.to_string()),
        pseudonym: ActiveValue::Set(new.pseudonym.to_string()),
        email: ActiveValue::Set(new.email.as_str().to_owned()),
        email_key: ActiveValue::Set(new.email.key().to_owned()),
        password_hash: ActiveValue::Set(Secret(new.password_hash.to_owned())),
        state: ActiveValue::Set(State::Unconfirmed),
        confirmed_at: ActiveValue::Set(None),
        entered_at: ActiveValue::Set(None),
        suspended_at: ActiveValue::Set(None),
        erase_at: ActiveValue::Set(None),
        totp_secret: ActiveValue::Set(None),
        totp_since: ActiveValue::Set(None),
        totp_step: ActiveValue::Set(None),
        zone: ActiveValue::Set(None),
        sample: ActiveValue::Set(new.sample),
        created_at: ActiveValue::Set(now),
        changed_at: ActiveValue::Set(now),
        password_at: ActiveValue::Set(now),
    };
    let done = Entity::insert(row).on_conflict_do_nothing_on([Column::EmailKey]).exec(tx).await?;
    let TryInsertResult::Inserted(inserted) = done else { return Ok(None) };
    let account = inserted.last_insert_id;
    let key = person_keys::ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(account),
        wrapped: ActiveValue::Set(Secret(wrapped.0.clone())),
        created_at: ActiveValue::Set(now),
    };
    person_keys::Entity::insert(key).exec(tx).await?;
    Ok(Some(account))
}

pub(super) async fn by_id(db: &impl ConnectionTrait, account: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(account).one(db).await
}

pub(super) async fn by_email(db: &impl ConnectionTrait, email: &Email) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(COLUMN.email_key.eq(email.key())).one(db).await
}

/// Where a stored account stands. One that says it is leaving without a time, which the database refuses, is as good
/// as gone.
pub(super) fn state_of(row: &Model) -> Account {
    match row.state {
        State::Unconfirmed => Account::Unconfirmed,
        State::Active => Account::Active,
        State::Suspended => Account::Suspended,
        State::Leaving => Account::Leaving { erase_at: row.erase_at.unwrap_or(row.changed_at) },
    }
}

/// Moves an account from the state that was read to another; `false` when somebody else was faster.
pub(super) async fn set_state(
    tx: &impl ConnectionTrait,
    row: &Model,
    next: Account,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let (state, erase_at) = match next {
        Account::Unconfirmed => (State::Unconfirmed, None),
        Account::Active => (State::Active, None),
        Account::Suspended => (State::Suspended, None),
        Account::Leaving { erase_at } => (State::Leaving, Some(erase_at)),
    };
    let suspended_at = match next {
        Account::Suspended => row.suspended_at.or(Some(now)),
        Account::Leaving { .. } => row.suspended_at,
        Account::Unconfirmed | Account::Active => None,
    };
    let confirmed_at = if next == Account::Active { row.confirmed_at.or(Some(now)) } else { row.confirmed_at };
    update(
        tx,
        COLUMN.id.eq(row.id).and(COLUMN.state.eq(row.state)),
        vec![
            (Column::State, Expr::value(state)),
            (Column::EraseAt, Expr::value(erase_at)),
            (Column::SuspendedAt, Expr::value(suspended_at)),
            (Column::ConfirmedAt, Expr::value(confirmed_at)),
            (Column::ChangedAt, Expr::value(now)),
        ],
    )
    .await
}

/// Forgets that a leaving account was stopped, so that its owner comes back in good standing. `false` for any other.
pub(super) async fn lift_suspension(tx: &impl ConnectionTrait, row: &Model, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let stopped = COLUMN.state.eq(State::Leaving).and(COLUMN.suspended_at.is_not_null());
    let none = Option::<DateTime<Utc>>::None;
    update(
        tx,
        COLUMN.id.eq(row.id).and(stopped),
        vec![(Column::SuspendedAt, Expr::value(none)), (Column::ChangedAt, Expr::value(now))],
    )
    .await
}

/// Notes that somebody signs in; `true` the very first time.
pub(super) async fn enter(tx: &impl ConnectionTrait, account: i64, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let never = COLUMN.id.eq(account).and(COLUMN.entered_at.is_null());
    update(tx, never, vec![(Column::EnteredAt, Expr::value(now))]).await
}

/// Keeps password and second factor as they were read until the transaction ends: whoever changes them waits. `false`
/// when they have been changed since.
pub(super) async fn hold(tx: &impl ConnectionTrait, row: &Model) -> Result<bool, DbErr> {
    update(tx, as_read(row), vec![(Column::PasswordAt, Expr::value(row.password_at))]).await
}

fn as_read(row: &Model) -> SimpleExpr {
    let since = match row.totp_since {
        Some(since) => COLUMN.totp_since.eq(since),
        None => COLUMN.totp_since.is_null(),
    };
    COLUMN.id.eq(row.id).and(COLUMN.password_at.eq(row.password_at)).and(since)
}

pub(super) async fn set_password(
    tx: &impl ConnectionTrait,
    account: i64,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    update(
        tx,
        COLUMN.id.eq(account),
        vec![
            (Column::PasswordHash, Expr::value(hash)),
            (Column::PasswordAt, Expr::value(now)),
            (Column::ChangedAt, Expr::value(now)),
        ],
    )
    .await
}

/// The same password under a stronger hash; only while the old one is still there.
pub(super) async fn rehash(tx: &impl ConnectionTrait, row: &Model, hash: &str) -> Result<bool, DbErr> {
    let same = COLUMN.id.eq(row.id).and(COLUMN.password_at.eq(row.password_at));
    update(tx, same, vec![(Column::PasswordHash, Expr::value(hash))]).await
}

pub(super) async fn set_email(
    tx: &impl ConnectionTrait,
    account: i64,
    email: &Email,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    update(
        tx,
        COLUMN.id.eq(account),
        vec![
            (Column::Email, Expr::value(email.as_str())),
            (Column::EmailKey, Expr::value(email.key())),
            (Column::ChangedAt, Expr::value(now)),
        ],
    )
    .await
}

/// Sets what belongs to the second factor, whatever it was.
pub(super) async fn set_totp(
    tx: &impl ConnectionTrait,
    account: i64,
    secret: Option<&str>,
    since: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    update(tx, COLUMN.id.eq(account), totp(secret, since, now)).await
}

/// The same, if nobody has changed it since it was read.
pub(super) async fn change_totp(
    tx: &impl ConnectionTrait,
    row: &Model,
    secret: &str,
    since: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let same = match &row.totp_secret {
        Some(read) => Column::TotpSecret.eq(read.0.as_str()),
        None => Column::TotpSecret.is_null(),
    };
    update(tx, as_read(row).and(same), totp(Some(secret), since, now)).await
}

fn totp(secret: Option<&str>, since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Vec<(Column, SimpleExpr)> {
    vec![
        (Column::TotpSecret, Expr::value(secret.map(ToOwned::to_owned))),
        (Column::TotpSince, Expr::value(since)),
        (Column::ChangedAt, Expr::value(now)),
    ]
}

/// Uses up the code of a time step; `false` when it, or a later one, was used before.
pub(super) async fn use_step(tx: &impl ConnectionTrait, account: i64, step: i64) -> Result<bool, DbErr> {
    let unused = COLUMN.id.eq(account).and(COLUMN.totp_step.is_null().or(COLUMN.totp_step.lt(step)));
    update(tx, unused, vec![(Column::TotpStep, Expr::value(step))]).await
}

async fn update(
    tx: &impl ConnectionTrait,
    which: SimpleExpr,
    values: Vec<(Column, SimpleExpr)>,
) -> Result<bool, DbErr> {
    let set = values
        .into_iter()
        .fold(Entity::update_many(), |update, (column, value)| update.col_expr(column, value))
        .filter(which);
    Ok(set.exec(tx).await?.rows_affected == 1)
}

pub(super) async fn person_key(db: &impl ConnectionTrait, account: i64) -> Result<Option<Wrapped>, DbErr> {
    let row = person_keys::Entity::find().filter(person_keys::COLUMN.account_id.eq(account)).one(db).await?;
    Ok(row.map(|row| Wrapped(row.wrapped.0)))
}

/// Accounts of one statement.
const ROWS: usize = 500;

pub(super) async fn person_keys_of(
    db: &impl ConnectionTrait,
    accounts: &[i64],
) -> Result<HashMap<i64, (String, Wrapped)>, DbErr> {
    let mut found = HashMap::new();
    for some in accounts.chunks(ROWS) {
        let people = Entity::find().filter(Column::Id.is_in(some.iter().copied())).all(db).await?;
        let mut names: HashMap<i64, String> = people.into_iter().map(|row| (row.id, row.public_id)).collect();
        let wanted = person_keys::Column::AccountId.is_in(some.iter().copied());
        for row in person_keys::Entity::find().filter(wanted).all(db).await? {
            let Some(name) = names.remove(&row.account_id) else { continue };
            found.insert(row.account_id, (name, Wrapped(row.wrapped.0)));
        }
    }
    Ok(found)
}
