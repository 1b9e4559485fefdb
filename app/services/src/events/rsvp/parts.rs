//! A series in parts. Where one goes on in another rhythm, dates of the parts before it may still be to come: whoever
//! answers for all of the living part answers for those too.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::events::Series;
use domain::events::rsvp::Answer;
use sea_orm::{ConnectionTrait, DbErr};

use super::error::RsvpError;
use super::who::Who;
use super::{mails, standing, store};
use crate::ctx::Ctx;
use crate::db::WriteTx;
use crate::events::store as events;
use crate::mail::RsvpNews;

/// Parts that are followed back. More cannot be stored without a mistake in the data.
const PARTS: usize = 50;

/// The public parts before a series that have dates to come, the earliest first, with their keys.
pub(super) async fn earlier(
    db: &impl ConnectionTrait,
    series: &Series,
    now: DateTime<Utc>,
) -> Result<Vec<(i64, Series)>, DbErr> {
    let (mut parts, mut next) = (Vec::new(), series.continues.clone());
    for _ in 0..PARTS {
        let Some(slug) = next.take() else { break };
        let Some(part) = events::public_by_slug(db, &slug).await? else { break };
        let Some(key) = store::key_of(db, part.public_id).await? else { break };
        next.clone_from(&part.continues);
        if !part.next(now, 1).is_empty() {
            parts.push((key, part));
        }
    }
    parts.reverse();
    Ok(parts)
}

/// The date with this name, of a series or of a part before it, with the part it is of and that part's key. The part is
/// held against changes.
pub(super) async fn date_by_name(
    tx: &WriteTx,
    (key, series): (i64, &Series),
    name: &str,
    now: DateTime<Utc>,
) -> Result<Option<(i64, Series, NaiveDateTime)>, DbErr> {
    if let Some(at) = series.by_name(name) {
        return Ok(Some((key, series.clone(), at.original_start)));
    }
    for (key, part) in earlier(tx, series, now).await? {
        if part.by_name(name).is_none() {
            continue;
        }
        let held = store::held_series_by_key(tx, key).await?;
        return Ok(held.and_then(|part| {
            let start = part.by_name(name)?.original_start;
            Some((key, part, start))
        }));
    }
    Ok(None)
}

/// An answer for every date to come, told in one mail. Whoever comes to none any more comes to none of the parts before it
/// either.
pub(super) async fn answer_all(
    tx: &WriteTx,
    ctx: &Ctx,
    (key, series): (i64, &Series),
    who: Who,
    answer: Answer,
) -> Result<(), RsvpError> {
    let mut told = Vec::new();
    if answer == Answer::NotGoing {
        for (key, _) in earlier(tx, series, ctx.now()).await? {
            let Some(part) = store::held_series_by_key(tx, key).await? else { continue };
            if let Some((rows, _)) = standing::write_down(tx, ctx, (key, &part), who, answer).await? {
                told.push((part, rows));
            }
        }
    }
    let (rows, news) = match standing::write_down(tx, ctx, (key, series), who, answer).await? {
        Some(done) => done,
        None if told.is_empty() => return Ok(()),
        None => (Vec::new(), RsvpNews::LeftSeries),
    };
    told.push((series.clone(), rows));
    Ok(mails::tell_series(tx, ctx, (key, series), &told, who, news).await?)
}
