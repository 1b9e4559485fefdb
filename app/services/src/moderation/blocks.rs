//! Block between people: each is hidden from the other, everywhere, and neither is told.
//!
//! A list of people leaves out everybody of [`hidden_from`]; a page or a deed about one person asks
//! [`is_blocked_between`] and then answers as if there were nobody.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::refusal::Refusal;
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::case_entity::blocks::{ActiveModel, Column, Entity};
use super::cases::{CaseError, me};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::identity::{people, profile};
use crate::{cohort, mentorship};

/// Somebody the viewer keeps away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// Public id of the person; of their request, where the viewer was not told who it is.
    pub person: PublicId,
    /// What to call them, if they show that to members and the viewer knows who it is.
    pub name: Option<String>,
    /// The viewer knows a request of theirs and nothing else.
    pub asked: bool,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Keeps a person away. Doing it twice is doing it once.
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
                Entity::insert(row).on_conflict_do_nothing_on([Column::Blocker, Column::Blocked]).exec(tx).await?;
                Ok(mentorship::part(tx, &ctx, (me, person.account), now).await?)
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
    let show = |row: super::case_entity::blocks::Model| {
        if let Some(named) = row.named {
            return Some(Blocked { person: PublicId::parse(&named)?, name: None, asked: true, since: row.created_at });
        }
        let person = all.iter().find(|person| person.account == row.blocked)?;
        let name = names.get(&row.blocked).cloned();
        Some(Blocked { person: person.id, name, asked: false, since: row.created_at })
    };
    Ok(rows.into_iter().filter_map(show).collect())
}

/// Does either of the two keep the other away?
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

/// Everybody whom an account blocks or who blocks it: whom a list drawn for it leaves out.
pub async fn hidden_from(db: &impl ConnectionTrait, account: i64) -> Result<Vec<i64>, DbErr> {
    let either = Condition::any().add(Column::Blocker.eq(account)).add(Column::Blocked.eq(account));
    let rows = Entity::find().filter(either).all(db).await?;
    let mut others: Vec<i64> =
        rows.iter().map(|row| if row.blocker == account { row.blocked } else { row.blocker }).collect();
    others.sort_unstable();
    others.dedup();
    Ok(others)
}
