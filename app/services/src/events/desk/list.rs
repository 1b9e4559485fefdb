//! The series an organizer looks after, with their next dates.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::events::{Slug, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::super::entity::{occurrences, series};
use super::super::list::says;
use super::super::rows::search_words;
use super::OrganizeError;
use super::scope::Scope;
use crate::ctx::Ctx;

/// Rows of a page.
pub const PAGE: usize = 50;

/// What of the list is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Words of which each must be found; may be empty.
    pub search: String,
    /// Only what has come so far.
    pub status: Option<Status>,
    /// As [`Listing::next`] said.
    pub after: Option<String>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// At most [`PAGE`], the latest changed first.
    pub rows: Vec<Row>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// A series of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its address.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Its category, or empty.
    pub category: String,
    /// How far it has come.
    pub status: Status,
    /// When its next date begins; `None` when none is to come.
    pub next: Option<DateTime<Utc>>,
    /// The zone of its times.
    pub zone: Tz,
}

/// A page of the viewer's series.
pub async fn list(ctx: &Ctx, wish: &Wish) -> Result<Listing, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let (db, now) = (ctx.db.read(), ctx.now());
    let behind = |(changed, id): (DateTime<Utc>, i64)| {
        let earlier = series::Column::ChangedAt.lt(changed);
        earlier.or(series::Column::ChangedAt.eq(changed).and(series::Column::Id.gt(id)))
    };
    let mut query = series::Entity::find()
        .apply_if(wish.status, |query, status| query.filter(series::Column::Status.eq(status.as_str())))
        .apply_if(wish.after.as_deref().and_then(place), |query, place| query.filter(behind(place)))
        .order_by_desc(series::Column::ChangedAt)
        .order_by_asc(series::Column::Id)
        .limit(PAGE as u64 + 1);
    if let Some(keys) = &scope.0 {
        query = query.filter(series::Column::CategoryKey.is_in(keys.iter().map(String::as_str)));
    }
    for word in search_words(&wish.search) {
        query = query.filter(says(Expr::col((series::Entity, series::Column::Search)), &word));
    }
    let mut found = query.all(db).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|row| format!("{}-{}", row.changed_at.timestamp_micros(), row.id));
    let soonest: Vec<(i64, DateTime<Utc>)> = occurrences::Entity::find()
        .select_only()
        .column(occurrences::Column::SeriesId)
        .column_as(occurrences::Column::StartsAt.min(), "soonest")
        .filter(occurrences::Column::SeriesId.is_in(found.iter().map(|row| row.id)))
        .filter(occurrences::Column::EndsAt.gt(now))
        .filter(occurrences::Column::Cancelled.eq(false))
        .group_by(occurrences::Column::SeriesId)
        .into_tuple()
        .all(db)
        .await?;
    let soonest: HashMap<i64, DateTime<Utc>> = soonest.into_iter().collect();
    let rows = found.into_iter().map(|row| {
        let broken = |what: &str| DbErr::Custom(format!("series {}: {what} cannot be read", row.id));
        Ok(Row {
            slug: Slug::parse(&row.slug).ok_or_else(|| broken("slug"))?,
            status: Status::parse(&row.status).ok_or_else(|| broken("status"))?,
            zone: row.zone.parse().map_err(|_| broken("zone"))?,
            next: soonest.get(&row.id).copied(),
            title: row.title,
            category: row.category,
        })
    });
    Ok(Listing { rows: rows.collect::<Result<_, DbErr>>()?, next })
}

fn place(text: &str) -> Option<(DateTime<Utc>, i64)> {
    let (changed, id) = text.split_once('-')?;
    Some((DateTime::from_timestamp_micros(changed.parse().ok()?)?, id.parse().ok()?))
}
