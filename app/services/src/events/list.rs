//! The query behind every list of dates: some rows of `occurrences` in the order of time, with what a list says of
//! their series and of the dates themselves.
//!
//! It walks the index on the start and stops when it has enough, whatever the number of series. So the series must be
//! looked up for the dates and not the other way round; on SQLite the cross join says so. Only where few series are
//! asked for it begins with them: a walk would pass over the dates of all others.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::events::{ForWhom, Format, Occurrence, Slug, Speaker, Status, zone};
use sea_orm::sea_query::{
    Alias, BinOper, CaseStatement, Expr, ExprTrait, Func, LikeExpr, Order, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{Condition, ConnectionTrait, DbErr};
use serde::Deserialize;

use super::dates::{Filter, Listed, Point};
use super::entity::{occurrences, overrides, series, speakers};
use super::occurrences::{LONG, longest};
use super::store::Tagged;
use super::{rows, store};
use crate::gathered;

/// A walk over all dates meets one of so many among 10,000 series often enough.
const FEW: u64 = 64;

/// Which dates, and in which order.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'w> {
    /// Newest first instead of soonest first.
    pub(super) newest_first: bool,
    /// Only what has not ended at this instant.
    pub(super) not_ended_at: Option<DateTime<Utc>>,
    /// Only what has ended at this instant.
    pub(super) ended_at: Option<DateTime<Utc>>,
    /// Only what touches the time from the first (inclusive) to the second (exclusive).
    pub(super) within: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Only what comes after this place in the list.
    pub(super) after: Option<&'w Point>,
    /// Category, format, tag and search; nothing else of it.
    pub(super) filter: &'w Filter,
    /// Leave out what is canceled.
    pub(super) only_published: bool,
    /// At most so many.
    pub(super) limit: usize,
}

/// The columns a list needs. Never the description.
#[derive(Debug, Deserialize)]
struct Row {
    #[serde(deserialize_with = "gathered::local")]
    original_start: NaiveDateTime,
    #[serde(deserialize_with = "gathered::instant")]
    starts_at: DateTime<Utc>,
    #[serde(deserialize_with = "gathered::instant")]
    ends_at: DateTime<Utc>,
    name: String,
    #[serde(deserialize_with = "gathered::flag")]
    cancelled: bool,
    #[serde(deserialize_with = "gathered::flag")]
    moved: bool,
    slug: String,
    title: String,
    category: String,
    tags: String,
    zone: String,
    format: String,
    place: String,
    status: String,
    for_whom: String,
    #[serde(deserialize_with = "gathered::flag")]
    sample: bool,
    own_title: Option<String>,
    own_place: Option<String>,
    #[serde(deserialize_with = "gathered::some_local")]
    moved_to: Option<NaiveDateTime>,
    speakers: Option<Vec<Who>>,
}

/// A speaker without the words about them, which no list shows.
#[derive(Debug, Deserialize)]
struct Who {
    name: String,
    credentials: String,
    role: String,
    affiliation: String,
}

const WHO: [&str; 4] = ["name", "credentials", "role", "affiliation"];

/// Its columns in the order of its fields; the speakers are made for each row.
const ROW: [&str; 19] = [
    "original_start",
    "starts_at",
    "ends_at",
    "name",
    "cancelled",
    "moved",
    "slug",
    "title",
    "category",
    "tags",
    "zone",
    "format",
    "place",
    "status",
    "for_whom",
    "sample",
    "own_title",
    "own_place",
    "moved_to",
];

/// The dates in order. Beside them, where `beside` asks for it, a text in the same statement; where there can be no dates
/// nothing is asked, and there is none.
pub(super) async fn dates(
    db: &impl ConnectionTrait,
    wanted: &Wanted<'_>,
    beside: Option<SimpleExpr>,
) -> Result<(Vec<Listed>, Option<String>), DbErr> {
    let words = rows::search_words(wanted.filter.q.as_deref().unwrap_or_default());
    let Some(few) = few(db, wanted.filter, &words).await? else { return Ok((Vec::new(), None)) };
    let who = gathered::as_list(db.get_database_backend(), who(), &WHO);
    let select = select(wanted, &words, few);
    let (found, beside) = gathered::gathered::<Row>(db, select, &ROW, Some(who), beside).await?;
    Ok((found.into_iter().map(listed).collect::<Result<_, _>>()?, beside))
}

