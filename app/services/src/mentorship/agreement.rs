//! The agreement of two: one writes, both sign the same text.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Object};
use domain::form::FieldError;
use domain::id::PublicId;
use domain::mentorship::{AgreementForm, Phase, Side, Turn, next_phase, words};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::engagement::{of, phase};
use super::entity::engagements::{self, Column};
use super::news::{self, Together};
use super::sealed::{self, Pen, Pens};
use super::{MentorshipError, flow, me, new_end};
use crate::access::allow;
use crate::ctx::Ctx;

/// The account of the other one.
pub(super) const fn other_of(row: &engagements::Model, side: Side) -> i64 {
    match side {
        Side::Mentor => row.mentee_account,
        Side::Mentee => row.mentor_account,
    }
}

/// The last day has passed before both have signed the text, so that nobody signs it any more.
pub(super) fn is_late(row: &engagements::Model, today: NaiveDate) -> bool {
    let until = row.ends_on.as_deref().and_then(|day| day.parse::<NaiveDate>().ok());
    phase(row) == Phase::Agreeing && until.is_some_and(|until| until < today)
}

/// The refusal when a turn cannot happen.
pub(super) fn over(row: &engagements::Model) -> MentorshipError {
    if phase(row) == Phase::Ended { Refusal::EngagementOver.into() } else { Refusal::AgreementSigned.into() }
}

/// Writes the agreement, or another text of it: whoever had signed signs anew. `version` names the text that it takes the
/// place of, 0 for none; what somebody else wrote in the meantime stays. Writing the same text again changes nothing.
pub async fn write_agreement(ctx: &Ctx, id: &str, version: &str, form: &AgreementForm) -> Result<(), MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let today = ctx.today();
    let agreement = form.parse(today).map_err(MentorshipError::Invalid)?;
    let id = PublicId::parse(id.trim()).ok_or(MentorshipError::NotFound)?;
    let version = version.trim().parse::<i32>().map_err(|_| MentorshipError::NotFound)?;
    let (account, inner) = (me(ctx)?.account, ctx.clone());
    ctx.db
        .write(move |tx| {
            let (ctx, agreement) = (inner.clone(), agreement.clone());
            Box::pin(async move {
                flow::lock(tx).await?;
                let (row, side) = of(tx, id, account).await?;
                next_phase(phase(&row), Turn::Write).ok_or_else(|| over(&row))?;
                let same_day = row.ends_on.as_deref() == Some(agreement.ends_on.to_string().as_str());
                if same_day && Pens::of(tx, &row).await?.scope(&ctx, &row)? == agreement.scope {
                    return Ok(());
                }
                if row.version != version {
                    return Err(Refusal::AgreementChanged.into());
                }
                let pen = Pen::of(tx, account).await?;
                let scope = pen.seal(&ctx, sealed::Column::Scope, &row.public_id, &agreement.scope)?;
                let unsigned = Option::<DateTime<Utc>>::None;
                engagements::Entity::update_many()
                    .col_expr(Column::Scope, Expr::value(scope))
                    .col_expr(Column::ScopeBy, Expr::value(side.word()))
                    .col_expr(Column::EndsOn, Expr::value(agreement.ends_on.to_string()))
                    .col_expr(Column::Version, Expr::value(row.version + 1))
                    .col_expr(Column::MentorSignedAt, Expr::value(unsigned))
                    .col_expr(Column::MenteeSignedAt, Expr::value(unsigned))
                    .filter(Column::Id.eq(row.id))
                    .exec(tx)
                    .await?;
                Ok(news::together(tx, &ctx, other_of(&row, side), &row, Together::Written).await?)
            })
        })
        .await
}

/// Signs the text that was read, or the last day that the other has proposed since; `version` names it, `agreed` is the
/// ticked box. Signing twice is signing once.
pub async fn sign(ctx: &Ctx, id: &str, version: &str, agreed: bool) -> Result<(), MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    if !agreed {
        return Err(MentorshipError::Invalid(vec![FieldError::new("agreed", words::AGREE)]));
    }
    let id = PublicId::parse(id.trim()).ok_or(MentorshipError::NotFound)?;
    let version = version.trim().parse::<i32>().map_err(|_| MentorshipError::NotFound)?;
    let (account, inner, now) = (me(ctx)?.account, ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let (row, side) = of(tx, id, account).await?;
                if row.new_ends_on.is_some() && phase(&row) == Phase::Active {
                    return new_end::sign(tx, &ctx, (&row, side), version, now).await;
                }
                let (mine, others) = match side {
                    Side::Mentor => (row.mentor_signed_at, row.mentee_signed_at),
                    Side::Mentee => (row.mentee_signed_at, row.mentor_signed_at),
                };
                if mine.is_some() {
                    return new_end::sign_once_more(&row, version);
                }
                let next = next_phase(phase(&row), Turn::Sign { both: others.is_some() }).ok_or_else(|| over(&row))?;
                if row.version != version || row.version == 0 {
                    return Err(Refusal::AgreementChanged.into());
                }
                if is_late(&row, ctx.day_of(now)) {
                    return Err(Refusal::AgreementLate.into());
                }
                let column = if side == Side::Mentor { Column::MentorSignedAt } else { Column::MenteeSignedAt };
                engagements::Entity::update_many()
                    .col_expr(column, Expr::value(now))
                    .col_expr(Column::Phase, Expr::value(next.word()))
                    .col_expr(Column::StartedAt, Expr::value((next == Phase::Active).then_some(now)))
                    .filter(Column::Id.eq(row.id))
                    .exec(tx)
                    .await?;
                let what = if next == Phase::Active { Together::Started } else { Together::Signed };
                Ok(news::together(tx, &ctx, other_of(&row, side), &row, what).await?)
            })
        })
        .await
}
