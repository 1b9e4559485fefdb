//! Queries of the tables of mentorship. Seats and open requests move by guarded updates only.

use chrono::{DateTime, Utc};
use domain::id::PublicId;
use domain::mentorship::{AskedBefore, MentorStatus, Reply, State, median_reply};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{asks, engagements, mentors, requests};

/// Requests that the median time to an answer is taken of.
const REPLIES: u64 = 25;

pub(super) async fn mentor(db: &impl ConnectionTrait, id: i64) -> Result<Option<mentors::Model>, DbErr> {
    mentors::Entity::find_by_id(id).one(db).await
}

pub(super) async fn mentor_by_public(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<mentors::Model>, DbErr> {
    mentors::Entity::find().filter(mentors::Column::PublicId.eq(id.as_str())).one(db).await
}

pub(super) async fn mentor_of(db: &impl ConnectionTrait, account: i64) -> Result<Option<mentors::Model>, DbErr> {
    mentors::Entity::find().filter(mentors::Column::AccountId.eq(account)).one(db).await
}

pub(super) async fn mentors_by(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<Vec<mentors::Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    mentors::Entity::find().filter(mentors::Column::Id.is_in(ids)).all(db).await
}

/// How far somebody is with being found as a mentor.
pub(super) fn status(row: &mentors::Model) -> Result<MentorStatus, DbErr> {
    MentorStatus::parse(&row.status).ok_or_else(|| DbErr::Custom("a mentor's status that is none".to_owned()))
}

pub(super) async fn ask(db: &impl ConnectionTrait, id: i64) -> Result<Option<asks::Model>, DbErr> {
    asks::Entity::find_by_id(id).one(db).await
}

/// The list a person is looking with.
pub(super) async fn open_ask(db: &impl ConnectionTrait, account: i64) -> Result<Option<asks::Model>, DbErr> {
    asks::Entity::find().filter(asks::Column::OpenKey.eq(account.to_string())).one(db).await
}

pub(super) async fn request(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<requests::Model>, DbErr> {
    requests::Entity::find().filter(requests::Column::PublicId.eq(id.as_str())).one(db).await
}

/// Those of some public ids that are a request's.
pub(crate) async fn requests_among(db: &impl ConnectionTrait, ids: &[&str]) -> Result<Vec<String>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let all = requests::Entity::find().select_only().column(requests::Column::PublicId);
    all.filter(requests::Column::PublicId.is_in(ids.iter().copied())).into_tuple().all(db).await
}

/// A list in its order.
pub(super) async fn list(db: &impl ConnectionTrait, ask: i64) -> Result<Vec<requests::Model>, DbErr> {
    requests::Entity::find().filter(requests::Column::AskId.eq(ask)).order_by_asc(requests::Column::Place).all(db).await
}

/// What became of the requests of a person that were put before a mentor.
pub(super) async fn asked_before(
    db: &impl ConnectionTrait,
    account: i64,
    mentor: i64,
) -> Result<Vec<AskedBefore>, DbErr> {
    let asks = asks::Entity::find().filter(asks::Column::AccountId.eq(account)).all(db).await?;
    let rows = requests::Entity::find()
        .filter(requests::Column::MentorId.eq(mentor))
        .filter(requests::Column::AskId.is_in(asks.into_iter().map(|ask| ask.id)))
        .all(db)
        .await?;
    let told = |row: requests::Model| {
        Some(AskedBefore { state: State::parse(&row.state)?, asked_at: row.asked_at?, ended_at: row.ended_at })
    };
    Ok(rows.into_iter().filter_map(told).collect())
}

/// Requests of a mentor in these states, the oldest first.
pub(super) async fn of_mentor(
    db: &impl ConnectionTrait,
    mentor: i64,
    states: &[State],
) -> Result<Vec<requests::Model>, DbErr> {
    requests::Entity::find()
        .filter(requests::Column::MentorId.eq(mentor))
        .filter(requests::Column::State.is_in(states.iter().map(|state| state.word())))
        .order_by_asc(requests::Column::QueuedAt)
        .order_by_asc(requests::Column::Id)
        .all(db)
        .await
}

pub(super) async fn engagement(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<engagements::Model>, DbErr> {
    engagements::Entity::find().filter(engagements::Column::PublicId.eq(id.as_str())).one(db).await
}

/// Everything a person works or worked on with somebody, the newest first.
pub(super) async fn engagements_of(db: &impl ConnectionTrait, account: i64) -> Result<Vec<engagements::Model>, DbErr> {
    let mine = Condition::any()
        .add(engagements::Column::MentorAccount.eq(account))
        .add(engagements::Column::MenteeAccount.eq(account));
    engagements::Entity::find().filter(mine).order_by_desc(engagements::Column::Id).all(db).await
}

/// Do the two work together now? Then each is somebody the other is matched with.
pub(crate) async fn are_together(db: &impl ConnectionTrait, one: i64, other: i64) -> Result<bool, DbErr> {
    use engagements::Column;
    let pair = |mentor: i64, mentee: i64| {
        Condition::all().add(Column::MentorAccount.eq(mentor)).add(Column::MenteeAccount.eq(mentee))
    };
    let found = engagements::Entity::find()
        .filter(Condition::any().add(pair(one, other)).add(pair(other, one)))
        .filter(Column::Phase.ne("ended"))
        .limit(1)
        .all(db)
        .await?;
    Ok(!found.is_empty())
}

/// Changes a mentor's row while `holds`; `false` when it did not hold.
async fn guarded(
    tx: &impl ConnectionTrait,
    mentor: i64,
    (column, by): (mentors::Column, i32),
    holds: SimpleExpr,
) -> Result<bool, DbErr> {
    let done = mentors::Entity::update_many()
        .col_expr(column, Expr::col(column).add(by))
        .filter(mentors::Column::Id.eq(mentor))
        .filter(holds)
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes a seat if there is one.
pub(super) async fn take_seat(tx: &impl ConnectionTrait, mentor: i64) -> Result<bool, DbErr> {
    let holds = Expr::col(mentors::Column::Taken).lt(Expr::col(mentors::Column::Capacity));
    let holds = holds.and(mentors::Column::Status.eq(MentorStatus::Listed.word()));
    guarded(tx, mentor, (mentors::Column::Taken, 1), holds).await
}

/// The negative control: whoever comes gets one, however many there are.
#[cfg(feature = "chaos")]
pub(super) async fn take_seat_unguarded(tx: &impl ConnectionTrait, mentor: i64) -> Result<(), DbErr> {
    guarded(tx, mentor, (mentors::Column::Taken, 1), Expr::val(1).eq(1)).await.map(drop)
}

pub(super) async fn free_seat(tx: &impl ConnectionTrait, mentor: i64) -> Result<bool, DbErr> {
    guarded(tx, mentor, (mentors::Column::Taken, -1), Expr::col(mentors::Column::Taken).gt(0)).await
}

/// Makes room in the inbox for one more, if it has room.
pub(super) async fn open_one(tx: &impl ConnectionTrait, mentor: i64, most: i32) -> Result<bool, DbErr> {
    let holds = Expr::col(mentors::Column::OpenRequests).lt(most);
    guarded(tx, mentor, (mentors::Column::OpenRequests, 1), holds).await
}

pub(super) async fn close_one(tx: &impl ConnectionTrait, mentor: i64) -> Result<bool, DbErr> {
    let holds = Expr::col(mentors::Column::OpenRequests).gt(0);
    guarded(tx, mentor, (mentors::Column::OpenRequests, -1), holds).await
}

type AskedAndReplied = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// The last requests that a mentor has answered or let run out.
async fn replies(db: &impl ConnectionTrait, mentor: i64) -> Result<Vec<Reply>, DbErr> {
    let answered = requests::Column::RepliedAt.is_not_null();
    let ran_out = requests::Column::State.eq(State::Lapsed.word());
    let rows: Vec<AskedAndReplied> = requests::Entity::find()
        .select_only()
        .column(requests::Column::AskedAt)
        .column(requests::Column::RepliedAt)
        .filter(requests::Column::MentorId.eq(mentor))
        .filter(Condition::any().add(answered).add(ran_out))
        .order_by_desc(requests::Column::AskedAt)
        .order_by_desc(requests::Column::Id)
        .limit(REPLIES)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(asked_at, replied_at)| Some(Reply { asked_at: asked_at?, replied_at })).collect())
}

/// Counts anew how fast a mentor answers.
pub(super) async fn count_replies(tx: &impl ConnectionTrait, mentor: i64) -> Result<(), DbErr> {
    let median = median_reply(&replies(tx, mentor).await?);
    mentors::Entity::update_many()
        .col_expr(mentors::Column::ReplyMinutes, Expr::value(median))
        .filter(mentors::Column::Id.eq(mentor))
        .exec(tx)
        .await?;
    Ok(())
}

/// The place of a request in the line before its mentor, from 1.
pub(super) async fn place_in_line(db: &impl ConnectionTrait, row: &requests::Model) -> Result<usize, DbErr> {
    let line = of_mentor(db, row.mentor_id, &[State::Waiting]).await?;
    Ok(line.iter().position(|one| one.id == row.id).map_or(0, |at| at + 1))
}