/// Those of the date where it has its own, otherwise those of its series.
fn who() -> SelectStatement {
    let row = |name: &'static str| Expr::col((Alias::new(gathered::ROW), Alias::new(name)));
    let own = CaseStatement::new().case(row("own_speakers").eq(true), row("override_id"));
    let mut select = Query::select();
    select.columns(WHO.map(Alias::new)).from(speakers::Entity).order_by(speakers::Column::Position, Order::Asc);
    select.and_where(Expr::col((speakers::Entity, speakers::Column::SeriesId)).eq(row("series_id")));
    select.and_where(
        Expr::col((speakers::Entity, speakers::Column::OverrideId))
            .binary(BinOper::Custom("IS NOT DISTINCT FROM"), own),
    );
    select
}

/// The series the dates may be of, when they are few: `Some(None)` is many or all, `None` is none at all.
async fn few(db: &impl ConnectionTrait, filter: &Filter, words: &[String]) -> Result<Option<Option<Vec<i64>>>, DbErr> {
    let told = store::told_by_series(filter, Tagged::AtOnce);
    if told.is_empty() && words.is_empty() {
        return Ok(Some(None));
    }
    let mut select = Query::select();
    select.column(series::Column::Id).from(series::Entity).and_where(store::public()).limit(FEW + 1);
    for condition in told {
        select.and_where(condition);
    }
    if !words.is_empty() {
        let of_series = words.iter().fold(Condition::all(), |all, word| {
            all.add(says(Expr::col((series::Entity, series::Column::Search)), word))
        });
        let mut of_a_date = Query::select();
        of_a_date.column(overrides::Column::SeriesId).from(overrides::Entity);
        for word in words {
            of_a_date.and_where(says(Expr::col((overrides::Entity, overrides::Column::Search)), word));
        }
        let of_a_date = Expr::col((series::Entity, series::Column::Id)).in_subquery(of_a_date);
        select.cond_where(Condition::any().add(of_series).add(of_a_date));
    }
    let rows = db.query_all(&select).await?;
    let keys: Vec<i64> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    Ok(match keys.len() as u64 {
        0 => None,
        many if many > FEW => Some(None),
        _ => Some(Some(keys)),
    })
}

pub(super) fn says(column: SimpleExpr, word: &str) -> SimpleExpr {
    let literal = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    column.like(LikeExpr::new(format!("%{literal}%")).escape('\\'))
}

fn select(wanted: &Wanted<'_>, words: &[String], few: Option<Vec<i64>>) -> SelectStatement {
    use occurrences::Column as At;
    use overrides::Column as Own;
    use series::Column as Of;
    let at = |column: At| Expr::col((occurrences::Entity, column));
    let of = |column: Of| Expr::col((series::Entity, column));
    let own = |column: Own| Expr::col((overrides::Entity, column));
    let mut select = Query::select();
    // The few are of the filter already.
    if few.is_none() {
        for condition in store::told_by_series(wanted.filter, Tagged::OneByOne) {
            select.and_where(condition);
        }
    }
    match few {
        Some(keys) => select.from(series::Entity).cross_join(occurrences::Entity).and_where(of(Of::Id).is_in(keys)),
        None => select.from(occurrences::Entity).cross_join(series::Entity),
    };
    select
        .left_join(overrides::Entity, own(Own::Id).equals((occurrences::Entity, At::OverrideId)))
        .and_where(of(Of::Id).equals((occurrences::Entity, At::SeriesId)))
        .and_where(store::public())
        .limit(wanted.limit as u64);
    let order = if wanted.newest_first { Order::Desc } else { Order::Asc };
    for column in [At::StartsAt, At::SeriesId, At::OriginalStart] {
        select.order_by((occurrences::Entity, column), order.clone());
    }
    for column in
        [At::SeriesId, At::OriginalStart, At::StartsAt, At::EndsAt, At::Name, At::Cancelled, At::Moved, At::OverrideId]
    {
        select.column((occurrences::Entity, column));
    }
    for column in [
        Of::Slug,
        Of::Title,
        Of::Category,
        Of::Tags,
        Of::Zone,
        Of::Format,
        Of::Place,
        Of::Status,
        Of::ForWhom,
        Of::Sample,
    ] {
        select.column((series::Entity, column));
    }
    select
        .expr_as(own(Own::Title), "own_title")
        .expr_as(own(Own::Place), "own_place")
        .column((overrides::Entity, Own::OwnSpeakers))
        .column((overrides::Entity, Own::MovedTo));
    in_time(&mut select, wanted);
    for word in words {
        let text = Func::coalesce([own(Own::Search), of(Of::Search)]);
        select.and_where(says(text.into(), word));
    }
    if wanted.only_published {
        select.and_where(of(Of::Status).eq(Status::Published.as_str())).and_where(at(At::Cancelled).eq(false));
    }
    select
}

