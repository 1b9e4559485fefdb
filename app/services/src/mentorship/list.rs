//! The ordered list of a mentee: up to five mentors, two asked at a time. Whoever said no stays in sight and takes up no
//! place.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::mentorship::{Decline, MOST_LISTED, State, may_ask_again};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::requests;
use super::{MentorshipError, flow, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// One mentor on the viewer's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The request.
    pub id: PublicId,
    /// The mentor's page.
    pub mentor: PublicId,
    /// What to call them.
    pub name: String,
    /// It can be put before another that was not asked either.
    pub rises: bool,
    /// How far it is.
    pub state: State,
    /// Since when they know, or since when it waits.
    pub since: Option<DateTime<Utc>>,
    /// When it runs out.
    pub due_at: Option<DateTime<Utc>>,
    /// The place in the mentor's line, from 1.
    pub in_line: Option<usize>,
    /// Why not.
    pub reason: Option<Decline>,
}

/// The viewer's list in its order; empty when they look for nobody.
pub async fn my_list(ctx: &Ctx) -> Result<Vec<Listed>, MentorshipError> {
    allow(ctx, Action::SeekMentor, Object::Own)?;
    let db = ctx.db.read();
    let Some(ask) = store::open_ask(db, me(ctx)?.account).await? else { return Ok(Vec::new()) };
    let rows = store::list(db, ask.id).await?;
    let mentors = store::mentors_by(db, rows.iter().map(|row| row.mentor_id).collect()).await?;
    let (mut listed, mut unasked) = (Vec::with_capacity(rows.len()), false);
    for row in rows {
        let Some(mentor) = mentors.iter().find(|mentor| mentor.id == row.mentor_id) else { continue };
        let (Some(id), Some(mentor_id)) = (PublicId::parse(&row.public_id), PublicId::parse(&mentor.public_id)) else {
            continue;
        };
        let state = flow::state(&row);
        let rises = state == State::Listed && unasked;
        unasked |= matches!(state, State::Listed | State::Waiting);
        let in_line = if state == State::Waiting { Some(store::place_in_line(db, &row).await?) } else { None };
        listed.push(Listed {
            id,
            mentor: mentor_id,
            name: mentor.name.0.clone(),
            rises,
            state,
            since: row.asked_at.or(row.queued_at),
            due_at: row.due_at.filter(|_| state.is_asked()),
            in_line,
            reason: row.reason.as_deref().and_then(Decline::parse),
        });
    }
    Ok(listed)
}

/// Puts a mentor at the end of the list; they are asked as soon as it is their turn. Doing it twice is doing it once.
/// A request that is over stays beside the new one, because it counts for how often somebody is asked.
pub async fn add_to_list(ctx: &Ctx, mentor: &str) -> Result<(), MentorshipError> {
    allow(ctx, Action::SeekMentor, Object::Own)?;
    let account = me(ctx)?.account;
    let mentor = PublicId::parse(mentor.trim()).ok_or(MentorshipError::NotFound)?;
    let (id, inner, now) = (ctx.dice.public_id(), ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let mentor = store::mentor_by_public(tx, mentor).await?.ok_or(MentorshipError::NotFound)?;
                if mentor.account_id == account {
                    return Err(Refusal::OwnRequest.into());
                }
                if !flow::may_meet(tx, &mentor, account).await? {
                    return Err(MentorshipError::NotFound);
                }
                let ask = store::open_ask(tx, account).await?.ok_or(Refusal::AskFirst)?;
                let list = store::list(tx, ask.id).await?;
                if list.iter().any(|row| row.mentor_id == mentor.id && !flow::state(row).is_over()) {
                    return Ok(());
                }
                if !may_ask_again(&store::asked_before(tx, account, mentor.id).await?, now) {
                    return Err(Refusal::AskedLately.into());
                }
                if list.iter().filter(|row| !flow::state(row).is_over()).count() >= MOST_LISTED {
                    return Err(Refusal::ListFull.into());
                }
                let place = list.last().map_or(1, |row| row.place + 1);
                insert(tx, (id, ask.id, mentor.id), place, &ask.reveals, now).await?;
                flow::advance(tx, &ctx, &ask, now).await
            })
        })
        .await
}

async fn insert(
    tx: &WriteTx,
    (id, ask_id, mentor_id): (PublicId, i64, i64),
    place: i32,
    revealed: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = requests::Model {
        id: 0,
        public_id: id.to_string(),
        ask_id,
        mentor_id,
        place,
        state: State::Listed.word().to_owned(),
        revealed: revealed.to_owned(),
        listed_at: now,
        queued_at: None,
        asked_at: None,
        due_at: None,
        reminded_at: None,
        replied_at: None,
        ended_at: None,
        reason: None,
        question: None,
        answer: None,
    };
    let row = requests::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    requests::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

async fn set_place(tx: &WriteTx, row: i64, place: i32) -> Result<(), DbErr> {
    requests::Entity::update_many()
        .col_expr(requests::Column::Place, Expr::value(place))
        .filter(requests::Column::Id.eq(row))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes a mentor off who was not asked yet.
pub async fn take_off_list(ctx: &Ctx, request: &str) -> Result<(), MentorshipError> {
    change(ctx, request, Change::Off).await
}

/// Moves a mentor who was not asked yet one place up, past another who was not.
pub async fn raise_on_list(ctx: &Ctx, request: &str) -> Result<(), MentorshipError> {
    change(ctx, request, Change::Up).await
}

#[derive(Clone, Copy)]
enum Change {
    Off,
    Up,
}

async fn change(ctx: &Ctx, request: &str, change: Change) -> Result<(), MentorshipError> {
    allow(ctx, Action::SeekMentor, Object::Own)?;
    let account = me(ctx)?.account;
    let id = PublicId::parse(request.trim()).ok_or(MentorshipError::NotFound)?;
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                flow::lock(tx).await?;
                let row = store::request(tx, id).await?.ok_or(MentorshipError::NotFound)?;
                let ask = store::ask(tx, row.ask_id).await?.ok_or(MentorshipError::NotFound)?;
                if ask.account_id != account {
                    return Err(MentorshipError::NotFound);
                }
                if flow::state(&row) != State::Listed {
                    return Err(Refusal::RequestSettled.into());
                }
                match change {
                    Change::Off => {
                        requests::Entity::delete_by_id(row.id).exec(tx).await?;
                    }
                    Change::Up => {
                        let list = store::list(tx, ask.id).await?;
                        let above = list.iter().rev().find(|one| {
                            one.place < row.place && matches!(flow::state(one), State::Listed | State::Waiting)
                        });
                        if let Some(above) = above {
                            set_place(tx, row.id, 0).await?;
                            set_place(tx, above.id, row.place).await?;
                            set_place(tx, row.id, above.place).await?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await
}
