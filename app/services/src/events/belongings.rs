//! What a series owns in other tables: what its dates say otherwise, speakers, materials, and tags to filter by.
//!
//! It is read for many series at once, in as many statements as there are tables.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use domain::events::{Link, Material, Override, Series, Speaker};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SimpleExpr};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryOrder, QueryResult,
    QuerySelect,
};

use super::entity::{materials, overrides, series, series_tags, speakers};
use super::rows;
use crate::gathered::{as_value, read_rows};

/// Far below what either database takes in one statement, ten values a row.
const ROWS: usize = 500;
/// Beyond this many series everything is read: a statement holds only so many keys.
const KEYS: usize = 1_000;

/// Rows by the key of what they belong to.
#[derive(Debug, Default)]
pub(super) struct Belongings {
    /// Of series, in time.
    pub(super) overrides: HashMap<i64, Vec<overrides::Model>>,
    /// Of series as a whole, in the order shown.
    pub(super) speakers: HashMap<i64, Vec<Speaker>>,
    /// Of dates, by the key of the override, in the order shown.
    pub(super) of_dates: HashMap<i64, Vec<Speaker>>,
    /// Of dates, by the key of the override, in the order shown.
    pub(super) materials: HashMap<i64, Vec<Material>>,
}

impl Belongings {
    /// Of these series, or of all: three statements at most.
    pub(super) async fn of(db: &impl ConnectionTrait, series: Option<&[i64]>) -> Result<Self, DbErr> {
        let series = series.filter(|keys| keys.len() <= KEYS);
        let mut all = Self::default();
        let mut query = overrides::Entity::find().order_by_asc(overrides::Column::OriginalStart);
        if let Some(keys) = series {
            query = query.filter(overrides::Column::SeriesId.is_in(keys.iter().copied()));
        }
        let mut dates = Vec::new();
        for row in query.all(db).await? {
            dates.push(row.id);
            all.overrides.entry(row.series_id).or_default().push(row);
        }
        let mut query = speakers::Entity::find().order_by_asc(speakers::Column::Position);
        if let Some(keys) = series {
            query = query.filter(speakers::Column::SeriesId.is_in(keys.iter().copied()));
        }
        all.add_speakers(query.all(db).await?);
        if !dates.is_empty() {
            let mut query = materials::Entity::find().order_by_asc(materials::Column::Position);
            if series.is_some() && dates.len() <= KEYS {
                query = query.filter(materials::Column::OverrideId.is_in(dates));
            }
            for row in query.all(db).await? {
                all.materials.entry(row.override_id).or_default().push(material(row)?);
            }
        }
        Ok(all)
    }

    fn add_speakers(&mut self, rows: Vec<speakers::Model>) {
        for row in rows {
            let place = match row.override_id {
                Some(date) => self.of_dates.entry(date).or_default(),
                None => self.speakers.entry(row.series_id).or_default(),
            };
            place.push(rows::speaker(row));
        }
    }
}

fn material(row: materials::Model) -> Result<Material, DbErr> {
    let broken = |_| DbErr::Custom(format!("material {}: link cannot be read", row.id));
    Ok(Material { link: Link::parse(&row.link).map_err(broken)?, title: row.title })
}

/// Makes the rows of a series what `series` says. Answers the keys of its dates' overrides.
pub(super) async fn store(
    tx: &impl ConnectionTrait,
    id: i64,
    series: &Series,
) -> Result<HashMap<NaiveDateTime, i64>, DbErr> {
    let keys = store_overrides(tx, id, series).await?;
    series_tags::Entity::delete_many().filter(series_tags::Column::SeriesId.eq(id)).exec(tx).await?;
    let tags: Vec<_> = series.tags.iter().map(|tag| tag_row(id, tag)).collect();
    if !tags.is_empty() {
        series_tags::Entity::insert_many(tags).exec_without_returning(tx).await?;
    }
    speakers::Entity::delete_many().filter(speakers::Column::SeriesId.eq(id)).exec(tx).await?;
    let own = (0..).zip(&series.speakers).map(|(place, speaker)| rows::to_speaker(id, None, place, speaker));
    let of_dates = series.overrides.iter().flat_map(|date| {
        let key = keys.get(&date.original_start).copied();
        let all = (0..).zip(date.speakers.iter().flatten());
        all.map(move |(place, speaker)| rows::to_speaker(id, key, place, speaker))
    });
    let all: Vec<_> = own.chain(of_dates).collect();
    for some in all.chunks(ROWS) {
        speakers::Entity::insert_many(some.iter().cloned()).exec_without_returning(tx).await?;
    }
    store_materials(tx, &keys, &series.overrides).await?;
    Ok(keys)
}

fn tag_row(series_id: i64, tag: &str) -> series_tags::ActiveModel {
    series_tags::ActiveModel {
        id: ActiveValue::NotSet,
        series_id: ActiveValue::Set(series_id),
        tag: ActiveValue::Set(tag.to_owned()),
        tag_key: ActiveValue::Set(rows::category_key(tag)),
    }
}

/// The keys of what the dates of a series say otherwise.
pub(super) async fn keys_of_overrides(
    db: &impl ConnectionTrait,
    series: i64,
) -> Result<HashMap<NaiveDateTime, i64>, DbErr> {
    let keys: Vec<(NaiveDateTime, i64)> = overrides::Entity::find()
        .select_only()
        .columns([overrides::Column::OriginalStart, overrides::Column::Id])
        .filter(overrides::Column::SeriesId.eq(series))
        .into_tuple()
        .all(db)
        .await?;
    Ok(keys.into_iter().collect())
}

