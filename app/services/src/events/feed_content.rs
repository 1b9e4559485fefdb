//! What goes into a feed: the series of its scope, and which of their dates.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::events::{Series, Slug};
use url::Url;

use super::dates::{Filter, span};
use super::feed::color_of;
use super::feed_scope::FeedScope;
use super::ical::{FeedInput, FeedKind, FeedSeries, Part};
use super::options::Options;
use super::rows::{search_of, search_of_date, search_words};
use super::store::{self, Which};
use crate::config::Config;
use crate::ctx::Ctx;
use crate::db::DbError;

/// Parts that a series may go on from; a ring would end there.
const MOST_PARTS: usize = 50;
/// Single dates of one series in a feed that has no rules.
const MOST_DATES: usize = 1000;

/// Everything the writer needs; `None` when there is no such feed, or not any more.
pub(super) async fn gather(ctx: &Ctx, scope: &FeedScope, as_of: DateTime<Utc>) -> Result<Option<FeedInput>, DbError> {
    let (config, short_name) = (&ctx.config, &ctx.config.org.short_name);
    let mut feed = FeedInput {
        name: format!("{short_name} events"),
        organization: config.org.name.clone(),
        zone: config.org.zone,
        color: color_of(config),
        as_of,
        hides_cancelled: scope.hides_cancelled(),
        kind: FeedKind::Subscription,
        series: Vec::new(),
    };
    let entry = |series: Series, part: Part| Some(FeedSeries { url: page(config, &series)?, series, part });
    let whole = |series: Series| entry(series, Part::AllBut(Vec::new()));
    match scope.without_wishes() {
        FeedScope::All => {
            let all = store::whole(ctx.db.read(), Which::Public).await?;
            feed.series = all.into_iter().filter_map(|(_, series)| whole(series)).collect();
        }
        FeedScope::Category(slug) => {
            let found = of_category(ctx, slug).await?;
            if let Some(name) = found.iter().map(|series| series.category.as_str()).min() {
                feed.name = format!("{short_name}: {name}");
            }
            feed.series = found.into_iter().filter_map(whole).collect();
        }
        FeedScope::Series(slug) => {
            let parts = with_earlier(ctx, slug).await?;
            let Some(first) = parts.first() else { return Ok(None) };
            (feed.name, feed.zone) = (first.title.clone(), first.zone);
            feed.series = parts.into_iter().rev().filter_map(whole).collect();
        }
        FeedScope::Filter(filter) => {
            feed.name = format!("{short_name}: {}", words(filter));
            let found = store::public_where(ctx.db.read(), filter).await?;
            let parts = found.into_iter().filter_map(|(_, series)| {
                let part = part_of(&series, filter, &feed)?;
                entry(series, part)
            });
            feed.series = parts.collect();
        }
        FeedScope::Occurrence(slug, name) => {
            let Some(series) = store::public_by_slug(ctx.db.read(), slug).await? else { return Ok(None) };
            let Some(at) = series.by_name(name) else { return Ok(None) };
            feed.kind = FeedKind::Single;
            feed.series = entry(series, Part::Only(vec![at.original_start])).into_iter().collect();
        }
        FeedScope::WithoutCancelled(_) => {}
    }
    // The databases sort letters in orders of their own. Only the parts of a series have one already.
    if !matches!(scope.without_wishes(), FeedScope::Series(_)) {
        feed.series.sort_by(|one, other| one.series.slug.cmp(&other.series.slug));
    }
    Ok(Some(feed))
}

fn page(config: &Config, series: &Series) -> Option<Url> {
    config.public_url.join(&format!("/events/{}", series.slug)).ok()
}

/// The categories with this slug, as public series write them.
pub(super) async fn names_of_category(ctx: &Ctx, slug: &Slug) -> Result<Vec<String>, DbError> {
    let known = Options::all(ctx.db.read()).await?.categories.into_iter();
    Ok(known.filter(|name| Slug::from_title(name).as_ref() == Some(slug)).collect())
}

/// The series of the categories with this slug. A feed outlives the last of its events.
async fn of_category(ctx: &Ctx, slug: &Slug) -> Result<Vec<Series>, DbError> {
    let mut found = Vec::new();
    for name in names_of_category(ctx, slug).await? {
        let filter = Filter { category: Some(name), ..Filter::default() };
        found.extend(store::public_where(ctx.db.read(), &filter).await?.into_iter().map(|(_, series)| series));
    }
    Ok(found)
}

/// A series and the parts it continues, the latest first; none when there is no such public series.
async fn with_earlier(ctx: &Ctx, slug: &Slug) -> Result<Vec<Series>, DbError> {
    let mut parts: Vec<Series> = Vec::new();
    let mut next = Some(slug.clone());
    while let Some(slug) = next.take().filter(|_| parts.len() < MOST_PARTS) {
        let Some(part) = store::public_by_slug(ctx.db.read(), &slug).await? else { break };
        next.clone_from(&part.continues);
        parts.push(part);
    }
    Ok(parts)
}

/// What a filter finds of a series whose category, format and tag are right. With a month or the past in it these are
/// single dates, otherwise the rule and all its dates but those that a search does not find.
fn part_of(series: &Series, filter: &Filter, feed: &FeedInput) -> Option<Part> {
    let words = search_words(filter.q.as_deref().unwrap_or_default());
    let says = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
    let found = says(&search_of(series));
    let date_found =
        |start: NaiveDateTime| series.override_of(start).map_or(found, |date| says(&search_of_date(series, date)));
    let single = |starts: Vec<NaiveDateTime>| (!starts.is_empty()).then_some(Part::Only(starts));
    let hidden = |start: NaiveDateTime| {
        let date = series.override_of(start).filter(|date| date.cancelled_at.is_some());
        series.gone_from_feeds(feed.as_of)
            || date.is_some_and(|date| feed.hides_cancelled || series.left_feed(date, feed.as_of))
            || (feed.hides_cancelled && series.cancelled_at.is_some())
    };
    let wanted = |start: NaiveDateTime| date_found(start) && !hidden(start);
    if filter.month.is_some() || filter.past {
        let dates = match filter.month.map(|month| span(month, feed.zone)) {
            Some((from, to)) => series.between(from, to, MOST_DATES),
            None => series.past(feed.as_of, MOST_DATES),
        };
        let ended = |at: &domain::events::Occurrence| !filter.past || at.end <= feed.as_of;
        let starts = dates.into_iter().filter(ended).map(|at| at.original_start).filter(|start| wanted(*start));
        return single(starts.collect());
    }
    let own = series.overrides.iter().map(|date| date.original_start);
    if found {
        return Some(Part::AllBut(own.filter(|start| !date_found(*start)).collect()));
    }
    single(own.filter(|start| wanted(*start)).collect())
}

/// A filter in a few words, for the calendar's name.
fn words(filter: &Filter) -> String {
    let format = filter.format.map(|format| format.label().to_owned());
    let month = filter.month.map(|month| month.to_string());
    let past = filter.past.then(|| "past".to_owned());
    let parts = [filter.category.clone(), format, filter.tag.clone(), filter.q.clone(), month, past];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
