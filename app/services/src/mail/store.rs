//! Queries of the table `mails`. A claim is a guarded update, so that two workers never hold one mail.

use chrono::{DateTime, TimeDelta, Utc};
use domain::notifications::Topic;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select, UpdateMany,
};

use super::calendar_part;
use super::entity::mails::{ActiveModel, COLUMN, Column, Entity, Model, State};
use super::letter::Letter;
use super::outgoing::Outgoing;
use super::suppressions;
use crate::db::WriteTx;
use crate::notifications;
use crate::secret::Secret;

/// How long a worker may hold a mail before another may take it.
pub(super) const LEASE: TimeDelta = TimeDelta::minutes(10);

pub(super) async fn insert(tx: &impl ConnectionTrait, mail: &Outgoing, now: DateTime<Utc>) -> Result<(), DbErr> {
    let rendered = mail.rendered();
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(mail.id().to_string()),
        account_id: ActiveValue::Set(mail.account()),
        topic: ActiveValue::Set(mail.topic().word().to_owned()),
        kind: ActiveValue::Set(mail.kind().to_owned()),
        by_strangers: ActiveValue::Set(mail.is_by_strangers()),
        caused_by: ActiveValue::Set(mail.caused_by().map(str::to_owned)),
        recipient: ActiveValue::Set(Some(Secret(mail.to().as_str().to_owned()))),
        recipient_sha256: ActiveValue::Set(mail.recipient_sha256().to_owned()),
        subject: ActiveValue::Set(Some(Secret(rendered.subject.clone()))),
        body_text: ActiveValue::Set(Some(Secret(rendered.text.clone()))),
        body_html: ActiveValue::Set(Some(Secret(rendered.html.clone()))),
        calendar: ActiveValue::Set(calendar_part::stream(mail.calendar()).map(Secret)),
        calendar_method: ActiveValue::Set(mail.calendar().first().map(|part| part.method.word().to_owned())),
        unsubscribe: ActiveValue::Set(mail.unsubscribe().map(|token| Secret(token.to_string()))),
        state: ActiveValue::Set(State::Waiting),
        due_at: ActiveValue::Set(mail.due(now)),
        leased_until: ActiveValue::Set(None),
        attempts: ActiveValue::Set(0),
        last_error: ActiveValue::Set(None),
        useless_at: ActiveValue::Set(mail.useless_at()),
        created_at: ActiveValue::Set(now),
        done_at: ActiveValue::Set(None),
    };
    Entity::insert(row).exec(tx).await?;
    Ok(())
}

/// Mails that strangers caused to one address.
pub(super) async fn by_strangers_to(
    tx: &impl ConnectionTrait,
    recipient_sha256: &str,
    since: DateTime<Utc>,
) -> Result<u64, DbErr> {
    by_strangers_since(since).filter(COLUMN.recipient_sha256.eq(recipient_sha256)).count(tx).await
}

/// Mails that one network address caused.
pub(super) async fn by_strangers_from(
    tx: &impl ConnectionTrait,
    caused_by: &str,
    since: DateTime<Utc>,
) -> Result<u64, DbErr> {
    by_strangers_since(since).filter(Column::CausedBy.eq(caused_by)).count(tx).await
}

/// Mails that strangers caused.
pub(super) async fn by_strangers(tx: &impl ConnectionTrait, since: DateTime<Utc>) -> Result<u64, DbErr> {
    by_strangers_since(since).count(tx).await
}

fn by_strangers_since(since: DateTime<Utc>) -> Select<Entity> {
    Entity::find().filter(COLUMN.by_strangers.eq(true)).filter(COLUMN.created_at.gt(since))
}

/// Mails of one letter to an account.
pub(super) async fn to_account_since(
    tx: &impl ConnectionTrait,
    account: i64,
    kind: &str,
    since: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let of_account = Entity::find().filter(Column::AccountId.eq(account)).filter(COLUMN.kind.eq(kind));
    of_account.filter(COLUMN.created_at.gt(since)).count(tx).await
}

