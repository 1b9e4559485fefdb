//! The query behind every list of dates: some rows of `occurrences` in the order of time, with what a list says of
//! their series.
//!
//! It walks the index on the start and stops when it has enough, whatever the number of series. So the series must be
//! looked up for the dates and not the other way round; on SQLite the cross join says so.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::events::{Format, Occurrence, Slug, Status, zone};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use super::dates::{Listed, Point};
use super::entity::{occurrences, series};
use super::{occurrences as stored, store};

/// Which dates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'w> {
    /// Only what has not ended.
    pub(super) now: DateTime<Utc>,
    /// Only what comes after this place in the list.
    pub(super) after: Option<&'w Point>,
    /// Only series of this category, in lower case.
    pub(super) category: Option<&'w str>,
    /// Leave out what is canceled.
    pub(super) only_published: bool,
    /// At most so many.
    pub(super) limit: usize,
}

/// The columns a list needs. Never the description.
#[derive(Debug, FromQueryResult)]
struct Row {
    series_id: i64,
    original_start: NaiveDateTime,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    slug: String,
    title: String,
    category: String,
    zone: String,
    format: String,
    place: String,
    status: String,
    sample: bool,
}

/// The dates with the keys of their series, by start and slug; without speakers.
pub(super) async fn dates(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> Result<Vec<(i64, Listed)>, DbErr> {
    let rows = db.query_all(&select(wanted, db.get_database_backend())).await?;
    rows.iter().map(|row| listed(Row::from_query_result(row, "")?)).collect()
}

/// The categories of public series, as they are written, in no order.
pub(super) async fn categories(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    series::Entity::find()
        .select_only()
        .column(series::Column::Category)
        .distinct()
        .filter(store::public())
        .into_tuple()
        .all(db)
        .await
}

fn select(wanted: Wanted<'_>, backend: DbBackend) -> SelectStatement {
    use occurrences::Column as At;
    use series::Column as Of;
    let at = |column: At| Expr::col((occurrences::Entity, column));
    let of = |column: Of| Expr::col((series::Entity, column));
    // SQLite orders text by its bytes; so does Postgres only when asked.
    let slug = || match backend {
        DbBackend::Postgres => Expr::cust_with_expr("$1 COLLATE \"C\"", of(Of::Slug)),
        _ => of(Of::Slug),
    };
    let earliest = wanted.now - stored::longest();
    let mut select = Query::select();
    select
        .from(occurrences::Entity)
        .cross_join(series::Entity)
        .and_where(of(Of::Id).equals((occurrences::Entity, At::SeriesId)))
        .and_where(store::public())
        .and_where(at(At::StartsAt).gt(earliest))
        .and_where(at(At::EndsAt).gt(wanted.now))
        .order_by((occurrences::Entity, At::StartsAt), Order::Asc)
        .order_by_expr(slug(), Order::Asc)
        .limit(wanted.limit as u64);
    for column in [At::SeriesId, At::OriginalStart, At::StartsAt, At::EndsAt] {
        select.column((occurrences::Entity, column));
    }
    for column in [Of::Slug, Of::Title, Of::Category, Of::Zone, Of::Format, Of::Place, Of::Status, Of::Sample] {
        select.column((series::Entity, column));
    }
    if let Some(Point(start, after)) = wanted.after {
        let later = Condition::any().add(at(At::StartsAt).gt(*start)).add(slug().gt(after.as_str()));
        select.and_where(at(At::StartsAt).gte(*start)).cond_where(later);
    }
    if let Some(category) = wanted.category {
        select.and_where(of(Of::CategoryKey).eq(category));
    }
    if wanted.only_published {
        select.and_where(of(Of::Status).eq(Status::Published.as_str()));
    }
    select
}

/// A row that does not parse was written past this program.
fn listed(row: Row) -> Result<(i64, Listed), DbErr> {
    let broken = |what: &str| DbErr::Custom(format!("series {}: {what} cannot be read", row.slug));
    let zone = row.zone.parse().map_err(|_| broken("zone"))?;
    let (_, shifted) = zone::resolve(zone, row.original_start);
    let occurrence = Occurrence { original_start: row.original_start, start: row.starts_at, end: row.ends_at, shifted };
    let listed = Listed {
        slug: Slug::parse(&row.slug).ok_or_else(|| broken("slug"))?,
        format: Format::parse(&row.format).ok_or_else(|| broken("format"))?,
        status: Status::parse(&row.status).ok_or_else(|| broken("status"))?,
        title: row.title,
        category: row.category,
        zone,
        place: row.place,
        sample: row.sample,
        speakers: Vec::new(),
        occurrence,
    };
    Ok((row.series_id, listed))
}
