//! What readers of news and search engines ask for: what changed last, and every address there is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use domain::events::{Series, Slug};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    RelationDef,
};

use super::belongings::Belongings;
use super::entity::{occurrences, overrides, series};
use super::rows::from_row;
use super::store::public;
use crate::ctx::Ctx;
use crate::db::DbError;

/// Dates gone and to come that search engines are told of, each way.
const YEAR: Duration = Duration::days(365);

/// A series or one of its dates that is new or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The series with everything it says of its dates.
    pub series: Series,
    /// The original start of the date that changed; `None` for the series itself.
    pub date: Option<NaiveDateTime>,
    /// When it changed.
    pub changed_at: DateTime<Utc>,
}

/// The last `most` changes of public series and of what single dates say otherwise, newest first.
pub async fn news(ctx: &Ctx, most: u64) -> Result<Vec<News>, DbError> {
    let db = ctx.db.read();
    let series: Vec<(i64, DateTime<Utc>)> = series::Entity::find()
        .select_only()
        .columns([series::Column::Id, series::Column::ChangedAt])
        .filter(public())
        .order_by_desc(series::Column::ChangedAt)
        .order_by_asc(series::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    let dates: Vec<(i64, NaiveDateTime, DateTime<Utc>)> = overrides::Entity::find()
        .select_only()
        .columns([overrides::Column::SeriesId, overrides::Column::OriginalStart, overrides::Column::ChangedAt])
        .join(JoinType::InnerJoin, of_series::<overrides::Entity>(overrides::Column::SeriesId))
        .filter(public())
        .order_by_desc(overrides::Column::ChangedAt)
        .order_by_asc(overrides::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    let mut changes: Vec<(DateTime<Utc>, i64, Option<NaiveDateTime>)> =
        series.into_iter().map(|(id, at)| (at, id, None)).collect();
    changes.extend(dates.into_iter().map(|(id, start, at)| (at, id, Some(start))));
    changes.sort_by_key(|(at, id, start)| (std::cmp::Reverse(*at), *id, *start));
    changes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let whole = whole(db, changes.iter().map(|(_, id, _)| *id).collect()).await?;
    let told = |(changed_at, id, date)| Some(News { series: whole.get(&id)?.clone(), date, changed_at });
    Ok(changes.into_iter().filter_map(told).collect())
}

async fn whole(db: &impl ConnectionTrait, keys: BTreeSet<i64>) -> Result<BTreeMap<i64, Series>, DbErr> {
    let keys: Vec<i64> = keys.into_iter().collect();
    let rows = series::Entity::find().filter(series::Column::Id.is_in(keys.iter().copied())).all(db).await?;
    let mut belongings = Belongings::of(db, Some(&keys)).await?;
    rows.into_iter().map(|row| Ok((row.id, from_row(row, &mut belongings)?))).collect()
}

fn of_series<E: EntityTrait>(column: E::Column) -> RelationDef {
    E::belongs_to(series::Entity).from(column).to(series::Column::Id).into()
}

/// The address of a public page of the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The series.
    pub slug: Slug,
    /// The name of the date, for the page of one.
    pub date: Option<String>,
    /// When what stands there last changed.
    pub changed_at: DateTime<Utc>,
}

/// How many addresses [`addresses`] has.
pub async fn count_addresses(ctx: &Ctx) -> Result<u64, DbError> {
    let db = ctx.db.read();
    let series = series::Entity::find().filter(public()).count(db).await?;
    Ok(series + dates_within_a_year(ctx.now()).count(db).await?)
}

/// Slug, name of the date, and when the series and what the date says otherwise last changed.
type OfDate = (String, String, DateTime<Utc>, Option<DateTime<Utc>>);

/// Addresses of all public series, then of their dates from a year ago to a year ahead: `most` of them, `skip` left
/// out at the beginning. The order is stable within a day as long as nothing changes.
pub async fn addresses(ctx: &Ctx, skip: u64, most: u64) -> Result<Vec<Address>, DbError> {
    let db = ctx.db.read();
    let series: Vec<(String, DateTime<Utc>)> = series::Entity::find()
        .select_only()
        .columns([series::Column::Slug, series::Column::ChangedAt])
        .filter(public())
        .order_by_asc(series::Column::Id)
        .offset(skip)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    let mut found = series
        .into_iter()
        .map(|(slug, changed_at)| Ok(Address { slug: slug_of(&slug)?, date: None, changed_at }))
        .collect::<Result<Vec<_>, DbErr>>()?;
    let rest = most - (found.len() as u64).min(most);
    if rest > 0 {
        let all_series = series::Entity::find().filter(public()).count(db).await?;
        let dates: Vec<OfDate> = dates_within_a_year(ctx.now())
            .join(JoinType::LeftJoin, of_override())
            .select_only()
            .column(series::Column::Slug)
            .column(occurrences::Column::Name)
            .column(series::Column::ChangedAt)
            .column(overrides::Column::ChangedAt)
            .order_by_asc(occurrences::Column::StartsAt)
            .order_by_asc(occurrences::Column::SeriesId)
            .offset(skip.saturating_sub(all_series))
            .limit(rest)
            .into_tuple()
            .all(db)
            .await?;
        for (slug, name, of_series, of_date) in dates {
            let changed_at = of_date.map_or(of_series, |of_date| of_date.max(of_series));
            found.push(Address { slug: slug_of(&slug)?, date: Some(name), changed_at });
        }
    }
    Ok(found)
}

fn dates_within_a_year(now: DateTime<Utc>) -> sea_orm::Select<occurrences::Entity> {
    // By day, so that the parts of a list fit together whenever they are fetched.
    let today = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    occurrences::Entity::find()
        .join(JoinType::InnerJoin, of_series::<occurrences::Entity>(occurrences::Column::SeriesId))
        .filter(public())
        .filter(occurrences::Column::StartsAt.between(today - YEAR, today + YEAR))
}

fn of_override() -> RelationDef {
    occurrences::Entity::belongs_to(overrides::Entity)
        .from(occurrences::Column::OverrideId)
        .to(overrides::Column::Id)
        .into()
}

fn slug_of(text: &str) -> Result<Slug, DbErr> {
    Slug::parse(text).ok_or_else(|| DbErr::Custom(format!("series {text}: slug cannot be read")))
}
