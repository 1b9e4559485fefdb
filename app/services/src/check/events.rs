//! The promises of series, speakers, dates and feeds.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::events::{Format, Rule, Slug, Status};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use super::Findings;
use crate::events::entity::{feed_versions, series, speakers};
use crate::events::{FeedScope, category_key, misplaced};

pub(super) async fn series(view: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), DbErr> {
    for row in series::Entity::find().all(view).await? {
        let mut require = |holds, broken| findings.require(holds, "series", row.id, broken);
        require(Slug::parse(&row.slug).is_some(), "the slug is not one");
        require(row.zone.parse::<chrono_tz::Tz>().is_ok(), "the zone is unknown");
        require(row.rule.as_deref().is_none_or(|rule| Rule::parse(rule).is_ok()), "the rule cannot be read");
        require(Format::parse(&row.format).is_some(), "the format is an unknown word");
        require(Status::parse(&row.status).is_some(), "the status is an unknown word");
        require(row.duration_minutes > 0, "the duration is not positive");
        require(row.sequence >= 0, "the sequence is negative");
        require(!row.uid.is_empty() && !row.uid.chars().any(char::is_control), "the UID is not clean text");
        require(row.category_key == category_key(&row.category), "the category's key is not the category's");
        require(!row.title.trim().is_empty(), "the title is empty");
    }
    let mut places = HashSet::new();
    for row in speakers::Entity::find().all(view).await? {
        findings.require(places.insert((row.series_id, row.position)), "speakers", row.id, "two speakers in one place");
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
        let slug = feed.scope.strip_prefix("series/");
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
