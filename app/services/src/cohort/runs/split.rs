//! The negative control of "one transaction": the result of a cohort in a first one, its pairs in a second.

use super::{CohortError, Ctx, DateTime, Objective, PublicId, Utc, apart, begin, flow, mentorship, outcome, store};

pub(super) async fn begin_apart(
    ctx: &Ctx,
    id: PublicId,
    objective: Objective,
    now: DateTime<Utc>,
) -> Result<(), CohortError> {
    let inner = ctx.clone();
    let second = ctx.db.write(move |tx| {
        let ctx = inner.clone();
        Box::pin(async move {
            let row = flow::take(tx, &ctx, id, now).await?;
            mentorship::hold_seats(tx).await?;
            let roll = store::roll(&ctx, tx, &row).await?;
            let input = roll.input.clone();
            let found = apart(move || outcome(&input, objective)).await?;
            begin(tx, &ctx, row.id, (&roll, &found), now).await
        })
    });
    second.await
}
