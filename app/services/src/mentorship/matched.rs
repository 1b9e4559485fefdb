//! What a cohort needs of mentorship: who may be matched now, and the beginning of two whom it has matched. From there on
//! they are as any other two: seats, the agreement both sign, what is shown, an end without fault.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::access::Standing;
use domain::id::PublicId;
use domain::mentorship::{Ask, Mentor, MentorStatus, Phase, State};
use domain::refusal::Refusal;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel};
use sea_orm::{QueryFilter, QueryOrder};

use super::engagement::Together;
use super::entity::{asks, engagements, mentors, requests};
use super::flow::{self, Found};
use super::sealed::{Pen, seal_ask};
use super::{MentorshipError, search, seek, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::people;
use crate::moderation::hidden_profiles;

/// Accounts of one statement.
const ROWS: usize = 500;

/// A mentor who may be matched now: listed, so that they were checked, here, and not hidden by moderators.
#[derive(Clone)]
pub(crate) struct Helper {
    pub(crate) account: i64,
    /// Names their page.
    pub(crate) id: PublicId,
    pub(crate) name: String,
    pub(crate) facts: Mentor,
    pub(crate) statement: String,
    /// Seats that nobody holds.
    pub(crate) free: i32,
}

/// Those of the accounts that may be matched now, by account.
pub(crate) async fn helpers(db: &impl ConnectionTrait, accounts: &[i64]) -> Result<HashMap<i64, Helper>, DbErr> {
    let mut found = HashMap::new();
    let hidden: HashSet<String> = hidden_profiles(db).await?.into_iter().collect();
    for some in accounts.chunks(ROWS) {
        let here: HashSet<i64> = people::by_accounts(db, some)
            .await?
            .into_iter()
            .filter(|one| one.standing == Standing::Active && !hidden.contains(one.id.as_str()))
            .map(|one| one.account)
            .collect();
        let rows = mentors::Entity::find()
            .filter(mentors::Column::AccountId.is_in(some.iter().copied()))
            .filter(mentors::Column::Status.eq(MentorStatus::Listed.word()))
            .order_by_asc(mentors::Column::Id)
            .all(db)
            .await?;
        for row in rows.into_iter().filter(|row| here.contains(&row.account_id)) {
            let Some(id) = PublicId::parse(&row.public_id) else { continue };
            let helper = Helper {
                account: row.account_id,
                id,
                facts: search::mentor_of(&row),
                name: row.name.0,
                statement: row.statement.0,
                free: (row.capacity - row.taken).max(0),
            };
            found.insert(helper.account, helper);
        }
    }
    Ok(found)
}

/// The accounts with whom somebody works together now.
pub(crate) async fn together_now(db: &impl ConnectionTrait, account: i64) -> Result<Vec<i64>, DbErr> {
    let all = store::engagements_of(db, account).await?;
    let now = all.iter().filter(|row| super::engagement::phase(row) != Phase::Ended);
    Ok(now.map(|row| if row.mentor_account == account { row.mentee_account } else { row.mentor_account }).collect())
}

/// Who of these mentees works with whom now, as pairs of mentor and mentee.
pub(crate) async fn pairs_now(db: &impl ConnectionTrait, mentees: &[i64]) -> Result<Vec<(i64, i64)>, DbErr> {
    let mut pairs = Vec::new();
    for some in mentees.chunks(ROWS) {
        let rows = engagements::Entity::find()
            .filter(engagements::Column::MenteeAccount.is_in(some.iter().copied()))
            .filter(engagements::Column::Phase.ne(Phase::Ended.word()))
            .all(db)
            .await?;
        pairs.extend(rows.into_iter().map(|row| (row.mentor_account, row.mentee_account)));
    }
    Ok(pairs)
}

/// Lets nothing else move a seat until the transaction ends.
pub(crate) async fn hold_seats(tx: &WriteTx) -> Result<(), DbErr> {
    flow::lock(tx).await
}

/// Begins what a cohort has matched: a seat is held, and the two agree on what they do. What the mentee told the cohort is
/// what the mentor reads; nothing else is shown until the mentee shows it. Whatever the mentee had asked of this mentor is
/// over with it; the rest of their list goes on.
pub(crate) async fn begin_matched(
    tx: &WriteTx,
    ctx: &Ctx,
    (mentor, mentee): (i64, i64),
    ask: &Ask,
    now: DateTime<Utc>,
) -> Result<PublicId, MentorshipError> {
    flow::lock(tx).await?;
    let row = store::mentor_of(tx, mentor).await?.ok_or(MentorshipError::NotFound)?;
    if !flow::may_meet(tx, &row, mentee).await? || !flow::is_here(tx, mentee).await? {
        return Err(MentorshipError::NotFound);
    }
    if let Some(open) = store::open_ask(tx, mentee).await? {
        for live in store::list(tx, open.id).await? {
            if live.mentor_id == row.id && !flow::state(&live).is_over() {
                let mut found = flow::find(tx, live).await?;
                flow::step(tx, &mut found.row, domain::mentorship::Deed::Close, now).await?;
                flow::go_on(tx, ctx, &found, now).await?;
            }
        }
    }
    if !store::take_seat(tx, row.id).await? {
        return Err(Refusal::NoSeat.into());
    }
    let found = place(tx, ctx, row, (mentee, ask), now).await?;
    let id = ctx.dice.public_id();
    seek::insert(tx, &found, id, now).await?;
    Ok(id)
}

/// A list that has found its mentor, with the one request on it that was confirmed.
async fn place(
    tx: &WriteTx,
    ctx: &Ctx,
    mentor: mentors::Model,
    (mentee, ask): (i64, &Ask),
    now: DateTime<Utc>,
) -> Result<Found, MentorshipError> {
    let (list, request) = (ctx.dice.public_id(), ctx.dice.public_id());
    let row = asks::Model {
        id: 0,
        public_id: list.to_string(),
        account_id: mentee,
        state: "matched".to_owned(),
        open_key: None,
        told: seal_ask(ctx, &Pen::of(tx, mentee).await?, list, ask)?,
        reveals: ask.reveals.stored(),
        created_at: now,
        changed_at: now,
        ended_at: Some(now),
    };
    let row = asks::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    let ask = asks::Entity::insert(row).exec_with_returning(tx).await?;
    let row = requests::Model {
        id: 0,
        public_id: request.to_string(),
        ask_id: ask.id,
        mentor_id: mentor.id,
        place: 1,
        state: State::Confirmed.word().to_owned(),
        revealed: ask.reveals.clone(),
        listed_at: now,
        queued_at: None,
        asked_at: Some(now),
        due_at: None,
        reminded_at: None,
        replied_at: None,
        ended_at: Some(now),
        reason: None,
        question: None,
        answer: None,
    };
    let row = requests::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    let row = requests::Entity::insert(row).exec_with_returning(tx).await?;
    Ok(Found { row, ask, mentor })
}

/// The viewer's line of each of these engagements, by its name; none of what is gone, or kept away.
pub(crate) async fn lines(ctx: &Ctx, named: &[&str]) -> Result<HashMap<String, Together>, MentorshipError> {
    let all = super::engagement::together(ctx).await?.into_iter();
    Ok(all.map(|one| (one.id.to_string(), one)).filter(|(id, _)| named.contains(&id.as_str())).collect())
}
