//! Queries of the tables of cases. A case moves on only from the state it was read in.

use chrono::{DateTime, Utc};
use domain::id::PublicId;
use domain::moderation::{Case, Decided, Decision, Ground, Kind, PersonReport};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, TryInsertResult,
};

use super::case_entity::{case_reports, cases};
use crate::audit::HOUSE;

/// A case to be opened.
#[derive(Debug, Clone)]
pub(super) struct NewCase<'n> {
    pub(super) id: PublicId,
    pub(super) kind: Kind,
    pub(super) subject: Option<i64>,
    pub(super) content: &'n str,
    pub(super) open_key: Option<String>,
    pub(super) report: Option<i64>,
}

/// Opens a case; `None` when there is an open one of the same key.
pub(super) async fn open(
    tx: &impl ConnectionTrait,
    new: &NewCase<'_>,
    now: DateTime<Utc>,
) -> Result<Option<i64>, DbErr> {
    let row = cases::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(new.id.to_string()),
        kind: ActiveValue::Set(new.kind.word().to_owned()),
        subject_account: ActiveValue::Set(new.subject),
        content: ActiveValue::Set(new.content.to_owned()),
        open_key: ActiveValue::Set(new.open_key.clone()),
        state: ActiveValue::Set(cases::State::Open),
        reports: ActiveValue::Set(1),
        opened_at: ActiveValue::Set(now),
        waiting_since: ActiveValue::Set(now),
        report_id: ActiveValue::Set(new.report),
        ..cases::ActiveModel::default()
    };
    match cases::Entity::insert(row).on_conflict_do_nothing_on([cases::Column::OpenKey]).exec(tx).await? {
        TryInsertResult::Inserted(done) => Ok(Some(done.last_insert_id)),
        TryInsertResult::Conflicted | TryInsertResult::Empty => Ok(None),
    }
}

/// Counts one more report of an open case and keeps it open until the transaction ends; `None` if nobody has one open.
pub(super) async fn join(tx: &impl ConnectionTrait, open_key: &str) -> Result<Option<i64>, DbErr> {
    let joined = cases::Entity::update_many()
        .col_expr(cases::Column::Reports, Expr::col(cases::Column::Reports).add(1))
        .filter(cases::Column::OpenKey.eq(open_key))
        .exec(tx)
        .await?;
    if joined.rows_affected == 0 {
        return Ok(None);
    }
    Ok(cases::Entity::find().filter(cases::Column::OpenKey.eq(open_key)).one(tx).await?.map(|row| row.id))
}

pub(super) async fn add_report(
    tx: &impl ConnectionTrait,
    case: i64,
    reporter: i64,
    report: &PersonReport,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = case_reports::ActiveModel {
        id: ActiveValue::NotSet,
        case_id: ActiveValue::Set(case),
        reporter_account: ActiveValue::Set(Some(reporter)),
        ground: ActiveValue::Set(report.ground.word().to_owned()),
        details: ActiveValue::Set(report.details.as_str().to_owned()),
        created_at: ActiveValue::Set(now),
    };
    case_reports::Entity::insert(row).exec(tx).await?;
    Ok(())
}

/// Reports a person has made since then.
pub(super) async fn told_since(db: &impl ConnectionTrait, reporter: i64, since: DateTime<Utc>) -> Result<u64, DbErr> {
    case_reports::Entity::find()
        .filter(case_reports::Column::ReporterAccount.eq(reporter))
        .filter(case_reports::Column::CreatedAt.gt(since))
        .count(db)
        .await
}

/// How many people have reported this.
pub(super) async fn reporters(db: &impl ConnectionTrait, case: i64) -> Result<u64, DbErr> {
    let mut people: Vec<i64> = reports(db, case).await?.into_iter().filter_map(|one| one.reporter_account).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people.len() as u64)
}

pub(super) async fn find(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<cases::Model>, DbErr> {
    cases::Entity::find().filter(cases::Column::PublicId.eq(id.as_str())).one(db).await
}

/// The public name of a case.
pub(super) async fn name_of(db: &impl ConnectionTrait, case: i64) -> Result<Option<PublicId>, DbErr> {
    let row = cases::Entity::find_by_id(case).one(db).await?;
    Ok(row.and_then(|row| PublicId::parse(&row.public_id)))
}

pub(super) async fn reports(db: &impl ConnectionTrait, case: i64) -> Result<Vec<case_reports::Model>, DbErr> {
    let of_case = case_reports::Entity::find().filter(case_reports::Column::CaseId.eq(case));
    of_case.order_by_asc(case_reports::Column::Id).all(db).await
}

/// What a moderator wants to see of the queue.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanted {
    pub(super) kind: Option<Kind>,
    pub(super) waiting: bool,
    /// Cases about this account are not shown.
    pub(super) not_about: i64,
    pub(super) after: Option<(DateTime<Utc>, i64)>,
}

/// What waits, the longest first; or what is settled, in the same order.
pub(super) async fn queue(db: &impl ConnectionTrait, wanted: Wanted, limit: u64) -> Result<Vec<cases::Model>, DbErr> {
    let behind = |(since, id): (DateTime<Utc>, i64)| {
        let later = cases::Column::WaitingSince.gt(since);
        later.or(cases::Column::WaitingSince.eq(since).and(cases::Column::Id.gt(id)))
    };
    cases::Entity::find()
        .filter(waiting(wanted.waiting))
        .filter(not_about(wanted.not_about))
        .apply_if(wanted.kind, |query, kind| query.filter(cases::Column::Kind.eq(kind.word())))
        .apply_if(wanted.after, |query, place| query.filter(behind(place)))
        .order_by_asc(cases::Column::WaitingSince)
        .order_by_asc(cases::Column::Id)
        .limit(limit)
        .all(db)
        .await
}