/// Each bound on the end comes with one on the start, which has the index; and with one alone, for SQLite walks from one
/// bound only and it might take the wider.
fn in_time(select: &mut SelectStatement, wanted: &Wanted<'_>) {
    use occurrences::Column as At;
    let at = |column: At| Expr::col((occurrences::Entity, column));
    let (from, to) = wanted.within.unzip();
    let after = wanted.after.map(|after| after.start);
    let (not_before, not_after) = if wanted.newest_first { (None, after) } else { (after, None) };
    if let Some(from) = from.into_iter().chain(wanted.not_ended_at).max() {
        let earliest = not_before.filter(|start| *start >= from).map_or_else(|| earliest_on(from), Expr::value);
        select.and_where(at(At::EndsAt).gt(from)).and_where(at(At::StartsAt).gte(earliest));
    }
    if let Some(now) = wanted.ended_at {
        select.and_where(at(At::EndsAt).lte(now));
    }
    if let Some(before) = to.into_iter().chain(wanted.ended_at).min() {
        let latest = match not_after.filter(|start| *start < before) {
            Some(start) => at(At::StartsAt).lte(start),
            None => at(At::StartsAt).lt(before),
        };
        select.and_where(latest);
    }
    let Some(Point { start, original_start, slug }) = wanted.after else { return };
    // A series that is gone compares with nothing; then only other starts come after.
    let key = || {
        let of_slug = Expr::col((series::Entity, series::Column::Slug)).eq(slug.as_str());
        let key = Query::select().column(series::Column::Id).from(series::Entity).and_where(of_slug).to_owned();
        SimpleExpr::SubQuery(None, Box::new(key.into()))
    };
    let beyond =
        |column: At, value: SimpleExpr| if wanted.newest_first { at(column).lt(value) } else { at(column).gt(value) };
    let same_start = Condition::any()
        .add(beyond(At::SeriesId, key()))
        .add(at(At::SeriesId).eq(key()).and(beyond(At::OriginalStart, Expr::value(*original_start))));
    let same_start = Condition::all().add(at(At::StartsAt).eq(*start)).add(same_start);
    select.cond_where(Condition::any().add(beyond(At::StartsAt, Expr::value(*start))).add(same_start));
}

/// When the first of the dates began that are on at an instant, or a while before. Few dates are long; so the walk begins
/// a few hours back, and at the long one that is on where there is one.
fn earliest_on(at: DateTime<Utc>) -> SimpleExpr {
    use occurrences::Column as At;
    let while_ago = at - LONG;
    let long = Query::select()
        .expr(Expr::col(At::LongSince).min())
        .from(occurrences::Entity)
        .and_where(Expr::col(At::LongSince).gt(at - longest()))
        .and_where(Expr::col(At::LongSince).lte(while_ago))
        .and_where(Expr::col(At::EndsAt).gt(at))
        .to_owned();
    Func::coalesce([SimpleExpr::SubQuery(None, Box::new(long.into())), Expr::value(while_ago)]).into()
}

/// A row that does not parse was written past this program.
fn listed(row: Row) -> Result<Listed, DbErr> {
    let broken = |what: &str| DbErr::Custom(format!("series {}: {what} cannot be read", row.slug));
    let zone: Tz = row.zone.parse().map_err(|_| broken("zone"))?;
    let (_, shifted) = zone::resolve(zone, row.moved_to.unwrap_or(row.original_start));
    let status = Status::parse(&row.status).ok_or_else(|| broken("status"))?;
    let speakers = row.speakers.unwrap_or_default().into_iter().map(|who| Speaker {
        name: who.name,
        credentials: who.credentials,
        role: who.role,
        affiliation: who.affiliation,
        bio: String::new(),
    });
    Ok(Listed {
        slug: Slug::parse(&row.slug).ok_or_else(|| broken("slug"))?,
        format: Format::parse(&row.format).ok_or_else(|| broken("format"))?,
        status,
        for_whom: ForWhom::parse(&row.for_whom).ok_or_else(|| broken("for_whom"))?,
        date_name: row.name,
        own_title: row.own_title.is_some(),
        title: row.own_title.unwrap_or(row.title),
        category: row.category,
        tags: rows::tags(&row.tags),
        zone,
        place: row.own_place.unwrap_or(row.place),
        cancelled: row.cancelled || status == Status::Cancelled,
        moved: row.moved,
        sample: row.sample,
        speakers: speakers.collect(),
        occurrence: Occurrence {
            original_start: row.original_start,
            start: row.starts_at,
            end: row.ends_at,
            shifted,
            moved: row.moved,
            cancelled: row.cancelled,
        },
    })
}
