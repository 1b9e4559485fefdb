//! Queries of the tables of events. Rows become domain types here and nowhere else.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::events::{Format, Rule, Series, Slug, Speaker, Status};
use domain::id::PublicId;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::{feed_versions, series, speakers};
use super::occurrences::{self, Dates, TZDATA};

/// Which series a query reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    All,
    Public,
}

/// Series with their keys and speakers, by slug.
pub(super) async fn whole(db: &impl ConnectionTrait, which: Which) -> Result<Vec<(i64, Series)>, DbErr> {
    let rows = rows(db, which).await?;
    let query = speakers::Entity::find().order_by_asc(speakers::Column::Position);
    let mut speakers_of = by_series(query.all(db).await?);
    rows.into_iter()
        .map(|row| {
            let (id, speakers) = (row.id, speakers_of.remove(&row.id).unwrap_or_default());
            Ok((id, from_row(row, speakers)?))
        })
        .collect()
}

/// A public series with its speakers.
pub(super) async fn public_by_slug(db: &impl ConnectionTrait, slug: &Slug) -> Result<Option<Series>, DbErr> {
    let found = series::Entity::find().filter(series::COLUMN.slug.eq(slug.as_str())).filter(public()).one(db).await?;
    let Some(row) = found else { return Ok(None) };
    let speakers = speakers_of(db, [row.id]).await?.remove(&row.id).unwrap_or_default();
    from_row(row, speakers).map(Some)
}

async fn rows(db: &impl ConnectionTrait, which: Which) -> Result<Vec<series::Model>, DbErr> {
    let query = series::Entity::find().order_by_asc(series::Column::Slug);
    match which {
        Which::All => query.all(db).await,
        Which::Public => query.filter(public()).all(db).await,
    }
}

/// Shown to everyone.
pub(super) fn public() -> Expr {
    series::Column::Status.ne(Status::Draft.as_str())
}

/// The speakers of some series.
pub(super) async fn speakers_of(
    db: &impl ConnectionTrait,
    series: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Vec<Speaker>>, DbErr> {
    let query = speakers::Entity::find().filter(speakers::Column::SeriesId.is_in(series));
    Ok(by_series(query.order_by_asc(speakers::Column::Position).all(db).await?))
}

fn by_series(rows: Vec<speakers::Model>) -> HashMap<i64, Vec<Speaker>> {
    let mut speakers_of: HashMap<i64, Vec<Speaker>> = HashMap::new();
    for row in rows {
        speakers_of.entry(row.series_id).or_default().push(speaker(row));
    }
    speakers_of
}

/// Stores a new series with its dates.
pub(super) async fn insert(tx: &impl ConnectionTrait, series: &Series, now: DateTime<Utc>) -> Result<(), DbErr> {
    let dates = Dates::of(series, now);
    let mut row = to_row(series, &dates)?;
    row.created_at = ActiveValue::Set(series.changed_at);
    let id = series::Entity::insert(row).exec(tx).await?.last_insert_id;
    insert_speakers(tx, id, &series.speakers).await?;
    occurrences::store(tx, id, &dates, now).await?;
    Ok(())
}

/// Overwrites a series, its speakers and its dates.
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
    speakers::Entity::delete_many().filter(speakers::COLUMN.series_id.eq(id)).exec(tx).await?;
    insert_speakers(tx, id, &series.speakers).await?;
    occurrences::store(tx, id, &dates, now).await?;
    Ok(())
}

/// Series with a key above `after` whose stored dates no longer reach to `horizon`, or were resolved with other zone
/// data. Without speakers, by key, and held against other writers until the transaction ends.
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
    rows.into_iter().map(|row| Ok((row.id, from_row(row, Vec::new())?))).collect()
}

