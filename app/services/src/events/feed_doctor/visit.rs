//! Takes a feed as calendar programs get it and has it examined.

use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Diagnosis, diagnose};
use crate::ctx::Ctx;
use crate::db::DbError;
use crate::events::entity::series;
use crate::events::store::public;
use crate::events::{FeedAnswer, FeedScope, feed};

/// Series that a form offers; whoever has more finds the rest on their pages.
const MOST_OFFERED: u64 = 300;

/// A feed and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// What the bytes say.
    pub diagnosis: Diagnosis,
    /// The entity tag they are served with, quotation marks included.
    pub etag: String,
    /// The last change of the feed, as they are served with it.
    pub last_modified: DateTime<Utc>,
}

/// Examines a feed and its next `n` dates; `None` when there is no such feed.
pub async fn visit(ctx: &Ctx, scope: &FeedScope, n: usize) -> Result<Option<Visit>, DbError> {
    let FeedAnswer::Feed { bytes, etag, last_modified } = feed(ctx, scope, None).await? else { return Ok(None) };
    let now = ctx.now();
    let work = tokio::task::spawn_blocking(move || diagnose(bytes.as_bytes(), now, n));
    // Only a runtime that shuts down gives no answer.
    Ok(work.await.ok().map(|diagnosis| Visit { diagnosis, etag, last_modified }))
}

/// Address and title of public series by title, at most 300: those whose feeds a form offers.
pub async fn offered(ctx: &Ctx) -> Result<Vec<(String, String)>, DbError> {
    let query = series::Entity::find().select_only().columns([series::Column::Slug, series::Column::Title]);
    let found = query.filter(public()).order_by_asc(series::Column::Title).order_by_asc(series::Column::Slug);
    Ok(found.limit(MOST_OFFERED).into_tuple().all(ctx.db.read()).await?)
}
