//! How requests end: with their list, by being taken back, and by time.

use chrono::{DateTime, Utc};
use domain::mentorship::{Deed, LAPSES_TO_PAUSE, State};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::{Found, go_on, promote, state, step};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::mentorship::entity::{asks, mentors};
use crate::mentorship::news::{self, ToMentee, ToMentor};
use crate::mentorship::{MentorshipError, store};

/// Ends everything on a list that is not over, and lets in whoever waited for those mentors.
pub(in crate::mentorship) async fn close_list(
    tx: &WriteTx,
    ctx: &Ctx,
    ask: &asks::Model,
    why: ToMentor,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    close_where(tx, ctx, ask, (why, |state| !state.is_over()), now).await
}

/// Takes back what was asked, and leaves places in lines; the rest of the list stays.
pub(in crate::mentorship) async fn close_asked(
    tx: &WriteTx,
    ctx: &Ctx,
    ask: &asks::Model,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    let asked = |state: State| state.is_asked() || state == State::Waiting;
    close_where(tx, ctx, ask, (ToMentor::TakenBack, asked), now).await
}

async fn close_where(
    tx: &WriteTx,
    ctx: &Ctx,
    ask: &asks::Model,
    (why, which): (ToMentor, impl Fn(State) -> bool),
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    let mut touched = Vec::new();
    for mut row in store::list(tx, ask.id).await? {
        let before = state(&row);
        if !which(before) {
            continue;
        }
        step(tx, &mut row, Deed::Close, now).await?;
        touched.push(row.mentor_id);
        if let Some(mentor) = store::mentor(tx, row.mentor_id).await?
            && before.is_asked()
        {
            news::mentor(tx, ctx, (&row, &mentor), why).await?;
        }
    }
    for mentor in touched {
        promote(tx, ctx, mentor, now).await?;
    }
    Ok(())
}

/// Time is over for a request.
pub(in crate::mentorship) async fn lapse(
    tx: &WriteTx,
    ctx: &Ctx,
    mut found: Found,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    let before = state(&found.row);
    step(tx, &mut found.row, Deed::Lapse, now).await?;
    let pair = (&found.row, &found.mentor);
    match before {
        State::Open => {
            let lapses = found.mentor.lapses + 1;
            let paused = lapses >= LAPSES_TO_PAUSE;
            set_lapses(tx, found.mentor.id, lapses, paused || found.mentor.auto_paused).await?;
            store::count_replies(tx, found.mentor.id).await?;
            news::mentor(tx, ctx, pair, ToMentor::Lapsed { paused }).await?;
            news::mentee(tx, ctx, found.ask.account_id, pair, ToMentee::Lapsed).await?;
        }
        State::Accepted => {
            news::mentor(tx, ctx, pair, ToMentor::NotConfirmed).await?;
            news::mentee(tx, ctx, found.ask.account_id, pair, ToMentee::ConfirmLapsed).await?;
        }
        _ => {
            news::mentor(tx, ctx, pair, ToMentor::NotTold).await?;
            news::mentee(tx, ctx, found.ask.account_id, pair, ToMentee::NotTold).await?;
        }
    }
    go_on(tx, ctx, &found, now).await
}

async fn set_lapses(tx: &WriteTx, mentor: i64, lapses: i32, paused: bool) -> Result<(), DbErr> {
    mentors::Entity::update_many()
        .col_expr(mentors::Column::Lapses, Expr::value(lapses))
        .col_expr(mentors::Column::AutoPaused, Expr::value(paused))
        .filter(mentors::Column::Id.eq(mentor))
        .exec(tx)
        .await?;
    Ok(())
}
