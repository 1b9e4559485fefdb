//! The feeds a change is seen in, and that their versions move with it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::events::{Series, Slug};
use sea_orm::DbErr;

use super::feed_scope::FeedScope;
use super::versions;
use crate::db::WriteTx;

/// The keys of the feeds that hold a series by itself: all events, its category, its own.
pub(crate) fn keys_of(series: &Series) -> Vec<String> {
    let category = Slug::from_title(&series.category).map(|slug| format!("category/{slug}"));
    [FeedScope::All.key()].into_iter().chain(category).chain([key_of(&series.slug)]).collect()
}

/// The key of the feed of a series.
pub(crate) fn key_of(slug: &Slug) -> String {
    FeedScope::Series(slug.clone()).key()
}

/// Gathers the feeds of everything that changes in one transaction.
#[derive(Debug, Default)]
pub(super) struct Touched {
    keys: BTreeSet<String>,
    changed: BTreeSet<Slug>,
    /// The parts that go on from a series; their feeds hold it too.
    later: BTreeMap<Slug, BTreeSet<Slug>>,
}

impl Touched {
    /// This series is there, changed or not.
    pub(super) fn knows(&mut self, series: &Series) {
        if let Some(before) = series.continues.clone().filter(|_| series.status.is_public()) {
            self.later.entry(before).or_default().insert(series.slug.clone());
        }
    }

    /// These public parts go on from a series, one after the other.
    pub(super) fn goes_on(&mut self, slug: &Slug, parts: impl IntoIterator<Item = Slug>) {
        self.later.entry(slug.clone()).or_default().extend(parts);
    }

    /// This series was there or is there now, and is seen otherwise. Drafts are seen nowhere.
    pub(super) fn note(&mut self, series: &Series) {
        self.knows(series);
        if series.status.is_public() {
            self.keys.extend(keys_of(series));
            self.changed.insert(series.slug.clone());
        }
    }

    /// Moves the versions of all of them on.
    pub(super) async fn raise(mut self, tx: &WriteTx, now: DateTime<Utc>) -> Result<(), DbErr> {
        let mut open: Vec<Slug> = self.changed.iter().cloned().collect();
        while let Some(slug) = open.pop() {
            for part in self.later.remove(&slug).unwrap_or_default() {
                self.keys.insert(key_of(&part));
                open.push(part);
            }
        }
        for key in &self.keys {
            versions::raise_feed(tx, key, now).await?;
        }
        Ok(())
    }
}