/// A date keeps its row, so that what refers to it stays as it is.
async fn store_overrides(
    tx: &impl ConnectionTrait,
    id: i64,
    series: &Series,
) -> Result<HashMap<NaiveDateTime, i64>, DbErr> {
    let mut keys = keys_of_overrides(tx, id).await?;
    let gone: Vec<i64> = keys
        .iter()
        .filter(|(start, _)| !series.overrides.iter().any(|date| date.original_start == **start))
        .map(|(_, key)| *key)
        .collect();
    for some in gone.chunks(ROWS) {
        overrides::Entity::delete_many().filter(overrides::Column::Id.is_in(some.iter().copied())).exec(tx).await?;
    }
    keys.retain(|_, key| !gone.contains(key));
    for date in &series.overrides {
        let mut row = rows::to_override(series, date)?;
        row.series_id = ActiveValue::Set(id);
        if let Some(key) = keys.get(&date.original_start) {
            row.id = ActiveValue::Unchanged(*key);
            overrides::Entity::update(row).exec(tx).await?;
        } else {
            let key = overrides::Entity::insert(row).exec(tx).await?.last_insert_id;
            keys.insert(date.original_start, key);
        }
    }
    Ok(keys)
}

async fn store_materials(
    tx: &impl ConnectionTrait,
    keys: &HashMap<NaiveDateTime, i64>,
    dates: &[Override],
) -> Result<(), DbErr> {
    if keys.is_empty() {
        return Ok(());
    }
    let of_these = materials::Column::OverrideId.is_in(keys.values().copied());
    materials::Entity::delete_many().filter(of_these).exec(tx).await?;
    let all: Vec<_> = dates
        .iter()
        .filter_map(|date| Some((keys.get(&date.original_start)?, &date.materials)))
        .flat_map(|(key, materials)| (0..).zip(materials).map(|(place, material)| to_material(*key, place, material)))
        .collect();
    for some in all.chunks(ROWS) {
        materials::Entity::insert_many(some.iter().cloned()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn to_material(date: i64, position: i32, material: &Material) -> materials::ActiveModel {
    materials::ActiveModel {
        id: ActiveValue::NotSet,
        override_id: ActiveValue::Set(date),
        position: ActiveValue::Set(position),
        title: ActiveValue::Set(material.title.clone()),
        link: ActiveValue::Set(material.link.as_str().to_owned()),
    }
}

/// The columns of the models in the order of their fields, which is the order they are gathered in.
const OVERRIDES: [&str; 16] = [
    "id",
    "series_id",
    "original_start",
    "title",
    "place",
    "link",
    "capacity",
    "own_speakers",
    "moved_to",
    "minutes",
    "cancelled_at",
    "recording",
    "sequence",
    "changed_at",
    "search",
    "description",
];
const SPEAKERS: [&str; 9] =
    ["id", "series_id", "position", "name", "credentials", "role", "affiliation", "bio", "override_id"];
const MATERIALS: [&str; 5] = ["id", "override_id", "position", "title", "link"];

/// What one series owns, as three values beside its row in a select on `series`; [`Belongings::beside`] reads them.
pub(super) fn values(backend: DbBackend) -> [(SimpleExpr, &'static str); 3] {
    let own = Expr::col((series::Entity, series::Column::Id));
    let mut dates = Query::select();
    dates.columns(OVERRIDES.map(Alias::new)).from(overrides::Entity);
    dates.and_where(Expr::col((overrides::Entity, overrides::Column::SeriesId)).eq(own.clone()));
    dates.order_by(overrides::Column::OriginalStart, Order::Asc);
    let mut people = Query::select();
    people.columns(SPEAKERS.map(Alias::new)).from(speakers::Entity);
    people.and_where(Expr::col((speakers::Entity, speakers::Column::SeriesId)).eq(own.clone()));
    people.order_by(speakers::Column::Position, Order::Asc);
    let mut of_it = Query::select();
    of_it.column(overrides::Column::Id).from(overrides::Entity);
    of_it.and_where(Expr::col((overrides::Entity, overrides::Column::SeriesId)).eq(own));
    let mut texts = Query::select();
    texts.columns(MATERIALS.map(Alias::new)).from(materials::Entity);
    texts.and_where(materials::Column::OverrideId.in_subquery(of_it)).order_by(materials::Column::Position, Order::Asc);
    [
        (as_value(backend, dates, &OVERRIDES), "own_dates"),
        (as_value(backend, people, &SPEAKERS), "own_people"),
        (as_value(backend, texts, &MATERIALS), "own_materials"),
    ]
}

impl Belongings {
    /// From the row of one series with [`values`] beside it.
    pub(super) fn beside(row: &QueryResult) -> Result<Self, DbErr> {
        let mut all = Self::default();
        for date in read_rows::<overrides::Model>(row.try_get("", "own_dates")?)? {
            all.overrides.entry(date.series_id).or_default().push(date);
        }
        all.add_speakers(read_rows(row.try_get("", "own_people")?)?);
        for row in read_rows::<materials::Model>(row.try_get("", "own_materials")?)? {
            all.materials.entry(row.override_id).or_default().push(material(row)?);
        }
        Ok(all)
    }
}
