//! Stopping mails by the link in one, without signing in. The token is the right to do so.

use domain::notifications::{Choice, Stop, Topic, Unsubscribe};

use super::store;
use crate::ctx::Ctx;
use crate::db::DbError;

/// What the link stops; `None` for a link that is none of ours or whose person is gone. Changes nothing.
pub async fn stoppable(ctx: &Ctx, token: &str) -> Result<Option<Stop>, DbError> {
    let Some(token) = Unsubscribe::parse(token) else { return Ok(None) };
    Ok(store::settings_by_secret(ctx.db.read(), &token.secret).await?.map(|_| token.stop))
}

/// Stops what the link is about, or `everything` that can be stopped; again does no harm. `false`: no such link.
pub async fn stop(ctx: &Ctx, token: &str, everything: bool) -> Result<bool, DbError> {
    let Some(token) = Unsubscribe::parse(token) else { return Ok(false) };
    let now = ctx.now();
    ctx.db
        .write(move |tx| {
            let token = token.clone();
            Box::pin(async move {
                tx.housekeeping();
                let Some(settings) = store::settings_by_secret(tx, &token.secret).await? else { return Ok(false) };
                let stops =
                    |topic: Topic| !topic.is_transactional() && (everything || token.stop == Stop::Topic(topic));
                for topic in Topic::ALL.into_iter().filter(|topic| stops(*topic)) {
                    store::set_choice(tx, settings.account_id, topic, Choice::Off).await?;
                }
                if everything || token.stop == Stop::Digest {
                    store::stop_digest(tx, settings.account_id, now).await?;
                }
                Ok(true)
            })
        })
        .await
}
