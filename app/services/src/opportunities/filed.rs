//! Queries of applications. One moves on only from the stage it was read in.

use chrono::{DateTime, Utc};
use domain::id::PublicId;
use domain::opportunities::pipeline::Stage;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, TryInsertResult,
};

use super::applicants::Whom;
use super::entity::{applications, postings};
use super::paged::PAGE;
use super::store;
use crate::db::WriteTx;

/// Somebody's application to a posting.
pub(super) async fn application_by(
    db: &impl ConnectionTrait,
    posting: i64,
    account: i64,
) -> Result<Option<applications::Model>, DbErr> {
    let of = applications::Entity::find().filter(applications::Column::PostingId.eq(posting));
    of.filter(applications::Column::ApplicantAccount.eq(account)).one(db).await
}

pub(super) async fn application(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<applications::Model>, DbErr> {
    applications::Entity::find().filter(applications::Column::PublicId.eq(id.as_str())).one(db).await
}

/// Every application to a posting, in the order of applying.
pub(super) async fn applications_to(
    db: &impl ConnectionTrait,
    posting: i64,
) -> Result<Vec<applications::Model>, DbErr> {
    let of = applications::Entity::find().filter(applications::Column::PostingId.eq(posting));
    of.order_by_asc(applications::Column::Id).all(db).await
}

/// The applications to a posting that its host looks at, in the order of applying, behind a key: those of a page, and one
/// more if there are more.
pub(super) async fn page_to(
    db: &impl ConnectionTrait,
    posting: i64,
    whom: Whom,
    behind: Option<i64>,
) -> Result<Vec<applications::Model>, DbErr> {
    use applications::Column;
    let of = applications::Entity::find().filter(Column::PostingId.eq(posting));
    let of = match whom {
        Whom::Everybody => of,
        Whom::InLine => of.filter(Column::Line.is_not_null()),
        Whom::At(stage) => of.filter(Column::Stage.eq(stage.word())),
    };
    let of = of.apply_if(behind, |of, key| of.filter(Column::Id.gt(key)));
    of.order_by_asc(Column::Id).limit(PAGE as u64 + 1).all(db).await
}

/// The keys of the applications to a posting up to one of them, in the order of applying. A number among all can be read off
/// them whichever applications are shown, and a key is small.
pub(super) async fn keys_up_to(db: &impl ConnectionTrait, posting: i64, last: i64) -> Result<Vec<i64>, DbErr> {
    use applications::Column;
    let of = applications::Entity::find().select_only().column(Column::Id).filter(Column::PostingId.eq(posting));
    of.filter(Column::Id.lte(last)).order_by_asc(Column::Id).into_tuple().all(db).await
}

/// For each stage at which an application to a posting is: its word, how many there are, and how many of them stand in line.
pub(super) async fn counts(db: &impl ConnectionTrait, posting: i64) -> Result<Vec<(String, i64, i64)>, DbErr> {
    use applications::Column;
    applications::Entity::find()
        .select_only()
        .column(Column::Stage)
        .column_as(Column::Id.count(), "there")
        .column_as(Column::Line.count(), "in_line")
        .filter(Column::PostingId.eq(posting))
        .group_by(Column::Stage)
        .into_tuple()
        .all(db)
        .await
}

/// Every application of somebody, the newest first.
pub(super) async fn applications_of(
    db: &impl ConnectionTrait,
    account: i64,
) -> Result<Vec<applications::Model>, DbErr> {
    let of = applications::Entity::find().filter(applications::Column::ApplicantAccount.eq(account));
    of.order_by_desc(applications::Column::Id).all(db).await
}

/// Somebody's applications, the newest first, behind a key: those of a page, and one more if there are more.
pub(super) async fn page_of(
    db: &impl ConnectionTrait,
    account: i64,
    behind: Option<i64>,
) -> Result<Vec<applications::Model>, DbErr> {
    use applications::Column;
    let of = applications::Entity::find().filter(Column::ApplicantAccount.eq(account));
    let of = of.apply_if(behind, |of, key| of.filter(Column::Id.lt(key)));
    of.order_by_desc(Column::Id).limit(PAGE as u64 + 1).all(db).await
}

/// What somebody has applied for with one host.
pub(super) async fn applications_between(
    tx: &WriteTx,
    applicant: i64,
    host: i64,
) -> Result<Vec<applications::Model>, DbErr> {
    let of = applications::Entity::find().filter(between(applicant, host));
    of.order_by_asc(applications::Column::Id).all(tx).await
}

/// Forgets what somebody has released to one host.
pub(super) async fn forget_between(tx: &WriteTx, applicant: i64, host: i64) -> Result<(), DbErr> {
    applications::Entity::update_many()
        .col_expr(applications::Column::Sealed, Expr::value(Option::<String>::None))
        .filter(between(applicant, host))
        .exec(tx)
        .await?;
    Ok(())
}

fn between(applicant: i64, host: i64) -> Condition {
    let theirs = postings::Entity::find()
        .select_only()
        .column(postings::Column::Id)
        .filter(postings::Column::HostAccount.eq(host))
        .into_query();
    Condition::all()
        .add(applications::Column::ApplicantAccount.eq(applicant))
        .add(applications::Column::PostingId.in_subquery(theirs))
}

/// Stores an application; `false` when the person has applied before.
pub(super) async fn insert_application(tx: &WriteTx, row: applications::ActiveModel) -> Result<bool, DbErr> {
    let once = [applications::Column::PostingId, applications::Column::ApplicantAccount];
    let done = applications::Entity::insert(row).on_conflict_do_nothing_on(once).exec(tx).await?;
    Ok(matches!(done, TryInsertResult::Inserted(_)))
}

/// Notes that an application ended because its posting was taken down.
pub(super) async fn note_taken_down(tx: &WriteTx, key: i64) -> Result<(), DbErr> {
    applications::Entity::update_many()
        .col_expr(applications::Column::TakenDown, Expr::value(true))
        .filter(applications::Column::Id.eq(key))
        .exec(tx)
        .await?;
    Ok(())
}

/// The applications that ended because their posting was taken down and of whose return nobody was told.
pub(super) async fn lost_to_take_down(tx: &WriteTx, posting: i64) -> Result<Vec<applications::Model>, DbErr> {
    let of = applications::Entity::find().filter(lost(posting)).filter(applications::Column::ToldBack.eq(false));
    of.order_by_asc(applications::Column::Id).all(tx).await
}

/// Notes that all of them were told.
pub(super) async fn note_told_back(tx: &WriteTx, posting: i64) -> Result<(), DbErr> {
    applications::Entity::update_many()
        .col_expr(applications::Column::ToldBack, Expr::value(true))
        .filter(lost(posting))
        .exec(tx)
        .await?;
    Ok(())
}

/// Puts another application in the place of the one that somebody lost to a take-down; `false` when they lost none. It keeps
/// the key, so that the host goes on counting everybody by the same number, and nothing else: `new` sets every other column.
pub(super) async fn replace_lost(
    tx: &WriteTx,
    (posting, account): (i64, i64),
    new: applications::ActiveModel,
) -> Result<bool, DbErr> {
    let theirs = lost(posting).add(applications::Column::ApplicantAccount.eq(account));
    let done = applications::Entity::update_many().set(new).filter(theirs).exec(tx).await?;
    Ok(done.rows_affected == 1)
}

fn lost(posting: i64) -> Condition {
    Condition::all()
        .add(applications::Column::PostingId.eq(posting))
        .add(applications::Column::Stage.eq(Stage::Declined.word()))
        .add(applications::Column::TakenDown.eq(true))
}

/// Where an application goes, and until when an offer holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goes {
    pub(super) to: Stage,
    pub(super) hold: Option<(u32, DateTime<Utc>)>,
}