fn waiting(yes: bool) -> sea_orm::sea_query::SimpleExpr {
    let states = [cases::State::Open, cases::State::Appealed];
    if yes { cases::Column::State.is_in(states) } else { cases::Column::State.is_not_in(states) }
}

fn not_about(account: i64) -> sea_orm::Condition {
    let other = cases::Column::SubjectAccount.ne(account);
    sea_orm::Condition::any().add(cases::Column::SubjectAccount.is_null()).add(other)
}

/// How many cases of a kind wait, and since when the first of them.
pub(super) async fn counts(
    db: &impl ConnectionTrait,
    not_about_account: i64,
) -> Result<Vec<(String, i64, Option<DateTime<Utc>>)>, DbErr> {
    cases::Entity::find()
        .select_only()
        .column(cases::Column::Kind)
        .column_as(cases::Column::Id.count(), "cases")
        .column_as(cases::Column::WaitingSince.min(), "oldest")
        .filter(waiting(true))
        .filter(not_about(not_about_account))
        .group_by(cases::Column::Kind)
        .into_tuple()
        .all(db)
        .await
}

/// Cases about a person that were decided in a way they feel, the newest first.
pub(super) async fn felt(db: &impl ConnectionTrait, account: i64) -> Result<Vec<cases::Model>, DbErr> {
    cases::Entity::find()
        .filter(cases::Column::SubjectAccount.eq(account))
        .filter(cases::Column::Decision.is_in([Decision::Warn, Decision::Hide, Decision::Suspend].map(Decision::word)))
        .order_by_desc(cases::Column::DecidedAt)
        .order_by_desc(cases::Column::Id)
        .all(db)
        .await
}

/// What a step of a case leaves behind it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'s> {
    Decide { ground: Ground, note: Option<&'s str> },
    Appeal { words: &'s str },
    Answer,
}

/// Makes `to` so, unless the case has moved on since it was read.
pub(super) async fn step(
    tx: &impl ConnectionTrait,
    row: &cases::Model,
    to: &Case,
    step: Step<'_>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    use cases::Column;
    let update = cases::Entity::update_many()
        .col_expr(Column::State, Expr::value(state(to)))
        .filter(Column::Id.eq(row.id))
        .filter(Column::State.eq(row.state));
    let update = match step {
        Step::Decide { ground, note } => update
            .col_expr(Column::OpenKey, Expr::value(Option::<String>::None))
            .col_expr(Column::Decision, Expr::value(to.in_effect().map(Decision::word)))
            .col_expr(Column::Ground, Expr::value(ground.word()))
            .col_expr(Column::Note, Expr::value(note))
            .col_expr(Column::DecidedBy, Expr::value(by))
            .col_expr(Column::DecidedAt, Expr::value(now)),
        Step::Appeal { words } => {
            update.col_expr(Column::Appeal, Expr::value(words)).col_expr(Column::WaitingSince, Expr::value(now))
        }
        Step::Answer => {
            update.col_expr(Column::AnsweredBy, Expr::value(by)).col_expr(Column::AnsweredAt, Expr::value(now))
        }
    };
    Ok(update.exec(tx).await?.rows_affected == 1)
}

pub(super) const fn state(case: &Case) -> cases::State {
    match case {
        Case::Open => cases::State::Open,
        Case::Decided(_) => cases::State::Decided,
        Case::Appealed(_) => cases::State::Appealed,
        Case::Upheld(_) => cases::State::Upheld,
        Case::Overturned(_) => cases::State::Overturned,
    }
}

/// The case a row means; `None` for a row the database should have refused.
pub(crate) fn case(row: &cases::Model) -> Option<Case> {
    let decided = || {
        let by = row.decided_by.as_deref()?;
        Some(Decided {
            decision: Decision::parse(row.decision.as_deref()?)?,
            // The house has no pseudonym; zeros stand for it, which no person has.
            by: if by == HOUSE { PublicId::from_bytes([0; 12]) } else { PublicId::parse(by)? },
            at: row.decided_at?,
        })
    };
    Some(match row.state {
        cases::State::Open => Case::Open,
        cases::State::Decided => Case::Decided(decided()?),
        cases::State::Appealed => Case::Appealed(decided()?),
        cases::State::Upheld => Case::Upheld(decided()?),
        cases::State::Overturned => Case::Overturned(decided()?),
    })
}

/// Closes the case of a reported page; does nothing when it is closed.
pub(super) async fn close_of_report(
    tx: &impl ConnectionTrait,
    report: PublicId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(row) = find(tx, report).await?.filter(|row| row.state == cases::State::Open) else { return Ok(()) };
    let closed = Case::Decided(Decided { decision: Decision::NoAction, by: PublicId::from_bytes([0; 12]), at: now });
    step(tx, &row, &closed, Step::Decide { ground: Ground::Mended, note: None }, HOUSE, now).await?;
    Ok(())
}
