//! Queries of the tables of opportunities. A row moves on only from the state it was read in.

use chrono::{DateTime, Utc};
use domain::id::PublicId;
use domain::opportunities::{Posting, State};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, TryInsertResult,
};

use super::OpportunityError;
use super::entity::{host_checks, posting_drafts, posting_marks, postings};
use super::rows;
use crate::db::WriteTx;

pub(super) async fn draft(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<posting_drafts::Model>, DbErr> {
    posting_drafts::Entity::find().filter(posting_drafts::Column::PublicId.eq(id.as_str())).one(db).await
}

pub(super) async fn posting(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<postings::Model>, DbErr> {
    postings::Entity::find().filter(postings::Column::PublicId.eq(id.as_str())).one(db).await
}

pub(super) async fn postings(db: &impl ConnectionTrait, keys: Vec<i64>) -> Result<Vec<postings::Model>, DbErr> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    postings::Entity::find().filter(postings::Column::Id.is_in(keys)).all(db).await
}

/// Takes hold of a posting: whoever has it is alone with its places until the end of the transaction.
pub(super) async fn hold(tx: &WriteTx, key: i64) -> Result<Option<postings::Model>, DbErr> {
    postings::Entity::update_many()
        .col_expr(postings::Column::Taken, Expr::col(postings::Column::Taken))
        .filter(postings::Column::Id.eq(key))
        .exec(tx)
        .await?;
    postings::Entity::find_by_id(key).one(tx).await
}

/// A posting of this host; not found when it is another's.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    id: PublicId,
    host: i64,
) -> Result<postings::Model, OpportunityError> {
    let row = posting(db, id).await?.filter(|row| row.host_account == host);
    row.ok_or(OpportunityError::NotFound)
}

/// The same, taken hold of.
pub(super) async fn hold_of(tx: &WriteTx, id: PublicId, host: i64) -> Result<postings::Model, OpportunityError> {
    let row = of(tx, id, host).await?;
    hold(tx, row.id).await?.ok_or(OpportunityError::NotFound)
}

/// The row of [`posting_marks`].
const MARKS: i64 = 1;

/// The number of this change of what lists show; `removed` where postings are about to be deleted. Whoever comes first holds
/// the row until the end of the transaction, so that no number is stored before a lower one.
pub(super) async fn mark(tx: &WriteTx, removed: bool) -> Result<i64, DbErr> {
    use posting_marks::{Column, Entity};
    let removed = i64::from(removed);
    let row = posting_marks::ActiveModel {
        id: ActiveValue::Set(MARKS),
        changed: ActiveValue::Set(1),
        removed: ActiveValue::Set(removed),
    };
    let again = OnConflict::column(Column::Id)
        .value(Column::Changed, Expr::col((Entity, Column::Changed)).add(1))
        .value(Column::Removed, Expr::col((Entity, Column::Removed)).add(removed))
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(marks(tx).await?.changed)
}

/// The numbers of the last change; both are 0 before the first.
pub(crate) async fn marks(db: &impl ConnectionTrait) -> Result<posting_marks::Model, DbErr> {
    let row = posting_marks::Entity::find_by_id(MARKS).one(db).await?;
    Ok(row.unwrap_or(posting_marks::Model { id: MARKS, changed: 0, removed: 0 }))
}

/// What a step of a posting leaves behind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved<'m> {
    pub(super) to: State,
    pub(super) reviewer: Option<&'m str>,
    pub(super) note: Option<&'m str>,
    /// What it says now counts as checked from here on.
    pub(super) checks: bool,
}