pub(super) async fn sent_since(db: &impl ConnectionTrait, since: DateTime<Utc>) -> Result<u64, DbErr> {
    Entity::find().filter(COLUMN.state.eq(State::Sent)).filter(Column::DoneAt.gt(since)).count(db).await
}

/// Mails that a worker could take now, the longest due first; all, or only those that nobody can turn off.
pub(super) async fn ready(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
    only_needed: bool,
) -> Result<Vec<Model>, DbErr> {
    let needed = Topic::ALL.into_iter().filter(|topic| topic.is_transactional()).map(Topic::word);
    Entity::find()
        .filter(COLUMN.state.eq(State::Waiting))
        .filter(COLUMN.due_at.lte(now))
        .filter(free(now))
        .apply_if(only_needed.then_some(needed), |query, topics| query.filter(Column::Topic.is_in(topics)))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await
}

/// What came of wanting to send a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claim {
    /// It is ours until then.
    Ours(DateTime<Utc>),
    /// Another worker has it, or it is done.
    Anothers,
    /// It must not be sent any more.
    Dropped(&'static str),
}

/// Takes one mail, unless another worker was quicker or nobody is to get it any more. Without `guarded` whoever comes
/// takes it: the negative control.
pub(super) async fn claim(tx: &WriteTx, mail: &Model, now: DateTime<Utc>, guarded: bool) -> Result<Claim, DbErr> {
    let lease = now + LEASE;
    let update = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(lease))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(COLUMN.id.eq(mail.id));
    let update = if guarded {
        update.filter(COLUMN.state.eq(State::Waiting)).filter(COLUMN.due_at.lte(now)).filter(free(now))
    } else {
        update
    };
    if update.exec(tx).await?.rows_affected == 0 {
        return Ok(Claim::Anothers);
    }
    match reason_to_drop(tx, mail, now).await? {
        None => Ok(Claim::Ours(lease)),
        Some(reason) => {
            let held = Model { leased_until: Some(lease), ..mail.clone() };
            mark(tx, &held, &Mark::Dropped { reason }, now).await?;
            Ok(Claim::Dropped(reason))
        }
    }
}

/// Looked at when a mail is about to leave, not when it was written: a wish of the last minute counts.
async fn reason_to_drop(tx: &WriteTx, mail: &Model, now: DateTime<Utc>) -> Result<Option<&'static str>, DbErr> {
    if mail.useless_at.is_some_and(|at| at <= now) {
        return Ok(Some("it is of no use any more"));
    }
    if suppressions::has(tx, &mail.recipient_sha256).await? {
        return Ok(Some("the address takes no mail"));
    }
    let topic = Topic::parse(&mail.topic).filter(|topic| !topic.is_transactional());
    if let (Some(account), Some(topic)) = (mail.account_id, topic)
        && !notifications::still_wants(tx, account, topic, &mail.kind).await?
    {
        return Ok(Some("the person has turned such mails off"));
    }
    Ok(None)
}

/// What is written down after an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// The server has it.
    Sent,
    /// Not to be sent any more.
    Dropped { reason: &'static str },
    /// Another try at `due_at`.
    Later { due_at: DateTime<Utc>, reason: String },
    /// Given up.
    Failed { reason: String, suppress: bool },
}

/// Writes it down. Does nothing if the lease has passed to another worker.
pub(super) async fn mark(
    tx: &impl ConnectionTrait,
    mail: &Model,
    mark: &Mark,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(COLUMN.id.eq(mail.id))
        .filter(Column::LeasedUntil.eq(mail.leased_until));
    match mark {
        Mark::Sent => done(emptied(update), State::Sent, None, now).exec(tx).await?,
        Mark::Dropped { reason } => done(emptied(update), State::Dropped, Some(reason), now).exec(tx).await?,
        Mark::Later { due_at, reason } => {
            let update = update.col_expr(Column::DueAt, Expr::value(*due_at));
            update.col_expr(Column::LastError, Expr::value(Some(reason.clone()))).exec(tx).await?
        }
        Mark::Failed { reason, suppress } => {
            if *suppress {
                suppressions::add(tx, &mail.recipient_sha256, reason, now).await?;
            }
            done(update, State::Failed, Some(reason), now).exec(tx).await?
        }
    };
    Ok(())
}

