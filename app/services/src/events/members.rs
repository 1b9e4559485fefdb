//! What members have for themselves, and whether somebody is one: the one table of membership decides.

use domain::access::Standing;
use domain::events::{ForWhom, Sees, Series};
use sea_orm::{ConnectionTrait, DbErr};

use crate::ctx::Ctx;
use crate::membership;

/// What the viewer sees of an event. Nothing is read for one that is for everybody.
pub(super) async fn sees(ctx: &Ctx, whom: ForWhom) -> Result<Sees, DbErr> {
    if whom == ForWhom::Everybody {
        return Ok(Sees::ALL);
    }
    let active = ctx.viewer.member.as_ref().filter(|member| member.standing == Standing::Active);
    match active {
        Some(member) => of_account(ctx.db.read(), member.account).await,
        None => Ok(Sees::NOTHING),
    }
}

/// Whether an account may take part in a series.
pub(super) async fn may_come(db: &impl ConnectionTrait, series: &Series, account: i64) -> Result<bool, DbErr> {
    if !series.for_whom.is_for_members() {
        return Ok(true);
    }
    Ok(of_account(db, account).await?.lets_come(series.for_whom))
}

async fn of_account(db: &impl ConnectionTrait, account: i64) -> Result<Sees, DbErr> {
    Ok(Sees::of(membership::stands(db, account).await?))
}
