//! What a mentor does with a request: yes, no, or tell me more.

use domain::access::{Action, Object, Standing};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::mentorship::{Decline, Deed, Text, words};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::{mentors, requests};
use super::flow::{self, Found};
use super::news::{self, ToMentee};
use super::sealed::{self, Pen};
use super::{MentorshipError, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::identity::people;
use crate::moderation::is_blocked_between;
use crate::secret::Secret;

/// Says yes: a seat is held until the mentee confirms.
pub async fn accept(ctx: &Ctx, request: &str) -> Result<(), MentorshipError> {
    answer(ctx, request, Answer::Accept).await
}

/// Says no with a ready reason; `reason` is a word of [`Decline`].
pub async fn decline(ctx: &Ctx, request: &str, reason: &str) -> Result<(), MentorshipError> {
    let reason = Decline::parse(reason);
    let reason = reason.ok_or_else(|| MentorshipError::Invalid(vec![FieldError::new("reason", words::REASON)]))?;
    answer(ctx, request, Answer::Decline(reason)).await
}

/// Asks the mentee something before deciding.
pub async fn ask_more(ctx: &Ctx, request: &str, question: &str) -> Result<(), MentorshipError> {
    let question = Text::needed("question", question).map_err(|error| MentorshipError::Invalid(vec![error]))?;
    answer(ctx, request, Answer::AskMore(question)).await
}

#[derive(Clone)]
enum Answer {
    Accept,
    Decline(Decline),
    AskMore(Text),
}

async fn answer(ctx: &Ctx, request: &str, answer: Answer) -> Result<(), MentorshipError> {
    allow(ctx, Action::BeMentor, Object::Own)?;
    let account = me(ctx)?.account;
    let id = PublicId::parse(request.trim()).ok_or(MentorshipError::NotFound)?;
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, answer) = (inner.clone(), answer.clone());
            Box::pin(async move {
                flow::lock(tx).await?;
                let mut found = mine(tx, id, account).await?;
                let goes_on = matches!(answer, Answer::Accept | Answer::AskMore(_));
                if goes_on && !flow::may_meet(tx, &found.mentor, found.ask.account_id).await? {
                    return Err(Refusal::RequestSettled.into());
                }
                let what = match answer {
                    Answer::Accept => {
                        #[cfg(feature = "chaos")]
                        if ctx.db.chaos() == Some(crate::chaos::Chaos::NoSeats)
                            && found.mentor.taken >= found.mentor.capacity
                        {
                            store::take_seat_unguarded(tx, found.mentor.id).await?;
                        }
                        flow::step(tx, &mut found.row, Deed::Accept, now).await?;
                        ToMentee::Accepted
                    }
                    Answer::Decline(reason) => {
                        found.row.reason = Some(reason.word().to_owned());
                        flow::step(tx, &mut found.row, Deed::Decline, now).await?;
                        ToMentee::Declined(reason)
                    }
                    Answer::AskMore(question) => {
                        flow::step(tx, &mut found.row, Deed::AskMore, now).await?;
                        set_question(tx, &ctx, &found, &question).await?;
                        ToMentee::Question
                    }
                };
                has_answered(tx, &found.mentor).await?;
                news::mentee(tx, &ctx, found.ask.account_id, (&found.row, &found.mentor), what).await?;
                if matches!(what, ToMentee::Declined(_)) {
                    flow::go_on(tx, &ctx, &found, now).await?;
                } else if matches!(what, ToMentee::Accepted) {
                    // The inbox has room for the next in the line, if a seat is left.
                    flow::promote(tx, &ctx, found.mentor.id, now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// A request that was put before this mentor, by somebody who is here and whom they may meet.
async fn mine(tx: &WriteTx, id: PublicId, account: i64) -> Result<Found, MentorshipError> {
    let row = store::request(tx, id).await?.ok_or(MentorshipError::NotFound)?;
    let found = flow::find(tx, row).await?;
    let told = found.row.asked_at.is_some();
    if !told || found.mentor.account_id != account || is_blocked_between(tx, account, found.ask.account_id).await? {
        return Err(MentorshipError::NotFound);
    }
    let mentee = people::by_accounts(tx, &[found.ask.account_id]).await?.pop();
    if mentee.is_none_or(|mentee| mentee.standing != Standing::Active) {
        return Err(Refusal::RequestSettled.into());
    }
    Ok(found)
}

async fn set_question(tx: &WriteTx, ctx: &Ctx, found: &Found, question: &Text) -> Result<(), MentorshipError> {
    let pen = Pen::of(tx, found.mentor.account_id).await?;
    let question = pen.seal(ctx, sealed::Column::Question, &found.row.public_id, question.as_str())?;
    requests::Entity::update_many()
        .col_expr(requests::Column::Question, Expr::value(question))
        // An answer to another question would be read as the answer to this one.
        .col_expr(requests::Column::Answer, Expr::value(Option::<Secret>::None))
        .filter(requests::Column::Id.eq(found.row.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whoever answers has not let requests run out, and their median time is counted anew.
async fn has_answered(tx: &WriteTx, mentor: &mentors::Model) -> Result<(), DbErr> {
    mentors::Entity::update_many()
        .col_expr(mentors::Column::Lapses, Expr::value(0))
        .filter(mentors::Column::Id.eq(mentor.id))
        .exec(tx)
        .await?;
    store::count_replies(tx, mentor.id).await
}
