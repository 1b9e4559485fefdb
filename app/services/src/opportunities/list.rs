//! Published postings: one page of a list, how many there are by field, and one of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::opportunities::{Counts, Filters, State, board};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::postings::{self, Column, Entity};
use super::rows::{self, Stored};
use super::{OpportunityError, pipeline, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::moderation;

/// A posting in a list.
pub type Line = Stored;

/// One page of a list with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The postings of this page.
    pub lines: Vec<Line>,
    /// How many there are, and how many for each value of a field, were only that field open.
    pub counts: Counts,
}

/// What is published, narrowed to `filters`. Nothing of somebody whom the viewer keeps away, or who keeps the viewer away.
pub async fn list(ctx: &Ctx, filters: &Filters) -> Result<Found, OpportunityError> {
    allow(ctx, Action::ReadPublic, Object::None)?;
    let away = match &ctx.viewer.member {
        Some(member) => moderation::hidden_from(ctx.db.read(), member.account).await?,
        None => Vec::new(),
    };
    let page = board::find(&ctx.board.entries(&ctx.db).await?, filters, &away, ctx.here());
    let (lines, there) = lines(ctx.db.read(), &page.ids).await?;
    if there {
        return Ok(Found { lines, counts: page.counts });
    }
    // A posting went a moment ago.
    ctx.board.forget().await;
    let page = board::find(&ctx.board.entries(&ctx.db).await?, filters, &away, ctx.here());
    let (lines, _) = self::lines(ctx.db.read(), &page.ids).await?;
    Ok(Found { lines, counts: page.counts })
}

/// The postings of these keys, in this order, and whether all of them are still published. One that cannot be read is left
/// out, so that it does not take the list with it.
async fn lines(db: &impl ConnectionTrait, keys: &[i64]) -> Result<(Vec<Line>, bool), OpportunityError> {
    let mut rows = store::postings(db, keys.to_vec()).await?;
    rows.retain(|row| row.state == State::Published.word());
    let there = rows.len() == keys.len();
    let read = |row: &postings::Model| match rows::stored(row) {
        Ok(line) => Some((row.id, line)),
        Err(error) => {
            tracing::error!(%error, posting = row.id, "a posting cannot be read");
            None
        }
    };
    let mut found: HashMap<i64, Line> = rows.iter().filter_map(read).collect();
    Ok((keys.iter().filter_map(|key| found.remove(key)).collect(), there))
}

/// What lists have at a moment. The literal lets both databases see that the index of published postings holds the rows.
fn listed(now: DateTime<Utc>) -> Condition {
    Condition::all().add(Expr::cust("state = 'published'")).add(Column::ExpiresAt.gt(now))
}

/// An address for search engines, and when what it shows changed last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The posting.
    pub id: PublicId,
    /// When it changed last.
    pub changed_at: DateTime<Utc>,
}

/// How many postings lists have at this moment.
pub async fn count(ctx: &Ctx) -> Result<u64, DbError> {
    let all = Entity::find().filter(listed(ctx.now()));
    Ok(all.count(ctx.db.read()).await?)
}

/// Their addresses in the order in which they were sent in: `most` of them, `skip` left out at the beginning.
pub async fn addresses_of(ctx: &Ctx, skip: u64, most: u64) -> Result<Vec<Address>, DbError> {
    let all = Entity::find().select_only().columns([Column::PublicId, Column::ChangedAt]);
    let all = all.filter(listed(ctx.now())).order_by_asc(Column::Id);
    let rows: Vec<(String, DateTime<Utc>)> = all.offset(skip).limit(most).into_tuple().all(ctx.db.read()).await?;
    let named = |(id, changed_at): (String, DateTime<Utc>)| Some(Address { id: PublicId::parse(&id)?, changed_at });
    Ok(rows.into_iter().filter_map(named).collect())
}

/// That moderators have looked at a host, and when last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// How many of them.
    pub by: usize,
    /// When the last did.
    pub at: DateTime<Utc>,
}

/// What is known of the check of a posting's host; `None` where nobody has looked yet. Who looked, and at what, stays
/// with moderators.
pub async fn checked(ctx: &Ctx, posting: PublicId) -> Result<Option<Checked>, OpportunityError> {
    allow(ctx, Action::ReadPublic, Object::None)?;
    let db = ctx.db.read();
    let Some(row) = store::posting(db, posting).await? else { return Ok(None) };
    let checks = store::checks(db, row.host_account).await?;
    Ok(checks.iter().map(|check| check.checked_at).max().map(|at| Checked { by: checks.len(), at }))
}

/// A posting that everybody may read, whoever asks; its host also reads what is not public. A posting that moderators
/// have hidden is not found, and none of a host who is stopped or about to leave, like their profile.
pub async fn page(ctx: &Ctx, posting: &str) -> Result<Stored, OpportunityError> {
    allow(ctx, Action::ReadPublic, Object::None)?;
    let (db, id) = (ctx.db.read(), PublicId::parse(posting).ok_or(OpportunityError::NotFound)?);
    let row = store::posting(db, id).await?.ok_or(OpportunityError::NotFound)?;
    let own = ctx.viewer.member.as_ref().is_some_and(|member| member.account == row.host_account);
    let stored = rows::seen(&row, ctx.now())?;
    if own {
        return Ok(stored);
    }
    let hidden = moderation::is_hidden(db, domain::moderation::Kind::Posting, id).await?;
    if hidden || !rows::is_public(&row)? || !pipeline::is_there(db, row.host_account).await? {
        return Err(OpportunityError::NotFound);
    }
    if let Some(member) = &ctx.viewer.member
        && moderation::is_hidden_from(db, member.account, row.host_account).await?
    {
        return Err(OpportunityError::NotFound);
    }
    Ok(stored)
}
