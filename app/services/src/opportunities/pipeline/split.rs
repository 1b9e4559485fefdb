//! The negative control of "one transaction": a move counts its places in a first one and moves the application in a second.

use super::{
    Ctx, DateTime, Hand, Move, OpportunityError, PublicId, Refusal, Stage, Utc, filed, held, hold_until, next, rows,
    settle, store,
};

pub(super) async fn change(
    ctx: &Ctx,
    id: PublicId,
    (step, by): (Move, Hand),
    days: u32,
    now: DateTime<Utc>,
) -> Result<(), OpportunityError> {
    let first = ctx.db.write(move |tx| {
        Box::pin(async move {
            let (posting, row) = held(tx, id).await?;
            let from = rows::stage(&row)?;
            let to = from.after(step, by)?;
            let more = |has: fn(Stage) -> bool| i32::from(has(to)) - i32::from(has(from));
            let (offered, taken) = (more(Stage::holds_offer), more(Stage::has_seat));
            if !store::count_places(tx, posting.id, offered, taken).await? {
                return Err(Refusal::NoPlaceLeft.into());
            }
            Ok::<_, OpportunityError>(offered + taken < 0)
        })
    });
    let (is_free, own) = (first.await?, ctx.clone());
    let second = ctx.db.write(move |tx| {
        let ctx = own.clone();
        Box::pin(async move {
            let (posting, row) = held(tx, id).await?;
            let to = rows::stage(&row)?.after(step, by)?;
            let hold = to.holds_offer().then(|| (days, hold_until(now, days)));
            if !filed::go(tx, &row, filed::Goes { to, hold }, now).await? {
                return Err(Refusal::ApplicationMoved.into());
            }
            if is_free {
                next(tx, &ctx, posting.id, row.hold_days, now).await?;
            }
            settle(tx, &ctx, &posting, now).await
        })
    });
    second.await
}