/// Moves a posting on; `false` when it is not where it was read any more.
pub(super) async fn step(
    tx: &WriteTx,
    row: &postings::Model,
    moved: Moved<'_>,
    now: DateTime<Utc>,
) -> Result<bool, OpportunityError> {
    use postings::Column;
    let closed = !moved.to.is_public() && rows::is_closed(row)?;
    let first = moved.to == State::Published && row.published_at.is_none();
    let published = if first { Some(now) } else { row.published_at };
    let done = postings::Entity::update_many()
        .col_expr(Column::State, Expr::value(moved.to.word()))
        .col_expr(Column::Reviewer, Expr::value(moved.reviewer.map(ToOwned::to_owned)))
        .col_expr(Column::Note, Expr::value(moved.note.map(ToOwned::to_owned)))
        .col_expr(Column::PublishedAt, Expr::value(published))
        .col_expr(Column::Checked, Expr::value(row.checked || moved.checks))
        .col_expr(Column::Closed, Expr::value(closed))
        .col_expr(Column::Revision, Expr::value(mark(tx, false).await?))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Id.eq(row.id))
        .filter(Column::State.eq(row.state.as_str()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A posting that was sent in for the first time.
pub(super) async fn insert(
    tx: &WriteTx,
    (id, host): (PublicId, i64),
    posting: &Posting,
    flags: String,
    now: DateTime<Utc>,
) -> Result<i64, OpportunityError> {
    let row = postings::ActiveModel {
        public_id: ActiveValue::Set(id.to_string()),
        host_account: ActiveValue::Set(host),
        state: ActiveValue::Set(State::Submitted.word().to_owned()),
        offered: ActiveValue::Set(0),
        taken: ActiveValue::Set(0),
        past_stays: ActiveValue::Set(0),
        revision: ActiveValue::Set(mark(tx, false).await?),
        flags: ActiveValue::Set(flags),
        checked: ActiveValue::Set(false),
        reviewer: ActiveValue::Set(None),
        note: ActiveValue::Set(None),
        submitted_at: ActiveValue::Set(now),
        published_at: ActiveValue::Set(None),
        changed_at: ActiveValue::Set(now),
        sample: ActiveValue::Set(false),
        ..rows::columns(posting)?
    };
    Ok(postings::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// What a posting says from now on, and whether that needs no check.
pub(super) async fn rewrite(
    tx: &WriteTx,
    row: &postings::Model,
    posting: &Posting,
    (flags, checked): (String, bool),
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let new = postings::ActiveModel {
        revision: ActiveValue::Set(mark(tx, false).await?),
        flags: ActiveValue::Set(flags),
        checked: ActiveValue::Set(checked),
        changed_at: ActiveValue::Set(now),
        submitted_at: ActiveValue::Set(now),
        ..rows::columns(posting)?
    };
    postings::Entity::update_many().set(new).filter(postings::Column::Id.eq(row.id)).exec(tx).await?;
    Ok(())
}

/// Postings of a host, the newest first.
pub(super) async fn of_host(db: &impl ConnectionTrait, host: i64) -> Result<Vec<postings::Model>, DbErr> {
    let of = postings::Entity::find().filter(postings::Column::HostAccount.eq(host));
    of.order_by_desc(postings::Column::Id).all(db).await
}

/// States in which a posting waits for moderators.
pub(super) const WAITS: [&str; 2] = [State::Submitted.word(), State::InReview.word()];

/// How many postings of a host wait for moderators.
pub(super) async fn waiting_of(tx: &WriteTx, host: i64) -> Result<u64, DbErr> {
    let open = postings::Entity::find().filter(postings::Column::HostAccount.eq(host));
    open.filter(postings::Column::State.is_in(WAITS)).count(tx).await
}

/// What waits for moderators, the longest waiting first.
pub(super) async fn waiting(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<postings::Model>, DbErr> {
    let open = postings::Entity::find().filter(postings::Column::State.is_in(WAITS));
    open.order_by_asc(postings::Column::SubmittedAt).order_by_asc(postings::Column::Id).limit(limit).all(db).await
}

/// Postings whose last day is over and that have not expired yet. One that moderators look at while it promises places
/// waits for them.
pub(super) async fn run_out(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<postings::Model>, DbErr> {
    let states = State::ALL.iter().filter(|state| state.runs_out()).map(|state| state.word());
    let due = postings::Entity::find().filter(postings::Column::State.is_in(states));
    let free = postings::Column::State.is_not_in(WAITS).or(postings::Column::Offered.eq(0));
    let due = due.filter(free).filter(postings::Column::ExpiresAt.lte(now)).order_by_asc(postings::Column::ExpiresAt);
    due.limit(limit).all(db).await
}

/// Notes that a moderator has looked at a host; `false` when they had before.
pub(super) async fn add_check(
    tx: &WriteTx,
    host: i64,
    moderator: &str,
    what: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let row = host_checks::ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(host),
        moderator: ActiveValue::Set(moderator.to_owned()),
        what: ActiveValue::Set(what.to_owned()),
        checked_at: ActiveValue::Set(now),
    };
    let once = [host_checks::Column::AccountId, host_checks::Column::Moderator];
    let done = host_checks::Entity::insert(row).on_conflict_do_nothing_on(once).exec(tx).await?;
    Ok(matches!(done, TryInsertResult::Inserted(_)))
}

pub(super) async fn checks(db: &impl ConnectionTrait, host: i64) -> Result<Vec<host_checks::Model>, DbErr> {
    let of = host_checks::Entity::find().filter(host_checks::Column::AccountId.eq(host));
    of.order_by_asc(host_checks::Column::Id).all(db).await
}

/// Forgets who has looked at a host, in the transaction in which the host is none any more.
pub(super) async fn forget_checks(tx: &WriteTx, host: i64) -> Result<(), DbErr> {
    host_checks::Entity::delete_many().filter(host_checks::Column::AccountId.eq(host)).exec(tx).await?;
    Ok(())
}

/// Adds to the counters of places, if the seats allow it. `false`: there is no place to give.
pub(super) async fn count_places(tx: &WriteTx, posting: i64, offered: i32, taken: i32) -> Result<bool, DbErr> {
    use postings::Column;
    let after = |column: Column, more: i32| Expr::col(column).add(more);
    let both = after(Column::Offered, offered).add(after(Column::Taken, taken));
    let done = postings::Entity::update_many()
        .col_expr(Column::Offered, after(Column::Offered, offered))
        .col_expr(Column::Taken, after(Column::Taken, taken))
        .filter(Column::Id.eq(posting))
        .filter(both.lte(Expr::col(Column::Seats)))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// One of the places taken is that of a stay whose application is about to go.
pub(super) async fn count_past_stay(tx: &WriteTx, posting: i64) -> Result<(), DbErr> {
    postings::Entity::update_many()
        .col_expr(postings::Column::PastStays, Expr::col(postings::Column::PastStays).add(1))
        .filter(postings::Column::Id.eq(posting))
        .exec(tx)
        .await?;
    Ok(())
}

/// The negative control: counts whatever the seats.
#[cfg(feature = "chaos")]
pub(super) async fn count_places_unguarded(tx: &WriteTx, posting: i64, offered: i32, taken: i32) -> Result<(), DbErr> {
    use postings::Column;
    postings::Entity::update_many()
        .col_expr(Column::Offered, Expr::col(Column::Offered).add(offered))
        .col_expr(Column::Taken, Expr::col(Column::Taken).add(taken))
        .filter(Column::Id.eq(posting))
        .exec(tx)
        .await?;
    Ok(())
}