/// Moves an application on; `false` when it is not where it was read any more. What is sealed goes with a withdrawal.
pub(super) async fn go(tx: &WriteTx, row: &applications::Model, goes: Goes, now: DateTime<Utc>) -> Result<bool, DbErr> {
    use applications::Column;
    let days = goes.hold.map(|(days, _)| i32::try_from(days).unwrap_or(i32::MAX));
    let mut update = applications::Entity::update_many()
        .col_expr(Column::Stage, Expr::value(goes.to.word()))
        .col_expr(Column::HoldUntil, Expr::value(goes.hold.map(|(_, until)| until)))
        .col_expr(Column::HoldDays, Expr::value(days.or(row.hold_days)))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Stage.eq(row.stage.as_str()));
    if !goes.to.may_wait() {
        update = update.col_expr(Column::Line, Expr::value(Option::<i32>::None));
    }
    if goes.to == Stage::Withdrawn {
        update = update.col_expr(Column::Sealed, Expr::value(Option::<String>::None));
    }
    Ok(update.exec(tx).await?.rows_affected == 1)
}

/// Whoever is next in the host's line.
pub(super) async fn next_in_line(tx: &WriteTx, posting: i64) -> Result<Option<applications::Model>, DbErr> {
    applications::Entity::find()
        .filter(applications::Column::PostingId.eq(posting))
        .filter(applications::Column::Line.is_not_null())
        .order_by_asc(applications::Column::Line)
        .order_by_asc(applications::Column::Id)
        .one(tx)
        .await
}

