//! The promises of series, what single dates of them say, speakers, dates and feeds.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::events::{DateUse, ForWhom, Format, Link, Rule, Slug, Status};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use crate::events::entity::{feed_versions, materials, overrides, series, series_tags, speakers};
use crate::events::{FeedScope, all_series, category_key, misplaced, search_of, search_of_date};

pub(super) async fn series(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let is_link = |link: &Option<String>| link.as_deref().is_none_or(|link| Link::parse(link).is_ok());
    for row in series::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "series", row.id, broken);
        require(Slug::parse(&row.slug).is_some(), "the slug is not one");
        require(row.zone.parse::<chrono_tz::Tz>().is_ok(), "the zone is unknown");
        require(row.rule.as_deref().is_none_or(|rule| Rule::parse(rule).is_ok()), "the rule cannot be read");
        require(Format::parse(&row.format).is_some(), "the format is an unknown word");
        require(Status::parse(&row.status).is_some(), "the status is an unknown word");
        require(ForWhom::parse(&row.for_whom).is_some(), "whom it is for is an unknown word");
        require(row.duration_minutes > 0, "the duration is not positive");
        require(row.sequence >= 0, "the sequence is negative");
        require(!row.uid.is_empty() && !row.uid.chars().any(char::is_control), "the UID is not clean text");
        require(row.category_key == category_key(&row.category), "the category's key is not the category's");
        require(!row.title.trim().is_empty(), "the title is empty");
        require(is_link(&row.link), "the link is not one");
        let cancelled = row.status == Status::Cancelled.as_str();
        require(row.cancelled_at.is_some() == cancelled, "canceled without a moment, or the other way round");
        require(row.continues.as_deref() != Some(row.slug.as_str()), "it goes on from itself");
    }
    let mut dates = HashMap::new();
    for row in overrides::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "overrides", row.id, broken);
        require(is_link(&row.link) && is_link(&row.recording), "a link is not one");
        require(row.title.as_deref().is_none_or(|title| !title.trim().is_empty()), "the title is empty");
        dates.insert(row.id, row.series_id);
    }
    let mut places = HashSet::new();
    for row in speakers::Entity::find().all(view).await? {
        let place = (row.series_id, row.override_id, row.position);
        findings.require(places.insert(place), "speakers", row.id, "two speakers in one place");
        let at_home = row.override_id.is_none_or(|date| dates.get(&date) == Some(&row.series_id));
        findings.require(at_home, "speakers", row.id, "the date is of another series");
    }
    for row in materials::Entity::find().all(view).await? {
        findings.require(Link::parse(&row.link).is_ok(), "materials", row.id, "the link is not one");
    }
    Ok(())
}

/// What lists find a series by is derived from it, and what is said of single dates must have a date.
pub(super) async fn whole_series(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let mut tags: HashMap<i64, BTreeSet<(String, String)>> = HashMap::new();
    for row in series_tags::Entity::find().all(view).await? {
        tags.entry(row.series_id).or_default().insert((row.tag, row.tag_key));
    }
    let search = series::Entity::find().all(view).await?.into_iter().map(|row| (row.id, row.search));
    let search: HashMap<_, _> = search.collect();
    let dates = overrides::Entity::find().all(view).await?.into_iter();
    let dates: HashMap<_, _> = dates.map(|row| ((row.series_id, row.original_start), row.search)).collect();
    for (id, series) in all_series(view).await? {
        let told = series.tags.iter().map(|tag| (tag.clone(), category_key(tag))).collect();
        let same = tags.remove(&id).unwrap_or_default() == told;
        findings.require(same, "series_tags", id, "the tags of this series are not those it says");
        let found_by = search.get(&id) == Some(&search_of(&series));
        findings.require(found_by, "series", id, "the words to search are not the series'");
        for date in &series.overrides {
            let found_by = dates.get(&(id, date.original_start)) == Some(&search_of_date(&series, date));
            findings.require(found_by, "overrides", id, "the words to search are not the date's");
        }
        findings.require(series.check().is_ok(), "series", id, "the first start does not fit the rule");
        for wrong in series.check_dates() {
            let table = if matches!(wrong.of, DateUse::Override | DateUse::MovedTo) { "overrides" } else { "series" };
            findings.add(table, id, wrong.to_string());
        }
    }
    Ok(())
}

/// Lists are drawn from stored dates, series' pages and calendars from rules; both must say the same.
pub(super) async fn dates(
    view: &impl ConnectionTrait,
    now: DateTime<Utc>,
    findings: &mut Findings,
) -> Result<(), DbErr> {
    for series in misplaced(view, now).await? {
        findings.add("occurrences", series, "the dates of this series are not those of its rule");
    }
    Ok(())
}

/// A feed without a series is a tombstone: it stays, so that its version never comes twice. A public series without a
/// feed would never reach a calendar.
pub(super) async fn feeds(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    let feeds = feed_versions::Entity::find().all(view).await?;
    for feed in &feeds {
        let slug = feed.scope.strip_prefix("series/").or_else(|| feed.scope.strip_prefix("category/"));
        let known = feed.scope == FeedScope::All.key() || slug.is_some_and(|slug| Slug::parse(slug).is_some());
        findings.require(known, "feed_versions", feed.scope.as_str(), "the scope is unknown");
        findings.require(feed.version >= 1, "feed_versions", feed.scope.as_str(), "the version is below 1");
    }
    let has = |scope: &str| feeds.iter().any(|feed| feed.scope == scope);
    let public = series::Entity::find().all(view).await?;
    for row in public.iter().filter(|row| Status::parse(&row.status).is_some_and(|status| status != Status::Draft)) {
        findings.require(has(&FeedScope::All.key()), "series", row.id, "public, but there is no feed of all events");
        findings.require(has(&format!("series/{}", row.slug)), "series", row.id, "public, but it has no feed");
    }
    Ok(())
}
