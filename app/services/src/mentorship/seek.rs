//! What a mentee does with a request: show more or less, answer a question, take it back, confirm.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::mentorship::{Deed, Phase, Revealed, Text};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::{asks, engagements, requests};
use super::flow::{self, Found};
use super::news::{self, ToMentor};
use super::sealed::{self, Pen};
use super::{MentorshipError, me, store};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::moderation::is_blocked_between;

/// Shows these fields to this mentor, and hides all others again. `reveals` are words of
/// [`domain::mentorship::Reveal`].
pub async fn set_revealed(ctx: &Ctx, request: &str, reveals: &[&str]) -> Result<(), MentorshipError> {
    let revealed = Revealed::read(reveals.iter().copied());
    deed(ctx, request, What::Reveal(revealed)).await.map(drop)
}

/// Answers what the mentor asked.
pub async fn tell_more(ctx: &Ctx, request: &str, answer: &str) -> Result<(), MentorshipError> {
    let answer = Text::needed("answer", answer).map_err(|error| MentorshipError::Invalid(vec![error]))?;
    deed(ctx, request, What::Tell(answer)).await.map(drop)
}

/// Takes a request back.
pub async fn withdraw(ctx: &Ctx, request: &str) -> Result<(), MentorshipError> {
    deed(ctx, request, What::Withdraw).await.map(drop)
}

/// Confirms a mentor who said yes: the two work together from now on, and all else on the list is closed. Answers the
/// engagement.
pub async fn confirm(ctx: &Ctx, request: &str) -> Result<PublicId, MentorshipError> {
    deed(ctx, request, What::Confirm(ctx.dice.public_id())).await?.ok_or(MentorshipError::NotFound)
}

#[derive(Clone)]
enum What {
    Reveal(Revealed),
    Tell(Text),
    Withdraw,
    Confirm(PublicId),
}

/// Takes a request back; a mentor who knew of it hears so. Whoever calls it lets the list go on.
pub(super) async fn take_back(
    tx: &WriteTx,
    ctx: &Ctx,
    found: &mut Found,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    let knew = found.row.asked_at.is_some();
    flow::step(tx, &mut found.row, Deed::Withdraw, now).await?;
    if knew {
        news::mentor(tx, ctx, (&found.row, &found.mentor), ToMentor::TakenBack).await?;
    }
    Ok(())
}

async fn deed(ctx: &Ctx, request: &str, what: What) -> Result<Option<PublicId>, MentorshipError> {
    allow(ctx, Action::SeekMentor, Object::Own)?;
    let account = me(ctx)?.account;
    let id = PublicId::parse(request.trim()).ok_or(MentorshipError::NotFound)?;
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let (ctx, what) = (inner.clone(), what.clone());
            Box::pin(async move {
                flow::lock(tx).await?;
                let row = store::request(tx, id).await?.ok_or(MentorshipError::NotFound)?;
                let mut found = flow::find(tx, row).await?;
                if found.ask.account_id != account {
                    return Err(MentorshipError::NotFound);
                }
                match what {
                    What::Reveal(revealed) => reveal(tx, &found, &revealed).await?,
                    What::Tell(answer) => tell(tx, &ctx, &mut found, &answer, now).await?,
                    What::Withdraw => {
                        take_back(tx, &ctx, &mut found, now).await?;
                        flow::go_on(tx, &ctx, &found, now).await?;
                    }
                    What::Confirm(id) => return begin(tx, &ctx, &mut found, id, now).await.map(Some),
                }
                Ok(None)
            })
        })
        .await
}

async fn reveal(tx: &WriteTx, found: &Found, revealed: &Revealed) -> Result<(), MentorshipError> {
    if !flow::is_shown(tx, found).await? {
        return Err(Refusal::RequestSettled.into());
    }
    requests::Entity::update_many()
        .col_expr(requests::Column::Revealed, Expr::value(revealed.stored()))
        .filter(requests::Column::Id.eq(found.row.id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn tell(
    tx: &WriteTx,
    ctx: &Ctx,
    found: &mut Found,
    answer: &Text,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    flow::step(tx, &mut found.row, Deed::TellMore, now).await?;
    let pen = Pen::of(tx, found.ask.account_id).await?;
    let answer = pen.seal(ctx, sealed::Column::Answer, &found.row.public_id, answer.as_str())?;
    requests::Entity::update_many()
        .col_expr(requests::Column::Answer, Expr::value(answer))
        .filter(requests::Column::Id.eq(found.row.id))
        .exec(tx)
        .await?;
    Ok(news::mentor(tx, ctx, (&found.row, &found.mentor), ToMentor::Answered).await?)
}

/// The first accept that is confirmed wins: the list moves from looking to matched once only.
async fn begin(
    tx: &WriteTx,
    ctx: &Ctx,
    found: &mut Found,
    id: PublicId,
    now: DateTime<Utc>,
) -> Result<PublicId, MentorshipError> {
    if is_blocked_between(tx, found.mentor.account_id, found.ask.account_id).await? {
        return Err(MentorshipError::NotFound);
    }
    if !flow::may_meet(tx, &found.mentor, found.ask.account_id).await? {
        return Err(Refusal::RequestSettled.into());
    }
    flow::step(tx, &mut found.row, Deed::Confirm, now).await?;
    #[cfg(feature = "chaos")]
    if ctx.db.chaos() == Some(crate::chaos::Chaos::NoListEnd) {
        insert(tx, found, id, now).await?;
        return Ok(id);
    }
    let taken = asks::Entity::update_many()
        .col_expr(asks::Column::State, Expr::value("matched"))
        .col_expr(asks::Column::OpenKey, Expr::value(Option::<String>::None))
        .col_expr(asks::Column::EndedAt, Expr::value(now))
        .filter(asks::Column::Id.eq(found.ask.id))
        .filter(asks::Column::State.eq("looking"))
        .exec(tx)
        .await?;
    if taken.rows_affected != 1 {
        return Err(Refusal::MatchedAlready.into());
    }
    "matched".clone_into(&mut found.ask.state);
    insert(tx, found, id, now).await?;
    news::mentor(tx, ctx, (&found.row, &found.mentor), ToMentor::Confirmed).await?;
    flow::close_list(tx, ctx, &found.ask, ToMentor::FoundAnother, now).await?;
    Ok(id)
}

pub(super) async fn insert(tx: &WriteTx, found: &Found, id: PublicId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = engagements::Model {
        id: 0,
        public_id: id.to_string(),
        ask_id: found.ask.id,
        request_id: found.row.id,
        mentor_id: found.mentor.id,
        mentor_account: found.mentor.account_id,
        mentee_account: found.ask.account_id,
        phase: Phase::Agreeing.word().to_owned(),
        scope: None,
        scope_by: None,
        ends_on: None,
        version: 0,
        new_ends_on: None,
        new_end_by: None,
        new_end_at: None,
        mentor_signed_at: None,
        mentee_signed_at: None,
        started_at: None,
        fit_asked_at: None,
        end_told_at: None,
        agree_told_at: None,
        agree_told_again_at: None,
        mentor_fit: None,
        mentee_fit: None,
        ended_at: None,
        ended_by: None,
        mentor_feedback: None,
        mentee_feedback: None,
        created_at: now,
    };
    let row = engagements::ActiveModel { id: ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    engagements::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