fn done(update: UpdateMany<Entity>, state: State, reason: Option<&str>, now: DateTime<Utc>) -> UpdateMany<Entity> {
    update
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::DoneAt, Expr::value(Some(now)))
        .col_expr(Column::LastError, Expr::value(reason.map(str::to_owned)))
}

/// Forgets what the mail said and to whom.
fn emptied(update: UpdateMany<Entity>) -> UpdateMany<Entity> {
    [
        Column::Recipient,
        Column::Subject,
        Column::BodyText,
        Column::BodyHtml,
        Column::Calendar,
        Column::CalendarMethod,
        Column::Unsubscribe,
    ]
    .into_iter()
    .fold(update, |update, column| update.col_expr(column, Expr::value(Option::<String>::None)))
}

/// Gives a failed mail a fresh start; answers its recipient's hash, `None` if it has not failed (any more).
pub(super) async fn revive(tx: &impl ConnectionTrait, id: &str, now: DateTime<Utc>) -> Result<Option<String>, DbErr> {
    let failed = Entity::find().filter(COLUMN.public_id.eq(id)).filter(COLUMN.state.eq(State::Failed)).one(tx).await?;
    let Some(failed) = failed else { return Ok(None) };
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Waiting))
        .col_expr(Column::DoneAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::DueAt, Expr::value(now))
        .filter(COLUMN.id.eq(failed.id))
        .filter(COLUMN.state.eq(State::Failed))
        .exec(tx)
        .await?;
    Ok((update.rows_affected == 1).then_some(failed.recipient_sha256))
}

/// Failed mails, the newest first.
pub(super) async fn failed(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Model>, DbErr> {
    of_state(State::Failed).order_by_desc(Column::DoneAt).order_by_desc(Column::Id).limit(limit).all(db).await
}

/// Mails that have been tried in vain and will be tried again, the longest waiting first.
pub(super) async fn delayed(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Model>, DbErr> {
    of_state(State::Waiting).filter(Column::LastError.is_not_null()).order_by_asc(Column::Id).limit(limit).all(db).await
}

pub(super) async fn count(db: &impl ConnectionTrait, state: State) -> Result<u64, DbErr> {
    of_state(state).count(db).await
}

/// When the mail that has waited longest was due.
pub(super) async fn oldest_due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, DbErr> {
    // A mail that is put back is due anew; how long its person has waited is told by when it was written.
    let oldest = of_state(State::Waiting).filter(COLUMN.due_at.lte(now)).order_by_asc(Column::DueAt).one(db).await?;
    Ok(oldest.map(|mail| mail.due_at))
}

/// Deletes what was done before an instant, in one of these states.
pub(super) async fn delete_done(
    tx: &impl ConnectionTrait,
    states: &[State],
    before: DateTime<Utc>,
) -> Result<(), DbErr> {
    let old = Entity::delete_many().filter(Column::State.is_in(states.iter().copied()));
    old.filter(Column::DoneAt.lt(before)).exec(tx).await?;
    Ok(())
}

/// Deletes what has not left of the mails about dates to an address without an account.
pub(super) async fn delete_unsent_to_guest(tx: &impl ConnectionTrait, recipient_sha256: &str) -> Result<(), DbErr> {
    let to_them = Entity::delete_many().filter(COLUMN.recipient_sha256.eq(recipient_sha256));
    let about_dates = to_them.filter(Column::AccountId.is_null()).filter(Column::Kind.starts_with(Letter::RSVP));
    about_dates.filter(Column::State.is_in([State::Waiting, State::Failed])).exec(tx).await?;
    Ok(())
}

fn of_state(state: State) -> Select<Entity> {
    Entity::find().filter(COLUMN.state.eq(state))
}

fn free(now: DateTime<Utc>) -> Condition {
    Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now))
}
