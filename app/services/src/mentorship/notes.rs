//! While two work together: steps, meetings, the fit check, and the end.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::mentorship::{FitAnswer, MeetingForm, NextStepForm, Phase, Side, Text, Turn, next_phase, words};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::agreement::other_of;
use super::ask::insert;
use super::engagement::{of, phase};
use super::entity::{engagements, meetings, steps};
use super::news::{self, Together};
use super::sealed::{self, Pen, ask_of};
use super::{MentorshipError, flow, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::idempotency::{self, Key, Once};
use crate::moderation::is_blocked_between;

/// The action's name, as it stands beside its idempotency keys.
const NOTE: &str = "mentorship/note";

/// What is written into an engagement.
#[derive(Clone)]
enum Note {
    Step(domain::mentorship::NextStep),
    Meeting(domain::mentorship::Meeting),
}

/// Writes down a goal or a next step. Sending the same form again changes nothing.
pub async fn plan_step(ctx: &Ctx, id: &str, form: &NextStepForm, key: &str) -> Result<(), MentorshipError> {
    let today = ctx.today();
    let step = form.parse(today).map_err(MentorshipError::Invalid)?;
    note(ctx, id, Note::Step(step), key, &format!("{} {}", form.what, form.due_on)).await
}

/// Logs a meeting, by the clocks of whoever writes it. Sending the same form again changes nothing.
pub async fn log_meeting(ctx: &Ctx, id: &str, form: &MeetingForm, key: &str) -> Result<(), MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let account = me(ctx)?.account;
    let zone = crate::identity::reach(ctx.db.read(), account).await?.and_then(|person| person.zone);
    let zone = zone.unwrap_or(ctx.config.org.zone);
    let meeting = form.parse(zone, ctx.now()).map_err(MentorshipError::Invalid)?;
    note(ctx, id, Note::Meeting(meeting), key, &format!("{} {} {}", form.met_at, form.minutes, form.note)).await
}

async fn note(ctx: &Ctx, id: &str, note: Note, key: &str, body: &str) -> Result<(), MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let account = me(ctx)?.account;
    let id = PublicId::parse(id.trim()).ok_or(MentorshipError::NotFound)?;
    let no_key = || MentorshipError::Invalid(vec![FieldError::new("key", domain::moderation::words::KEY)]);
    let key = Key::parse(key).ok_or_else(no_key)?;
    let body = format!("{account} {id} {body}");
    let (new, inner, now) = (ctx.dice.public_id(), ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, note, key, body) = (inner.clone(), note.clone(), key.clone(), body.clone());
            Box::pin(async move {
                let (row, side) = of(tx, id, account).await?;
                if phase(&row) == Phase::Ended {
                    return Err(Refusal::EngagementOver.into());
                }
                match idempotency::once::<bool>(tx, &key, NOTE, body.as_bytes(), now).await? {
                    Once::Replay(_) => Ok(()),
                    Once::Conflict => Err(MentorshipError::KeyConflict),
                    Once::Fresh(ticket) => {
                        store_note(tx, &ctx, (&row, side), note, new).await?;
                        Ok(ticket.finish(tx, &true).await?)
                    }
                }
            })
        })
        .await
}

