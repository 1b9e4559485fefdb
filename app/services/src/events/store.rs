//! Queries of whole series. Rows become domain types in `rows`.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::events::{Series, Slug, Status};
use domain::id::PublicId;
use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

use super::belongings::{self, Belongings};
use super::dates::Filter;
use super::entity::{series, series_tags};
use super::occurrences::{self, Dates, TZDATA};
use super::rows::{category_key, from_row, to_row};
use crate::dialect;

/// Which series a query reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    All,
    Public,
}

/// Series with their keys and everything they own, by slug.
pub(super) async fn whole(db: &impl ConnectionTrait, which: Which) -> Result<Vec<(i64, Series)>, DbErr> {
    let query = series::Entity::find().order_by_asc(series::Column::Slug);
    let query = match which {
        Which::All => query,
        Which::Public => query.filter(public()),
    };
    let rows = query.all(db).await?;
    read(db, rows, None).await
}

/// Every series with its key, for the check of the whole database.
pub(crate) async fn all_series(db: &impl ConnectionTrait) -> Result<Vec<(i64, Series)>, DbErr> {
    whole(db, Which::All).await
}

/// Public series of the filter's category, format and tag, whole and by slug. Its other wishes are of dates.
pub(super) async fn public_where(db: &impl ConnectionTrait, filter: &Filter) -> Result<Vec<(i64, Series)>, DbErr> {
    let query = series::Entity::find().filter(public()).order_by_asc(series::Column::Slug);
    let rows = told_by_series(filter, Tagged::AtOnce).into_iter().fold(query, Select::filter).all(db).await?;
    let keys: Vec<i64> = rows.iter().map(|row| row.id).collect();
    read(db, rows, Some(&keys)).await
}

/// A public series with everything it owns: one statement, since its pages are asked for most.
pub(super) async fn public_by_slug(db: &impl ConnectionTrait, slug: &Slug) -> Result<Option<Series>, DbErr> {
    Ok(public_part(db, slug).await?.map(|(series, _)| series))
}

/// The same, and whether another public series goes on from it.
pub(super) async fn public_part(db: &impl ConnectionTrait, slug: &Slug) -> Result<Option<(Series, bool)>, DbErr> {
    let mut later = Query::select();
    later.expr(Expr::value(1)).from_as(series::Entity, LATER);
    later.and_where(Expr::col((LATER, series::Column::Continues)).equals((series::Entity, series::Column::Slug)));
    later.and_where(Expr::col((LATER, series::Column::Status)).ne(Status::Draft.as_str()));
    let query = series::Entity::find().filter(series::COLUMN.slug.eq(slug.as_str())).filter(public());
    let query = query.expr_as(Expr::exists(later), "goes_on");
    let values = belongings::values(db.get_database_backend()).into_iter();
    let query = values.fold(query, |query, (value, name)| query.expr_as(value, name));
    let Some(row) = db.query_one(&query.into_query()).await? else { return Ok(None) };
    let series = from_row(series::Model::from_query_result(&row, "")?, &mut Belongings::beside(&row)?)?;
    Ok(Some((series, row.try_get("", "goes_on")?)))
}

/// The series that goes on, beside the one that it goes on from.
const LATER: &str = "later";

/// A series by its public name, drafts too.
pub(super) async fn by_public_id(db: &impl ConnectionTrait, id: PublicId) -> Result<Option<Series>, DbErr> {
    let found = series::Entity::find().filter(series::COLUMN.public_id.eq(id.as_str())).one(db).await?;
    one(db, found).await
}

/// A series by its address, drafts too.
pub(super) async fn by_slug(db: &impl ConnectionTrait, slug: &Slug) -> Result<Option<Series>, DbErr> {
    let found = series::Entity::find().filter(series::COLUMN.slug.eq(slug.as_str())).one(db).await?;
    one(db, found).await
}

/// The same with its key.
pub(super) async fn with_key(db: &impl ConnectionTrait, slug: &Slug) -> Result<Option<(i64, Series)>, DbErr> {
    let found = series::Entity::find().filter(series::COLUMN.slug.eq(slug.as_str())).one(db).await?;
    let id = found.as_ref().map(|row| row.id);
    Ok(id.zip(one(db, found).await?))
}

/// This slug if it is taken, and those that begin with the stem and a hyphen.
pub(super) async fn slugs_like(db: &impl ConnectionTrait, slug: &Slug, stem: &str) -> Result<BTreeSet<String>, DbErr> {
    let alike = series::Column::Slug.eq(slug.as_str()).or(series::Column::Slug.starts_with(format!("{stem}-")));
    let query = series::Entity::find().select_only().column(series::Column::Slug).filter(alike);
    Ok(query.into_tuple::<String>().all(db).await?.into_iter().collect())
}

/// Lets one transaction at a time store series: organizers' saves and imports alike. So nobody stores what was read before
/// another's change, an address found free stays free, and where a series is split both parts are held, the new one with
/// the old: a row lock alone would wait for the one that gives its address away, and then hold nothing. Call it before
/// anything is read. SQLite has only one writer anyway.
pub(super) async fn one_at_a_time(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    dialect::one_at_a_time(tx, "events").await
}