pub(super) async fn set_line(tx: &WriteTx, key: i64, line: Option<i32>) -> Result<(), DbErr> {
    applications::Entity::update_many()
        .col_expr(applications::Column::Line, Expr::value(line))
        .filter(applications::Column::Id.eq(key))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_hold(tx: &WriteTx, key: i64, until: DateTime<Utc>) -> Result<(), DbErr> {
    applications::Entity::update_many()
        .col_expr(applications::Column::HoldUntil, Expr::value(until))
        .filter(applications::Column::Id.eq(key))
        .exec(tx)
        .await?;
    Ok(())
}

/// Offers whose time is over. Those of a posting that a moderator looks at again are kept.
pub(super) async fn lapsed(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<applications::Model>, DbErr> {
    let kept = postings::Entity::find().select_only().column(postings::Column::Id);
    let kept = kept.filter(postings::Column::State.is_in(store::WAITS)).into_query();
    let due = applications::Entity::find().filter(applications::Column::HoldUntil.lte(now));
    let due = due.filter(applications::Column::PostingId.not_in_subquery(kept));
    due.order_by_asc(applications::Column::HoldUntil).limit(limit).all(db).await
}

/// Before which moments something must have happened for what was released to be forgotten.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    /// The end of the application; or, where it was not answered, the last day of the posting.
    pub(super) ended: DateTime<Utc>,
    /// The last move of one that was not answered, however far its host has put off the last day.
    pub(super) unanswered: DateTime<Utc>,
    /// The last move of one that has a place and that no host has marked as completed.
    pub(super) seated: DateTime<Utc>,
}

/// Forgets what was released with applications as old as that. Answers how many there were.
pub(super) async fn forget_told(tx: &WriteTx, before: Before) -> Result<u64, DbErr> {
    use applications::Column;
    let words = |stages: fn(Stage) -> bool| Stage::ALL.iter().copied().filter(move |one| stages(*one)).map(Stage::word);
    let closed = postings::Entity::find().select_only().column(postings::Column::Id);
    let closed = closed.filter(postings::Column::ExpiresAt.lt(before.ended)).into_query();
    let over = Column::Stage.is_in(words(Stage::is_over)).and(Column::ChangedAt.lt(before.ended));
    let late = Column::PostingId.in_subquery(closed).or(Column::ChangedAt.lt(before.unanswered));
    let unanswered = Column::Stage.is_in(words(Stage::may_wait)).and(late);
    let seated = Column::Stage.is_in(words(Stage::has_seat)).and(Column::ChangedAt.lt(before.seated));
    let done = applications::Entity::update_many()
        .col_expr(Column::Sealed, Expr::value(Option::<String>::None))
        .filter(Column::Sealed.is_not_null())
        .filter(Condition::any().add(over).add(unanswered).add(seated))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}