/// Series whose dates are resolved with this program's zone data, and how far they are stored. Without speakers.
pub(super) async fn with_dates(db: &impl ConnectionTrait) -> Result<Vec<(i64, Series, Option<DateTime<Utc>>)>, DbErr> {
    let rows = series::Entity::find().filter(series::Column::Tzdata.eq(TZDATA)).all(db).await?;
    let read = |row: series::Model| {
        let (id, until) = (row.id, row.dates_until);
        Ok((id, from_row(row, Vec::new())?, until))
    };
    rows.into_iter().map(read).collect()
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

/// Deletes a series; its speakers and dates go with it.
pub(super) async fn delete(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    series::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

async fn insert_speakers(tx: &impl ConnectionTrait, series_id: i64, all: &[Speaker]) -> Result<(), DbErr> {
    let rows: Vec<_> = (0..)
        .zip(all)
        .map(|(position, speaker)| speakers::ActiveModel {
            id: ActiveValue::NotSet,
            series_id: ActiveValue::Set(series_id),
            position: ActiveValue::Set(position),
            name: ActiveValue::Set(speaker.name.clone()),
            credentials: ActiveValue::Set(speaker.credentials.clone()),
            role: ActiveValue::Set(speaker.role.clone()),
            affiliation: ActiveValue::Set(speaker.affiliation.clone()),
        })
        .collect();
    if !rows.is_empty() {
        speakers::Entity::insert_many(rows).exec(tx).await?;
    }
    Ok(())
}

/// The version of a feed.
pub(super) async fn feed_version(
    db: &impl ConnectionTrait,
    scope: &str,
) -> Result<Option<feed_versions::Model>, DbErr> {
    feed_versions::Entity::find_by_id(scope.to_owned()).one(db).await
}

/// Moves a feed's version on by one, in one statement. Its time of change never goes back, whatever the clock does.
pub(super) async fn raise_feed(tx: &impl ConnectionTrait, scope: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    use feed_versions::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        scope: ActiveValue::Set(scope.to_owned()),
        version: ActiveValue::Set(1),
        changed_at: ActiveValue::Set(now),
    };
    let before = |column: Column| Expr::col((Entity, column));
    let later = Expr::case(before(Column::ChangedAt).gt(now), before(Column::ChangedAt)).finally(now);
    let conflict = OnConflict::column(Column::Scope)
        .value(Column::Version, before(Column::Version).add(1))
        .value(Column::ChangedAt, later)
        .to_owned();
    Entity::insert(row).on_conflict(conflict).exec_without_returning(tx).await?;
    Ok(())
}

fn to_row(series: &Series, dates: &Dates) -> Result<series::ActiveModel, DbErr> {
    let number = |value: u32| i32::try_from(value).map_err(|_| DbErr::Custom("a number is too large".to_owned()));
    Ok(series::ActiveModel {
        id: ActiveValue::NotSet,
        public_id: ActiveValue::Set(series.public_id.to_string()),
        slug: ActiveValue::Set(series.slug.to_string()),
        uid: ActiveValue::Set(series.uid.clone()),
        title: ActiveValue::Set(series.title.clone()),
        summary: ActiveValue::Set(series.summary.clone()),
        description: ActiveValue::Set(series.description.clone()),
        category: ActiveValue::Set(series.category.clone()),
        category_key: ActiveValue::Set(category_key(&series.category)),
        zone: ActiveValue::Set(series.zone.name().to_owned()),
        local_start: ActiveValue::Set(series.local_start),
        duration_minutes: ActiveValue::Set(number(series.duration_minutes)?),
        rule: ActiveValue::Set(series.rule.map(|rule| rule.to_string())),
        format: ActiveValue::Set(series.format.as_str().to_owned()),
        place: ActiveValue::Set(series.place.clone()),
        status: ActiveValue::Set(series.status.as_str().to_owned()),
        sequence: ActiveValue::Set(number(series.sequence)?),
        sample: ActiveValue::Set(series.sample),
        created_at: ActiveValue::NotSet,
        changed_at: ActiveValue::Set(series.changed_at),
        dates_until: ActiveValue::Set(dates.until),
        tzdata: ActiveValue::Set(TZDATA.to_owned()),
    })
}

/// A category as it is compared. The databases do not agree on lower case beyond ASCII, so it is stored.
pub(crate) fn category_key(category: &str) -> String {
    category.to_lowercase()
}

fn speaker(row: speakers::Model) -> Speaker {
    Speaker { name: row.name, credentials: row.credentials, role: row.role, affiliation: row.affiliation }
}

/// A row that does not parse was written past this program; that is a surprise and named with its slug.
fn from_row(row: series::Model, speakers: Vec<Speaker>) -> Result<Series, DbErr> {
    let broken = |what: &str| DbErr::Custom(format!("series {}: {what} cannot be read", row.slug));
    Ok(Series {
        public_id: PublicId::parse(&row.public_id).ok_or_else(|| broken("public_id"))?,
        slug: Slug::parse(&row.slug).ok_or_else(|| broken("slug"))?,
        zone: row.zone.parse().map_err(|_| broken("zone"))?,
        duration_minutes: row.duration_minutes.try_into().map_err(|_| broken("duration_minutes"))?,
        rule: row.rule.as_deref().map(Rule::parse).transpose().map_err(|_| broken("rule"))?,
        format: Format::parse(&row.format).ok_or_else(|| broken("format"))?,
        status: Status::parse(&row.status).ok_or_else(|| broken("status"))?,
        sequence: row.sequence.try_into().map_err(|_| broken("sequence"))?,
        uid: row.uid,
        title: row.title,
        summary: row.summary,
        description: row.description,
        category: row.category,
        local_start: row.local_start,
        place: row.place,
        speakers,
        sample: row.sample,
        changed_at: row.changed_at,
    })
}