/// Holds a series against other writers, and against answers for its dates, until the transaction ends.
pub(super) async fn hold(tx: &impl ConnectionTrait, slug: &Slug) -> Result<(), DbErr> {
    one_at_a_time(tx).await?;
    let query = series::Entity::find().filter(series::COLUMN.slug.eq(slug.as_str()));
    query.select_only().column(series::Column::Id).lock_exclusive().into_tuple::<i64>().one(tx).await?;
    Ok(())
}

async fn one(db: &impl ConnectionTrait, row: Option<series::Model>) -> Result<Option<Series>, DbErr> {
    let Some(row) = row else { return Ok(None) };
    let mut belongings = Belongings::of(db, Some(&[row.id])).await?;
    from_row(row, &mut belongings).map(Some)
}

async fn read(
    db: &impl ConnectionTrait,
    rows: Vec<series::Model>,
    keys: Option<&[i64]>,
) -> Result<Vec<(i64, Series)>, DbErr> {
    let mut belongings = Belongings::of(db, keys).await?;
    rows.into_iter().map(|row| Ok((row.id, from_row(row, &mut belongings)?))).collect()
}

/// Shown to everyone.
pub(super) fn public() -> Expr {
    series::Column::Status.ne(Status::Draft.as_str())
}

/// How the series of a tag are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tagged {
    /// All of them first.
    AtOnce,
    /// By asking each series; a walk along the dates must not turn round for them.
    OneByOne,
}

/// What a filter asks of a series, whatever its dates.
pub(super) fn told_by_series(filter: &Filter, tagged: Tagged) -> Vec<SimpleExpr> {
    let of = |column: series::Column| Expr::col((series::Entity, column));
    let mut conditions = Vec::new();
    if let Some(category) = &filter.category {
        conditions.push(of(series::Column::CategoryKey).eq(category_key(category)));
    }
    if let Some(format) = filter.format {
        conditions.push(of(series::Column::Format).eq(format.as_str()));
    }
    if let Some(tag) = &filter.tag {
        let of_tag = Expr::col((series_tags::Entity, series_tags::Column::TagKey)).eq(category_key(tag));
        let mut with_tag = Query::select();
        with_tag.column(series_tags::Column::SeriesId).from(series_tags::Entity).and_where(of_tag);
        conditions.push(match tagged {
            Tagged::AtOnce => of(series::Column::Id).in_subquery(with_tag),
            Tagged::OneByOne => {
                let own = Expr::col((series_tags::Entity, series_tags::Column::SeriesId));
                with_tag.and_where(own.equals((series::Entity, series::Column::Id)));
                Expr::exists(with_tag)
            }
        });
    }
    conditions
}

/// Stores a new series with its dates.
pub(super) async fn insert(tx: &impl ConnectionTrait, series: &Series, now: DateTime<Utc>) -> Result<(), DbErr> {
    let dates = Dates::of(series, now);
    let mut row = to_row(series, &dates)?;
    row.created_at = ActiveValue::Set(series.changed_at);
    let id = series::Entity::insert(row).exec(tx).await?.last_insert_id;
    let keys = belongings::store(tx, id, series).await?;
    occurrences::store(tx, id, &dates, &keys).await?;
    Ok(())
}

/// Overwrites a series, what it owns and its dates.
pub(super) async fn update(
    tx: &impl ConnectionTrait,
    id: i64,
    series: &Series,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let dates = Dates::of(series, now);
    let mut row = to_row(series, &dates)?;
    row.id = ActiveValue::Unchanged(id);
    series::Entity::update(row).exec(tx).await?;
    let keys = belongings::store(tx, id, series).await?;
    occurrences::store(tx, id, &dates, &keys).await?;
    Ok(())
}

/// Series with a key above `after` whose stored dates no longer reach to `horizon`, or were resolved with other zone
/// data. By key, and held against other writers until the transaction ends.
pub(super) async fn behind(
    tx: &impl ConnectionTrait,
    after: i64,
    horizon: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<(i64, Series)>, DbErr> {
    let too_short = series::Column::DatesUntil.lt(horizon);
    let rows = series::Entity::find()
        .filter(series::COLUMN.id.gt(after))
        .filter(too_short.or(series::Column::Tzdata.ne(TZDATA)))
        .order_by_asc(series::Column::Id)
        .limit(limit)
        .lock_exclusive()
        .all(tx)
        .await?;
    let keys: Vec<i64> = rows.iter().map(|row| row.id).collect();
    read(tx, rows, Some(&keys)).await
}

/// Series whose dates are resolved with this program's zone data, and how far they are stored.
pub(super) async fn with_dates(db: &impl ConnectionTrait) -> Result<Vec<(i64, Series, Option<DateTime<Utc>>)>, DbErr> {
    let rows = series::Entity::find().filter(series::Column::Tzdata.eq(TZDATA)).all(db).await?;
    let mut belongings = Belongings::of(db, None).await?;
    let with_until = |row: series::Model| {
        let (id, until) = (row.id, row.dates_until);
        Ok((id, from_row(row, &mut belongings)?, until))
    };
    rows.into_iter().map(with_until).collect()
}

/// Notes how far the dates of a series are stored.
pub(super) async fn set_dates_until(
    tx: &impl ConnectionTrait,
    id: i64,
    until: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    series::Entity::update_many()
        .col_expr(series::Column::DatesUntil, Expr::value(until))
        .col_expr(series::Column::Tzdata, Expr::value(TZDATA))
        .filter(series::COLUMN.id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes a series; what it owns and its dates go with it.
pub(super) async fn delete(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    series::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}
