//! Block between people: each is hidden from the other, everywhere, and neither is told.
//!
//! A list of people leaves out everybody of [`hidden_from`], and a page about one person asks [`is_hidden_from`] and then
//! answers as if there were nobody. A deed asks [`is_blocked_between`]. Whoever keeps somebody away without being told who it
//! is goes on seeing that person's account: else it would be the one that has vanished.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::refusal::Refusal;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::case_entity::blocks::{ActiveModel, Column, Entity};
use super::cases::{CaseError, me};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::identity::{people, profile};
use crate::{cohort, mentorship, opportunities};

/// Somebody the viewer keeps away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// Public id of the person; of their request, or their number in a cohort, where the viewer was not told who it is.
    pub person: PublicId,
    /// What to call them, if they show that to members and the viewer knows who it is.
    pub name: Option<String>,
    /// What the viewer knows of them.
    pub known: Known,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// What somebody knows of a person whom they keep away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Their account.
    Account,
    /// A request of theirs to be their mentor, and nothing else.
    Request,
    /// Their number in a cohort in which they listed the viewer, and nothing else.
    Number,
}

/// Keeps a person away. Doing it twice is doing it once. By the account and by a name are two blocks, also of one person: were
/// they one, trying accounts would tell who stands behind a request.
pub async fn block(ctx: &Ctx, person: &str) -> Result<(), CaseError> {
    allow(ctx, Action::Block, Object::Own)?;
    let me = me(ctx)?.account;
    let named = PublicId::parse(person.trim()).ok_or(CaseError::NotFound)?;
    let person = mentorship::whom(ctx.db.read(), named, me).await?;
    let person = cohort::whom(ctx, person, me).await?;
    let named = Some(named).filter(|named| *named != person);
    let person = people::by_id(ctx.db.read(), person).await?.ok_or(CaseError::NotFound)?;
    if person.account == me {
        return Err(CaseError::Refused(Refusal::BlockSelf));
    }
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                let row = ActiveModel {
                    id: ActiveValue::NotSet,
                    blocker: ActiveValue::Set(me),
                    blocked: ActiveValue::Set(person.account),
                    created_at: ActiveValue::Set(now),
                    named: ActiveValue::Set(named.map(|named| named.to_string())),
                };
                // Without a target, because one index is of accounts alone and the other of names.
                let there = OnConflict::new().do_nothing().to_owned();
                Entity::insert(row).on_conflict(there).exec_without_returning(tx).await?;
                mentorship::part(tx, &ctx, (me, person.account), now).await?;
                Ok(opportunities::part(tx, &ctx, (me, person.account), now).await?)
            })
        })
        .await
}

/// Lets a person near again. Doing it twice is doing it once.
pub async fn unblock(ctx: &Ctx, person: &str) -> Result<(), CaseError> {
    allow(ctx, Action::Block, Object::Own)?;
    let me = me(ctx)?.account;
    let named = PublicId::parse(person.trim()).ok_or(CaseError::NotFound)?;
    let person = people::by_id(ctx.db.read(), named).await?.map(|person| person.account);
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                // By the name it was made by, so that trying accounts does not tell who stands behind a request.
                let known =
                    person.map(|person| Condition::all().add(Column::Blocked.eq(person)).add(Column::Named.is_null()));
                let which = Condition::any().add(Column::Named.eq(named.as_str())).add_option(known);
                Entity::delete_many().filter(Column::Blocker.eq(me)).filter(which).exec(tx).await?;
                Ok(())
            })
        })
        .await
}

/// Whom the viewer keeps away, the newest first.
pub async fn blocked(ctx: &Ctx) -> Result<Vec<Blocked>, CaseError> {
    allow(ctx, Action::Block, Object::Own)?;
    let me = me(ctx)?.account;
    let rows = Entity::find().filter(Column::Blocker.eq(me)).order_by_desc(Column::Id).all(ctx.db.read()).await?;
    let keys: Vec<i64> = rows.iter().map(|row| row.blocked).collect();
    let all = people::by_accounts(ctx.db.read(), &keys).await?;
    let names = profile::names(ctx.db.read(), keys).await?;
    let unknown: Vec<&str> = rows.iter().filter_map(|row| row.named.as_deref()).collect();
    // A request goes with one of the two, and the block with it; whoever takes no part in a cohort any more has no number.
    let requests = mentorship::requests_among(ctx.db.read(), &unknown).await?;
    let show = |row: super::case_entity::blocks::Model| {
        if let Some(named) = row.named {
            let known = if requests.contains(&named) { Known::Request } else { Known::Number };
            return Some(Blocked { person: PublicId::parse(&named)?, name: None, known, since: row.created_at });
        }
        let person = all.iter().find(|person| person.account == row.blocked)?;
        let name = names.get(&row.blocked).cloned();
        Some(Blocked { person: person.id, name, known: Known::Account, since: row.created_at })
    };
    Ok(rows.into_iter().filter_map(show).collect())
}

/// Does either of the two keep the other away, by whichever name? For deeds; what somebody reads asks [`is_hidden_from`].
pub async fn is_blocked_between(db: &impl ConnectionTrait, one: i64, other: i64) -> Result<bool, DbErr> {
    let pair = |by: i64, whom: i64| Condition::all().add(Column::Blocker.eq(by)).add(Column::Blocked.eq(whom));
    Ok(Entity::find().filter(Condition::any().add(pair(one, other)).add(pair(other, one))).count(db).await? > 0)
}

/// Accounts of one statement.
const ROWS: usize = 500;

/// Whom each of these accounts keeps away, as pairs of who and whom.
pub(crate) async fn blocks_of(db: &impl ConnectionTrait, accounts: &[i64]) -> Result<Vec<(i64, i64)>, DbErr> {
    let mut pairs = Vec::new();
    for some in accounts.chunks(ROWS) {
        let rows = Entity::find().filter(Column::Blocker.is_in(some.iter().copied())).all(db).await?;
        pairs.extend(rows.into_iter().map(|row| (row.blocker, row.blocked)));
    }
    Ok(pairs)
}

/// The blocks that hide somebody from a reader: all that were made of the reader, and those the reader made of an account.
fn hiding(reader: i64) -> Condition {
    let own = Condition::all().add(Column::Blocker.eq(reader)).add(Column::Named.is_null());
    Condition::any().add(own).add(Column::Blocked.eq(reader))
}

/// Is `other` hidden from what `reader` reads? Both are keys of accounts.
pub async fn is_hidden_from(db: &impl ConnectionTrait, reader: i64, other: i64) -> Result<bool, DbErr> {
    let with = Condition::any().add(Column::Blocker.eq(other)).add(Column::Blocked.eq(other));
    Ok(Entity::find().filter(hiding(reader)).filter(with).count(db).await? > 0)
}

/// Everybody whom an account blocks by theirs, or who blocks it: whom a list drawn for it leaves out.
pub async fn hidden_from(db: &impl ConnectionTrait, account: i64) -> Result<Vec<i64>, DbErr> {
    let rows = Entity::find().filter(hiding(account)).all(db).await?;
    let mut others: Vec<i64> =
        rows.iter().map(|row| if row.blocker == account { row.blocked } else { row.blocker }).collect();
    others.sort_unstable();
    others.dedup();
    Ok(others)
}
