//! Forgetting a guest: name, address, answers and the mails to them that have not left.

use domain::access::{Action, Object};
use domain::identity::Email;
use domain::refusal::Refusal;
use sea_orm::{DbErr, EntityTrait, QuerySelect};

use super::entity::guests::{Entity, Model};
use super::error::RsvpError;
use super::who::Who;
use super::{answer, guests};
use crate::access::allow;
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::mail;

/// Forgets a guest's name and address; their places go to whoever is next.
pub async fn forget_guest(ctx: &Ctx, token: &str) -> Result<(), RsvpError> {
    allow(ctx, Action::UseGuestLink, Object::None)?;
    let (own, token) = (ctx.clone(), token.to_owned());
    let email = ctx
        .db
        .write(move |tx| {
            let (ctx, token) = (own.clone(), token.clone());
            Box::pin(async move {
                tx.housekeeping();
                let (_, guest) = guests::link(tx, &token, ctx.now()).await?.ok_or(Refusal::LinkSpent)?;
                forget(tx, &ctx, guest.id).await?;
                Ok::<_, RsvpError>(guest.email.0)
            })
        })
        .await?;
    mail::forget_kept(ctx, &email).await;
    ctx.db.forget_on_disk().await;
    Ok(())
}

/// Waits for whoever writes something of a guest's at this moment, and lets nobody do so until the end of the
/// transaction; `None` when the guest is gone. Without it a seat could be given between the last look at theirs and the
/// end of the guest, and would be counted for ever.
pub(super) async fn hold(tx: &WriteTx, guest: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(guest).lock_exclusive().one(tx).await
}

/// Gives back what a guest has, and forgets them.
pub(super) async fn forget(tx: &WriteTx, ctx: &Ctx, guest: i64) -> Result<(), DbErr> {
    let Some(guest) = hold(tx, guest).await? else { return Ok(()) };
    answer::give_all_back(tx, ctx, Who::Guest(guest.id)).await?;
    if let Some(email) = Email::parse(&guest.email.0) {
        mail::forget_unsent_to_guest(tx, &email).await?;
    }
    Entity::delete_by_id(guest.id).exec(tx).await?;
    Ok(())
}
