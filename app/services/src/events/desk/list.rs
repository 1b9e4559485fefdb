//! The series an organizer looks after, with their next dates.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::events::{Slug, Status};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::entity::{occurrences, series};
use super::super::list::says;
use super::super::rows::search_words;
use super::OrganizeError;
use super::scope::Scope;
use crate::ctx::Ctx;

/// Rows shown at most; beyond them one searches.
const MOST: u64 = 200;

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

/// The viewer's series that hold every word of `search`, the latest changed first; at most 200.
pub async fn list(ctx: &Ctx, search: &str) -> Result<Vec<Row>, OrganizeError> {
    let scope = Scope::of(ctx).await?;
    let (db, now) = (ctx.db.read(), ctx.now());
    let mut query = series::Entity::find().order_by_desc(series::Column::ChangedAt).order_by_asc(series::Column::Id);
    if let Some(keys) = &scope.0 {
        query = query.filter(series::Column::CategoryKey.is_in(keys.iter().map(String::as_str)));
    }
    for word in search_words(search) {
        query = query.filter(says(Expr::col((series::Entity, series::Column::Search)), &word));
    }
    let found = query.limit(MOST).all(db).await?;
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
    Ok(rows.collect::<Result<_, DbErr>>()?)
}