async fn store_note(
    tx: &WriteTx,
    ctx: &Ctx,
    (row, side): (&engagements::Model, Side),
    note: Note,
    id: PublicId,
) -> Result<(), MentorshipError> {
    let account = if side == Side::Mentor { row.mentor_account } else { row.mentee_account };
    let (pen, now) = (Pen::of(tx, account).await?, ctx.now());
    match note {
        Note::Step(step) => {
            let new = steps::Model {
                id: 0,
                public_id: id.to_string(),
                engagement_id: row.id,
                written_by: side.word().to_owned(),
                what: pen.seal(ctx, sealed::Column::Step, id.as_str(), step.what.as_str())?,
                due_on: step.due_on.map(|day| day.to_string()),
                done_at: None,
                created_at: now,
            };
            let new = steps::ActiveModel { id: ActiveValue::NotSet, ..new.into_active_model().reset_all() };
            steps::Entity::insert(new).exec_without_returning(tx).await?;
        }
        Note::Meeting(meeting) => {
            let new = meetings::Model {
                id: 0,
                public_id: id.to_string(),
                engagement_id: row.id,
                written_by: side.word().to_owned(),
                met_at: meeting.met_at,
                minutes: meeting.minutes,
                note: pen.seal(ctx, sealed::Column::Meeting, id.as_str(), meeting.note.as_str())?,
                created_at: now,
            };
            let new = meetings::ActiveModel { id: ActiveValue::NotSet, ..new.into_active_model().reset_all() };
            meetings::Entity::insert(new).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// Marks a step as done, or as not done after all.
pub async fn mark_step(ctx: &Ctx, step: &str, done: bool) -> Result<PublicId, MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let (account, now) = (me(ctx)?.account, ctx.now());
    let step = PublicId::parse(step.trim()).ok_or(MentorshipError::NotFound)?;
    ctx.db
        .write(move |tx| {
            Box::pin(async move {
                let found = steps::Entity::find().filter(steps::Column::PublicId.eq(step.as_str())).one(tx).await?;
                let found = found.ok_or(MentorshipError::NotFound)?;
                let row = engagements::Entity::find_by_id(found.engagement_id).one(tx).await?;
                let row = row.ok_or(MentorshipError::NotFound)?;
                let id = PublicId::parse(&row.public_id).ok_or(MentorshipError::NotFound)?;
                of(tx, id, account).await?;
                if phase(&row) == Phase::Ended {
                    return Err(Refusal::EngagementOver.into());
                }
                steps::Entity::update_many()
                    .col_expr(steps::Column::DoneAt, Expr::value(done.then_some(now)))
                    .filter(steps::Column::Id.eq(found.id))
                    .exec(tx)
                    .await?;
                Ok(id)
            })
        })
        .await
}

/// Says whether it fits. If it does not, the two part without fault, and what the mentee looked for is open again.
pub async fn answer_fit(ctx: &Ctx, id: &str, answer: &str) -> Result<(), MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let answer = FitAnswer::parse(answer);
    let answer = answer.ok_or_else(|| MentorshipError::Invalid(vec![FieldError::new("answer", words::FIT_ANSWER)]))?;
    let id = PublicId::parse(id.trim()).ok_or(MentorshipError::NotFound)?;
    let (account, new, inner, now) = (me(ctx)?.account, ctx.dice.public_id(), ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let (row, side) = of(tx, id, account).await?;
                if phase(&row) != Phase::Active {
                    return Err(Refusal::EngagementOver.into());
                }
                let column = match side {
                    Side::Mentor => engagements::Column::MentorFit,
                    Side::Mentee => engagements::Column::MenteeFit,
                };
                engagements::Entity::update_many()
                    .col_expr(column, Expr::value(answer.word()))
                    .filter(engagements::Column::Id.eq(row.id))
                    .exec(tx)
                    .await?;
                if answer == FitAnswer::Not {
                    end(tx, &ctx, &row, side.word(), now).await?;
                    news::together(tx, &ctx, other_of(&row, side), &row, Together::Ended).await?;
                    reopen(tx, &ctx, &row, new, now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Ends an engagement and gives its seat back, in the transaction that says why.
pub(super) async fn end(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &engagements::Model,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    use engagements::Column;
    let next = next_phase(phase(row), Turn::End).ok_or(Refusal::EngagementOver)?;
    let done = engagements::Entity::update_many()
        .col_expr(Column::Phase, Expr::value(next.word()))
        .col_expr(Column::EndedAt, Expr::value(now))
        .col_expr(Column::EndedBy, Expr::value(by))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Phase.eq(row.phase.as_str()))
        .exec(tx)
        .await?;
    if done.rows_affected != 1 {
        return Err(Refusal::EngagementOver.into());
    }
    store::free_seat(tx, row.mentor_id).await?;
    flow::promote(tx, ctx, row.mentor_id, now).await
}

/// What the mentee looked for is open again, with an empty list, unless they look already.
pub(super) async fn reopen(
    tx: &WriteTx,
    ctx: &Ctx,
    row: &engagements::Model,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    if store::open_ask(tx, row.mentee_account).await?.is_some() {
        return Ok(());
    }
    let Some(ask) = store::ask(tx, row.ask_id).await? else { return Ok(()) };
    let ask = ask_of(ctx, tx, &ask).await?;
    insert(tx, ctx, (id, row.mentee_account), &ask, now).await?;
    Ok(news::together(tx, ctx, row.mentee_account, row, Together::Reopened).await?)
}

/// Ends it, or adds a few words after the end, once; before both have signed, the mentee looks on with what they looked
/// for. `words_at_the_end` may be empty.
pub async fn close_engagement(ctx: &Ctx, id: &str, words_at_the_end: &str) -> Result<(), MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let feedback = Text::parse("feedback", words_at_the_end).map_err(|error| MentorshipError::Invalid(vec![error]))?;
    let id = PublicId::parse(id.trim()).ok_or(MentorshipError::NotFound)?;
    let (account, new, inner, now) = (me(ctx)?.account, ctx.dice.public_id(), ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, feedback) = (inner.clone(), feedback.clone());
            Box::pin(async move {
                flow::lock(tx).await?;
                let (row, side) = of(tx, id, account).await?;
                let column = match side {
                    Side::Mentor => engagements::Column::MentorFeedback,
                    Side::Mentee => engagements::Column::MenteeFeedback,
                };
                if !feedback.as_str().is_empty() {
                    let pen = Pen::of(tx, account).await?;
                    let before = match side {
                        Side::Mentor => row.mentor_feedback.as_ref(),
                        Side::Mentee => row.mentee_feedback.as_ref(),
                    };
                    let before = pen.open_some(&ctx, sealed::Column::Feedback, &row.public_id, before)?;
                    if before.as_deref() == Some(feedback.as_str()) {
                        return Ok(());
                    }
                    let said = pen.seal(&ctx, sealed::Column::Feedback, &row.public_id, feedback.as_str())?;
                    let done = engagements::Entity::update_many()
                        .col_expr(column, Expr::value(said))
                        .filter(engagements::Column::Id.eq(row.id))
                        .filter(column.is_null())
                        .exec(tx)
                        .await?;
                    if done.rows_affected != 1 {
                        return Err(Refusal::WordsSaid.into());
                    }
                    let other = other_of(&row, side);
                    if phase(&row) == Phase::Ended && !is_blocked_between(tx, account, other).await? {
                        news::together(tx, &ctx, other, &row, Together::WordsSaid).await?;
                    }
                }
                if phase(&row) != Phase::Ended {
                    end(tx, &ctx, &row, side.word(), now).await?;
                    news::together(tx, &ctx, other_of(&row, side), &row, Together::Ended).await?;
                    if phase(&row) == Phase::Agreeing {
                        // They have not begun, so the mentee has still nobody.
                        reopen(tx, &ctx, &row, new, now).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}
