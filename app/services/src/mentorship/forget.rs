//! When one of two is erased, or keeps the other away: what hangs between them ends, and the others go on.

use chrono::{DateTime, Utc};
use domain::mentorship::{Deed, MentorStatus, Phase, State};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::{mentors, requests};
use super::news::{self, ToMentee, ToMentor, Together};
use super::{MentorshipError, ask, engagement, flow, notes, seek, store};
use crate::ctx::Ctx;
use crate::db::{DbError, WriteTx};

const LIVE: [State; 5] = [State::Listed, State::Waiting, State::Open, State::MoreAsked, State::Accepted];

/// Before a person is erased: seats are given back, whoever asked them is sent to the next, whoever worked with them is
/// told. Their rows then go with the account.
pub(crate) async fn forget_person(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    forget(tx, ctx, account, now).await.map_err(db)
}

/// Somebody is not here for a while, who left or was stopped: nothing of what they asked stays before anybody, and whoever
/// asked them is sent to the next. What they looked for is kept, and goes on when they are back.
pub(crate) async fn away(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    step_back(tx, ctx, account, now).await.map_err(db)
}

/// Moderators have hidden somebody's profile: nobody is sent to them, and whoever asked them is sent to the next. What they
/// look for themselves goes on, and so does what they work on with others.
pub(crate) async fn hidden(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    flow::lock(tx).await?;
    match store::mentor_of(tx, account).await? {
        Some(mentor) => send_on(tx, ctx, mentor.id, now).await.map_err(db),
        None => Ok(()),
    }
}

async fn step_back(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    flow::lock(tx).await?;
    if let Some(open) = store::open_ask(tx, account).await? {
        flow::close_asked(tx, ctx, &open, now).await?;
    }
    match store::mentor_of(tx, account).await? {
        Some(mentor) => send_on(tx, ctx, mentor.id, now).await,
        None => Ok(()),
    }
}

async fn forget(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    flow::lock(tx).await?;
    if let Some(mut open) = store::open_ask(tx, account).await? {
        ask::end(tx, open.id, now).await?;
        "ended".clone_into(&mut open.state);
        flow::close_list(tx, ctx, &open, ToMentor::TakenBack, now).await?;
    }
    let mentor = store::mentor_of(tx, account).await?;
    if let Some(mentor) = &mentor {
        // Nobody is sent to them any more.
        mentors::Entity::update_many()
            .col_expr(mentors::Column::Status, Expr::value(MentorStatus::Draft.word()))
            .filter(mentors::Column::Id.eq(mentor.id))
            .exec(tx)
            .await?;
    }
    // First whoever asks or waits, so that they hear of it and no seat is offered to them.
    if let Some(mentor) = mentor {
        send_on(tx, ctx, mentor.id, now).await?;
    }
    for row in store::engagements_of(tx, account).await? {
        part_in(tx, ctx, &row, account, now).await?;
    }
    Ok(())
}

/// Closes everything that asks a mentor who is not to be asked any more; whoever asked is sent to the next.
pub(super) async fn send_on(tx: &WriteTx, ctx: &Ctx, mentor: i64, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    for row in store::of_mentor(tx, mentor, &LIVE).await? {
        // The list may have gone on without it in the meantime.
        let row = requests::Entity::find_by_id(row.id).one(tx).await?.unwrap_or(row);
        if flow::state(&row).is_over() {
            continue;
        }
        let mut found = flow::find(tx, row).await?;
        close(tx, ctx, &mut found, now).await?;
        // Nobody comes in from the line of this mentor; only the list of whoever asked goes on.
        flow::advance(tx, ctx, &found.ask, now).await?;
    }
    Ok(())
}

/// Closes a request that its mentor will not answer. Whoever asked or waited hears the same whether the mentor is gone or
/// keeps them away: silence would tell which of the two it is.
async fn close(tx: &WriteTx, ctx: &Ctx, found: &mut flow::Found, now: DateTime<Utc>) -> Result<(), MentorshipError> {
    let before = flow::state(&found.row);
    flow::step(tx, &mut found.row, Deed::Close, now).await?;
    if (before.is_asked() || before == State::Waiting) && found.ask.state == "looking" {
        let pair = (&found.row, &found.mentor);
        news::mentee(tx, ctx, found.ask.account_id, pair, ToMentee::MentorGone).await?;
    }
    Ok(())
}

/// Ends what hangs between two of whom one now keeps the other away. Neither is told why; the other requests go on.
pub(crate) async fn part(tx: &WriteTx, ctx: &Ctx, (one, other): (i64, i64), now: DateTime<Utc>) -> Result<(), DbErr> {
    part_two(tx, ctx, (one, other), now).await.map_err(db)
}

async fn part_two(
    tx: &WriteTx,
    ctx: &Ctx,
    (one, other): (i64, i64),
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    flow::lock(tx).await?;
    for (mentor, mentee) in [(one, other), (other, one)] {
        let (Some(mentor), Some(open)) = (store::mentor_of(tx, mentor).await?, store::open_ask(tx, mentee).await?)
        else {
            continue;
        };
        for row in store::list(tx, open.id).await? {
            if row.mentor_id == mentor.id && !flow::state(&row).is_over() {
                close_one(tx, ctx, row, mentee == one, now).await?;
            }
        }
    }
    for row in store::engagements_of(tx, one).await? {
        if row.mentor_account == other || row.mentee_account == other {
            part_in(tx, ctx, &row, one, now).await?;
        }
    }
    Ok(())
}

/// Closes a request; whoever asked is sent to the next on their list. Where it is they who keep the mentor away, the mentor
/// hears what they hear of every request that is taken back.
async fn close_one(
    tx: &WriteTx,
    ctx: &Ctx,
    row: super::entity::requests::Model,
    by_mentee: bool,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    let mut found = flow::find(tx, row).await?;
    // What nobody was asked yet is not taken back, it only ends.
    if by_mentee && flow::state(&found.row) != State::Listed {
        seek::take_back(tx, ctx, &mut found, now).await?;
    } else {
        close(tx, ctx, &mut found, now).await?;
    }
    flow::go_on(tx, ctx, &found, now).await
}

/// Ends an engagement because of `leaver`; a mentee who is left may look for another mentor.
async fn part_in(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &super::entity::engagements::Model,
    leaver: i64,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    if engagement::phase(row) == Phase::Ended {
        return Ok(());
    }
    notes::end(tx, ctx, row, "house", now).await?;
    let other = if row.mentor_account == leaver { row.mentee_account } else { row.mentor_account };
    news::together(tx, ctx, other, row, Together::Parted).await?;
    if row.mentor_account == leaver {
        notes::reopen(tx, ctx, row, ctx.dice.public_id(), now).await?;
    }
    Ok(())
}

pub(super) fn db(error: MentorshipError) -> DbErr {
    match error {
        MentorshipError::Db(DbError::Db(error)) => error,
        other => DbErr::Custom(other.to_string()),
    }
}
