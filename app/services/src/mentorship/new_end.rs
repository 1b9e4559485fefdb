//! Another last day for two who have signed: one proposes it and has signed it by that, the other signs it. Until then what
//! both have signed holds, and whoever has proposed it may take it back.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::id::PublicId;
use domain::mentorship::{Phase, Side, Turn, next_phase};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, UpdateMany};

use super::agreement::other_of;
use super::engagement::{new_end, of, phase};
use super::entity::engagements::{self, Column};
use super::news::{self, Together};
use super::{MentorshipError, flow, me};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;

/// Proposes another last day, or another than was proposed: it counts as a new text, so that nobody signs what they have not
/// read. Only while the two work together. The day that is proposed already is not proposed anew: from whoever has proposed it
/// that changes nothing, from the other it signs.
pub async fn propose_end(ctx: &Ctx, id: &str, ends_on: &str) -> Result<(), MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let id = PublicId::parse(id.trim()).ok_or(MentorshipError::NotFound)?;
    let (account, inner, now, typed) = (me(ctx)?.account, ctx.clone(), ctx.now(), ends_on.to_owned());
    let today = ctx.day_of(now);
    ctx.db
        .write(move |tx| {
            let (ctx, typed) = (inner.clone(), typed.clone());
            Box::pin(async move {
                flow::lock(tx).await?;
                let (row, side) = of(tx, id, account).await?;
                next_phase(phase(&row), Turn::Renew).ok_or_else(|| not_now(&row))?;
                let until = row.ends_on.as_deref().and_then(|day| day.parse().ok());
                let day = domain::mentorship::new_end(&typed, today, until).map_err(MentorshipError::Invalid)?;
                if new_end(&row, today).is_some_and(|proposed| proposed.ends_on == day) {
                    return sign(tx, &ctx, (&row, side), row.version, now).await;
                }
                engagements::Entity::update_many()
                    .col_expr(Column::NewEndsOn, Expr::value(day.to_string()))
                    .col_expr(Column::NewEndBy, Expr::value(side.word()))
                    .col_expr(Column::NewEndAt, Expr::value(now))
                    .col_expr(Column::Version, Expr::value(row.version + 1))
                    .filter(Column::Id.eq(row.id))
                    .exec(tx)
                    .await?;
                Ok(news::together(tx, &ctx, other_of(&row, side), &row, Together::NewEnd).await?)
            })
        })
        .await
}

/// Takes back the last day that one has proposed and the other has not signed. `version` names it; another one counts from
/// now on, so that nobody signs it on a page that still shows it.
pub async fn take_end_back(ctx: &Ctx, id: &str, version: &str) -> Result<(), MentorshipError> {
    allow(ctx, Action::WorkTogether, Object::Own)?;
    let id = PublicId::parse(id.trim()).ok_or(MentorshipError::NotFound)?;
    let version = version.trim().parse::<i32>().map_err(|_| MentorshipError::NotFound)?;
    let (account, inner) = (me(ctx)?.account, ctx.clone());
    let today = ctx.today();
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let (row, side) = of(tx, id, account).await?;
                next_phase(phase(&row), Turn::Renew).ok_or_else(|| not_now(&row))?;
                let mine = new_end(&row, today).is_some_and(|proposed| proposed.by == side);
                if !mine || row.version != version {
                    return Err(Refusal::ProposalMoved.into());
                }
                not_proposed(&row).col_expr(Column::Version, Expr::value(row.version + 1)).exec(tx).await?;
                Ok(news::together(tx, &ctx, other_of(&row, side), &row, Together::EndTakenBack).await?)
            })
        })
        .await
}

/// An update of an engagement after which no other last day is proposed.
fn not_proposed(row: &engagements::Model) -> UpdateMany<engagements::Entity> {
    engagements::Entity::update_many()
        .col_expr(Column::NewEndsOn, Expr::value(Option::<String>::None))
        .col_expr(Column::NewEndBy, Expr::value(Option::<String>::None))
        .col_expr(Column::NewEndAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(Column::Id.eq(row.id))
}

/// Signs the proposed last day, which holds from now on; both are asked again once it has passed. Whoever has proposed it
/// has signed already.
pub(super) async fn sign(
    tx: &WriteTx,
    ctx: &Ctx,
    (row, side): (&engagements::Model, Side),
    version: i32,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    let today = ctx.day_of(now);
    let (proposed, proposed_at) = new_end(row, today).zip(row.new_end_at).ok_or(Refusal::ProposalMoved)?;
    if proposed.by == side {
        return Ok(());
    }
    if row.version != version {
        return Err(Refusal::ProposalMoved.into());
    }
    let (theirs, mine) = match side {
        Side::Mentor => (Column::MenteeSignedAt, Column::MentorSignedAt),
        Side::Mentee => (Column::MentorSignedAt, Column::MenteeSignedAt),
    };
    not_proposed(row)
        .col_expr(Column::EndsOn, Expr::value(proposed.ends_on.to_string()))
        .col_expr(theirs, Expr::value(proposed_at))
        .col_expr(mine, Expr::value(now))
        .col_expr(Column::EndToldAt, Expr::value(Option::<DateTime<Utc>>::None))
        .exec(tx)
        .await?;
    Ok(news::together(tx, ctx, other_of(row, side), row, Together::Renewed).await?)
}

/// Signing once more what one has signed changes nothing. While two work together, another version than theirs names a last
/// day that was taken back or replaced, and whoever signs that must not read that it is done.
pub(super) fn sign_once_more(row: &engagements::Model, version: i32) -> Result<(), MentorshipError> {
    let moved = phase(row) == Phase::Active && row.version != version;
    if moved { Err(Refusal::ProposalMoved.into()) } else { Ok(()) }
}

/// The refusal when no other last day can be proposed.
fn not_now(row: &engagements::Model) -> MentorshipError {
    if phase(row) == Phase::Ended { Refusal::EngagementOver.into() } else { Refusal::RequestSettled.into() }
}
