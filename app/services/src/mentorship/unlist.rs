//! A check that does not hold any more: taken back by a moderator, ended with the capability, or gone with the name.

use chrono::{DateTime, Utc};
use domain::access::{Action, Capability, Object};
use domain::id::PublicId;
use domain::mentorship::{MentorDeed, MentorStatus};
use domain::refusal::Refusal;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::entity::mentors::{self, Column};
use super::{MentorshipError, flow, forget, me, news, store};
use crate::access::allow;
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::grants;
use crate::identity::people;

/// Takes the check of a mentor back: nobody is sent to them any more, whoever asked them is sent to the next, and the
/// capability ends. Whoever works with them goes on. Nobody does it to themselves.
pub async fn take_check_back(ctx: &Ctx, mentor: &str) -> Result<(), MentorshipError> {
    allow(ctx, Action::CheckMentors, Object::None)?;
    let moderator = me(ctx)?.account;
    let id = PublicId::parse(mentor.trim()).ok_or(MentorshipError::NotFound)?;
    let (inner, now) = (ctx.clone(), ctx.now());
    ctx.db
        .write(move |tx| {
            let ctx = inner.clone();
            Box::pin(async move {
                flow::lock(tx).await?;
                let row = store::mentor_by_public(tx, id).await?.ok_or(MentorshipError::NotFound)?;
                if row.account_id == moderator {
                    return Err(Refusal::OwnCase.into());
                }
                let to = store::status(&row)?.after(MentorDeed::TakeBack).ok_or(Refusal::CaseSettled)?;
                news::check_taken_back(tx, &ctx, row.account_id).await?;
                unlist(tx, &ctx, (&row, to), "The check was taken back.", now).await?;
                let person = people::by_accounts(tx, &[row.account_id]).await?.pop();
                if let Some(person) = person {
                    let entry = Entry::done(&ctx.viewer, Action::CheckMentors).on("person", person.pseudonym);
                    audit::note(tx, &entry.saying("taken-back"), now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Begins the set-up anew for somebody who was checked, or waits to be: `to` is where the deed has led. The caller holds the
/// lock of [`flow::lock`].
pub(super) async fn unlist(
    tx: &WriteTx,
    ctx: &Ctx,
    (row, to): (&mentors::Model, MentorStatus),
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), MentorshipError> {
    mentors::Entity::update_many()
        .col_expr(Column::Status, Expr::value(to.word()))
        .col_expr(Column::Proof, Expr::value(Option::<String>::None))
        .col_expr(Column::Checked, Expr::value(Option::<String>::None))
        .col_expr(Column::CheckedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::CheckedBy, Expr::value(Option::<String>::None))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    forget::send_on(tx, ctx, row.id, now).await?;
    if let Some(person) = people::by_accounts(tx, &[row.account_id]).await?.pop() {
        grants::take(tx, ctx, &person, (Capability::Mentor, reason), now).await?;
    }
    Ok(())
}

/// An admin has ended the capability: the check that gave it does not hold any more.
pub(crate) async fn capability_ended(tx: &WriteTx, ctx: &Ctx, account: i64, now: DateTime<Utc>) -> Result<(), DbErr> {
    let work = async {
        flow::lock(tx).await?;
        let Some(row) = store::mentor_of(tx, account).await? else { return Ok(()) };
        let to = store::status(&row)?.after(MentorDeed::EndCapability);
        match to {
            Some(to) => unlist(tx, ctx, (&row, to), "", now).await,
            None => Ok(()),
        }
    };
    work.await.map_err(forget::db)
}
